"""Five hundred lines: their values, their warnings, their errors."""
import sys
import warnings

warnings.simplefilter("always")
SNIPPETS = r'''
x = 5 +
f(**a, *b)
f(a=1, 2)
f(**a, 2)
f(a for a in b, c)
f(a, b for b in c)
f(x=1, x=2)
f(a.b=1)
f(a()=1)
f(True=1)
f(None=2)
f(__debug__=2)
f(a := 1)
f(a = b := 1)
f((a)=1)
def f(a, a): pass
def f(a=1, b): pass
def f(*): pass
def f(*, **k): pass
def f(*a, *b): pass
def f(**k, a): pass
def f(**k, *a): pass
def f(/, a): pass
def f(a, /, b, /): pass
def f(*, /): pass
def f(*a, /): pass
def f(a, *, b, *, c): pass
def f(a.b): pass
def f((a, b)): pass
def f(None): pass
def f(a=): pass
def f(*a=1): pass
def f(**a=1): pass
def f(a: int = 1, b): pass
lambda a, a: 1
lambda a=1, b: 1
lambda *: 1
lambda *, **k: 1
lambda (a, b): 1
lambda a: yield
lambda: (yield)
1 = x
x + 1 = 2
f() = 1
(a, 1) = 2
[a, f()] = 1
{a: 1} = 2
{a} = 2
"a" = 1
f"{a}" = 1
None = 1
True = 1
... = 1
__debug__ = 1
x.__debug__ = 1
a if b else c = 1
not a = 1
-a = 1
lambda: 1 = 1
(a := 1) = 2
a := 1
(a.b := 1)
(a[0] := 1)
((a, b) := 1)
(True := 1)
[i := 0 for i in range(5)]
[[(i := j) for i in range(5)] for j in range(5)]
[i for i in (i := range(5))]
[x for x in 5 if (y := x)]
class A: [x := 1 for y in z]
a += b += c
a, b += 1
(a) += 1
[a] += 1
f() += 1
a: int = b: int
a, b: int
(a): int = 1
[a]: int
f(): int
a.b: int = 1
a[0]: int
del f()
del 1
del a, f()
del (a, b), [c, d]
del a + 1
del *a
del (a for a in b)
del {}
del ()
del a if b else c
del None
del __debug__
for 1 in x: pass
for f() in x: pass
for x in y z: pass
for x y in z: pass
for x in: pass
for x in range(3) pass
for x, in y: pass
while x pass
while: pass
if x pass
if x = 1: pass
if x: pass else: pass
if (x = 1): pass
elif x: pass
else: pass
import a.b as c.d
import a as b.c
import
import a,
from a import
from a import (b, c
from a import b,
from a import ()
from a import *, b
from . import *
from .a import b as c.d
from a import b.c
import *
def f(): from a import *
class A: from a import *
return
yield 1
await x
class A: return 1
class A: yield 1
def f(): return 1, *a
break
continue
if 1: break
def f(): break
for x in y: def f(): break
try: pass
try: pass except: pass
with a as 1: pass
with a as f(): pass
with a, b as (c, d): pass
with (a as b, c as d): pass
with (a as b, c as d,): pass
with (a, b) as c: pass
with (a as b): pass
with a as b pass
with: pass
assert
assert x,
assert (x, "msg")
raise x from
raise from x
raise a, b
global x, x
def f(x): global x
def f(): x = 1; global x
def f(): print(x); global x
nonlocal x
def f(): nonlocal x
def f(): global x; nonlocal x
def f(x): nonlocal x
class A: nonlocal x
def f(): x: int; global x
def f(): global x; x: int = 1
print "a"
print a
print a, b
print(a) b
exec "a"
exec a
a b
a 1
1 a
1a
1_
1__0
0x
0xg
0b2
0o8
0b12
09
00
01
0_7
1e
1e+
1.e
1j2
1.2.3
1if 1else 2
0x1for x in y
1_000_
5.real
5 .real
'abc
"abc
'a\
b'
f'{'
f'{a'
f'{a!}'
f'{a!x}'
f'{a!r:}'
f'{}'
f'{a b}'
f'{a:{b:{c}}}'
f'{a:{b:{c:{d}}}}'
f'}'
f'{{}'
f'{a}}'
f'{lambda x: 1}'
f'{(lambda x: 1)}'
f'{a=}'
f'{a = !r:>5}'
f'{a!r!s}'
f'{*a}'
f'{**a}'
f'{yield}'
f'{a:=5}'
f'{(a:=5)}'
f'{#}'
f'{a #}'
f'{a["b"]}'
f'{'a'}'
f'{f'{f'{1}'}'}'
f"{'\n'}"
f'\N{DIGIT ONE}'
f'\N{bad}'
'\N{bad}'
'\x'
'\u12'
'\U12345678'
b'\x'
b'é'
'\d'
b'\d'
f'\d'
r'\'
'a' b'b'
f'a' b'b'
u'a' 'b'
ur'a'
bu'a'
rb'a' br'b'
a = b = c = 1, 
*a = 1
*a, = 1
*a, *b = 1
[*a] = 1
(*a) = 1
*a
print(*a, *b, **c, **d)
print(*)
print(**)
(*a)
(*a,)
{*a}
{**a}
{**a, 'b': 1}
{*a, **b}
{a: 1, b}
{a, b: 1}
{a: }
{: a}
{a: *b}
{a: 1 for a in b}
{**a for a in b}
[*a for a in b]
(*a for a in b)
[a for a in b c]
[a for a in]
[for a in b]
[a, b for a in b]
[a for 1 in b]
[a for a in b if]
[a for a in b for]
(a, b for a in b)
{a, b for a in c}
{a: 1, b: 2 for a in c}
[a async for a in b]
a[
a[]
a[1:2, 3]
a[*b]
a[*b:c]
a[b=1]
a[1:2:3:4]
(a
a)
[a)
(a]
{a)
(((a)
a..b
a.1
a.
.a
@
a @ b
@a
@a; def f(): pass
a ? b
a $ b
a ! b
a !
!a
a <> b
a != b
a === b
a && b
a || b
a++
++a
a--
a -> b
a => b
a := b
if a := b: pass
a ** -b
not a in b
a not in b
a is not b
a not b
a in not b
a and
or a
a if b
a if b else
a if else b
a if b else c if d else e
lambda
lambda:
lambda x
lambda x:
class
class A
class A(: pass
class A: 
class A(a b): pass
class 1: pass
class A.b: pass
class A(x for x in y): pass
def
def f
def f(
def f()
def f():
def f() -> : pass
def f() -> a, b: pass
def 1(): pass
def f.a(): pass
def f(a b): pass
def f(a, b: pass
async
async def
async f(): pass
async with a: pass
async for a in b: pass
async x = 1
def f(): async with a: pass
async def f(): await
async def f(): await = 1
async def f(): return await x
async = 1
await = 1
match x:
match x: case 1: pass
match = 1
case = 1
type = 1
type X
type X =
type X.y = 1
type X = yield
_ = 1
match (x)
match(x)
match x
print(match)
pass pass
pass; pass;
;
x;;y
x = ;
\
x \ y
x = 1 \
a, b = c, d = e
a = yield
def f(): a = yield = 1
def f(): yield = 1
def f(): (yield) = 1
def f(): a = yield b = c
from ... import a
from .... import a
from .... a import b
x = {1: 2, 3}
x = {1, 2: 3}
x = (1, 2
x = [1, 2
x = {1: 2
'%s' % (
x = 'a' 'b' c
x = 5x
x = 0xfgh
x = 1 2
x = 1,, 2
f(,)
f(a,,b)
f(a,)
f(*a, b)
f(**a, b=1)
f(b=1, *a)
f(a b)
f(a, b c)
f(a for a in b)
f(a for a in b,)
f(1, a for a in b)
f(a for a in b, 1)
f(a=b for b in c)
f(*a for a in b)
f(**a for a in b)
f(x for x in y if z else w)
if True:
while True:
try:
try: x
class A: pass pass
def f(): pass; return
if a: b; c
if a: if b: c
else
x = if a: b
x = for a in b: c
x = import a
x = def f(): pass
return = 1
x.return
x.class
x.None
None.x
None()
1()
(1)()
"a"()
1[0]
{}[0]
[1](2)
(1, 2)(3)
1 is 1
1 is not 'a'
x is ()
() is x
None is None
[1][1, 2]
[1, 2][3, 4]
"a"["b"]
"a" "b"["c"]
1.5[2]
{1}[2]
(1)(2)
(lambda: 1)[0]
(x for x in y)[0]
f"a"(1)
not
-
~
a if
@property
x: int: str
x: yield
x: (y := 1) = 2
def f(x: (yield)): pass
def f() -> (yield): pass
class A((yield)): pass
def f[T, T](x): pass
def f[*Ts: int](x): pass
class A[T=int, U]: pass
def f[T=yield](): pass
def f[T: (yield)](): pass
class A[](): pass
def f[](): pass
def f[1](): pass
def f[T](T): global T
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
for i, code in enumerate(SNIPPETS.strip("\n").split('\n')):
    print("@@", i, code.split("\n")[0][:100])
    try:
        run(code)
    except BaseException as e:
        print("  !", show(e))
