def syn(src):
    """Print the SyntaxError of each block (blocks are separated by lines of three dashes)."""
    for block in src.strip("\n").split("\n---\n"):
        try:
            compile(block, "<s>", "exec")
            print(repr(block), "-> compiles")
        except SyntaxError as e:
            print(repr(block), "->", type(e).__name__, "|", e.msg, "|", e.lineno, e.offset, e.end_lineno, e.end_offset)

print((x := 5) + x, [y := 1, y], (lambda: (z := 3) + z)())
while (n := x) > 3:
    x -= 1
print(n, x)
print([t for i in range(5) if (t := i * 2) > 4], t)
print({(k := 1): k}, f"{(v := 7)} {v}", len(a := [1, 2]), a)


def f():
    return [inner := i for i in range(3)], inner


print(f())
if any((found := c) == "b" for c in "abc"):
    print(found)


def g(d=(w := "default")):
    return d


print(g(), w, (p := 1, q := 2), p, q)
syn("""
x := 1
---
(x.y := 1)
---
(x[0] := 1)
---
((a, b) := 1)
---
[i := 0 for i in x]
---
[(i := 0) for i in x]
---
[x for x in (y := [1])]
---
class C:
    [(z := i) for i in x]
---
f(a=b:=1)
---
f(a := 1)
---
lambda: (x := 1)
---
lambda: x := 1
---
x[y := 1]
---
x[a := 1, b := 2]
---
{x := 1}
---
{x: y := 1}
---
def f(a = b := 1): pass
---
(True := 1)
---
(len() := 1)
---
assert x := 1
---
x = y := 1
---
(x := 1) = 2
---
del (x := 1)
""")
