"""frozenset(f) and f.copy() hand back f."""
class F(frozenset):
    pass


f, g = frozenset([1]), F([1])
print(frozenset(f) is f, f.copy() is f, f.union() is f, f | f is f, f & f is f, f - frozenset() is f)
print(frozenset(g) is g, g.copy() is g, type(g.copy()).__name__)
