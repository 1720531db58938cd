"""__reduce__ values of every length and the wording for wrong ones."""
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

def build(*args):
    return Made(args)


def set_state(obj, state):
    obj.state = state


class Made(list):
    pass


class R:
    def __init__(self, value):
        self.value = value

    def __reduce__(self):
        return self.value


class Holder:
    pass


show("2", R((build, (1, 2))))
show("2 empty", R((build, ())))
show("3", R((build, (1,), {"a": 1})))
show("3 None", R((build, (), None)))
show("3 falsy", R((build, (), {})))
show("4", R((build, (), None, iter([1, 2, 3]))))
show("4 one", R((build, (), None, iter([1]))))
show("4 none left", R((build, (), None, iter([]))))
show("5", R((Holder, (), None, None, iter([("a", 1)]))))
show("5 two", R((dict, (), None, None, iter([("a", 1), ("b", 2)]))))
show("5 all", R((build, (), {"s": 1}, iter([1]), iter([]))))
show("6", R((build, (), {"s": 1}, None, None, set_state)))
show("6 None", R((build, (), {"s": 1}, None, None, None)))
show("6 without state", R((build, (), None, None, None, set_state)))
show("string", R("build"))
for bad in [(), (build,), (build, (), 1, 2, 3, 4, 5), None, 5, [], (1, ()), (build, [1]), (build, None), (build, (), None, 5), (build, (), None, [1]), (build, (), None, None, 5),
            (build, (), None, None, iter([1])), (build, (), None, None, iter([(1, 2, 3)])), (build, (), {}, None, None, 5), "missing", "build.nothing"]:
    try:
        show(f"bad {type(bad).__name__}", R(bad), [0, 2, 4])
    except BaseException as e:
        print("raised", type(e).__name__, e)
