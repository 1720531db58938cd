"""Hashes of int values under PYTHONHASHSEED=0."""
for v in (0, 1, -1, -2, 2**31, 2**61 - 1, 2**61, 2**61 + 5, -(2**61 - 1), -(2**61), 2**63, 2**64, 2**100, -(2**100), 10**50, True, False):
    print("int", v, hash(v))
