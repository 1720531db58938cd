def counter():
    n = 0

    def up(k=1):
        nonlocal n
        n += k
        return n

    def get():
        return n

    return up, get


up, get = counter()
up()
up(5)
print(get(), counter()[1]())
print(up.__code__.co_freevars, counter.__code__.co_cellvars, up.__closure__[0].cell_contents)
print([f() for f in [lambda: i for i in range(3)]], [f() for f in [lambda i=i: i for i in range(3)]])


def late():
    def inner():
        return value

    try:
        inner()
    except NameError as e:
        print(type(e).__name__, e)
    value = 1
    print(inner())
    del value
    try:
        inner()
    except NameError as e:
        print(type(e).__name__, e)


late()


def levels():
    x = 1

    def a():
        def b():
            nonlocal x
            x += 1
            return x

        return b

    return a()() + x


print(levels())


class K:
    x = "class"

    def m(self):
        return x

    l = [x]


x = "module"
print(K().m(), K.l)


def shadow():
    x = "function"

    class C:
        y = x
        x = "class"
        z = x

        def m(self):
            return x

    return C.y if hasattr(C, "y") else None


try:
    print(shadow())
except NameError as e:
    print(type(e).__name__, e)


def cls_free():
    x = "function"

    class C:
        y = x

        def m(self):
            return x

    return C.y, C().m()


print(cls_free())
c = up.__closure__[0]
c.cell_contents = 100
print(up())
del c.cell_contents
try:
    c.cell_contents
except ValueError as e:
    print(e)
try:
    up()
except NameError as e:
    print(e)
