"""Create portable serialized representations of Python objects, as CPython 3.13's C implementation does."""

import _compat_pickle
import sys
from copyreg import _extension_cache, _extension_registry, _inverted_registry, dispatch_table
from sys import maxsize

from _pickle import (
    PickleBuffer, PickleError, Pickler, PicklingError, Unpickler, UnpicklingError, dump, dumps, load, loads,
)

__all__ = ["PickleError", "PicklingError", "UnpicklingError", "Pickler", "Unpickler",
           "dump", "dumps", "load", "loads", "PickleBuffer"]

bytes_types = (bytes, bytearray)
_HAVE_PICKLE_BUFFER = True
format_version = "4.0"
compatible_formats = ["1.0", "1.1", "1.2", "1.3", "2.0", "3.0", "4.0", "5.0"]
HIGHEST_PROTOCOL = 5
DEFAULT_PROTOCOL = 4

TRUE = b"I01\n"
FALSE = b"I00\n"
_OPCODES = """
MARK ( STOP . POP 0 POP_MARK 1 DUP 2 FLOAT F INT I BININT J BININT1 K LONG L BININT2 M NONE N PERSID P BINPERSID Q
REDUCE R STRING S BINSTRING T SHORT_BINSTRING U UNICODE V BINUNICODE X APPEND a BUILD b GLOBAL c DICT d EMPTY_DICT }
APPENDS e GET g BINGET h INST i LONG_BINGET j LIST l EMPTY_LIST ] OBJ o PUT p BINPUT q LONG_BINPUT r SETITEM s TUPLE t
EMPTY_TUPLE ) SETITEMS u BINFLOAT G PROTO \x80 NEWOBJ \x81 EXT1 \x82 EXT2 \x83 EXT4 \x84 TUPLE1 \x85 TUPLE2 \x86
TUPLE3 \x87 NEWTRUE \x88 NEWFALSE \x89 LONG1 \x8a LONG4 \x8b BINBYTES B SHORT_BINBYTES C SHORT_BINUNICODE \x8c
BINUNICODE8 \x8d BINBYTES8 \x8e EMPTY_SET \x8f ADDITEMS \x90 FROZENSET \x91 NEWOBJ_EX \x92 STACK_GLOBAL \x93
MEMOIZE \x94 FRAME \x95 BYTEARRAY8 \x96 NEXT_BUFFER \x97 READONLY_BUFFER \x98
""".strip().replace("\n", " ").split(" ")
for _name, _code in zip(_OPCODES[::2], _OPCODES[1::2]):
    globals()[_name] = _code.encode("latin1")
__all__ += sorted([*_OPCODES[::2], "TRUE", "FALSE", "DEFAULT_PROTOCOL", "HIGHEST_PROTOCOL"])
_tuplesize2code = [EMPTY_TUPLE, TUPLE1, TUPLE2, TUPLE3]  # noqa: F821
del _OPCODES, _name, _code


def __getattr__(name):
    # The picklers in Python are loaded when somebody asks for them.
    if name in ("_Framer", "_Pickler", "_dump", "_dumps"):
        import _python_pickler as module
    elif name in ("_Stop", "_Unpickler", "_load", "_loads"):
        import _python_unpickler as module
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return globals().setdefault(name, getattr(module, name))


def _getattribute(obj, name):
    """The object at a dotted path and its parent."""
    parent = None
    for part in name.split("."):
        if part == "<locals>":
            raise AttributeError(f"Can't get local attribute {name!r} on {obj!r}")
        try:
            parent, obj = obj, getattr(obj, part)
        except AttributeError:
            raise AttributeError(f"Can't get attribute {name!r} on {obj!r}") from None
    return obj, parent


def whichmodule(obj, name):
    """Find the module an object belong to."""
    own = getattr(obj, "__module__", None)
    if own is not None:
        return own
    for found, module in list(sys.modules.items()):
        # The main module is the last resort.
        if module is not None and found not in ("__main__", "__mp_main__"):
            try:
                if obj is _getattribute(module, name)[0]:
                    return found
            except AttributeError:
                continue
    return "__main__"


def encode_long(x):
    r"""Encode a long to a two's complement little-endian binary string."""
    if x == 0:
        return b""
    # A bit for the sign, and those that differ from it.
    bits = 1 + (~x if x < 0 else x).bit_length()
    return x.to_bytes((bits + 7) // 8, "little", signed=True)


def decode_long(data):
    r"""Decode a long from a two's complement little-endian binary string."""
    return int.from_bytes(data, "little", signed=True)


def _test():
    """Round trips of one of everything, in all protocols, here and in Python."""
    import pickle

    values = [None, True, 1, 2**70, -1.5, "text \xe9", b"bytes", bytearray(b"array"), (), [1, [2]], {"k": (1, 2, 3)}, {1}]
    for save, restore in ((pickle.dumps, pickle.loads), (pickle._dumps, pickle._loads)):
        for protocol in range(HIGHEST_PROTOCOL + 1):
            assert restore(save(values, protocol)) == values, (save, protocol)


if __name__ == "__main__":
    import argparse

    parser = argparse.ArgumentParser(prog="pickle.py", description="display contents of the pickle files")
    parser.add_argument("pickle_file", nargs="*", help="the pickle file")
    parser.add_argument("-t", "--test", action="store_true", help="run self-test suite")
    parser.add_argument("-v", action="store_true", help="run verbosely; only affects self-test run")
    args = parser.parse_args()
    if args.test:
        _test()
    elif not args.pickle_file:
        parser.print_help()
    else:
        import pprint
        for name in args.pickle_file:
            if name == "-":
                obj = load(sys.stdin.buffer)
            else:
                with open(name, "rb") as file:
                    obj = load(file)
            pprint.pprint(obj)
