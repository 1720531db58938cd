class M:
    def __init__(self, name, swallow=False, fail=None):
        self.name, self.swallow, self.fail = name, swallow, fail

    def __enter__(self):
        print("enter", self.name)
        if self.fail == "enter":
            raise KeyError("enter " + self.name)
        return self.name

    def __exit__(self, kind, value, tb):
        print("exit", self.name, kind and kind.__name__, value, tb is not None)
        if self.fail == "exit":
            raise KeyError("exit " + self.name)
        return self.swallow


with M("a") as a, M("b") as b:
    print(a, b)
with (M("c") as c, M("d"),):
    pass
with (M("e")):
    pass
with M("swallow", True):
    raise ValueError("hidden")
print("after")
for ms in ((M("x"), M("y", True)), (M("x", True), M("y", fail="enter")), (M("x"), M("y", fail="exit")), (M("x", True), M("y", fail="exit"))):
    try:
        with ms[0], ms[1]:
            print("body")
            raise ValueError("v")
    except Exception as e:
        print("out:", repr(e), repr(e.__context__))


def f():
    for i in range(3):
        with M(i):
            if i == 0:
                continue
            if i == 1:
                break
    with M("ret"):
        return "returned"


print(f())


class T:
    def __enter__(self):
        return (1, [2, 3])

    def __exit__(self, *a):
        return 1


with T() as (x, [y, *z]):
    print(x, y, z)
d = {}
with T() as d["k"]:
    1 / 0
print(d)


class NoExit:
    def __enter__(self):
        pass


class OnInstance:
    pass


class BadBool:
    def __bool__(self):
        raise TypeError("no bool")


class BadExit:
    def __enter__(self):
        pass

    def __exit__(self, *a):
        return BadBool()


o = OnInstance()
o.__enter__ = lambda: None
o.__exit__ = lambda *a: None
for m in (5, NoExit(), o, BadExit()):
    try:
        with m:
            raise ValueError
    except Exception as e:
        print(type(e).__name__, e)
with BadExit():
    pass
