import io
import pickle

shared = ["shared"]
for protocol in range(6):
    buffer = io.BytesIO()
    pickler = pickle.Pickler(buffer, protocol)
    pickler.dump(shared)
    first = buffer.tell()
    pickler.dump([shared, "x"])
    second = buffer.tell()
    pickler.clear_memo()
    pickler.dump(shared)
    print(protocol, first, second, buffer.getvalue().hex())
    buffer.seek(0)
    unpickler = pickle.Unpickler(buffer)
    one, two = unpickler.load(), unpickler.load()
    print(one is two[0], one, two)
    three = unpickler.load()
    print(three, three is one)
    try:
        unpickler.load()
    except EOFError as e:
        print("EOFError", e)
pickler = pickle.Pickler(io.BytesIO())
a, b = ["a"], "b"
pickler.dump([a, b, a])
memo = pickler.memo
print(type(memo).__name__, sorted((n, repr(o)) for n, o in memo.copy().values()))
print(memo.__reduce__()[0], id(a) in memo.copy(), memo.copy()[id(a)][1] is a)
other = pickle.Pickler(out := io.BytesIO())
other.memo = pickler.memo
other.dump(a)
print(out.getvalue().hex())
other.memo = {}
out.seek(0)
out.truncate()
other.dump(a)
print(out.getvalue().hex())
other.memo = {id(a): (7, a)}
out.seek(0)
out.truncate()
other.dump([a, []])
print(out.getvalue().hex())
memo.clear()
print(pickler.memo.copy())
for bad in (5, {1: 2}, {"a": (1, 2)}, {1: ("x", 2)}):
    try:
        pickler.memo = bad
    except Exception as e:
        print(type(e).__name__, e)
u = pickle.Unpickler(io.BytesIO(b"(lp5\nI1\nag5\na."))
print(u.load(), u.memo.copy())
u.memo = {0: "zero"}
print(u.memo.copy())
