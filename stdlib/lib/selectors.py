"""Waiting for many files at once, with whatever the system has for it."""

import math
import select
import sys
from abc import ABCMeta, abstractmethod
from collections import namedtuple
from collections.abc import Mapping

EVENT_READ = 1 << 0
EVENT_WRITE = 1 << 1


def _fileobj_to_fd(fileobj):
    """Return a file descriptor from a file object."""
    fd = fileobj
    if not isinstance(fd, int):
        try:
            fd = int(fileobj.fileno())
        except (AttributeError, TypeError, ValueError):
            raise ValueError(f"Invalid file object: {fileobj!r}") from None
    if fd >= 0:
        return fd
    raise ValueError(f"Invalid file descriptor: {fd}")


def _key_of(fileobj, keys, place):
    """The key at that place; what cannot be found is named as the file object it was asked for by."""
    try:
        return keys[place]
    except KeyError:
        raise KeyError(f"{fileobj!r} is not registered") from None


SelectorKey = namedtuple('SelectorKey', ['fileobj', 'fd', 'events', 'data'])
SelectorKey.__doc__ = """SelectorKey(fileobj, fd, events, data)

    Object used to associate a file object to its backing
    file descriptor, selected event mask, and attached data.
"""
SelectorKey.fileobj.__doc__ = 'File object registered.'
SelectorKey.fd.__doc__ = 'Underlying file descriptor.'
SelectorKey.events.__doc__ = 'Events that must be waited for on this file object.'
SelectorKey.data.__doc__ = '''Optional opaque data associated to this file object.
    For example, this could be used to store a per-client session ID.'''


class _SelectorMapping(Mapping):
    """Mapping of file objects to selector keys."""

    def __init__(self, selector):
        self._selector = selector

    def __len__(self):
        return len(self._selector._fd_to_key)

    def get(self, fileobj, default=None):
        return self._selector._fd_to_key.get(self._selector._fileobj_lookup(fileobj), default)

    def __getitem__(self, fileobj):
        key = self.get(fileobj)
        if key is None:
            raise KeyError("{!r} is not registered".format(fileobj))
        return key

    def __iter__(self):
        return iter(self._selector._fd_to_key)


class BaseSelector(metaclass=ABCMeta):
    """Files that are registered, and waiting for them to become ready."""

    @abstractmethod
    def register(self, fileobj, events, data=None):
        """Register a file object."""
        raise NotImplementedError

    @abstractmethod
    def unregister(self, fileobj):
        """Unregister a file object."""
        raise NotImplementedError

    def modify(self, fileobj, events, data=None):
        """Change a registered file object monitored events or attached data."""
        self.unregister(fileobj)
        return self.register(fileobj, events, data)

    @abstractmethod
    def select(self, timeout=None):
        """Wait until some of the file objects are ready, or the time is over."""
        raise NotImplementedError

    def close(self):
        """Let go of what the system keeps for the selector; it cannot be used any more."""

    def get_key(self, fileobj):
        """Return the key associated to a registered file object."""
        keys = self.get_map()
        if keys is None:
            raise RuntimeError('Selector is closed')
        return _key_of(fileobj, keys, fileobj)

    @abstractmethod
    def get_map(self):
        """Return a mapping of file objects to selector keys."""
        raise NotImplementedError

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()


class _BaseSelectorImpl(BaseSelector):
    """Keeps the keys."""

    def __init__(self):
        self._fd_to_key = {}
        self._map = _SelectorMapping(self)

    def _fileobj_lookup(self, fileobj):
        """The descriptor of a file object, also of one that was closed while it was registered."""
        try:
            return _fileobj_to_fd(fileobj)
        except ValueError:
            for key in self._fd_to_key.values():
                if key.fileobj is fileobj:
                    return key.fd
            raise

    def register(self, fileobj, events, data=None):
        known = EVENT_READ | EVENT_WRITE
        if not events or events | known != known:
            raise ValueError(f"Invalid events: {events!r}")
        fd = self._fileobj_lookup(fileobj)
        key = SelectorKey(fileobj, fd, events, data)
        if self._fd_to_key.setdefault(fd, key) is not key:
            raise KeyError(f"{fileobj!r} (FD {fd}) is already registered")
        return key

    def unregister(self, fileobj):
        key = _key_of(fileobj, self._fd_to_key, self._fileobj_lookup(fileobj))
        del self._fd_to_key[key.fd]
        return key

    def modify(self, fileobj, events, data=None):
        before = _key_of(fileobj, self._fd_to_key, self._fileobj_lookup(fileobj))
        if events != before.events:
            self.unregister(fileobj)
            return self.register(fileobj, events, data)
        if data == before.data:
            return before
        self._fd_to_key[before.fd] = changed = before._replace(data=data)
        return changed

    def close(self):
        self._fd_to_key.clear()
        self._map = None

    def get_map(self):
        return self._map


class SelectSelector(_BaseSelectorImpl):
    """Select-based selector."""

    def __init__(self):
        super().__init__()
        self._readers = set()
        self._writers = set()

    def register(self, fileobj, events, data=None):
        key = super().register(fileobj, events, data)
        for event, descriptors in ((EVENT_READ, self._readers), (EVENT_WRITE, self._writers)):
            if events & event:
                descriptors.add(key.fd)
        return key

    def unregister(self, fileobj):
        key = super().unregister(fileobj)
        self._readers.discard(key.fd)
        self._writers.discard(key.fd)
        return key

    _select = staticmethod(select.select)

    def select(self, timeout=None):
        timeout = None if timeout is None else max(timeout, 0)
        ready = []
        try:
            r, w, _ = self._select(self._readers, self._writers, [], timeout)
        except InterruptedError:
            return ready
        r, w = frozenset(r), frozenset(w)
        for fd in r | w:
            key = self._fd_to_key.get(fd)
            if key:
                events = (fd in r and EVENT_READ) | (fd in w and EVENT_WRITE)
                ready.append((key, events & key.events))
        return ready


class _PollLikeSelector(_BaseSelectorImpl):
    """What poll and epoll share."""

    _selector_cls = None
    _EVENT_READ = None
    _EVENT_WRITE = None

    def __init__(self):
        super().__init__()
        self._selector = self._selector_cls()

    def _native(self, events):
        return (events & EVENT_READ and self._EVENT_READ) | (events & EVENT_WRITE and self._EVENT_WRITE)

    def register(self, fileobj, events, data=None):
        key = super().register(fileobj, events, data)
        try:
            self._selector.register(key.fd, self._native(events))
        except:
            super().unregister(fileobj)
            raise
        return key

    def unregister(self, fileobj):
        key = super().unregister(fileobj)
        try:
            self._selector.unregister(key.fd)
        except OSError:
            # Its file was closed already.
            pass
        return key

    def modify(self, fileobj, events, data=None):
        try:
            key = self._fd_to_key[self._fileobj_lookup(fileobj)]
        except KeyError:
            raise KeyError(f"{fileobj!r} is not registered") from None
        changed = False
        if events != key.events:
            try:
                self._selector.modify(key.fd, self._native(events))
            except:
                super().unregister(fileobj)
                raise
            changed = True
        if data != key.data:
            changed = True
        if changed:
            key = key._replace(events=events, data=data)
            self._fd_to_key[key.fd] = key
        return key

    def _ready(self, found):
        ready = []
        for fd, event in found:
            key = self._fd_to_key.get(fd)
            if key:
                events = (event & ~self._EVENT_READ and EVENT_WRITE) | (event & ~self._EVENT_WRITE and EVENT_READ)
                ready.append((key, events & key.events))
        return ready

    def _in_milliseconds(self, timeout):
        # Rounded up, so that nothing is waited for in a loop without rest.
        return 0 if timeout <= 0 else math.ceil(timeout * 1e3)

    def select(self, timeout=None):
        if timeout is not None:
            timeout = self._in_milliseconds(timeout)
        try:
            found = self._selector.poll(timeout)
        except InterruptedError:
            return []
        return self._ready(found)


if hasattr(select, 'poll'):

    class PollSelector(_PollLikeSelector):
        """Poll-based selector."""
        _selector_cls = select.poll
        _EVENT_READ = select.POLLIN
        _EVENT_WRITE = select.POLLOUT


if hasattr(select, 'epoll'):

    class EpollSelector(_PollLikeSelector):
        """Epoll-based selector."""
        _selector_cls = select.epoll
        _EVENT_READ = select.EPOLLIN
        _EVENT_WRITE = select.EPOLLOUT

        def fileno(self):
            return self._selector.fileno()

        def select(self, timeout=None):
            if timeout is None:
                timeout = -1
            elif timeout <= 0:
                timeout = 0
            else:
                timeout = math.ceil(timeout * 1e3) * 1e-3
            # At least one event, as epoll wants it.
            most = max(len(self._fd_to_key), 1)
            try:
                found = self._selector.poll(timeout, most)
            except InterruptedError:
                return []
            return self._ready(found)

        def close(self):
            self._selector.close()
            super().close()


DefaultSelector = next(kind for kind in (globals().get(name) for name in (
    'EpollSelector', 'PollSelector', 'SelectSelector')) if kind is not None)
