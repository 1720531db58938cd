def count(n):
    for i in range(n):
        got = yield i
        if got:
            print("got", got)
    return "done"


g = count(3)
print(next(g), g.send("a"), next(g))
try:
    next(g)
except StopIteration as e:
    print(e.value, e.args)
try:
    next(g)
except StopIteration as e:
    print(e.value, e.args)
g = count(2)
try:
    g.send(1)
except TypeError as e:
    print(e)


def catches():
    while True:
        try:
            yield "ready"
        except ValueError as e:
            yield f"caught {e}"
        finally:
            print("finally")


g = catches()
print(next(g), g.throw(ValueError("v")), next(g))
try:
    g.throw(KeyError("k"))
except KeyError as e:
    print("through", e)
print(list(g))
g = catches()
next(g)
print(g.close(), g.close())


def ignores():
    try:
        yield 1
    except GeneratorExit:
        yield 2


g = ignores()
next(g)
try:
    g.close()
except RuntimeError as e:
    print(e)


def returns_on_close():
    try:
        yield 1
    except GeneratorExit:
        return "closed value"


g = returns_on_close()
next(g)
print(g.close())


def stops():
    yield 1
    raise StopIteration("inner")


try:
    list(stops())
except RuntimeError as e:
    print(e, repr(e.__cause__))


def reenter():
    yield next(me)


me = reenter()
try:
    next(me)
except ValueError as e:
    print(e)
g = count(1)
try:
    g.throw(KeyError("early"))
except KeyError as e:
    print(e, g.gi_frame)
print(next(g, "default"))



def err(f, *args, **kwargs):
    """Call and print the result or the error."""
    try:
        print(repr(f(*args, **kwargs)))
    except BaseException as e:
        print(f"{type(e).__name__}: {e}")

err(count(1).throw)
err(count(1).throw, 5)
err(count(1).send)
print(type(count(1)).__name__, count(1).gi_running, count(1).gi_yieldfrom, count.__name__, iter(g) is g)
