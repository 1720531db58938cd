"""Hashes of float values under PYTHONHASHSEED=0."""
for v in (0.0, -0.0, 1.0, -1.0, 0.5, 1.5, 1e300, 1e-300, 5e-324, 3.141592653589793, 2.0**61, 2.0**62, float("inf"), -float("inf"), 1e16, 123456.789):
    print("float", v, hash(v))
