class P:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


def c(v):
    match v:
        case P(0, 0):
            return "origin"
        case P(x, y=0):
            return "x axis", x
        case P(x=0, y=y):
            return "y axis", y
        case P(x, y) if x == y:
            return "diagonal"
        case P():
            return "point"
        case int(n):
            return "int", n
        case str() as s:
            return "str", s
        case float(real=r):
            return "float", r
        case list([a, b]):
            return "pair", a, b
        case dict(d):
            return "dict", d
        case bool() | bytes() | tuple(()):
            return "other"
    return None


for v in (P(0, 0), P(1, 0), P(0, 1), P(2, 2), P(1, 2), 5, True, "s", 1.5, [1, 2], [1], {}, b"", (), (1,), None):
    print(c(v))


class NoArgs:
    a = 1


class BadArgs:
    __match_args__ = ["x"]


class BadNames:
    __match_args__ = (5,)


class Twice:
    __match_args__ = ("a", "a")
    a = 1


def t(v, which):
    match which:
        case 1:
            match v:
                case NoArgs(1):
                    return "no"
        case 2:
            match v:
                case BadArgs(1):
                    return "no"
        case 3:
            match v:
                case BadNames(1):
                    return "no"
        case 4:
            match v:
                case Twice(1, a=1):
                    return "no"
        case 5:
            match v:
                case Twice(1, 1):
                    return "no"
        case 6:
            match v:
                case P(1, 2, 3):
                    return "no"
        case 7:
            match v:
                case int(1, 2):
                    return "no"
        case 8:
            match v:
                case len(x):
                    return "no"
        case 9:
            match v:
                case NoArgs(missing=1):
                    return "no"
                case NoArgs(a=1):
                    return "a"


for v, w in ((NoArgs(), 1), (BadArgs(), 2), (BadNames(), 3), (Twice(), 4), (Twice(), 5), (P(1, 2), 6), (1, 7), (1, 8), (NoArgs(), 9)):
    try:
        print(t(v, w))
    except TypeError as e:
        print(e)
