"""Locks that processes share (mirrors Lib/multiprocessing/synchronize.py).

A semaphore is an event descriptor of the kernel, which children made by fork have too: its count is the semaphore's.
"""

import contextlib
import os
import select
import threading
import time

from . import context, process

__all__ = ['Lock', 'RLock', 'Semaphore', 'BoundedSemaphore', 'Condition', 'Event']

RECURSIVE_MUTEX, SEMAPHORE = range(2)
SEM_VALUE_MAX = 2147483647


class SemLock:

    def __init__(self, kind, value, maxvalue, *, ctx):
        self._kind, self._max = kind, maxvalue
        flags = os.EFD_SEMAPHORE | os.EFD_NONBLOCK | os.EFD_CLOEXEC
        self._fd = os.eventfd(value, flags)
        self._held, self._owner = 0, None

    def __del__(self):
        if (fd := getattr(self, '_fd', None)) is not None:
            os.close(fd)

    def _who(self):
        return os.getpid(), threading.get_ident()

    def _is_mine(self):
        return self._held > 0 and self._owner == self._who()

    def _count(self):
        return self._held if self._owner and self._owner[0] == os.getpid() else 0

    def _get_value(self):
        with open(f'/proc/self/fdinfo/{self._fd}') as file:
            for line in file:
                name, _, value = line.partition(':')
                if name == 'eventfd-count':
                    return int(value, 16)
        raise NotImplementedError('pyvm does not implement the value of a semaphore on this system yet')

    def _is_zero(self):
        return self._get_value() == 0

    def _take(self):
        try:
            os.eventfd_read(self._fd)
        except BlockingIOError:
            return False
        return True

    def acquire(self, block=True, timeout=None):
        if self._kind == RECURSIVE_MUTEX and self._is_mine():
            self._held += 1
            return True
        end = None if timeout is None else time.monotonic() + max(timeout, 0)
        while not self._take():
            if not block:
                return False
            left = None if end is None else end - time.monotonic()
            if left is not None and left <= 0:
                return False
            poll = select.poll()
            poll.register(self._fd, select.POLLIN)
            poll.poll(None if left is None else left * 1000)
        self._held = self._count() + 1
        self._owner = self._who()
        return True

    def release(self):
        if self._kind == RECURSIVE_MUTEX:
            if not self._is_mine():
                raise AssertionError('attempt to release recursive lock not owned by thread')
            if self._held > 1:
                self._held -= 1
                return
        elif self._max < SEM_VALUE_MAX and self._get_value() >= self._max:
            raise ValueError('semaphore or lock released too many times')
        self._held = self._count() - 1
        os.eventfd_write(self._fd, 1)

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *args):
        self.release()

    def __getstate__(self):
        context.assert_spawning(self)
        raise NotImplementedError('pyvm does not implement pickles of multiprocessing locks yet')


class Semaphore(SemLock):

    def __init__(self, value=1, *, ctx):
        SemLock.__init__(self, SEMAPHORE, value, SEM_VALUE_MAX, ctx=ctx)

    def get_value(self):
        return self._get_value()

    def __repr__(self):
        return '<%s(value=%s)>' % (type(self).__name__, self._get_value())


class BoundedSemaphore(Semaphore):

    def __init__(self, value=1, *, ctx):
        SemLock.__init__(self, SEMAPHORE, value, value, ctx=ctx)

    def __repr__(self):
        return '<%s(value=%s, maxvalue=%s)>' % (type(self).__name__, self._get_value(), self._max)


def _shown_owner(lock, counted=False):
    """Who holds a lock, and how often, as its repr tells."""
    try:
        if lock._is_mine():
            name = process.current_process().name
            if threading.current_thread().name != 'MainThread':
                name += '|' + threading.current_thread().name
            return name, lock._count()
        if not lock._is_zero():
            return 'None', 0
        if lock._count() > 0:
            return 'SomeOtherThread', 'nonzero'
        return 'SomeOtherProcess', 'nonzero'
    except Exception:
        return 'unknown', 'unknown'


class Lock(SemLock):

    def __init__(self, *, ctx):
        SemLock.__init__(self, SEMAPHORE, 1, 1, ctx=ctx)

    def __repr__(self):
        return '<%s(owner=%s)>' % (type(self).__name__, _shown_owner(self)[0])


class RLock(SemLock):

    def __init__(self, *, ctx):
        SemLock.__init__(self, RECURSIVE_MUTEX, 1, 1, ctx=ctx)

    def __repr__(self):
        return '<%s(%s, %s)>' % (type(self).__name__, *_shown_owner(self))


class Condition:

    def __init__(self, lock=None, *, ctx):
        self._lock = lock or ctx.RLock()
        self._sleeping_count, self._woken_count, self._wait_semaphore = (ctx.Semaphore(0) for _ in range(3))
        self.acquire, self.release = self._lock.acquire, self._lock.release

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)

    def __repr__(self):
        try:
            waiters = self._sleeping_count._get_value() - self._woken_count._get_value()
        except Exception:
            waiters = 'unknown'
        return '<%s(%s, %s)>' % (type(self).__name__, self._lock, waiters)

    @contextlib.contextmanager
    def _asleep(self):
        """Counted as sleeping, with the lock given up however often it is held."""
        self._sleeping_count.release()
        deep = range(self._lock._count())
        for _ in deep:
            self._lock.release()
        try:
            yield
        finally:
            self._woken_count.release()
            for _ in deep:
                self._lock.acquire()

    def wait(self, timeout=None):
        assert self._lock._is_mine(), 'must acquire() condition before using wait()'
        with self._asleep():
            return self._wait_semaphore.acquire(True, timeout)

    def notify(self, n=1):
        assert self._lock._is_mine(), 'lock is not owned'
        # Those that gave up waiting are no longer counted.
        while self._woken_count.acquire(False):
            self._sleeping_count.acquire(False)
        sleepers = 0
        while sleepers < n and self._sleeping_count.acquire(False):
            self._wait_semaphore.release()
            sleepers += 1
        if sleepers:
            for _ in range(sleepers):
                self._woken_count.acquire()
            while self._wait_semaphore.acquire(False):
                pass

    def notify_all(self):
        self.notify(n=SEM_VALUE_MAX)

    def wait_for(self, predicate, timeout=None):
        end = None
        while not (result := predicate()):
            left = None
            if timeout is not None:
                end = time.monotonic() + timeout if end is None else end
                left = end - time.monotonic()
                if left <= 0:
                    break
            self.wait(left)
        return result


class Event:

    def __init__(self, *, ctx):
        self._cond = ctx.Condition(ctx.Lock())
        self._flag = ctx.Semaphore(0)

    def _look(self):
        if self._flag.acquire(False):
            self._flag.release()
            return True
        return False

    def is_set(self):
        with self._cond:
            return self._look()

    def set(self):
        with self._cond:
            self._flag.acquire(False)
            self._flag.release()
            self._cond.notify_all()

    def clear(self):
        with self._cond:
            self._flag.acquire(False)

    def wait(self, timeout=None):
        with self._cond:
            if not self._look():
                self._cond.wait(timeout)
            return self._look()

    def __repr__(self):
        return f"<{type(self).__qualname__} at {id(self):#x} {'set' if self.is_set() else 'unset'}>"


class Barrier(threading.Barrier):
    """A barrier whose state lies in memory that processes share."""

    def __init__(self, parties, action=None, timeout=None, *, ctx):
        if parties < 1:
            raise ValueError("parties must be > 0")
        self._shared = os.memfd_create('barrier')
        os.pwrite(self._shared, bytes(16), 0)
        self._cond = ctx.Condition()
        self._parties, self._action, self._timeout = parties, action, timeout

    def __del__(self):
        os.close(self._shared)

    def _number(at):
        def get(self):
            return int.from_bytes(os.pread(self._shared, 8, at), 'little', signed=True)

        def put(self, value):
            os.pwrite(self._shared, value.to_bytes(8, 'little', signed=True), at)

        return property(get, put)

    _state, _count = _number(0), _number(8)
    del _number
