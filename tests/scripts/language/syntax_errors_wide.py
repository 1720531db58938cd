"""What is refused where: many short programs, each with the whole of its error."""
import warnings

warnings.simplefilter("ignore")
cases = r'''
if x = 3: pass
while x = 3: pass
print "hello"
exec "code"
print hello, x
f(a for a in b, c)
f(c, a for a in b)
[a b]
{a: b c: d}
(a b)
def f(x y): pass
class A(x y): pass
for x y in z: pass
for x in y z: pass
if x pass
while True print(1)
x = = 3
x + = 3
a ? b
a $ b
a ! b
5 = x
f() = 3
f() += 3
a + b = 3
(a, 5) = 3
[a, f()] = 3
a, b += 3
None = 3
True = 4
__debug__ = 3
def f(None): pass
def f(a, a): pass
lambda a, a: 3
def f(a=1, b): pass
def f(*): pass
def f(**k, a): pass
def f(*a, *b): pass
f(**k, *a)
f(a=1, 3)
f(a=1, a=2)
f(a.b=3)
f(True=3)
f(3=4)
del f()
del 3
del (a, b+c)
del *a
with open(x) as f(): pass
with a as 3: pass
for f() in x: pass
for 3 in x: pass
import a.b as c.d
from a import b.c
from a import (b, c
from a import *, b
from . import
import a,
import
global x, 3
nonlocal 
return 3
yield 3
await x
break
continue
def f():\n  x = 1\n  global x
def f():\n  print(x)\n  global x
def f(x):\n  global x
def f(x):\n  nonlocal x
nonlocal x
def f():\n  nonlocal zzz
class A:\n  nonlocal q
try: pass
try:\n  pass\nfinally
try:\n  pass\nexcept:\n  pass\nexcept A:\n  pass
try:\n  pass\nexcept* A:\n  pass\nexcept B:\n  pass
try:\n  pass\nexcept*:\n  pass
try:\n  pass\nexcept* A:\n  return
def f():\n try:\n  pass\n except* A:\n  return 3
for x in y:\n try:\n  pass\n except* A:\n  break
match x:\n case y: pass\n case z: pass
match x:\n case a | b: pass
match x:\n case {**a, "b": c}: pass
match x:\n case A(b=1, b=2): pass
match x:\n case A(b=1, 2): pass
match x:\n case [*a, *b]: pass
match x:\n case a.b(c=d, e=f()): pass
match x:\n case -a: pass
match x:\n case 1 + 2: pass
match x:\n case 1 + 2j: pass
match x:\n case {1: a, 1: b}: pass
x = 'abc
x = "abc
x = \'\'\'abc
x = f"abc
x = f"{a
x = f"{a"
x = f"{}"
x = f"{a b}"
x = f"{a!}"
x = f"{a!x}"
x = f"{a:{b:{c:{d}}}}"
x = f"}"
x = f"{a:}}"
x = f"{*a}"
x = f"{a=!r:^20}"
x = f"{lambda x: 3}"
x = f"{a['b']}" "\N{foo}"
x = "\N{foo}"
x = "\x1"
x = "\u12"
x = b"\x1"
x = b"é"
x = b"a" "b"
x = f"a" b"b"
0777
0o8
0b2
0xg
1_
1__2
1.e
1e+
1a
1if 2else 3
0_7
12.a
12.5abc
1jk
(
)
[}
(]
{
foo(]
a = (1,\n b = 2
def f(\n
x = (\n\n]
  x
if x:\nx
if x:\n  a\n b
if x:\n\ta\n        b
def f():
class A:
for x in y:
while x:
with a:
try:
except:
else:
match x:
match x:\n case 1:
async def f():
async x
async for x in y: pass
def f():\n  async for x in y: pass
def f():\n  await x
lambda x: yield
x = yield
x: int: 3
a: b = c = d
(a): int
a.b: int = 3
(a, b): int
[a]: int
f(): int
x := 3
(x := 3, y := 4)
(a.b := 3)
f(a := 3)
f(a=b := 3)
[x := 1, 2]
x[a := 1]
{a := 1}
{a := 1: 2}
lambda: (x := 1)
lambda: x := 1
[i := 0 for i in x]
[x for x in (i := y)]
@x y\ndef f(): pass
@\ndef f(): pass
@a\nx = 3
@a
*a
*a = 3
*a, = 3
a = *b
a = *b,
*a, *b = c
print(*)
f(**)
x[*a]
x[*a:3]
x[a=3]
return *a
assert x, y, z
assert (x, "msg")
raise a, b
raise a from
raise from b
pass x
del
a if b
a if b else
a if b else c = 3
x = 3 if y
not
a not b
a is not
a in
a <> b
a === b
a ++
++
a--
a &&b
a || b
!a
class A[T: pass
class A[T=int, U]: pass
def f[*T=int, U](): pass
type X = int = 3
type X[T] = T; type 3 = 4
def f(a, *, **k): pass
def f(a, /, /): pass
def f(a, *b, /): pass
def f(*, a, /): pass
def f(a:int=): pass
def f(a=): pass
def f(a) -> : pass
def f(a) - > int: pass
def f: pass
def (): pass
def f()
def f(): return
    pass
class: pass
class A B: pass
import a as
import a from b
from a import b as
from import b
elif x: pass
else: pass
finally: pass
case x: pass
x = [1, 2, 3
y = 3
x = {1: 2, 3}
x = {1, 2: 3}
x = {**a: 3}
x = {a: *b}
x = {a:}
x = {:a}
x = [a for b]
x = [for a in b]
x = [a for a in b if]
x = [*a for a in b]
x = {**a for a in b}
x = [a, b for a in b]
x = (a, b for a in b)
x = {a, b for a in b}
x = {a: b for a in b, c}
'a' = 3
"a" "b" = 3
f"a" = 3
... = 3
-a = 3
a < b = 3
a and b = 3
not a = 3
a if b else c = 3
lambda: 3 = 4
[a for a in b] = 3
(a for a in b) = 3
{a} = 3
{a: b} = 3
(yield) = 3
def f():\n  (yield) = 3
def f():\n  (await x) = 3
with (a as b, c as d,): pass
with (a, b) as c: pass
with (a as b): pass
with a, b as c, : pass
with (a as b c): pass
\
a\ b
a = \
a\x00b
é = 3
€ = 3
a = “b”
a = b 
a = 1;;b
;
a;
if a: b; c
if a: if b: c
lambda *a, *b: 3
lambda **k, a: 3
lambda a=1, b: 3
lambda (a, b): 3
lambda *: 3
lambda a b: 3
lambda
'''.strip('\n').split('\n')

for c in cases:
    src = c.replace('\\n', '\n').replace('\\t','\t').replace('\\x00','\x00') if '"\\' not in c else c
    for mode in ('exec',):
        try:
            compile(src, '<t>', mode)
            r = 'ok'
        except SyntaxError as e:
            r = (type(e).__name__, e.args)
        except Exception as e:
            r = (type(e).__name__, str(e))
        print(repr(src), mode, r)
