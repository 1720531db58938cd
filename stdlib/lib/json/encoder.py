"""JSONEncoder: from objects to JSON text."""

import re

from _json import (
    encode_basestring as c_encode_basestring,
    encode_basestring_ascii as c_encode_basestring_ascii,
    make_encoder as c_make_encoder,
)

ESCAPE = re.compile(r'[\x00-\x1f\\"\b\f\n\r\t]')
ESCAPE_ASCII = re.compile(r'([\\"]|[^\ -~])')
HAS_UTF8 = re.compile(b"[\x80-\xff]")
INFINITY = float("inf")
encode_basestring = c_encode_basestring
encode_basestring_ascii = c_encode_basestring_ascii


class JSONEncoder:
    """Extensible JSON <https://json.org> encoder for Python data structures.

    dict becomes an object, list and tuple arrays, str a string, int, float and enums of them numbers, and True,
    False and None true, false and null. A subclass overrides ``default()`` for other objects.
    """

    item_separator = ", "
    key_separator = ": "

    def __init__(self, *, skipkeys=False, ensure_ascii=True,
                 check_circular=True, allow_nan=True, sort_keys=False,
                 indent=None, separators=None, default=None):
        """The options are those of ``json.dumps``."""
        self.skipkeys, self.ensure_ascii, self.check_circular = skipkeys, ensure_ascii, check_circular
        self.allow_nan, self.sort_keys, self.indent = allow_nan, sort_keys, indent
        if separators is not None:
            self.item_separator, self.key_separator = separators
        elif self.indent is not None:
            # The line ends there.
            self.item_separator = ","
        if default is not None:
            self.default = default

    def default(self, o):
        raise TypeError(f"Object of type {o.__class__.__name__} is not JSON serializable")

    def encode(self, o):
        """Return a JSON string representation of a Python data structure."""
        if not isinstance(o, str):
            return "".join(self.iterencode(o, _one_shot=True))
        quote = encode_basestring_ascii if self.ensure_ascii else encode_basestring
        return quote(o)

    def iterencode(self, o, _one_shot=False):
        """The pieces of the text, one after the other."""
        markers = {} if self.check_circular else None
        quote = encode_basestring_ascii if self.ensure_ascii else encode_basestring
        if _one_shot and c_make_encoder is not None and self.indent is None:
            return c_make_encoder(
                markers, self.default, quote, self.indent, self.key_separator, self.item_separator,
                self.sort_keys, self.skipkeys, self.allow_nan,
            )(o, 0)
        return _Chunks(self, markers, quote).any(o, 0)


class _Chunks:
    """Writes piece by piece, with indentation."""

    def __init__(self, encoder, markers, quote):
        self.encoder, self.markers, self.quote = encoder, markers, quote
        indent = encoder.indent
        self.indent = " " * indent if indent is not None and not isinstance(indent, str) else indent

    def scalar(self, o):
        """The text of a constant or number; None for another object."""
        if o is None:
            return "null"
        if o is True:
            return "true"
        if o is False:
            return "false"
        if isinstance(o, int):
            return int.__repr__(o)
        if not isinstance(o, float):
            return None
        if o != o:
            text = "NaN"
        elif o in (INFINITY, -INFINITY):
            text = "Infinity" if o > 0 else "-Infinity"
        else:
            return float.__repr__(o)
        if not self.encoder.allow_nan:
            raise ValueError("Out of range float values are not JSON compliant: " + repr(o))
        return text

    def enter(self, o):
        if self.markers is not None:
            if id(o) in self.markers:
                raise ValueError("Circular reference detected")
            self.markers[id(o)] = o

    def leave(self, o):
        if self.markers is not None:
            del self.markers[id(o)]

    def newline(self, level):
        return "\n" + self.indent * level

    def any(self, o, level):
        text = self.quote(o) if isinstance(o, str) else self.scalar(o)
        if text is not None:
            yield text
        elif isinstance(o, (list, tuple)):
            yield from self.list(o, level)
        elif isinstance(o, dict):
            yield from self.dict(o, level)
        else:
            self.enter(o)
            yield from self.any(self.encoder.default(o), level)
            self.leave(o)

    def list(self, o, level):
        if not o:
            yield "[]"
            return
        self.enter(o)
        before, separator = "[", self.encoder.item_separator
        level += 1
        if self.indent is not None:
            before += self.newline(level)
            separator += self.newline(level)
        for item in o:
            text = self.quote(item) if isinstance(item, str) else self.scalar(item)
            if text is not None:
                yield before + text
            else:
                yield before
                yield from self.any(item, level)
            before = separator
        if self.indent is not None:
            yield self.newline(level - 1)
        yield "]"
        self.leave(o)

    def key(self, key):
        """The text of a key; None for one to be left out."""
        if isinstance(key, str):
            return key
        text = self.scalar(key)
        if text is None and not self.encoder.skipkeys:
            raise TypeError(f"keys must be str, int, float, bool or None, not {key.__class__.__name__}")
        return text

    def dict(self, o, level):
        if not o:
            yield "{}"
            return
        self.enter(o)
        yield "{"
        if self.indent is not None:
            yield self.newline(level + 1)
        separator = self.encoder.item_separator
        level += 1
        if self.indent is not None:
            separator += self.newline(level)
        first = True
        for key, value in sorted(o.items()) if self.encoder.sort_keys else o.items():
            key = self.key(key)
            if key is None:
                continue
            if not first:
                yield separator
            first = False
            yield self.quote(key)
            yield self.encoder.key_separator
            yield from self.any(value, level)
        if self.indent is not None:
            yield self.newline(level - 1)
        yield "}"
        self.leave(o)
