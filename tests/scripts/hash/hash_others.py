"""Hashes across types, of slices and of what __hash__ returns."""
print(hash("abc") == hash(b"abc"), hash(1) == hash(1.0) == hash(True) == hash(1 + 0j))
print("slice", hash(slice(1)), hash(slice(1, 2, 3)), hash(slice(None)))
print("None", hash(None), "..." , hash(...) == hash(...), "alias", hash(list[int]) == hash(list[int]))
print(hash(type("X", (), {"__hash__": lambda s: 2**64 + 3})()), hash(type("X", (), {"__hash__": lambda s: -1})()))
nan = float("nan")
print(hash(nan) == hash(nan), isinstance(hash(nan), int))
