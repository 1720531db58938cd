"""Appending to a list, and reading it by index."""


def main():
    values = []
    for i in range(200000):
        values.append(i)
    total = 0
    for i in range(len(values)):
        total += values[i]
    values.reverse()
    while values:
        total -= values.pop()
    return total
