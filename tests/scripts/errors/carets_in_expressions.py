import traceback

CASES = [
    lambda: (1 + 2) * (3 / 0),
    lambda: [1, 2][10],
    lambda: {"a": 1}["b"],
    lambda: (lambda: undefined)(),
    lambda: -"a",
    lambda: not_defined.attr,
    lambda: f"{1 / 0}",
    lambda: 1 if [][0] else 2,
    lambda: [i / 0 for i in (1,)],
    lambda: len(5) + 1,
    lambda: "a".nothing(),
    lambda: 1 < "a",
    lambda: "x" in 5,
    lambda: int("z", base=10),
    lambda: (1).real.imag.nope,
    lambda: [1][1:2]["a"],
    lambda: print(*5),
    lambda: {**5},
    lambda: (yield_ for yield_ in 5),
    lambda: max(1, "a"),
    lambda: 2 ** 3 ** "a",
    lambda: "%d" % "x",
    lambda: b"a" + "b",
    lambda: not (1 / 0),
    lambda: 1 / 0 or 5,
    lambda: {1: 1 / 0},
    lambda: (x := 1 / 0),
    lambda: [*1],
]
for case in CASES:
    try:
        case()
    except Exception:
        text = traceback.format_exc().splitlines()
        print("\n".join(text[3:]))
