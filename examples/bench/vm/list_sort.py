"""Sorting: numbers, strings, with a key."""


def main():
    seed = 12345
    numbers = []
    for _ in range(40000):
        seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
        numbers.append(seed)
    words = [str(n) for n in numbers[:20000]]
    ordered = sorted(numbers)
    words.sort()
    by_digit = sorted(numbers, key=lambda n: n % 1000)
    return ordered[0], words[0], by_digit[0]
