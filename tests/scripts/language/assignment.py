def ex(src):
    """Run each block (blocks are separated by blank lines) in a copy of the globals; print how it ends."""
    for block in src.strip().split("\n\n"):
        try:
            exec(block, dict(globals()))
            result = "fine"
        except BaseException as e:
            result = f"{type(e).__name__}: {e}"
        print(block.replace("\n", " | "), "->", result)

a = b = c = []
print(a is b is c)
a, b = 1, 2
a, b = b, a
print(a, b)
(a, [b, *c], d) = 1, "xyz", 3
print(a, b, c, d)
*a, = "ab"
print(a)
first, *rest = range(4)
*init, last = range(4)
f, *m, l = "ab"
print(first, rest, init, last, f, m, l)
x = [0, 1, 2]
i = 0
i, x[i] = 1, 9
print(i, x)
x[1:2] = [7, 8]
x[:0] = "z"
x[::2] = [None] * 3
print(x)
[a, b] = {1: 2, 3: 4}
print(a, b)
for k, (v, *w) in [(1, "abc")]:
    print(k, v, w)
for x[0] in range(2):
    pass
print(x[0])


class K:
    pass


k = K()
k.a, k.b = k.c = 1, 2
print(vars(k))
ex('''
a, b = 1

a, b = 1,

a, b = 1, 2, 3

a, b, c = "ab"

a, *b, c = [1]

a, b = {}

(a, b), c = 1, 2

a, b = None

*a, b = 5

a, b = iter([1, 2, 3])

[a, b] = range(10)

a, b = {1, 2, 3}

() = 1

() = []

[] = [1]

a, (b, c) = 1, (2,)
''')
