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

for n in (0, 1, 2, 3, 999, 1000, 1001, 1002, 1999, 2000, 2001, 2002, 3000, 3001):
    show(f"list of {n}", list(range(n)))
    show(f"None * {n}", [None] * n)
