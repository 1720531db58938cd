# What a program sends to itself is answered before its next instruction.
import os
try:
    os.kill(os.getpid(), 2)
    print("not reached")
except KeyboardInterrupt:
    print("interrupted")
import signal
got = []
for n in (signal.SIGUSR1, signal.SIGTERM, signal.SIGINT):
    before = signal.signal(n, lambda number, frame: got.append((number, frame.f_code.co_name)))
    for _ in range(20):
        os.kill(os.getpid(), n)
        print(len(got), got[-1][0] == n, got[-1][1])
    signal.signal(n, before)
    got.clear()
signal.signal(signal.SIGUSR1, signal.SIG_IGN)
os.kill(os.getpid(), signal.SIGUSR1)
os.kill(os.getpid(), 0)
def f(n, frame): raise ValueError(n)
signal.signal(signal.SIGUSR2, f)
try: os.kill(os.getpid(), signal.SIGUSR2)
except ValueError as e: print(e, e.__traceback__.tb_lineno)
