"""Subclasses go through listitems/dictitems: another batching than exact lists and dicts."""
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

class L(list):
    pass


class D(dict):
    pass


for n in (0, 1, 2, 999, 1000, 1001, 2000, 2001):
    show(f"L {n}", L(range(n)))
    show(f"D {n}", D.fromkeys(range(n)))
