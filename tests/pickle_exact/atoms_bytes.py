import pickle



def show(label, obj, protocols=range(6), **options):
    """Print the pickle of obj in every protocol; long ones as length, ends and remainder."""
    for protocol in protocols:
        try:
            data = pickle.dumps(obj, protocol, **options)
        except Exception as e:
            print(label, protocol, f"{type(e).__name__}: {e}")
            continue
        if len(data) <= 1500:
            print(label, protocol, data.hex())
        else:
            print(label, protocol, len(data), data[:40].hex(), data[-40:].hex(), int.from_bytes(data, "big") % (2**61 - 1))

for n in (0, 1, 2, 254, 255, 256, 257, 65535, 65536):
    show(f"bytes {n}", b"\x80" * n)
for data in (b"abc", b"\0\n\\\x1a\xff", bytes(range(256)), b"\x7f", b"\xc3\xa9"):
    show(data, data)
    for protocol in range(6):
        assert pickle.loads(pickle.dumps(data, protocol)) == data
