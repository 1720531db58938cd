def err(f, *args, **kwargs):
    """Call and print the result or the error."""
    try:
        print(repr(f(*args, **kwargs)))
    except BaseException as e:
        print(f"{type(e).__name__}: {e}")

class S:
    __slots__ = ("a", "b")

    def __init__(self):
        self.a = 1


s = S()
print(s.a, S.__slots__, S.a, type(S.a).__name__)
err(lambda: s.b)
err(setattr, s, "c", 1)
err(delattr, s, "b")
err(lambda: s.__dict__)
err(lambda: s.__weakref__)
s.b = 2
del s.b
err(lambda: s.b)


class Sub(S):
    pass


sub = Sub()
sub.z = 5
print(sub.__dict__, sub.a)


class SubSlots(S):
    __slots__ = ("c", "a")


x = SubSlots()
x.c = 3
print(x.c, x.a, "__dict__" in dir(x))


class Str:
    __slots__ = "single"


class Gen:
    __slots__ = (n for n in ("p", "q"))


class Dct:
    __slots__ = {"k": "documented", "l": None}


class Empty:
    __slots__ = ()


class WithDict:
    __slots__ = ["x", "__dict__", "__weakref__"]


w = WithDict()
w.x, w.y = 1, 2
print(w.__dict__, Str().__slots__, Dct.__slots__, Dct.k.__doc__)
err(setattr, Empty(), "x", 1)
err(setattr, object(), "x", 1)


class Private:
    __slots__ = ("__hidden", "__dunder__")

    def __init__(self):
        self.__hidden = 1


print(Private()._Private__hidden, sorted(n for n in vars(Private) if "hidden" in n or "dunder" in n))


def make(**ns):
    return type("X", ns.pop("bases", ()), ns)


err(make, __slots__=("__dict__", "__dict__"))
err(make, __slots__=("__weakref__", "__weakref__"))
err(make, __slots__=("a", 5))
err(make, __slots__=("a b",))
err(make, __slots__=("a",), bases=(tuple,))
err(make, __slots__=("__dict__",), bases=(Sub,))
err(make, bases=(S, WithDict))
err(make, __slots__=("x",), x=1)


class Other:
    __slots__ = ("q",)


class Third:
    __slots__ = ("r",)


err(make, bases=(Other, Third))
err(make, bases=(Other, Empty), __slots__=())
s2 = S()
err(setattr, s2, "__class__", Other)


class Same:
    __slots__ = ("a", "b")


s2.__class__ = Same
print(type(s2).__name__, s2.a)
err(S.a.__get__, 5)
err(S.a.__get__, Same())
err(S.a.__set__, 5, 1)
print(S.a.__get__(None, S) is S.a)
