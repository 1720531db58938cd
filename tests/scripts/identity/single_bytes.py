"""One-byte bytes made by slicing, bytes() and joins."""
for code in (0, 65, 255):
    b = bytes([code])
    print(code, bytes([code]) is b, (b + b"x")[:1] is b, b"".join([b]) is b, (b * 2)[1:] is b, chr(code).encode("latin-1") is b)
