def err(f, *args, **kwargs):
    """Call and print the result or the error."""
    try:
        print(repr(f(*args, **kwargs)))
    except BaseException as e:
        print(f"{type(e).__name__}: {e}")

d = {"a": 1, "b": 2}
print(d["a"], d.get("z"), d.get("z", 0), d.setdefault("a", 9), d.setdefault("c"), d.pop("c"), d.pop("zz", "default"), len(d), "a" in d, list(d), d.copy() is d)
d.update({"c": 3}, e=5)
d.update([("f", 6), ["g", 7]])
d.update(h=8)
d.update()
print(d, d.popitem(), d.keys(), d.values(), d.items())
print(dict(), dict(a=1), dict({"a": 1}, b=2), dict([("x", 1)]), dict(zip("ab", (1, 2))), dict(["ab", "cd"]), {**d, "a": 0}, dict.fromkeys("ab"), dict.fromkeys([1], []), d | {"a": 9}, {"z": 1} | d)
print(list(reversed(d)), d == dict(reversed(d.items())), {1: 2} == {1.0: 2}, {} == [], {1: 2} != {1: 3})
err(lambda: d["missing"])
err(lambda: d[(1, 2)])
err(lambda: d[None])
err(lambda: {1: 2}[5])
err(lambda: d[[]])
err(d.pop, "missing")
err(d.pop)
err({}.popitem)
err(d.get)
err(d.get, 1, 2, 3)
err(d.update, 5)
err(d.update, [1])
err(d.update, [(1, 2, 3)])
err(d.update, ["abc"])
err(d.update, {}, {})
err(d.setdefault)
err(d.setdefault, [])
err(dict, 5)
err(dict, {}, {})
err(dict, [1, 2])
err(dict, ["a"])
err(dict.fromkeys, 5)
err(dict.fromkeys)
err(dict.fromkeys, [[]])
err(d.copy, 1)
err(d.__delitem__, "zz")
err(lambda: d < d)
err(lambda: d | [("a", 1)])
err(lambda: d | 5)
err(lambda: d + d)
err(lambda: {[]: 1})
err(hash, d)
e = {}
e |= [("a", 1)]
err(e.__ior__, 5)
e["self"] = e
print(e, str(e.values()), str(e.items()))


class K:
    def keys(self):
        return ["x"]

    def __getitem__(self, k):
        return k * 2


class KeysOnly:
    def keys(self):
        return ["x"]


class KeysBad:
    def keys(self):
        return 5


print(dict(K()), {**K()})
err(dict, KeysOnly())
err(dict, KeysBad())


class Missing(dict):
    def __missing__(self, k):
        return f"<{k}>"


m = Missing(a=1)
print(m["a"], m["q"], m.get("q"), m)
d = {1: "int", True: "bool", 1.0: "float"}
print(d)
d = {i: i for i in range(10)}
for i in range(0, 10, 2):
    del d[i]
d[0] = "again"
print(d, d.popitem(), list(d))
d.clear()
print(d, bool(d))
