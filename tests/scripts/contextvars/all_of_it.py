"""contextvars: variables, contexts, tokens, threads."""
import contextvars as c
import re


def t(s):
    try:
        shown = repr(eval(s))
    except BaseException as e:
        shown = f"!! {type(e).__name__} {e}"
    print(s, "->", re.sub("0x[0-9a-f]+", "0x", shown))


v = c.ContextVar("v")
w = c.ContextVar("w", default=5)
x = c.copy_context()
for s in ["v.get()", "w.get()", "v.get(3)", "v.name", "v", "w", "v.set(1)", "v.get()", "v.reset(5)", "c.ContextVar()", "c.ContextVar(5)",  
          "c.ContextVar('x', default=None)", "c.ContextVar[int]", "c.Token()", "c.Token.MISSING", "x", "len(x)", "list(x)", "x[v]", "x[5]", "5 in x", "v in x", "x.get(v)", "x.get(5)",
          "x.keys()", "x.items()", "x.values()", "x.run()", "x.run(print)", "x == x", "x == c.copy_context()", "c.Context()", "c.Context(1)", "hash(x)", "x.run(x.run, print)",
          "x.run(lambda: v.get())", "c.Token", "v.set()", "type('A', (c.ContextVar,), {})", "type('A', (c.Context,), {})", "hash(v) == hash(v)", "x.copy()", "c.copy_context() == c.copy_context()", "x < x",
          "x.run(w.set, 7).old_value", "x.run(v.set, 7).old_value", "list(x.values())", "dict(x)[w]", "w.get()", "x.run(lambda a, *, b: (a, b), 1, b=2)"]:
    t(s)
token = v.set(2)
print(token.old_value, token.var is v)
v.reset(token)
print(v.get())
for attempt in [lambda: v.reset(token), lambda: w.reset(token), lambda: v.reset(c.copy_context().run(v.set, 9))]:
    try:
        attempt()
    except (RuntimeError, ValueError) as e:
        print(type(e).__name__, re.sub("0x[0-9a-f]+", "0x", str(e)))


def body():
    print("thread", v.get("none"))
    v.set("inner")
    print("thread", v.get())


thread = __import__("_thread")
done = thread.allocate_lock()
done.acquire()
thread.start_new_thread(lambda: (body(), done.release()), ())
done.acquire()
print(v.get())
