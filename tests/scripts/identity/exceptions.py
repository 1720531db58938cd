"""args and the identity of raised objects."""
e = ValueError(1)
print(e.args is e.args)
try:
    raise e
except ValueError as caught:
    print(caught is e)
    tb = e.__traceback__
    print(tb is e.__traceback__, e.with_traceback(tb) is e)


def gen():
    try:
        yield
    except ValueError as inner:
        yield inner


g = gen()
next(g)
print(g.throw(e) is e)
try:
    raise ValueError
except ValueError as a:
    try:
        raise a
    except ValueError as b:
        print(a is b, b.__context__)
