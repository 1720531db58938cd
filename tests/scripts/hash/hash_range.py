"""Hashes of range values under PYTHONHASHSEED=0."""
for v in (range(0), range(1), range(5), range(1, 10, 2), range(10, 0, -3), range(2**70)):
    print("range", v, hash(v))
