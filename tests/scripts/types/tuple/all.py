def ev(src):
    """Print what every expression line gives."""
    for line in src.strip().splitlines():
        try:
            result = repr(eval(line, globals()))
        except BaseException as e:
            result = f"{type(e).__name__}: {e}"
        print(line, "->", result)

ev('''
tuple(), tuple("ab"), tuple([1]), tuple({1: 2}), tuple(i for i in range(3)), (1,), (1, 2), ((),), repr((1,)), repr(())
tuple(5)
tuple(1, 2)
tuple(iterable=())
(1, 2) + (3,), (1,) * 3, 2 * (1,), () * 5, (1, 2)[0], (1, 2)[-1], (1, 2, 3)[1:], (1, 2, 3)[::-1], 1 in (1, 2), len((1, 2)), (1, 2, 1).count(1), (1, 2).index(2), (1, 2, 1).index(1, 1)
(1, 2)[5]
(1, 2).__getitem__("a")
(1,) + [1]
(1,) + 1
(1,) * "a"
(1,) * 1.5
(1, 2).index(5)
(1, 2).index(1, 1)
(1,).count()
(1,).index()
(1,).append(1)
(1, 2) < (1, 3), (1,) < (1, 0), () < (1,), (1, 2) == (1, 2), (1, "a") != (1, "b"), (1,) == [1]
(1, "a") < (1, 2)
hash(()), hash((1,)), hash((1, 2)), hash((1, (2, 3))), hash((1.0, True, None is None)), hash((0,) * 10), hash((-1, -2))
hash(([],))
(t := (1, 2))[:] is t, tuple(t) is t, t * 1 is t, t + () is t, () + t is t, t[0:2] is t, t.__getnewargs__()
max((1, 2)), min(3, 1), sum((1, 2)), sorted((2, 1)), any(()), all(()), [*(1, 2), *()], (*"ab", *[1])
tuple[int, str], tuple[int, ...], tuple[()], tuple[int].__args__
(1, 2).__contains__(1), (1,).__eq__(1), (1,).__len__(), (1,).__mul__(2), (1,).__rmul__(2), (1,).__add__((2,))
''')


class T(tuple):
    pass


t = T((1, 2))
print(type(t + ()), type(t * 1), type(t[:]), tuple(t) is t, t == (1, 2), hash(t) == hash((1, 2)), repr(t))
a = ([],)
a[0].append(a)
print(a)
