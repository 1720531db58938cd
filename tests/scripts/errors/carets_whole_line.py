def f():
    raise ValueError("whole line has no carets")


f()
