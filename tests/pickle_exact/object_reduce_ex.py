"""What object.__reduce_ex__ and copyreg.__reduce_ex__ return and refuse."""
import copyreg



def err(f, *args, **kwargs):
    """Call and print the result or the error."""
    try:
        print(repr(f(*args, **kwargs)))
    except BaseException as e:
        print(f"{type(e).__name__}: {e}")

class P:
    pass


class S:
    __slots__ = ("a", "b")


class L(list):
    __slots__ = ("x",)


class I(int):
    pass


class W:
    __slots__ = ("__weakref__",)


p = P()
p.a = 1
s = S()
s.a = 2
for protocol in range(6):
    for obj in (P(), p, S(), s, I(5), L([1]), W(), object(), [1], {1: 2}, "s", 5, (1,), len, int, None, ..., range(3), 1j, property(), iter([]), memoryview(b"")):
        try:
            r = obj.__reduce_ex__(protocol)
            if isinstance(r, tuple):
                r = tuple(list(x) if type(x).__name__.endswith("iterator") else x for x in r)
            print(protocol, type(obj).__name__, r)
        except Exception as e:
            print(protocol, type(obj).__name__, type(e).__name__, e)
err(object().__reduce_ex__)
err(object().__reduce_ex__, "2")
err(object().__reduce__)
err(s.__reduce__)
err(object().__getstate__)
print(p.__getstate__(), s.__getstate__(), I(3).__getstate__(), P().__getstate__(), [].__getstate__())
err(copyreg.__newobj__)
err(copyreg.__newobj__, int, 5)
err(copyreg.__newobj_ex__, int, ("5",), {})
err(copyreg._reconstructor, P, object, None)
err(copyreg._reconstructor, I, int, 7)
print(copyreg._slotnames(S), copyreg._slotnames(P), copyreg._slotnames(L))
