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

for n in (0, 1, 2, 3, 4, 5, 254, 255, 256, 257, 65535, 65536, 65537):
    show(f"ascii {n}", "a" * n)
    show(f"latin {n}", "\xe9" * n)
for n in (126, 127, 128, 129):
    show(f"2 bytes each {n}", "\u03b1" * n)
for n in (84, 85, 86):
    show(f"3 bytes each {n}", "\u4e2d" * n)
for n in (63, 64, 65):
    show(f"4 bytes each {n}", "\U0001f600" * n)
