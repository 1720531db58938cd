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

for n in (0, 1, 2, 3, 4, 5, 255, 256, 300):
    show(f"tuple of {n}", tuple(range(n)))
t = (1, 2)
show("shared pair", [t, t])
show("nested", ((), ((),), ((), ()), ((), (), ()), ((), (), (), ())))
show("deep", (((((1,),),),),))
empty = ()
show("empties", [empty, empty, (), tuple([])])
