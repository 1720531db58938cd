"""The order of a set is visible in the pickle: growth, deletion and collisions all matter."""
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

s = set()
for i in range(100):
    s.add(i * 64)
show("collide", s)
for i in range(0, 100, 3):
    s.discard(i * 64)
show("after discard", s)
s |= {-1, -2, "x", "y", 10**20}
show("after update", s)
show("copy", s.copy())
show("rebuilt", set(list(s)))
show("difference", s - {0, 64, 128})
show("intersection", s & set(range(0, 3000, 2)))
show("symmetric", s ^ set(range(0, 3000, 320)))
show("frozen", frozenset(s))
show("popped", [s.pop() for _ in range(5)])
show("rest", s)
show("floats", {0.5, 1.5, 2.25, 1e300, -1.0, float("inf")})
show("negative", set(range(-20, 20, 3)))
show("strs", {chr(97 + i) * (i % 4 + 1) for i in range(26)})
show("bytes", {bytes([i]) for i in range(40)})
