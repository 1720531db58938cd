"""What the modules of the package share (mirrors Lib/multiprocessing/util.py)."""

import atexit
import itertools
import os
import sys
import weakref

from . import process

__all__ = ['sub_debug', 'debug', 'info', 'sub_warning', 'get_logger', 'log_to_stderr', 'register_after_fork',
           'is_exiting', 'Finalize', 'SUBDEBUG', 'SUBWARNING']

NOTSET, SUBDEBUG, DEBUG, INFO, SUBWARNING = 0, 5, 10, 20, 25
LOGGER_NAME = 'multiprocessing'
DEFAULT_LOGGING_FORMAT = '[%(levelname)s/%(processName)s] %(message)s'
_logger = None
_log_to_stderr = False


def _log(level):
    def log(msg, *args):
        if _logger:
            _logger.log(level, msg, *args, stacklevel=2)
    return log


sub_debug, debug, info, sub_warning = map(_log, (SUBDEBUG, DEBUG, INFO, SUBWARNING))


def get_logger():
    '''Returns logger used by multiprocessing'''
    global _logger
    import logging
    if not _logger:
        _logger = logging.getLogger(LOGGER_NAME)
        _logger.propagate = 0
    return _logger


def log_to_stderr(level=None):
    '''Turn on logging and add a handler which prints to stderr'''
    global _log_to_stderr
    import logging
    logger = get_logger()
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter(DEFAULT_LOGGING_FORMAT))
    logger.addHandler(handler)
    if level:
        logger.setLevel(level)
    _log_to_stderr = True
    return _logger


# -- after a fork ----------------------------------------------------------------------------------

_afterfork_registry = weakref.WeakValueDictionary()
_afterfork_counter = itertools.count()


def _run_after_forkers():
    for key, obj in sorted(_afterfork_registry.items()):
        key[2](obj)


def register_after_fork(obj, func):
    _afterfork_registry[(next(_afterfork_counter), id(obj), func)] = obj


# -- at the end ------------------------------------------------------------------------------------

_finalizer_registry = {}
_finalizer_counter = itertools.count()
_exiting = False


class Finalize:
    '''Class which supports object finalization using weakrefs'''

    def __init__(self, obj, callback, args=(), kwargs=None, exitpriority=None):
        if exitpriority is not None and not isinstance(exitpriority, int):
            raise TypeError("Exitpriority ({0!r}) must be None or int, not {1!s}"
                            .format(exitpriority, type(exitpriority)))
        if obj is None and exitpriority is None:
            raise ValueError("Without object, exitpriority cannot be None")
        self._weakref = None if obj is None else weakref.ref(obj, self)
        self._callback, self._args, self._kwargs = callback, args, kwargs or {}
        self._key = exitpriority, next(_finalizer_counter)
        self._pid = os.getpid()
        _finalizer_registry[self._key] = self

    def __call__(self, wr=None):
        '''Run the callback unless it has already been called or cancelled'''
        if _finalizer_registry.pop(self._key, None) is None:
            return None
        # In a child the callback is not its own.
        result = self._callback(*self._args, **self._kwargs) if self._pid == os.getpid() else None
        self._forget()
        return result

    def _forget(self):
        self._weakref = self._callback = self._args = self._kwargs = self._key = None

    def cancel(self):
        '''Cancel finalization of the object'''
        if _finalizer_registry.pop(self._key, None) is not None:
            self._forget()

    def still_active(self):
        '''Return whether this finalizer is still waiting to invoke callback'''
        return self._key in _finalizer_registry


def _run_finalizers(minpriority=None):
    """Runs those of a priority from the highest on, all of them where no lowest is given."""
    def wanted(key):
        return key[0] is not None and (minpriority is None or key[0] >= minpriority)

    for key in sorted(filter(wanted, list(_finalizer_registry)), reverse=True):
        if (finalizer := _finalizer_registry.get(key)) is not None:
            try:
                finalizer()
            except Exception:
                import traceback
                traceback.print_exc()
    if minpriority is None:
        _finalizer_registry.clear()


def is_exiting():
    '''Returns true if the process is shutting down'''
    return _exiting or _exiting is None


def _exit_function():
    global _exiting
    if _exiting:
        return
    _exiting = True
    info('process shutting down')
    _run_finalizers(0)
    for child in process.active_children():
        if child.daemon:
            info('calling terminate() for daemon %s', child.name)
            child._popen.terminate()
    for child in process.active_children():
        info('calling join() for process %s', child.name)
        child.join()
    _run_finalizers()


atexit.register(_exit_function)


def _after_fork_here():
    global _exiting
    _exiting = False


os.register_at_fork(after_in_child=_after_fork_here)


def _close_stdin():
    if sys.stdin is None:
        return
    try:
        sys.stdin.close()
    except (OSError, ValueError):
        pass
    try:
        sys.stdin = open(os.open(os.devnull, os.O_RDONLY), encoding="utf-8", closefd=False)
    except (OSError, ValueError):
        pass


def _flush_std_streams():
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, ValueError):
            pass


def close_fds(*fds):
    """Close each file descriptor given as an argument"""
    for fd in fds:
        os.close(fd)
