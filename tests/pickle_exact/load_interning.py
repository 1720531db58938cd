"""Attribute names become interned strings and one object through the load."""
import pickle
import sys


class C:
    pass


c, d = C(), C()
c.attribute_name = d.attribute_name = 1
for protocol in range(6):
    one, two = pickle.loads(pickle.dumps([c, d], protocol))
    (a,), (b,) = one.__dict__, two.__dict__
    print(protocol, a is b, a is sys.intern("attribute" + "_name"))
    x, y = pickle.loads(pickle.dumps(["key1", "key1x"[:4]], protocol))
    print(x is y, x == y)
    m, n = pickle.loads(pickle.dumps([{"kk": 1}, {"kk": 2}], protocol))
    print(list(m)[0] is list(n)[0])
    one_char = pickle.loads(pickle.dumps(["a", "ab"[0]], protocol))
    print(one_char[0] is one_char[1], one_char[0] is "a"[:])
    e1, e2 = pickle.loads(pickle.dumps([(), ()], protocol))
    print(e1 is e2)
    i, j = pickle.loads(pickle.dumps([256, 256], protocol))
    print(i is j)
