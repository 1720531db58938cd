"""bytes(b) and b[:] hand back b."""
class B(bytes):
    pass


b, c = bytes([1, 2]), B(b"sub")
print(b[:] is b, bytes(b) is b, b[0:9] is b, b + b"" is b, b"" + b is b, b * 1 is b)
print(c[:] is c, bytes(c) is c, type(c[:]).__name__)
