"""One-character Latin-1 strings are singletons, others are not."""
for code in (0, 65, 127, 128, 233, 255, 256, 0x4E2D, 0x1F600):
    c = chr(code)
    print(code, chr(code) is c, (c + "x")[0] is c, ("x" + c)[1:] is c, "".join([c]) is c, list(c + "x")[0] is c, (c * 2)[:1] is c, c.encode("utf-8").decode() is c, (c + ",x").split(",")[0] is c)
