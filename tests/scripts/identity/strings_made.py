"""Which strings made at run time are shared, which are new."""
import sys

name = "attr_x"
made = "".join(["attr", "_x"])
print(made is name, sys.intern(made) is name)


class C:
    pass


c = C()
setattr(c, made, 1)
print(next(iter(vars(c))) is name, next(iter(vars(c))) is made)
c.__dict__["dyn" + "".join("amic")] = 2
print([k for k in vars(c)])
d = {made: 1}
print(next(iter(d)) is made)
T = type("".join(["Ty", "pe"]), (), {made: 1})
print(T.__name__ == "Type", [k for k in vars(T) if k == name][0] is name)
print(str(12) is str(12), str(5) is str(5), repr(1.5) is repr(1.5), str(None) is str(None), str(True) is str(True), repr(True) is str(True), int.__name__ is type(5).__name__)
print("a b".split()[0] is "a b".split()[0], "aa bb".split()[0] is "aa bb".split()[0], b"aa".decode() is b"aa".decode(), b"a".decode() is b"a".decode(), chr(500) is chr(500), "%s" % "x" is chr(120))
e = ValueError("m")
print(e.args is e.args, type(e).__name__ is ValueError.__name__, c.__class__ is C, c.__dict__ is c.__dict__, C.__dict__ is C.__dict__, C.__mro__ is C.__mro__, C.__bases__ is C.__bases__, c.__module__ is C.__module__)
f = lambda: 0
print(f.__code__ is f.__code__, f.__globals__ is globals(), f.__defaults__ is None, f.__annotations__ is f.__annotations__, f.__dict__ is f.__dict__, c.__init__ is c.__init__, C.__init__ is object.__init__)
exec("x1 = 'exec_ident'; x2 = 'exec_ident'; y1 = 'exec ident'; y2 = 'exec ident'")
exec("x3 = 'exec_ident'; y3 = 'exec ident'")
print(x1 is x2, x1 is x3, y1 is y2, y1 is y3)
