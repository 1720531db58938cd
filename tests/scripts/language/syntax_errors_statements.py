def syn(src):
    """Print the SyntaxError of each block (blocks are separated by lines of three dashes)."""
    for block in src.strip("\n").split("\n---\n"):
        try:
            compile(block, "<s>", "exec")
            print(repr(block), "-> compiles")
        except SyntaxError as e:
            print(repr(block), "->", type(e).__name__, "|", e.msg, "|", e.lineno, e.offset, e.end_lineno, e.end_offset)

syn("""
if x
    pass
---
if x:
pass
---
  x = 1
---
if x:
    a
  b
---
if x:
        a
    b
---
x = 
---
print "hello"
---
exec "x"
---
print x
---
else: pass
---
elif x: pass
---
while x: 
---
for x y: pass
---
for 1 in x: pass
---
for x in: pass
---
def f: pass
---
def f(: pass
---
def f(x=1, y): pass
---
def f(*): pass
---
def f(**k, x): pass
---
def f(*a, *b): pass
---
def f(a, /, b, /): pass
---
def f(/): pass
---
def f(*, /): pass
---
def f(*a=1): pass
---
def f(1): pass
---
def f((a, b)): pass
---
lambda *: 0
---
class C(: pass
---
class : pass
---
class C
    pass
---
return 1
---
yield 1
---
break
---
continue
---
class C: return 1
---
def f():
    class C:
        yield 1
---
import
---
import a.b as c.d
---
from x import
---
from . import *
---
from x import (a, b
---
from x import a,
---
from x import ()
---
import a as b.c
---
def f(): from x import *
---
from __future__ import nothing
---
from __future__ import braces
---
x = 1
from __future__ import annotations
---
global
---
pass pass
---
a b
---
x = a b
---
f(a b)
---
[a b]
---
{a b}
---
{a: b c}
---
(a, b c)
---
if x = 1: pass
---
while x = 1: pass
---
f(x for x in y, 1)
---
f(1, x for x in y)
---
f(a=1, b)
---
f(**k, *a)
---
f(**k, a)
---
f(a=1, a=2)
---
f(1=2)
---
f(True=1)
---
f(a.b=1)
---
f(a+b=1)
---
f(a=)
---
f(x=y for y in z)
---
class C(x for x in y): pass
---
try:
    pass
x = 1
---
try: pass
finally
---
with x as 1: pass
---
with x as f(): pass
---
with: pass
---
raise from x
---
assert
---
del
---
async x
---
async def f: pass
---
@
def f(): pass
---
@x
y = 1
---
x = yield = 1
---
nonlocal
---
match x: pass
---
type X
---
type X = 
---
type 1 = int
---
def f[T](x: T
---
class C[]: pass
---
def f[T, T](): pass
---
type A[*T: int] = x
---
def f[T=int, U](): pass
""")
