def syn(src):
    """Print the SyntaxError of each block (blocks are separated by lines of three dashes)."""
    for block in src.strip("\n").split("\n---\n"):
        try:
            compile(block, "<s>", "exec")
            print(repr(block), "-> compiles")
        except SyntaxError as e:
            print(repr(block), "->", type(e).__name__, "|", e.msg, "|", e.lineno, e.offset, e.end_lineno, e.end_offset)

print(0b101, 0o17, 0xFF, 1_000_000, 0x_ff, 0b_1, 00, 0_0, 1e3, 1E-3, .5, 5., 1_0.0_1, 1e1_0, 1j, 1.5J, 0j, 1_0j, 10**25)
print("a\tb\\c\'d\"e\x41\u0041\U00000041\N{BULLET}\101\0\a\b\f\n\r\v".encode())
print(r"\n", b"\x00\xff\n", rb"\x", Rb"\'", br"a\
b", "a\
b", """multi
line "quotes" ''end''""", 'con' "cat" '''enated''', u"u")
print("\ud800".encode("utf-8", "surrogatepass"), "é中😀", "\N{LATIN SMALL LETTER E WITH ACUTE}")
print([1, 2,], (1,), {1,}, {1: 2,}, (), [], {}, ..., None, True, False, Ellipsis, -1, --1, ~1, +1, not 1)
é = 1
变量 = 2
ﬁ = 3
print(é, 变量, fi)
syn(r'''
0777
---
1__0
---
1_
---
0x
---
0b2
---
0o8
---
0b
---
1e
---
1.5.5
---
0_7
---
"abc
---
"""abc
---
"\x4"
---
"\u12"
---
"\U00110000"
---
"\N{nothing}"
---
"\N"
---
b"é"
---
b"\x1"
---
"a" b"b"
---
a = $
---
a = ?
---
a = 5 €
---
a = “x”
---
a = !b
---
x = 1 +
---
x = (1
---
x = 1)
---
x = [1)
---
x = {1: 2
---
'''"\u00a0x = 1" + r'''
---
x\ = 1
---
ur"x"
---
bu"x"
---
1_000j_
---
12345678901234567890l
''')
