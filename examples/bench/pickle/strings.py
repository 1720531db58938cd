"""Strings of ASCII and of other text."""


def data():
    return ["name%d" % i for i in range(50000)] + ["größe%d" % i for i in range(20000)]
