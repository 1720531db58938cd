# helper
"""What loading the first records of the corpus must give: name -> predicate on the loaded value."""
import math
from collections import Counter, OrderedDict, defaultdict, deque

import objects_old as o


class Old:
    """Stands in for the old-style class of Python 2, as the next ones do."""


class OldArgs:
    def __init__(self, *args):
        self.args = args


class OldState:
    def __setstate__(self, state):
        self.v = state


class OldChild(Old):
    pass


for made in (Old, OldArgs, OldState, OldChild):
    made.__module__ = "objects_old"
    setattr(o, made.__name__, made)


def same(want):
    """Equal and of the same type."""
    return lambda got: type(got) is type(want) and got == want


CHECKS = {
    "none": lambda v: v is None,
    "true": lambda v: v is True,
    "false": lambda v: v is False,
    "zero": same(0),
    "small": same(200),
    "negative": same(-77),
    "medium": same(60000),
    "int32": same(2**31 - 1),
    "int33": same(2**32),
    "int64": same(-(2**63)),
    "big": same(2**200 + 1),
    "big_negative": same(-(2**2100)),
    "float": same(1.5),
    "float_third": same(1 / 3),
    "infinity": same(math.inf),
    "negative_zero": lambda v: v == 0.0 and math.copysign(1, v) == -1,
    "complex": same(1 + 2j),
    "text": same("text"),
    "text_accents": same("\xe9t\xe9 \u4e2d\u6587 \U0001f600"),
    "text_escapes": same("a\\b\nc\0d\x1a\r"),
    "text_empty": same(""),
    "text_300": same("x" * 300),
    "surrogate": same("\ud800"),
    "native_str": same("native"),
    "native_str_long": same("n" * 300),
    "list": same([1, [2, []]]),
    "tuple0": lambda v: v == () and type(v) is tuple,
    "tuple1": same((1,)),
    "tuple2": same((1, 2)),
    "tuple3": same((1, 2, 3)),
    "tuple4": same((1, 2, 3, 4)),
    "dict": same({"a": 1, "b": [2]}),
    "long_list": same(list(range(1100))),
    "set": same({1, 2, 3}),
    "frozenset": same(frozenset([1])),
    "shared": lambda v: v == [["shared"], ["shared"]] and v[0] is v[1],
    "cyclic_list": lambda v: v[0] == 1 and v[1] is v and len(v) == 2,
    "cyclic_dict": lambda v: v["self"] is v and len(v) == 1,
    "cycle": lambda v: type(v) is o.Plain and v.a is v and v.b is None,
    "recursive_tuple": lambda v: type(v) is tuple and v[0][0] is v and v[1] == 1,
    "plain": lambda v: type(v) is o.Plain and vars(v) == {"a": 1, "b": "b"},
    "state": lambda v: type(v) is o.State and vars(v) == {"v": 5},
    "reduced": lambda v: type(v) is o.Reduced and v.args == (1, "two"),
    "slots": lambda v: type(v) is o.Slots and v.x == 1 and v.y == [2],
    "my_list": same(o.MyList([1, 2])),
    "my_dict": same(o.MyDict(k=1)),
    "my_int": same(o.MyInt(7)),
    "failure": lambda v: type(v) is o.Failure and v.args == ("reason", 2),
    "value_error": lambda v: type(v) is ValueError and v.args == ("v",),
    "class": lambda v: v is o.Plain,
    "function": lambda v: v is o.function,
    "builtin_function": lambda v: v is len,
    "builtin_type": lambda v: v is list,
    "exception_type": lambda v: v is OSError,
    "range": lambda v: list(v) == [0, 1, 2],
    "ordered_dict": same(OrderedDict([("z", 1), ("a", 2)])),
    "default_dict": lambda v: type(v) is defaultdict and v.default_factory is list and dict(v) == {"k": [1]},
    "counter": same(Counter(a=2)),
    "deque": lambda v: type(v) is deque and list(v) == [1, 2] and v.maxlen == 5,
    "bytearray": same(bytearray(b"\x00\xff")),
    "bytes": same(b"\x00\xff"),
    "bytes_empty": same(b""),
    "bytes_300": same(b"b" * 300),
    "not_implemented": lambda v: v is NotImplemented,
    "ellipsis": lambda v: v is ...,
    "none_type": lambda v: v is type(None),
    "old_style": lambda v: type(v) is o.Old and vars(v) == {"a": 1},
    "xrange": same(range(3)),
}
