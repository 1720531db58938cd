def ex(src):
    """Run each block (blocks are separated by blank lines) in a copy of the globals; print how it ends."""
    for block in src.strip().split("\n\n"):
        try:
            exec(block, dict(globals()))
            result = "fine"
        except BaseException as e:
            result = f"{type(e).__name__}: {e}"
        print(block.replace("\n", " | "), "->", result)

class V:
    def __init__(self, v):
        self.v = v

    def __iadd__(self, o):
        self.v += o
        return self

    def __add__(self, o):
        return V(self.v * 100 + o)

    def __isub__(self, o):
        return NotImplemented

    def __sub__(self, o):
        return "sub"

    def __imatmul__(self, o):
        return "imatmul"


v = w = V(1)
v += 5
print(v is w, v.v)
v -= 1
print(v)
w @= 1
print(w)
x = 10
x += 1; x -= 2; x *= 3; x //= 2; x **= 2; x %= 100; x <<= 2; x >>= 1; x &= 0xff; x |= 256; x ^= 3
print(x)
x /= 4
print(x)
l = m = [1]
l += (2,)
l *= 2
print(l is m, l)
l = m = (1,)
l += (2,)
print(l is m, l)
s = "a"
s += "b"
s *= 3
print(s)
st = fr = {1}
st |= {2}
st &= {2}
st ^= {5}
st -= {2}
print(st, st is fr)
d = e = {"a": 1}
d |= {"b": 2}
d |= [("c", 3)]
print(d, d is e)
t = ([],)
try:
    t[0] += [1]
except TypeError as error:
    print(error, t)


class P:
    def __init__(self):
        self.n = 0

    @property
    def p(self):
        print("get")
        return self.n

    @p.setter
    def p(self, value):
        print("set", value)
        self.n = value


p = P()
p.p += 5


class C:
    n = 1


c = C()
c.n += 1
print(c.n, C.n)
ex('''
x += "a"

x += None

s += 1

l += 5

l -= (1,)

undefined += 1

d |= 5

st |= [1]

st += {1}

x @= 2

x **= "a"

x <<= -1

x //= 0

x %= 0

x <<= 1.5

[].x += 1

(a, b) += 1

f() += 1

x + 1 += 2
''')
