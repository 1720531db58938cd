"""Constants of several functions of one module."""
def f():
    return "identifier", "not an identifier", 98765432, 1.75, (1, 2), b"xyz"


def g():
    return "identifier", "not an identifier", 98765432, 1.75, (1, 2), b"xyz"


print([a is b for a, b in zip(f(), g())])
