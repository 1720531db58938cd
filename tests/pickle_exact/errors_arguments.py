import io
import pickle



def err(f, *args, **kwargs):
    """Call and print the result or the error."""
    try:
        print(repr(f(*args, **kwargs)))
    except BaseException as e:
        print(f"{type(e).__name__}: {e}")

class NoWrite:
    pass


class BadWrite:
    def write(self, data):
        raise OSError("no space")


class NoReadline:
    def read(self, n):
        return b""


class BadRead:
    def __init__(self, value):
        self.value = value

    def read(self, n):
        return self.value

    def readline(self):
        return self.value


for protocol in (6, 7, 100, -1, -5, None, "2", 2.0, 2**40, True):
    err(pickle.dumps, 1, protocol)
err(pickle.dump, 1, NoWrite())
err(pickle.dump, 1, BadWrite())
err(pickle.dump, 1)
err(pickle.dumps)
err(pickle.dumps, 1, 2, 3)
err(pickle.dumps, 1, protocol=2, fix_imports=False, buffer_callback=None)
err(pickle.dumps, 1, nothing=1)
err(pickle.Pickler)
err(pickle.Pickler, NoWrite())
err(pickle.Pickler.dump)
err(pickle.Pickler(io.BytesIO()).dump)
err(pickle.load, NoWrite())
err(pickle.load, NoReadline())
for value in (5, None, "text", b"", b"abc" * 10, bytearray(b"N.")):
    err(pickle.load, BadRead(value))
for data in (b"", "text", 5, None, bytearray(b"N."), memoryview(b"N."), [1]):
    err(pickle.loads, data)
err(pickle.loads)
err(pickle.loads, b"N.", 5)
err(pickle.loads, b"N.", nothing=1)
err(pickle.loads, b"N.", encoding=5)
err(pickle.loads, b"N.", errors=None)
err(pickle.Unpickler)
err(pickle.Unpickler, NoWrite())


class NotInit(pickle.Pickler):
    def __init__(self):
        pass


class NotInitU(pickle.Unpickler):
    def __init__(self):
        pass


err(NotInit().dump, 1)
err(NotInit().clear_memo)
err(NotInitU().load)
err(NotInitU().find_class, "a", "b")
err(pickle.Unpickler(io.BytesIO(b"")).find_class, "builtins")
err(pickle.Unpickler(io.BytesIO(b"")).find_class, "builtins", "len")
err(pickle.Unpickler(io.BytesIO(b"")).find_class, "builtins", "nothing")
err(pickle.Unpickler(io.BytesIO(b"")).find_class, "nothing", "x")
err(pickle.Unpickler(io.BytesIO(b"")).find_class, 5, "x")
err(pickle.Unpickler(io.BytesIO(b"")).find_class, "builtins", 5)
err(pickle.Unpickler(io.BytesIO(b"")).load)
