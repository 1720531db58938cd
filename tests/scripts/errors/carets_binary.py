def f(a, b, c):
    return a + b * (c - "text")


f(1, 2, 3)
