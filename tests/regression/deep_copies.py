"""deepcopy of deep structures; a disassembly is handed out as it is made. CPython refuses the former: what is copied is said."""
import copy
import io
import pickletools


class Node:
    pass


class Endless:
    def __reduce__(self):
        return Endless, (), {"next": Endless()}


class EndlessArguments:
    def __reduce__(self):
        return EndlessArguments, (EndlessArguments(),)


def deep(n, wrap):
    made = None
    for _ in range(n):
        made = wrap(made)
    return made


def linked(made):
    node = Node()
    node.next = made
    return node


def depth(made):
    n = 0
    while made is not None:
        n += 1
        made = made.next if type(made) is Node else next(iter(made.values() if type(made) is dict else made))
    return n


for name, wrap in (("list", lambda o: [o]), ("tuple", lambda o: ([], o)[1:]), ("dict", lambda o: {1: o}), ("node", linked),
                   ("frozenset", lambda o: frozenset([o]))):
    made = deep(100, wrap)
    got = copy.deepcopy(made)
    print(name, got is made, depth(got))
for cls in (Endless, EndlessArguments):
    try:
        copy.deepcopy(cls())
    except RecursionError:
        print("RecursionError")


class Full(io.StringIO):
    def write(self, text):
        if self.tell() > 100_000:
            raise OSError("full")
        return super().write(text)


try:
    pickletools.dis(b"(" * 3000 + b".", Full())
except OSError as e:
    print(e)
