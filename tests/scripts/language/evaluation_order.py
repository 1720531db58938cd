log = []


def t(n):
    log.append(n)
    return n


def show(label):
    print(label, log)
    log.clear()


class O:
    def __getitem__(self, k):
        log.append(("get", k))
        return 1

    def __setitem__(self, k, v):
        log.append(("set", k, v))


o = O()
t(1) + t(2) * t(3)
show("binary")
[t(1), t(2)], {t(3): t(4), t(5): t(6)}
show("display")
(lambda *a, **k: 0)(t(1), *[t(2)], x=t(3), **{"y": t(4)})
show("call")
o[t(1)] = t(2)
show("setitem")
o[t(1)] += t(2)
show("augmented")
o[t(1)], o[t(2)] = t(3), t(4)
show("tuple target")
t(1) if t(0) else t(2)
show("conditional")
t(1) < t(2) < t(0) < t(9)
show("chain")
t(0) or t(1) and t(2)
show("bool")
o[t(1):t(2):t(3)]
log[:] = [x if isinstance(x, int) else (x[0], str(x[1])) for x in log]
show("slice")


@t(1) and (lambda f: t("dec1") and f)
@(lambda f: t("dec2") and f)
def f(a=t("default"), *, b=t("kwdefault")) -> t("return"):
    pass


show("def")
a: t("annotation") = t("value")
show("annotated")
assert t(1), t(2)
show("assert")
f"{t(1)}{t(2):{t(3)}}"
show("fstring")
(y := t(1)) + y + t(2)
show("walrus")
[(t(i), j) for i in (t("i1"), t("i2")) for j in (t("j"),) if t("if")]
show("comprehension")
