"""Ctrl-C ends a run after the test it meets."""

import contextlib
import signal
import weakref
from functools import wraps

__unittest = True

_results = weakref.WeakKeyDictionary()
_interrupt_handler = None


def _ignore(signum, frame):
    """What SIG_IGN does."""


# The handlers that are numbers, as functions.
_BY_NUMBER = {signal.SIG_DFL: signal.default_int_handler, signal.SIG_IGN: _ignore}


class _InterruptHandler(object):
    def __init__(self, default_handler):
        self.original_handler = default_handler
        self.called = False
        if not isinstance(default_handler, int):
            self.default_handler = default_handler
        elif default_handler in _BY_NUMBER:
            self.default_handler = _BY_NUMBER[default_handler]
        else:
            raise TypeError("expected SIGINT signal handler to be signal.SIG_IGN, signal.SIG_DFL, or a "
                            "callable object")

    def __call__(self, signum, frame):
        if signal.getsignal(signal.SIGINT) is not self or self.called:
            # Somebody took over, or Ctrl-C came a second time.
            self.default_handler(signum, frame)
        self.called = True
        for result in list(_results):
            result.stop()


def registerResult(result):
    _results[result] = 1


def removeResult(result):
    return bool(_results.pop(result, None))


def installHandler():
    global _interrupt_handler
    if _interrupt_handler is None:
        _interrupt_handler = _InterruptHandler(signal.getsignal(signal.SIGINT))
        signal.signal(signal.SIGINT, _interrupt_handler)


@contextlib.contextmanager
def _handler_removed():
    before = signal.getsignal(signal.SIGINT)
    removeHandler()
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def removeHandler(method=None):
    if method is None:
        if _interrupt_handler is not None:
            signal.signal(signal.SIGINT, _interrupt_handler.original_handler)
        return None

    @wraps(method)
    def without_handler(*args, **kwargs):
        with _handler_removed():
            return method(*args, **kwargs)
    return without_handler
