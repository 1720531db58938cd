def ex(src):
    """Run each block (blocks are separated by blank lines) in a copy of the globals; print how it ends."""
    for block in src.strip().split("\n\n"):
        try:
            exec(block, dict(globals()))
            result = "fine"
        except BaseException as e:
            result = f"{type(e).__name__}: {e}"
        print(block.replace("\n", " | "), "->", result)

ex('''
assert True

assert False

assert 0, "message"

assert None, (1, 2)

assert [], ValueError("x")

assert "", None

assert 1 == 2, f"{1} {2}"
''')


class B:
    def __bool__(self):
        raise TypeError("no bool")


ex("assert B()")
AssertionError = ValueError
try:
    assert False, "still the builtin"
except Exception as e:
    print(type(e))
print(__debug__)
