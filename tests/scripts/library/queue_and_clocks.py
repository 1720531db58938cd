# queue.SimpleQueue, clocks by number, what sys says of dlopen and profilers, disk usage.
import queue, threading, re, inspect, time, sys, stat
def t(f):
    try: print(repr(f()))
    except BaseException as e: print(type(e).__name__, e)
q=queue.SimpleQueue
print(q, queue.Empty, queue.Empty.__doc__)
for n in 'put get put_nowait get_nowait empty qsize'.split(): print(n, inspect.signature(getattr(q,n)))
x=q()
t(lambda: x.get(timeout=-1)); t(lambda: x.get(False)); t(lambda: x.get(True,0.01)); t(lambda: x.get('a','b')); t(lambda: x.get(timeout='a')); t(lambda: x.put()); t(lambda: x.get(True, 1e300)); t(lambda: q[int]); t(lambda: x.__dict__)
import pickle
t(lambda: pickle.dumps(x)); t(lambda: pickle.dumps(queue.Empty()))
for i in range(5): x.put(i)
print(x.qsize(), x.empty(), [x.get() for i in range(5)], x.empty())
out=[]
def w():
    while (i:=x.get()) is not None: out.append(i)
ts=[threading.Thread(target=w) for i in range(3)]
for k in ts: k.start()
for i in range(100): x.put(i)
for k in ts: x.put(None)
for k in ts: k.join()
print(sorted(out)==list(range(100)))
for f in (re.sub,re.split,re.subn): print(inspect.signature(f))
t(lambda: sys.getdlopenflags()); t(lambda: sys.setdlopenflags(257)); t(lambda: sys.getdlopenflags()); t(lambda: sys.setdlopenflags('a')); t(lambda: sys.is_stack_trampoline_active()); t(lambda: sys.activate_stack_trampoline('x')); t(lambda: sys.deactivate_stack_trampoline()); t(lambda: sys.activate_stack_trampoline(5))
t(lambda: time.clock_settime(time.CLOCK_MONOTONIC,5)); t(lambda: time.clock_settime(0,'a')); t(lambda: time.clock_settime_ns(1,5)); t(lambda: time.clock_settime_ns(1,'a')); t(lambda: time.clock_settime(99,1)); t(lambda: time.clock_gettime(time.pthread_getcpuclockid(threading.get_ident()))>0); t(lambda: time.pthread_getcpuclockid('a'))
for i in (5,6,10,11,12,16,2**40,'a',True): t(lambda: (i,time.clock_gettime(i)>=0)); t(lambda: time.clock_getres(i))
t(lambda: time.clock_settime(0,1e300));t(lambda: time.clock_settime(0,float('nan')));t(lambda: time.clock_settime_ns(0,2**80)); t(lambda: time.clock_settime('a',0));t(lambda: time.clock_settime(1,-1))
import shutil
print(shutil.disk_usage('/')._fields, type(shutil.disk_usage('/'))); t(lambda: shutil.disk_usage('/nope'))
