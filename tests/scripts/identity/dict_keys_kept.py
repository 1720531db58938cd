"""A dict keeps the key it was given first; keys of displays are constants."""
a, b = "".join(["k", "ey"]), "".join(["k", "ey"])
d = {a: 1}
d[b] = 2
print(next(iter(d)) is a, d)
d = {1: "a"}
d[True] = "b"
print(d)
d = dict.fromkeys([1.0, 1, True])
print(d)
s = {1}
s.add(1.0)
s |= {True}
print(s)
