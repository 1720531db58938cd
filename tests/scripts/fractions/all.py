# Fractions: construction, arithmetic, texts, hashes, pickles; the numeric tower.
import copy
import math
import numbers
import pickle
from fractions import Fraction as F


def t(f, *args, **kwargs):
    try:
        print(repr(f(*args, **kwargs)))
    except Exception as e:
        print(type(e).__name__, e)


for args in ((), (3,), (3, 4), (6, -4), (1, 0), ('3/4',), (' -3 / 4 ',), ('1.5e-3',), ('1_000/3',), ('x',), ('1/0',), ('',),
             (1.5,), (0.1,), (float('nan'),), (float('inf'),), (1j,), ([],), (None,), (int,), (1.5, 2), (F(1, 2), F(3, 4)),
             (True,), ('1/2', 3), (1, '2'), ('.5',), ('5.',), ('+1/3',), ('1/-3',)):
    print(args, end=' ')
    t(F, *args)
VALUES = (F(1, 2), F(-7, 3), F(0), F(5), 2, -3, 0.5, 1j, 'x', None, True, 10 ** 3)
for x in VALUES[:4]:
    for y in VALUES:
        for op in ('+', '-', '*', '/', '//', '%', '**', '<', '<=', '==', '!='):
            t(lambda: eval(f'x {op} y', {'x': x, 'y': y}))
            t(lambda: eval(f'y {op} x', {'x': x, 'y': y}))
        t(divmod, x, y)
    for f in (int, float, bool, abs, math.floor, math.ceil, math.trunc, round, str, repr, hash, complex):
        t(f, x)
    t(lambda: (-x, +x, round(x, 1), round(x, -1), x.is_integer(), x.as_integer_ratio()))
    for spec in ('', '>8', '+', '#', '.2f', '010.3f', 'e', '.3g', '%', ',.1f', '=+9.2f', '^9', 'x', 'z.0f', '_', '*<6'):
        t(format, x, spec)
    for protocol in range(6):
        assert pickle.loads(pickle.dumps(x, protocol)) == x
    print(pickle.dumps(x), copy.copy(x) is x, copy.deepcopy(x) is x)
t(F.from_float, 0.25)
t(F.from_float, 3)
t(F.from_float, 'x')
t(F(math.pi).limit_denominator, 100)
t(F('3.1415926535897932').limit_denominator, 1000)
t(F(1, 3).limit_denominator, 0)
for x in (F(1, 2), F(3), F(1, 10), F(-1, 3), F(2 ** 61 - 1), F(1, 2 ** 61 - 1)):
    print(hash(x), hash(float(x)) == hash(x))


class Sub(F):
    pass


t(lambda: Sub(1, 2))
t(lambda: type(Sub(1, 2) + 1).__name__)
t(lambda: type(copy.copy(Sub(1, 2))).__name__)
for value in (1, 1.5, 1j, True, F(1), 'x', None):
    print(value, [isinstance(value, getattr(numbers, n)) for n in numbers.__all__])
for n in numbers.__all__:
    c = getattr(numbers, n)
    print(c, c.__mro__[1:], sorted(c.__abstractmethods__), c.__doc__.split('\n')[0])
    t(lambda: type(c()))


class Half(numbers.Real):
    def __float__(self): return 0.5
    __abs__ = __trunc__ = __floor__ = __ceil__ = __neg__ = __pos__ = lambda self: self
    __round__ = lambda self, n=None: 0
    __add__ = __radd__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = __pow__ = __rpow__ = lambda s, o: 1
    __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = __lt__ = __le__ = __eq__ = lambda s, o: 2


h = Half()
print(complex(h), bool(h), h - 1, 1 - h, divmod(h, 1), divmod(1, h), h.imag, h.conjugate() is h)
