class K:
    __x = 1
    __dunder__ = 2
    __ = 3
    _single = 4

    def get(self):
        return self.__x, self.__dunder__, self._single

    def set(self):
        self.__new = 5
        __local = 6
        global __glob
        __glob = 7
        return sorted(vars(self)), sorted(locals())

    def kw(self, *, __k=1):
        return __k

    def __m(self):
        return "m"

    class __Inner:
        __y = 1

    def imp(self):
        import sys as __s
        return sorted(locals())

    def exc(self):
        try:
            raise ValueError
        except ValueError as __e:
            return sorted(locals())

    l = [__v for __v in (1, 2)]
    f = lambda self: self.__x


class _Under:
    __z = 1


class __:
    __z = 1


class Sub(K):
    __x = "sub"


k = K()
print(k.get(), k.set(), k.kw(_K__k=2), k._K__m(), K._K__Inner._Inner__y if hasattr(K._K__Inner, "_Inner__y") else sorted(n for n in vars(K._K__Inner) if "y" in n))
print(k.imp(), k.exc(), K.l, k.f(), _K__glob)
print(sorted(n for n in vars(_Under) if n.endswith("__z")), sorted(n for n in vars(__) if n.endswith("__z")), Sub().get(), Sub._Sub__x)
try:
    k.__x
except AttributeError as e:
    print(e)
print(K.__name__, getattr(k, "_K__x"), hasattr(k, "__x"))


class Q:
    def f(self):
        return [__n for __n in "a"], {"__k": 1}, f"{(__w := 3)}", sorted(locals())


print(Q().f())
print(K.set.__code__.co_varnames, K.kw.__code__.co_varnames)
