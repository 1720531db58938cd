"""codecs: lookup, incremental classes, streams, error handlers, registered codecs."""
import codecs
import io


def attempt(what, *args, **kwargs):
    try:
        print("->", repr(what(*args, **kwargs)))
    except BaseException as e:
        print(type(e).__name__, e)


for name in ("utf-8", "UTF8", "latin-1", "ascii", "utf-16", "utf-16-le", "utf_32", "utf-8-sig", "cp1252", "cp437",
             "unicode_escape", "raw_unicode_escape", "U8", "l1", "ISO-8859-1", "us-ascii"):
    info = codecs.lookup(name)
    print(name, info.name, len(info), isinstance(info, codecs.CodecInfo), info._is_text_encoding)
    print("  ", info.encode("a\xe9", "replace"), info.decode(info.encode("ab")[0]), codecs.encode("x", name), codecs.decode(b"abcd", name, "ignore"))
    enc, dec = info.incrementalencoder("replace"), info.incrementaldecoder("replace")
    data = enc.encode("h\xe9") + enc.encode("y\u20ac") + enc.encode("", True)
    print("  ", data, enc.getstate())
    if "escape" not in name:
        print("  ", [dec.decode(bytes([b])) for b in data], dec.decode(b"", True), dec.getstate())
        dec.reset()
        print("  ", dec.getstate(), list(codecs.iterdecode([data], name, "replace")), list(codecs.iterencode(["a", "b"], name)))
        r = info.streamreader(io.BytesIO(codecs.encode("one\ntwo\n", name)))
        print("  ", r.readline(), r.read(), r.reset())
        raw = io.BytesIO()
        w = info.streamwriter(raw)
        w.write("x")
        w.writelines(["y", "z"])
        print("  ", raw.getvalue())
attempt(codecs.lookup, "nonsense")
attempt(codecs.lookup, 5)
attempt(codecs.lookup_error, "nonsense")
attempt("x".encode, "nonsense")
attempt(b"x".decode, "nonsense")
attempt("x".encode, "ascii", "nonsense")
attempt("\xe9".encode, "ascii", "nonsense")
print("== handlers")
for name in ("strict", "ignore", "replace", "xmlcharrefreplace", "backslashreplace", "namereplace", "surrogateescape", "surrogatepass"):
    handler = codecs.lookup_error(name)
    print(name, handler.__name__, codecs.lookup_error(name) is handler)
    for e in (UnicodeEncodeError("ascii", "ab\u20ac\udc80d", 2, 4, "why"), UnicodeDecodeError("utf-8", b"a\x80\xffb", 1, 3, "why"),
              UnicodeTranslateError("a\u20acb", 1, 2, "why"), ValueError("x")):
        attempt(handler, e)
    attempt(handler, 5)
print(codecs.strict_errors, codecs.replace_errors is codecs.lookup_error("replace"))


def mine(e):
    print("  asked", type(e).__name__, e.start, e.end, e.object, e.encoding, e.reason)
    return answer


codecs.register_error("mine", mine)
for answer in (("?", 3), ("??", -1), (b"B", 2), ("x", 99), ("x", -99), 5, (1, 2), ("\u20ac", 2)):
    print(answer)
    attempt("a\xe9b".encode, "ascii", "mine")
    attempt(b"a\xffb".decode, "utf-8", "mine")
attempt(codecs.register_error, "x", 5)
attempt(codecs.register_error, 5, mine)
answer = ("!", 2)
print(io.TextIOWrapper(io.BytesIO(b"a\xffb"), "utf-8", "mine").read())
print("== registered codec")


def search(name):
    print("  search", name)
    if name == "rot_x":
        return codecs.CodecInfo(lambda s, errors="strict": (bytes(ord(c) ^ 1 for c in s), len(s)),
                                lambda b, errors="strict": ("".join(chr(c ^ 1) for c in b), len(b)),
                                incrementalencoder=IncEnc, incrementaldecoder=IncDec, name="rot-x")
    if name == "bin":
        return codecs.CodecInfo(lambda s, errors="strict": ("text", 1), lambda b, errors="strict": (b"bytes", 1), name="bin")
    if name == "closed_one":
        return codecs.CodecInfo(None, None, name="c", _is_text_encoding=False)


class IncEnc(codecs.IncrementalEncoder):
    def encode(self, s, final=False):
        return bytes(ord(c) ^ 1 for c in s)


class IncDec(codecs.IncrementalDecoder):
    def decode(self, b, final=False):
        return "".join(chr(c ^ 1) for c in b)


codecs.register(search)
attempt("abc".encode, "rot-X")
attempt(b"abc".decode, "rot x")
attempt("abc".encode, "bin")
attempt(b"abc".decode, "bin")
attempt(codecs.encode, "abc", "bin")
attempt("abc".encode, "closed_one")
t = io.TextIOWrapper(io.BytesIO(), "rot_x")
t.write("hello")
t.flush()
print(t.buffer.getvalue())
t.seek(0)
print(t.read())
attempt(io.TextIOWrapper, io.BytesIO(), "closed_one")
codecs.unregister(search)
attempt("abc".encode, "rot_x")
attempt(codecs.register, 5)
print("== direct")
print(codecs.utf_8_encode("\xe9"), codecs.utf_8_decode(b"\xc3"), codecs.utf_16_ex_decode(b"\xff\xfea\0"), codecs.utf_16_encode("a", "strict", -1),
      codecs.latin_1_decode(b"\xe9"), codecs.unicode_escape_decode("\\n"), codecs.readbuffer_encode("x"))
attempt(codecs.utf_8_decode, b"\xc3", "strict", True)
attempt(codecs.utf_8_encode, b"x")
attempt(codecs.ascii_encode, "\xe9")
print(codecs.BOM_UTF8, codecs.BOM_UTF16, codecs.BOM32_BE)
with codecs.open("/dev/null", "r", "utf-8") as f:
    print(f.read(), f.encoding)
e = codecs.EncodedFile(io.BytesIO(b"\xe9"), "utf-8", "latin-1")
print(e.read())
