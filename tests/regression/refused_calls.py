# A call that native code makes and that is refused for its depth leaves no frame behind.
class Bases:
    @property
    def __bases__(self):
        return (self, self)


def cyclic(n):
    a, b = n, n + 1
    try:
        issubclass(Bases(), int)
    except RecursionError as error:
        print(a, b, type(error).__name__)
    return a + b


def deep(n):
    return sum(deep(n + 1) for _ in [0])


def generators(n):
    a, b = n, n + 1
    try:
        deep(0)
    except RecursionError as error:
        print(a, b, type(error).__name__)
    return a + b


for function in (cyclic, generators):
    print(sum(function(n) for n in range(3)))
