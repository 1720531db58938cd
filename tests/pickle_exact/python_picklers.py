"""The picklers in Python: what they write, which is not always what the C ones write; dispatch tables; hooks."""
import copyreg
import io
import pickle
from collections import OrderedDict, deque


class Plain:
    class Inner:
        pass


class Slots:
    __slots__ = ("a", "b")


class Subclass(list):
    pass


class NewEx:
    def __getnewargs_ex__(self):
        return (), {}


def tried(f, *args, **kwargs):
    try:
        return f(*args, **kwargs)
    except Exception as e:
        return f"{type(e).__name__}: {e}"


plain, slots, cycle = Plain(), Slots(), []
plain.x, slots.a = [1, plain], (plain,)
cycle.append((cycle,))
OBJECTS = [None, True, 0, 255, 65536, -1, 2**31, -2**100, 1.5, "", "text", "\u20ac\n\\", b"", b"bytes", bytearray(b"ab"), (), (1,),
           (1, 2, 3), (1, 2, 3, 4), [], [1], [1, 2], {}, {1: 2}, {1: 2, "k": "k"}, set(), {1}, frozenset([1]), len, int,
           type(None), Plain, Plain.Inner, plain, slots, Subclass([1]), NewEx(), OrderedDict(a=1), deque([1], 2), 1j, ...,
           cycle, [1] * 1001, dict.fromkeys(range(1000)), set(range(1000)), "x" * 70000, [b"y" * 65536, 1], lambda: 0, object]
for obj in OBJECTS:
    for protocol in range(6):
        data = tried(pickle._dumps, obj, protocol)
        if isinstance(data, str):
            print(protocol, data.partition(" at 0x")[0])
            continue
        again = pickle._dumps(pickle._loads(data), protocol)
        print(protocol, data.hex() if len(data) < 150 else (len(data), hash(data)), again == data,
              pickle.dumps(pickle.loads(data), protocol) == pickle.dumps(pickle._loads(data), protocol))


class Counting(pickle._Pickler):
    dispatch = dict(pickle._Pickler.dispatch)
    seen = []

    def save_int(self, obj):
        self.seen.append(obj)
        pickle._Pickler.save_long(self, obj)
    dispatch[int] = save_int

    def persistent_id(self, obj):
        return "id" if obj == "asked" else None

    def reducer_override(self, obj):
        return (Plain, ()) if type(obj) is Slots else NotImplemented


class Loading(pickle._Unpickler):
    def persistent_load(self, pid):
        return [pid]

    def find_class(self, module, name):
        print("find", module, name)
        return super().find_class(module, name)


for protocol in range(6):
    file = io.BytesIO()
    Counting(file, protocol).dump([1, (2, {3: "asked"}), slots, "asked"])
    file.seek(0)
    made = Loading(file).load()
    print(protocol, Counting.seen, made[1], type(made[2]), made[3])
    Counting.seen.clear()

buffers = []
data = pickle._dumps([pickle.PickleBuffer(b"b"), pickle.PickleBuffer(bytearray(b"a"))], 5, buffer_callback=buffers.append)
print(data, pickle._loads(data, buffers=[b"1", bytearray(b"2")]), len(buffers))
for bad in (b"", b".", b"t.", b"(.", b"\x80\x06.", b"h\x01.", b"gx\n.", b"\x82\x09.", b"Sx\n.", b"\x97.", b"\x8b\xff\xff\xff\xff."):
    print(bad, tried(pickle._loads, bad))
print(tried(pickle._Pickler, object()), tried(pickle._dumps, 1, 6), tried(pickle._dumps, 1, 4, buffer_callback=print),
      tried(pickle._loads, "text"))
print([c.__module__ for c in (pickle._Pickler, pickle._Unpickler, pickle._dumps, pickle._loads)], len(pickle._Pickler.dispatch),
      len(pickle._Unpickler.dispatch))
