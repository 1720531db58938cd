import collections
import functools
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

OBJECTS = [range, range(3), map, filter, zip, int, str, len, print, functools.reduce, collections.UserDict, collections.UserList, collections.OrderedDict,
           OSError, FileNotFoundError, ConnectionError, ImportError, ModuleNotFoundError, RecursionError, StopAsyncIteration, chr, bytes, input, ord, pickle.Pickler, open, exec, object, ResourceWarning,
           BrokenPipeError, TimeoutError, BlockingIOError, set, frozenset, bytearray, b"x", {1}]
for obj in OBJECTS:
    label = repr(obj)
    show(label, obj, (0, 2))
    show(label + " no fix", obj, (0, 2, 3), fix_imports=False)
for data in (b"c__builtin__\nxrange\n.", b"c__builtin__\nunicode\n.", b"c__builtin__\nlong\n.", b"cexceptions\nIOError\n.", b"cexceptions\nStandardError\n.", b"cUserDict\nUserDict\n.",
             b"c__builtin__\nreduce\n.", b"ccopy_reg\n_reconstructor\n.", b"citertools\nizip\n.", b"ccStringIO\nStringIO\n.", b"cStringIO\nStringIO\n.", b"c__builtin__\nunichr\n.", b"cwhichdb\nwhichdb\n."):
    for fix in (True, False):
        try:
            print(data, fix, pickle.loads(data, fix_imports=fix))
        except Exception as e:
            print(data, fix, type(e).__name__, e)
