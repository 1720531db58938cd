def tag(*names):
    def deco(f):
        f.tags = getattr(f, "tags", ()) + names
        return f

    return deco


@tag("a")
@tag("b", "c")
def f():
    """Doc."""


print(f.tags, f.__doc__)


@lambda c: (c.__name__, sorted(k for k in vars(c) if not k.startswith("__")))
class K:
    x = 1

    @staticmethod
    def s():
        return "s"

    @classmethod
    def c(cls):
        return cls

    @property
    def p(self):
        return "p"


print(K)
buttons = [tag, lambda f: f]


@buttons[0]("x")
@(lambda f: f)
def g():
    pass


print(g.tags)


@print
def h():
    pass


print(h)


class Wrap:
    def __init__(self, f):
        self.f = f

    def __call__(self, *a):
        return "wrapped", self.f(*a)

    def __set_name__(self, owner, name):
        print("set_name", owner.__name__, name)


class M:
    @Wrap
    def m(x):
        return x


print(M.m(1), M().m(2))
