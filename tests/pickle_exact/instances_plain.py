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

class Empty:
    pass


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    class Inner:
        def __init__(self):
            self.z = [1]


class Sub(Point):
    extra = 1


class WithInit:
    def __init__(self, required):
        self.required = required


show("empty", Empty())
show("point", Point(1, "two"))
show("two points", [Point(1, 2), Point(3, 4)])
p = Point(1, 2)
show("same point", [p, p])
show("inner", Point.Inner())
show("sub", Sub(1, 2))
show("no default init", WithInit([1, 2]))
e = Empty()
e.__dict__[1] = "int key"
show("int key in dict", e)
e = Empty()
setattr(e, "d\xe9j\xe0", 1)
setattr(e, "x y", 2)
show("odd names", e)
w = Empty()
w.a = w.b = w.c = "v"
show("same value", w)
for proto in range(6):
    back = pickle.loads(pickle.dumps(Point(1, 2), proto))
    assert (back.x, back.y) == (1, 2) and type(back) is Point
