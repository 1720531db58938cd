"""Set handlers for asynchronous events (mirrors Lib/signal.py)."""

import _signal
from _signal import *
from enum import IntEnum as _IntEnum

_IntEnum._convert_('Signals', __name__, lambda name: name.isupper() and name.startswith('SIG')
                   and not name.startswith('SIG_') or name.startswith('CTRL_'))
_IntEnum._convert_('Handlers', __name__, lambda name: name in ('SIG_DFL', 'SIG_IGN'))
_IntEnum._convert_('Sigmasks', __name__, lambda name: name in ('SIG_BLOCK', 'SIG_UNBLOCK', 'SIG_SETMASK'))


def _member(value, kind):
    """The member of an enumeration for a number, or the number itself."""
    if not isinstance(value, int):
        return value
    try:
        return kind(value)
    except (ValueError, TypeError):
        return value


def _number(value):
    return int(value) if isinstance(value, int) else value


def _like(native):
    """Takes documentation over from the native function."""
    def decorate(function):
        function.__doc__ = native.__doc__
        return function
    return decorate


@_like(_signal.signal)
def signal(signalnum, handler):
    return _member(_signal.signal(_number(signalnum), _number(handler)), Handlers)


@_like(_signal.getsignal)
def getsignal(signalnum):
    return _member(_signal.getsignal(signalnum), Handlers)


@_like(_signal.pthread_sigmask)
def pthread_sigmask(how, mask):
    return {_member(number, Signals) for number in _signal.pthread_sigmask(how, mask)}


@_like(_signal.sigpending)
def sigpending():
    return {_member(number, Signals) for number in _signal.sigpending()}


@_like(_signal.sigwait)
def sigwait(sigset):
    return _member(_signal.sigwait(sigset), Signals)


@_like(_signal.valid_signals)
def valid_signals():
    return {_member(number, Signals) for number in _signal.valid_signals()}
