"""The main job: classes and graphs saved in every protocol and read back, with identity and cycles kept."""

import pickle


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __eq__(self, other):
        return isinstance(other, Point) and (self.x, self.y) == (other.x, other.y)


class Slotted:
    __slots__ = ("a", "b")

    def __getstate__(self):
        return (self.a, self.b)

    def __setstate__(self, state):
        self.a, self.b = state


class Reduced:
    def __init__(self, *args):
        self.args = args

    def __reduce__(self):
        return (Reduced, self.args, {"extra": 1})


class Stack(list):
    pass


def function():
    pass


def check(protocol):
    node = Point(1, 2.5)
    node.me = node
    loop = [node]
    loop.append(loop)
    slotted = Slotted()
    slotted.a, slotted.b = 1, [2]
    graph = {
        "node": node,
        "loop": loop,
        "slotted": slotted,
        "reduced": Reduced(1, "two"),
        "stack": Stack([1, 2, 3]),
        "function": function,
        "class": Point,
        "numbers": [0, -1, 255, 256, 65536, 2**31, 2**63, -(2**100), 1.5, True, None],
        "text": ["", "ascii", "\u00fc\u20ac\U0001f600", b"bytes"],
        "shared": [node, node],
    }
    data = pickle.dumps(graph, protocol)
    back = pickle.loads(data)
    assert back["node"].me is back["node"] and back["loop"][1] is back["loop"]
    assert back["loop"][0] is back["node"] and back["shared"][0] is back["shared"][1] is back["node"]
    assert back["slotted"].b == [2] and back["reduced"].args == (1, "two") and back["reduced"].extra == 1
    assert back["stack"] == [1, 2, 3] and type(back["stack"]) is Stack
    assert back["function"] is function and back["class"] is Point
    assert back["numbers"] == graph["numbers"] and back["text"] == graph["text"]
    return data


for protocol in range(6):
    data = check(protocol)
    print(protocol, len(data), sum(data) % 9973)
print("main job done")
