def kind(x):
    match x:
        case None:
            return "None"
        case True:
            return "True"
        case 0:
            return "zero"
        case -1 | 1.5 | 2 + 3j:
            return "number"
        case "a" | "b":
            return "letter"
        case b"x":
            return "bytes"
        case "con" "cat":
            return "concat"
        case _:
            return "other"


for x in (None, True, False, 0, 0.0, 1, -1, -1.0, 1.5, 2 + 3j, "a", "concat", b"x", [], 0j):
    print(repr(x), kind(x))


class Color:
    RED = "red"

    class Deep:
        X = 5


def dotted(x):
    match x:
        case Color.RED:
            return "RED"
        case Color.Deep.X:
            return "X"
        case name if name == 7:
            return "guard"
        case (1 | 2) as n:
            return n
        case _ as whole if False:
            return whole
    return "fell through"


print(dotted("red"), dotted(5), dotted(7), dotted(2), dotted(9))
match 1, 2:
    case a, b:
        print(a, b)
match = 5
case = 6
_ = 7
print(match, case, _)
match (x):
    case _:
        print("parenthesised")
