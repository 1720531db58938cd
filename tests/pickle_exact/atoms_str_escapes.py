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

TEXTS = [
    "line\nbreak", "back\\slash", "nul\0nul", "sub\x1asub", "cr\rlf\n", "tab\t", "quote'\"", "\x7f\x80\x9f\xa0\xff", "\u0100",
    "\ud800", "a\udfffb", "\ud83d\ude00", "\U0001f600", "\U0010ffff", "\\u0041", "\\", "\\n", "\u2028\u2029\ufeff", "mixed \xe9 \u4e2d \U0001f600 \\ \n",
]
for text in TEXTS:
    show(ascii(text), text)
    for protocol in range(6):
        assert pickle.loads(pickle.dumps(text, protocol)) == text, (text, protocol)
