def f(a, b=2, /, c=3, *args, d, e=5, **kw):
    return a, b, c, args, d, e, kw


print(f(1, d=4), f(1, 9, 8, 7, 6, d=0, e=1, z=2, a=3, b=4))


def g(*, k):
    return k


def h(x, *, y=1):
    return x, y


def p(a, b, /):
    return a, b


def three(a, b, c):
    pass


def dflt(a, b=1, *, c, d):
    pass


def nothing():
    pass



def err(f, *args, **kwargs):
    """Call and print the result or the error."""
    try:
        print(repr(f(*args, **kwargs)))
    except BaseException as e:
        print(f"{type(e).__name__}: {e}")

err(f)
err(f, 1)
err(f, d=1)
err(f, a=1, d=2)
err(g)
err(g, 1)
err(g, k=1, j=2)
err(h, 1, 2)
err(h)
err(h, 1, x=2)
err(p, a=1, b=2)
err(p, 1, b=2)
err(p, 1)
err(p, 1, 2, 3)
err(three)
err(three, 1)
err(three, 1, 2)
err(three, 1, 2, 3, 4)
err(three, 1, c=3)
err(three, 1, 2, 3, d=4)
try:
    three(**{"a": 1, 1: 2})
except TypeError as e:
    print(e)
err(dflt)
err(dflt, 1)
err(dflt, 1, c=1)
err(dflt, 1, 2, 3, c=1, d=2)
err(nothing, 1)
err(nothing, x=1)
err(lambda x: x)
err(lambda *a, **k: (a, k), 1, *[2, 3], x=4, **{"y": 5})
print(f.__defaults__, f.__kwdefaults__)
f.__defaults__ = (7,)
f.__kwdefaults__ = None
err(f, 1, 2, d=3, e=4)
err(f, 1, 2, d=3)
