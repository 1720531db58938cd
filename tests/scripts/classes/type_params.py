def first[T](x: list[T]) -> T:
    return x[0]


print(first([1]), first.__type_params__, first.__annotations__)


class Box[T, *Ts, **P]:
    item: T

    def get[U: int](self, u: U) -> T:
        return T, U


print(Box.__type_params__, Box.__orig_bases__, Box.__parameters__, Box.__mro__[1:])
print(Box[int, str, [bool]], Box().get(1))
type Alias = int | list[Alias]
type Pair[A, B = int] = tuple[A, B]
print(Alias, Alias.__value__, Pair.__type_params__, Pair[int, str], Pair.__value__, Alias.__name__, type(Alias).__name__)
T1, = first.__type_params__
print(T1.__name__, T1.__bound__, T1.__constraints__, T1.__default__, T1.has_default(), T1.__covariant__, T1.__infer_variance__)


def bounded[T: (int, str), U: undefined_lazily = 5](x: T) -> U:
    pass


t, u = bounded.__type_params__
print(t.__constraints__, u.__default__)
try:
    u.__bound__
except NameError as e:
    print(e)
type Lazy = not_defined
try:
    Lazy.__value__
except NameError as e:
    print(e)
print(first.__qualname__, Box.get.__qualname__, Box[int, str, ...])


class Sub[X](Box[X, int, []]):
    pass


print(Sub[str], Sub.__parameters__)
try:
    Alias = 5
    print(Alias)
    type X = 1
    X()
except TypeError as e:
    print(e)
try:
    first[int]
except TypeError as e:
    print(e)
