"""Attributes, equality and copies of code objects; exec() with a closure; flags of compile()."""
import types


def f():
    return 1


def g(a, b=2, *c, d=4, **e):
    "doc"
    x = a.foo + b.bar(d)
    for i in range(10):
        print(x, i)
    try:
        return c[0]
    except KeyError as k:
        return lambda: (k, e)


class A:
    def m(self):
        return super().m()


for c in (f.__code__, g.__code__, A.m.__code__):
    print(c.co_names, c.co_varnames, c.co_consts[:1], c.co_cellvars, c.co_freevars, c.co_flags, c.co_nlocals)
c = f.__code__
for e in (
    "types.CodeType()", "types.CodeType(1)", "c.replace(co_name=5)", "c.replace(1)", "c.__replace__(co_name='z').co_name",
    "c._varname_from_oparg(0)", "g.__code__._varname_from_oparg(0)", "c._varname_from_oparg('a')", "g.__code__._varname_from_oparg(8)",
    "g.__code__._varname_from_oparg(-1)", "c == 5", "c < c", "type(c.co_code)", "len(c.co_code) % 2", "c.co_consts is c.co_consts",
    "c.co_names is c.co_names", "c.co_varnames is c.co_varnames", "c.co_code is c.co_code", "c.co_firstlineno",
    "hash(c) == hash(c.replace(co_name='f'))", "c.replace(co_name='q') == c", "c.replace(co_filename=b'')", "c.replace(co_firstlineno=-1)",
):
    try:
        print(e, "->", eval(e))
    except BaseException as x:
        print(e, "->", type(x).__name__, x)
exec("def h(): pass\nh1 = h\ndef h(): pass")
print(h.__code__ == h1.__code__)
print((lambda: 1).__code__ == (lambda: 1).__code__, (lambda: 0.0).__code__ == (lambda: -0.0).__code__)
one, two = (compile("def f(a): return lambda: (a, 1.5, 'x')", "f", "exec") for _ in "ab")
print(one == two, one is two, hash(one) == hash(two), one != compile("def f(a): return lambda: (a, 1.25, 'x')", "f", "exec"))
for args in (
    ("1", "f", "func_type"), ("1", "f", "what", 0x400), ("1", "f", "eval", 1), ("1", "f", "eval", 2**40),
    ("1", "f", "eval", -1), ("1", "f", "eval", 0, False, 5), ("1", "f", "eval", 0, False, -2), (c, "f", "exec"), ("1", "f", "eval", 0x10), ("1", "f", "eval", 0x20000),
    ("if x:\n  pass\nelse", "f", "exec", 0x4000), ("'''", "f", "exec", 0x4000), ("a b", "f", "exec", 0x4000), ("(1", "f", "exec"),
):
    try:
        print(args[2:], compile(*args) if args[0] is None else hex(compile(*args).co_flags))
    except (ValueError, TypeError, OverflowError, SyntaxError) as e:
        print(args[2:], type(e).__name__, e)
source = "assert False, 'not run'\ndef f():\n    'doc'\n    return __debug__\nr = f(), f.__doc__"
for level in (0, 1, 2):
    names = {}
    try:
        exec(compile(source, "f", "exec", optimize=level), names)
        print(level, names["r"])
    except AssertionError as e:
        print(level, e)
names = {}
exec(compile("from __future__ import annotations\nexec('def f(x: no_name): pass')\nr = f.__annotations__\ncode = compile('1', 'f', 'eval')\nother = compile('1', 'f', 'eval', dont_inherit=True)", "f", "exec"), names)
print(names["r"], hex(names["code"].co_flags), hex(names["other"].co_flags))


def outer():
    cell = 1

    def inner():
        nonlocal cell
        cell += 1
        return cell

    return inner


inner = outer()
exec(inner.__code__, closure=inner.__closure__)
print(inner())
for code, closure in ((inner.__code__, None), (inner.__code__, ()), (inner.__code__, [1]), (inner.__code__, (1,)), (c, inner.__closure__), ("1", ()), (c, ()), (inner.__code__, (types.CellType(7),))):
    try:
        print(exec(code, closure=closure))
    except TypeError as e:
        print(e)
try:
    eval(inner.__code__)
except TypeError as e:
    print(e)
