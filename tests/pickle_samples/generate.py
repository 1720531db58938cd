"""Make the samples of pickles that other libraries write: arrays of NumPy 1 and 2, values of the standard library, tensors.

    python generate.py

writes the files that the running interpreter's libraries make: `numpy1-*` or `numpy2-*` where there is a NumPy, and the
rest under CPython 3.13. What PyTorch writes is imitated, names and persistent ids, without it.
"""
import collections
import dataclasses
import datetime
import decimal
import enum
import fractions
import io
import pathlib
import pickle
import sys
import types
import uuid

HERE = pathlib.Path(__file__).resolve().parent


@dataclasses.dataclass
class Order:
    id: int
    lines: list


class Colour(enum.Enum):
    RED = 1


Point = collections.namedtuple("Point", "x y")


def write(name, value, protocols):
    for protocol in protocols:
        (HERE / f"{name}-p{protocol}.pickle").write_bytes(pickle.dumps(value, protocol))


def arrays(numpy):
    name = "numpy" + numpy.__version__.partition(".")[0]
    write(f"{name}-f8", numpy.arange(6, dtype="<f8").reshape(2, 3), (0, 2, 4, 5))
    write(f"{name}-fortran", numpy.asfortranarray(numpy.arange(4, dtype=">i2").reshape(2, 2)), (2, 5))
    shared = numpy.array([True, False])
    write(f"{name}-shared", [shared, shared, numpy.array(["ab", "c"]), numpy.array([b"x", b"yz"]), numpy.float32(1.5)], (4,))
    write(f"{name}-objects", numpy.array([1, "two"], dtype=object), (4,))


def values():
    sys.modules["shop"] = module = types.ModuleType("shop")
    for cls in (Order, Colour, Point):
        cls.__module__ = "shop"
        setattr(module, cls.__name__, cls)
    zone = datetime.timezone(datetime.timedelta(hours=2))
    write("stdlib", {
        "decimal": decimal.Decimal("1.50"), "fraction": fractions.Fraction(1, 3), "uuid": uuid.UUID(int=5),
        "date": datetime.date(2024, 2, 29), "datetime": datetime.datetime(2024, 2, 29, 1, 2, 3, 4, zone), "timedelta": datetime.timedelta(1, 2, 3),
        "ordered": collections.OrderedDict(a=1), "default": collections.defaultdict(list, k=[1]), "counter": collections.Counter("aab"),
        "deque": collections.deque([1, 2], 3), "order": Order(7, ["tea"]), "colour": Colour.RED, "point": Point(1, 2), "path": pathlib.PurePosixPath("/a/b"),
        "error": ValueError("no"), "complex": 1 + 2j, "range": range(3), "set": {1}, "frozen": frozenset([1]), "bytes": b"\xff", "array": bytearray(b"a"),
    }, range(6))


def tensors():
    def rebuild(*args):
        pass

    storage = type("FloatStorage", (), {"__module__": "torch"})
    torch, utils = types.ModuleType("torch"), types.ModuleType("torch._utils")
    rebuild.__module__, rebuild.__qualname__, rebuild.__name__ = "torch._utils", "_rebuild_tensor_v2", "_rebuild_tensor_v2"
    torch.FloatStorage, utils._rebuild_tensor_v2 = storage, rebuild
    sys.modules.update({"torch": torch, "torch._utils": utils})

    class Storage:
        pass

    class Tensor:
        def __reduce__(self):
            return rebuild, (Storage(), 0, (2, 2), (2, 1), False, collections.OrderedDict())

    class Pickler(pickle.Pickler):
        def persistent_id(self, obj):
            return ("storage", storage, "0", "cpu", 4) if isinstance(obj, Storage) else None

    out = io.BytesIO()
    Pickler(out, 2).dump(collections.OrderedDict(weight=Tensor(), bias=Tensor()))
    (HERE / "torch-p2.pickle").write_bytes(out.getvalue())


try:
    import numpy
except ImportError:
    if sys.version_info[:2] == (3, 13):
        values()
        tensors()
else:
    arrays(numpy)
