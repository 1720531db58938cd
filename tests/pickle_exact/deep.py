"""Deep structures: what recursion does to dumps in C is not pinned, loading and small depths are."""
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

def deep(n, wrap):
    o = None
    for _ in range(n):
        o = wrap(o)
    return o


for n in (1, 10, 100, 200):
    show(f"list {n}", deep(n, lambda o: [o]))
    show(f"tuple {n}", deep(n, lambda o: (o,)))
    show(f"dict {n}", deep(n, lambda o: {"k": o}))
    show(f"pair {n}", deep(n, lambda o: (o, o)))
o = pickle.loads(b"]" * 100000 + b"a" * 99999 + b".")
n = 0
while o:
    o, n = o[0], n + 1
print(n)
o = pickle.loads(b"N" + b"\x85" * 100000 + b".")
n = 0
while o is not None:
    o, n = o[0], n + 1
print(n)
