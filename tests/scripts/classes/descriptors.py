def err(f, *args, **kwargs):
    """Call and print the result or the error."""
    try:
        print(repr(f(*args, **kwargs)))
    except BaseException as e:
        print(f"{type(e).__name__}: {e}")

class Data:
    def __get__(self, obj, cls=None):
        return "data", obj is None, cls and cls.__name__

    def __set__(self, obj, value):
        print("set", value)

    def __delete__(self, obj):
        print("delete")


class NonData:
    def __get__(self, obj, cls=None):
        return "nondata", obj is None


class OnlySet:
    def __set__(self, obj, value):
        obj.__dict__["o"] = value


class K:
    d = Data()
    n = NonData()
    o = OnlySet()


k = K()
print(k.d, K.d, k.n, K.n, type(k.o).__name__)
k.__dict__["d"] = k.__dict__["n"] = "instance"
print(k.d, k.n)
k.d = 5
del k.d
k.o = 7
print(k.o)
err(delattr, k, "o")
K.d = "replaced on class"
print(k.d)
try:
    del k.n
    print(k.n)
except AttributeError as e:
    print(e)


class Raises:
    def __get__(self, obj, cls=None):
        raise AttributeError("from descriptor")


class WithGetattr:
    r = Raises()

    def __getattr__(self, name):
        return "getattr", name


print(WithGetattr().r, WithGetattr().zzz)


class Meta(type):
    md = Data()
    mn = NonData()
    both = "meta"


class M(metaclass=Meta):
    md = "class"
    mn = "class"
    both = "class"


print(M.md, M.mn, M.both)
print((lambda self: self).__get__(5)(), type((lambda: 0).__get__(5)).__name__)
err((lambda: 0).__get__, None)
err((lambda: 0).__get__)
err((lambda: 0).__get__, None, int)
print(str.upper.__get__("a")(), dict.fromkeys("a"), int.__add__(1, 2))
err(str.upper, 5)
err(str.upper)
err(str.upper.__get__, 5)
err(list.append, 5, 1)
err(int.__add__, "a", 1)
err(int.real.__get__, "x")
err(int.real.__set__, 5, 1)
err(int.__dict__["real"].__delete__, 5)


class OnInstance:
    pass


i = OnInstance()
i.nd = NonData()
print(type(i.nd).__name__)
