import functools
import pickle



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

def function():
    pass


class Outer:
    class Inner:
        class Deep:
            pass

        def method(self):
            pass

    def method(self):
        pass

    @staticmethod
    def static():
        pass

    @classmethod
    def klass(cls):
        pass


class Sub(Outer):
    pass


named = lambda: 0
named.__qualname__ = named.__name__ = "named"


@functools.wraps(function)
def wrapped():
    pass


def no_module():
    pass


no_module.__module__ = None
show("function", function)
show("Outer", Outer)
show("Inner", Outer.Inner)
show("Deep", Outer.Inner.Deep)
show("unbound method", Outer.method)
show("unbound inner", Outer.Inner.method)
show("static", Outer.static)
show("classmethod", Outer.klass)
show("classmethod of sub", Sub.klass)
show("bound", Outer().method)
show("named lambda", named)
show("wrapped", wrapped)
show("module None", no_module)
show("twice", [function, function, Outer, Outer.Inner, Outer.Inner])
for protocol in range(4, 6):
    for f in (function, Outer.Inner.Deep, Outer.method, Outer.Inner.method, Outer.static, named):
        assert pickle.loads(pickle.dumps(f, protocol)) is f
