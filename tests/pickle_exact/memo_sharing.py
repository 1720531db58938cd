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

s = "shared text"
b = b"shared bytes"
n = 10**30
f = 1.5
show("str", [s, s, (s,), {s: s}])
show("equal but not same str", ["".join(["ab", "cd"]), "".join(["ab", "cd"])])
show("bytes", [b, b])
show("equal bytes", [bytes([1, 2, 3]), bytes([1, 2, 3])])
show("int", [n, n])
show("float", [f, f])
show("empty str", ["", "", str(), "".join([])])
show("empty bytes", [b"", b"", bytes()])
show("one char", ["a", "banana"[1], chr(97), "\xe9", chr(233)])
show("one byte", [b"a", b"banana"[1:2], bytes([97])])
l = []
d = {}
show("list and dict", [l, l, d, d, (l, d), {1: l, 2: d}])
fs = frozenset([1])
show("frozenset", [fs, fs, {fs}])
show("frozenset()", [frozenset(), frozenset()])
t0 = ()
show("empty tuple", [t0, t0, ()])
