import sys


def gen():
    try:
        yield sys.exception()
    finally:
        print("in finally", repr(sys.exception()))


try:
    raise ValueError("outside")
except ValueError:
    g = gen()
    print(repr(next(g)))
    try:
        g.throw(KeyError("k"))
    except KeyError as e:
        print(repr(e.__context__))


def handling():
    try:
        raise KeyError("inside")
    except KeyError:
        yield repr(sys.exception())
        yield repr(sys.exception())


h = handling()
print(next(h), repr(sys.exception()))
try:
    raise TypeError("mid")
except TypeError:
    print(next(h), repr(sys.exception()))
print(repr(sys.exception()))


def finally_return():
    try:
        yield 1
    finally:
        return "swallowed"


f = finally_return()
next(f)
try:
    f.throw(ValueError)
except StopIteration as e:
    print(e.value)


def order():
    try:
        yield
    finally:
        print("collected")


o = order()
next(o)
del o
print("after del")
