def err(f, *args, **kwargs):
    """Call and print the result or the error."""
    try:
        print(repr(f(*args, **kwargs)))
    except BaseException as e:
        print(f"{type(e).__name__}: {e}")

class K:
    @staticmethod
    def s(*a):
        """s doc"""
        return a

    @classmethod
    def c(cls, *a):
        """c doc"""
        return cls.__name__, a

    sm = staticmethod(len)
    cm = classmethod(lambda cls: cls)
    wrapped = classmethod(property(lambda cls: 5)) if False else None


class Sub(K):
    pass


print(K.s(1), K().s(2), K.c(1), Sub.c(), Sub().c(), K.sm("abc"), Sub.cm().__name__)
s, c = K.__dict__["s"], K.__dict__["c"]
print(s.__func__(1), c.__func__(int), s.__wrapped__ is s.__func__, s.__name__, c.__name__, s.__doc__, c.__qualname__, s.__isabstractmethod__)
print(s(5), repr(s).split(" at ")[0], repr(c).split(" at ")[0])
err(c, 5)
err(staticmethod)
err(staticmethod, 1, 2)
err(classmethod, x=1)
print(K.c.__self__ is K, K.c.__func__ is c.__func__, type(K.c).__name__, K().c.__self__ is K)
s.attr = 1
print(s.__dict__.get("attr"), c.__get__(None, int)(), staticmethod(5).__get__(1))
err(staticmethod(5))
m = K().c
print(m == Sub().c, m == K().c, hash(K.c) == hash(K.c), K.c is K.c)


class M:
    def m(self):
        return self


x = M()
b = x.m
print(b() is x, b.__self__ is x, b.__func__ is M.m, b == x.m, b is x.m, b.__name__, b.__qualname__, repr(b).split(" object")[0])
err(setattr, b, "attr", 1)
err(setattr, b, "__self__", 1)
err(lambda: b.missing)
M.m.attr = "on function"
print(b.attr)
import types
err(types.MethodType)
err(types.MethodType, 5, 1)
err(types.MethodType, len, None)
print(types.MethodType(len, "abc")())
