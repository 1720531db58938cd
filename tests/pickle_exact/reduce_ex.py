import copyreg
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

class ByProtocol:
    def __reduce_ex__(self, protocol):
        return str, (f"protocol {protocol}",)


class Both:
    def __reduce__(self):
        return str, ("reduce",)

    def __reduce_ex__(self, protocol):
        return str, ("reduce_ex",)


class OnInstance:
    pass


class NewObj:
    def __reduce__(self):
        return copyreg.__newobj__, (NewObj, 1), {"s": 1}

    def __new__(cls, *args):
        return object.__new__(cls)


class NewObjEx:
    def __reduce__(self):
        return copyreg.__newobj_ex__, (NewObjEx, (1,), {"k": 2})

    def __new__(cls, *args, **kw):
        return object.__new__(cls)


class WrongClass:
    def __reduce__(self):
        return copyreg.__newobj__, (int, 1)


class NoArgs:
    def __reduce__(self):
        return copyreg.__newobj__, ()


class NotClass:
    def __reduce__(self):
        return copyreg.__newobj__, (5,)


class ExArgs:
    def __init__(self, args):
        self.value = args

    def __reduce__(self):
        return copyreg.__newobj_ex__, self.value


class Named:
    """Anything named __newobj__ counts, whatever its module."""

    def __reduce__(self):
        return __newobj__, (Named,)


def __newobj__(cls, *args):
    return cls.__new__(cls, *args)


def own_reduce():
    return str, ("instance attribute",)


show("by protocol", ByProtocol())
show("both", Both())
o = OnInstance()
o.__reduce__ = own_reduce
show("on instance", o)
o = OnInstance()
o.__reduce_ex__ = lambda p: (str, ("ex on instance",))
show("ex on instance", o)
show("newobj", NewObj())
show("newobj_ex", NewObjEx())
show("wrong class", WrongClass())
show("no args", NoArgs())
show("not a class", NotClass())
show("named", Named())
for args in ((ExArgs,), (ExArgs, (), {}, 1), (5, (), {}), (ExArgs, [], {}), (ExArgs, (), []), (int, (), {})):
    show(f"newobj_ex {len(args)}", ExArgs(args))
