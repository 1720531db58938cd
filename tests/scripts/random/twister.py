# _random.Random: sequences, states, seeds, errors.
import _random
import pickle

R = _random.Random


def t(f):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__, e)


r = R(5)
print([r.random() for _ in range(5)], [r.getrandbits(k) for k in (1, 5, 31, 32, 33, 64, 100, 1000)])
for _ in range(700):
    r.random()
state = r.getstate()
print(hash(state), state[-1], len(state))
after = [r.random() for _ in range(3)]
r.setstate(state)
print(after == [r.random() for _ in range(3)])
for s in (0, 1, -1, 2**32, 2**100, 1.5, True, (1,), [], -(2**70), float("inf"), 2**20000):
    try:
        r.seed(s)
        print(str(s)[:20], r.random(), r.getrandbits(32))
    except Exception as e:
        print(type(e).__name__, e)
t(lambda: r.getrandbits(0))
t(lambda: r.getrandbits(-1))
t(lambda: r.getrandbits("x"))
t(lambda: r.getrandbits(2**40))
t(lambda: r.setstate((1,)))
t(lambda: r.setstate(3))
t(lambda: r.setstate((0,) * 624 + (625,)))
t(lambda: r.setstate((0,) * 624 + (-1,)))
t(lambda: r.setstate(("x",) * 625))
t(lambda: r.setstate((2**40,) * 625))
t(lambda: R(1, 2))
t(lambda: R(x=1))
t(lambda: R([]))
t(lambda: r.seed(1, 2))
t(lambda: r.random(1))
t(lambda: 0 <= R().random() < 1)


class S(R):
    def __init__(self, *args, **kwargs):
        self.args = args


print(S(1, 2).args, S(x=3).args, R.__module__, R.__doc__)
