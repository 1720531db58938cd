# -*- coding: utf-8 -*-
# helper
"""Classes whose instances lie in the corpus; valid Python 2.7 and 3."""


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


def function(x):
    return x
