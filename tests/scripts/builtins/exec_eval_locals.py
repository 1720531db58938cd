ns = {}
exec("a = 1\ndef f(): return a\nclass K: b = a", ns)
print(sorted(k for k in ns if k != "__builtins__"), ns["f"](), ns["K"].b, "__builtins__" in ns, ns["K"].__module__)
exec("a = 5", ns)
print(ns["f"]())
g, l = {"x": 1}, {}
exec("y = x; x = 2", g, l)
print(g["x"], l)
exec("z = [x for _ in 'a']\ndef h(): return x", g, l)
print(l["z"], l["h"]())


def f():
    v = 1
    exec("v = 2; w = 3")
    print(v, sorted(locals()), eval("v"))
    try:
        w
    except NameError as e:
        print(e)
    d = locals()
    d["v"] = 100
    return v, d["v"]


print(f())


class Map:
    def __getitem__(self, k):
        if k.startswith("m"):
            return "map " + k
        raise KeyError(k)

    def __setitem__(self, k, v):
        print("set", k, v)


exec("a = mx\nb = len('abc')", {}, Map())
try:
    eval("nope", {}, Map())
except NameError as e:
    print(e)
print(eval("len", {"__builtins__": {"len": 5}}))
try:
    eval("print", {"__builtins__": {}})
except NameError as e:
    print(e)
try:
    exec("class X: pass", {"__builtins__": {}})
except NameError as e:
    print(e)
try:
    exec("import os", {"__builtins__": {}})
except ImportError as e:
    print(e)
code = compile("q = 1\nq + 1", "<mine>", "exec")
print(code.co_filename, code.co_name, eval(code, ns), ns["q"])
exec(compile("1 + 1; 'expr'; None", "f", "single"))
import sys

exec(compile("x = 5; x", "f", "single"))
print(eval(compile("(lambda: 7)()", "f", "eval")))


def outer():
    x = "closed"

    def inner():
        return x

    return inner


try:
    exec(outer().__code__)
except TypeError as e:
    print(e)
exec(outer().__code__, closure=outer().__closure__)
for closure in (None, (), (1,), 5):
    try:
        exec(outer().__code__, closure=closure)
    except TypeError as e:
        print(e)
print([eval("i") for i in range(2)], sorted(eval("locals()", {}, {"k": 1})), eval("__import__('math').floor(1.5)"))


class C:
    exec("made_here = 1")
    x = sorted(n for n in locals() if not n.startswith("__"))


print(C.made_here, C.x)
print(exec("global gg\ngg = 1"), gg)
