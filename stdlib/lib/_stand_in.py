"""Inert stand-ins for what a pickle names: nothing is imported, nothing is called, and pickles come out as they went in."""
import copyreg
from _pickle import PicklingError

_NOTHING = object()
_MAKERS = (copyreg._reconstructor, copyreg.__newobj__, copyreg.__newobj_ex__)


class StandInClass(type):
    """The type of stand-ins for names: classes, functions and whatever else a module may hold."""

    def __repr__(cls):
        return f"<stand-in for {cls.__module__}.{cls.__qualname__}>"

    def __call__(cls, *args):
        return reduced(cls, args)


class StandIn(metaclass=StandInClass):
    """What a call of a stand-in gave: how it was made, its state and its items."""

    __slots__ = ("callable", "args", "state", "list_items", "dict_items", "__weakref__")

    def __new__(cls, *args, **kwargs):
        made = made_by(cls, copyreg.__newobj__, (cls, *args))
        if kwargs:
            made.callable, made.args = copyreg.__newobj_ex__, (cls, args, kwargs)
        return made

    def __setstate__(self, state):
        self.state = state

    def append(self, item):
        self.list_items.append(item)

    def extend(self, items):
        self.list_items.extend(items)

    def __setitem__(self, key, value):
        self.dict_items.append((key, value))

    def __reduce_ex__(self, protocol):
        state = None if self.state is _NOTHING else self.state
        items, pairs = iter(self.list_items), iter(self.dict_items)
        return self.callable, self.args, state, items if self.list_items else None, pairs if self.dict_items else None

    def __repr__(self):
        return f"<stand-in {type(self).__module__}.{type(self).__qualname__} at {id(self):#x}>"


class Persistent:
    """An object known by a persistent id."""

    __slots__ = ("pid", "__weakref__")

    def __init__(self, pid):
        self.pid = pid

    def __reduce_ex__(self, protocol):
        raise PicklingError(f"{self!r} can be pickled by a Pickler with its persistent_id alone")

    def __repr__(self):
        return f"<stand-in for persistent id {self.pid!r}>"


def named(module, name):
    """A stand-in for `module.name`, which keeps the very texts that it is given."""
    cls = StandInClass(name, (StandIn,), {"__slots__": (), "__module__": module})
    cls.__qualname__ = name
    return cls


def made_by(cls, callable, args):
    self = object.__new__(cls)
    self.callable, self.args, self.state, self.list_items, self.dict_items = callable, args, _NOTHING, [], []
    return self


def reduced(callable, args):
    """What REDUCE makes where a stand-in is called, or rebuilt by a helper of the protocol; None for other calls."""
    cls = args[0] if args and any(callable is maker for maker in _MAKERS) else callable
    return made_by(cls, callable, args) if isinstance(cls, StandInClass) else None


def persistent_id(obj):
    """For picklers: the persistent id that a stand-in was loaded from."""
    return obj.pid if type(obj) is Persistent else None
