import pickle
from pickle import PickleBuffer



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

class Z(bytearray):
    def __reduce_ex__(self, protocol):
        if protocol >= 5:
            return type(self)._make, (PickleBuffer(self),), None
        return type(self)._make, (bytearray(self),)

    @classmethod
    def _make(cls, data):
        return cls(data)


for label, source in (("bytes", b"abc"), ("bytearray", bytearray(b"abc")), ("memoryview ro", memoryview(b"abc")), ("memoryview rw", memoryview(bytearray(b"abc"))), ("empty", b""), ("long", b"x" * 300)):
    show("in band " + label, PickleBuffer(source))
    for answer in (None, False, True, 0, 1):
        got = []

        def callback(buf):
            got.append(bytes(buf.raw()))
            return answer

        data = pickle.dumps(PickleBuffer(source), 5, buffer_callback=callback)
        print(label, answer, data.hex(), got)
show("Z", Z(b"zzz"))
buffers = []
data = pickle.dumps([Z(b"one"), Z(b"two"), PickleBuffer(b"ro")], 5, buffer_callback=buffers.append)
print(data.hex(), len(buffers))
print(pickle.loads(data, buffers=buffers))
print(pickle.loads(data, buffers=[b"1", b"2", bytearray(b"3")]))
for given in (None, [], [b"1"], 5, [5, 6, 7]):
    try:
        print(pickle.loads(data, buffers=given))
    except Exception as e:
        print(type(e).__name__, e)
b = PickleBuffer(bytearray(b"shared"))
show("same buffer twice", [b, b])
for protocol in range(5):
    try:
        pickle.dumps(1, protocol, buffer_callback=print)
    except Exception as e:
        print(type(e).__name__, e)
b.release()
try:
    pickle.dumps(b, 5)
except Exception as e:
    print(type(e).__name__, e)
try:
    PickleBuffer(5)
except TypeError as e:
    print(e)
print(memoryview(PickleBuffer(b"q")).tobytes(), PickleBuffer(memoryview(b"abcdef")[1:3]).raw().tobytes())
try:
    pickle.dumps(PickleBuffer(memoryview(b"abcdef")[::2]), 5)
except Exception as e:
    print(type(e).__name__, e)
