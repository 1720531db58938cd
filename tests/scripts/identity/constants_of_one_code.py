"""Equal constants of one code object are one object."""
def f():
    return 12345678, 12345678, 1.25, 1.25, "a text", "a text", b"bytes", b"bytes", (1, "x"), (1, "x"), 2j, 2j


r = f()
print([a is b for a, b in zip(r[::2], r[1::2])], [a is b for a, b in zip(r, f())])
