"""Sizes that no memory can hold are refused, whatever asks for them."""


def t(name, f):
    try:
        print(name, type(f()).__name__)
    except BaseException as e:
        print(name, type(e).__name__, e)


t("list", lambda: list(range(10**18)))
t("tuple", lambda: tuple(range(10**18)))
t("format", lambda: format(1, ">1000000000000000000"))
t("str.format", lambda: "{:1000000000000000000}".format("a"))
t("f-string", lambda: f"{1.5:1000000000000000000}")
t("percent d", lambda: "%1000000000000000000d" % 1)
t("percent s", lambda: "%1000000000000000000s" % 1)
t("percent star", lambda: "%*d" % (10**18, 1))
t("precision", lambda: "%.1000000000000000000f" % 1)
t("mapping then positional", lambda: "%(a)s %s" % {"a": 1})
t("positional then mapping", lambda: "%s %(a)s" % {"a": 1})
