def ex(src):
    """Run each block (blocks are separated by blank lines) in a copy of the globals; print how it ends."""
    for block in src.strip().split("\n\n"):
        try:
            exec(block, dict(globals()))
            result = "fine"
        except BaseException as e:
            result = f"{type(e).__name__}: {e}"
        print(block.replace("\n", " | "), "->", result)

a = b = 1
del a, b
l = [1, 2, 3, 4]
del l[0], l[1:]
print(l)
d = {"x": 1, "y": 2}
del d["x"], (d["y"])
print(d)
x, y, z = 1, 2, 3
del (x, [y, z])
del ()


class K:
    def __delattr__(self, n):
        print("delattr", n)

    def __delitem__(self, k):
        print("delitem", k)


k = K()
del k.a, k[1], k[1:2], k[1:2, ...]
ex('''
del undefined

del l[5]

del d["nope"]

del (1).x

del [].append

del "abc"[0]

del (1,)[0]

del object().x

del len.__name__

del f()

del 1

del x + 1

del (a for a in b)

del [x for x in y]

del None

del x if y else z

del *x

del "a"

del ...

del int.real
''')
