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


class T(tuple):
    pass


class S(set):
    def __hash__(self):
        return 1


l = L()
l.append(l)
show("L", l)
l.attr = l
show("L attr", l)
d = D()
d["d"] = d
d.attr = [d]
show("D", d)
t = T(([],))
t[0].append(t)
show("T", t[0])
t.attr = t
show("T attr", t[0])
s = S()
s.attr = s
show("S attr", s)
for protocol in range(2, 6):
    back = pickle.loads(pickle.dumps(l, protocol))
    assert back[0] is back and back.attr is back
    back = pickle.loads(pickle.dumps(d, protocol))
    assert back["d"] is back and back.attr[0] is back
