"""Support to pretty-print lists, tuples, & dictionaries recursively: each fits a line, or its elements stand on lines
of their own."""

import collections as _collections
import dataclasses as _dataclasses
import re
import sys as _sys
import types as _types
from io import StringIO as _StringIO

__all__ = ["pprint", "pformat", "isreadable", "isrecursive", "saferepr", "PrettyPrinter", "pp"]


def pprint(object, stream=None, indent=1, width=80, depth=None, *,
           compact=False, sort_dicts=True, underscore_numbers=False):
    """Pretty-print a Python object to a stream [default is sys.stdout]."""
    PrettyPrinter(
        stream=stream, indent=indent, width=width, depth=depth,
        compact=compact, sort_dicts=sort_dicts, underscore_numbers=underscore_numbers,
    ).pprint(object)


def pformat(object, indent=1, width=80, depth=None, *,
            compact=False, sort_dicts=True, underscore_numbers=False):
    """Format a Python object into a pretty-printed representation."""
    return PrettyPrinter(
        indent=indent, width=width, depth=depth,
        compact=compact, sort_dicts=sort_dicts, underscore_numbers=underscore_numbers,
    ).pformat(object)


def pp(object, *args, sort_dicts=False, **kwargs):
    """Pretty-print a Python object"""
    pprint(object, *args, sort_dicts=sort_dicts, **kwargs)


def saferepr(object):
    """Version of repr() which can handle recursive data structures."""
    return PrettyPrinter()._safe_repr(object, {}, None, 0)[0]


def isreadable(object):
    """Determine if saferepr(object) is readable by eval()."""
    return PrettyPrinter()._safe_repr(object, {}, None, 0)[1]


def isrecursive(object):
    """Determine if object requires a recursive representation."""
    return PrettyPrinter()._safe_repr(object, {}, None, 0)[2]


class _safe_key:
    """Sorts keys of all kinds: those that cannot be compared by the name of their type and their identity."""

    __slots__ = ["obj"]

    def __init__(self, obj):
        self.obj = obj

    def _without_order(self):
        return str(type(self.obj)), id(self.obj)

    def __lt__(self, other):
        try:
            return self.obj < other.obj
        except TypeError:
            return self._without_order() < other._without_order()


def _safe_tuple(t):
    "Helper function for comparing 2-tuples"
    return _safe_key(t[0]), _safe_key(t[1])


def _unless_empty(printer):
    """A printer of things that are shown by repr() when there is nothing in them."""
    def print_it(self, object, stream, *place):
        if len(object):
            printer(self, object, stream, *place)
        else:
            stream.write(repr(object))
    return print_it


def _has_generated_repr(object):
    """Whether it is an instance of a data class that has no repr() of its own."""
    if isinstance(object, type) or not _dataclasses.is_dataclass(object) or not object.__dataclass_params__.repr:
        return False
    made = getattr(object.__repr__, "__wrapped__", None)
    return made is not None and "__create_fn__" in made.__qualname__


class PrettyPrinter:
    def __init__(self, indent=1, width=80, depth=None, stream=None, *,
                 compact=False, sort_dicts=True, underscore_numbers=False):
        """Columns per level, columns of a line, levels shown, the stream, whether short elements share lines, whether
        dicts are sorted and whether digits are grouped with underscores."""
        self._depth, self._indent_per_level, self._width = depth, int(indent), int(width)
        if self._indent_per_level < 0:
            raise ValueError("indent must be >= 0")
        if not (depth is None or depth > 0):
            raise ValueError("depth must be > 0")
        if self._width == 0:
            raise ValueError("width must be != 0")
        self._stream = stream if stream is not None else _sys.stdout
        self._compact, self._sort_dicts, self._underscore_numbers = bool(compact), sort_dicts, underscore_numbers

    def pprint(self, object):
        if self._stream is not None:
            self._format(object, self._stream, 0, 0, {}, 0)
            self._stream.write("\n")

    def pformat(self, object):
        stream = _StringIO()
        self._format(object, stream, 0, 0, {}, 0)
        return stream.getvalue()

    def isrecursive(self, object):
        return self.format(object, {}, 0, 0)[2]

    def isreadable(self, object):
        text, readable, recursive = self.format(object, {}, 0, 0)
        return readable and not recursive

    def _format(self, object, stream, indent, allowance, context, level):
        objid = id(object)
        if objid in context:
            stream.write(_recursion(object))
            return
        text = self._repr(object, context, level)
        if len(text) > self._width - indent - allowance:
            printer = self._dispatch.get(type(object).__repr__, None)
            if printer is None and _has_generated_repr(object):
                printer = type(self)._pprint_dataclass
            if printer is not None:
                context[objid] = 1
                printer(self, object, stream, indent, allowance, context, level + 1)
                del context[objid]
                return
        stream.write(text)

    def _enclose(self, opening, closing, printer, content, stream, *place):
        stream.write(opening)
        printer(content, stream, *place)
        stream.write(closing)

    def _pprint_dataclass(self, object, stream, indent, *place):
        opening = f"{object.__class__.__name__}("
        shown = [field.name for field in _dataclasses.fields(object) if field.repr]
        self._enclose(opening, ")", self._format_namespace_items, [(name, getattr(object, name)) for name in shown],
                      stream, indent + len(opening), *place)

    _dispatch = {}

    def _pprint_dict(self, object, stream, indent, allowance, context, level):
        write = stream.write
        write("{")
        if self._indent_per_level > 1:
            write((self._indent_per_level - 1) * " ")
        if len(object):
            items = sorted(object.items(), key=_safe_tuple) if self._sort_dicts else object.items()
            self._format_dict_items(items, stream, indent, allowance + 1, context, level)
        write("}")

    _dispatch[dict.__repr__] = _pprint_dict

    @_unless_empty
    def _pprint_ordered_dict(self, object, stream, indent, allowance, *place):
        opening = f"{object.__class__.__name__}("
        self._enclose(opening, ")", self._format, list(object.items()), stream, indent + len(opening), allowance + 1,
                      *place)

    _dispatch[_collections.OrderedDict.__repr__] = _pprint_ordered_dict

    def _pprint_list(self, object, stream, indent, allowance, *place):
        self._enclose("[", "]", self._format_items, object, stream, indent, allowance + 1, *place)

    _dispatch[list.__repr__] = _pprint_list

    def _pprint_tuple(self, object, stream, indent, allowance, *place):
        closing = ")" if len(object) != 1 else ",)"
        self._enclose("(", closing, self._format_items, object, stream, indent, allowance + len(closing), *place)

    _dispatch[tuple.__repr__] = _pprint_tuple

    @_unless_empty
    def _pprint_set(self, object, stream, indent, allowance, *place):
        kind = object.__class__
        name, closing = ("", "}") if kind is set else (f"{kind.__name__}(", "})")
        self._enclose(name + "{", closing, self._format_items, sorted(object, key=_safe_key), stream,
                      indent + len(name), allowance + len(closing), *place)

    _dispatch[set.__repr__] = _pprint_set
    _dispatch[frozenset.__repr__] = _pprint_set

    def _write_chunks(self, chunks, stream, indent, in_parens):
        text = ("\n" + " " * indent).join(chunks)
        stream.write(f"({text})" if in_parens else text)

    @_unless_empty
    def _pprint_str(self, object, stream, indent, allowance, context, level):
        outermost = level == 1
        if outermost:
            # Of the parentheses.
            indent, allowance = indent + 1, allowance + 1
        chunks = list(_str_chunks(object, self._width - indent, allowance))
        self._write_chunks(chunks, stream, indent, outermost and len(chunks) > 1)

    _dispatch[str.__repr__] = _pprint_str

    def _pprint_bytes(self, object, stream, indent, allowance, context, level):
        if len(object) <= 4:
            stream.write(repr(object))
            return
        outermost = level == 1
        if outermost:
            # Of the parentheses.
            indent, allowance = indent + 1, allowance + 1
        self._write_chunks(_bytes_chunks(object, self._width - indent, allowance), stream, indent, outermost)

    _dispatch[bytes.__repr__] = _pprint_bytes

    def _pprint_bytearray(self, object, stream, indent, allowance, context, level):
        self._enclose("bytearray(", ")", self._pprint_bytes, bytes(object), stream, indent + 10, allowance + 1,
                      context, level + 1)

    _dispatch[bytearray.__repr__] = _pprint_bytearray

    def _pprint_mappingproxy(self, object, stream, indent, allowance, *place):
        self._enclose("mappingproxy(", ")", self._format, object.copy(), stream, indent + 13, allowance + 1, *place)

    _dispatch[_types.MappingProxyType.__repr__] = _pprint_mappingproxy

    def _pprint_simplenamespace(self, object, stream, indent, *place):
        # The repr() of a subclass shows its own name.
        plain = type(object) is _types.SimpleNamespace
        opening = "namespace(" if plain else f"{object.__class__.__name__}("
        self._enclose(opening, ")", self._format_namespace_items, object.__dict__.items(), stream,
                      indent + len(opening), *place)

    _dispatch[_types.SimpleNamespace.__repr__] = _pprint_simplenamespace

    def _format_dict_items(self, items, stream, indent, allowance, context, level):
        indent += self._indent_per_level
        delim = ",\n" + " " * indent
        last = len(items) - 1
        for i, (key, value) in enumerate(items):
            rep = self._repr(key, context, level)
            stream.write(rep + ": ")
            self._format(value, stream, indent + len(rep) + 2, allowance if i == last else 1, context, level)
            if i != last:
                stream.write(delim)

    def _format_namespace_items(self, items, stream, indent, allowance, context, level):
        delim = ",\n" + " " * indent
        last = len(items) - 1
        for i, (key, value) in enumerate(items):
            stream.write(key + "=")
            if id(value) in context:
                # As the repr() of recursive data classes and namespaces.
                stream.write("...")
            else:
                self._format(
                    value, stream, indent + len(key) + 1, allowance if i == last else 1, context, level
                )
            if i != last:
                stream.write(delim)

    def _format_items(self, items, stream, indent, allowance, context, level):
        write = stream.write
        indent += self._indent_per_level
        if self._indent_per_level > 1:
            write((self._indent_per_level - 1) * " ")
        delim_line = ",\n" + " " * indent
        delim = ""
        width = max_width = self._width - indent + 1
        items = list(items)
        for i, entry in enumerate(items):
            is_last = i == len(items) - 1
            if is_last:
                max_width -= allowance
                width -= allowance
            if self._compact:
                rep = self._repr(entry, context, level)
                wanted = len(rep) + 2
                if width < wanted:
                    width = max_width
                    if delim:
                        delim = delim_line
                if width >= wanted:
                    width -= wanted
                    write(delim)
                    delim = ", "
                    write(rep)
                    continue
            write(delim)
            delim = delim_line
            self._format(entry, stream, indent, allowance if is_last else 1, context, level)

    def _repr(self, object, context, level):
        text, _readable, _recursive = self.format(object, context.copy(), self._depth, level)
        return text

    def format(self, object, context, maxlevels, level):
        return self._safe_repr(object, context, maxlevels, level)

    @_unless_empty
    def _pprint_default_dict(self, object, stream, indent, allowance, context, level):
        opening = f"{object.__class__.__name__}("
        indent += len(opening)
        factory = self._repr(object.default_factory, context, level)
        self._enclose(f"{opening}{factory},\n{' ' * indent}", ")", self._pprint_dict, object, stream, indent,
                      allowance + 1, context, level)

    _dispatch[_collections.defaultdict.__repr__] = _pprint_default_dict

    @_unless_empty
    def _pprint_counter(self, object, stream, indent, allowance, *place):
        opening = f"{object.__class__.__name__}("
        padding = " " * (self._indent_per_level - 1)
        self._enclose(f"{opening}{{{padding}", "})", self._format_dict_items, object.most_common(), stream,
                      indent + len(opening), allowance + 2, *place)

    _dispatch[_collections.Counter.__repr__] = _pprint_counter

    def _pprint_chain_map(self, object, stream, indent, allowance, *place):
        *upper, last = object.maps or [None]
        if last is None:
            stream.write(repr(object))
            return
        opening = f"{object.__class__.__name__}("
        indent += len(opening)
        stream.write(opening)
        for mapping in upper:
            self._format(mapping, stream, indent, 1, *place)
            stream.write(",\n" + " " * indent)
        self._format(last, stream, indent, allowance + 1, *place)
        stream.write(")")

    _dispatch[_collections.ChainMap.__repr__] = _pprint_chain_map

    @_unless_empty
    def _pprint_deque(self, object, stream, indent, allowance, context, level):
        opening = f"{object.__class__.__name__}("
        indent += len(opening)
        closing, room = "])", allowance + 2
        if object.maxlen is not None:
            # The items end before their line does.
            closing, room = f"],\n{' ' * indent}maxlen={self._repr(object.maxlen, context, level)})", 2
        self._enclose(opening + "[", closing, self._format_items, object, stream, indent, room, context, level)

    _dispatch[_collections.deque.__repr__] = _pprint_deque

    def _pprint_user_dict(self, object, stream, indent, allowance, context, level):
        self._format(object.data, stream, indent, allowance, context, level - 1)

    _dispatch[_collections.UserDict.__repr__] = _pprint_user_dict
    _dispatch[_collections.UserList.__repr__] = _pprint_user_dict
    _dispatch[_collections.UserString.__repr__] = _pprint_user_dict

    def _safe_repr(self, object, context, maxlevels, level):
        typ = type(object)
        if typ in _builtin_scalars:
            return repr(object), True, False
        method = getattr(typ, "__repr__", None)
        if issubclass(typ, int) and method is int.__repr__:
            return f"{object:_d}" if self._underscore_numbers else repr(object), True, False
        if issubclass(typ, dict) and method is dict.__repr__:
            return self._safe_dict(object, context, maxlevels, level)
        is_list = issubclass(typ, list) and method is list.__repr__
        if is_list or issubclass(typ, tuple) and method is tuple.__repr__:
            return self._safe_sequence(object, is_list, context, maxlevels, level)
        rep = repr(object)
        return rep, bool(rep and not rep.startswith("<")), False

    def _safe_dict(self, object, context, maxlevels, level):
        if not object:
            return "{}", True, False
        objid = id(object)
        if maxlevels and level >= maxlevels:
            return "{...}", False, objid in context
        if objid in context:
            return _recursion(object), False, True
        context[objid] = 1
        readable, recursive = True, False
        parts = []
        level += 1
        items = sorted(object.items(), key=_safe_tuple) if self._sort_dicts else object.items()
        for k, v in items:
            krepr, kreadable, krecur = self.format(k, context, maxlevels, level)
            vrepr, vreadable, vrecur = self.format(v, context, maxlevels, level)
            parts.append("%s: %s" % (krepr, vrepr))
            readable = readable and kreadable and vreadable
            recursive = recursive or krecur or vrecur
        del context[objid]
        return "{%s}" % ", ".join(parts), readable, recursive

    def _safe_sequence(self, object, is_list, context, maxlevels, level):
        if is_list:
            if not object:
                return "[]", True, False
            shape = "[%s]"
        elif len(object) == 1:
            shape = "(%s,)"
        else:
            if not object:
                return "()", True, False
            shape = "(%s)"
        objid = id(object)
        if maxlevels and level >= maxlevels:
            return shape % "...", False, objid in context
        if objid in context:
            return _recursion(object), False, True
        context[objid] = 1
        readable, recursive = True, False
        parts = []
        level += 1
        for o in object:
            orepr, oreadable, orecur = self.format(o, context, maxlevels, level)
            parts.append(orepr)
            readable = readable and oreadable
            recursive = recursive or orecur
        del context[objid]
        return shape % ", ".join(parts), readable, recursive


_builtin_scalars = frozenset({str, bytes, bytearray, float, complex, bool, type(None)})


def _recursion(object):
    return "<Recursion on %s with id=%s>" % (type(object).__name__, id(object))


def _packed(pieces, limits):
    """The reprs of runs of pieces, each run as long as the limit of the piece that ends it lets it be."""
    run = None
    for piece, limit in zip(pieces, limits):
        if run is None:
            run = piece
        elif len(repr(run + piece)) <= limit:
            run += piece
        else:
            yield repr(run)
            run = piece
    if run is not None:
        yield repr(run)


def _bytes_chunks(content, width, allowance):
    quads = [content[at:at + 4] for at in range(0, len(content), 4)]
    # What stands behind counts for a last piece that is shorter only.
    shorter = len(content) % 4 != 0
    return _packed(quads, [width] * (len(quads) - shorter) + [width - allowance] * shorter)


def _str_chunks(text, width, allowance):
    lines = text.splitlines(True)
    for left, line in enumerate(lines, 1 - len(lines)):
        room = width if left else width - allowance
        whole = repr(line)
        if len(whole) <= room:
            yield whole
        else:
            # Words with the white space behind them.
            words = re.findall(r"\S*\s*", line)[:-1]
            yield from _packed(words, [width] * (len(words) - 1) + [room])
