"""Hashes of bytes values under PYTHONHASHSEED=0."""
for v in (b"", b"a", b"abc", b"\xff\0", b"x" * 50):
    print("bytes", v, hash(v), hash(memoryview(v)))
