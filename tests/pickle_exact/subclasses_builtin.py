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


class I(int):
    pass


class St(str):
    pass


class T(tuple):
    pass


class Se(set):
    pass


class Fs(frozenset):
    pass


class B(bytes):
    pass


class Ba(bytearray):
    pass


class F(float):
    pass


class C(complex):
    pass


class E(Exception):
    pass


class Slotted(list):
    __slots__ = ("tag",)


SAMPLES = [L([1, 2]), D(a=1), I(7), I(-1), I(2**70), St("text"), St(""), T((1, 2)), T(()), Se([1, 2]), Fs([3]), B(b"xy"), B(b""), Ba(b"z"), F(1.5), C(1 + 2j), E("m", 2)]
for value in SAMPLES:
    show(type(value).__name__, value)
for value in SAMPLES:
    value.attr = "extra"
    show(type(value).__name__ + " with dict", value)
s = Slotted([1])
s.tag = "t"
show("slotted list", s)
for value in SAMPLES:
    for protocol in range(6):
        back = pickle.loads(pickle.dumps(value, protocol))
        assert type(back) is type(value) and back.attr == "extra" and (back == value or isinstance(value, E)), (value, protocol)
print("ok")
