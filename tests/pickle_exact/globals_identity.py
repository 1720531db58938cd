"""The memo works by identity: which 'builtins' or '__main__' is the same str object shows in GET and MEMOIZE."""
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

class A:
    pass


class B:
    pass


def f():
    pass


def g():
    pass


show("two types", [int, str, list])
show("two functions", [len, print])
show("type and function", [int, len, str, print])
show("group", [int, len, ExceptionGroup, BaseExceptionGroup, ValueError, KeyError])
show("two classes", [A, B, A()])
show("class and function", [A, f, B, g])
show("names as strs", ["A", A, "__main__", "builtins", "len", len, int, "int", __name__])
show("module attr", [A.__module__, A, f.__module__, f])
show("reduce builtins", [set, frozenset([1]), {1}, bytearray(b"x"), 1j, range(3), slice(1), getattr, [].append])
