print((lambda: 1)(), (lambda a, b=2, *c, d=4, **e: (a, b, c, d, e))(1, 2, 3, d=5, f=6), (lambda a, /, b, *, c: (a, b, c))(1, b=2, c=3))
print((lambda x: lambda y: x + y)(1)(2), (lambda: (yield))().__class__.__name__)
f = lambda: 0
print(f.__name__, f.__qualname__, f.__doc__, f.__annotations__)
print([(lambda n: n and n * fact(n - 1) or 1)(4) for fact in [lambda n: 1 if n < 2 else n * fact(n - 1)]] if False else "skip")
fact = lambda n: 1 if n < 2 else n * fact(n - 1)
print(fact(20), sorted([3, 1, 2], key=lambda v: -v), (lambda *, k=lambda: 7: k())())
print((lambda x=(lambda: 3): x())(), list(map(lambda *a: sum(a), [1, 2], [3, 4])), (lambda: ...)(), (lambda **k: k)(a=1))


class K:
    f = lambda self: self.__class__.__name__
    g = lambda: 5


print(K().f(), K.g(), K.f.__qualname__)
