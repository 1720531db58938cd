class S:
    def __getitem__(self, k):
        return k


s = S()
a = [1, 2]
print(s[1:2, ::3], s[*a], s[*a, 3], s[1, *a], s[()], s[1,], s[:], s[...], s[a := 5], s[*(), ])
print([*range(3), *"ab"], (*[1], 2), {*[1, 2], 3}, {**{"a": 1}, "b": 2, **{"a": 3}}, *[1, 2])
b = *[1], 2
print(b)


def f():
    return *[1, 2], 3


def g():
    yield *[1], 2


print(f(), next(g()))
x = [1, 2, 3, 4, 5]
print(x[-3:-1], x[::-2], x[1:][1:], x[True], x[slice(1, 3)], (1, 2, 3)[::2], "abc"[::-1], x[-1:0:-1])
m = [[1, 2], [3, 4]]
m[0][1], m[1][0] = m[1][0], m[0][1]
print(m)


def h(*args: *tuple[int, ...]):
    return args


print(h.__annotations__, h(1))
