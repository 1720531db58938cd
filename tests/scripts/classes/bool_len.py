def err(f, *args, **kwargs):
    """Call and print the result or the error."""
    try:
        print(repr(f(*args, **kwargs)))
    except BaseException as e:
        print(f"{type(e).__name__}: {e}")

class B:
    def __init__(self, v):
        self.v = v

    def __bool__(self):
        return self.v


class L:
    def __init__(self, v):
        self.v = v

    def __len__(self):
        return self.v


class Both(L):
    def __bool__(self):
        return False


for v in (True, False, 1, 0, None, "x"):
    err(bool, B(v))
    err(lambda: 1 if B(v) else 0)
    err(lambda: not B(v))
for v in (0, 1, 5, -1, 1.5, "x", None, True, 2**63 - 1, 2**63, -2**63):
    err(len, L(v))
    err(bool, L(v))
print(bool(Both(5)), len(Both(5)), bool(object()), bool(type))
err(len, 5)
err(len, None)
err(len)
err(len, [], [])
err(len, (i for i in ()))
print(B(True) and 1, B(False) or 2, any([L(0), L(2)]), all([L(1)]), [x.v for x in filter(None, [L(0), L(3)])])


class Hint:
    def __init__(self, v):
        self.v = v

    def __iter__(self):
        return iter([1, 2])

    def __length_hint__(self):
        if isinstance(self.v, Exception):
            raise self.v
        return self.v


from operator import length_hint

for v in (0, 5, -1, "x", NotImplemented, TypeError("t"), ValueError("v"), 1.5):
    err(length_hint, Hint(v))
    err(list, Hint(v))
err(length_hint, 5)
err(length_hint, 5, 7)
err(length_hint, 5, "x")
err(length_hint, [1, 2])
err(length_hint, iter(range(5)))
