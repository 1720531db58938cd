def f(kind):
    log = []
    try:
        log.append("try")
        if kind == "raise":
            raise ValueError("v")
        if kind == "return":
            return log
    except ValueError:
        log.append("except")
    else:
        log.append("else")
    finally:
        log.append("finally")
    log.append("after")
    return log


print(f("raise"), f("return"), f("fine"))


def override():
    try:
        return "try"
    finally:
        return "finally"


def swallow():
    for i in range(2):
        try:
            raise ValueError
        finally:
            break
    return i


def cont():
    out = []
    for i in range(3):
        try:
            if i == 1:
                continue
            out.append(i)
        finally:
            out.append(f"f{i}")
    return out


def brk():
    while True:
        try:
            try:
                break
            finally:
                print("inner")
        finally:
            print("outer")
    else:
        print("never")
    return "broke"


def nested():
    try:
        try:
            raise KeyError("a")
        except KeyError:
            raise ValueError("b")
        finally:
            print("f1")
    except ValueError as e:
        return repr(e), repr(e.__context__)
    finally:
        print("f2")


def value_kept():
    x = 1
    try:
        return x
    finally:
        x = 2


def raise_in_finally():
    try:
        raise KeyError("first")
    finally:
        raise ValueError("second")


def reraise():
    try:
        raise KeyError("k")
    except KeyError as e:
        try:
            raise
        except KeyError as again:
            return again is e


def loop_else():
    for i in ():
        pass
    else:
        print("for else")
    while 0:
        pass
    else:
        print("while else")


print(override(), swallow(), cont(), brk(), nested(), value_kept(), reraise())
loop_else()
try:
    raise_in_finally()
except ValueError as e:
    print(repr(e), repr(e.__context__))
try:
    raise
except RuntimeError as e:
    print(e)
for kind in (ValueError, (KeyError, ValueError), Exception, BaseException, ((ValueError,),), 5, (5,), "x", ()):
    try:
        try:
            raise ValueError("inner")
        except kind:
            print("caught by", kind)
    except Exception as e:
        print(type(e).__name__, e)


def name_deleted():
    e = "before"
    try:
        raise ValueError
    except ValueError as e:
        e = "rebound"
    try:
        return e
    except UnboundLocalError as x:
        return str(x)


print(name_deleted())


def gen_return():
    try:
        yield 1
        return 2
    finally:
        yield 3


print(list(gen_return()))
