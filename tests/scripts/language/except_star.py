def show(g, depth=0):
    if isinstance(g, BaseExceptionGroup):
        print("  " * depth + f"{type(g).__name__} {g.message!r}")
        for e in g.exceptions:
            show(e, depth + 1)
    else:
        print("  " * depth + repr(g))


G = ExceptionGroup("top", [ValueError(1), TypeError(2), ExceptionGroup("sub", [ValueError(3), KeyError(4)])])
try:
    try:
        raise G
    except* ValueError as e:
        show(e)
    except* TypeError as e:
        show(e)
    else:
        print("else")
    finally:
        print("finally")
except BaseExceptionGroup as rest:
    print("rest")
    show(rest)
try:
    raise ValueError("naked")
except* ValueError as e:
    show(e)
try:
    pass
except* ValueError:
    print("no")
else:
    print("else")
try:
    try:
        raise G
    except* (ValueError, KeyError):
        raise RuntimeError("in handler")
    except* TypeError:
        raise OSError("second")
except BaseExceptionGroup as e:
    show(e)
    print([repr(x.__context__) for x in e.exceptions])
try:
    try:
        raise G
    except* ValueError:
        raise
except ExceptionGroup as e:
    show(e)
for bad in (5, ExceptionGroup, (ValueError, ExceptionGroup)):
    try:
        try:
            raise ValueError
        except* bad:
            pass
    except TypeError as e:
        print(e)
try:
    try:
        raise KeyboardInterrupt
    except* Exception:
        print("no")
except KeyboardInterrupt as e:
    print(repr(e))
try:
    raise BaseExceptionGroup("base", [KeyboardInterrupt(), ValueError(1)])
except* KeyboardInterrupt as e:
    show(e)
except* ValueError as e:
    show(e)



def syn(src):
    """Print the SyntaxError of each block (blocks are separated by lines of three dashes)."""
    for block in src.strip("\n").split("\n---\n"):
        try:
            compile(block, "<s>", "exec")
            print(repr(block), "-> compiles")
        except SyntaxError as e:
            print(repr(block), "->", type(e).__name__, "|", e.msg, "|", e.lineno, e.offset, e.end_lineno, e.end_offset)

syn("""
try: pass
except* ValueError: pass
except TypeError: pass
---
try: pass
except*: pass
---
for i in x:
    try: pass
    except* ValueError: break
---
def f():
    try: pass
    except* ValueError: return
---
for i in x:
    try: pass
    except* ValueError: continue
---
try: pass
except: pass
except ValueError: pass
---
try: pass
---
try: pass
else: pass
""")
