def f():
    print(x)
    x = 1


def g():
    del y
    y = 1


def h():
    x = 1
    del x
    return x


def i():
    x += 1


def j():
    for v in []:
        pass
    return v


def k():
    try:
        1 / 0
    except ZeroDivisionError as e:
        pass
    return e


def l():
    def inner():
        return free
    if False:
        free = 1
    return inner()


def m():
    def inner():
        nonlocal z
        del z
    z = 1
    inner()
    return z


def n():
    import nothing_here as q


def o():
    with missing_name as w:
        pass


def p():
    return [undefined for _ in (1,)]


def q():
    global zzz
    del zzz


def r():
    del len
    len = 1


for fn in (f, g, h, i, j, k, l, m, n, o, p, q, r):
    try:
        print(fn())
    except Exception as e:
        print(fn.__name__, type(e).__name__, e, getattr(e, "name", None))


class K:
    try:
        del missing
    except NameError as e:
        print(e)
