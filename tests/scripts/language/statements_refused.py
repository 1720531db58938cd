"""Statements and definitions that are refused, and some that are not."""
import sys
import warnings

warnings.simplefilter("always")
SNIPPETS = r'''
if 1:
pass
###
if 1:
    pass
  pass
###
  pass
###
if 1:
	x
        y
###
def f():
    x = 1
     y = 2
###
def f():
###
class A:
x = 1
###
for x in y:
z
###
while 1:
###
try:
    pass
x
###
try:
    pass
finally
    pass
###
try:
    pass
except:
    pass
except ValueError:
    pass
###
try:
    pass
except* A:
    pass
except B:
    pass
###
try:
    pass
except*:
    pass
###
try:
    pass
except A, B:
    pass
###
try:
    pass
except A as b.c:
    pass
###
try:
    pass
except A as 1:
    pass
###
try:
    pass
except* A:
    break
###
for x in y:
    try:
        pass
    except* A:
        continue
###
def f():
    try: pass
    except* A:
        return
###
try: pass
else: pass
###
try: pass
finally: pass
else: pass
###
match x:
    case 1:
        pass
    case _:
        pass
    case 2:
        pass
###
match x:
    case a:
        pass
    case b:
        pass
###
match x:
    case a | b:
        pass
###
match x:
    case a | 1:
        pass
###
match x:
    case [a, a]:
        pass
###
match x:
    case {1: a, 1: b}:
        pass
###
match x:
    case {**a, 1: b}:
        pass
###
match x:
    case {**_}:
        pass
###
match x:
    case [*a, *b]:
        pass
###
match x:
    case A(b=1, b=2):
        pass
###
match x:
    case A(b=1, 2):
        pass
###
match x:
    case 1 + 2:
        pass
###
match x:
    case -a:
        pass
###
match x:
    case 1 + 2j | -3 - 4j:
        pass
###
match x:
    case a.b():
        pass
    case a.b:
        pass
###
match x:
    case f"a":
        pass
###
match x:
    case "a" f"b":
        pass
###
match x:
    case a as b.c:
        pass
###
match x:
    case a as _:
        pass
###
match x:
    case 1 as a as b:
        pass
###
match x:
    case *a:
        pass
###
match x:
    case *a, b:
        pass
###
match x:
    pass
###
match x:
case 1:
    pass
###
match x:
    case 1
        pass
###
match x:
    case
        pass
###
match x:
    case (1 | 2) as y if y: pass
    case {"a": 1, **rest}: pass
    case A(1, b=2): pass
    case None | True | False: pass
    case []: pass
    case (): pass
    case (a,): pass
    case (a): pass
###
match x
    case 1: pass
###
match x, y:
    case 1, 2: pass
###
match *x, y:
    case 1, 2: pass
###
match x:
    case True.x: pass
###
match x:
    case 1.x: pass
###
match x:
    case {a: 1}: pass
###
match x:
    case {a.b: 1, "c": 2, -1: 3}: pass
###
match x:
    case {1 | 2: 3}: pass
###
x = """
abc
###
x = (1,
2
y = 3
###
def f(
    a,
    b
:
    pass
###
x = [
    1,
    2
}
###
if (a and
    b:
    pass
###
d = {
    'a': 1
    'b': 2
}
###
l = [
    1
    2
]
###
print('a'
print('b')
###
foo(a, b for b in range(5), c)
###
@a
x = 1
###
@a
@b
def f(): pass
class C: pass
###
@(a := b)
def f(): pass
###
@a.b[c](d)
def f(): pass
###
def f():
    global x
    x = 1
    def g():
        nonlocal x
###
def f():
    def g():
        nonlocal y
    y = 1
###
def f():
    x = 1
    class A:
        nonlocal x
        x = 2
    return x
print(f())
###
class A:
    x = 1
    def f():
        nonlocal x
###
def f():
    x = 1
    def g():
        nonlocal x
        global x
###
def f(x):
    def g():
        global x
        nonlocal x
###
x = 1
def f():
    print(x)
    x = 2
f()
###
def f():
    del x
    x = 1
f()
###
def f():
    for i in []: pass
    print(i)
f()
###
def f():
    try: 1/0
    except ZeroDivisionError as e: pass
    print(e)
f()
###
def f():
    def g(): return x
    g()
    x = 1
f()
###
class A:
    print(x)
    x = 1
###
class A:
    x = 1
    y = [x for _ in range(1)]
###
class A:
    x = [1]
    y = [z for z in x]
print(A.y)
###
from __future__ import nope
###
x = 1
from __future__ import annotations
###
"doc"
from __future__ import annotations
x: nope
print(__annotations__)
###
from __future__ import braces
###
from __future__ import annotations, division
###
def f():
    from __future__ import annotations
###
# coding: nope
###
# coding: latin-1
x = 'é'
print(len(x))
###
lambda: (yield from x)
###
def f(x, y=lambda: (yield)): pass
###
async def f():
    yield 1
    return 2
###
async def f():
    yield from x
###
async def f():
    [x async for x in y]
    {await x for y in z}
###
def f():
    [x async for x in y]
###
def f():
    (x async for x in y)
###
async def f():
    def g():
        return [await x for x in y]
###
async def f():
    lambda: await x
###
class A:
    async def f(self): await x
    await y
###
class C:
    __slots__ = ("a",)
    a = 1
###
class C(int, str): pass
###
class C(bool): pass
###
class C(1): pass
###
class C(object, object): pass
###
class C(metaclass=5): pass
###
class C(x=1): pass
###
class C:
    __slots__ = 5
###
class C:
    __slots__ = ("a b",)
###
class C:
    __slots__ = ("__dict__", "__dict__")
###
class C(int):
    __slots__ = ("a",)
###
class C:
    __hash__ = 5
hash(C())
###
class C:
    def __eq__(self, o): return True
hash(C())
###
class C:
    def __init_subclass__(cls, **k): print(k)
class D(C, a=1, b=2): pass
class E(C, a=1, metaclass=type): pass
###
class C:
    def __set_name__(self, o, n): raise ValueError(n)
class D:
    x = C()
###
class C:
    def __set_name__(self): pass
class D:
    x = C()
###
class M(type):
    @classmethod
    def __prepare__(m, n, b, **k):
        print(n, b, k)
        return {'z': 1}
    def __new__(m, n, b, ns, **k): 
        print(sorted(ns), k)
        return super().__new__(m, n, b, ns)
    def __init__(c, n, b, ns, **k): print('init', k)
class C(metaclass=M, q=1): y = 2
print(C.z)
###
class M(type):
    def __prepare__(n, b): return 5
class C(metaclass=M): pass
###
class M(type):
    @classmethod
    def __prepare__(*a): return 5
class C(metaclass=M): pass
###
class A: pass
class B(A): pass
class C(A, B): pass
###
class A:
    def __mro_entries__(self, b): return (int,)
class B(A()): pass
print(B.__mro__, B.__orig_bases__)
###
def meta(n, b, ns, **k):
    print(n, b, k); return 5
class C(metaclass=meta, x=1): pass
print(C)
'''


def show(e, depth=0):
    """An exception with its place, notes, cause or context."""
    text = f"{type(e).__name__}: {e}"
    if isinstance(e, SyntaxError):
        text += f" {e.args[1:]!r}"
    if notes := getattr(e, "__notes__", None):
        text += f" notes={notes!r}"
    if e.__cause__ is not None and depth < 3:
        text += f" <cause {show(e.__cause__, depth + 1)}>"
    elif e.__context__ is not None and depth < 3:
        text += f" <context {show(e.__context__, depth + 1)}{' suppressed' if e.__suppress_context__ else ''}>"
    if isinstance(e, BaseExceptionGroup):
        text += f" [{'; '.join(show(x, depth + 1) for x in e.exceptions)}]"
    return text


def run(code):
    """Evaluates or executes one snippet in a namespace of its own."""
    names = {"__name__": "m"}
    try:
        with warnings.catch_warnings(action="ignore"):
            compile(code, "s", "eval")
    except SyntaxError:
        mode = "exec"
    else:
        mode = "eval"
    if mode == "exec":
        exec(compile(code, "s", "exec"), names)
    else:
        print(repr(eval(compile(code, "s", "eval"), names))[:400])


sys.stderr = sys.stdout
for i, code in enumerate(SNIPPETS.strip("\n").split('\n###\n')):
    print("@@", i, code.split("\n")[0][:100])
    try:
        run(code)
    except BaseException as e:
        print("  !", show(e))
