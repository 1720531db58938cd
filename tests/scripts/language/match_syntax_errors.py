def syn(src):
    """Print the SyntaxError of each block (blocks are separated by lines of three dashes)."""
    for block in src.strip("\n").split("\n---\n"):
        try:
            compile(block, "<s>", "exec")
            print(repr(block), "-> compiles")
        except SyntaxError as e:
            print(repr(block), "->", type(e).__name__, "|", e.msg, "|", e.lineno, e.offset, e.end_lineno, e.end_offset)

syn("""
match x:
    case a: pass
    case b: pass
---
match x:
    case _: pass
    case 1: pass
---
match x:
    case a | 1: pass
---
match x:
    case a | b: pass
---
match x:
    case [a, a]: pass
---
match x:
    case [*a, *b]: pass
---
match x:
    case {"k": 1, "k": 2}: pass
---
match x:
    case {**rest, "k": 1}: pass
---
match x:
    case P(a=1, a=2): pass
---
match x:
    case P(a=1, 2): pass
---
match x:
    case 1 + 2: pass
---
match x:
    case -a: pass
---
match x:
    case f"x": pass
---
match x:
    case 1 as _: pass
---
match x:
    case {a: 1}: pass
---
match x:
    case [1] as a, a: pass
---
match x:
case 1: pass
---
match x:
    pass
---
match x:
    case 1 as a.b: pass
---
match x:
    case {**_}: pass
---
match x:
    case 1
        pass
""")
