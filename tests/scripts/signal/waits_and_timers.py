# signal: timers, waiting for blocked signals, signals to threads and to processes by descriptor.
import signal
def t(f):
    try: print(repr(f()))
    except BaseException as e: print(type(e).__name__, e)
t(lambda: signal.setitimer(5,1)); t(lambda: signal.setitimer(0,-1)); t(lambda: signal.setitimer(0,'a')); t(lambda: signal.setitimer(0,10,2)); t(lambda: signal.getitimer(0)[1]);t(lambda: signal.alarm(3));t(lambda: round(signal.getitimer(0)[0],1)); t(lambda: signal.alarm(0)); t(lambda: signal.getitimer(0)); t(lambda: signal.getitimer(9)); t(lambda: signal.setitimer(0,1e300)); t(lambda: signal.setitimer(2,5,0.5));t(lambda: (round(signal.getitimer(2)[0]), signal.getitimer(2)[1]));t(lambda: round(signal.setitimer(2,0)[0]));t(lambda: signal.setitimer(0,float('nan')))
t(lambda: signal.set_wakeup_fd(99)); t(lambda: signal.set_wakeup_fd(-1)); t(lambda: signal.set_wakeup_fd('a')); t(lambda: signal.set_wakeup_fd(-5))
t(lambda: signal.siginterrupt(99,1)); t(lambda: signal.siginterrupt(10,1)); t(lambda: signal.siginterrupt(9,1))
t(lambda: signal.sigtimedwait([10],-1)); t(lambda: signal.sigtimedwait([10],0)); t(lambda: signal.sigtimedwait([10],'a')); t(lambda: signal.sigtimedwait([99],0)); t(lambda: signal.sigtimedwait([10],float('nan')))
import threading; t(lambda: signal.pthread_kill(threading.get_ident(),0)); t(lambda: signal.pthread_kill(threading.get_ident(),99)); t(lambda: signal.pthread_kill('a',1)); 
import os
p=os.pidfd_open(os.getpid())
t(lambda: signal.pidfd_send_signal(p,0)); t(lambda: signal.pidfd_send_signal(99,0)); t(lambda: signal.pidfd_send_signal(p,99)); t(lambda: signal.pidfd_send_signal(p,0,5)); t(lambda: signal.pidfd_send_signal(p,0,None,77)); t(lambda: signal.pidfd_send_signal(0,0))
t(lambda: signal.struct_siginfo((1,2,3,4,5,6,7))); t(lambda: signal.struct_siginfo)
def info(x):
    return repr(x).replace(str(os.getpid()),'PID')
signal.pthread_sigmask(signal.SIG_BLOCK,[10,12]); os.kill(os.getpid(),10); t(lambda: signal.sigpending()); t(lambda: info(signal.sigwaitinfo([10]))); signal.raise_signal(12); t(lambda: signal.sigpending());t(lambda: info(signal.sigtimedwait([12],1))); t(lambda: signal.sigpending()); t(lambda: signal.sigtimedwait([12],0.01)); os.kill(os.getpid(),10);t(lambda: signal.sigwait([10]))
print(signal.struct_siginfo.__doc__, signal.struct_siginfo.si_band.__doc__)
