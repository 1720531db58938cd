def ev(src):
    """Print what every expression line gives."""
    for line in src.strip().splitlines():
        try:
            result = repr(eval(line, globals()))
        except BaseException as e:
            result = f"{type(e).__name__}: {e}"
        print(line, "->", result)

class C:
    """doc"""
    x = 1

    def __init__(self):
        self.y = 2


c = C()
ev('''
vars(c), "x" in vars(C), dir(c)[-2:], callable(c), callable(len), callable(C), type(c).__name__, type(5), isinstance(c, C), hasattr(c, "x"), getattr(c, "y"), getattr(c, "z", 0)
vars(5)
vars(1, 2)
vars([])
dir(5)[:3], sorted(set(dir(type)) - set(dir(object)))[:5]
dir(1, 2)
id()
callable()
type()
type(1, 2)
getattr(c, "z")
getattr()
setattr(c, "w", 5), c.w, delattr(c, "w")
delattr(c, "nope")
hash([])
hash()
repr()
repr(1, 2)
ascii("é"), repr("é"), format(5, ">3"), chr(8364), ord("€")
iter([1]).__next__(), next(iter([]), "d"), len("abc"), sorted([2, 1]), list(reversed([1, 2]))
len(5)
next(5)
iter()
iter(1, 2)
input(1, 2)
print(1, sep=5)
print(1, end=5)
print(1, file=5)
print(1, nothing=2)
print("a", "b", sep="-", end="!\\n"), print(), print(None, sep=None, end=None), print(1, file=None)
print(*[1, 2], sep="")
isinstance(5)
issubclass(5, int)
issubclass(int, 5)
object(), 5
object(1)
super()
__import__("math").__name__, __import__("os.path").__name__
__import__("no_such_module")
__import__("os.nothing")
__import__(5)
__import__("")
__import__("math", level=1)
__import__("math", level=-1)
open("no-such-file")
open("x", "q")
open("x", "rw")
open("x", "rb", encoding="utf-8")
open("x", "b")
open(1.5)
open("x", "r", 0)
open("")
open("a\\0b")
breakpoint.__name__, exit.__class__.__name__, copyright.__class__.__name__, __debug__, Ellipsis, NotImplemented, __name__
globals() is vars(), locals() is globals(), "ev" in globals()
globals(1)
locals(1)
compile("1", "f", "eval").co_name
eval("1 + 1"), eval(b"2"), eval(" 3"), eval("x", {"x": 5}), eval("x + y", {"x": 1}, {"y": 2})
eval(5)
eval("1 +")
eval("x = 1")
eval("1; 2")
eval("")
eval("a", {})
eval("1", 5)
eval("1", {}, 5)
eval("1\\0")
exec("zz = 5"), zz
exec(5)
exec("1 +")
exec("x", 5)
exec("1", {}, 5)
exec("def f(:")
compile("1", "f", "bad")
compile(5, "f", "exec")
compile("1", 5, "exec")
compile("1 2", "f", "eval")
compile("a = 1", "f", "eval")
compile("1; 2", "f", "single").co_name
compile("1\\n2", "f", "single")
compile("1", "f", "exec", 1 << 30)
compile("1")
''')
