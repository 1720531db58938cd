import io
import pickle


class U(pickle.Unpickler):
    def find_class(self, module, name):
        print("find_class", module, name)
        if name == "eval":
            raise pickle.UnpicklingError(f"forbidden {module}.{name}")
        if module == "gone":
            return list
        return super().find_class(module, name)


class C:
    class D:
        pass


for protocol in range(6):
    for obj in (C(), [C, C], len, eval, {1}, 1j, b"x", range(3)):
        data = pickle.dumps(obj, protocol)
        try:
            print(protocol, type(U(io.BytesIO(data)).load()))
        except pickle.UnpicklingError as e:
            print(e)
print(U(io.BytesIO(b"(igone\nx\n.")).load(), U(io.BytesIO(b"cgone\ny\n)R.")).load())
print(U(io.BytesIO(pickle.dumps(C.D, 4))).load())
for args in (("builtins", "int"), ("__builtin__", "xrange"), ("__main__", "C.D"), ("os", "sep")):
    try:
        print(pickle.Unpickler(io.BytesIO()).find_class(*args))
    except Exception as e:
        print(args, type(e).__name__, e)
u = pickle.Unpickler(io.BytesIO(b"\x80\x04N."))
u.load()
print(u.find_class("__main__", "C.D"))
try:
    print(u.find_class("__main__", "C.E"))
except AttributeError as e:
    print(e)
