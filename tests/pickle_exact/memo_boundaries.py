"""PUT/BINPUT/LONG_BINPUT and GET/BINGET/LONG_BINGET switch at 256 memo entries."""
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

for n in (253, 254, 255, 256, 257, 258):
    items = [[] for _ in range(n)]
    show(f"{n} lists", items)
    show(f"{n} lists, the last twice", items + items[-1:])
    show(f"{n} lists, all twice", items + items)
words = [f"w{i}" for i in range(300)]
show("strs twice", words + words)
pairs = [(i, i) for i in range(300)]
show("tuples twice", pairs + pairs)
big = [[] for _ in range(66000)]
show("66000 lists", big + big[65530:65540], range(1, 6))
