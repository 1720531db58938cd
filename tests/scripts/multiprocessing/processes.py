# multiprocessing: processes by fork, locks, queues, pools.
import re
import multiprocessing as mp, os, sys, time, threading, signal, queue
from multiprocessing.pool import Pool, ThreadPool
def t(f):
    try: print(repr(f()))
    except BaseException as e: print(type(e).__name__, re.sub('0x[0-9a-f]+', '0x', str(e)))
def square(x): return x*x
def add(a,b=0): return a+b
def fail(x): raise ValueError('bad %s'%x)
def fail2(x):
    if x==3: raise KeyError(x)
    return x
def slow(x): time.sleep(0.05); return x
def unpick(x): return lambda: x
def name(_=None): return mp.current_process().name, mp.current_process().daemon
G=[]
def init(v): G.append(v)
def getg(_): return G
def child(q, n): q.put([n, os.getpid()!=ppid, mp.current_process().name, mp.parent_process().name]); 
def exits(c): sys.exit(c)
def gen():
    yield 1; yield 2; raise OSError('gen')
ppid=os.getpid()
class P(mp.Process):
    def __init__(self, c): super().__init__(name='Own'); self.c=c
    def run(self): self.c.send(('ran',self.name,self._identity)); self.c.close()
if __name__=='__main__':
    q=mp.Queue(); ps=[mp.Process(target=child,args=(q,i)) for i in range(3)]
    for p in ps: p.start()
    print(sorted(q.get() for _ in ps)); 
    for p in ps: p.join()
    print([p.exitcode for p in ps], [p.is_alive() for p in ps])
    a,b=mp.Pipe(); p=P(b); print(repr(p).replace(str(ppid),'PP')); p.start(); print(a.recv()); p.join(); print(repr(p).replace(str(ppid),'PP').replace(str(p.pid),'CP')); p.close(); t(lambda: p.exitcode); print(repr(p).replace(str(ppid),'PP'))
    for c in (0,3,None):
        p=mp.Process(target=exits,args=(c,)); sys.stdout.flush(); p.start(); p.join(); print(c,p.exitcode)
    p=mp.Process(target=time.sleep,args=(30,),daemon=True); t(lambda: p.join()); t(lambda: p.is_alive()); t(lambda: p.sentinel); t(lambda: p.pid); p.start(); print(p.is_alive(), p.daemon); p.terminate(); p.join(); print(p.exitcode, repr(p).replace(str(ppid),'PP').replace(str(p.pid),'CP')); t(lambda: p.start()); p=mp.Process(target=time.sleep,args=(30,)); p.start(); print(p.join(0.05), p.exitcode); t(lambda: p.close()); p.kill(); p.join(5); print(p.exitcode); t(lambda: mp.Process(group=1)); print(mp.active_children())
    # locks
    l=mp.Lock(); print(l); l.acquire(); print(l, l.acquire(False), l.acquire(timeout=0.01)); l.release(); t(l.release); r=mp.RLock(); print(r); r.acquire(); r.acquire(); print(r); r.release(); r.release(); t(r.release); s=mp.Semaphore(2); print(s, s.acquire(), s.get_value()); s.release(); s.release(); print(s); bs=mp.BoundedSemaphore(1); t(bs.release); print(bs); e=mp.Event(); print(e.is_set(), e.wait(0.01)); e.set(); print(e.is_set(), e.wait()); c=mp.Condition(); print(c); t(lambda: c.wait()); t(lambda: c.notify())
    with l: print('held')
    q2=mp.SimpleQueue()
    def locked(l,q,i):
        with l:
            q.put(('in',i)); time.sleep(0.01); q.put(('out',i))
    ps=[mp.Process(target=locked,args=(l,q2,i)) for i in range(3)]; [p.start() for p in ps]; got=[q2.get() for _ in range(6)]; [p.join() for p in ps]; print([got[i][1]==got[i+1][1] for i in (0,2,4)])
    def waiter(e,q): q.put(e.wait(10))
    e=mp.Event(); p=mp.Process(target=waiter,args=(e,q)); p.start(); time.sleep(0.1); e.set(); print(q.get()); p.join()
    def cw(c,q):
        with c: q.put('waiting'); c.wait(10); q.put('woken')
    c=mp.Condition(); ps=[mp.Process(target=cw,args=(c,q)) for _ in range(2)]; [p.start() for p in ps]; print(q.get(),q.get())
    with c: c.notify_all()
    print(q.get(),q.get()); [p.join() for p in ps]
    def bw(b,q): q.put(b.wait()>=0)
    b=mp.Barrier(3); ps=[mp.Process(target=bw,args=(b,q)) for _ in range(2)]; [p.start() for p in ps]; print(b.wait()>=0, q.get(), q.get()); [p.join() for p in ps]
    # queues
    q=mp.Queue(2); q.put(1); q.put(2); t(lambda: q.put(3,timeout=0.01)); t(lambda: q.put_nowait(3)); time.sleep(0.05); print(q.full(), q.qsize(), q.get(), q.get(timeout=1)); t(lambda: q.get(timeout=0.01)); t(lambda: q.get_nowait()); time.sleep(0.05); print(q.empty()); q.close(); t(lambda: q.put(1)); q.join_thread()
    big=mp.Queue(); big.put('x'*1000000); print(len(big.get())); sq=mp.SimpleQueue(); sq.put({'a':1}); print(sq.empty(), sq.get(), sq.empty())
    def consumer(jq):
        while (x:=jq.get()) is not None: jq.task_done()
        jq.task_done()
    jq=mp.JoinableQueue(); p=mp.Process(target=consumer,args=(jq,)); p.start(); [jq.put(i) for i in range(10)]; jq.put(None); jq.join(); p.join(); print('joined'); t(jq.task_done)
    # pools
    with mp.Pool(2) as pool:
        print(pool.map(square,range(10)), pool.apply(add,(1,),{'b':2}), list(pool.imap(square,range(5))), sorted(pool.imap_unordered(square,range(5))), pool.starmap(add,[(1,2),(3,4)]), pool.map_async(square,[1,2]).get(5), pool.apply_async(add,(5,)).get())
        t(lambda: pool.map(fail,[1])); t(lambda: pool.map(fail2,range(6),chunksize=1)); t(lambda: list(pool.imap(fail2,range(6)))); t(lambda: pool.apply_async(slow,(1,)).get(0.001)); t(lambda: pool.map(square,[])); t(lambda: pool.imap(square,[1],chunksize=0)); print(list(pool.imap(square,range(7),chunksize=3))); t(lambda: list(pool.imap(square,gen())))
        try: pool.apply(fail,('x',))
        except ValueError as ex: print(type(ex.__cause__).__name__, str(ex.__cause__).splitlines()[1:3], str(ex.__cause__).splitlines()[-2:])
        t(lambda: pool.apply(unpick,(1,)) and 0); cb=[]; ar=pool.apply_async(square,(3,),callback=cb.append); ar.wait(); time.sleep(0.05); print(cb, ar.ready(), ar.successful()); ar=pool.apply_async(fail,(3,),error_callback=lambda e: cb.append(str(e))); ar.wait(); print(cb, ar.successful()); t(lambda: pool.apply_async(slow,(1,)).successful() if 0 else 0); print(repr(pool)); t(lambda: pool.join()); print(sorted({pool.apply(name)[1] for _ in range(3)}))
    t(lambda: pool.map(square,[1])); pool=mp.Pool(3,initializer=init,initargs=('I',),maxtasksperchild=2); print(pool.map(getg,range(8),chunksize=1)); pool.close(); pool.join(); print(repr(pool)); t(lambda: mp.Pool(0)); t(lambda: mp.Pool(1,initializer=5)); t(lambda: mp.Pool(1,maxtasksperchild=0))
    with ThreadPool(3) as tp: print(tp.map(square,range(5)), tp.apply(lambda: 7), list(tp.imap(lambda x: x+1,[1,2]))); t(lambda: tp.map(fail,[1]))
    print(mp.get_start_method(), mp.get_all_start_methods(), mp.cpu_count()>0, mp.current_process().name, mp.parent_process(), mp.get_context('fork').get_start_method()); t(lambda: mp.get_context('zz')); t(lambda: mp.set_start_method('fork')); t(lambda: mp.set_start_method('spawn')); import pickle; t(lambda: pickle.dumps(mp.Lock())); t(lambda: pickle.dumps(mp.current_process().authkey)); print(mp.current_process(), mp.Process.__mro__[1]); print([n for n in sorted(mp.__all__) if n != 'reducer']); print(mp.freeze_support())
    from multiprocessing.connection import wait
    p=mp.Process(target=time.sleep,args=(0.05,)); p.start(); print(wait([p.sentinel],5)==[p.sentinel]); p.join()
    th=[]; 
    def in_thread(): p=mp.Process(target=exits,args=(4,)); p.start(); p.join(); th.append(p.exitcode)
    x=threading.Thread(target=in_thread); x.start(); x.join(); print(th)
