import io
import pickle


class C:
    def __init__(self):
        self.a = 1


def dump(obj, protocol):
    buffer = io.BytesIO()
    pickler = pickle.Pickler(buffer, protocol)
    pickler.fast = True
    pickler.dump(obj)
    return buffer.getvalue()


shared = [1]
for protocol in range(6):
    for obj in ("text", [shared, shared], {"a": "a"}, (1, (2, 3)), C(), [C, C, len], b"b", bytearray(b"x"), {1, 2}, frozenset([1]), 1.5, ()):
        data = dump(obj, protocol)
        print(protocol, data.hex())
        if not isinstance(obj, C):
            assert pickle.loads(data) == obj
cyclic = []
cyclic.append(cyclic)
for obj in (cyclic,):
    try:
        dump(obj, 2)
    except Exception as e:
        print(type(e).__name__, str(e).split(" at ")[0])
d = {}
d["d"] = d
try:
    dump(d, 2)
except Exception as e:
    print(type(e).__name__, str(e).split(" at ")[0])
pickler = pickle.Pickler(io.BytesIO())
print(pickler.fast, pickler.bin)
for value in (1, True, "x", None, 5):
    try:
        pickler.fast = value
        print(pickler.fast)
    except Exception as e:
        print(type(e).__name__, e)
