def ev(src):
    """Print what every expression line gives."""
    for line in src.strip().splitlines():
        try:
            result = repr(eval(line, globals()))
        except BaseException as e:
            result = f"{type(e).__name__}: {e}"
        print(line, "->", result)

ev('''
slice(5), slice(1, 2), slice(1, 2, 3), slice(None), repr(slice("a", [1])), slice(1).start, slice(1).stop, slice(1).step
slice()
slice(1, 2, 3, 4)
slice(stop=1)
slice(1, 5, 2).indices(10), slice(None).indices(5), slice(None, None, -1).indices(5), slice(-3, -1).indices(5), slice(100).indices(5), slice(5, 0, -2).indices(10), slice(-100, 100, 3).indices(7), slice(2**70).indices(2**80), slice(None, None, -2).indices(0)
slice(1).indices(-1)
slice(1).indices("a")
slice(None, None, 0).indices(5)
slice("a").indices(5)
slice(1.5).indices(5)
slice(1, 2) == slice(1, 2), slice(1) != slice(2), slice(1, 2) < slice(1, 3), slice(1) == 1, slice(None, 1) == slice(1), hash(slice(1, 2, 3)), hash(slice(1)) == hash(slice(1)), {slice(1): 2}[slice(1)]
slice(1, 2) < 5
hash(slice([]))
setattr(slice(1), "start", 5)
slice(1, 2).__reduce__(), slice(1) is slice(1), slice(1, None, None)
type("X", (slice,), {})
slice(1)[0]
''')
