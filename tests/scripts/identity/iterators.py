"""iter() of an iterator is itself; zip and enumerate reuse no tuple that is kept."""
for it in (iter([]), iter({}), iter(""), map(len, []), zip(), enumerate([]), (x for x in []), reversed([])):
    print(type(it).__name__, iter(it) is it)
pairs = list(zip("ab", "cd"))
print(pairs[0] is pairs[1], pairs)
kept = []
for pair in enumerate("ab"):
    kept.append(pair)
print(kept)
items = list({1: 2, 3: 4}.items())
print(items, items[0] is items[1])
