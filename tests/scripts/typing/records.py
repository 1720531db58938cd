# NamedTuple and TypedDict.
import copy
import pickle
import warnings
from typing import *


def t(f, *args, **kwargs):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter('always')
        try:
            print(repr(f(*args, **kwargs)))
        except Exception as e:
            print(type(e).__name__, e, getattr(e, '__notes__', ''))
        for w in caught:
            print('   warned', w.category.__name__, w.message)


T = TypeVar('T')


class Point(NamedTuple):
    """A point."""
    x: int
    y: 'int' = 0

    def norm(self):
        return self.x + self.y

    @property
    def double(self):
        return Point(self.x * 2, self.y * 2)


class Pair(NamedTuple, Generic[T]):
    a: T
    b: T = None


class New[X](NamedTuple):
    v: X


print('-- NamedTuple')
for f in (lambda: Point, lambda: Point(1), lambda: Point(1, 2).norm(), lambda: Point(1, 2).double,
          lambda: Point.__annotations__, lambda: Point._fields, lambda: Point._field_defaults, lambda: Point.__doc__,
          lambda: Point.__bases__, lambda: Point.__orig_bases__, lambda: Point.__mro__, lambda: Point.__match_args__,
          lambda: Point(), lambda: Point(1, 2, 3), lambda: Point(y=1), lambda: Point(1)._replace(y=5),
          lambda: Point(1)._asdict(), lambda: Point._make([1, 2]), lambda: pickle.loads(pickle.dumps(Point(1, 2))),
          lambda: pickle.dumps(Point(1, 2)), lambda: copy.copy(Point(1)), lambda: copy.replace(Point(1), x=9),
          lambda: Point.__new__.__annotations__, lambda: Point.__module__, lambda: Point.__qualname__,
          lambda: Point.__slots__, lambda: Pair[int], lambda: Pair[int](1), lambda: Pair.__orig_bases__,
          lambda: Pair.__mro__, lambda: Pair.__parameters__, lambda: Pair[int, str], lambda: New[int](5),
          lambda: New.__type_params__, lambda: New.__orig_bases__, lambda: New.__mro__,
          lambda: NamedTuple('A', [('x', int), ('y', str)]), lambda: NamedTuple('A', [('x', int)])(3),
          lambda: NamedTuple('A', [('x', 'Fwd')]).__annotations__, lambda: NamedTuple('A', []).__orig_bases__,
          lambda: NamedTuple('A'), lambda: NamedTuple('A', None), lambda: NamedTuple('A', x=int),
          lambda: NamedTuple('A', [('x', int)], y=int), lambda: NamedTuple('A', None, y=int), lambda: NamedTuple(),
          lambda: NamedTuple('A', [('x', 1)]), lambda: NamedTuple('A', [('x', (1,))]), lambda: NamedTuple('A', 5),
          lambda: NamedTuple('A', [('_x', int)]), lambda: NamedTuple('1', []), lambda: NamedTuple('A', [('def', int)]),
          lambda: NamedTuple('A', [('x', int), ('x', int)])._fields, lambda: NamedTuple.__mro_entries__(()),
          lambda: NamedTuple.__name__, lambda: type(NamedTuple).__name__, lambda: isinstance(Point(1), NamedTuple)):
    t(f)


def order():
    class Bad(NamedTuple):
        a: int = 1
        b: int


def order2():
    class Bad(NamedTuple):
        a: int = 1
        c: int = 2
        b: int


def overwrite():
    class Bad(NamedTuple):
        a: int

        def _asdict(self):
            pass


def overwrite_new():
    class Bad(NamedTuple):
        a: int

        def __new__(cls):
            pass


def mixed():
    class Bad(NamedTuple, int):
        pass


def twice():
    class Bad(NamedTuple, NamedTuple):
        pass


class Named:
    def __set_name__(self, owner, name):
        print('set_name', owner.__name__, name)


class Failing:
    def __set_name__(self, owner, name):
        raise ValueError('never')


def descriptors():
    class D(NamedTuple):
        a: int
        b: int = Named()
        c = Named()


def failing():
    class D(NamedTuple):
        a: int
        c = Failing()


for f in (order, order2, overwrite, overwrite_new, mixed, twice, descriptors, failing):
    t(f)


class SubPoint(Point):
    z = 3


t(lambda: SubPoint(1).norm())
t(lambda: super(SubPoint, SubPoint(1)).norm())

print('-- TypedDict')


class Movie(TypedDict):
    """A movie."""
    name: str
    year: 'int'


class Opt(Movie, total=False):
    a: int
    b: Required[str]
    c: ReadOnly[int]
    d: Annotated[Required[ReadOnly[bytes]], 1]


class Not(Opt):
    e: NotRequired[int]
    f: ReadOnly[NotRequired[str]]


class GenT(TypedDict, Generic[T]):
    v: T


class NewT[X](TypedDict, total=False):
    v: X


class SubG(GenT[int]):
    w: str


KINDS = (Movie, Opt, Not, GenT, NewT, SubG, TypedDict('F', {'in': int, 'x y': str}), TypedDict('G', {}, total=False))
for td in KINDS:
    print('--', td, is_typeddict(td), td.__mro__, td.__bases__, getattr(td, '__orig_bases__', None))
    print(td.__annotations__, sorted(td.__required_keys__), sorted(td.__optional_keys__), sorted(td.__readonly_keys__),
          sorted(td.__mutable_keys__), td.__total__)
    t(lambda: td(v=1))
    t(lambda: type(td()))
    t(lambda: isinstance({}, td))
    t(lambda: issubclass(dict, td))
    t(lambda: td[int])
    t(lambda: get_type_hints(td))
    t(lambda: get_type_hints(td, include_extras=True))
    t(lambda: td.__doc__)
    t(lambda: td.__module__)
    t(lambda: td | None)
for f in (lambda: TypedDict('A'), lambda: TypedDict('A', None), lambda: TypedDict('A', x=int),
          lambda: TypedDict('A', {'x': 1}), lambda: TypedDict('A', {'x': ()}), lambda: TypedDict('A', {'x': (1,)}),
          lambda: TypedDict(), lambda: TypedDict('A', 5), lambda: TypedDict('A', {}, total=False).__total__,
          lambda: is_typeddict(dict), lambda: is_typeddict(TypedDict), lambda: is_typeddict(Movie(name='x')),
          lambda: TypedDict.__mro_entries__(()), lambda: isinstance({}, TypedDict), lambda: GenT[int](v=3),
          lambda: GenT[int].__origin__, lambda: GenT[int, str], lambda: GenT.__parameters__,
          lambda: SubG.__parameters__, lambda: is_typeddict(GenT[int]), lambda: TypedDict('A', {'a': ClassVar[int]}),
          lambda: TypedDict('A', {'a': Final[int]}), lambda: Movie.__total__, lambda: Movie().keys(),
          lambda: Movie([('name', 1)]), lambda: pickle.loads(pickle.dumps(Movie(name='n'))),
          lambda: TypedDict('A', [('x', int)]).__annotations__):
    t(f)


def base():
    class Bad(Movie, dict):
        pass


def base2():
    class Bad(TypedDict, Point):
        pass


def readonly():
    class Bad(Movie):
        name: ReadOnly[str]


def keyword():
    class Bad(TypedDict, foo=1):
        pass


class Widen(TypedDict):
    a: ReadOnly[int]


class Narrow(Widen):
    a: int


for f in (base, base2, readonly, keyword):
    t(f)
print(sorted(Narrow.__mutable_keys__), sorted(Narrow.__readonly_keys__))
