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

a = []
a.append(a)
show("list in itself", a)
d = {}
d["self"] = d
show("dict in itself", d)
t1 = ([],)
t1[0].append(t1)
show("tuple through list", t1)
t4 = (1, 2, 3, [])
t4[3].append(t4)
show("long tuple through list", t4)
show("list of recursive tuple", t4[3])
both = [(), {}]
both[1][both[0]] = both
show("list through dict", both)
x, y = [], []
x.append(y)
y.append(x)
show("two lists", x)


class Node:
    def __init__(self):
        self.me = self


class Hashable:
    def __init__(self, s):
        self.s = s


show("instance", Node())
fs_member = Hashable(None)
fs_member.s = frozenset([fs_member])
show("instance through frozenset", fs_member)
show("frozenset through instance", fs_member.s)
member = Hashable(None)
member.s = {member}
show("set through instance", member.s)
member.s = (member, member)
show("tuple through instance", member.s)
for p in range(6):
    back = pickle.loads(pickle.dumps(a, p))
    assert back[0] is back
    back = pickle.loads(pickle.dumps(t4, p))
    assert back[3][0] is back
    back = pickle.loads(pickle.dumps(member.s, p))
    assert back[0] is back[1] and back[0].s is back, p
