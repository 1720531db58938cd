"""Assignments that a data descriptor of the class sees to are never taken for ones that add an attribute, nor those after them."""


class Other:
    """Keeps its value under another name."""

    def __set_name__(self, owner, name):
        self.name = "_" + name

    def __get__(self, instance, owner=None):
        return self if instance is None else instance.__dict__.get(self.name)

    def __set__(self, instance, value):
        print("set", self.name, value)
        setattr(instance, self.name, value)


class Same(Other):
    """Keeps its value under its own name, in the dictionary."""

    def __set_name__(self, owner, name):
        self.name = name

    def __set__(self, instance, value):
        print("set", self.name, value)
        instance.__dict__[self.name] = value * 2


class Item:
    other = Other()
    same = Same()

    def __init__(self, n):
        self.other = n
        self.same = n
        self.plain = n


for n in range(4):
    item = Item(n)
    print(item.__dict__, item.other, item.same)


class Late:
    def __init__(self, n):
        self.value = n


def make(n):
    late = Late(n)
    return late.__dict__


print([make(n) for n in range(3)])
Late.value = property(lambda self: 0, lambda self, n: print("property", n))
print([make(n) for n in range(3)])
del Late.value
print([make(n) for n in range(3)])
Late.value = Other()
Late.value.name = "hidden"
print([make(n) for n in range(3)])


class Base:
    pass


class Derived(Base):
    def __init__(self, n):
        self.value = n


print([Derived(n).__dict__ for n in range(3)])
Base.value = property(lambda self: 0, lambda self, n: print("base", n))
print([Derived(n).__dict__ for n in range(3)])
Base.value = 7
print([Derived(n).__dict__ for n in range(3)], Derived(1).value)


class Elsewhere:
    """A descriptor that adds an attribute to another object, and one that adds two."""

    def __set__(self, instance, value):
        instance.first = value
        instance.second = value


class Two:
    pair = Elsewhere()

    def __init__(self, n):
        self.pair = n
        self.third = n


print([Two(n).__dict__ for n in range(3)])


class Watching:
    def __setattr__(self, name, value):
        print("watched", name, value)
        object.__setattr__(self, name + "_", value)

    def __init__(self, n):
        self.value = n


print([Watching(n).__dict__ for n in range(3)])
