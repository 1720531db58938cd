"""__reduce__ and __setstate__ of itertools at several points of their lives, and wrong states."""
import itertools as it
import warnings

warnings.simplefilter("ignore")


def used(x, n):
    for _ in range(n):
        next(x, None)
    return x


def plain(value):
    """The value with iterators by their type's name."""
    if isinstance(value, (tuple, list)):
        return type(value)(plain(v) for v in value)
    name = type(value).__name__
    return name.replace("str_ascii", "str") if "iterator" in name or type(value).__module__ == "itertools" else value


def show(label, f):
    try:
        print(label, plain(f()))
    except Exception as e:
        print(label, type(e).__name__, e)


MAKERS = {
    "accumulate": lambda: it.accumulate([1, 2, 3]),
    "accumulate initial": lambda: it.accumulate([1, 2, 3], initial=5),
    "accumulate function": lambda: it.accumulate([1, 2, 3], max),
    "accumulate None": lambda: it.accumulate([None, 2, 3], lambda a, b: None),
    "batched": lambda: it.batched("abc", 2),
    "chain": lambda: it.chain("ab", "cd"),
    "chain.from_iterable": lambda: it.chain.from_iterable(["ab", "cd"]),
    "chain of nothing": lambda: it.chain(),
    "combinations": lambda: it.combinations("abc", 2),
    "combinations, too long": lambda: it.combinations("a", 2),
    "with_replacement": lambda: it.combinations_with_replacement("abc", 2),
    "with_replacement, empty": lambda: it.combinations_with_replacement("", 2),
    "permutations": lambda: it.permutations("abc", 2),
    "permutations, empty": lambda: it.permutations("", 1),
    "compress": lambda: it.compress("abc", [1, 0, 1]),
    "count": lambda: it.count(3),
    "count by 2": lambda: it.count(3, 2),
    "count floats": lambda: it.count(1.5),
    "cycle": lambda: it.cycle("ab"),
    "dropwhile": lambda: it.dropwhile(str.islower, "aBcD"),
    "takewhile": lambda: it.takewhile(str.islower, "abCd"),
    "filterfalse": lambda: it.filterfalse(None, [0, 1, 0]),
    "groupby": lambda: it.groupby("aab"),
    "islice": lambda: it.islice("abcdef", 1, 5, 2),
    "islice all": lambda: it.islice("abcdef", None),
    "islice one": lambda: it.islice("abc", 1),
    "pairwise": lambda: it.pairwise("abc"),
    "product": lambda: it.product("ab", "cd"),
    "product, empty": lambda: it.product("", "a"),
    "product repeat": lambda: it.product("ab", repeat=2),
    "repeat": lambda: it.repeat("x"),
    "repeat twice": lambda: it.repeat("x", 2),
    "starmap": lambda: it.starmap(pow, [(2, 3), (3, 4)]),
    "zip_longest": lambda: it.zip_longest("ab", "c", fillvalue="-"),
    "tee": lambda: it.tee("abc", 2)[0],
    "_tee": lambda: it._tee("abc"),
}
for name, make in MAKERS.items():
    for n in (0, 1, 2, 5, 50):
        show(f"{name} at {n}", lambda: used(make(), n).__reduce__())

print("-- states")
link = it._tee_dataobject(iter("x"), [1, 2], None)
STATES = [None, 5, "x", (), (1,), (1, 2), (1, 2, 3), (iter(""),), (iter(""), iter("")), (iter(""), iter(""), 1), ([1], True), ([1], 0), ("x", 1),
          ((0, 1, 2), (3, 2)), ((5, 5, 5), (9, 9)), (-1, -5), (9, 9), 2**70, -3, (0, 2**70), "ab", (1, "x"), ((0, "x", 1), (1, 2)), (1, 1),
          ((0, 1, 2), 5), ((0, 1), (2, 3)), (link, 1), (link, -1), (link, 58), (link, "x")]
for name, make in MAKERS.items():
    if name not in ("cycle", "islice", "takewhile", "groupby", "zip_longest"):  # CPython crashes on others
        continue
    for state in STATES:
        if "_tee_dataobject" in repr(state) and name != "_tee":
            continue
        made = make()
        show(f"{name} {plain(state)}", lambda: (made.__setstate__(state), list(it.islice(made, 4))))

print("-- links of tee")
D = it._tee_dataobject
for args in [(iter("x"), [1], link), (iter("x"), [1] * 57, link), (iter("x"), [1] * 57, None), (iter("x"), [1] * 58, None),
             (iter("x"), [1] * 57, 5), ([1], [], None), (5, [], None), (1, 2, 3), (1, 2), ()]:
    show("link", lambda: D(*args).__reduce__())
t = it._tee(range(100))
show("tee at 60", lambda: used(t, 60).__reduce__()[2][0].__reduce__())
print("-- groups")
groups = it.groupby("aab")
key, group = next(groups)
show("group", group.__reduce__)
next(group)
show("group used", group.__reduce__)
show("groupby used", groups.__reduce__)
next(groups)
show("old group", group.__reduce__)
show("own group", lambda: list(it._grouper(it.groupby("aab"), "a")))
