# What a class body, its type parameters and its methods find under `__class__`, private and lazy names; `mro()`.
import warnings


class Outer:
    def method(self):
        class Inner:
            found = __class__

            def own(self):
                return __class__

        return Inner


inner = Outer().method()
print(inner.found.__name__, inner().own().__name__)


class Foo[__T, U: __T]:
    param = __T

    def meth[__V](self):
        return __T, __V


print(Foo.__type_params__, Foo.param, Foo().meth(), Foo.__type_params__[1].__bound__)


class Later:
    T = int
    type Alias = T
    type Listed = [T for _ in (1,)]


T = "global"
Later.T = float
print(Later.Alias.__value__, Later.Listed.__value__, type.__type_params__, "__classdictcell__" in vars(Later))


class Calls(type):
    def mro(cls):
        print(cls.__name__, cls.__mro__, vars(cls)["f"](), type.mro(cls)[1:])
        return type.mro(cls)


class Called(metaclass=Calls):
    def f():
        return __class__.__name__


class Base:
    pass


class Lost(type):
    def mro(cls):
        return (Base,)


try:
    Lost("A", (), {})
except TypeError as error:
    print(error)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    type("Keys", (), {1: 2})
print([str(w.message) for w in caught])


def circle():
    try:
        raise ValueError(1)
    except ValueError as error:
        error.__context__ = error
        raise TypeError(2)


try:
    circle()
except TypeError as error:
    print(repr(error.__context__), error.__context__.__context__ is error.__context__)
