"""A while and a for loop over local variables."""


def main():
    total = 0
    i = 0
    while i < 300000:
        if i & 1:
            total += i * 2
        i += 1
    for j in range(300000):
        total ^= j
    return total
