"""dump, unparse, literal_eval, places, visitors."""
import ast


def attempt(function):
    try:
        print(repr(function()))
    except Exception as error:
        print(type(error).__name__, str(error).split(" object at ")[0])


SOURCE = '''
"""Module's \\t doc."""
from __future__ import annotations
from .. import a as b, c
import x.y
@deco(1, *args, k=2, **kw)
class A[T: int = str, *Ts, **P](B, metaclass=M):
    """Doc's "quotes" \\\\ ü"""
    x: int = 3
    (y): str
    async def f(self, a, /, b: int=1, *c, d, e=2, **g) -> None:
        async with a as b, c: await d
        async for i, j in k: yield i
        else: return (yield)
        return [x async for x in y if z if w]
    def g(*, a): global q; nonlocal_ = lambda: (yield); del a, b[1:2, ::3]
type X[T] = list[T]
if a: pass
elif b: pass
else:
    while (n := f()): break
    else: continue
try: raise E from e
except (A, B) as e: raise
except: assert a, b
else: x += 1
finally: x @= 2
try: pass
except* V as g: pass
for x, in y: print(*x, **z)
with (a as b): pass
match p:
    case [1, *_, x] | {"a": y, **rest} if z: pass
    case C(1, k=None) as w: pass
    case -1 | 1+2j | "s" | a.b: pass
    case _: pass
print(f"a{x!r:>{w}}{'q'}{{}}\\n", f'{x=}', u"u", b"b", 1e400, -1j, ..., (1,), (), {*a}, {**b, 1: 2}, {1}, [], not a)
v = (a and b) or c if d else lambda x, *y: x ** -y ** 2
v = (a, b)[c, d] + -(-e) * (f + g) ** h // ~i @ j << k | l ^ m & n
v = 1 .real, 1.0.real, (a < b) < c < d is not e not in f, (yield_ for yield_ in ()), a[*b], a[b:=1], (not a) in b
v = 'both "kinds" of \\'quotes\\''
'''
tree = ast.parse(SOURCE)
print(ast.unparse(tree))
print(ast.dump(ast.parse(ast.unparse(tree))) == ast.dump(tree))
print(ast.dump(tree))
print(ast.dump(ast.parse("x = f(1, *a, k=None)"), indent=2))
print(ast.dump(ast.parse("x"), annotate_fields=False, include_attributes=True, indent="--"))
print(ast.dump(ast.parse("def f(): pass"), show_empty=True), ast.dump(ast.parse("def f(a): pass"), False))
attempt(lambda: ast.dump(3))
for text in ("[1, (2,), {3: 'x'}, {4}, set(), -1, +2, 3+4j, -1-2j, None, True, ..., b'x', 'a' 'b']", "  1", "1+2", "a", "f()", "[*a]", "{**a}", "2**3",
             "--1", "1 +", "", "{1: 2, **{}}", "-True", "'\\x41'", "1j+1"):
    attempt(lambda: ast.literal_eval(text))
code = "a = (\n    1 +\n  ü)\nif a:\n\tdef f(): pass\n"
tree = ast.parse(code)
for node in ast.walk(tree):
    print(type(node).__name__, repr(ast.get_source_segment(code, node)), repr(ast.get_source_segment(code, node, padded=True)))
print(ast.get_docstring(ast.parse("'''  doc\n    more'''")), ast.get_docstring(ast.parse("1")))
attempt(lambda: ast.get_docstring(ast.Name("x")))


class Names(ast.NodeVisitor):
    def visit_Name(self, node):
        print("name", node.id)

    def visit_BinOp(self, node):
        print("operation", type(node.op).__name__)
        self.generic_visit(node)


class Double(ast.NodeTransformer):
    def visit_Constant(self, node):
        return ast.copy_location(ast.Constant(node.value * 2), node)

    def visit_Pass(self, node):
        return None

    def visit_Expr(self, node):
        self.generic_visit(node)
        return [node, node]


Names().visit(ast.parse("a + b * c(d)"))
print(ast.unparse(Double().visit(ast.parse("f(1, 'x')\npass\nx = 2.5"))))
built = ast.Module([ast.Assign([ast.Name("x", ast.Store())], ast.BinOp(ast.Constant(1), ast.Add(), ast.Constant(2)))], [])
attempt(lambda: compile(built, "x", "exec"))
space = {}
exec(compile(ast.fix_missing_locations(built), "x", "exec"), space)
print(space["x"], ast.dump(built, include_attributes=True))
print([ast.increment_lineno(ast.parse("\n\nx")).body[0].lineno, *ast.iter_fields(ast.Name("x", ast.Load()))][0], list(ast.iter_child_nodes(ast.parse("1;2").body[0])) != [])
attempt(lambda: ast.parse("x", feature_version=(2, 7)))
attempt(lambda: ast.unparse(ast.JoinedStr([ast.Name("x")])))
