"""Instances with a dict, some of them shared."""


class Point:
    def __init__(self, x, y, label):
        self.x = x
        self.y = y
        self.label = label


def data():
    points = [Point(i, i * 0.5, "p%d" % i) for i in range(20000)]
    return points + points[:5000]
