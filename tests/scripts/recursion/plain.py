import sys


def f(n):
    return f(n + 1)


for _ in range(3):
    try:
        f(0)
    except RecursionError as e:
        print(e)


def depth(n=0):
    try:
        return depth(n + 1)
    except RecursionError:
        return n


print(900 < depth() < 1001)
sys.setrecursionlimit(200)
print(depth() < 201)
sys.setrecursionlimit(1000)


class C:
    def __getattr__(self, name):
        return self.missing


class P:
    @property
    def p(self):
        return self.p


class S:
    def __setattr__(self, k, v):
        self.x = v


class G:
    def __getitem__(self, k):
        return self[k]


class Call:
    pass


Call.__call__ = Call()


class Fm:
    def __format__(self, s):
        return f"{self}"


class It:
    def __iter__(self):
        return iter(self)


class B:
    def __bool__(self):
        return bool(self)


class L:
    def __len__(self):
        return len(self)


class A:
    def __add__(self, o):
        return self + o


class N:
    def __new__(cls):
        return cls()


class I:
    def __init__(self):
        I()


gen = lambda: (yield from gen())
for act in (lambda: C().x, lambda: P().p, lambda: setattr(S(), "a", 1), lambda: G()[0], lambda: Call()(), lambda: f"{Fm()}", lambda: iter(It()), lambda: bool(B()), lambda: len(L()), lambda: A() + 1, N, I, lambda: next(gen())):
    try:
        act()
        print("no error")
    except RecursionError as e:
        print("RecursionError", str(e).split(" while")[0])
print("still alive")
