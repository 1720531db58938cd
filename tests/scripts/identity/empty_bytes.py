"""Every empty bytes is one object."""
data = b"data"
print([made is bytes() for made in (data[:0], data[9:], b"".join([]), data * 0, bytes(0), bytes([]), "".encode(), data.replace(b"data", b""), bytes(bytearray()))])
