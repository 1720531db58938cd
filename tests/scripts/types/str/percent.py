class M:
    def __getitem__(self, k):
        return "item " + k



def ev(src):
    """Print what every expression line gives."""
    for line in src.strip().splitlines():
        try:
            result = repr(eval(line, globals()))
        except BaseException as e:
            result = f"{type(e).__name__}: {e}"
        print(line, "->", result)

ev('''
"%s" % "a", "%s %s" % (1, 2), "%r" % "a", "%a" % "é", "%%" % (), "%s" % (1,), "%s" % [1, 2], "%(a)s %(b)d" % {"a": 1, "b": 2}, "%(a)s" % M(), "%c%c" % ("a", 98), "%5s|%-5s|%.2s|%5.1s|" % ("a", "b", "cde", "xyz"), "%s" % None, "%s" % ((1, 2),), "%(a)s" % {"a": (1, 2)}, "%%%s" % 5, "%(x y)s" % {"x y": 1}, "%((a))s" % {"(a)": 1}
"%s" % ()
"%s %s" % 1
"%s" % (1, 2)
"a" % 1
"a" % ()
"a" % {}
"a" % [1]
"%d" % ("x",)
"%(a)s" % 5
"%(a)s" % {}
"%(a" % {"a": 1}
"%" % 1
"%q" % 1
"%5" % 1
"% " % 1
"%(a)" % {"a": 1}
"%c" % 1.5
"%c" % ""
"%c" % -1
"%i" % None
"%e" % "x"
"%.s" % "abc", "%ld" % 5, "%hs" % "a", "%#5x" % 10, "%-#6o|" % 8
"%99999999999999999999d" % 1
"%.99999999999999999999d" % 1
"%s %(a)s" % {"a": 1}
"%(a)s %s" % {"a": 1}
"%*s" % ("x", 1)
"é%s日" % "😀", "%s" % b"x", "%5s|" % "é", "%s" % type("X", (), {"__str__": lambda s: "own"})()
"%s" % type("X", (), {"__str__": lambda s: 5})()
"%x" % "a"
"%x" % 2.0
"%d" % 3.99, "%d" % -0.5
"%d" % float("nan")
"%d" % float("inf")
b"%s %d %r" % (b"a", 5, "x"), b"%b" % b"z", b"%c%c" % (65, b"B"), b"%x" % 255, b"%5s|" % b"a", b"%(k)s" % {b"k": b"v"}, b"%a" % "é", b"%%" % ()
b"%s" % "a"
b"%d" % "a"
b"%c" % 256
b"%c" % b"ab"
b"%b" % 5
b"%s" % (b"a", b"b")
b"%q" % 1
''')
