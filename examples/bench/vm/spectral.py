"""Float arithmetic through small functions (spectral norm)."""


def element(i, j):
    return 1.0 / ((i + j) * (i + j + 1) // 2 + i + 1)


def times(u):
    return [sum([element(i, j) * x for j, x in enumerate(u)]) for i in range(len(u))]


def main():
    u = [1.0] * 130
    for _ in range(4):
        u = times(u)
    return u[0]
