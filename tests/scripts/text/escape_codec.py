# codecs.escape_decode and escape_encode.
import codecs
import warnings

warnings.simplefilter("always")


def t(f):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            print(repr(f()), *(str(w.message) for w in caught))
        except Exception as e:
            print(type(e).__name__, e, *(str(w.message) for w in caught))


for d in (b"a\\n\\x41\\101\\777\\q\\\\\\'\\\"\\\nz", b"\\", b"\\x4", b"\\x", b"\\xg1", b"\\8", b"\\N{DASH}\\u1234", "a\\n", bytearray(b"\\t"), 3):
    for errors in (None, "strict", "ignore", "replace", "foo"):
        t(lambda: codecs.escape_decode(d, errors))
t(lambda: codecs.escape_decode(b"a", 3))
t(lambda: codecs.escape_encode(b"a\n\t\r'\"\\\x00\xff\x7f"))
t(lambda: codecs.escape_encode(bytearray(b"")))
t(lambda: codecs.escape_encode("x"))
t(lambda: codecs.escape_encode(b"x", "foo"))
print(codecs.escape_decode.__text_signature__, codecs.escape_encode.__text_signature__, codecs.escape_decode.__doc__)
