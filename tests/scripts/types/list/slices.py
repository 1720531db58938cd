def err(f, *args, **kwargs):
    """Call and print the result or the error."""
    try:
        print(repr(f(*args, **kwargs)))
    except BaseException as e:
        print(f"{type(e).__name__}: {e}")

def put(l, s, v):
    l[s] = v
    return l


def cut(l, s):
    del l[s]
    return l


l = list(range(6))
S = slice
print(l[1:4], l[::-1], l[::2], l[-2:], l[4:1], l[4:1:-1], l[:], l[10:], l[-100:100], l[1:5:2], l[5:None:-2])
for s, v in ((S(1, 3), "ab"), (S(1, 1), "xy"), (S(None, None), []), (S(10, 20), [1]), (S(-1, None), (7, 8)), (S(3, 1), [9]), (S(None, None, 2), "xyz"), (S(None, None, -1), range(6)), (S(0, 0), {}), (S(2, 4), iter([1])), (S(1, None), l)):
    print(s, put(l[:], s, v))
err(put, l[:], S(None, None, 2), [1])
err(put, l[:], S(None, None, -1), [1, 2])
err(put, l[:], S(0, 1), 5)
err(put, l[:], S(None, None, 0), [])
err(put, l[:], S("a", None), [])
err(put, l[:], S(0, 4, 2), 5)
err(put, l[:], 6, 1)
err(put, l[:], -7, 1)
err(put, l[:], "a", 1)
err(put, l[:], None, 1)
for s in (S(1, 3), S(None, None, 2), S(None, None, -2), S(3, 1), S(0, 100), S(-1, None), 0, -1):
    print(s, cut(l[:], s))
err(cut, l[:], 6)
err(cut, l[:], "a")
err(cut, l[:], 1.0)
err(cut, l[:], S(None, None, 0))
l[2:4] = l
print(l)
l[::2] = l[::2][::-1]
print(l)
a = [1, 2, 3]
a[1:2] = a
print(a)
err(l.__getitem__, S(1.5, None))
print(l.__getitem__(S(0, 1)), l.__getitem__(True))
