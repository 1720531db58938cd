# The native node classes, compile() to trees and from trees.
import _ast
import copy
import pickle
import sys
import warnings
from _ast import *

sys.modules["ast"] = _ast
ONLY = _ast.PyCF_ONLY_AST


def dump(node):
    if isinstance(node, AST):
        parts = [f"{f}={dump(getattr(node, f, '?'))}" for f in node._fields]
        parts += [f"{a[0] + a[-1]}{getattr(node, a, '?')}" for a in node._attributes]
        return f"{type(node).__name__}({', '.join(parts)})"
    if isinstance(node, list):
        return "[" + ", ".join(dump(n) for n in node) + "]"
    return repr(node)


def attempt(function):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            result = dump(function())
        except Exception as error:
            result = f"{type(error).__name__}: {error}"
    print(result, *(w.message for w in caught))


print("== classes")
for name in sorted(dir(_ast)):
    node = getattr(_ast, name)
    if isinstance(node, type) and issubclass(node, AST):
        print(name, node.__base__.__name__, node._fields, node.__match_args__, node._attributes, node.__module__)
        print("   ", node.__doc__)
        print("   ", getattr(node, "_field_types", None), node.__dict__.get("__annotations__"))
print(list(vars(expr)), list(vars(Return)), list(vars(arg)))

print("== making nodes")
attempt(lambda: Name())
attempt(lambda: Name("x"))
attempt(lambda: Name("x", Store(), 3))
attempt(lambda: Name("x", id=3))
attempt(lambda: Name("x", foo=3))
attempt(lambda: Name("x", lineno=3))
attempt(lambda: Name("x").lineno)
attempt(lambda: Name("x").end_lineno)
attempt(lambda: Return())
attempt(lambda: Pass(3))
attempt(lambda: AST(3))
attempt(lambda: AST(x=3))
attempt(lambda: BoolOp())


class Own(AST):
    _fields = ("a", "b")


attempt(lambda: Own(1))
attempt(lambda: Own(1, 2, 3))
attempt(lambda: Own(b=1))
Own._field_types = {"a": int}
attempt(lambda: Own(b=2))
print(Name("x").__reduce__()[:2], Load().__reduce__())
tree = BinOp(Name("x", Load()), Add(), Constant(3))
for protocol in range(6):
    print(dump(pickle.loads(pickle.dumps(tree, protocol))))
print(dump(copy.deepcopy(tree)))

print("== from source")
SOURCES = [
    "x + y * f(z, *k, a=3, **d)",
    "def f(a: int, /, b=1, *c, d=2, e, **g) -> 3:\n    'doc'\n    return a",
    "@d\nclass C[T: int, *Ts, **P](B, metaclass=M):\n    x: int = 3\n    (y): str\n",
    "async def f():\n    async for x in y: await z\n    async with a as b, c: pass\n    return [i async for i in j if k if l]",
    "match x:\n    case [1, *rest] | {'a': b, **c} if d: pass\n    case C(1, y=2) as z: pass\n    case None | -1+2j | a.b: pass\n    case _: pass",
    "try:\n    pass\nexcept A as e:\n    raise B from e\nelse:\n    pass\nfinally:\n    pass",
    "try:\n    pass\nexcept* (A, B):\n    pass",
    "f'a{x!r:>{w}}b' 'c' f'{y=}'",
    "f'{{a}} {x} {{b}}' + f'{{}}{x}}}' + f'{x!r:}}}' + f'a' f'{{' 'b' f'}}' + rf'\\{{x' + f'\\N{EN DASH}{x:\\N{EN DASH}}'",
    "type X[T = int] = list[T]",
    "a, *b = c = d[1:2, ::3, ...]\na.b += 1\ndel a[0], (b, c)\nglobal g\nassert a, 'm'",
    "from . import x\nfrom ..m import y as z, w\nimport a.b.c as d",
    "lambda x, *y, z=1: (yield), (yield from x)",
    "{**a, 1: 2}, {1, *b}, {k: v for k, v in c}, {e for e in f}, (g for g in h), not i, ~j, k if l else m",
    "while 1:\n    if a < b <= c is not d not in e: break\n    elif (n := 3): continue\n    else: pass\nelse: pass",
    "u'x', b'y', 1.5, 2j, 10**30, True, None, ...",
    "x = 'é'; ñ = ('ü' 'a')\n'\\ud800'",
]
for source in SOURCES:
    for node in compile(source, "f", "exec", ONLY).body:
        print(dump(node))
print(dump(compile("1 + 2", "f", "eval", ONLY)), dump(compile("x", "f", "single", ONLY)))
ctx = compile("x + y", "f", "exec", ONLY).body[0].value
print(ctx.left.ctx is ctx.right.ctx is Name("x").ctx, copy.deepcopy(ctx.left.ctx) is ctx.left.ctx)

print("== back to code")
PROGRAMS = [
    "def f(a, /, b=2, *c, d=4, **e): return a, b, c, d, e\nprint(f(1, 3, 5, d=6, g=7))",
    "class C:\n    x: int = 3\n    def m(self): return __class__.__name__\nprint(C().m(), C.__annotations__)",
    "print([i * j for i in range(3) if i for j in range(2)], {**{'a': 1}}, f'{3!r:>4}|{4:{5}}')",
    "match [1, 2, 3]:\n    case [a, *b] if b: print(a, b)",
    "try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    print(e)\nfinally:\n    print('f')",
    "def g():\n    x = yield 1\n    print(x)\nh = g(); next(h)\ntry: h.send(2)\nexcept StopIteration: print('end')",
    "x = '\\ud800'; print(ascii(x), b'a', 2j, 1e3, 10**30, ...)",
]
for program in PROGRAMS:
    exec(compile(compile(program, "f", "exec", ONLY), "f", "exec"), {"__name__": "m"})
code = compile(compile("\ndef f():\n    return (1 +\n        g.h.i)", "f", "exec", ONLY), "f", "exec")
print([c for c in code.co_consts if hasattr(c, "co_positions")][0].co_firstlineno)
print(compile(compile("x", "f", "exec", ONLY), "f", "exec", ONLY).__class__.__name__)

print("== refused")
at = dict(lineno=1, col_offset=0)
one = Constant(1, **at)
REFUSED = [
    (Expression(Constant(3)), "eval"),
    (Expression(Name("x", **at)), "exec"),
    (Name("x"), "exec"),
    (Expression(Name(3, **at)), "eval"),
    (Expression(3), "eval"),
    (Module(3), "exec"),
    (Module([3]), "exec"),
    (Module([Pass()], []), "exec"),
    (Expression(Name("x", Store(), **at)), "eval"),
    (Expression(Constant([], **at)), "eval"),
    (Expression(Name("None", **at)), "eval"),
    (Expression(BoolOp(And(), [], **at)), "eval"),
    (Expression(Name("x", lineno=5, col_offset=0, end_lineno=3)), "eval"),
    (Expression(Name("x", lineno=5, col_offset=4, end_lineno=5, end_col_offset=3)), "eval"),
    (Module([FunctionDef("f", arguments(), [], **at)], []), "exec"),
    (Module([Delete([], **at)], []), "exec"),
    (Module([Assign([], one, **at)], []), "exec"),
    (Module([Try([Pass(**at)], **at)], []), "exec"),
    (Module([Raise(None, one, **at)], []), "exec"),
    (Module([Import([], **at)], []), "exec"),
    (Module([While(one, [], **at)], []), "exec"),
    (Expression(Dict([], [one], **at)), "eval"),
    (Expression(Compare(one, [], [], **at)), "eval"),
    (Expression(ListComp(one, [], **at)), "eval"),
    (Module([Expr(None, **at)], []), "exec"),
    (Module([None], []), "exec"),
    (Module([Return(**at)], []), "exec"),
    (Module([Match(one, [match_case(MatchAs(MatchValue(one, **at), None, **at), None, [Pass(**at)])], **at)], []), "exec"),
    (Module([Match(one, [match_case(MatchValue(Constant(None, **at), **at), None, [Pass(**at)])], **at)], []), "exec"),
    (Expression(Lambda(arguments([], [], None, [arg("a", **at)], [], None, []), one, **at)), "eval"),
]
for node, mode in REFUSED:
    try:
        print(compile(node, "f", mode))
    except Exception as error:
        text = str(error)
        print(type(error).__name__, text[: text.find(" at 0x")] if " at 0x" in text else text)

print("== refused, with whole places")
at=dict(lineno=1,col_offset=0,end_lineno=1,end_col_offset=0)
one=Constant(1,**at); P=Pass(**at)
def t(n,mode='exec'):
    try: print(str(compile(n,'f',mode))[:12])
    except BaseException as e: print(type(e).__name__, str(e)[:150])
M=lambda *b: Module(list(b),[])
t(M(TryStar([P],**at))); t(M(TryStar([P],[],[P],[P],**at))); t(M(Try([P],[],[P],[P],**at)))
t(M(Import([None],**at))); t(M(With([None],[P],**at)));
t(Expression(Tuple([None],Load(),**at)),'eval'); t(M(Delete([None],**at)))
t(Expression(Call(one,[],[None],**at)),'eval'); t(Expression(Lambda(arguments([],[None],None,[],[],None,[]),one,**at)),'eval'); t(Expression(ListComp(one,[None],**at)),'eval'); t(M(Match(one,[None],**at)))
t(Expression(Compare(one,[None],[one],**at)),'eval')
t(M(Match(one,[match_case(MatchAs(MatchValue(one, **at), None, **at),None,[P])],**at)))
t(M(Match(one,[match_case(MatchValue(Constant(None,**at), **at),None,[P])],**at)))
t(M(Match(one,[match_case(MatchValue(Name('x',Load(),**at), **at),None,[P])],**at)))
t(M(Match(one,[match_case(MatchStar('x', **at),None,[P])],**at)))
t(M(Match(one,[match_case(MatchSingleton(3, **at),None,[P])],**at)))
t(M(Match(one,[match_case(MatchOr([MatchSingleton(None, **at)],**at),None,[P])],**at)))
t(M(Match(one,[match_case(MatchMapping([one],[], **at),None,[P])],**at)))
t(M(Match(one,[match_case(MatchClass(one,[],[],[], **at),None,[P])],**at)))
t(M(Match(one,[match_case(MatchClass(Name('C',Load(),**at),[],['x'],[], **at),None,[P])],**at)))
t(M(Match(one,[match_case(MatchAs(None,'_', **at),None,[P])],**at)))
t(M(AnnAssign(one,one,None,1,**at))); t(M(AnnAssign(one,one,None,0,**at))); t(M(TypeAlias(one,[],one,**at))); t(Expression(NamedExpr(one,one,**at)),'eval'); t(M(Assign([one],one,**at)))
t(Expression(Constant(1,lineno=1,col_offset=-1,end_lineno=1,end_col_offset=3)),'eval');t(Expression(Constant(1,lineno=-1,col_offset=1,end_lineno=1,end_col_offset=3)),'eval')
t(M(FunctionDef('f',arguments([],[],None,[],[],None,[one]),[P],**at))); t(M(ImportFrom('x',[alias('y',**at)],-1,**at)));  t(Expression(Constant(1,'x',lineno='x',col_offset=0)),'eval'); t(M(ClassDef('None',[],[],[P],[],[],**at))); t(M(FunctionDef('None',arguments(),[P],[],**at))); t(Expression(Attribute(one,'None',Load(),**at)),'eval'); t(M(Global(['None'],**at)))
t(M(Match(one,[match_case(MatchMapping([Name('x',Load(),**at)],[MatchAs(**at)], **at),None,[P])],**at)))
t(M(Match(one,[match_case(MatchValue(Constant(...,**at), **at),None,[P])],**at)))
t(M(Match(one,[match_case(MatchValue(UnaryOp(Not(),one,**at), **at),None,[P])],**at)))
t(M(ClassDef('True',[],[],[P],[],[],**at)))
t(M(Global([1],**at)))
