"""Names, signatures and flags of `_pickle`, and what each public attribute says of wrong arguments and values."""
import _pickle
import inspect
import io

FLAGS = 1 << 7 | 1 << 8 | 1 << 9 | 1 << 10 | 1 << 14
ARGUMENTS = ((), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4, 5, 6, 7), (None,), ("x", "y"), (b"",))
KEYWORDS = ({"x": 1}, {"file": 1}, {"obj": 1}, {"pid": 1}, {"module_name": 1, "global_name": 2})
VALUES = (1, None, "x", {}, {1: 2}, {1: (1, 2)}, {"a": (1, 2)}, {1: (1, 2, 3)}, {-1: 2}, {2**70: 1}, {1: ("a", 1)}, [])


def outcome(action, *args, **keywords):
    try:
        return type(action(*args, **keywords)).__name__
    except Exception as e:
        return f"{type(e).__name__}: {e}"


def signature(obj):
    try:
        return str(inspect.signature(obj))
    except (TypeError, ValueError) as e:
        return type(e).__name__


def public(obj):
    return sorted(name for name in dir(obj) if not name.startswith("__"))


print("-- names")
print(public(_pickle))
for name in public(_pickle):
    obj = getattr(_pickle, name)
    print(name, type(obj).__name__, signature(obj), repr(obj.__text_signature__) if hasattr(obj, "__text_signature__") else "", obj.__doc__.partition("\n")[0] if obj.__doc__ else None)
    if isinstance(obj, type):
        print("  ", obj.__module__, obj.__qualname__, obj.__flags__ & FLAGS)
        for member in public(obj):
            part = getattr(obj, member)
            print("  ", member, type(part).__name__, signature(part), (part.__doc__ or "").partition("\n")[0])

pickler, unpickler = _pickle.Pickler(io.BytesIO()), _pickle.Unpickler(io.BytesIO(b""))
made = pickler, unpickler, pickler.memo, unpickler.memo, _pickle.PickleBuffer(b"")
print("-- calls")
for obj in made:
    print(type(obj).__name__, sorted(dir(obj)), type(obj).__flags__ & FLAGS)
    for name in public(obj) + ["__reduce__", "__reduce_ex__"]:
        method = getattr(obj, name, None)
        if not callable(method) or name == "__reduce_ex__" and type(obj) is _pickle.PickleBuffer:
            continue
        for args in ARGUMENTS:
            print("  ", name, args, outcome(method, *args))
        for keywords in KEYWORDS:
            print("  ", name, keywords, outcome(method, **keywords))

print("-- values")
for obj in made:
    for name in public(obj) + ["__dict__", "nope", "__class__", "__hash__"]:
        for value in VALUES:
            print(type(obj).__name__, name, value, outcome(setattr, obj, name, value))
        print(type(obj).__name__, name, outcome(delattr, obj, name))

print("-- types")
for cls, own in ((type(pickler.memo), pickler), (type(unpickler.memo), unpickler)):
    print(cls, cls.__module__, cls.__qualname__, cls.__doc__)
    for args in ((1,), (own,), (own, 1)):
        print("  ", len(args), outcome(cls, *args))
    for keywords in ({"pickler": own}, {"unpickler": own}, {"x": 1}):
        print("  ", list(keywords), outcome(cls, **keywords))
    print("  ", outcome(type, "Sub", (cls,), {}), outcome(own.memo.__init__, 1), outcome(hash, own.memo))
for made in (_pickle.Pickler, _pickle.Unpickler, _pickle.PickleBuffer, _pickle.dump, _pickle.dumps, _pickle.load, _pickle.loads):
    for args in ((), (1,), (1, 2), (io.BytesIO(), 9), (io.BytesIO(), "x"), (io.BytesIO(), 1, 2, 3, 4, 5), (b"",), (b"", 1)):
        print(made.__name__, [type(a).__name__ for a in args], outcome(made, *args))
    for name, value in (("obj", 1), ("file", io.BytesIO()), ("data", b""), ("protocol", "x"), ("fix_imports", 1), ("encoding", 1), ("errors", None), ("buffers", 1), ("buffer_callback", 1), ("nope", 1)):
        for first in ((), (io.BytesIO(),), (b"N.",), ([], io.BytesIO())):
            print(made.__name__, len(first), name, outcome(made, *first, **{name: value}))
