# _signal: handlers in Python, their errors, what is asked of signals.
import _signal
import os


def t(f):
    try:
        print(repr(f()))
    except BaseException as e:
        print(type(e).__name__, e)


print(_signal.getsignal(_signal.SIGINT) is _signal.default_int_handler, _signal.getsignal(9), _signal.getsignal(32))
print(_signal.getsignal(_signal.SIGPIPE), _signal.getsignal(_signal.SIGUSR1))
t(lambda: _signal.signal(2, 3))
t(lambda: _signal.signal(2, "x"))
t(lambda: _signal.signal(0, _signal.SIG_IGN))
t(lambda: _signal.signal(65, _signal.SIG_IGN))
t(lambda: _signal.signal(9, _signal.SIG_IGN))
t(lambda: _signal.signal(32, _signal.SIG_IGN))
t(lambda: _signal.getsignal(0))
t(lambda: _signal.default_int_handler(2, None))
t(lambda: _signal.default_int_handler())
t(lambda: _signal.raise_signal(2))
t(lambda: _signal.raise_signal(99))
t(lambda: _signal.raise_signal(2**40))
t(lambda: _signal.valid_signals())
t(lambda: {n: _signal.strsignal(n) for n in range(1, 65)})
t(lambda: _signal.strsignal(0))
t(lambda: _signal.pthread_sigmask(_signal.SIG_BLOCK, []))
t(lambda: _signal.pthread_sigmask(9, []))
t(lambda: _signal.pthread_sigmask(0, [99]))
t(lambda: _signal.pthread_sigmask(0, 3))
t(lambda: _signal.alarm(0))
got = []


def handler(number, frame):
    got.append((number, frame.f_code.co_name))


print(_signal.signal(_signal.SIGUSR1, handler), _signal.getsignal(_signal.SIGUSR1) is handler)


def here():
    _signal.raise_signal(_signal.SIGUSR1)


here()
print(got)


def sent():
    os.kill(os.getpid(), _signal.SIGUSR1)
    for i in range(10**6):
        if len(got) > 1:
            return "arrived"


print(sent(), len(got))


def failing(number, frame):
    raise LookupError(number)


print(_signal.signal(_signal.SIGUSR2, failing), _signal.signal(_signal.SIGUSR2, failing) is failing)
t(lambda: _signal.raise_signal(_signal.SIGUSR2))
print(_signal.signal(_signal.SIGUSR2, _signal.SIG_IGN) is failing)
t(lambda: _signal.raise_signal(_signal.SIGUSR2))
print(_signal.signal(_signal.SIGUSR2, _signal.SIG_DFL), _signal.getsignal(_signal.SIGUSR2))
_signal.signal(_signal.SIGINT, handler)
_signal.raise_signal(_signal.SIGINT)
print(got[-1][0])
_signal.signal(_signal.SIGALRM, handler)
_signal.alarm(1)
_signal.pause()
print(got[-1][0], _signal.alarm(0))
