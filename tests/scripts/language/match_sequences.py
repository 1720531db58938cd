from collections import deque


def seq(x):
    match x:
        case []:
            return "empty"
        case [1]:
            return "just 1"
        case [1, *rest]:
            return "1 and", rest
        case [first, (second, *_)]:
            return first, second
        case [*_, "last"]:
            return "ends with last"
        case [a, *middle, b]:
            return a, middle, b
        case (x,):
            return "single", x
    return None


for x in ([], (), [1], (1, 2, 3), [2, (3, 4)], ["x", "y", "last"], "string", b"bytes", bytearray(b"z"), range(3), deque([1, 5]), {1, 2}, {1: 2}, [5], 5):
    print(repr(x), seq(x))
print(seq(iter([1])), seq(memoryview(b"ab")))


class S:
    def __init__(self, n):
        self.n = n

    def __len__(self):
        print("len")
        return self.n

    def __iter__(self):
        print("iter")
        return iter(range(self.n))

    def __getitem__(self, i):
        print("get", i)
        return i


import collections.abc

print(seq(S(2)))
collections.abc.Sequence.register(S)
print(seq(S(1)))
print(seq(S(3)))


class Sub(list):
    pass


print(seq(Sub([1, 2])))
match [[1, 2], [3, 4]]:
    case [[a, b], [c, d]]:
        print(a, b, c, d)
match ("cmd", "go", "north"):
    case ("cmd", ("go" | "move") as verb, ("north" | "south") as where):
        print(verb, where)
