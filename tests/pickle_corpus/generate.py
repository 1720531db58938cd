# -*- coding: utf-8 -*-
"""Make the corpus: pickles written by CPython 2.7 and 3.6 to 3.13 in all their protocols.

    python3.13 tests/pickle_corpus/generate.py [PREFIX]

PREFIX holds the interpreters as `PREFIX/<version>/bin/python` (default ~/.pyenv/versions). Every interpreter runs
this file with `--write VERSION` and puts `<version>-p<protocol>.corpus` here: a sequence of records

    NAME LENGTH\n  then LENGTH bytes of pickle

`expected.py` beside it says what loading each name must give. It is checked by

    python3.13 tests/pickle_corpus/generate.py --check

which loads the whole corpus with the running interpreter and prints `ok`.
"""
from __future__ import print_function

import collections
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
    return items


def write(version):
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        with open(os.path.join(HERE, "%s-p%d.corpus" % (version, protocol)), "wb") as file:
            for name, value in build():
                try:
                    data = pickle.dumps(value, protocol)
                except TypeError:  # slots below protocol 2
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


def check():
    import expected

    count = 0
    for file in corpus_files():
        for name, data in read(os.path.join(HERE, file)):
            value = pickle.loads(data)
            assert expected.CHECKS[name](value), (file, name, value)
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
