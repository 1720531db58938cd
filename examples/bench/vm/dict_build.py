"""Building a dict and looking keys up."""


def main():
    words = ["word%d" % (i % 5000) for i in range(50000)]
    counts = {}
    for word in words:
        if word in counts:
            counts[word] += 1
        else:
            counts[word] = 1
    total = 0
    for _ in range(10):
        for key in counts:
            total += counts[key]
    numbers = {}
    for i in range(100000):
        numbers[i] = i
    for i in range(100000):
        total += numbers.get(i, 0)
    return total
