import io
import pickle
import sys



def show(label, obj, protocols=range(6), **options):
    """Print the pickle of obj in every protocol; long ones as length, ends and remainder."""
    for protocol in protocols:
        try:
            data = pickle.dumps(obj, protocol, **options)
        except Exception as e:
            print(label, protocol, f"{type(e).__name__}: {e}")
            continue
        if len(data) <= 1500:
            print(label, protocol, data.hex())
        else:
            print(label, protocol, len(data), data[:40].hex(), data[-40:].hex(), int.from_bytes(data, "big") % (2**61 - 1))

def make():
    def inner():
        pass

    class Local:
        pass

    return inner, Local


inner, Local = make()
l = lambda: 0


def replaced():
    pass


old = replaced


def replaced():
    pass


def gone():
    pass


g = gone
del gone


class Gone:
    pass


G = Gone
del Gone


def other():
    pass


other.__module__ = "no.such.module"


def weird():
    pass


weird.__qualname__ = "sys.path"


def dotted():
    pass


dotted.__qualname__ = "make.<locals>.x.y"


class Meta(type):
    pass


class ByMeta(metaclass=Meta):
    pass


M = ByMeta
del ByMeta


class NoReduce:
    __reduce_ex__ = None


class RaisesReduce:
    def __reduce__(self):
        raise KeyError("from reduce")


class RaisesState:
    def __getstate__(self):
        raise RuntimeError("from getstate")


async def coro():
    pass


c = coro()
for label, obj in (("inner", inner), ("Local", Local), ("Local()", Local()), ("lambda", l), ("replaced", old), ("gone", g), ("Gone", G), ("Gone()", G()), ("other", other), ("weird", weird), ("dotted", dotted),
                   ("meta", M), ("None reduce", NoReduce()), ("raises", RaisesReduce()), ("state raises", RaisesState()), ("module", sys), ("generator", (x for x in ())), ("coroutine", c), ("frame", sys._getframe()),
                   ("code", make.__code__), ("stdout", sys.stdout), ("memoryview", memoryview(b"")), ("keys", {}.keys()), ("cell", (lambda: inner).__closure__), ("staticmethod", staticmethod(len)),
                   ("super", super(Meta, Meta)), ("dict with lambda", {"k": [l]}), ("BytesIO", io.BytesIO(b"abc"))):
    show(label, obj, (0, 2, 4))
c.close()
