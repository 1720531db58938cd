"""Reducers that change the container being dumped."""
import pickle


class Grower:
    def __init__(self, target):
        self.target = target

    def __hash__(self):
        return 3

    def __reduce__(self):
        self.action()
        return str, ()


def attempt(label, make):
    for protocol in (0, 1, 4):
        try:
            data = pickle.dumps(make(), protocol)
            print(label, protocol, data.hex())
        except Exception as e:
            print(label, protocol, type(e).__name__, e)


def case(container, action, add):
    g = Grower(container)
    g.action = lambda: action(container)
    g.__class__ = Grower
    add(container, g)
    return container


attempt("list append", lambda: case([1, 2], lambda c: c.append(9), lambda c, g: c.insert(0, g)))
attempt("list clear", lambda: case([1, 2], lambda c: c.clear(), lambda c, g: c.insert(0, g)))
attempt("list pop last", lambda: case([1, 2], lambda c: c.pop(), lambda c, g: c.insert(1, g)))
attempt("dict add", lambda: case({1: 1}, lambda c: c.__setitem__(len(c), 0), lambda c, g: c.__setitem__("g", g)))
attempt("dict replace", lambda: case({1: 1, 2: 2}, lambda c: c.__setitem__(2, 0), lambda c, g: c.__setitem__(0, g)))
attempt("set add", lambda: case({1}, lambda c: c.add(len(c) + 50), lambda c, g: c.add(g)))
