"""All methods of `random.Random` from seeds of all types."""

import random
from fractions import Fraction

from random_cases import attempt, main


def seed(r):
    return r.pick(r.integer, r.real, lambda: r.text(9), lambda: r.randbytes(r.below(9)), lambda: bytearray(r.randbytes(3)), lambda: r.maybe(), lambda: r.integer(5000), lambda: Fraction(1, 3), lambda: (1, 2))()


def lines(r):
    for _ in range(25):
        start = seed(r)
        g = random.Random()
        yield f"{start!r:.60} {attempt(g.seed, start, version=r.pick(1, 2, 2))}"
        g.seed(r.below(10**9))
        methods = [
            lambda: (g.random(), g.random()), lambda: g.getrandbits(r.below(200)), lambda: g.getrandbits(-1), lambda: g.randbytes(r.below(20)), lambda: g.randrange(r.integer(70)), lambda: g.randrange(r.integer(40), r.integer(70)), lambda: g.randrange(r.below(9), 10**9, r.randrange(-5, 9)),
            lambda: g.randint(r.integer(9), r.integer(70)), lambda: g.choice(r.pick("abc", range(r.below(100)), [1], (), b"xyz")), lambda: g.choices("abcdef", k=r.below(9)), lambda: g.choices([1, 2, 3], weights=[r.random() for _ in range(r.pick(3, 3, 2))], k=3), lambda: g.choices("ab", cum_weights=[r.below(3), 3], k=5),
            lambda: g.choices("ab", [0, 0]), lambda: g.choices("ab", [1, float("inf")]), lambda: _shuffled(g, r.below(60)), lambda: g.sample(range(r.below(1000)), r.below(30)), lambda: g.sample("abcdef", r.below(8)), lambda: g.sample(["a", "b"], counts=[r.below(4), r.below(4)], k=r.below(5)), lambda: g.sample({1, 2}, 1), lambda: g.sample([1], -1),
            lambda: g.uniform(r.real(), r.real()), lambda: g.triangular(r.below(9), r.below(20), r.pick(None, r.below(15))), lambda: g.triangular(), lambda: g.gauss(r.below(5), r.random()), lambda: (g.gauss(), g.gauss(), g.gauss()), lambda: g.normalvariate(r.below(5), r.random()), lambda: g.normalvariate(), lambda: g.lognormvariate(r.random(), r.random()),
            lambda: g.expovariate(r.random()), lambda: g.expovariate(), lambda: g.expovariate(0), lambda: g.vonmisesvariate(r.random() * 7, r.pick(0, 1e-7, r.random() * 9)), lambda: g.gammavariate(r.pick(r.random(), 1.0, r.random() * 9, -1), r.random()), lambda: g.betavariate(r.random() * 3, r.random() * 3), lambda: g.paretovariate(r.random() * 3), lambda: g.weibullvariate(r.random(), r.random() * 3),
            lambda: g.binomialvariate(r.pick(1, r.below(50), r.below(10**6), -1), r.pick(r.random(), 0.0, 1.0, 0.5, 1.5)), lambda: g.binomialvariate(), lambda: hash(g.getstate()[1]), lambda: (g.setstate(g.getstate()), g.random()), lambda: g.setstate((2, (1,) * 625, None)), lambda: g.setstate((3, (1,) * 624, None)), lambda: g.setstate((9, (), None)), lambda: _copied(g),
        ]
        for _ in range(12):
            yield attempt(methods[r.below(len(methods))])
    g = random.Random(r.integer(64))
    for _ in range(30):
        g.random(), g.getrandbits(33)
    yield repr(g.getstate())
    random.seed(r.below(1000))
    yield repr((random.random(), random.choice("abc"), random.sample(range(99), 4), random.gauss(0, 1), random.randbytes(4)))


def _shuffled(g, n):
    items = list(range(n))
    return g.shuffle(items), items


def _copied(g):
    other = random.Random()
    other.setstate(g.getstate())
    return g.random() == other.random()


if __name__ == "__main__":
    main(lines)
