OPS = ["+", "-", "*", "/", "//", "%", "**", "@", "<<", ">>", "&", "|", "^"]
NAMES = "add sub mul truediv floordiv mod pow matmul lshift rshift and or xor".split()


def method(name):
    return lambda self, other, *mod: f"{type(self).__name__}.{name}({type(other).__name__})"


class Both:
    pass


class Plain:
    pass


class Sub(Both):
    pass


class NotImpl:
    pass


for n in NAMES:
    setattr(Both, f"__{n}__", method(n))
    setattr(Both, f"__r{n}__", method("r" + n))
    setattr(Sub, f"__r{n}__", method("r" + n))
    setattr(NotImpl, f"__{n}__", lambda s, o: NotImplemented)
    setattr(NotImpl, f"__r{n}__", lambda s, o: NotImplemented)
for op in OPS:
    for left, right in ((Both(), Both()), (Both(), Plain()), (Plain(), Both()), (Both(), Sub()), (Sub(), Both()), (NotImpl(), Both()), (NotImpl(), NotImpl()), (Plain(), Plain()), (1, Plain()), ("a", Plain()), ([], Plain()), (None, None), (1, "a"), ("a", 1.5), ([], ()), ({}, {}), (1j, "x"), (b"", ""), (len, 1), ({1}, [1])):
        try:
            result = eval(f"l {op} r", {"l": left, "r": right})
        except Exception as e:
            result = f"{type(e).__name__}: {e}"
        print(op, type(left).__name__, type(right).__name__, result)
for op in OPS:
    for left, right in ((Plain(), 1), (1, "a"), ([], 5), ("a", None), (NotImpl(), 1)):
        ns = {"l": left, "r": right}
        try:
            exec(f"l {op}= r", ns)
            result = ns["l"]
        except Exception as e:
            result = f"{type(e).__name__}: {e}"
        print(op + "=", type(left).__name__, type(right).__name__, result)
