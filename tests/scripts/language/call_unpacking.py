def f(*a, **k):
    return a, k


class M:
    def keys(self):
        return ["x", "y"]

    def __getitem__(self, key):
        return key * 2


print(f(*[1], 2, *(3, 4), a=1, **{"b": 2}, c=3, **M()))
print(f(*"ab", *range(2), *{}))



def ev(src):
    """Print what every expression line gives."""
    for line in src.strip().splitlines():
        try:
            result = repr(eval(line, globals()))
        except BaseException as e:
            result = f"{type(e).__name__}: {e}"
        print(line, "->", result)

ev('''
f(*5)
f(**5)
f(**[1])
f(**{1: 2})
f(a=1, **{"a": 2})
f(**{"a": 1}, **{"a": 2})
len(*5)
len(**5)
print(*5)
f(*None)
f(1, *None)
f(**None)
f(**{"self": 1})
dict(a=1, **{"a": 2})
max(*[3, 1], *[9], key=lambda v: -v)
"{}{a}".format(*[1], **{"a": 2})
''')


def gen():
    yield 1
    raise TypeError("from gen")


ev("f(*gen())")
