l = [1, 2, 3]
for x in l:
    if x == 1:
        l.append(4)
    if x == 2:
        l.remove(2)
    print(x, l)
it = iter(l)
print(it.__length_hint__(), next(it), it.__length_hint__())
l.clear()
print(list(it), it.__length_hint__())
l.extend("new")
print(list(it))
it = iter([1, 2, 3])
next(it)
print(it.__reduce__(), it.__setstate__(0), list(it), it.__reduce__())
r = reversed([1, 2, 3])
print(next(r), r.__length_hint__(), r.__reduce__(), list(r), r.__reduce__())


class Evil:
    def __init__(self, l):
        self.l = l

    def __eq__(self, o):
        self.l.clear()
        return False


l = []
l += [Evil(l), 1, 2]
print(5 in l, l)
l = []
l += [Evil(l), 1, 2]
try:
    l.remove(9)
except ValueError as e:
    print(e, l)
l = []
l += [Evil(l), 1, 2]
print(l.count(9), l == [1, 1, 1])
l = [1, 2]
l[:] = (l.append(x) or x for x in range(3))
print(l)


class EvilRepr:
    def __init__(self, l):
        self.l = l

    def __repr__(self):
        self.l.clear()
        return "evil"


l = []
l += [EvilRepr(l), 1]
print(repr(l), l)


def grow():
    for i in range(3):
        big.append(i)
        yield i


big = []
big.extend(grow())
print(big)
