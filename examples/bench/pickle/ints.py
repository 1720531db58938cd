"""Integers of all sizes."""


def data():
    return [i * 7919 % (1 << (i % 62 + 1)) for i in range(100000)] + [1 << n for n in range(64, 1000)]
