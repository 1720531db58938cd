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

EDGES = [0, 1, 255, 256, 257, 65535, 65536, 2**31 - 1, 2**31, 2**31 + 1, 2**32 - 1, 2**32, 2**39 - 1, 2**39, 2**63 - 1, 2**63, 2**64 - 1, 2**64]
for n in EDGES:
    show(n, n)
    show(-n, -n)
for bits in (127, 128, 129, 2031, 2032, 2039, 2040, 2041, 2047, 2048, 4096):
    show(f"2**{bits}", 2**bits)
    show(f"2**{bits}-1", 2**bits - 1)
    show(f"-2**{bits}", -2**bits)
    show(f"-2**{bits}-1", -2**bits - 1)
