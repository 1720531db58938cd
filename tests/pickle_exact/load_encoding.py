import pickle

STREAMS = [b"S'caf\\xc3\\xa9'\n.", b"S'abc'\n.", b"U\x03a\xe9b.", b"T\x02\x00\x00\x00\xc3\xa9.", b"(S'k\\xe9'\nS'v'\nd.", b"U\x00.",
           b"\x80\x02U\x02\xff\xfe.", b"(cdatetime\ndate\n."]
for data in STREAMS[:-1]:
    for encoding, errors in (("ASCII", "strict"), ("latin-1", "strict"), ("utf-8", "strict"), ("bytes", "strict"), ("ascii", "replace"), ("ascii", "ignore"), ("utf-8", "surrogateescape"), ("ascii", "backslashreplace"), ("no-such", "strict"), ("ascii", "no-such")):
        try:
            result = repr(pickle.loads(data, encoding=encoding, errors=errors))
        except Exception as e:
            result = f"{type(e).__name__}: {e}"
        print(data, encoding, errors, result)


class Old:
    pass


print(vars(pickle.loads(b"(c__main__\nOld\no}S'a'\nS'b'\nsb.", encoding="ascii")))
try:
    print(vars(pickle.loads(b"(c__main__\nOld\no}S'a'\nS'b'\nsb.", encoding="bytes")))
except Exception as e:
    print(type(e).__name__, e)
