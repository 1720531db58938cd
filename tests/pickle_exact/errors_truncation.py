"""Every prefix of small pickles."""
import io
import pickle


class C:
    pass


c = C()
c.a = [1, 2.5, "text", b"bytes", 2**80, (1, 2, 3, 4), {"k": None}, {1}, True]
c.self = c
for protocol in range(6):
    data = pickle.dumps(c, protocol)
    for end in range(len(data)):
        for load in (pickle.loads, lambda d: pickle.load(io.BytesIO(d))):
            try:
                load(data[:end])
                print(protocol, end, "loaded")
            except Exception as e:
                print(protocol, end, f"{type(e).__name__}: {e}")
