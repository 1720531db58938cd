x: int = 1
y: "str"
z: list[int]
(w): int = 5
print(__annotations__, w)


class K:
    a: int
    b: str = "b"
    c: undefined_later if False else float = 2.0
    __private: int = 3


print(K.__annotations__, K.c)


def f(a: 1, b: "two" = 2, *args: 3, c: 4 = 4, **kw: 5) -> 6:
    local: not_evaluated = 1
    unset: int
    return local


print(f.__annotations__, f(1))


def g():
    v: int
    return v


try:
    g()
except UnboundLocalError as e:
    print(e)
try:
    module: undefined_name = 1
except NameError as e:
    print(e)
print("module" in globals())
class D(K):
    pass


print(D.__annotations__ is K.__annotations__, "__annotations__" in vars(D))
f.__annotations__ = {}
print(f.__annotations__)
try:
    f.__annotations__ = 5
except TypeError as e:
    print(e)



def syn(src):
    """Print the SyntaxError of each block (blocks are separated by lines of three dashes)."""
    for block in src.strip("\n").split("\n---\n"):
        try:
            compile(block, "<s>", "exec")
            print(repr(block), "-> compiles")
        except SyntaxError as e:
            print(repr(block), "->", type(e).__name__, "|", e.msg, "|", e.lineno, e.offset, e.end_lineno, e.end_offset)

syn("""
(a, b): int
---
[a]: int = 1
---
a, b: int
---
f(): int
---
x + 1: int
---
*a: int = 1
---
(a): int = 1
---
a.b: int = 1
---
a[0]: int
---
"x": int
---
a: int = b: int = 1
---
a: (yield)
---
def f(x: (yield)): pass
""")
