def ev(src):
    """Print what every expression line gives."""
    for line in src.strip().splitlines():
        try:
            result = repr(eval(line, globals()))
        except BaseException as e:
            result = f"{type(e).__name__}: {e}"
        print(line, "->", result)

ev('''
range(5), range(1, 5), range(1, 10, 3), range(10, 0, -3), range(0), range(5, 1), repr(range(0, 5, 1)), repr(range(1, 5, 2)), len(range(1, 10, 3)), list(range(10, 0, -3)), range(True)
range()
range(1, 2, 3, 4)
range(1.0)
range("a")
range(1, 2, 0)
range(None)
range(stop=5)
range(10)[3], range(10)[-1], range(10)[2:5], range(10)[::-1], range(10)[::3], range(1, 10, 2)[1:], range(10)[20:], range(2**70)[2**69], range(10)[5:2]
range(10)[10]
range(10)[-11]
range(10)["a"]
range(10)[1.0]
5 in range(10), 5.0 in range(10), 5.5 in range(10), "a" in range(10), 3 in range(0, 10, 2), 2**70 in range(2**71), True in range(2), -1 in range(10), 10 in range(10, 0, -1)
range(10).index(5), range(0, 10, 2).index(4), range(10).count(5), range(10).count(50), range(10).index(5.0), range(10).count("a")
range(10).index(50)
range(10).index("a")
range(10).index(1, 2)
range(5).start, range(5).stop, range(5).step, range(5) == range(0, 5), range(0, 5, 2) == range(0, 6, 2), range(0) == range(5, 1), range(1, 2) == range(1, 3, 5), range(3) == [0, 1, 2], hash(range(5)) == hash(range(0, 5, 1)), hash(range(0)) == hash(range(2, 1)), range(5) != range(4)
range(5) < range(6)
range(5) + range(5)
range(5).start.__class__, bool(range(0)), bool(range(1)), list(reversed(range(5))), list(reversed(range(0, 10, 3))), max(range(5)), sum(range(100)), sorted(range(3, 0, -1)), tuple(range(3)), [*range(3)]
len(range(2**63))
len(range(2**70))
bool(range(2**70)), range(2**70).index(2**69), list(range(2**64, 2**64 + 3)), list(range(2**63 - 2, 2**63 + 1)), list(range(-2**63, -2**63 + 2)), next(reversed(range(2**70)))
type(iter(range(5))).__name__, type(iter(range(2**70))).__name__, iter(range(5)).__length_hint__(), iter(range(5)).__reduce__(), iter(range(2**70)).__reduce__(), range(5).__reduce__()
setattr(range(5), "start", 1)
type("X", (range,), {})
hash(range(5)), hash(range(0)), hash(range(1, 10, 3))
''')
