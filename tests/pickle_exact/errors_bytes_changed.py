"""One byte of a small pickle replaced: the error or the value."""
import pickle

for protocol in (0, 2, 4):
    data = pickle.dumps([1, "ab", (2,)], protocol)
    for i in range(len(data)):
        for new in b"\x00\x7f\xff(.0N)":
            try:
                result = repr(pickle.loads(data[:i] + bytes([new]) + data[i + 1:]))
            except Exception as e:
                result = f"{type(e).__name__}: {e}"
            print(protocol, i, new, result)
