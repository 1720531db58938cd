"""Constants of one code object are shared; names are interned."""
a, b = "some text here", "some text here"
c, d = 123456789, 123456789
e, f = 1.5, 1.5
g, h = (1, 2, 3), (1, 2, 3)
i, j = b"bytes const", b"bytes const"
print("module", a is b, c is d, e is f, g is h, i is j)


def one():
    return "some text here", "identifier_like", 123456789, 1.5, (1, 2, 3), b"bytes const", 1j, ("x", ("y", 2))


def two():
    return "some text here", "identifier_like", 123456789, 1.5, (1, 2, 3), b"bytes const", 1j, ("x", ("y", 2))


print("functions", [x is y for x, y in zip(one(), two())], [x is y for x, y in zip(one(), one())])
folded, again, folded_twice = "identifier" + "_like", "a b" + " c", "a b" + " c"
print("fold", folded is one()[1], "".join(["identifier", "_like"]) is one()[1], again is folded_twice)


class K:
    attr = "attr_name_value"

    def method_name(self, keyword_name=1):
        self.instance_attr = "identifier_like"
        return locals()


k = K()
loc = k.method_name()
print("names", list(vars(k)) and next(iter(vars(k))) is "instance_attr"[:], [n is m for n in loc for m in ("self", "keyword_name") if n == m], [n for n in vars(K) if n == "method_name"][0] is K.method_name.__name__, K.__module__ is __name__, k.instance_attr is one()[1], k.attr is "attr_name_value"[:])
print("kwargs", (lambda **kw: list(kw)[0])(keyword_name=1) is "keyword_name"[:], dict(keyword_name=1).__iter__().__next__() is "keyword_name"[:])
print("0.0 and -0.0", (0.0, -0.0), 1 == True, (1, 1.0, True), [type(v).__name__ for v in (1, 1.0, True, 1j)])
print("qualname", K.method_name.__qualname__ is K.method_name.__qualname__, K.__name__ is K.__qualname__, one.__name__ is one.__qualname__, one.__code__.co_name is one.__name__, K.__name__ is "K"[:])
print("modules", one.__module__ is two.__module__, one.__module__ is K.__module__, K.__module__ is __name__, int.__module__ is str.__module__, len.__module__ is print.__module__, int.__module__ is len.__module__, ExceptionGroup.__module__ is int.__module__, ValueError.__module__ is int.__module__, int.__name__ is int.__name__, len.__name__ is len.__name__)
