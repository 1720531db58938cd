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

class Own(Exception):
    pass


class Args(Exception):
    def __init__(self, a, b):
        super().__init__(f"{a} {b}")
        self.a, self.b = a, b


class Keeps(Exception):
    def __init__(self, *args, extra=None):
        super().__init__(*args)
        self.extra = extra


show("ValueError", ValueError("m"))
show("no args", ValueError())
show("two", ValueError(1, "b"))
show("KeyError", KeyError("k"))
show("OSError", OSError(2, "text"))
show("OSError filename", OSError(2, "text", "name"))
show("OSError two names", OSError(2, "text", "one", None, "two"))
show("FileNotFoundError", FileNotFoundError(2, "x", "f"))
show("ImportError", ImportError("m", name="n", path="p"))
show("ModuleNotFoundError", ModuleNotFoundError("m", name="n"))
show("AttributeError", AttributeError("m", name="n", obj=[1]))
show("NameError", NameError("m", name="n"))
show("StopIteration", StopIteration(5))
show("SystemExit", SystemExit(3))
show("SyntaxError", SyntaxError("m", ("f", 1, 2, "text", 3, 4)))
show("UnicodeDecodeError", UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad"))
show("UnicodeEncodeError", UnicodeEncodeError("ascii", "\xe9", 0, 1, "bad"))
show("group", ExceptionGroup("g", [ValueError(1), TypeError(2)]))
show("Own", Own("m"))
show("Args", Args(1, 2))
show("Keeps", Keeps("m", extra=[1]))
e = ValueError("noted")
e.add_note("a note")
e.attr = 1
show("notes", e)
try:
    try:
        1 / 0
    except ZeroDivisionError as inner:
        raise ValueError("outer") from inner
except ValueError as outer:
    show("chained", outer)
    print(pickle.loads(pickle.dumps(outer)).__cause__)
try:
    pickle.loads(pickle.dumps(Args(1, 2)))
except TypeError as error:
    print(error)
print(pickle.loads(pickle.dumps(Keeps("m", extra=[1]))).extra, pickle.loads(pickle.dumps(e)).__notes__)
