"""try blocks that raise and that do not."""


def check(i):
    if i % 4 == 0:
        raise ValueError(i)
    return i


def main():
    total = 0
    for i in range(100000):
        try:
            total += check(i)
        except ValueError as error:
            total -= error.args[0]
        finally:
            total += 1
    return total
