import io
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

for n in (65530, 65533, 65534, 65535, 65536, 65537, 131072, 200000):
    show(f"bytes {n}", b"x" * n, (3, 4, 5))
    show(f"str {n}", "x" * n, (3, 4, 5))
    show(f"bytearray {n}", bytearray(n), (3, 4, 5))
    show(f"around {n}", ["before", b"x" * n, "after", "y" * n, "end"], (4, 5))
show("many frames", [str(i) * 20 for i in range(10000)], (4, 5))
show("just a frame", ["a" * 250 for _ in range(253)], (4, 5))
show("frame edge", ["a" * 100, "b" * 65000, "c" * 500, "d" * 100], (4, 5))
for total in range(65520, 65545):
    show(f"frame of {total}", ["p" * (total - 60000), "q" * 59980], (4,))


class Writes:
    def __init__(self):
        self.sizes = []

    def write(self, data):
        self.sizes.append((type(data).__name__, len(data)))


for obj in (1, [1] * 10, b"x" * 70000, ["a", "y" * 70000, "b"], [str(i) * 20 for i in range(10000)]):
    for protocol in (0, 3, 4, 5):
        w = Writes()
        pickle.dump(obj, w, protocol)
        print(protocol, w.sizes)
