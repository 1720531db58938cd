"""Method calls and attribute updates on instances."""


class Counter:
    def __init__(self, step):
        self.step = step
        self.value = 0

    def advance(self):
        self.value += self.step
        return self

    def current(self):
        return self.value


def main():
    counter = Counter(3)
    total = 0
    for _ in range(100000):
        counter.advance()
        total += counter.current()
    made = [Counter(i) for i in range(20000)]
    return total + len(made)
