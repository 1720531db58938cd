from types import MappingProxyType


def m(x):
    match x:
        case {"a": 1, "b": b}:
            return "a1 b", b
        case {"a": [x, *_], **rest}:
            return x, rest
        case {"k": None}:
            return "k None"
        case {1: "one" | "uno" as v, -2: _}:
            return v
        case {**rest} if len(rest) == 1:
            return "one key", rest
        case {}:
            return "any mapping"
    return None


from collections import defaultdict

for x in ({"a": 1, "b": 2}, {"a": [1, 2], "z": 3}, {"k": None, "j": 0}, {1: "uno", -2: 0}, {"q": 1}, {}, [], MappingProxyType({"k": None, "l": 1}), 5, defaultdict(list), {"a": 2, "b": 1}):
    print(m(x))


class Map:
    def __init__(self, d):
        self.d = d

    def get(self, k, default=None):
        print("get", k)
        return self.d.get(k, default)

    def keys(self):
        return self.d.keys()

    def __getitem__(self, k):
        return self.d[k]

    def __len__(self):
        return len(self.d)

    def __iter__(self):
        return iter(self.d)


import collections.abc

collections.abc.Mapping.register(Map)
print(m(Map({"a": 1, "b": 5})))


class K:
    key = "dynamic"
    same = "dynamic"


match {"dynamic": 1}:
    case {K.key: v}:
        print(v)
try:
    match {"dynamic": 1}:
        case {K.key: v, K.same: w}:
            print(v, w)
except ValueError as e:
    print(e)
d = defaultdict(lambda: "made")
match d:
    case {"missing": v}:
        print("matched", v)
    case _:
        print("not made", dict(d))
