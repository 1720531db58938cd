"""Hashes of complex values under PYTHONHASHSEED=0."""
for v in (1j, 1 + 1j, -1j, 2.5 - 3.5j, complex(1e300, -1), 0j, -1 + 0j):
    print("complex", v, hash(v))
