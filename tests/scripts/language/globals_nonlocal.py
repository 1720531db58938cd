def syn(src):
    """Print the SyntaxError of each block (blocks are separated by lines of three dashes)."""
    for block in src.strip("\n").split("\n---\n"):
        try:
            compile(block, "<s>", "exec")
            print(repr(block), "-> compiles")
        except SyntaxError as e:
            print(repr(block), "->", type(e).__name__, "|", e.msg, "|", e.lineno, e.offset, e.end_lineno, e.end_offset)

g = 1


def set_g():
    global g, fresh
    g = 2
    fresh = 3


set_g()
print(g, fresh)


def del_g():
    global fresh
    del fresh


del_g()
try:
    fresh
except NameError as e:
    print(e)


class K:
    global from_class
    from_class = "k"
    own = 1


print(from_class, hasattr(K, "from_class"))


def outer():
    g = "local"

    def inner():
        global g
        return g

    return inner()


print(outer())
syn("""
def f():
    x = 1
    global x
---
def f():
    print(x)
    global x
---
def f(x):
    global x
---
def f():
    nonlocal x
---
nonlocal x
---
def f():
    x = 1
    def g():
        x = 2
        nonlocal x
---
def f(x):
    def g(x):
        nonlocal x
---
def f():
    global x
    def g():
        nonlocal x
---
def f():
    x: int = 1
    global x
---
def f():
    global x
    x: int = 1
---
x = 1
global x
---
class C:
    nonlocal y
---
def f(a, a): pass
---
def f(*, a, **a): pass
---
lambda x, x: 0
""")
