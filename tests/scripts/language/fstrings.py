x, name, width = 5, "world", 10
print(f"{x}", f"{x!r:>4}", f"{name!r}", f"{name!s:^{width}}|", f"{name!a}", f"{3.14159:.2f}", f"{x=}", f"{x = }", f"{x=!s}", f"{x + 1 = :03d}")
print(f"{{}}", f"{{{x}}}", f"{'nested'}", f"{f"{f"{x}"}"}", f"{x!r}{name}", f"{"a" 'b'}")
print(f"""{
    x
    + 1  # comment
}""")
print(f"{'\n'.join(['a', 'b'])}", f"{x:{'0'}>{width}}", f"{(lambda v: v * 2)(x)}", f"{[i for i in range(3)]}", f"{ {'k': 1}['k'] }")
print(f"{x:%}", f"{x:,}", f"{1000000:_}", f"{x:#x}", f"{x:+}", f"{x!r:5}|", f"{'s':5}|", f"{None}", f"{True:d}", f"{1j:.1f}")
print(rf"\d{x}", fr"\{x}", f"\N{DIGIT ONE}{x}", f"\x41{x}\u00e9", F"{x}", f'{x}' "plain {x}" f"{x}")
print(f"{x if x else 0}", f"{x!r}" f"{name}", f"{x,}", f"{*[1, 2],}", f"{(y := 3)}", y, f"{x:{x}{x}}", f"{'a':{'b'}^{5}}")


class F:
    def __format__(self, spec):
        return f"<{spec}>"

    def __repr__(self):
        return "R"


o = F()
print(f"{o}", f"{o:abc}", f"{o!r:>3}", f"{o:{{}}}" if False else "", f"{o:a{x}b{name}c}", f"{o:%H:%M}", f"{o = }", f"{o=:z}")


class B:
    def __format__(self, spec):
        return 5


for e in ('f"{B()}"', 'f"{x:z9}"', 'f"{name:d}"', 'f"{undefined}"', 'f"{[]:5}"', 'f"{x:{name}}"', 'f"{1/0}"', 'f"{None:>5}"', 'f"{object():x}"[:0]'):
    try:
        print(eval(e))
    except Exception as err:
        print(e, type(err).__name__, err)



def syn(src):
    """Print the SyntaxError of each block (blocks are separated by lines of three dashes)."""
    for block in src.strip("\n").split("\n---\n"):
        try:
            compile(block, "<s>", "exec")
            print(repr(block), "-> compiles")
        except SyntaxError as e:
            print(repr(block), "->", type(e).__name__, "|", e.msg, "|", e.lineno, e.offset, e.end_lineno, e.end_offset)

syn('''
f"{"
---
f"}"
---
f"{}"
---
f"{x"
---
f"{x!}"
---
f"{x!z}"
---
f"{x!rr}"
---
f"{x:{y}"
---
f"{!r}"
---
f"{=}"
---
f"{x y}"
---
f"{lambda x: 1}"
---
f"{a b}"
---
f"{x!r:}}"
---
f"{ }"
---
f"{#}"
---
f"{x = !}"
---
f"abc
---
f"{x!s z}"
---
f"{1:d" 
---
f"{yield}"
---
b"" f""
---
f"{*}"
---
f"{x:{y:{z:{w}}}}"
---
f"\\N{no such}"
''')
