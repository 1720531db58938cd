import io
import pickle


class Thing:
    def __init__(self, v):
        self.v = v


def helper():
    pass


class P(pickle.Pickler):
    seen = ()

    def reducer_override(self, obj):
        self.seen += (type(obj).__name__,)
        if obj is helper:
            return str, ("a function",)
        if isinstance(obj, Thing):
            if obj.v is None:
                return NotImplemented
            return Thing, (obj.v + 1,), None
        if obj is int:
            return "int"
        return NotImplemented


for protocol in range(6):
    buffer = io.BytesIO()
    pickler = P(buffer, protocol)
    pickler.dump([Thing(1), Thing(None), helper, len, int, 5, "x", (1,), {2}, 1.5, b"b", bytearray(b"c"), None, 1j])
    print(protocol, pickler.seen)
    print(buffer.getvalue().hex())


class Bad(pickle.Pickler):
    def reducer_override(self, obj):
        return 5


class Raises(pickle.Pickler):
    def reducer_override(self, obj):
        raise KeyError("own error")


for cls in (Bad, Raises):
    for obj in (Thing(1), helper, 5, [], [helper]):
        try:
            cls(io.BytesIO()).dump(obj)
            print("dumped")
        except Exception as e:
            print(type(e).__name__, e)
