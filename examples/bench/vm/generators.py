"""Generators, delegation, and iteration protocols in Python."""


def count(n):
    i = 0
    while i < n:
        yield i
        i += 1


def chained(n):
    for _ in range(5):
        yield from count(n)


class Window:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        self.n -= 1
        if self.n < 0:
            raise StopIteration
        return self.n


def main():
    total = 0
    for value in count(100000):
        total += value
    for value in chained(20000):
        total += value
    for value in Window(50000):
        total += value
    return total
