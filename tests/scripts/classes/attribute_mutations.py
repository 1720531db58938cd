"""Random programs of attribute reads, writes, deletes and calls between changes of classes, of
instance dictionaries and of descriptors: what an access site remembers must never be seen."""
import random
import zlib

NAMES = ["a", "b", "c", "_a"]


class Data:
    """A data descriptor that stores under another name, in one of three ways."""

    def __init__(self, target, mode):
        self.target, self.mode = target, mode

    def __get__(self, owner, cls=None):
        if owner is None:
            return "data", self.target, self.mode
        if not hasattr(owner, "__dict__"):
            return "no dict"
        return owner.__dict__.get(self.target, "unset")

    def __set__(self, owner, value):
        if self.mode == 0:
            owner.__dict__[self.target] = value
        elif self.mode == 1:
            object.__setattr__(owner, self.target + "_", value)
        else:
            raise ValueError("read-only")

    def __delete__(self, owner):
        owner.__dict__.pop(self.target, None)


class NonData:
    def __init__(self, target):
        self.target = target

    def __get__(self, owner, cls=None):
        return "non-data", self.target, owner is None


def get_a(o, v): return o.a
def get_b(o, v): return o.b
def get_private(o, v): return o._a
def set_a(o, v): o.a = v
def set_b(o, v): o.b = v
def set_private(o, v): o._a = v
def del_a(o, v): del o.a
def del_b(o, v): del o.b
def call_a(o, v): return o.a(v)
def call_b(o, v): return o.b(v)


def add_to_a(o, v):
    o.a += v
    return o.a


ACCESSES = [get_a, get_b, get_private, set_a, set_b, set_private, del_a, del_b, call_a, call_b, add_to_a]


def class_value(rng):
    kind = rng.randrange(9)
    if kind < 3:
        return rng.randrange(100)
    if kind == 3:
        return Data(rng.choice(NAMES), rng.randrange(3))
    if kind == 4:
        return NonData(rng.choice(NAMES))
    if kind == 5:
        setter = (lambda self, v: self.__dict__.__setitem__("via", v)) if rng.random() < 0.5 else None
        return property(lambda self: "property", setter)
    if kind == 6:
        return lambda self, *args: ("method", args)
    if kind == 7:
        return staticmethod(lambda *args: ("static", len(args)))
    return classmethod(lambda cls, *args: ("class", cls.__name__, args))


def new_class(rng, classes):
    bases = tuple(rng.sample(classes, min(len(classes), rng.randrange(3)))) or (object,)
    body = {name: class_value(rng) for name in NAMES if rng.random() < 0.4}
    if rng.random() < 0.2:
        slots = [name for name in ("a", "b") if name not in body]
        body["__slots__"] = slots + (["__dict__"] if rng.random() < 0.5 else [])
    if rng.random() < 0.1:
        body["__getattr__"] = lambda self, name: ("getattr", name)
    if rng.random() < 0.07:
        body["__setattr__"] = lambda self, name, v: object.__setattr__(self, name, ("set", v))
    if rng.random() < 0.07:
        body["__getattribute__"] = lambda self, name: object.__getattribute__(self, name)
    classes.append(type(f"C{len(classes)}", bases, body))


def has_slots(*classes):
    return any("__slots__" in base.__dict__ for cls in classes for base in cls.__mro__)


def step(rng, classes, objects):
    """One random change or access; its result as text, or None."""
    kind = rng.randrange(20)
    if kind == 0:
        return new_class(rng, classes)
    if kind < 4:
        return objects.append(rng.choice(classes)())
    if kind == 4:
        return setattr(rng.choice(classes), rng.choice(NAMES), class_value(rng))
    if kind == 5:
        return delattr(rng.choice(classes), rng.choice(NAMES))
    if not objects:
        return None
    if kind == 6:
        rng.choice(objects).__dict__[rng.choice(NAMES)] = rng.randrange(9)
        return None
    if kind == 7:
        rng.choice(objects).__dict__ = {name: rng.randrange(9) for name in rng.sample(NAMES, 2)}
        return None
    if kind == 8:
        target, cls = rng.choice(objects), rng.choice(classes)
        if not has_slots(type(target), cls):
            target.__class__ = cls
        return None
    target = rng.choice(objects if rng.random() < 0.8 else classes)
    access = rng.choice(ACCESSES)
    result = access(target, rng.randrange(9))
    plain = not callable(result) and "object at" not in repr(result)
    return f"{access.__name__} {repr(result) if plain else type(result).__name__}"


def contents(target):
    attrs = getattr(target, "__dict__", {})
    if type(attrs) is not dict:
        return {}
    return {k: v if isinstance(v, (int, str, tuple)) else type(v).__name__ for k, v in attrs.items()}


def program(seed):
    rng = random.Random(seed)
    classes, objects, lines = [], [], []
    while len(classes) < 4:
        try:
            new_class(rng, classes)
        except TypeError as error:
            lines.append(f"new class: {error}"[:60])
    for _ in range(300):
        try:
            text = step(rng, classes, objects)
        except Exception as error:
            text = f"{type(error).__name__} {error}".split(" at 0x")[0][:90]
        if text is not None:
            lines.append(text)
        if objects and rng.random() < 0.2:
            lines.append(str(contents(rng.choice(objects))))
    return lines


for seed in range(3):
    print(f"-- program {seed}", *program(seed), sep="\n")
for seed in range(3, 80):
    lines = program(seed)
    print(seed, len(lines), zlib.crc32("\n".join(lines).encode()))
