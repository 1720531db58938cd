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

show("list", [1, "a", b"b", 2.5, None, True, [], {}, (), set(), frozenset()])
show("dict", {"a": 1, 1: "a", (1, 2): [3], None: {}, True: 0, 2.5: b"x"})
show("nested dict", {"k": {"k": {"k": {}}}})
show("set of str", {"alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta"})
show("frozenset of str", frozenset(["alpha", "beta", "gamma", "delta"]))
show("set of tuples", {(i, str(i)) for i in range(20)})
show("set of mixed", {1, "1", 1.5, b"1", (1,), None, frozenset([1])})
