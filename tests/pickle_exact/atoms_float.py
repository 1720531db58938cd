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

for x in (0.0, -0.0, 1.0, -1.5, 0.1, 1e16, 1e15, 123456789012345680.0, 1e-4, 1e-5, 1e22, 5e-324, 1.7976931348623157e308, float("inf"), -float("inf"), float("nan"), 1 / 3, 2.5e-310, 1e100, 100.0):
    show(repr(x), x)
for z in (0j, 1 + 2j, complex(-0.0, -0.0), complex("nan+infj")):
    show(repr(z), z)
