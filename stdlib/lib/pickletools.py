'''"Executable documentation" for the pickle module.

The table of opcodes, and genops(), dis() and optimize() over pickles, none of which is ever loaded.
'''

import _pickletools
import _pickletools_readers
from _pickletools_readers import *  # noqa: F403
from pickle import decode_long  # noqa: F401

__all__ = ['dis', 'genops', 'optimize']

bytes_types = (bytes, bytearray)

UP_TO_NEWLINE = -1
TAKEN_FROM_ARGUMENT1 = -2
TAKEN_FROM_ARGUMENT4 = -3
TAKEN_FROM_ARGUMENT4U = -4
TAKEN_FROM_ARGUMENT8U = -5


class ArgumentDescriptor:
    """How the argument of an opcode lies in the stream: its name and size (negative: variable)."""

    __slots__ = ("name", "n", "reader", "doc")

    def __init__(self, name, n, reader, doc):
        self.name = name
        self.n = n
        self.reader = reader
        self.doc = doc


class StackObject:
    """A kind of item on the unpickler's stack."""

    __slots__ = ("name", "obtype", "doc")

    def __init__(self, name, obtype, doc):
        self.name = name
        self.obtype = obtype
        self.doc = doc

    def __repr__(self):
        return self.name


class OpcodeInfo:
    """One opcode: name, code, argument, stack effect, protocol and help."""

    __slots__ = ("name", "code", "arg", "stack_before", "stack_after", "proto", "doc")

    def __init__(self, name, code, arg, stack_before, stack_after, proto, doc):
        self.name = name
        self.code = code
        self.arg = arg
        self.stack_before = stack_before
        self.stack_after = stack_after
        self.proto = proto
        self.doc = doc


_ARGUMENTS = {
    name: ArgumentDescriptor(name, n, getattr(_pickletools_readers, "read_" + name), doc) for name, n, doc in [
        ("uint1", 1, "One-byte unsigned integer."),
        ("uint2", 2, "Two-byte unsigned integer, little-endian."),
        ("int4", 4, "Four-byte signed integer, little-endian, 2's complement."),
        ("uint4", 4, "Four-byte unsigned integer, little-endian."),
        ("uint8", 8, "Eight-byte unsigned integer, little-endian."),
        ("stringnl", UP_TO_NEWLINE, "A newline-terminated string in quotes."),
        ("stringnl_noescape", UP_TO_NEWLINE, "A newline-terminated string without quotes or escapes."),
        ("stringnl_noescape_pair", UP_TO_NEWLINE, "A pair of newline-terminated strings."),
        ("string1", TAKEN_FROM_ARGUMENT1, "A counted string, its length in one byte."),
        ("string4", TAKEN_FROM_ARGUMENT4, "A counted string, its length in four bytes."),
        ("bytes1", TAKEN_FROM_ARGUMENT1, "A counted bytes string, its length in one byte."),
        ("bytes4", TAKEN_FROM_ARGUMENT4U, "A counted bytes string, its length in four bytes."),
        ("bytes8", TAKEN_FROM_ARGUMENT8U, "A counted bytes string, its length in eight bytes."),
        ("bytearray8", TAKEN_FROM_ARGUMENT8U, "A counted bytearray, its length in eight bytes."),
        ("unicodestringnl", UP_TO_NEWLINE, "A newline-terminated Unicode string, raw-unicode-escaped."),
        ("unicodestring1", TAKEN_FROM_ARGUMENT1, "A counted Unicode string, its length in one byte."),
        ("unicodestring4", TAKEN_FROM_ARGUMENT4U, "A counted Unicode string, its length in four bytes."),
        ("unicodestring8", TAKEN_FROM_ARGUMENT8U, "A counted Unicode string, its length in eight bytes."),
        ("decimalnl_short", UP_TO_NEWLINE, "A newline-terminated decimal integer literal."),
        ("decimalnl_long", UP_TO_NEWLINE, "A newline-terminated decimal integer literal with an L."),
        ("floatnl", UP_TO_NEWLINE, "A newline-terminated decimal floating literal."),
        ("float8", 8, "An 8-byte binary representation of a float, big-endian."),
        ("long1", TAKEN_FROM_ARGUMENT1, "A binary long, its length in one byte."),
        ("long4", TAKEN_FROM_ARGUMENT4, "A binary long, its length in four bytes."),
    ]
}
globals().update(_ARGUMENTS)

_ITEMS = {
    name: StackObject(kind, obtype, doc) for name, kind, obtype, doc in [
        ("pyint", "int", int, "A Python integer object."),
        ("pyinteger_or_bool", "int_or_bool", (int, bool), "A Python integer or boolean object."),
        ("pybool", "bool", bool, "A Python boolean object."),
        ("pyfloat", "float", float, "A Python float object."),
        ("pybytes_or_str", "bytes_or_str", (bytes, str), "A Python bytes or (Unicode) string object."),
        ("pybytes", "bytes", bytes, "A Python bytes object."),
        ("pybytearray", "bytearray", bytearray, "A Python bytearray object."),
        ("pyunicode", "str", str, "A Python (Unicode) string object."),
        ("pynone", "None", type(None), "The Python None object."),
        ("pytuple", "tuple", tuple, "A Python tuple object."),
        ("pylist", "list", list, "A Python list object."),
        ("pydict", "dict", dict, "A Python dict object."),
        ("pyset", "set", set, "A Python set object."),
        ("pyfrozenset", "frozenset", set, "A Python frozenset object."),
        ("pybuffer", "buffer", object, "A Python buffer-like object."),
        ("anyobject", "any", object, "Any kind of object whatsoever."),
        ("markobject", "mark", StackObject, "The mark below a stackslice."),
        ("stackslice", "stackslice", StackObject, "Everything above the topmost mark."),
    ]
}
globals().update(_ITEMS)
pylong = pyint  # noqa: F821
pystring = pybytes_or_str  # noqa: F821
_BY_KIND = {item.name: item for item in _ITEMS.values()}

opcodes = [
    OpcodeInfo(name, code, arg and _ARGUMENTS[arg], [_BY_KIND[k] for k in before], [_BY_KIND[k] for k in after],
               proto, doc)
    for name, code, arg, before, after, proto, doc in _pickletools.table()
]
code2op = {op.code: op for op in opcodes}


def _source(pickle):
    """The bytes of a pickle, where they start, and a function to be told where they end."""
    if isinstance(pickle, bytes_types):
        return pickle, 0, lambda end: None
    start = pickle.tell() if hasattr(pickle, "tell") else 0
    data = pickle.read()
    return data, start, lambda end: pickle.seek(start + end) if hasattr(pickle, "seek") else None


def _genops(pickle):
    data, start, leave_at = _source(pickle)
    steps, end, error = _pickletools.genops(data)
    leave_at(end)
    for code, arg, pos in steps:
        yield code2op[code], arg, start + pos
    if error:
        raise error[0](*error[1:])


def genops(pickle):
    """Generate all the opcodes in a pickle.

    'pickle' is bytes or a file. The triples are (OpcodeInfo, argument or None, position).
    """
    return _genops(pickle)


def optimize(p):
    'Optimize a pickle string by removing unused PUT opcodes'
    if not isinstance(p, bytes_types):
        p = p.read()
    return _pickletools.optimize(p)


def dis(pickle, out=None, memo=None, indentlevel=4, annotate=0):
    """Produce a symbolic disassembly of a pickle.

    'pickle' is bytes or a file, 'out' a file for the text (standard output by default). 'memo' is a dict that
    outlives the call, for pickles of one pickler. 'annotate' is the column of a short help for each opcode.
    """
    data, start, leave_at = _source(pickle)
    known = [(key, item.name) for key, item in memo.items()] if memo else []
    end, entries, error = _pickletools.dis(
        data, known, start, indentlevel, annotate, lambda text: print(text, end="", file=out))
    if memo is not None:
        memo.update((key, _BY_KIND[kind]) for key, kind in entries)
    if error:
        raise error[0](*error[1:])
    leave_at(end)


def _test():
    """A disassembly, and what optimizing leaves of it, of a pickle whose opcodes are known."""
    import pickle

    data = pickle.dumps([1, "a", {"k": (2.5, None)}], 2)
    names = [op.name for op, _, _ in genops(optimize(data))]
    assert names[0] == "PROTO" and names[-1] == "STOP" and "BINPUT" not in names, names


if __name__ == "__main__":
    import argparse
    import sys

    parser = argparse.ArgumentParser(prog='pickletools.py', description='disassemble one or more pickle files')
    parser.add_argument('pickle_file', nargs='*', help='the pickle file')
    parser.add_argument('-o', '--output', help='the file where the output should be written')
    parser.add_argument('-m', '--memo', action='store_true', help='preserve memo between disassemblies')
    parser.add_argument('-l', '--indentlevel', default=4, type=int,
                        help='the number of blanks by which to indent a new MARK level')
    parser.add_argument('-a', '--annotate', action='store_true',
                        help='annotate each line with a short opcode description')
    parser.add_argument('-p', '--preamble', default="==> {name} <==",
                        help='if more than one pickle file is specified, print this before each disassembly')
    parser.add_argument('-t', '--test', action='store_true', help='run self-test suite')
    parser.add_argument('-v', action='store_true', help='run verbosely; only affects self-test run')
    args = parser.parse_args()
    if args.test:
        _test()
    elif not args.pickle_file:
        parser.print_help()
    else:
        output = open(args.output, 'w') if args.output else sys.stdout
        memo = {} if args.memo else None
        annotate = 30 if args.annotate else 0
        for name in args.pickle_file:
            if len(args.pickle_file) > 1:
                print(args.preamble.format(name="<stdin>" if name == "-" else name), file=output)
            if name == '-':
                dis(sys.stdin.buffer, output, memo, args.indentlevel, annotate)
                continue
            with open(name, 'rb') as file:
                dis(file, output, memo, args.indentlevel, annotate)
        if args.output:
            output.close()
