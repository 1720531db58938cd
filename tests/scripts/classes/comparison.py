def err(f, *args, **kwargs):
    """Call and print the result or the error."""
    try:
        print(repr(f(*args, **kwargs)))
    except BaseException as e:
        print(f"{type(e).__name__}: {e}")

class Lt:
    def __init__(self, n):
        self.n = n

    def __lt__(self, o):
        return f"lt {self.n}"

    def __gt__(self, o):
        return f"gt {self.n}"


class OnlyLe:
    def __le__(self, o):
        return "le"


class Sub(Lt):
    def __gt__(self, o):
        return f"sub gt {self.n}"


class Eq:
    def __eq__(self, o):
        print("eq")
        return NotImplemented


class Ne:
    def __ne__(self, o):
        return "ne"


class Weird:
    def __eq__(self, o):
        return [1]

    __hash__ = None


print(Lt(1) < Lt(2), Lt(1) > 5, 5 < Lt(1), 5 > Lt(1), Lt(1) < Sub(2), OnlyLe() <= 1, 1 >= OnlyLe())
err(lambda: Lt(1) <= 2)
err(lambda: OnlyLe() >= 2)
err(lambda: object() < object())
err(lambda: 1 < "a")
err(lambda: [1] < (1,))
err(lambda: None < None)
err(lambda: 1j < 2j)
err(lambda: {} < {})
err(lambda: [1, "a"] < [1, 2])
err(lambda: (1, None) >= (1, None, 2))
err(lambda: (1, None) >= (1, 2))
err(lambda: max([1, "a"]))
err(lambda: sorted([1, None]))
print(Eq() == Eq(), Eq() != 1, Ne() != 1, Ne() == 1, Weird() == 1, Weird() != 1)
w = Weird()
print(w in [w], w in [0, Weird()], [w] == [w], (w,) == (Weird(),), [1].count(1.0))
nan = float("nan")
print(nan in [nan], [nan] == [nan], nan == nan, (nan,) == (nan,), {1: nan} == {1: nan})
err(hash, w)
err(lambda: {w})
err(hash, Eq())
print(Lt.__hash__ is object.__hash__, Eq.__hash__, hash(Ne()) is not None)


class Chain:
    def __init__(self, name):
        self.name = name

    def __lt__(self, o):
        print(self.name, "<", o.name)
        return self.name < o.name

    def __bool__(self):
        print("bool")
        return True


a, b, c = map(Chain, "abc")
print(a < b < c, b < a < c)
print(1 < 2 < 3 != 4 == 4 in [4] is not None, 1 == 1.0 == True, not 1 == 2, print is print, None is not len)


class BadBool:
    def __eq__(self, o):
        return self

    def __bool__(self):
        raise ValueError("bool of comparison")


err(lambda: BadBool() == 1 == 2)
err(lambda: BadBool() in [1])
err(lambda: [BadBool()] == [1])
err(lambda: 1 in [BadBool()])
