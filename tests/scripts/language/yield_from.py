def inner():
    try:
        x = yield 1
        print("inner got", x)
        y = yield 2
        print("inner got", y)
    except ValueError as e:
        print("inner caught", e)
        yield "after"
    finally:
        print("inner finally")
    return "inner result"


def outer():
    r = yield from inner()
    print("result", r)
    yield from [10, 20]
    yield from "ab"
    return "outer result"


g = outer()
print(next(g), g.send("a"), g.send("b"), list(g))
g = outer()
next(g)
print(g.throw(ValueError("thrown")), next(g))
g = outer()
next(g)
g.close()
g = outer()
print(next(g), g.gi_yieldfrom.__name__)
try:
    g.throw(KeyError("k"))
except KeyError as e:
    print("KeyError", e)


class It:
    def __init__(self):
        self.n = 0

    def __iter__(self):
        return self

    def __next__(self):
        self.n += 1
        if self.n > 2:
            raise StopIteration("it result")
        return self.n

    def send(self, v):
        return ("sent", v)

    def throw(self, *a):
        return ("thrown", a)

    def close(self):
        print("It.close")


def over():
    r = yield from It()
    print(r)


print(list(over()))
g = over()
print(next(g), g.send(5), g.throw(ValueError("v")))
g.close()


def bad():
    yield from 5


try:
    next(bad())
except TypeError as e:
    print(e)


def plain():
    yield from iter([1, 2])


g = plain()
next(g)
try:
    g.send(1)
except AttributeError as e:
    print(e)


def deep(n):
    if n:
        yield from deep(n - 1)
    yield n


print(sum(deep(100)))
