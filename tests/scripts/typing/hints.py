# get_type_hints, ForwardRef, and the helpers for type checkers.
import functools
import pickle
import sys
import types
import typing
import warnings
from typing import *


def t(f, *args, **kwargs):
    try:
        print(repr(f(*args, **kwargs)))
    except Exception as e:
        print(type(e).__name__, e)


T = TypeVar('T')
print('-- ForwardRef')
F = ForwardRef
for f in (lambda: F('int'), lambda: F('int', module='m'), lambda: F(1), lambda: F('a b'), lambda: F('*Ts'), lambda: F(''),
          lambda: F('int') == F('int'), lambda: F('int') == F('str'), lambda: hash(F('a')) == hash(F('a')),
          lambda: F('a', module='x') == F('a'), lambda: F('int') | None, lambda: str | F('X'),
          lambda: F('int').__forward_arg__, lambda: F('int').__forward_evaluated__, lambda: F('int').__forward_value__,
          lambda: F('int').__forward_is_class__, lambda: F('int').__forward_is_argument__,
          lambda: F('int')._evaluate(globals(), {}, (), recursive_guard=frozenset()),
          lambda: F('nope')._evaluate(globals(), {}, (), recursive_guard=frozenset()),
          lambda: F('1')._evaluate(globals(), {}, (), recursive_guard=frozenset()),
          lambda: F('ClassVar[int]')._evaluate(globals(), {}, (), recursive_guard=frozenset()),
          lambda: F('ClassVar[int]', is_class=True)._evaluate(globals(), {}, (), recursive_guard=frozenset()),
          lambda: F('List[int]')._evaluate(None, None, (), recursive_guard=frozenset()),
          lambda: type('X', (ForwardRef,), {}), lambda: F('x').nope, lambda: F('x') == 'x'):
    t(f)


class Node:
    left: 'Node'
    right: Optional['Node']
    many: list['Node']
    table: 'dict[str, list[Node]]'
    cv: ClassVar['int'] = 1
    fin: 'Final[int]' = 2
    ann: Annotated['int', 'meta']
    deep: list[Annotated[int, 1]]
    none: None
    alt: 'int | None'
    union: "list['Node'] | None"
    call: Callable[['Node'], 'Node']
    abc_call: 'types.GenericAlias'
    star: tuple['Node', ...]


class Child(Node):
    extra: int
    left: str


def func(a: int, b: 'str' = 'x', *args: 'bytes', c: Optional[int] = None, d: int = None, **kw: Any) -> 'Node':
    pass


def starred(*args: *tuple[int, str]):
    pass


def generic[X: 'int'](a: X, b: 'X', c: 'list[X]') -> 'Callable[[X], X]':
    pass


class Gen[X]:
    a: X
    b: 'X'

    def m[Y](self, a: 'X', b: 'Y') -> 'tuple[X, Y]':
        pass


@functools.wraps(func)
def wrapped(*a):
    pass


for obj in (Node, Child, func, starred, generic, Gen, Gen.m, wrapped, functools.partial(func), len, int, 1, 'x', typing,
            Node().__init__, sys.modules[__name__], lambda: 0, types.SimpleNamespace(__annotations__={'a': 'int'})):
    t(lambda: {k: v for k, v in get_type_hints(obj).items() if k != 'loop'})
    t(lambda: {k: v for k, v in get_type_hints(obj, include_extras=True).items() if k != 'loop'})


class Bad:
    x: 'undefined'


t(get_type_hints, Bad)
t(get_type_hints, Bad, {'undefined': int})
t(get_type_hints, Bad, None, {'undefined': str})
t(get_type_hints, Bad, localns={'undefined': 'int'})


class Shadow:
    int: 'int' = 3


t(get_type_hints, Shadow)


@no_type_check
class Unchecked:
    a: 'undefined'

    def m(self, x: 'nope'): pass


t(get_type_hints, Unchecked)
t(get_type_hints, Unchecked.m)
t(lambda: Unchecked.__no_type_check__)
t(no_type_check, 5)

print('-- NewType')
Id = NewType('Id', int)
Nested = NewType('Outer.Nested', Id)
for f in (lambda: Id, lambda: Id(5), lambda: Id.__name__, lambda: Id.__supertype__, lambda: Id.__module__,
          lambda: Nested, lambda: Nested.__name__, lambda: Nested.__qualname__, lambda: Id | None, lambda: int | Id,
          lambda: Optional[Id], lambda: List[Id], lambda: isinstance(1, Id), lambda: Id(), lambda: Id(1, 2),
          lambda: pickle.loads(pickle.dumps(Id)) is Id, lambda: type(Id), lambda: Id.__mro_entries__(())):
    t(f)


def derive():
    class Sub(Id):
        pass


t(derive)
print('-- overload')


@overload
def over(a: int) -> int: ...
@overload
def over(a: str) -> str: ...
t(lambda: over(1))
def over(a): return a


t(lambda: [f.__annotations__ for f in get_overloads(over)])


class Ov:
    @overload
    @staticmethod
    def s(a: int): ...
    @overload
    @staticmethod
    def s(a: str): ...
    @staticmethod
    def s(a): pass
    @overload
    @classmethod
    def c(cls, a: int): ...
    @classmethod
    def c(cls, a): pass


t(lambda: len(get_overloads(Ov.s)))
t(lambda: type(get_overloads(Ov.s)[0]))
t(lambda: len(get_overloads(Ov.c)))
t(lambda: get_overloads(func))
t(clear_overloads)
t(lambda: get_overloads(over))
t(get_overloads, 5)
t(overload, len)

print('-- the rest')
t(cast, int, 'x')
t(assert_type, 1, str)
t(assert_never, 1)
t(assert_never, 'x' * 200)
t(lambda: final(Node).__final__)
t(lambda: final(5))
t(lambda: override(func).__override__)
t(lambda: override(len))
t(lambda: override(property(lambda self: 1)))
t(lambda: TYPE_CHECKING)
t(lambda: Text)
t(lambda: dataclass_transform()(Node).__dataclass_transform__)
t(lambda: dataclass_transform(eq_default=False, kw_only_default=True, x=1)(func).__dataclass_transform__)
t(lambda: AnyStr.__constraints__)
t(lambda: typing.nope)
t(lambda: sorted(typing.__all__) == sorted(n for n in typing.__all__ if hasattr(typing, n)))
t(lambda: len(typing.__all__))
for name in typing.__all__:
    value = getattr(typing, name)
    print(name, getattr(value, '__module__', '-'), type(value).__name__)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter('always')
    isinstance(b'', typing.ByteString)
    typing.no_type_check_decorator(lambda f: f)
    typing._collect_parameters
    typing.ForwardRef('int')._evaluate({}, {}, recursive_guard=frozenset())
    for w in caught:
        print(w.category.__name__, w.message)
loop = 0
