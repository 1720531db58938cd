"""Constants, Template and Formatter for text."""

__all__ = [
    "ascii_letters", "ascii_lowercase", "ascii_uppercase", "capwords",
    "digits", "hexdigits", "octdigits", "printable", "punctuation",
    "whitespace", "Formatter", "Template",
]

import _string
from _operator import getitem as _getitem

whitespace = " \t\n\r\v\f"
ascii_lowercase = "abcdefghijklmnopqrstuvwxyz"
ascii_uppercase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ascii_letters = ascii_lowercase + ascii_uppercase
digits = "0123456789"
hexdigits = digits + "abcdef" + "ABCDEF"
octdigits = "01234567"
punctuation = r"""!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~"""
printable = digits + ascii_letters + punctuation + whitespace


def capwords(s, sep=None):
    """capwords(s [,sep]) -> string

    Split the argument into words, capitalize each and join them again: with
    a space where sep is absent or None, else with sep.

    """
    return (sep or " ").join(map(str.capitalize, s.split(sep)))


import re as _re
from collections import ChainMap as _ChainMap

_missing = {}


# Of templates: the delimiter twice, a name, a name in braces, and anything else.
_PATTERN = r"""
            {0}(?:
              (?P<escaped>{0}) |
              (?P<named>{1})   |
              {{(?P<braced>{2})}} |
              (?P<invalid>)
            )
            """


class Template:
    """A string class for supporting $-substitutions."""

    delimiter = "$"
    # Without re.ASCII, `[a-z]` with re.IGNORECASE would take two letters beyond ASCII.
    idpattern = r"(?a:[_a-z][_a-z0-9]*)"
    braceidpattern = None
    flags = _re.IGNORECASE

    def __init_subclass__(cls):
        super().__init_subclass__()
        # A subclass may say it all, or give the parts.
        own = vars(cls).get("pattern", _missing)
        if own is _missing:
            escaped = _re.escape(cls.delimiter)
            own = _PATTERN.format(escaped, cls.idpattern, cls.braceidpattern or cls.idpattern)
        cls.pattern = _re.compile(own, cls.flags | _re.VERBOSE)

    def __init__(self, template):
        self.template = template

    def _invalid(self, mo):
        before = self.template[:mo.start("invalid")].splitlines(keepends=True)
        # The column is counted in the line that the rest begins in.
        column = len(before[-1]) if before else 1
        raise ValueError(f"Invalid placeholder in string: line {len(before) or 1}, col {column}")

    def _mapping(self, mapping, kws):
        if mapping is _missing:
            return kws
        return _ChainMap(kws, mapping) if kws else mapping

    def _unrecognized(self):
        return ValueError("Unrecognized named group in pattern", self.pattern)

    def _replace(self, mo, look_up, refuse):
        """What stands in the place of a match: a value, the delimiter, or what the two functions make of it."""
        name = mo.group("named") or mo.group("braced")
        if name is not None:
            return look_up(name, mo)
        if mo.group("escaped") is not None:
            return self.delimiter
        if mo.group("invalid") is None:
            raise self._unrecognized()
        return refuse(mo)

    def substitute(self, mapping=_missing, /, **kws):
        values = self._mapping(mapping, kws)
        return self.pattern.sub(
            lambda mo: self._replace(mo, lambda name, _: str(values[name]), self._invalid), self.template)

    def safe_substitute(self, mapping=_missing, /, **kws):
        values = self._mapping(mapping, kws)

        def look_up(name, mo):
            try:
                return str(values[name])
            except KeyError:
                return mo.group()

        return self.pattern.sub(lambda mo: self._replace(mo, look_up, type(mo).group), self.template)

    def is_valid(self):
        for mo in self.pattern.finditer(self.template):
            if mo.group("invalid") is not None:
                return False
            if all(mo.group(kind) is None for kind in ("named", "braced", "escaped")):
                raise self._unrecognized()
        return True

    def get_identifiers(self):
        found = {}
        for mo in self.pattern.finditer(self.template):
            name = mo.group("named") or mo.group("braced")
            if name is not None:
                found[name] = True
            elif mo.group("invalid") is mo.group("escaped") is None:
                raise self._unrecognized()
        return list(found)


Template.__init_subclass__()


_CONVERSIONS = {"s": str, "r": repr, "a": ascii}


class Formatter:
    """What str.format() does, with steps that a subclass can replace."""

    def format(self, format_string, /, *args, **kwargs):
        return self.vformat(format_string, args, kwargs)

    def vformat(self, format_string, args, kwargs):
        used = set()
        text = self._vformat(format_string, args, kwargs, used, 2)[0]
        self.check_unused_args(used, args, kwargs)
        return text

    def _vformat(self, format_string, args, kwargs, used_args, recursion_depth, auto_arg_index=0):
        if recursion_depth < 0:
            raise ValueError("Max string recursion exceeded")
        result = []
        for literal_text, field_name, format_spec, conversion in self.parse(format_string):
            if literal_text:
                result.append(literal_text)
            if field_name is None:
                continue
            first, _ = _string.formatter_field_name_split(field_name)
            if first == "":
                if auto_arg_index is False:
                    raise ValueError(
                        "cannot switch from manual field "
                        "specification to automatic field "
                        "numbering"
                    )
                field_name = str(auto_arg_index) + field_name
                auto_arg_index += 1
            elif isinstance(first, int):
                if auto_arg_index:
                    raise ValueError(
                        "cannot switch from manual field "
                        "specification to automatic field "
                        "numbering"
                    )
                auto_arg_index = False
            obj, arg_used = self.get_field(field_name, args, kwargs)
            used_args.add(arg_used)
            obj = self.convert_field(obj, conversion)
            format_spec, auto_arg_index = self._vformat(
                format_spec, args, kwargs, used_args, recursion_depth - 1, auto_arg_index
            )
            result.append(self.format_field(obj, format_spec))
        return "".join(result), auto_arg_index

    def get_value(self, key, args, kwargs):
        if isinstance(key, int):
            return args[key]
        return kwargs[key]

    def check_unused_args(self, used_args, args, kwargs):
        pass

    def format_field(self, value, format_spec):
        return format(value, format_spec)

    def convert_field(self, value, conversion):
        if conversion is None:
            return value
        convert = _CONVERSIONS.get(conversion)
        if convert is not None:
            return convert(value)
        raise ValueError(f"Unknown conversion specifier {conversion!s}")

    def parse(self, format_string):
        return _string.formatter_parser(format_string)

    def get_field(self, field_name, args, kwargs):
        first, steps = _string.formatter_field_name_split(field_name)
        found = self.get_value(first, args, kwargs)
        for is_attribute, key in steps:
            take = getattr if is_attribute else _getitem
            found = take(found, key)
        return found, first
