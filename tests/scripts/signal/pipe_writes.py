# Writing more than a pipe holds is interrupted by a signal, and lets other threads read.
import os, signal, threading

def handler(*a): raise ZeroDivisionError
signal.signal(signal.SIGALRM, handler)
r, w = os.pipe()
f = open(w, "wb", closefd=False)
signal.alarm(1)
try: f.write(b"x" * 1000000)
except ZeroDivisionError: print("interrupted")
signal.alarm(0)
os.close(r)
try: f.close()
except OSError as e: print(type(e).__name__)
os.close(w)
for write in (lambda fd, data: os.write(fd, data), lambda fd, data: open(fd, "wb", buffering=0, closefd=False).write(data)):
    r, w = os.pipe()
    got = []
    def read():
        while s := os.read(r, 1000): got.append(len(s))
    t = threading.Thread(target=read)
    t.start()
    sent = 0
    while sent < 500000: sent += write(w, b"y" * (500000 - sent))
    os.close(w)
    t.join()
    os.close(r)
    print(sent, sum(got))
r, w = os.pipe()
os.set_blocking(w, False)
n = 0
try:
    while True: n += os.write(w, b"z" * 10000)
except BlockingIOError as e: print(n >= 4096, e.errno)
