import traceback

SOURCES = ["x = (1", "x = 1 +", "  y", "if x:\ny", "f(a b)", "'unclosed", "a = 5 = b", "def f(a, a): pass", "return", "x = [1, 2\ny = 3", "日本 = = 1", "\tx = 1\n        y", "print 'a'", "f'{x y}'", "é = 1 1", "lambda: (yield", "for i in range(3) print(i)", "x = {1, 2", "from x import *; def", "while True print"]
for source in SOURCES:
    try:
        compile(source, "<s>", "exec")
    except SyntaxError as e:
        print("".join(traceback.format_exception_only(e)), end="")
e = SyntaxError("hand made", ("file.py", 3, 5, "some text here\n", 3, 9))
print("".join(traceback.format_exception_only(e)), end="")
for args in (("f", 1, None, "text"), ("f", None, 1, "text"), ("f", 1, 100, "short"), (None, 1, 1, "text"), ("f", 1, 0, "text"), ("f", 1, 2, None), ("f", 1, 3, "   indented", 1, 5), ("f", 1, 3, "text", 2, 1), ("f", 1, 2, "text", 1, 0)):
    print("".join(traceback.format_exception_only(SyntaxError("m", args))), end="")
