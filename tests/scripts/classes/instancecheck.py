def err(f, *args, **kwargs):
    """Call and print the result or the error."""
    try:
        print(repr(f(*args, **kwargs)))
    except BaseException as e:
        print(f"{type(e).__name__}: {e}")

class Meta(type):
    def __instancecheck__(cls, o):
        print("instancecheck", o)
        return o == 1

    def __subclasscheck__(cls, c):
        print("subclasscheck", c)
        return "truthy"


class K(metaclass=Meta):
    pass


print(isinstance(1, K), isinstance(2, K), isinstance(K(), K), issubclass(int, K), isinstance(2, (int, K)))


class A:
    pass


class B(A):
    pass


print(isinstance(B(), A), issubclass(B, A), issubclass(A, B), isinstance(5, int | str), issubclass(int, int | None), isinstance(None, int | None), issubclass(B, (int, (str, (A,)))), isinstance(True, int))
err(isinstance, 5, 5)
err(isinstance, 5, "int")
err(isinstance, 5, (str, 5))
err(isinstance, 5, list[int])
err(isinstance, 5, int | list[int])
err(issubclass, 5, int)
err(issubclass, int, 5)
err(issubclass, int, (5,))
err(issubclass, int, list[int])
err(issubclass, list[int], list)
err(isinstance, 5)
err(isinstance, 5, int, 3)
print(isinstance(5, ()), issubclass(int, ()))


class Liar:
    @property
    def __class__(self):
        return int


print(isinstance(Liar(), int), type(Liar()) is Liar, isinstance(Liar(), Liar))


class Fake:
    __bases__ = (A,)


print(issubclass(Fake(), A), issubclass(Fake(), int))
from abc import ABC, abstractmethod


class Shape(ABC):
    @abstractmethod
    def area(self):
        pass

    @property
    @abstractmethod
    def name(self):
        pass


class One(ABC):
    @abstractmethod
    def m(self):
        pass


err(Shape)
err(One)
print(Shape.__abstractmethods__ == {"area", "name"}, One.m.__isabstractmethod__)


class Square(Shape):
    name = "sq"

    def area(self):
        return 1


print(Square().area())


@Shape.register
class Virtual:
    pass


print(isinstance(Virtual(), Shape), issubclass(Virtual, Shape), Shape in Virtual.__mro__)


class Hook(ABC):
    @classmethod
    def __subclasshook__(cls, c):
        return hasattr(c, "quack") or NotImplemented


class Duck:
    quack = 1


print(issubclass(Duck, Hook), issubclass(int, Hook))
err(lambda: int.__abstractmethods__)
err(Shape.register, 5)
err(Shape.register, Shape)
