import sys


def inner():
    f = sys._getframe()
    return f


def outer():
    x = 1
    f = inner()
    return f, sys._getframe(0), sys._getframe(1)


f, o, m = outer()
print(f.f_code.co_name, f.f_back is None or f.f_back.f_code.co_name, o.f_code.co_name, m.f_code.co_name, f.f_lineno, o.f_lineno, sorted(o.f_locals), o.f_locals["x"], o.f_globals is globals(), o.f_builtins["len"] is len, f.f_trace, f.f_lasti >= 0)
print(m.f_locals is globals(), sys._getframe().f_back, repr(f).split(",")[1:])


def writes():
    x = 1
    sys._getframe().f_locals["x"] = 5
    sys._getframe().f_locals["new"] = 6
    return x, locals(), type(sys._getframe().f_locals).__name__


print(writes())


def snapshot():
    x = 1
    a = locals()
    x = 2
    b = locals()
    return a, b, a is b


print(snapshot())
try:
    sys._getframe(100)
except ValueError as e:
    print(e)


def tb():
    raise ValueError


try:
    tb()
except ValueError as e:
    t = e.__traceback__
    while t:
        print(t.tb_frame.f_code.co_name, t.tb_lineno, t.tb_lasti >= 0)
        t = t.tb_next
    t = e.__traceback__
    frame = t.tb_next.tb_frame
    frame.clear()
    print(frame.f_locals)


def gen():
    y = 1
    yield


g = gen()
next(g)
print(g.gi_frame.f_locals, g.gi_frame.f_lineno, g.gi_code.co_name)
try:
    sys._getframe().clear()
except RuntimeError as e:
    print(e)
print(sys._getframe().f_code.co_name, sys._getframe().f_lineno)
