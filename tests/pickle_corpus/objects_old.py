# -*- coding: utf-8 -*-
# helper
"""Classes whose instances lie in the corpus; valid Python 2.7 and 3."""
try:
    import copyreg
except ImportError:
    import copy_reg as copyreg


class Plain(object):
    def __init__(self, a=None, b=None):
        self.a = a
        self.b = b


class Slots(object):
    __slots__ = ("x", "y")


class State(object):
    def __init__(self, v):
        self.v = v

    def __getstate__(self):
        return ("state", self.v)

    def __setstate__(self, state):
        self.v = state[1]


class Reduced(object):
    def __init__(self, *args):
        self.args = args

    def __reduce__(self):
        return Reduced, self.args


class MyList(list):
    pass


class MyDict(dict):
    pass


class MyInt(int):
    pass


class Failure(Exception):
    pass


class SlotState(object):
    __slots__ = ("a", "b")

    def __init__(self, a=None):
        self.a = a

    def __getstate__(self):
        return (None, {"a": self.a})

    def __setstate__(self, state):
        for name, value in state[1].items():
            setattr(self, name, value)


class Mixed(Slots):
    """Slots of the base and a dict of its own."""


class NewArgs(object):
    def __new__(cls, *args):
        self = object.__new__(cls)
        self.args = args
        return self

    def __getnewargs__(self):
        return self.args


class Decimalish(object):
    """Pickles as numbers do that are made from text."""

    def __init__(self, text):
        self.text = text

    def __reduce__(self):
        return Decimalish, (str(self.text),)


class Items(list):
    """State, items and an argument in one reduce tuple."""

    def __reduce__(self):
        return Items, (), {"tag": 1}, iter(list(self))


class Pairs(dict):
    def __reduce__(self):
        return Pairs, (), None, None, iter(sorted(self.items()))


class Registered(object):
    def __init__(self, v=None):
        self.v = v


class Ext1(Plain):
    """Has an extension code of one byte; the next two have longer ones."""


class Ext2(Plain):
    pass


class Ext4(Plain):
    pass


class Frozen(frozenset):
    pass


class MySet(set):
    pass


class MyTuple(tuple):
    pass


class MyFloat(float):
    pass


class MyText(type(u"")):
    pass


def reduce_registered(obj):
    return Registered, (obj.v,)


def register():
    """What a program registers that writes or reads the corpus."""
    copyreg.pickle(Registered, reduce_registered)
    for name, code in (("Ext1", 7), ("Ext2", 0x1234), ("Ext4", 0x12345)):
        if (__name__, name) not in copyreg._extension_registry:
            copyreg.add_extension(__name__, name, code)


def function(x):
    return x
