def err(f, *args, **kwargs):
    """Call and print the result or the error."""
    try:
        print(repr(f(*args, **kwargs)))
    except BaseException as e:
        print(f"{type(e).__name__}: {e}")

class O:
    pass


class A(O):
    pass


class B(O):
    pass


class C(A, B):
    pass


class D(B):
    pass


class E(C, D):
    pass


print([c.__name__ for c in E.__mro__])


def bad1():
    class X(O, A):
        pass


def bad2():
    class P(A, B):
        pass

    class Q(B, A):
        pass

    class R(P, Q):
        pass


err(bad1)
err(bad2)


class Alias:
    def __mro_entries__(self, bases):
        print("mro_entries", len(bases))
        return (A,)


class ViaAlias(Alias(), B):
    pass


print(ViaAlias.__bases__, len(ViaAlias.__orig_bases__))


class NoTuple:
    def __mro_entries__(self, bases):
        return [A]


def bad3():
    class X(NoTuple()):
        pass


err(bad3)
err(type, "X", (Alias(),), {})


class L(list[int]):
    pass


print(L.__bases__, L.__orig_bases__)


class M(type):
    def mro(cls):
        print("mro", cls.__name__)
        return [cls, B, object] if cls.__name__ == "Own" else super().mro()


class Own(metaclass=M):
    pass


print(Own.__mro__)


class BadMro(type):
    def mro(cls):
        return 5


class BadMro2(type):
    def mro(cls):
        return [5]


err(BadMro, "X", (), {})
err(BadMro2, "X", (), {})


class X1:
    def who(self):
        return "X1"


class X2:
    def who(self):
        return "X2"


class Y(X1):
    pass


y = Y()
print(y.who())
Y.__bases__ = (X2,)
print(y.who(), X1.__subclasses__(), X2.__subclasses__())
err(setattr, Y, "__bases__", (Y,))
err(setattr, Y, "__bases__", (int,))
err(setattr, X2, "__bases__", (Y,))
