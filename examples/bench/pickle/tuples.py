"""Tuples of tuples."""


def data():
    return [(i, (i + 1, i + 2), "t", None) for i in range(40000)]
