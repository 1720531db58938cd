def err(f, *args, **kwargs):
    """Call and print the result or the error."""
    try:
        print(repr(f(*args, **kwargs)))
    except BaseException as e:
        print(f"{type(e).__name__}: {e}")

d = {"a": 1, "b": 2, "c": 3}
k, v, i = d.keys(), d.values(), d.items()
print(k, v, i, len(k), len(v), len(i), "a" in k, 1 in v, ("a", 1) in i, ("a", 2) in i, "x" in i, ("a",) in i)
print(sorted(k & {"a", "z"}), sorted(k | {"z"}), sorted(k - {"a"}), sorted(k ^ {"a", "z"}), sorted(i & {("a", 1)}), sorted(i - {("a", 1)}), k == {"a", "b", "c"}, k == d.keys(), v == v, v == d.values(), k < {"a", "b", "c", "d"}, k >= {"a"}, k.isdisjoint({"z"}), i == {("a", 1), ("b", 2), ("c", 3)}, k == ["a", "b", "c"])
print(sorted({"a"} | k), sorted({"a", "z"} - k), sorted(k & ["a"]), sorted(k & "ab"), k & (), type(k & k).__name__, k.mapping, type(k.mapping).__name__, k.mapping == d)
print(list(reversed(k)), list(reversed(v)), list(reversed(i)), next(iter(k)), type(iter(i)).__name__)
d["d"] = 4
print(k, v, i)
err(lambda: k[0])
err(lambda: k + k)
err(lambda: v & v)
err(lambda: k & 5)
err(lambda: 5 & k)
err(lambda: k < 5)
err(hash, k)
err(k.isdisjoint, 5)
err(lambda: k.nothing)
err(lambda: k.mapping.__setitem__("a", 1))
err(type(k))
err(lambda: {"a": []}.items() - {1})
err(lambda: {"a": []}.items() | {1})
err(lambda: {"a": []}.items() & {1})
print({"a": []}.keys() | {"b"} >= {"a"}, [] in d.values())


def change(d, how):
    out = []
    for x in how[0](d):
        out.append(x)
        how[1](d)
    return out


for what in (lambda d: d, dict.keys, dict.values, dict.items, reversed):
    err(change, {1: 1, 2: 2}, (what, lambda d: d.update({len(d) + 5: 0})))
    err(change, {1: 1, 2: 2}, (what, lambda d: d.clear()))
    err(change, {1: 1, 2: 2}, (what, lambda d: d.update({1: 0})))
    err(change, {1: 1, 2: 2}, (what, lambda d: d.update({9: d.pop(next(iter(d)))})))
it = iter(d)
next(it)
print(it.__length_hint__(), it.__reduce__())
d["zzz"] = 1
for f in (lambda: next(it), lambda: next(it), it.__length_hint__):
    err(f)
print({1: 2}.items() == {1: 2.0}.items(), {}.keys() == set(), sorted({"b": 1}.keys() | {"a": 1}.keys()), repr({}.keys()), str({1: "x"}.items()))
