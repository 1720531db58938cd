def err(f, *args, **kwargs):
    """Call and print the result or the error."""
    try:
        print(repr(f(*args, **kwargs)))
    except BaseException as e:
        print(f"{type(e).__name__}: {e}")

class K:
    def __init__(self):
        self._x = 1

    @property
    def x(self):
        """The doc."""
        return self._x

    @x.setter
    def x(self, v):
        self._x = v

    @x.deleter
    def x(self):
        print("deleted")

    @property
    def ro(self):
        return 1

    wo = property(None, lambda self, v: print("wo", v), doc="write only")
    none = property()


k = K()
k.x = 5
print(k.x, K.x.__doc__, K.x.__name__, K.wo.__doc__)
del k.x
k.wo = 3
err(setattr, k, "ro", 1)
err(delattr, k, "ro")
err(lambda: k.wo)
err(lambda: k.none)
err(setattr, k, "none", 1)
err(delattr, k, "none")
print(K.x.fget(k), K.x.fset is not None, K.ro.fset, K.x.__isabstractmethod__)
err(property, 1, 2, 3, 4, 5)
err(property, x=1)
err(setattr, K.x, "fget", 1)
err(lambda: K.none.__name__)


class Sub(K):
    @K.x.getter
    def x(self):
        return "sub"


print(Sub().x)
s = Sub()
s.x = 9
print(s._x)


class P(property):
    pass


class L:
    @P
    def p(self):
        """p doc"""
        return 1


print(L().p, type(L.p).__name__, L.p.__doc__)


class Raises:
    @property
    def p(self):
        return self.missing


err(lambda: Raises().p)


class RaisesGetattr(Raises):
    def __getattr__(self, n):
        return f"fallback {n}"


print(RaisesGetattr().p)
p = property(lambda s: 1)
err(p.__get__, 5)
err(p.__set__, 5, 1)
err(p.__delete__, 5)
print(p.__get__(None, int) is p)
p.__set_name__(int, "named")
err(p.__set__, 5, 1)
err(p.__set_name__, 1)
