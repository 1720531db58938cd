"""Instances with slots."""


class Pair:
    __slots__ = ("left", "right")

    def __init__(self, left, right):
        self.left = left
        self.right = right


def data():
    return [Pair(i, "r%d" % i) for i in range(20000)]
