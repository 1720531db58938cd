def err(f, *args, **kwargs):
    """Call and print the result or the error."""
    try:
        print(repr(f(*args, **kwargs)))
    except BaseException as e:
        print(f"{type(e).__name__}: {e}")

def f(a, b=2, *c, d=4, **e) -> int:
    """Doc of f."""
    x = a
    return lambda: x


print(f.__name__, f.__qualname__, f.__module__, f.__doc__, f.__defaults__, f.__kwdefaults__, f.__annotations__, f.__closure__, f.__dict__, f.__type_params__, f.__builtins__["len"] is len, f.__globals__ is globals())
c = f.__code__
print(c.co_name, c.co_qualname, c.co_argcount, c.co_kwonlyargcount, c.co_posonlyargcount, c.co_nlocals, c.co_varnames, c.co_names, c.co_cellvars, c.co_freevars, c.co_flags, c.co_firstlineno, c.co_filename.endswith("attributes.py"))
print(f(1).__code__.co_freevars, f(1).__code__.co_flags, f(1).__qualname__, f(1).__closure__[0].cell_contents)
print(len.__name__, len.__qualname__, len.__module__, len.__self__.__name__, len.__text_signature__, [].append.__name__, [].append.__qualname__, [].append.__self__, [].append.__module__, str.join.__name__, str.join.__qualname__, str.join.__objclass__, dict.fromkeys.__self__, dict.fromkeys.__qualname__)
print(repr(f).split(" at ")[0], repr(len), repr([].append).split(" at ")[0], repr(str.join), repr(int.__add__), repr((5).__add__).split(" at ")[0], repr(int.real), repr(slice.start), repr(dict.__dict__["fromkeys"]), repr(lambda: 0).split(" at ")[0])
f.attr = 1
print(f.attr, f.__dict__, vars(f))
for name, v in (("__name__", 5), ("__qualname__", 5), ("__defaults__", 5), ("__kwdefaults__", 5), ("__code__", 5), ("__dict__", 5), ("__closure__", ()), ("__globals__", {}), ("__annotations__", 5), ("__type_params__", 5), ("__builtins__", {})):
    err(setattr, f, name, v)
for name in ("__name__", "__code__", "__dict__", "__defaults__", "__closure__", "__globals__", "attr", "attr"):
    err(delattr, f, name)
print(f.__defaults__)
f.__name__, f.__qualname__, f.__doc__, f.__module__ = "g", "Q.g", 5, None
print(f.__name__, f.__qualname__, f.__doc__, f.__module__, repr(f).split(" at ")[0])


def g():
    return "g's code"


g2 = lambda: "lambda"
g.__code__ = g2.__code__
print(g(), g.__name__)
err(setattr, g, "__code__", f(1, 2).__code__)
import types

h = types.FunctionType(g2.__code__, {}, "made", (1,), None)
print(h(), h.__name__, h.__defaults__)
err(types.FunctionType)
err(types.FunctionType, 5, {})
err(types.FunctionType, f(1, 2).__code__, {})
err(types.FunctionType, g2.__code__, {}, closure=(1,))
r = c.replace(co_name="renamed", co_firstlineno=100)
print(r.co_name, r.co_firstlineno, r == c, c == c.replace(), hash(c) == hash(c.replace()))
err(c.replace, nothing=1)
err(setattr, c, "co_name", "x")
print(repr(c).split(" at ")[0], len(list(c.co_lines())) > 1, [k for k in c.co_consts if isinstance(k, str)])
cell = f(1, 2).__closure__[0]
print(repr(cell).split(" at ")[0], cell == types.CellType(1), cell < types.CellType(2), types.CellType() == types.CellType())
err(lambda: types.CellType().cell_contents)


class M:
    def m(self):
        """m doc"""


print(M.m.__name__, M.m.__qualname__, M().m.__doc__, M().m.__func__ is M.m, hasattr(M().m, "__code__"), M().m.__module__)
