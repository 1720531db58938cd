"""Hashes of str values under PYTHONHASHSEED=0."""
for v in ("", "a", "b", "ab", "abc", "abcdefgh", "abcdefghi", "\xe9", "\u4e2d", "\U0001f600", "a" * 100, "\ud800", "a\0b", "hello world"):
    print("str", ascii(v), hash(v))
