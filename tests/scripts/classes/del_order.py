class D:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


def f():
    a = D("a")
    b = D("b")
    print("end of f")


f()
x = D("x1")
x = D("x2")
print("rebound")
l = [D("l0"), D("l1"), D("l2")]
del l[1]
l.pop()
print("popped")
del l
d = {"k": D("dict value")}
d["k"] = None
d.clear()
D("temporary")
print("after temporary")
t = (D("t0"), D("t1"))
del t


def g():
    try:
        raise ValueError(D("in exception"))
    except ValueError as e:
        pass
    print("exception gone")


g()
[D(f"comp {i}") for i in range(2)]
print("comprehension gone")


def gen():
    d = D("in generator")
    yield


q = gen()
next(q)
del q
print("generator gone")


class Holder:
    pass


h = Holder()
h.b = D("attr b")
h.a = D("attr a")
del h
print("holder gone")
s = {D("in set")}
s.clear()


class Raises:
    def __del__(self):
        print("raising")


r = Raises()
r = None
a = D("swap a")
b = D("swap b")
a, b = b, a
del a
print("swapped")
del b
y = D("left at exit")
