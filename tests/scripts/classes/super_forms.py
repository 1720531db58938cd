def err(f, *args, **kwargs):
    """Call and print the result or the error."""
    try:
        print(repr(f(*args, **kwargs)))
    except BaseException as e:
        print(f"{type(e).__name__}: {e}")

class A:
    x = "A.x"

    def f(self):
        return ["A"]

    @classmethod
    def c(cls):
        return ["A", cls.__name__]

    @staticmethod
    def s():
        return "A.s"

    @property
    def p(self):
        return "A.p"


class B(A):
    def f(self):
        return ["B"] + super().f()

    @classmethod
    def c(cls):
        return ["B"] + super().c()

    @property
    def p(self):
        return "B." + super().p

    def nested(self):
        return (lambda: super(B, self).f())(), [super().x for _ in (1,)] if False else super().x


class C(A):
    def f(self):
        return ["C"] + super().f()


class D(B, C):
    def f(self):
        return ["D"] + super().f()

    def other(self):
        return super(B, self).f(), super(D, self).s(), super(D, D).c()


d = D()
print(d.f(), d.c(), d.p, d.other(), B().nested())
s = super(B, d)
print(repr(s), s.__thisclass__.__name__, s.__self__ is d, s.__self_class__.__name__)
unbound = super(B)
print(repr(unbound), unbound.__self__, unbound.__get__(d, D).f())
err(super, 5)
err(super, B, 5)
err(super, int, "x")
err(super, B, C())
err(super)
err(lambda: super().x)
err(lambda: super(B, d).missing)
err(lambda: super(B, d, 1))


class K:
    def no_first():
        return super()

    def deleted(self):
        del self
        return super()

    def reassigned(self):
        self = 5
        return super()

    def starred(*args):
        return super()

    def cell(self):
        def inner():
            return self
        return super().__repr__()[:8]


err(K.no_first)
err(K().deleted)
err(K().reassigned)
err(K().starred)
err(K().cell)


def free(self):
    return super()


err(free, 1)
try:
    super(B, d).attr = 1
except AttributeError as e:
    print(e)


class Init:
    def __init__(self, **kw):
        print("Init", kw)
        super().__init__(**kw)


err(Init)
err(Init, a=1)


class Shadow(A):
    def f(self):
        super = lambda: "shadowed"
        return super()


print(Shadow().f())


class ItemSuper(dict):
    def __getitem__(self, k):
        return ("got", super().__getitem__(k))

    def __class__probe(self):
        return __class__


i = ItemSuper(a=1)
print(i["a"], i._ItemSuper__class__probe().__name__)
try:
    super(ItemSuper, i)["a"]
except TypeError as e:
    print(e)
