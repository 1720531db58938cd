import io
import pickle


class External:
    def __init__(self, pid):
        self.pid = pid


class P(pickle.Pickler):
    def persistent_id(self, obj):
        return obj.pid if isinstance(obj, External) else None


class U(pickle.Unpickler):
    def persistent_load(self, pid):
        return ("loaded", pid)


e = External("one")
for pid in ("one", 5, "", ("a", 1), "li\nne", "d\xe9", "caf\u4e2d", b"x", False, 0, 1.5, [1], None):
    for protocol in range(6):
        buffer = io.BytesIO()
        try:
            P(buffer, protocol).dump([External(pid), e, e])
            print(repr(pid), protocol, buffer.getvalue().hex())
            print(U(io.BytesIO(buffer.getvalue())).load()[1:])
        except Exception as error:
            print(repr(pid), protocol, type(error).__name__, error)
for data in (b"Pabc\n.", b"Pd\xc3\xa9\n.", b"Vabc\nQ.", b"Q.", b"P", b"Pabc"):
    for unpickler in (pickle.Unpickler, U):
        try:
            print(data, unpickler(io.BytesIO(data)).load())
        except Exception as error:
            print(data, type(error).__name__, error)


class Attr(pickle.Pickler):
    pass


pickler = Attr(buffer := io.BytesIO(), 2)
pickler.persistent_id = lambda obj: "own" if obj == 7 else None
pickler.dump([7, 8])
print(buffer.getvalue().hex())
unpickler = pickle.Unpickler(io.BytesIO(buffer.getvalue()))
try:
    unpickler.persistent_load = lambda pid: pid * 2
except AttributeError as error:
    print(error)
