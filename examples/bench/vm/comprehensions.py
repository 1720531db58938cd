"""List, dict and set comprehensions, and generator expressions."""


def main():
    squares = [i * i for i in range(100000) if i % 3]
    table = {i: i + 1 for i in range(50000)}
    digits = {i % 1000 for i in range(100000)}
    pairs = [(a, b) for a in range(200) for b in range(200) if a < b]
    return len(squares) + len(table) + len(digits) + len(pairs) + sum(i for i in range(100000))
