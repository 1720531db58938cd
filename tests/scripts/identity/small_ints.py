"""Ints from -5 to 256 are singletons however made."""
for n in (-5, 0, 255, 256):
    made = int(str(n))
    print(n, made is int(str(n)), made is (made + 1) - 1, made is int(float(n)), made is len(range(n)) if n >= 0 else None)
