"""Hashes of frozenset values under PYTHONHASHSEED=0."""
for v in (frozenset(), frozenset([1]), frozenset([1, 2]), frozenset([2, 1]), frozenset(range(50)), frozenset("abc"), frozenset([frozenset([1])]), frozenset([()])):
    print("frozenset", len(v), hash(v))
