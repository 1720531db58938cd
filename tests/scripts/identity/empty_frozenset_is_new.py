"""Every empty frozenset is a new object."""
one = frozenset()
print(one is frozenset(), one is frozenset([]), one is frozenset(one), one.copy() is one)
