class O:
    a = 1
    l = [10, 20]
    d = {"k": "v", "1": "one", 1: "int"}

    def __format__(self, spec):
        return f"O<{spec}>"


o = O()



def ev(src):
    """Print what every expression line gives."""
    for line in src.strip().splitlines():
        try:
            result = repr(eval(line, globals()))
        except BaseException as e:
            result = f"{type(e).__name__}: {e}"
        print(line, "->", result)

ev('''
"{} {}".format(1, 2), "{0} {1} {0}".format("a", "b"), "{x}".format(x=1), "{} {x}".format(1, x=2), "{{}}".format(), "{0!r:>5}".format("a"), "{!s}".format(1), "{!a}".format("é"), "{:>{}}".format("a", 5), "{:{w}.{p}f}".format(3.14159, w=8, p=2), "{0:{1}}".format(5, "03")
"{0.a} {0.l[1]} {0.d[k]} {0.d[1]}".format(o), "{0}".format(o), "{0:spec}".format(o), "{o.l[0]:>4}".format(o=o), "{[0]}".format([7]), "{.a}".format(o), "{0[a b]}".format({"a b": 1}), "{0[-1]}".format({"-1": 2})
"{}".format()
"{1}".format(0)
"{x}".format()
"{} {0}".format(1)
"{0} {}".format(1)
"{".format()
"}".format()
"{0".format(1)
"{!z}".format(1)
"{!}".format(1)
"{!rr}".format(1)
"{0.}".format(o)
"{0[]}".format(o)
"{0[}".format(o)
"{0[0}".format(o)
"{0[0]x}".format([1])
"{0.missing}".format(o)
"{0.l[9]}".format(o)
"{0.l[x]}".format(o)
"{0[-1]}".format([1])
"{:d}".format("a")
"{:5}".format([])
"{:{:{}}}".format(1, 2, 3)
"{a.b}".format(a=5)
"{-1}".format(1)
"{ 0}".format(1)
"{99999999999999999999}".format(1)
"{0:{1}{2}}".format(5, "<", 5) + "|", "{:{}{}{}}".format("a", "*", "^", 5), "{:}".format(1), "{0:}".format("x"), "{:%Y}".format(o)
"{a} {b}".format_map({"a": 1, "b": 2})
"{a}".format_map({})
"{}".format_map({})
"{0}".format_map([1])
"{a}".format_map(5)
"abc".format(1, 2, x=3), "é{}日".format("😀")
format("abc", "5") + "|", format("abc", ">5"), format("abc", "^7"), format("abc", ".2"), format("abc", "*^9.2s"), format("abc", "s"), format("abc", ""), format("a", "05"), format("é", "é>3")
format("abc", "d")
format("abc", "+")
format("abc", ",")
format("abc", "=5")
format("abc", "#")
format("abc", "z")
format("abc", "5x")
format("abc", " ")
''')
