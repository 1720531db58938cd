"""Writes syntax trees as source, for `ast.unparse`."""

from contextlib import contextmanager, nullcontext

from ast import (AsyncFunctionDef, ClassDef, Constant, Expr, FormattedValue, FunctionDef, If, JoinedStr, Module, Name,
                 NodeVisitor, Tuple)

# Infinity has no literal of its own.
_INFSTR = "1e309"
_MULTI_QUOTES = ('"""', "'''")
_ALL_QUOTES = ("'", '"', *_MULTI_QUOTES)

# How tightly expressions bind.
(NAMED_EXPR, TUPLE, YIELD, TEST, OR, AND, NOT, CMP, EXPR, BXOR, BAND, SHIFT, ARITH, TERM, FACTOR, POWER, AWAIT,
 ATOM) = range(18)
BOR = EXPR
_BINARY = {"Add": ("+", ARITH), "Sub": ("-", ARITH), "Mult": ("*", TERM), "MatMult": ("@", TERM), "Div": ("/", TERM),
           "Mod": ("%", TERM), "LShift": ("<<", SHIFT), "RShift": (">>", SHIFT), "BitOr": ("|", BOR),
           "BitXor": ("^", BXOR), "BitAnd": ("&", BAND), "FloorDiv": ("//", TERM), "Pow": ("**", POWER)}
_UNARY = {"Invert": ("~", FACTOR), "Not": ("not", NOT), "UAdd": ("+", FACTOR), "USub": ("-", FACTOR)}
_COMPARE = {"Eq": "==", "NotEq": "!=", "Lt": "<", "LtE": "<=", "Gt": ">", "GtE": ">=", "Is": "is",
            "IsNot": "is not", "In": "in", "NotIn": "not in"}
_BOOLEAN = {"And": ("and", AND), "Or": ("or", OR)}


def _next(precedence):
    return min(precedence + 1, ATOM)


class Unparser(NodeVisitor):

    def __init__(self):
        self._source = []
        self._precedences = {}
        self._type_ignores = {}
        self._indent = 0
        self._in_try_star = False

    def visit(self, node):
        """Outputs a source code string that, if executed (converted
        to AST), would give the same AST back (with the exception of positions)"""
        self._source = []
        self.traverse(node)
        return "".join(self._source)

    # -- tools

    def traverse(self, node):
        if isinstance(node, list):
            for item in node:
                self.traverse(item)
        else:
            super().visit(node)

    def write(self, *text):
        self._source.extend(text)

    def maybe_newline(self):
        if self._source:
            self.write("\n")

    def fill(self, text=""):
        self.maybe_newline()
        self.write("    " * self._indent + text)

    @contextmanager
    def buffered(self):
        original, self._source = self._source, []
        try:
            yield self._source
        finally:
            self._source = original

    @contextmanager
    def block(self, *, extra=None):
        self.write(":")
        if extra:
            self.write(extra)
        self._indent += 1
        yield
        self._indent -= 1

    @contextmanager
    def delimit(self, start, end):
        self.write(start)
        yield
        self.write(end)

    def delimit_if(self, start, end, condition):
        return self.delimit(start, end) if condition else nullcontext()

    def require_parens(self, precedence, node):
        return self.delimit_if("(", ")", self.precedence(node) > precedence)

    def precedence(self, node):
        return self._precedences.get(node, TEST)

    def set_precedence(self, precedence, *nodes):
        for node in nodes:
            self._precedences[node] = precedence

    def interleave(self, nodes, between=", "):
        for at, node in enumerate(nodes):
            if at:
                self.write(between)
            self.traverse(node)

    def items_view(self, items):
        """Items with commas; a single one has its comma too."""
        self.interleave(items)
        if len(items) == 1:
            self.write(",")

    def get_type_comment(self, node):
        comment = self._type_ignores.get(node.lineno) or node.type_comment
        return f" # type: {comment}" if comment is not None else None

    def docstring_of(self, node):
        if isinstance(node, (AsyncFunctionDef, FunctionDef, ClassDef, Module)) and node.body:
            first = node.body[0]
            if isinstance(first, Expr) and isinstance(first.value, Constant) and isinstance(first.value.value, str):
                return first.value
        return None

    def docstring_and_body(self, node):
        docstring = self.docstring_of(node)
        if docstring is None:
            self.traverse(node.body)
            return
        self.fill()
        if docstring.kind == "u":
            self.write("u")
        text, quotes = self.quoted(docstring.value, _MULTI_QUOTES)
        self.write(quotes[0], text, quotes[0])
        self.traverse(node.body[1:])

    # -- modules and statements

    def visit_Module(self, node):
        self._type_ignores = {ignore.lineno: f"ignore{ignore.tag}" for ignore in node.type_ignores}
        self.docstring_and_body(node)
        self._type_ignores.clear()

    def visit_FunctionType(self, node):
        with self.delimit("(", ")"):
            self.interleave(node.argtypes)
        self.write(" -> ")
        self.traverse(node.returns)

    def visit_Expr(self, node):
        self.fill()
        self.set_precedence(YIELD, node.value)
        self.traverse(node.value)

    def visit_Import(self, node):
        self.fill("import ")
        self.interleave(node.names)

    def visit_ImportFrom(self, node):
        self.fill(f"from {'.' * (node.level or 0)}{node.module or ''} import ")
        self.interleave(node.names)

    def visit_alias(self, node):
        self.write(node.name)
        if node.asname:
            self.write(f" as {node.asname}")

    def visit_Assign(self, node):
        self.fill()
        self.set_precedence(TUPLE, *node.targets)
        for part in node.targets:
            self.traverse(part)
            self.write(" = ")
        self.traverse(node.value)
        self.write(self.get_type_comment(node) or "")

    def visit_AugAssign(self, node):
        operator = _BINARY[node.op.__class__.__name__][0]
        self.fill()
        self.traverse(node.target)
        self.clause(f" {operator}= ", node.value)

    def visit_AnnAssign(self, node):
        in_parens = isinstance(node.target, Name) and not node.simple
        self.fill()
        with self.delimit_if("(", ")", in_parens):
            self.traverse(node.target)
        self.clause(": ", node.annotation)
        self.clause(" = ", node.value)

    def visit_Return(self, node):
        self.fill("return")
        if node.value:
            self.write(" ")
            self.traverse(node.value)

    def visit_Pass(self, node):
        self.fill("pass")

    def visit_Break(self, node):
        self.fill("break")

    def visit_Continue(self, node):
        self.fill("continue")

    def visit_Delete(self, node):
        self.fill("del ")
        self.interleave(node.targets)

    def visit_Assert(self, node):
        self.fill()
        self.clause("assert ", node.test)
        self.clause(", ", node.msg)

    def visit_Global(self, node):
        self.fill("global " + ", ".join(node.names))

    def visit_Nonlocal(self, node):
        self.fill("nonlocal " + ", ".join(node.names))

    def visit_Raise(self, node):
        self.fill("raise")
        if node.cause and not node.exc:
            raise ValueError("Node can't be used without a value attribute.")
        self.clause(" ", node.exc)
        self.clause(" from ", node.cause)

    def suite(self, keyword, body):
        if body:
            self.fill(keyword)
            with self.block():
                self.traverse(body)

    def clause(self, before, node):
        """A part that may be missing, and the text before it."""
        if node:
            self.write(before)
            self.traverse(node)

    def write_try(self, node, is_star):
        outer, self._in_try_star = self._in_try_star, is_star
        try:
            self.fill("try")
            with self.block():
                self.traverse(node.body)
            for handler in node.handlers:
                self.traverse(handler)
            self.suite("else", node.orelse)
            self.suite("finally", node.finalbody)
        finally:
            self._in_try_star = outer

    def visit_Try(self, node):
        self.write_try(node, False)

    def visit_TryStar(self, node):
        self.write_try(node, True)

    def visit_ExceptHandler(self, node):
        self.fill("except*" if self._in_try_star else "except")
        self.clause(" ", node.type)
        if node.name:
            self.write(" as ", node.name)
        with self.block():
            self.traverse(node.body)

    def visit_ClassDef(self, node):
        self.maybe_newline()
        self.decorators(node)
        self.fill("class " + node.name)
        self.type_params(node)
        with self.delimit_if("(", ")", condition=node.bases or node.keywords):
            self.interleave(node.bases + node.keywords)
        with self.block():
            self.docstring_and_body(node)

    def decorators(self, node):
        for decorator in node.decorator_list:
            self.fill("@")
            self.traverse(decorator)

    def type_params(self, node):
        if getattr(node, "type_params", None):
            with self.delimit("[", "]"):
                self.interleave(node.type_params)

    def visit_FunctionDef(self, node):
        self.function(node, "def")

    def visit_AsyncFunctionDef(self, node):
        self.function(node, "async def")

    def function(self, node, keyword):
        self.maybe_newline()
        self.decorators(node)
        self.fill(keyword + " " + node.name)
        self.type_params(node)
        with self.delimit("(", ")"):
            self.traverse(node.args)
        if node.returns:
            self.write(" -> ")
            self.traverse(node.returns)
        with self.block(extra=self.get_type_comment(node)):
            self.docstring_and_body(node)

    def type_param(self, node, name):
        self.write(name)
        if getattr(node, "bound", None):
            self.write(": ")
            self.traverse(node.bound)
        if node.default_value:
            self.write(" = ")
            self.traverse(node.default_value)

    def visit_TypeVar(self, node):
        self.type_param(node, node.name)

    def visit_TypeVarTuple(self, node):
        self.type_param(node, "*" + node.name)

    def visit_ParamSpec(self, node):
        self.type_param(node, "**" + node.name)

    def visit_TypeAlias(self, node):
        self.fill("type ")
        self.traverse(node.name)
        self.type_params(node)
        self.write(" = ")
        self.traverse(node.value)

    def visit_For(self, node):
        self.loop("for ", node)

    def visit_AsyncFor(self, node):
        self.loop("async for ", node)

    def loop(self, keyword, node):
        self.fill(keyword)
        self.set_precedence(TUPLE, node.target)
        self.traverse(node.target)
        self.write(" in ")
        self.traverse(node.iter)
        with self.block(extra=self.get_type_comment(node)):
            self.traverse(node.body)
        self.suite("else", node.orelse)

    def visit_If(self, node):
        keyword = "if "
        while True:
            self.fill(keyword)
            self.traverse(node.test)
            with self.block():
                self.traverse(node.body)
            if not (len(node.orelse) == 1 and isinstance(node.orelse[0], If)):
                break
            node, keyword = node.orelse[0], "elif "
        self.suite("else", node.orelse)

    def visit_While(self, node):
        self.fill("while ")
        self.traverse(node.test)
        with self.block():
            self.traverse(node.body)
        self.suite("else", node.orelse)

    def visit_With(self, node):
        self.with_("with ", node)

    def visit_AsyncWith(self, node):
        self.with_("async with ", node)

    def with_(self, keyword, node):
        self.fill(keyword)
        self.interleave(node.items)
        with self.block(extra=self.get_type_comment(node)):
            self.traverse(node.body)

    def visit_withitem(self, node):
        self.traverse(node.context_expr)
        if node.optional_vars:
            self.write(" as ")
            self.traverse(node.optional_vars)

    # -- strings

    def quoted(self, string, quotes=_ALL_QUOTES, escape_whitespace=False):
        """The text between quotes that need no backslash, and the quotes that may stand around it."""
        def escaped(c):
            if not escape_whitespace and c in "\n\t" or c != "\\" and c.isprintable():
                return c
            return c.encode("unicode_escape").decode("ascii")

        text = "".join(map(escaped, string))
        possible = [q for q in quotes if q not in text and ("\n" not in text or q in _MULTI_QUOTES)]
        if not possible:
            string = repr(string)
            return string[1:-1], [next((q for q in quotes if string[0] in q), string[0])]
        if text:
            possible.sort(key=lambda q: q[0] == text[-1])
            if possible[0][0] == text[-1]:
                # The last quote is of the kind that ends the string.
                text = text[:-1] + "\\" + text[-1]
        return text, possible

    def visit_JoinedStr(self, node):
        self.write("f")
        parts = []
        for value in node.values:
            with self.buffered() as buffer:
                self.fstring_inner(value)
            parts.append(("".join(buffer), isinstance(value, Constant)))
        quotes, written = list(_ALL_QUOTES), []
        for text, is_constant in parts:
            if is_constant:
                text, fitting = self.quoted(text, quotes, escape_whitespace=True)
                if set(fitting).isdisjoint(quotes):
                    # Nothing fits all parts: escapes in triple quotes do.
                    quotes = ["'''"]
                    written = [repr('"' + part)[2:-1] if constant else part for part, constant in parts]
                    break
                quotes = fitting
            elif "\n" in text:
                quotes = [q for q in quotes if q in _MULTI_QUOTES]
            written.append(text)
        self.write(quotes[0], *written, quotes[0])

    def visit_FormattedValue(self, node):
        inner = type(self)()
        inner.set_precedence(_next(TEST), node.value)
        text = inner.visit(node.value)
        with self.delimit("{", "}"):
            if text.startswith("{"):
                self.write(" ")
            self.write(text)
            if node.conversion != -1:
                self.write(f"!{chr(node.conversion)}")
            if node.format_spec:
                self.write(":")
                self.fstring_inner(node.format_spec, True)

    def fstring_inner(self, node, is_spec=False):
        if isinstance(node, JoinedStr):
            for value in node.values:
                self.fstring_inner(value, is_spec)
        elif isinstance(node, Constant) and isinstance(node.value, str):
            text = node.value.replace("{", "{{").replace("}", "}}")
            if is_spec:
                text = text.replace("\\", "\\\\").replace("'", "\\'").replace('"', '\\"').replace("\n", "\\n")
            self.write(text)
        elif isinstance(node, FormattedValue):
            self.visit_FormattedValue(node)
        else:
            raise ValueError(f"Unexpected node inside JoinedStr, {node!r}")

    # -- expressions

    def visit_Name(self, node):
        self.write(node.id)

    def visit_Constant(self, node):
        value = node.value
        if isinstance(value, tuple):
            with self.delimit("(", ")"):
                self.write(", ".join(map(self.constant, value)), "," if len(value) == 1 else "")
        elif value is ...:
            self.write("...")
        else:
            if node.kind == "u":
                self.write("u")
            self.write(self.constant(value))

    def constant(self, value):
        if isinstance(value, (float, complex)):
            return repr(value).replace("inf", _INFSTR).replace("nan", f"({_INFSTR}-{_INFSTR})")
        return repr(value)

    def visit_NamedExpr(self, node):
        with self.require_parens(NAMED_EXPR, node):
            for before, part in (("", node.target), (" := ", node.value)):
                self.set_precedence(ATOM, part)
                self.clause(before, part)

    def prefixed(self, node, keyword, precedence, value):
        with self.require_parens(precedence, node):
            self.write(keyword)
            if value:
                self.write(" ")
                self.set_precedence(ATOM, value)
                self.traverse(value)

    def visit_Await(self, node):
        self.prefixed(node, "await", AWAIT, node.value)

    def visit_Yield(self, node):
        self.prefixed(node, "yield", YIELD, node.value)

    def visit_YieldFrom(self, node):
        if not node.value:
            raise ValueError("Node can't be used without a value attribute.")
        self.prefixed(node, "yield from", YIELD, node.value)

    def visit_List(self, node):
        with self.delimit("[", "]"):
            self.interleave(node.elts)

    def visit_Set(self, node):
        with self.delimit("{", "}"):
            if node.elts:
                self.interleave(node.elts)
            else:
                # An empty pair of braces would be a dict.
                self.write("*()")

    def visit_Tuple(self, node):
        with self.delimit_if("(", ")", len(node.elts) == 0 or self.precedence(node) > TUPLE):
            self.items_view(node.elts)

    def visit_Dict(self, node):
        with self.delimit("{", "}"):
            for at, (key, value) in enumerate(zip(node.keys, node.values)):
                if at:
                    self.write(", ")
                if key is None:
                    self.write("**")
                    self.set_precedence(EXPR, value)
                else:
                    self.traverse(key)
                    self.write(": ")
                self.traverse(value)

    def comprehension(self, start, end, node, *parts):
        with self.delimit(start, end):
            self.interleave(parts, ": ")
            self.traverse(node.generators)

    def visit_ListComp(self, node):
        self.comprehension("[", "]", node, node.elt)

    def visit_GeneratorExp(self, node):
        self.comprehension("(", ")", node, node.elt)

    def visit_SetComp(self, node):
        self.comprehension("{", "}", node, node.elt)

    def visit_DictComp(self, node):
        self.comprehension("{", "}", node, node.key, node.value)

    def visit_comprehension(self, node):
        self.write(" async for " if node.is_async else " for ")
        self.set_precedence(TUPLE, node.target)
        self.traverse(node.target)
        self.write(" in ")
        self.set_precedence(_next(TEST), node.iter, *node.ifs)
        self.traverse(node.iter)
        for condition in node.ifs:
            self.write(" if ")
            self.traverse(condition)

    def visit_IfExp(self, node):
        inner = _next(TEST)
        with self.require_parens(TEST, node):
            for before, part, precedence in (("", node.body, inner), (" if ", node.test, inner),
                                             (" else ", node.orelse, TEST)):
                self.set_precedence(precedence, part)
                self.clause(before, part)

    def visit_UnaryOp(self, node):
        sign, precedence = _UNARY[node.op.__class__.__name__]
        with self.require_parens(precedence, node):
            self.write(sign)
            if precedence != FACTOR:
                self.write(" ")
            self.set_precedence(precedence, node.operand)
            self.traverse(node.operand)

    def visit_BinOp(self, node):
        sign, precedence = _BINARY[node.op.__class__.__name__]
        with self.require_parens(precedence, node):
            # Only powers group from the right.
            left, right = precedence, _next(precedence)
            if sign == "**":
                left, right = right, left
            self.set_precedence(left, node.left)
            self.traverse(node.left)
            self.write(f" {sign} ")
            self.set_precedence(right, node.right)
            self.traverse(node.right)

    def visit_Compare(self, node):
        inner = _next(CMP)
        with self.require_parens(CMP, node):
            self.set_precedence(inner, node.left)
            self.traverse(node.left)
            for operator, operand in zip(map(type, node.ops), node.comparators):
                self.set_precedence(inner, operand)
                self.clause(f" {_COMPARE[operator.__name__]} ", operand)

    def visit_BoolOp(self, node):
        sign, precedence = _BOOLEAN[node.op.__class__.__name__]
        with self.require_parens(precedence, node):
            for at, value in enumerate(node.values):
                if at:
                    self.write(f" {sign} ")
                precedence = _next(precedence)
                self.set_precedence(precedence, value)
                self.traverse(value)

    def visit_Attribute(self, node):
        self.set_precedence(ATOM, node.value)
        self.traverse(node.value)
        # A dot behind an integer would make it a float.
        if isinstance(node.value, Constant) and isinstance(node.value.value, int):
            self.write(" ")
        self.write("." + node.attr)

    def visit_Call(self, node):
        self.set_precedence(ATOM, node.func)
        self.traverse(node.func)
        with self.delimit("(", ")"):
            self.interleave(node.args + node.keywords)

    def visit_keyword(self, node):
        self.write("**" if node.arg is None else f"{node.arg}=")
        self.traverse(node.value)

    def visit_Subscript(self, node):
        self.set_precedence(ATOM, node.value)
        self.traverse(node.value)
        with self.delimit("[", "]"):
            if isinstance(node.slice, Tuple) and node.slice.elts:
                self.items_view(node.slice.elts)
            else:
                self.traverse(node.slice)

    def visit_Slice(self, node):
        self.clause("", node.lower)
        self.write(":")
        self.clause("", node.upper)
        self.clause(":", node.step)

    def visit_Starred(self, node):
        self.write("*")
        self.set_precedence(EXPR, node.value)
        self.traverse(node.value)

    def visit_Ellipsis(self, node):
        self.write("...")

    def visit_arg(self, node):
        self.write(node.arg)
        if node.annotation:
            self.write(": ")
            self.traverse(node.annotation)

    def visit_arguments(self, node):
        positional = node.posonlyargs + node.args
        defaults = [None] * (len(positional) - len(node.defaults)) + node.defaults
        rows = []
        for at, pair in enumerate(zip(positional, defaults), 1):
            rows.append(("", *pair))
            if at == len(node.posonlyargs):
                rows.append(("/", None, None))
        if node.vararg or node.kwonlyargs:
            rows.append(("*", node.vararg, None))
        rows += [("", *pair) for pair in zip(node.kwonlyargs, node.kw_defaults)]
        if node.kwarg:
            rows.append(("**", node.kwarg, None))
        for at, (sign, arg, default) in enumerate(rows):
            self.write(", " if at else "", sign)
            if arg:
                self.traverse(arg)
            if default:
                self.write("=")
                self.traverse(default)

    def visit_Lambda(self, node):
        with self.require_parens(TEST, node):
            self.write("lambda")
            with self.buffered() as buffer:
                self.traverse(node.args)
            text = "".join(buffer)
            if text:
                self.write(" ", text)
            self.write(": ")
            self.set_precedence(TEST, node.body)
            self.traverse(node.body)

    # -- patterns

    def visit_Match(self, node):
        self.fill()
        self.clause("match ", node.subject)
        with self.block():
            self.traverse(node.cases)

    def visit_match_case(self, node):
        self.fill()
        self.clause("case ", node.pattern)
        self.clause(" if ", node.guard)
        with self.block():
            self.traverse(node.body)

    def visit_MatchValue(self, node):
        self.traverse(node.value)

    def visit_MatchSingleton(self, node):
        self.write(self.constant(node.value))

    def visit_MatchSequence(self, node):
        with self.delimit("[", "]"):
            self.interleave(node.patterns)

    def visit_MatchStar(self, node):
        self.write(f"*{'_' if node.name is None else node.name}")

    def visit_MatchMapping(self, node):
        with self.delimit("{", "}"):
            for at, (key, pattern) in enumerate(zip(node.keys, node.patterns)):
                if at:
                    self.write(", ")
                self.traverse(key)
                self.write(": ")
                self.traverse(pattern)
            if node.rest is not None:
                self.write(", " if node.keys else "", f"**{node.rest}")

    def visit_MatchClass(self, node):
        self.set_precedence(ATOM, node.cls)
        self.traverse(node.cls)
        with self.delimit("(", ")"):
            self.interleave(node.patterns)
            for at, (name, pattern) in enumerate(zip(node.kwd_attrs, node.kwd_patterns)):
                self.write(", " if at or node.patterns else "", f"{name}=")
                self.traverse(pattern)

    def visit_MatchAs(self, node):
        if node.name is None:
            self.write("_")
        elif node.pattern is None:
            self.write(node.name)
        else:
            with self.require_parens(TEST, node):
                self.set_precedence(BOR, node.pattern)
                self.traverse(node.pattern)
                self.write(f" as {node.name}")

    def visit_MatchOr(self, node):
        with self.require_parens(BOR, node):
            self.set_precedence(_next(BOR), *node.patterns)
            self.interleave(node.patterns, " | ")
