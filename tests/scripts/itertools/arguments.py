"""What the constructors of itertools say about wrong arguments."""
import itertools as it


def show(label, f, *a, **k):
    try:
        print(label, f(*a, **k))
    except Exception as e:
        print(label, type(e).__name__, e)


NAMES = ["accumulate", "batched", "chain", "combinations", "combinations_with_replacement", "compress", "count",
         "cycle", "dropwhile", "filterfalse", "groupby", "islice", "pairwise", "permutations", "product", "repeat",
         "starmap", "takewhile", "tee", "_tee", "_tee_dataobject", "_grouper"]
for name in NAMES:
    f = getattr(it, name)
    quiet = lambda *a, f=f, **k: type(f(*a, **k)).__name__
    for args in [(), (1,), ("ab",), ("ab", 1), ("ab", -1), (None, "ab"), ("ab", "ab"), ("ab", 1, 2), ("ab", 1.5), ("ab", 2**70), ("ab", -2**70),
                 (1, 2, 3, 4), (1, 2, 3, 4, 5), ([1, 2], [1], [3, 4])]:
        show(f"{name}{args}", quiet, *args)
    for keywords in [{"bogus": 1}, {"iterable": "ab"}, {"iterable": "ab", "r": 1}, {"iterable": "ab", "n": 1},
                     {"iterable": "ab", "key": None}, {"object": 1, "times": 2}, {"data": "a", "selectors": [1]},
                     {"start": 1, "step": 2}, {"start": 1, "bogus": 2}]:
        show(f"{name}(**{keywords})", quiet, **keywords)
    show(f"{name}('ab', iterable='ab')", quiet, "ab", iterable="ab")
    show(f"{name}('ab', 1, bogus=2)", quiet, "ab", 1, bogus=2)

print("-- islice")
for args in [(None,), (-1,), ("x",), (2**70,), (1, None), (1, -1), (-1, 1), ("x", 1), (1, "x"), (1, 2, 0), (1, 2, -1), (1, 2, "x"),
             (None, None, None), (0, 2**63 - 1, 2**63 - 1), (5, 2), (True, 3), (1, 2, 3, 4), (2**64, None), (1, 5, 2**70), (1.0,)]:
    show(f"islice{args}", lambda *a: list(it.islice("abcdef", *a)), *args)
print("-- repeat")
for args in [(1, 2), (1, -2), (1, None), (1, "x"), (1, 2.0), (1, 2**70), (1, True)]:
    show(f"repeat{args}", lambda *a: repr(it.repeat(*a)), *args)
show("repeat kw", lambda: list(it.repeat(object="x", times=2)))
show("repeat kw2", lambda: list(it.repeat("x", times=2)))
show("repeat hint", lambda: it.repeat("x", 3).__length_hint__())
show("repeat no hint", lambda: it.repeat("x").__length_hint__())
print("-- product")
for keywords in [{"repeat": -1}, {"repeat": 0}, {"repeat": "x"}, {"repeat": 2**70}, {"repeat": None}, {"repeat": 2**62}]:
    show(f"product {keywords}", lambda **k: len(list(it.product("ab", **k))), **keywords)
show("product empty", lambda: list(it.product()))
show("product none", lambda: list(it.product("", "ab")))
print("-- count")
for args in [(1,), (1.5,), (1, 2), (1, -1), (1, 0.5), ("x",), (1, "x"), (None,), (1, None), (1 + 2j, 3j), (True,), (1, True), (1, 1),
             (-5,), (0, 1), (2**70,), (1, 2**70), (0.0, 1), (0, 1.0)]:
    show(f"count{args}", lambda *a: repr(it.count(*a)), *args)
    show(f"count{args} items", lambda *a: list(it.islice(it.count(*a), 3)), *args)
print("-- permutations, combinations")
for f in (it.permutations, it.combinations, it.combinations_with_replacement):
    for r in [0, 1, 2, 3, 5, -1, None, "x", 1.0, True]:
        show(f"{f.__name__} {r}", lambda: list(f("abc", r)))
print("-- accumulate")
show("empty", lambda: list(it.accumulate([])))
show("initial", lambda: list(it.accumulate([1, 2], initial=10)))
show("initial None", lambda: list(it.accumulate([1, 2], initial=None)))
show("func", lambda: list(it.accumulate([1, 2, 3], lambda a, b: a * b)))
show("func kw", lambda: list(it.accumulate([1, 2, 3], func=max, initial=2)))
show("bad func", lambda: list(it.accumulate([1, 2], 5)))
show("bad add", lambda: list(it.accumulate([1, "x"])))
show("positional initial", lambda: it.accumulate([1], None, 3))
print("-- batched")
show("n=0", lambda: it.batched("abc", 0))
show("strict", lambda: list(it.batched("abcde", 2, strict=True)))
show("strict fits", lambda: list(it.batched("abcd", 2, strict=True)))
show("plain", lambda: list(it.batched("abcde", 2)))
show("huge", lambda: list(it.batched("abc", 2**62)))
print("-- tee")
for n in [0, 1, 2, -1, "x", 2**70]:
    show(f"tee {n}", lambda: len(it.tee("ab", n)))
show("zip_longest fill", lambda: list(it.zip_longest("abc", "d", fillvalue="-")))
show("zip_longest none", lambda: list(it.zip_longest()))
show("starmap bad", lambda: list(it.starmap(pow, [(2, 3), 5])))
show("starmap list", lambda: list(it.starmap(pow, [[2, 3], (2, 4), "  "])))
show("chain bad", lambda: list(it.chain("ab", 5)))
show("from_iterable", lambda: list(it.chain.from_iterable(["ab", "c"])))
show("from_iterable bad", lambda: it.chain.from_iterable(5))
show("groupby kw", lambda: [(k, list(g)) for k, g in it.groupby(iterable="aAb", key=str.lower)])


class Loose(it.cycle):
    def __init__(self, iterable, extra=None):
        self.extra = extra


print(Loose("ab", extra=3).extra if False else "subclass")
for cls in (it.cycle, it.islice, it.starmap, it.chain, it.takewhile, it.pairwise):
    class Sub(cls):
        def __init__(self, *args, **kwargs):
            self.kwargs = kwargs
    show(f"{cls.__name__} subclass", lambda: Sub("ab", "cd", k=1).kwargs)
    show(f"{cls.__name__} subclass1", lambda: Sub("ab", k=1).kwargs)
    class Plain(cls):
        pass
    show(f"{cls.__name__} plain subclass", lambda: Plain("ab", k=1))
