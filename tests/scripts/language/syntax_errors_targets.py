def syn(src):
    """Print the SyntaxError of each block (blocks are separated by lines of three dashes)."""
    for block in src.strip("\n").split("\n---\n"):
        try:
            compile(block, "<s>", "exec")
            print(repr(block), "-> compiles")
        except SyntaxError as e:
            print(repr(block), "->", type(e).__name__, "|", e.msg, "|", e.lineno, e.offset, e.end_lineno, e.end_offset)

syn("""
1 = x
---
None = 1
---
True = 1
---
... = 1
---
"a" = 1
---
f() = 1
---
a + b = 1
---
-a = 1
---
a < b = 1
---
a and b = 1
---
not a = 1
---
a if b else c = 1
---
lambda: 0 = 1
---
[a for a in b] = 1
---
{a for a in b} = 1
---
(a for a in b) = 1
---
{} = 1
---
{1} = 1
---
{1: 2} = 3
---
(a, 1) = x
---
[a, f()] = x
---
*a = 1
---
*a, *b = 1
---
(*a) = 1
---
(*a), b = 1
---
x = *a
---
a = 1 = b
---
f"{x}" = 1
---
`x` = 1
---
a.b.c() = 1
---
a[0] + 1 = 2
---
await x = 1
---
(yield) = 1
---
f() += 1
---
a, b += 1
---
[a] += 1
---
1 += 1
---
None += 1
---
"x" += 1
---
a + 1 += 1
---
__debug__ = 1
---
def __debug__(): pass
---
def f(__debug__): pass
---
f(__debug__=1)
---
x.__debug__ = 1
---
import __debug__
---
for None in x: pass
---
for f() in x: pass
---
for a + b in x: pass
---
for (a, 1) in x: pass
---
[x for 1 in y]
---
[x for x, 1 in y]
---
with a as None: pass
---
with a as (b, 1): pass
---
import None
---
import x as None
---
from x import None
---
def None(): pass
---
def f(None): pass
---
class None: pass
---
except: pass
---
try: pass
except x as None: pass
---
try: pass
except x, y: pass
---
try: pass
except x as y.z: pass
---
lambda None: 0
---
global None
---
x.None = 1
---
a.1
---
a..b
---
a.
---
a[
---
a[]
---
a[1:2:3:4]
---
a[*b:c]
---
not
---
1 <> 2
---
a === b
---
a ++
---
a = = b
---
a =+ 1
---
a && b
---
a || b
---
!a
---
a?b
---
a -> b
---
a := b
---
=
---
,
---
*a
---
**a
---
print(**a, *b)
---
(a, b): 1
---
{**a for a in b}
---
[*a for a in b]
---
{*a: 1}
---
{a: *b}
---
{a: 1, b}
---
{a, b: 1}
---
{a:}
---
{:a}
---
{1: 2, **}
---
(,)
---
[,]
---
(a,,b)
---
f(,)
---
f(a,,b)
---
f(*)
---
f(**)
""")
