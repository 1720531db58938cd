class Own(Exception):
    def __init__(self, a=1):
        super().__init__(a)


class NotError:
    pass


class BadNew(Exception):
    def __new__(cls):
        return 5



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
raise Own

raise Own(5)

raise ValueError from KeyError

raise ValueError("v") from None

raise ValueError from 5

raise 5

raise "text"

raise NotError

raise NotError()

raise None

raise BadNew

raise ValueError, 5

raise int

raise ValueError from int

raise (ValueError, 5)
''')


def chain(action):
    try:
        try:
            raise KeyError("first")
        except KeyError as k:
            action(k)
    except BaseException as e:
        return repr(e), repr(e.__cause__), repr(e.__context__), e.__suppress_context__


def a1(k):
    raise ValueError("second")


def a2(k):
    raise ValueError("second") from k


def a3(k):
    raise ValueError("second") from None


def a4(k):
    raise k


def a5(k):
    raise


def a6(k):
    e = ValueError("x")
    e.__context__ = TypeError("mine")
    raise e


for a in (a1, a2, a3, a4, a5, a6):
    print(a.__name__, chain(a))
e = ValueError()



def err(f, *args, **kwargs):
    """Call and print the result or the error."""
    try:
        print(repr(f(*args, **kwargs)))
    except BaseException as e:
        print(f"{type(e).__name__}: {e}")

for name, value in (("__cause__", 5), ("__context__", 5), ("__traceback__", 5), ("args", 5), ("__suppress_context__", 5), ("__cause__", KeyError)):
    err(setattr, e, name, value)
for name in ("__cause__", "__context__", "__traceback__", "args", "__suppress_context__"):
    err(delattr, e, name)
e.__cause__ = KeyError("c")
print(e.__suppress_context__)
e.add_note("n1")
e.add_note("n2")
print(e.__notes__)
err(e.add_note, 5)
e.__notes__ = 5
err(e.add_note, "x")
print(e.with_traceback(None) is e)
err(e.with_traceback, 5)
# a cycle of contexts is cut
a, b = ValueError("a"), ValueError("b")
try:
    try:
        raise a
    except ValueError:
        try:
            raise b
        except ValueError:
            raise a
except ValueError as x:
    print(x is a, x.__context__ is b, b.__context__)
