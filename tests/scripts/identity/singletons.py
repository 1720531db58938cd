"""What is the same object: visible in pickle's memo."""


def s(x):
    return x


abc, bab, pair, latin = "abc", b"ab", (1, 2), "\xe9x"
print("empties", str() is s(""), "".join([]) is s(""), abc[3:] is s(""), bytes() is s(b""), bab[2:] is s(b""), tuple() is s(()), tuple([]) is s(()), pair[2:] is s(()), frozenset() is frozenset(), " ".strip() is s(""), abc * 0 is s(""))
print("one character", abc[0] is s("a"), chr(97) is s("a"), latin[0] is chr(0xE9), chr(256) is chr(256), "banana".replace("anana", "") is s("b"), "a-b".split("-")[0] is s("a"), str(1) is str(1), bab[:1] is s(b"a"), bytes([97]) is s(b"a"), bytes([200]) is bytes([200]), b"a".upper() is s(b"A"), list("ab")[0] is s("a"), " a ".strip() is s("a"), "b".lower() is s("b"))
i, j = int("256"), int("256")
k, m = int("-5"), int("-5")
print("small ints", i is j, k is m)
print("bool and None", bool(1) is s(True), type(None)() is s(None), (1 == 1) is s(True))
