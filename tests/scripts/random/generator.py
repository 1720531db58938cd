# The Mersenne Twister and every distribution of `random`, seeded.
import _random
import copy
import pickle
import random


def t(f, *args, **kwargs):
    try:
        print(repr(f(*args, **kwargs)))
    except Exception as e:
        print(type(e).__name__, e)


for seed in (0, 1, -1, 42, 2 ** 32, 2 ** 32 + 1, 2 ** 64, 2 ** 200 + 7, -(2 ** 100), True, 1.5, -0.0, 1e300, 'seed', '',
             'é', b'bytes', bytearray(b'array')):
    r = random.Random(seed)
    print(seed, [r.random() for _ in range(3)], r.getrandbits(1), r.getrandbits(32), r.getrandbits(33),
          r.getrandbits(100), r.randrange(10 ** 20), r.randint(-5, 5))
for seed in ('text', b'bytes', 'x' * 30, ''):
    r = random.Random()
    r.seed(seed, version=1)
    print(seed, r.random(), r.getrandbits(64))
r = random.Random(7)
print('-- distributions')
for name, args in (('uniform', (1, 10)), ('triangular', ()), ('triangular', (1, 5, 2)), ('triangular', (1, 1)),
                   ('betavariate', (2, 3)), ('expovariate', ()), ('expovariate', (1.5,)), ('gammavariate', (0.5, 2)),
                   ('gammavariate', (1, 2)), ('gammavariate', (3, 2)), ('gauss', ()), ('gauss', (1, 2)), ('gauss', ()),
                   ('lognormvariate', (0, 1)), ('normalvariate', ()), ('normalvariate', (5, 2)),
                   ('vonmisesvariate', (1, 2)), ('vonmisesvariate', (1, 0)), ('paretovariate', (3,)),
                   ('weibullvariate', (1, 2)), ('binomialvariate', ()), ('binomialvariate', (10, 0.3)),
                   ('binomialvariate', (1000, 0.4)), ('binomialvariate', (100, 0.9)), ('binomialvariate', (5, 0.0)),
                   ('randbytes', (5,)), ('randbytes', (0,)), ('choice', ('abcdef',)), ('randrange', (5,)),
                   ('randrange', (1, 100, 7)), ('randrange', (100, 1, -7)), ('randint', (1, 6)), ('getrandbits', (0,)),
                   ('choices', ('abc',)), ('choices', ('abc', [1, 2, 3])), ('sample', (range(1000), 5)),
                   ('sample', ([1, 2, 3, 4], 3))):
    t(getattr(r, name), *args)
t(r.choices, 'abc', k=6)
t(r.choices, 'abc', cum_weights=[1, 3, 6], k=6)
t(r.sample, 'abc', 4, counts=[1, 2, 3])
items = list(range(12))
r.shuffle(items)
print(items)
print([r.gauss(0, 1) for _ in range(5)])
print('-- states')
state = r.getstate()
print(state[0], len(state[1]), state[1][:3], state[1][-1], state[2])
a = [r.random() for _ in range(700)]
r.setstate(state)
print(a == [r.random() for _ in range(700)])
for protocol in range(6):
    again = pickle.loads(pickle.dumps(r, protocol))
    print(protocol, again.getstate() == r.getstate(), len(pickle.dumps(r, protocol)))
print(copy.copy(r).random() == copy.deepcopy(r).random())
r.gauss()
print(pickle.loads(pickle.dumps(r)).gauss_next == r.gauss_next)
t(lambda: type(r.__reduce__()[2]))
print('-- errors')
for f, args in ((r.randrange, (0,)), (r.randrange, (5, 5)), (r.randrange, (1, 5, 0)), (r.randrange, (1, 2, -1)),
                (r.randrange, (1.5,)), (r.randrange, (1, None, 2)), (r.randint, (5, 1)), (r.choice, ([],)),
                (r.choice, ({},)), (r.sample, ([1], 2)), (r.sample, ({1}, 1)), (r.sample, ([1], -1)),
                (r.choices, ('ab', [1])), (r.choices, ('ab', 3)), (r.choices, ('ab', [0, 0])), (r.choices, ([],)),
                (r.choices, ('ab', [1, float('inf')])), (r.gammavariate, (0, 1)), (r.binomialvariate, (-1,)),
                (r.binomialvariate, (1, 2)), (r.getrandbits, (-1,)), (r.getrandbits, (1.5,)), (r.seed, ([],)),
                (r.setstate, ((1, 2, 3),)), (r.setstate, ((3, 2, 3),)), (r.setstate, ((3, (1, 2), None),)),
                (r.shuffle, ((1, 2),)), (r.randbytes, (-1,)), (random.Random, ([],))):
    t(f, *args)
t(r.choices, 'ab', [1, 2], cum_weights=[1, 3])
t(r.sample, 'abc', 2, counts=[1])
t(r.sample, 'abc', 2, counts=[1, -3, 1])
print('-- the base')
R = _random.Random
t(R, 1, 2)
t(R, x=1)
t(R().seed, 1, 2)
for state in (1, (), (1.5,) * 625, (-1,) * 625, (1,) * 624 + (625,), (1,) * 624 + (-1,), (2 ** 33,) * 625):
    t(R().setstate, state)
t(R(5).random)
t(R(5).getrandbits, 2 ** 40)
t(R(5).getrandbits, 2000)
t(lambda: R.random(1))
t(lambda: pickle.dumps(R()))


class Sub(random.Random):
    def random(self):
        return 0.25


class Bits(random.Random):
    def getrandbits(self, k):
        return 1


print(Sub().randrange(100), Sub().choice('abcd'), Sub().uniform(0, 8), Bits().randrange(100), Sub().getrandbits(8) < 256)
random.seed(3)
print(random.random(), random.randint(1, 10), random.choice('xyz'), random.sample(range(5), 5))
s = random.SystemRandom()
print(0 <= s.random() < 1, 0 <= s.getrandbits(8) < 256, len(s.randbytes(4)), s.seed(1))
t(s.getstate)
t(s.setstate, 1)
t(s.getrandbits, -1)
print(sorted(random.__all__))
