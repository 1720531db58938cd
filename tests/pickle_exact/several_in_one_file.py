import io
import os
import pickle
import tempfile

objects = [1, "two", [3, [4]], {"five": 6}, None, (7, 8), b"x" * 70000, "end"]
for protocol in range(6):
    buffer = io.BytesIO()
    for obj in objects:
        pickle.dump(obj, buffer, protocol)
    buffer.seek(0)
    assert [pickle.load(buffer) for _ in objects] == objects
    try:
        pickle.load(buffer)
    except EOFError as e:
        print(protocol, len(buffer.getvalue()), "EOFError:", e)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "p")
        with open(path, "wb") as file:
            for obj in objects:
                pickle.dump(obj, file, protocol)
            file.write(b"tail")
        with open(path, "rb") as file:
            assert [pickle.load(file) for _ in objects] == objects
            print(file.read())
        with open(path, "rb", buffering=0) as file:
            assert pickle.load(file) == 1 and pickle.load(file) == "two"
data = b"".join(pickle.dumps(o, 2) for o in (1, 2))
print(pickle.loads(data))


class OnlyRead:
    def __init__(self, data):
        self.file = io.BytesIO(data)
        self.calls = []

    def read(self, n):
        self.calls.append(("read", n))
        return self.file.read(n)

    def readline(self):
        self.calls.append(("readline",))
        return self.file.readline()


for protocol in range(6):
    r = OnlyRead(pickle.dumps([1, "abc", b"d" * 300, 2**100], protocol))
    pickle.load(r)
    print(protocol, r.calls)
