"""Floats."""


def data():
    return [i / 7 for i in range(100000)]
