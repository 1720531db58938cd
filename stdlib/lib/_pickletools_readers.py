"""`pickletools.read_*`: the arguments of opcodes, read from a file; each is the `reader` of its ArgumentDescriptor."""

import codecs
import sys
from pickle import decode_long
from struct import unpack


def _exactly(f, count, what):
    data = f.read(count)
    if len(data) != count:
        raise ValueError(f"not enough data in stream to read {what}")
    return data


def _number(what, count, form):
    def read(f):
        return unpack(form, _exactly(f, count, what))[0]
    return read


read_uint1 = _number("uint1", 1, "<B")
read_uint2 = _number("uint2", 2, "<H")
read_int4 = _number("int4", 4, "<i")
read_uint4 = _number("uint4", 4, "<I")
read_uint8 = _number("uint8", 8, "<Q")
read_float8 = _number("float8", 8, ">d")


def _counted(what, read_count, convert):
    """A count and as many bytes."""
    def read(f):
        count = read_count(f)
        if count < 0:
            raise ValueError(f"{what} byte count < 0: {count}")
        if count > sys.maxsize:
            raise ValueError(f"{what} byte count > sys.maxsize: {count}")
        data = f.read(count)
        if len(data) != count:
            raise ValueError(f"expected {count} bytes in a {what}, but only {len(data)} remain")
        return convert(data)
    return read


def _latin(data):
    return data.decode("latin-1")


def _utf8(data):
    return str(data, "utf-8", "surrogatepass")


read_string1 = _counted("string1", read_uint1, _latin)
read_string4 = _counted("string4", read_int4, _latin)
read_bytes1 = _counted("bytes1", read_uint1, bytes)
read_bytes4 = _counted("bytes4", read_uint4, bytes)
read_bytes8 = _counted("bytes8", read_uint8, bytes)
read_bytearray8 = _counted("bytearray8", read_uint8, bytearray)
read_unicodestring1 = _counted("unicodestring1", read_uint1, _utf8)
read_unicodestring4 = _counted("unicodestring4", read_uint4, _utf8)
read_unicodestring8 = _counted("unicodestring8", read_uint8, _utf8)


def _line(f, what):
    line = f.readline()
    if not line.endswith(b"\n"):
        raise ValueError(f"no newline found when trying to read {what}")
    return line[:-1]


def read_stringnl(f, decode=True, stripquotes=True):
    data = _line(f, "stringnl")
    if stripquotes:
        quote = data[:1]
        if quote not in (b'"', b"'") or not quote:
            raise ValueError(f"no string quotes around {data!r}")
        if len(data) < 2 or not data.endswith(quote):
            raise ValueError(f"strinq quote {quote!r} not found at both ends of {data!r}")
        data = data[1:-1]
    return codecs.escape_decode(data)[0].decode("ascii") if decode else data


def read_stringnl_noescape(f):
    return read_stringnl(f, stripquotes=False)


def read_stringnl_noescape_pair(f):
    return f"{read_stringnl_noescape(f)} {read_stringnl_noescape(f)}"


def read_unicodestringnl(f):
    return str(_line(f, "unicodestringnl"), "raw-unicode-escape")


def read_decimalnl_short(f):
    text = read_stringnl(f, decode=False, stripquotes=False)
    # Booleans of protocols before 2.
    if text in (b"00", b"01"):
        return text == b"01"
    return int(text)


def read_decimalnl_long(f):
    text = read_stringnl(f, decode=False, stripquotes=False)
    return int(text[:-1] if text[-1:] == b"L" else text)


def read_floatnl(f):
    return float(read_stringnl(f, decode=False, stripquotes=False))


def _long(what, read_count):
    def read(f):
        count = read_count(f)
        if count < 0:
            raise ValueError(f"{what} byte count < 0: {count}")
        return decode_long(_exactly(f, count, what))
    return read


read_long1 = _long("long1", read_uint1)
read_long4 = _long("long4", read_int4)

__all__ = [name for name in globals() if name.startswith("read_")]
for _name in __all__:
    globals()[_name].__name__ = globals()[_name].__qualname__ = _name
