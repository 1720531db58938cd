class Base:
    def __init_subclass__(cls, /, tag=None, **kw):
        super().__init_subclass__(**kw)
        print("init_subclass", cls.__name__, tag)
        cls.tag = tag


class A(Base, tag="a"):
    pass


class B(A):
    pass


class D:
    def __set_name__(self, owner, name):
        print("set_name", owner.__name__, name)


class K:
    x = D()
    y = z = D()
    l = [D()]


K.late = D()


class Order(Base, tag=1):
    d = D()



def err(f, *args, **kwargs):
    """Call and print the result or the error."""
    try:
        print(repr(f(*args, **kwargs)))
    except BaseException as e:
        print(f"{type(e).__name__}: {e}")

def extra():
    class X(Base, other=1):
        pass


err(extra)


class Raises:
    def __set_name__(self, owner, name):
        raise ValueError("in set_name")


def bad():
    class X:
        attr = Raises()


try:
    bad()
except ValueError as e:
    print(e, e.__notes__)


class BadSig:
    def __set_name__(self):
        pass


def bad2():
    class X:
        attr = BadSig()


try:
    bad2()
except TypeError as e:
    print(e, e.__notes__)
err(object.__init_subclass__, 1)
err(Base.__init_subclass__, unknown=1)
print(type(Base.__dict__["__init_subclass__"]).__name__)


class G:
    def __class_getitem__(cls, item):
        return cls.__name__, item


print(G[1], G[1, 2], type(G.__dict__["__class_getitem__"]).__name__)
err(lambda: G()[1])
err(lambda: K[1])
err(lambda: int[1])
err(lambda: type[1])


class MetaGet(type):
    def __getitem__(cls, i):
        return "meta", i


class H(metaclass=MetaGet):
    def __class_getitem__(cls, i):
        return "class"


print(H[5])
