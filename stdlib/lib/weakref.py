"""Weak references and the containers made of them (mirrors Lib/weakref.py)."""
from _weakref import (CallableProxyType, ProxyType, ReferenceType, _remove_dead_weakref, getweakrefcount, getweakrefs,
                      proxy, ref)
from _weakrefset import WeakSet
import _collections_abc
import sys

ProxyTypes = (ProxyType, CallableProxyType)

__all__ = ["ref", "proxy", "getweakrefcount", "getweakrefs", "WeakKeyDictionary", "ReferenceType", "ProxyType",
           "CallableProxyType", "ProxyTypes", "WeakValueDictionary", "WeakSet", "WeakMethod", "finalize"]

_collections_abc.MutableSet.register(WeakSet)


class WeakMethod(ref):
    """A weak reference to a bound method, alive as long as its object and its function are."""
    __slots__ = "_func_ref", "_meth_type", "_alive", "__weakref__"

    def __new__(cls, meth, callback=None):
        try:
            obj, func = meth.__self__, meth.__func__
        except AttributeError:
            raise TypeError(f"argument should be a bound method, not {type(meth)}") from None

        def _cb(arg):
            self = self_wr()
            if self._alive:
                self._alive = False
                if callback is not None:
                    callback(self)

        self = ref.__new__(cls, obj, _cb)
        self._func_ref = ref(func, _cb)
        self._meth_type = type(meth)
        self._alive = True
        self_wr = ref(self)
        return self

    def __call__(self):
        obj, func = super().__call__(), self._func_ref()
        return None if obj is None or func is None else self._meth_type(func, obj)

    def __eq__(self, other):
        if not isinstance(other, WeakMethod):
            return NotImplemented
        if not self._alive or not other._alive:
            return self is other
        return ref.__eq__(self, other) and self._func_ref == other._func_ref

    def __ne__(self, other):
        equal = WeakMethod.__eq__(self, other)
        return equal if equal is NotImplemented else not equal

    __hash__ = ref.__hash__


class KeyedRef(ref):
    """A reference that knows the key it is stored under."""
    __slots__ = "key",

    def __new__(type, ob, callback, key):
        self = ref.__new__(type, ob, callback)
        self.key = key
        return self

    def __init__(self, ob, callback, key):
        super().__init__(ob, callback)


class WeakValueDictionary(_collections_abc.MutableMapping):
    """A mapping whose entries go when their values do."""

    def __init__(self, other=(), /, **kw):
        own = ref(self)

        def remove(wr):
            # The mapping may have died before its values do.
            alive = own()
            if alive is not None:
                alive._forget(wr.key)

        # What refuses to be pickled comes first.
        self._remove = remove
        self._pending_removals, self._iterating, self.data = [], set(), {}
        self.update(other, **kw)

    def _forget(self, key):
        if self._iterating:
            self._pending_removals.append(key)
        else:
            _remove_dead_weakref(self.data, key)

    def _commit_removals(self):
        while self._pending_removals:
            _remove_dead_weakref(self.data, self._pending_removals.pop())

    def _live(self):
        # (key, reference, value) of the living; removals wait until it ends.
        token = object()
        self._iterating.add(token)
        try:
            for key, wr in self.data.items():
                value = wr()
                if value is not None:
                    yield key, wr, value
        finally:
            self._iterating.discard(token)
            if not self._iterating:
                self._commit_removals()

    def __getitem__(self, key):
        self._commit_removals()
        value = self.data[key]()
        if value is None:
            raise KeyError(key)
        return value

    def __delitem__(self, key):
        self._commit_removals()
        del self.data[key]

    def __len__(self):
        self._commit_removals()
        return len(self.data)

    def __contains__(self, key):
        self._commit_removals()
        wr = self.data.get(key)
        return wr is not None and wr() is not None

    def __repr__(self):
        return "<%s at %#x>" % (self.__class__.__name__, id(self))

    def __setitem__(self, key, value):
        self._commit_removals()
        self.data[key] = KeyedRef(value, self._remove, key)

    def copy(self):
        self._commit_removals()
        result = WeakValueDictionary()
        for key, _, value in self._live():
            result[key] = value
        return result

    __copy__ = copy

    def __deepcopy__(self, memo):
        from copy import deepcopy
        self._commit_removals()
        result = self.__class__()
        for key, _, value in self._live():
            result[deepcopy(key, memo)] = value
        return result

    def get(self, key, default=None):
        self._commit_removals()
        wr = self.data.get(key)
        value = None if wr is None else wr()
        return default if value is None else value

    def items(self):
        return ((key, value) for key, _, value in self._live())

    def keys(self):
        return (key for key, _, _ in self._live())

    __iter__ = keys

    def values(self):
        return (value for _, _, value in self._live())

    def itervaluerefs(self):
        return (wr for _, wr, _ in self._live())

    def valuerefs(self):
        self._commit_removals()
        return list(self.data.values())

    def popitem(self):
        self._commit_removals()
        while True:
            key, wr = self.data.popitem()
            value = wr()
            if value is not None:
                return key, value

    def pop(self, key, *args):
        self._commit_removals()
        wr = self.data.pop(key, None)
        value = None if wr is None else wr()
        if value is not None:
            return value
        if args:
            return args[0]
        raise KeyError(key)

    def setdefault(self, key, default=None):
        value = self.get(key)
        if value is None:
            self[key] = value = default
        return value

    def update(self, other=None, /, **kwargs):
        self._commit_removals()
        if other is not None:
            for key, value in (other if hasattr(other, "items") else dict(other)).items():
                self[key] = value
        for key, value in kwargs.items():
            self[key] = value

    def __ior__(self, other):
        self.update(other)
        return self

    def __or__(self, other):
        if not isinstance(other, _collections_abc.Mapping):
            return NotImplemented
        result = self.copy()
        result.update(other)
        return result

    def __ror__(self, other):
        if not isinstance(other, _collections_abc.Mapping):
            return NotImplemented
        result = self.__class__(other)
        result.update(self)
        return result


class WeakKeyDictionary(_collections_abc.MutableMapping):
    """A mapping whose entries go when their keys do."""

    def __init__(self, dict=None):
        own = ref(self)

        def remove(wr):
            # The mapping may have died before its keys do.
            alive = own()
            if alive is not None:
                alive._forget(wr)

        self.data, self._iterating, self._pending_removals = {}, set(), []
        self._remove = remove
        if dict is not None:
            self.update(dict)

    def _forget(self, wr):
        if self._iterating:
            self._pending_removals.append(wr)
        else:
            self.data.pop(wr, None)

    def _commit_removals(self):
        while self._pending_removals:
            self.data.pop(self._pending_removals.pop(), None)

    def _live(self):
        token = object()
        self._iterating.add(token)
        try:
            for wr, value in self.data.items():
                key = wr()
                if key is not None:
                    yield key, value
        finally:
            self._iterating.discard(token)
            if not self._iterating:
                self._commit_removals()

    def __delitem__(self, key):
        del self.data[ref(key)]

    def __getitem__(self, key):
        return self.data[ref(key)]

    def __len__(self):
        # A key that was deleted while iterating may be among those that died.
        return len(self.data) - sum(wr in self.data for wr in self._pending_removals)

    def __repr__(self):
        return "<%s at %#x>" % (self.__class__.__name__, id(self))

    def __setitem__(self, key, value):
        self.data[ref(key, self._remove)] = value

    def copy(self):
        result = WeakKeyDictionary()
        for key, value in self._live():
            result[key] = value
        return result

    __copy__ = copy

    def __deepcopy__(self, memo):
        from copy import deepcopy
        result = self.__class__()
        for key, value in self._live():
            result[key] = deepcopy(value, memo)
        return result

    def get(self, key, default=None):
        return self.data.get(ref(key), default)

    def __contains__(self, key):
        try:
            return ref(key) in self.data
        except TypeError:
            return False

    def items(self):
        return self._live()

    def keys(self):
        return (key for key, _ in self._live())

    __iter__ = keys

    def values(self):
        return (value for _, value in self._live())

    def keyrefs(self):
        return list(self.data)

    def popitem(self):
        while True:
            wr, value = self.data.popitem()
            key = wr()
            if key is not None:
                return key, value

    def pop(self, key, *args):
        return self.data.pop(ref(key), *args)

    def setdefault(self, key, default=None):
        return self.data.setdefault(ref(key, self._remove), default)

    def update(self, dict=None, /, **kwargs):
        if dict is not None:
            for key, value in (dict if hasattr(dict, "items") else type({})(dict)).items():
                self[key] = value
        if kwargs:
            self.update(kwargs)

    __ior__ = WeakValueDictionary.__ior__
    __or__ = WeakValueDictionary.__or__
    __ror__ = WeakValueDictionary.__ror__


class finalize:
    """Calls a function when an object dies, or at exit at the latest."""
    __slots__ = ()
    _registry = {}
    _shutdown = False
    _made = 0
    _registered_with_atexit = False

    class _Info:
        __slots__ = "weakref", "func", "args", "kwargs", "atexit", "index"

    def __init__(self, obj, func, /, *args, **kwargs):
        if not self._registered_with_atexit:
            import atexit
            atexit.register(self._exitfunc)
            finalize._registered_with_atexit = True
        info = self._Info()
        info.weakref = ref(obj, self)
        info.func, info.args, info.kwargs = func, args, kwargs or None
        info.atexit = True
        finalize._made = info.index = finalize._made + 1
        self._registry[self] = info

    def __call__(self, _=None):
        pending = self._registry.pop(self, None)
        if pending is None or self._shutdown:
            return None
        keywords = pending.kwargs or {}
        return pending.func(*pending.args, **keywords)

    def _watched(self):
        # (info, object) while both live.
        info = self._registry.get(self)
        obj = None if info is None else info.weakref()
        return None if obj is None else (info, obj)

    def detach(self):
        """Forget the callback; returns (obj, func, args, kwargs) if it was alive."""
        found = self.peek()
        if found and self._registry.pop(self, None):
            return found

    def peek(self):
        """(obj, func, args, kwargs) if alive, else None."""
        watched = self._watched()
        if watched:
            info, obj = watched
            return obj, info.func, info.args, info.kwargs or {}

    @property
    def alive(self):
        return self in self._registry

    @property
    def atexit(self):
        info = self._registry.get(self)
        return bool(info) and info.atexit

    @atexit.setter
    def atexit(self, value):
        info = self._registry.get(self)
        if info:
            info.atexit = bool(value)

    def __repr__(self):
        watched = self._watched()
        state = "; for %r at %#x" % (type(watched[1]).__name__, id(watched[1])) if watched else "; dead"
        return '<%s object at %#x%s>' % (type(self).__name__, id(self), state)

    @classmethod
    def _exitfunc(cls):
        # Newest first; a callback may register more.
        try:
            while pending := [(f, i) for f, i in cls._registry.items() if i.atexit]:
                f = max(pending, key=lambda item: item[1].index)[0]
                try:
                    f()
                except Exception:
                    sys.excepthook(*sys.exc_info())
        finally:
            finalize._shutdown = True
