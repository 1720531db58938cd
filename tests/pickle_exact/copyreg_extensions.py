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

class C1:
    pass


class C2:
    pass


class C4:
    pass


copyreg.add_extension("__main__", "C1", 1)
copyreg.add_extension("__main__", "C2", 256)
copyreg.add_extension("__main__", "C4", 65536)
copyreg.add_extension("__main__", "C4", 65536)
show("ext1", C1)
show("ext2", C2)
show("ext4", C4)
show("instance", [C1(), C2(), C4(), C1()])
for args in (("__main__", "C1", 2), ("__main__", "Z", 1), ("a", "b", 0), ("a", "b", -1), ("a", "b", 2**31), ("a", "b", "c")):
    try:
        copyreg.add_extension(*args)
        print("added")
    except Exception as e:
        print(type(e).__name__, e)
for p in range(2, 6):
    assert pickle.loads(pickle.dumps(C4, p)) is C4
    assert pickle.loads(pickle.dumps(C4, p)) is C4
data = pickle.dumps(C2, 4)
copyreg.remove_extension("__main__", "C2", 256)
copyreg.clear_extension_cache()
for stream in (data, b"\x82\x00.", b"\x82\x09.", b"\x84\xff\xff\xff\xff.", b"\x84\x00\x00\x00\x00."):
    try:
        print(pickle.loads(stream))
    except Exception as e:
        print(type(e).__name__, e)
try:
    copyreg.remove_extension("__main__", "C2", 256)
except ValueError as e:
    print(e)
