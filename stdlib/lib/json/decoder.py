"""JSONDecoder: from JSON text to objects."""

import re

from json import scanner
from _json import scanstring as c_scanstring

__all__ = ["JSONDecoder", "JSONDecodeError"]

scanstring = c_scanstring
FLAGS = re.VERBOSE | re.MULTILINE | re.DOTALL
NaN, PosInf, NegInf = float("nan"), float("inf"), float("-inf")
_CONSTANTS = {"-Infinity": NegInf, "Infinity": PosInf, "NaN": NaN}
WHITESPACE = re.compile(r"[ \t\n\r]*", FLAGS)
WHITESPACE_STR = " \t\n\r"


class JSONDecodeError(ValueError):
    """Subclass of ValueError with the following additional properties:

    msg: The message without the place
    doc: The JSON document being parsed
    pos: The index in doc where parsing failed
    lineno: The line of pos
    colno: The column of pos
    """

    def __init__(self, msg, doc, pos):
        line = doc.count("\n", 0, pos) + 1
        column = pos - doc.rfind("\n", 0, pos)
        super().__init__(f"{msg}: line {line} column {column} (char {pos})")
        self.msg, self.doc, self.pos, self.lineno, self.colno = msg, doc, pos, line, column

    def __reduce__(self):
        return self.__class__, (self.msg, self.doc, self.pos)


class JSONDecoder:
    """Simple JSON <https://json.org> decoder

    Objects become dicts, arrays lists, strings str, whole numbers int, others float, and true, false and null
    True, False and None. NaN, Infinity and -Infinity are understood too.
    """

    def __init__(self, *, object_hook=None, parse_float=None,
                 parse_int=None, parse_constant=None, strict=True,
                 object_pairs_hook=None):
        """``object_hook`` is called with every dict, ``object_pairs_hook`` instead with its pairs;
        ``parse_float``, ``parse_int`` and ``parse_constant`` with the text of numbers. Without ``strict``,
        strings may hold control characters.
        """
        self.object_hook = object_hook
        self.parse_float = parse_float or float
        self.parse_int = parse_int or int
        self.parse_constant = parse_constant or _CONSTANTS.__getitem__
        self.strict = strict
        self.object_pairs_hook = object_pairs_hook
        self.memo = {}
        self.scan_once = scanner.make_scanner(self)

    def decode(self, s, _w=WHITESPACE.match):
        """What a JSON document says."""
        start = _w(s, 0).end()
        value, stop = self.raw_decode(s, start)
        rest = _w(s, stop).end()
        if rest == len(s):
            return value
        raise JSONDecodeError("Extra data", s, rest)

    def raw_decode(self, s, idx=0):
        try:
            return self.scan_once(s, idx)
        except StopIteration as stop:
            raise JSONDecodeError("Expecting value", s, stop.value) from None
