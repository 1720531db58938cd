"""Abstract syntax trees: helpers for their nodes (mirrors Lib/ast.py). What writes them as source is in `_ast_unparse`."""

import re
import sys
from _operator import neg as _neg, pos as _pos
from _ast import *


def _minor(version):
    """The minor version that the grammar is to be of, -1 for ours."""
    if not isinstance(version, tuple):
        return -1 if version is None else version
    major, minor = version
    if major == 3:
        return minor
    raise ValueError(f"Unsupported major version: {major}")


def parse(source, filename='<unknown>', mode='exec', *, type_comments=False, feature_version=None, optimize=-1):
    """Parse the source into an AST node."""
    result = PyCF_OPTIMIZED_AST if optimize > 0 else PyCF_ONLY_AST
    comments = PyCF_TYPE_COMMENTS if type_comments else 0
    return compile(source, filename, mode, result | comments | PyCF_ONLY_AST, optimize=optimize,
                   _feature_version=_minor(feature_version))


def _malformed(node):
    place = f' on line {line}' if (line := getattr(node, 'lineno', None)) else ''
    raise ValueError(f"malformed node or string{place}: {node!r}")


def _number(node):
    if type(node) is not Constant or type(node.value) not in (int, float, complex):
        _malformed(node)
    return node.value


_SIGNS = {UAdd: _pos, USub: _neg}


def _signed_number(node):
    sign = _SIGNS.get(type(node.op)) if isinstance(node, UnaryOp) else None
    return _number(node) if sign is None else sign(_number(node.operand))


_CONTAINERS = {Tuple: tuple, List: list, Set: set}


def _is_empty_set(node):
    """`set()`, for which there is no literal."""
    return (isinstance(node, Call) and isinstance(node.func, Name) and node.func.id == 'set'
            and node.args == node.keywords == [])


def _literal(node):
    if isinstance(node, Constant):
        return node.value
    for kind, make in _CONTAINERS.items():
        if isinstance(node, kind):
            return make(map(_literal, node.elts))
    if _is_empty_set(node):
        return set()
    if isinstance(node, Dict):
        if len(node.keys) != len(node.values):
            _malformed(node)
        return {_literal(key): _literal(value) for key, value in zip(node.keys, node.values)}
    # A complex number is written as a sum.
    if isinstance(node, BinOp) and isinstance(node.op, (Add, Sub)):
        real, imaginary = _signed_number(node.left), _number(node.right)
        if isinstance(real, (int, float)) and isinstance(imaginary, complex):
            return real - imaginary if isinstance(node.op, Sub) else real + imaginary
    return _signed_number(node)


def literal_eval(node_or_string):
    """The value of an expression of literals only."""
    if isinstance(node_or_string, str):
        node_or_string = parse(node_or_string.lstrip(" \t"), mode='eval')
    if isinstance(node_or_string, Expression):
        node_or_string = node_or_string.body
    return _literal(node_or_string)


class _Dump:
    def __init__(self, annotate_fields, include_attributes, indent, show_empty):
        self.annotate, self.attributes, self.indent, self.show_empty = (annotate_fields, include_attributes, indent,
                                                                        show_empty)

    def format(self, node, level=0):
        """The text of a node or value, and whether it is so simple that it shares a line."""
        if self.indent is not None:
            level += 1
            prefix = '\n' + self.indent * level
            sep = ',\n' + self.indent * level
        else:
            prefix, sep = '', ', '
        if isinstance(node, AST):
            args, simple = self.arguments(node, level)
            name = node.__class__.__name__
            if simple and len(args) <= 3:
                return '%s(%s)' % (name, ', '.join(args)), not args
            return '%s(%s%s)' % (name, prefix, sep.join(args)), False
        if isinstance(node, list):
            if not node:
                return '[]', True
            return '[%s%s]' % (prefix, sep.join(self.format(each, level)[0] for each in node)), False
        return repr(node), True

    def arguments(self, node, level):
        kind, args, held, simple, named = type(node), [], [], True, self.annotate
        for name in node._fields:
            try:
                value = getattr(node, name)
            except AttributeError:
                named = True
                continue
            if value is None and getattr(kind, name, ...) is None:
                named = True
                continue
            if not self.show_empty:
                if value == []:
                    field = kind._field_types.get(name, object)
                    if getattr(field, '__origin__', ...) is list:
                        if not named:
                            # Without names it is needed when something follows.
                            held.append(repr(value))
                        continue
                if not named:
                    args += held
                    held = []
            text, is_simple = self.format(value, level)
            simple = simple and is_simple
            args.append('%s=%s' % (name, text) if named else text)
        if self.attributes and node._attributes:
            for name in node._attributes:
                try:
                    value = getattr(node, name)
                except AttributeError:
                    continue
                if value is None and getattr(kind, name, ...) is None:
                    continue
                text, is_simple = self.format(value, level)
                simple = simple and is_simple
                args.append('%s=%s' % (name, text))
        return args, simple


def dump(node, annotate_fields=True, include_attributes=False, *, indent=None, show_empty=False):
    """Return a formatted dump of the tree in node."""
    if not isinstance(node, AST):
        raise TypeError('expected AST, got %r' % node.__class__.__name__)
    if indent is not None and not isinstance(indent, str):
        indent = ' ' * indent
    return _Dump(annotate_fields, include_attributes, indent, show_empty).format(node)[0]


# -- places -----------------------------------------------------------------------

# Where a node is; what may be None where it is not known.
_POSITION = ('lineno', False), ('col_offset', False), ('end_lineno', True), ('end_col_offset', True)
_absent = object()


def copy_location(new_node, old_node):
    for name, is_optional in _POSITION:
        if name not in old_node._attributes or name not in new_node._attributes:
            continue
        place = getattr(old_node, name, _absent)
        if place is not _absent and (is_optional or place is not None):
            setattr(new_node, name, place)
    return new_node


def fix_missing_locations(node):
    def fix(node, places):
        own = []
        for attr, value in zip(('lineno', 'end_lineno', 'col_offset', 'end_col_offset'), places):
            if attr in node._attributes:
                found = getattr(node, attr, None)
                if found is None and (attr.startswith('end_') or not hasattr(node, attr)):
                    setattr(node, attr, value)
                else:
                    value = getattr(node, attr)
            own.append(value)
        for child in iter_child_nodes(node):
            fix(child, own)
    fix(node, (1, 1, 0, 0))
    return node


def increment_lineno(node, n=1):
    """Move the node and all below it by so many lines."""
    for child in walk(node):
        # TypeIgnore has its line as a field.
        if isinstance(child, TypeIgnore) or 'lineno' in child._attributes:
            child.lineno = n + getattr(child, 'lineno', 0)
        if 'end_lineno' in child._attributes:
            end = getattr(child, 'end_lineno', 0)
            child.end_lineno = end if end is None else n + end
    return node


_line_pattern = re.compile(r"(.*?(?:\r\n|\n|\r|$))", re.S)


def _lines(source, most=None):
    """The lines of a source, which ends none at a form feed."""
    for number, match in enumerate(_line_pattern.finditer(source), 1):
        if most is not None and number > most:
            return
        yield match[0]


def get_source_segment(source, node, *, padded=False):
    """Get source code segment of the *source* that generated *node*."""
    try:
        if node.end_lineno is None or node.end_col_offset is None:
            return None
        first, last = node.lineno - 1, node.end_lineno - 1
        start, end = node.col_offset, node.end_col_offset
    except AttributeError:
        return None
    lines = list(_lines(source, last + 1))
    if last == first:
        return lines[first].encode()[start:end].decode()
    padding = ''
    if padded:
        before = lines[first].encode()[:start].decode()
        padding = ''.join(c if c in '\f\t' else ' ' for c in before)
    return ''.join([padding + lines[first].encode()[start:].decode(), *lines[first + 1:last],
                    lines[last].encode()[:end].decode()])


# -- walking ------------------------------------------------------------------------

def iter_fields(node):
    """The fields of a node that are there, as pairs of name and content."""
    for field in node._fields:
        try:
            yield field, getattr(node, field)
        except AttributeError:
            pass


def iter_child_nodes(node):
    for _name, content in iter_fields(node):
        for part in content if isinstance(content, list) else (content,):
            if isinstance(part, AST):
                yield part


def walk(node):
    from collections import deque
    todo = deque([node])
    while todo:
        node = todo.popleft()
        todo.extend(iter_child_nodes(node))
        yield node


def get_docstring(node, clean=True):
    """The docstring of a node, cleaned of its indentation unless told not to; None without one."""
    if not isinstance(node, (AsyncFunctionDef, FunctionDef, ClassDef, Module)):
        raise TypeError("%r can't have docstrings" % (node.__class__.__name__))
    if not (node.body and isinstance(node.body[0], Expr)):
        return None
    value = node.body[0].value
    if not (isinstance(value, Constant) and isinstance(value.value, str)):
        return None
    if not clean:
        return value.value
    import inspect
    return inspect.cleandoc(value.value)


class NodeVisitor(object):

    def visit(self, node):
        """Visit a node."""
        return getattr(self, 'visit_' + node.__class__.__name__, self.generic_visit)(node)

    def generic_visit(self, node):
        """Visit what is below a node; called where there is no method for it."""
        for child in iter_child_nodes(node):
            self.visit(child)

    def visit_Constant(self, node):
        value = node.value
        names = {bool: 'NameConstant', type(None): 'NameConstant', int: 'Num', float: 'Num', complex: 'Num', str: 'Str',
                 bytes: 'Bytes', type(...): 'Ellipsis'}
        name = names.get(type(value)) or next((n for kind, n in names.items() if isinstance(value, kind)), None)
        visitor = getattr(self, f'visit_{name}', None)
        if visitor is None:
            return self.generic_visit(node)
        import warnings
        warnings.warn(f"visit_{name} is deprecated; add visit_Constant", DeprecationWarning, 2)
        return visitor(node)


class NodeTransformer(NodeVisitor):
    """A visitor whose methods give what is to stand in the place of the node: a node, several in a list, or None."""

    def _visited(self, item):
        """What stands in the place of an item of a list."""
        if not isinstance(item, AST):
            return item,
        made = self.visit(item)
        if made is None:
            return ()
        return (made,) if isinstance(made, AST) else made

    def generic_visit(self, node):
        for name, content in iter_fields(node):
            if isinstance(content, list):
                content[:] = [made for item in content for made in self._visited(item)]
            elif isinstance(content, AST):
                made = self.visit(content)
                if made is not None:
                    setattr(node, name, made)
                else:
                    delattr(node, name)
        return node


# -- classes of older trees --------------------------------------------------------

class slice(AST):
    """Deprecated AST node class."""


class Index(slice):
    """Deprecated AST node class. Use the index value directly instead."""

    def __new__(cls, value, **kwargs):
        return value


class ExtSlice(slice):
    """Deprecated AST node class. Use ast.Tuple instead."""

    def __new__(cls, dims=(), **kwargs):
        return Tuple(list(dims), Load(), **kwargs)


class Suite(mod):
    """Deprecated AST node class.  Unused in Python 3."""


class AugLoad(expr_context):
    """Deprecated AST node class.  Unused in Python 3."""


class AugStore(expr_context):
    """Deprecated AST node class.  Unused in Python 3."""


class Param(expr_context):
    """Deprecated AST node class.  Unused in Python 3."""


def unparse(ast_obj):
    from _ast_unparse import Unparser
    return Unparser().visit(ast_obj)


_OPTIONS = (
    (('infile',), dict(nargs='?', default='-', help='the file to parse; defaults to stdin')),
    (('-m', '--mode'), dict(default='exec', choices=('exec', 'single', 'eval', 'func_type'),
                            help='specify what kind of code must be parsed')),
    (('--no-type-comments',), dict(default=True, action='store_false',
                                   help="don't add information about type comments")),
    (('-a', '--include-attributes'), dict(action='store_true',
                                          help='include attributes such as line numbers and column offsets')),
    (('-i', '--indent'), dict(type=int, default=3, help='indentation of nodes (number of spaces)')),
)


def main():
    from argparse import ArgumentParser
    parser = ArgumentParser(prog='python -m ast')
    for names, options in _OPTIONS:
        parser.add_argument(*names, **options)
    given = parser.parse_args()
    from_stdin = given.infile == '-'
    if from_stdin:
        source = sys.stdin.buffer.read()
    else:
        with open(given.infile, 'rb') as file:
            source = file.read()
    tree = parse(source, '<stdin>' if from_stdin else given.infile, given.mode, type_comments=given.no_type_comments)
    print(dump(tree, include_attributes=given.include_attributes, indent=given.indent))


if __name__ == '__main__':
    main()
