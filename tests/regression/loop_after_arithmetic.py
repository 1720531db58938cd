# A loop over an iterator ended at once where an expression before it had left numbers in its registers.
def numbers():
    yield 1
    yield 2


def run(a, b, c, d):
    x = (a + b) * (c + d)
    for v in numbers():
        print(v)
    y = (a * b) + (c * d)
    for v in iter([7, 8]):
        print(v)
    z = [(a + b) * (c + d), [v for v in numbers()]]
    return x, y, z


print(run(1, 2, 3, 4))
