# os: child processes by fork, spawn and posix_spawn, waiting for them, signals and threads around them; timers.
import os, sys, time, signal, threading
import tempfile
folder = tempfile.mkdtemp()
def t(f):
    try: print(repr(f()))
    except BaseException as e: print(type(e).__name__, e)
print('fork'); sys.stdout.flush()
r,w=os.pipe()
pid=os.fork()
if pid==0:
    os.close(r); os.write(w,b'child %d'%os.getppid()); os._exit(7)
os.close(w)
print(os.read(r,100)==b'child %d'%os.getpid(), os.waitpid(pid,0)==(pid,7<<8))
t(lambda: os.waitpid(pid,0)); t(lambda: os.waitpid(-1,os.WNOHANG)); t(lambda: os.waitpid(0,0)); t(lambda: os.waitpid(-99999,0)); t(lambda: os.waitpid(-2**31,0)); t(lambda: os.waitpid(1,77))
# killed child
pid=os.fork()
if not pid:
    time.sleep(30); os._exit(0)
os.kill(pid,9); p,s=os.wait(); print(p==pid,s,os.waitstatus_to_exitcode(s), os.WIFSIGNALED(s), os.WTERMSIG(s))
# signals in the child
sys.stdout.flush()
pid=os.fork()
if not pid:
    got=[]
    signal.signal(signal.SIGUSR1, lambda n,f: got.append(n))
    os.kill(os.getpid(), signal.SIGUSR1)
    for i in range(1000):
        if got: break
        time.sleep(0.001)
    os.write(1,b'child got %r\n'%got) if 0 else print('child got',got,flush=True)
    os._exit(0)
os.waitpid(pid,0)
# raise from child by normal exit via sys.exit
sys.stdout.flush()
pid=os.fork()
if not pid:
    print('normal end'); sys.exit(5)
print(os.waitstatus_to_exitcode(os.waitpid(pid,0)[1]))
# waitid
pid=os.fork()
if not pid: os._exit(3)
x=os.waitid(os.P_PID,pid,os.WEXITED|os.WNOWAIT); print(x.si_pid==pid,x.si_uid,x.si_signo,x.si_status,x.si_code,len(x))
x=os.waitid(os.P_ALL,0,os.WEXITED); print(x.si_pid==pid,repr(x)[:24])
t(lambda: os.waitid(os.P_ALL,0,os.WEXITED)); t(lambda: os.waitid(9,0,os.WEXITED)); t(lambda: os.waitid(os.P_ALL,0,0)); t(lambda: os.waitid(os.P_PID,os.getpid(),os.WEXITED|os.WNOHANG))
pid=os.fork()
if not pid: time.sleep(0.3); os._exit(3)
t(lambda: os.waitid(os.P_PID,pid,os.WEXITED|os.WNOHANG)); t(lambda: os.waitpid(pid,os.WNOHANG)); 
os.kill(pid,signal.SIGSTOP); p,s=os.waitpid(pid,os.WUNTRACED); print(os.WIFSTOPPED(s),os.WSTOPSIG(s)); t(lambda: os.waitstatus_to_exitcode(s)); os.kill(pid,signal.SIGCONT); p,s=os.waitpid(pid,os.WCONTINUED); print(os.WIFCONTINUED(s)); print(os.waitpid(pid,0)[1])
# hooks
log=[]
os.register_at_fork(before=lambda: log.append('b1'),after_in_parent=lambda: log.append('p1'), after_in_child=lambda: log.append('c1'))
os.register_at_fork(before=lambda: log.append('b2'),after_in_parent=lambda: log.append('p2'), after_in_child=lambda: log.append('c2'))
sys.stdout.flush()
pid=os.fork()
if not pid: print('child',log,flush=True); os._exit(0)
os.waitpid(pid,0); print(log)
# spawn
t(lambda: os.spawnl(os.P_WAIT,'/bin/sh','sh','-c','exit 4')); t(lambda: os.spawnlp(os.P_WAIT,'sh','sh','-c','exit 5')); t(lambda: os.spawnle(os.P_WAIT,'/bin/sh','sh','-c','exit $Q',{'Q':'6'})); t(lambda: os.spawnlpe(os.P_WAIT,'sh','sh','-c','exit $Q',{'Q':'7','PATH':'/bin'})); t(lambda: os.spawnv(os.P_WAIT,'/nope',['a'])); t(lambda: os.spawnv(os.P_WAIT,'/nope',[])); t(lambda: os.spawnv(os.P_WAIT,'/nope',['']));t(lambda: os.spawnv(os.P_WAIT,'/nope','x')); t(lambda: os.spawnv(os.P_WAIT,'/bin/sh',('sh','-c','kill -9 $$'))); t(lambda: os.waitpid(os.spawnv(os.P_NOWAIT,'/bin/true',['t']),0)[1])
# posix_spawn
def ps(*a,**k):
    sys.stdout.flush()
    f=k.pop('f',os.posix_spawn)
    pid=f(*a,**k); return os.waitstatus_to_exitcode(os.waitpid(pid,0)[1])
t(lambda: ps('/bin/sh',['sh','-c','echo hi; exit 3'],os.environ)); t(lambda: ps('sh',['sh','-c','exit $A'],{'A':'9'},f=os.posix_spawnp)); t(lambda: ps('/nope',['a'],{})); t(lambda: ps('/bin/sh',[],{})); t(lambda: ps('/bin/sh',[''],{})); t(lambda: ps('/bin/sh','x',{})); t(lambda: ps('/bin/sh',['sh'],5)); t(lambda: ps('/bin/true',['sh'],None)); t(lambda: ps('/bin/true',['sh'],{'a=b':'1'})); t(lambda: ps('/bin/true',['sh'],{'':'1'})); t(lambda: ps('/bin/true',['sh'],{1:'1'})); t(lambda: ps('/bin/true',['sh'],{'a':1}))
t(lambda: ps('/bin/sh',['sh','-c','echo out; echo err >&2'],{},file_actions=[(os.POSIX_SPAWN_OPEN,1,folder+'/out',os.O_WRONLY|os.O_CREAT|os.O_TRUNC,0o600),(os.POSIX_SPAWN_DUP2,1,2)])); print(open(folder+'/out').read())
for bad in ([()],[(9,)],[5],[(0,)],[(1,)],[(2,1)],5,[(0,1,2,3,4)],[(3,)],['a'],[('a',)]):
    t(lambda: ps('/bin/true',['t'],{},file_actions=bad))
t(lambda: ps('/bin/true',['t'],{},setsigmask=[10,99])); t(lambda: ps('/bin/true',['t'],{},setsigmask=[10],setsigdef=[12])); t(lambda: ps('/bin/true',['t'],{},setpgroup=0)); t(lambda: ps('/bin/true',['t'],{},setsid=True)); t(lambda: ps('/bin/true',['t'],{},resetids=True)); t(lambda: ps('/bin/true',['t'],{},setpgroup='a'));t(lambda: ps('/bin/true',['t'],{},file_actions=None))
# popen
with os.popen('echo hello; echo two') as f: print(f.read())
f=os.popen('exit 3'); print(f.close()); f=os.popen('cat > '+folder+'/out','w'); f.write('x\n'); print(f.close(), open(folder+'/out').read()); t(lambda: os.popen(5)); t(lambda: os.popen('a','z')); t(lambda: os.popen('a',buffering=0)); print([l for l in os.popen('printf "a\nb"')])
# forkpty
sys.stdout.flush()
pid,fd=os.forkpty()
if not pid: print('in pty', os.isatty(0), os.isatty(1)); sys.stdout.flush(); os._exit(0)
out=b''
while True:
    try: d=os.read(fd,100)
    except OSError as e: print(e.errno); break
    if not d: break
    out+=d
print(out, os.waitpid(pid,0)[1])
# vectors
r,w=os.pipe(); t(lambda: os.writev(w,[b'abc',bytearray(b'de'),memoryview(b'fgh')])); a,b=bytearray(4),bytearray(10); t(lambda: os.readv(r,[a,b])); print(a,b)
fd=os.open(folder+'/vec',os.O_RDWR|os.O_CREAT|os.O_TRUNC); t(lambda: os.pwritev(fd,[b'hello ',b'world'],2)); t(lambda: os.preadv(fd,[a,b],0)); print(a,b); t(lambda: os.pwritev(fd,[],0)); t(lambda: os.preadv(fd,[],0)); t(lambda: os.preadv(fd,[a],-1))
fd2=os.open(folder+'/vec2',os.O_RDWR|os.O_CREAT|os.O_TRUNC); t(lambda: os.sendfile(fd2,fd,0,5)); t(lambda: os.sendfile(fd2,fd,None,5)); t(lambda: os.copy_file_range(fd,fd2,100,0,20)); t(lambda: os.fstat(fd2).st_size); t(lambda: os.splice(fd,w,5,0)); t(lambda: os.read(r,10)); t(lambda: os.splice(fd,fd2,5)); t(lambda: os.posix_fallocate(fd2,0,1000)); t(lambda: os.fstat(fd2).st_size); t(lambda: os.posix_fadvise(fd2,0,0,os.POSIX_FADV_WILLNEED)); t(lambda: os.posix_fadvise(fd2,0,0,99)); t(lambda: os.lockf(fd2,os.F_LOCK,10)); t(lambda: os.lockf(fd2,os.F_TEST,10)); 
sys.stdout.flush(); pid=os.fork()
if not pid:
    os.lseek(fd2,0,0); t(lambda: os.lockf(fd2,os.F_TEST,0)); t(lambda: os.lockf(fd2,os.F_TLOCK,0)); sys.stdout.flush(); os._exit(0)
os.waitpid(pid,0); t(lambda: os.lockf(fd2,os.F_ULOCK,10))
# threads and fork
th=threading.Thread(target=time.sleep,args=(0.2,)); th.start()
import warnings
with warnings.catch_warnings(record=True) as rec:
    warnings.simplefilter('always'); sys.stdout.flush()
    pid=os.fork()
    if not pid:
        print(threading.active_count(), threading.enumerate()==[threading.main_thread()],flush=True)
        x=[]; q=threading.Thread(target=lambda: x.append(1)); q.start(); q.join(); print(x,flush=True); os._exit(0)
    os.waitpid(pid,0)
print([str(r.message).replace(str(os.getpid()),'P') for r in rec]); th.join()
# wait while a thread runs
pid=os.fork()
if not pid: time.sleep(1); os._exit(0)
n=[0]
def count():
    end=time.time()+0.1
    while time.time()<end: n[0]+=1; time.sleep(0.001)
th=threading.Thread(target=count); th.start(); os.waitpid(pid,0); print(n[0] > 1); th.join()
# KeyboardInterrupt while waiting
pid=os.fork()
if not pid: time.sleep(0.2); os.kill(os.getppid(),signal.SIGINT); time.sleep(0.5); os._exit(0)
t(lambda: os.waitpid(pid,0)); t(lambda: os.waitpid(pid,0)[1])
import random
random.seed(1); sys.stdout.flush(); pid=os.fork()
if not pid: print(random.random()==0.13436424411240122,flush=True); os._exit(0)
os.waitpid(pid,0); print(random.random())
# fork inside threads, and what runs in the child
import os,threading,time,sys,signal
import warnings
warnings.simplefilter("ignore")
def child_in_thread():
    sys.stdout.flush()
    pid=os.fork()
    if not pid:
        print('child', threading.current_thread() is threading.main_thread(), threading.active_count(), threading.current_thread().name)
        l=[]
        t=threading.Thread(target=lambda: l.append(threading.current_thread().name)); t.start(); t.join(); print(l)
        signal.signal(signal.SIGUSR2, lambda *a: l.append('sig')); os.kill(os.getpid(),signal.SIGUSR2); time.sleep(0.5); print(l)
        sys.stdout.flush(); os._exit(3)
    print(os.waitstatus_to_exitcode(os.waitpid(pid,0)[1]))
    sys.stdout.flush()
    pid=os.fork()
    if not pid:
        return
    print('then', os.waitstatus_to_exitcode(os.waitpid(pid,0)[1]))
t=threading.Thread(target=child_in_thread,name='T'); t.start(); t.join(); print('main on', threading.active_count(), threading.current_thread().name)
# timers
got=[]
signal.signal(signal.SIGALRM, lambda n,f: got.append(n))
signal.setitimer(signal.ITIMER_REAL, 0.02, 0.02)
end = time.time() + 20
while len(got) < 4 and time.time() < end: time.sleep(0.05)
signal.setitimer(signal.ITIMER_REAL,0); print(len(got)>=4)
signal.alarm(1)
t0=time.time()
class TO(Exception): pass
def h(n,f): raise TO
signal.signal(signal.SIGALRM,h)
try: time.sleep(5)
except TO: print('timeout', time.time()-t0>0.8)
signal.setitimer(signal.ITIMER_REAL,0.1)
r,w=os.pipe()
try: os.read(r,1)
except TO: print('read')
signal.setitimer(signal.ITIMER_REAL,0.1)
try:
    while True: pass
except TO: print('loop')
signal.setitimer(signal.ITIMER_REAL,0.1)
try: threading.Event().wait()
except TO: print('event')
signal.setitimer(signal.ITIMER_REAL,0.1)
import subprocess
try: subprocess.run(['sleep','1'])
except TO: print('run')
signal.setitimer(signal.ITIMER_REAL,0.1)
import select
try: select.select([r],[],[])
except TO: print('select')
signal.setitimer(signal.ITIMER_REAL,0.1)
signal.signal(signal.SIGALRM, lambda *a: got.append(1))
r,w=os.pipe(); os.set_blocking(w,False)
print(signal.set_wakeup_fd(w)); 
try: signal.set_wakeup_fd(r)
except ValueError as e: print(str(e).replace(str(r),'R'))
signal.setitimer(signal.ITIMER_REAL,0.05)
print(select.select([r],[],[],2)[0]==[r], os.read(r,5)); print(signal.set_wakeup_fd(-1)==w)
signal.signal(signal.SIGALRM, signal.SIG_DFL)
sys.stdout.flush()
pid=os.fork()
if not pid:
    signal.setitimer(signal.ITIMER_REAL,0.05); time.sleep(2); os._exit(0)
print(os.waitstatus_to_exitcode(os.waitpid(pid,0)[1]))
pid=os.fork()
if not pid:
    signal.alarm(1); os.execv('/bin/sleep',['sleep','3'])
print(os.waitstatus_to_exitcode(os.waitpid(pid,0)[1]))
print(subprocess.run([sys.executable,'-c','import signal,time; signal.signal(2,signal.SIG_DFL); signal.raise_signal(2)']).returncode)
signal.pthread_sigmask(signal.SIG_BLOCK,[signal.SIGUSR1]); hits=[]
signal.signal(signal.SIGUSR1, lambda *a: hits.append(1)); os.kill(os.getpid(),signal.SIGUSR1); time.sleep(0.1); print(hits); signal.pthread_sigmask(signal.SIG_UNBLOCK,[signal.SIGUSR1]); time.sleep(0.5); print(hits)
