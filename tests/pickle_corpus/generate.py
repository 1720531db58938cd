# -*- coding: utf-8 -*-
"""Make the corpus: pickles written by CPython 2.7 and 3.6 to 3.13 in all their protocols.

    python3.13 tests/pickle_corpus/generate.py [PREFIX]

PREFIX holds the interpreters as `PREFIX/<version>/bin/python` (default ~/.pyenv/versions). Every interpreter runs
this file with `--write VERSION` and puts `<version>-p<protocol>.corpus` here (`2.7c` is cPickle, `2.7` the module in Python): a sequence of records

    NAME LENGTH\n  then LENGTH bytes of pickle

`expected.py` beside it says what loading must give; `pickle_exact/corpus.py` has goldens for all, under all options for
text of Python 2. The former is checked by

    python3.13 tests/pickle_corpus/generate.py --check

which loads the whole corpus with the running interpreter and prints `ok`.
"""
from __future__ import print_function

import collections
import datetime
import os
import pickle
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.dont_write_bytecode = True

import objects_old as o

TEXT = str if sys.version_info[0] > 2 else type(u"")


def build():
    """The objects as (name, value) in a fixed order; the same source text for every version."""
    slots = o.Slots()
    slots.x, slots.y = 1, [2]
    cyclic_list = [1]
    cyclic_list.append(cyclic_list)
    cyclic_dict = {}
    cyclic_dict[u"self"] = cyclic_dict
    cycle = o.Plain()
    cycle.a = cycle
    inside = []
    recursive_tuple = (inside, 1)
    inside.append(recursive_tuple)
    shared = [u"shared"]
    items = [
        (u"none", None), (u"true", True), (u"false", False), (u"zero", 0), (u"small", 200), (u"negative", -77), (u"medium", 60000), (u"int32", 2**31 - 1),
        (u"int33", 2**32), (u"int64", -(2**63)), (u"big", 2**200 + 1), (u"big_negative", -(2**2100)),
        (u"float", 1.5), (u"float_third", 1 / 3.0), (u"infinity", float("inf")), (u"negative_zero", -0.0), (u"complex", 1 + 2j),
        (u"text", u"text"), (u"text_accents", u"\xe9t\xe9 \u4e2d\u6587 \U0001f600"), (u"text_escapes", u"a\\b\nc\0d\x1a\r"), (u"text_empty", u""), (u"text_300", u"x" * 300), (u"surrogate", u"\ud800"),
        (u"native_str", "native"), (u"native_str_long", "n" * 300),
        (u"list", [1, [2, []]]), (u"tuple0", ()), (u"tuple1", (1,)), (u"tuple2", (1, 2)), (u"tuple3", (1, 2, 3)), (u"tuple4", (1, 2, 3, 4)), (u"dict", {u"a": 1, u"b": [2]}), (u"long_list", list(range(1100))),
        (u"set", set([1, 2, 3])), (u"frozenset", frozenset([1])), (u"shared", [shared, shared]),
        (u"cyclic_list", cyclic_list), (u"cyclic_dict", cyclic_dict), (u"cycle", cycle), (u"recursive_tuple", recursive_tuple),
        (u"plain", o.Plain(1, u"b")), (u"state", o.State(5)), (u"reduced", o.Reduced(1, u"two")), (u"slots", slots),
        (u"my_list", o.MyList([1, 2])), (u"my_dict", o.MyDict({u"k": 1})), (u"my_int", o.MyInt(7)), (u"failure", o.Failure(u"reason", 2)), (u"value_error", ValueError(u"v")),
        (u"class", o.Plain), (u"function", o.function), (u"builtin_function", len), (u"builtin_type", list), (u"exception_type", IOError), (u"range", range(3)),
        (u"ordered_dict", collections.OrderedDict([(u"z", 1), (u"a", 2)])), (u"default_dict", collections.defaultdict(list, {u"k": [1]})), (u"counter", collections.Counter({u"a": 2})), (u"deque", collections.deque([1, 2], 5)),
        (u"bytearray", bytearray(b"\x00\xff")),
    ]
    items += wide()
    if sys.version_info[0] > 2:
        items += [(u"bytes", b"\x00\xff"), (u"bytes_empty", b""), (u"bytes_300", b"b" * 300), (u"not_implemented", NotImplemented), (u"ellipsis", Ellipsis), (u"none_type", type(None))]
    else:
        class Old:
            pass
        Old.__module__ = "objects_old"
        o.Old = Old
        old = Old()
        old.a = 1
        items += [(u"old_style", old), (u"xrange", eval("xrange(3)"))]
        items += python2(Old)
    return items


def wide():
    """More of everything; the names end in what is special."""
    twice = o.Plain(1)
    keyed = o.Plain()
    keyed.table = {(1, u"k"): keyed, frozenset([1]): [keyed]}
    in_set = o.Plain()
    in_set.members = set([in_set])
    loop = o.Items([1])
    loop.append(loop)
    state_loop = o.State(None)
    state_loop.v = [state_loop]
    tagged = o.MyList([u"x"])
    tagged.tag = tagged
    named = o.MyDict({1: 2})
    named.tag = u"t"
    mixed = o.Mixed()
    mixed.x, mixed.other = 1, [2]
    nested = []
    for _ in range(20):
        nested = [nested, (nested, 1)] if len(nested) < 1 else [nested]
    moment = datetime.datetime(2012, 2, 29, 23, 59, 58, 123456)
    return [
        (u"ints_edges", [127, 128, 255, 256, 32767, 32768, 65535, 65536, -1, -128, -129, -32769, -2**31, -2**31 - 1, 2**31, 2**63, -2**63 - 1]),
        (u"longs_edges", [2**8**i - 1 for i in range(3)] + [-(2**8**i) for i in range(3)] + [2**2032]),
        (u"floats_edges", [0.1, 1e-310, 1e300, -1.5, float("-inf"), 5e-324]), (u"nan", float("nan")),
        (u"texts_latin", [u"\xff\x80", u"\x80" * 130, u"\u0100", u"\u2028", u"\x85", u"\x1a\\u0041"]),
        (u"texts_sizes", [u"x" * n for n in (255, 256)]), (u"text_keys", {u"": 1, u"\xe9": 2}),
        (u"set_empty", set()), (u"frozenset_nested", frozenset([frozenset(), frozenset([1])])),
        (u"nested", nested), (u"shared_deep", [twice, (twice, [twice]), {u"t": twice}]), (u"keyed_cycle", keyed), (u"set_cycle", in_set), (u"items_cycle", loop), (u"state_cycle", state_loop),
        (u"tagged_list", tagged), (u"tagged_dict", named), (u"mixed_slots", mixed), (u"slot_state", o.SlotState([1])), (u"new_args", o.NewArgs(1, u"b")), (u"decimalish", o.Decimalish("1.50")),
        (u"items", o.Items([1, 2])), (u"pairs", o.Pairs({1: 2, 3: [4]})), (u"registered", o.Registered([1])), (u"extension1", o.Ext1(1)), (u"extension2", o.Ext2(2)), (u"extension4", o.Ext4(4)),
        (u"extensions_shared", [o.Ext1, o.Ext1, o.Ext2, o.Ext4()]), (u"my_set", o.MySet([1])), (u"my_frozenset", o.Frozen([1])), (u"my_tuple", o.MyTuple((1, [2]))), (u"my_float", o.MyFloat(2.5)), (u"my_text", o.MyText(u"t\xe9")),
        (u"date", datetime.date(1999, 12, 31)), (u"datetime", moment), (u"datetime_0x0a", datetime.datetime(10, 10, 10, 10, 10, 10)), (u"time", datetime.time(1, 2, 3, 4)), (u"timedelta", datetime.timedelta(-1, 2, 3)), (u"dates", [moment, moment, moment.date()]),
        (u"key_error", KeyError(u"k")), (u"os_error", OSError(2, u"no", u"file")), (u"unicode_error", UnicodeEncodeError("ascii", u"\xe9", 0, 1, "r")), (u"stop", StopIteration(1)), (u"import_error", ImportError(u"m")),
        (u"types", [int, float, dict, tuple, set, frozenset, object, type, bool, complex, bytearray, slice, property, staticmethod]), (u"functions", [sorted, abs, isinstance, repr, getattr]),
        (u"exceptions", [Exception, ValueError, KeyboardInterrupt, UnicodeError, EOFError, DeprecationWarning, EnvironmentError]), (u"object", object()), (u"mapping_types", [collections.OrderedDict, collections.deque, collections.Counter]),
        (u"deque_plain", collections.deque([1])), (u"default_dict_none", collections.defaultdict(None, {1: 2})), (u"bytearray_long", bytearray(range(256))), (u"bytearray_empty", bytearray()),
    ]


def python2(Old):
    """What only Python 2 can write."""
    class OldArgs:
        def __init__(self, *args):
            self.args = args

        def __getinitargs__(self):
            return self.args

    class OldState:
        def __getstate__(self):
            return ["kept", self.v]

        def __setstate__(self, state):
            self.v = state

    class OldChild(Old):
        pass

    for made in (OldArgs, OldState, OldChild):
        made.__module__ = "objects_old"
        setattr(o, made.__name__, made)
    kept, child, loop = OldState(), OldChild(), Old()
    kept.v, child.own, loop.me = u"v", "bytes \xe9", [loop]
    accents = "caf\xc3\xa9"
    return [
        (u"bytes_latin", "\xe9\xff\x80"), (u"bytes_utf8", accents), (u"bytes_long", "\xe9" * 300), (u"bytes_quotes", "it's \"so\" \\ \n\r\t\0"), (u"bytes_keys", {"\xe9": 1, "a": accents}), (u"bytes_shared", [accents, accents, [accents]]),
        (u"long_small", eval("[0L, 5L, -5L, 255L, 2**31 * 1L, 10**30]")), (u"old_args", OldArgs(1, u"two", ["\xe9"])), (u"old_state", kept), (u"old_child", child), (u"old_cycle", loop), (u"old_twice", [child, child, Old()]), (u"old_class", Old),
        (u"attributes_bytes", o.Plain("\xe9", accents)), (u"names2", [eval(n) for n in "unicode long xrange basestring unichr reduce intern raw_input StandardError IOError cmp".split()[:3]]),
        (u"modules2", [__import__(m).__dict__[n] for m, n in (("itertools", "izip"), ("itertools", "imap"), ("itertools", "ifilter"), ("__builtin__", "reduce"), ("__builtin__", "unichr"), ("UserDict", "UserDict"), ("exceptions", "StandardError"), ("copy_reg", "_reconstructor"), ("UserList", "UserList"))]),
        (u"user_dict", __import__("UserDict").UserDict({"a": 1})), (u"user_list", __import__("UserList").UserList([1, "\xe9"])), (u"my_str2", type("MyStr", (str,), {"__module__": "objects_old"})),
    ][:-1]


def write(version):
    o.register()
    writers = [(version, pickle)]
    if sys.version_info[0] == 2:
        import cPickle
        writers.append((version + "c", cPickle))
    for name, module in writers:
        for protocol in range(module.HIGHEST_PROTOCOL + 1):
            with open(os.path.join(HERE, "%s-p%d.corpus" % (name, protocol)), "wb") as file:
                write_all(file, module, protocol)


def write_all(file, module, protocol):
    for name, value in build():
        try:
            data = module.dumps(value, protocol)
        except (TypeError, RuntimeError, module.PicklingError):
            # Slots below protocol 2, classes below the one that knows their place, cycles that a version cannot write.
            continue
        file.write(("%s %d\n" % (name, len(data))).encode("ascii"))
        file.write(data)


def read(path):
    """The (name, bytes) records of one file."""
    with open(path, "rb") as file:
        while True:
            head = file.readline().decode("ascii").split()
            if not head:
                return
            yield head[0], file.read(int(head[1]))


def corpus_files():
    return sorted(n for n in os.listdir(HERE) if n.endswith(".corpus"))


def load(data):
    """An object of the corpus; some of Python 2 need its bytes as text of Latin-1."""
    try:
        return pickle.loads(data)
    except UnicodeDecodeError:
        return pickle.loads(data, encoding="latin1")


def check():
    import expected

    o.register()
    count = 0
    for file in corpus_files():
        for name, data in read(os.path.join(HERE, file)):
            value = load(data)
            assert name not in expected.CHECKS or expected.CHECKS[name](value), (file, name, value)
            count += 1
    print("ok", len(corpus_files()), "files", count, "pickles")


def main(argv):
    if argv[:1] == ["--write"]:
        return write(argv[1])
    if argv[:1] == ["--check"]:
        return check()
    import subprocess

    prefix = argv[0] if argv else os.path.expanduser("~/.pyenv/versions")
    wanted = ["2.7"] + ["3.%d" % minor for minor in range(6, 14)]
    for short in wanted:
        found = sorted(v for v in os.listdir(prefix) if v == short or v.startswith(short + "."))
        if not found:
            sys.exit("no interpreter %s below %s" % (short, prefix))
        exe = os.path.join(prefix, found[-1], "bin", "python")
        environment = dict(os.environ, PYTHONHASHSEED="0", PYTHONDONTWRITEBYTECODE="1")
        subprocess.check_call([exe, os.path.abspath(__file__), "--write", short], env=environment)
    check()


if __name__ == "__main__":
    main(sys.argv[1:])
