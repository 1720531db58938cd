import io
import sys

sys.stdin = io.StringIO("first\nsecond\n\nlast")
print(repr(input()), repr(input("prompt> ")), repr(input()), repr(input("é")))
try:
    input()
except EOFError as e:
    print(e)


class W:
    def __init__(self):
        self.l = []

    def write(self, s):
        self.l.append(s)

    def flush(self):
        self.l.append("flush")


w = W()
print("a", 1, None, sep=", ", end=";", file=w, flush=True)
print(file=w)
print("x", file=w)
print(w.l)


class S:
    def __str__(self):
        return "S!"


old = sys.stdout
sys.stdout = buffer = io.StringIO()
print(S(), [S.__name__], {"k": "v"}, 1.0, "é", b"b")
sys.stdout = None
print("lost")
sys.stdout = old
print(repr(buffer.getvalue()))
del sys.stdout
try:
    print("x")
except RuntimeError as e:
    sys.stdout = old
    print(e)
sys.displayhook(5)
sys.displayhook(None)
sys.displayhook("s")
import builtins

print(builtins._)
sys.stdout.write("no newline")
sys.stdout.write("\n")
print(sys.stdout.write("abc"), sys.stdout.writelines(["x", "y\n"]))
print("a\0b\x1b[0m".encode(), "tab\tend", flush=True)
