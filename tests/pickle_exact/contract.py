"""The measured contract of C `_pickle`: every object of the list in every protocol, every stream, every hook's calls."""
import builtins
import collections
import copyreg
import functools
import io
import math
import operator
import os
import pickle
import re
import struct
import sys
import time
import types
import warnings
import weakref
from pickle import PickleBuffer as PB, Pickler, Unpickler

warnings.simplefilter("ignore")


class K:
    pass


class S:
    __slots__ = ("a", "b")


class DS:
    __slots__ = ("q", "__dict__")


class Outer:
    class Inner:
        pass

    def m(self):
        pass


class C:
    pass


class P:
    pass


class ML(list):
    pass


class MD(dict):
    pass


class MI(int):
    pass


class NA(int):
    def __getnewargs__(self):
        return (int(self),)


class NX:
    def __new__(cls, *args, **kwargs):
        return object.__new__(cls)

    def __getnewargs_ex__(self):
        return (1, "two"), {"three": 3}


class RED:
    def __init__(self, value):
        self.value = value

    def __reduce__(self):
        return self.value


class LI:
    def __init__(self, n=0):
        self.n = n

    def __reduce__(self):
        return list, (), None, iter(range(self.n))


class DI:
    def __init__(self, n=0):
        self.n = n

    def __reduce__(self):
        return dict, (), None, None, iter([(i, i) for i in range(self.n)])


class RI:
    def __reduce__(self):
        return RI, (self,)


class RR:
    def __reduce_ex__(self, protocol):
        raise ZeroDivisionError("no")


class NoRed:
    __reduce_ex__ = None


class HasBoth:
    def __reduce_ex__(self, protocol):
        return int, (protocol,)

    def __reduce__(self):
        return int, (99,)


class OnlyR:
    def __reduce__(self):
        return "K"


class GS:
    def __getstate__(self):
        return self.r

    def __setstate__(self, state):
        self.r = state


class SS:
    def __setattr__(self, name, value):
        raise ZeroDivisionError

    __slots__ = ("a", "__dict__")


class Meta(type):
    pass


class UM(metaclass=Meta):
    pass


class Rec:
    def __init__(self, x=None):
        self.x = x

    def __reduce__(self):
        return Rec, (self.x,)


class Hashable(set):
    __hash__ = object.__hash__


def mk(cls, **attributes):
    made = cls()
    for name, value in attributes.items():
        setattr(made, name, value)
    return made


def deep(n):
    made = []
    for _ in range(n):
        made = [made]
    return made


def rec_list():
    made = []
    made.append(made)
    return made


def rec_tuple():
    inner = []
    made = (inner,)
    inner.append(made)
    return made


def rec_tuple4():
    inner = []
    made = (1, 2, 3, inner)
    inner.append(made)
    return made


def rec_set():
    holder = K()
    made = {holder}
    holder.s = made
    return made


def rec_fs():
    holder = K()
    made = frozenset([holder])
    holder.s = made
    return made


def rec_red():
    inner = []
    made = Rec(inner)
    inner.append(made)
    return made


def loc():
    class L:
        pass
    return L()


def show(data):
    return data.hex() if len(data) <= 150 else f"{len(data)} {hash(data)}"


def tried(function, *args, **kwargs):
    try:
        return function(*args, **kwargs)
    except BaseException as e:
        return f"{type(e).__name__}: {e}"


OBJECTS = r"""
[1]*1001
[1]*2001
dict.fromkeys(range(256,256+1000),1)
dict.fromkeys(range(256,256+1001),1)
set(range(1000))
RED((list,(),None,iter([1,2])))
RED((dict,(),None,None,iter([(1,2)])))
RED((int,))
RED((int,(),1,1,1,1,1))
RED(5)
RED((5,()))
RED((int,[]))
RED((list,(),None,5))
RED((dict,(),None,None,5))
RED((K,(),{},None,None,5))
RED((copyreg.__newobj__,()))
RED((copyreg.__newobj__,(5,)))
RED((copyreg.__newobj_ex__,(1,)))
RED((copyreg.__newobj_ex__,(RED,1,{})))
(lambda: type("Q",(),{"__qualname__":"f.<locals>.Q"}))()
type("Nope",(),{"__module__":"__main__"})
type("Nope",(),{"__module__":"nomod"})
deep(900)
deep(3000)
(lambda p:[p,p])(PB(b'abc'))
dict.fromkeys(range(1000),1)
dict.fromkeys(range(1001),1)
dict.fromkeys(range(2000),1)
loc()
(lambda t:(builtins.__dict__.__setitem__("\xe9",t),t)[1])(type("\xe9",(),{"__module__":"builtins"}))
None
[1]
0
list(range(60000))
[str(i) for i in range(20000)]
["a","x"*65535,"b"]
["a","x"*65536,"b"]
b"x"*65536
[bytearray(65536),1]
255
256
65535
65536
-1
2**31-1
2**31
-2**31
-2**31-1
2**63
-2**63
-2**39
2**2039
True
2**2040
False
2**40
1.0
0.1
1e100
-0.0
float("nan")
float("inf")
1e16
5e-324
1.5
1+2j
"\\\n\r\0\x1a\xe9\u20ac\U0001f600\ud800a\'\""
""
"x"*255
"x"*256
"é"*128
"a"
b'a\xff'
b''
[b'a',b'b']
b"x"*256
bytearray(b'ab')
bytearray()
()
(1,)
(1,2)
(1,2,3)
(1,2,3,4)
[]
[1,2]
{}
{1:2}
{1:2,3:4}
[1]*1000
ML([1]*1001)
MD.fromkeys(range(256,256+1000),1)
MD.fromkeys(range(256,256+1001),1)
collections.OrderedDict(a=1)
set(range(0))
set(range(1))
set(range(999))
set(range(1001))
frozenset(range(1))
frozenset(range(1001))
{1}
frozenset([1])
frozenset()
[frozenset(),frozenset()]
[[] for _ in range(258)]
[[]]
(lambda x:x+[x[-1],x[0]])([[] for _ in range(300)])
(lambda f:[f,f])(1.5)
[(),()]
(lambda s:[s,s])("ab")
["".join(["a","b"]),"".join(["a","b"])]
...
NotImplemented
type(None)
type(...)
type(NotImplemented)
len
range
collections.OrderedDict
functools.reduce
FileNotFoundError
ImportError
Outer.Inner
Outer.m
Outer().m
str.upper
"a".upper
dict.fromkeys
[K,S]
[int,str]
lambda:0
K()
mk(K,x=1)
mk(S,a=1)
mk(DS,x=1,q=2)
S()
NX()
NA(5)
MI(5)
ML([1])
ML([1,2])
MD(a=1)
RED("K")
RED((int,(5,)))
RED((K,(),None))
RED((K,(),{}))
RED((K,(),{"a":1}))
RED((K,(),{"a":1},None,None,setattr))
RED((copyreg.__newobj__,(int,)))
NoRed()
RR()
sys
(x for x in [])
K
[K,K]
rec_list()
rec_tuple()
rec_tuple4()
rec_set()
rec_fs()
rec_red()
RI()
deep(300)
PB(b'abc')
PB(bytearray(b'abc'))
(lambda o:[o,PB(o)])(b'abc')
MD.fromkeys(range(1001),1)
collections.OrderedDict.fromkeys(range(1001),1)
LI(2)
LI(1)
LI(0)
DI(2)
DI(1)
[mk(K,x=1),mk(K,x=2)]
[{"x":1},{"x":2}]
iter([1,2])
range(3)
slice(1,2)
{}.keys()
ValueError("x")
(lambda e:(setattr(e,"k",1),e)[1])(KeyError(1))
functools.partial(int,base=2)
collections.deque([1],3)
collections.defaultdict(list,a=1)
reversed([1])
type.__dict__
(lambda:0).__code__
__import__("weakref").ref(K)
__import__("types").SimpleNamespace(a=1)
property()
super(K,K())
list[int]
int|str
UM
HasBoth()
OnlyR()
(lambda o:(type(o).__setattr__(o,"r",None),o)[1])(GS())
(lambda o:(type(o).__setattr__(o,"r",{}),o)[1])(GS())
(lambda o:(type(o).__setattr__(o,"r",0),o)[1])(GS())
(lambda o:(type(o).__setattr__(o,"r",False),o)[1])(GS())
(lambda o:(type(o).__setattr__(o,"r",()),o)[1])(GS())
(lambda o:(type(o).__setattr__(o,"r",5),o)[1])(GS())
(lambda o:(type(o).__setattr__(o,"r",({"a":1},None)),o)[1])(GS())
(lambda o:(type(o).__setattr__(o,"r",(None,{"a":1})),o)[1])(GS())
(lambda f:(setattr(f,"__module__",None),f)[1])(loc)
(lambda t:(setattr(t,"__qualname__","K"),t)[1])(type("K",(),{"__module__":"__main__"}))
builtins.__dict__["\xe9"]
[chr(97),"a"]
[chr(256),"".join(["Ā"])]
["","".join([])]
[b"a",bytes([97])]
[bytes([97,98]),bytes([97,98])]
[b"",bytes()]
["ab","AB".lower()]
[str(1),str(1)]
[str(10),str(10)]
["xay"[1],"a"]
(lambda s:[s,s[:]])("ab cd")
(lambda s:[s,bytes(s)])(b"ab cd")
(lambda s:[s,tuple(s)])((1,2))
(lambda s:[s,frozenset(s)])(frozenset([1]))
__import__("operator").add
struct.pack
collections.deque
math.sqrt
__import__("os").getcwd
io.BytesIO
io.open
io.BytesIO(b"a")
__import__("itertools").count(3)
enumerate([1])
map(str,[1])
zip([1])
iter({1:2})
iter({1})
iter("ab")
iter(range(3))
(lambda i:(next(i),list(i),i)[-1])(iter([1]))
iter(b"ab")
__import__("operator").attrgetter("a.b")
__import__("operator").itemgetter(1)
__import__("time").gmtime(0)
__import__("re").I
BlockingIOError()
OSError(2,"x","f")
StopIteration(3)
UnicodeDecodeError("a",b"x",0,1,"r")
ImportError("m",name="n")
AttributeError("m",name="n",obj=1)
ExceptionGroup("g",[ValueError(1)])
(lambda e:(e.add_note("n"),e)[1])(ValueError(1))
""".strip().split("\n")
for text in OBJECTS:
    print(text[:100])
    for protocol in range(6):
        result = tried(lambda: pickle.dumps(eval(text), protocol))
        print(protocol, show(result) if isinstance(result, bytes) else result)

STREAMS = r"""
loads(b'')
loads(b'\x80\x04')
loads(b'N')
loads(b'.')
loads(b'0.')
loads(b'(.')
loads(b'(a.')
loads(b't.')
loads(b'\x00')
loads(b'\xff.')
loads(b'gx\n.')
loads(b'I1')
loads(b'Ix\n.')
loads(b'X\xff\x00\x00\x00a.')
loads(b'\x8c\x05ab.')
loads(b'\x95\x05\x00\x00\x00\x00\x00\x00\x00N.')
loads(b'cbuiltins\nnope\n.')
loads(b'P1\n.')
loads(b'c__builtin__\nint\n(R.')
loads(b'NN\x81.')
loads(b'N)}\x92.')
loads(b'Nb.')
loads(b']N(e.')
loads(b'\x98.')
loads(b'\x93.')
loads(b'2.')
loads(b'(dK\x01s.')
loads(b'(K\x01d.')
loads(b'C\x05ab.')
loads(b'\x80\x02c__main__\nOuter.Inner\n.')
loads(b'\x80\x02c__main__\nK\n)\x81K\x01b.')
loads(b'\x80\x02c__main__\nK\n)\x81)b.')
loads(b'(c__main__\nK\nK\x01o.')
loads(b'\x80\x04\x95\x0b\x00\x00\x00\x00\x00\x00\x00\x95\x02\x00\x00\x00\x00\x00\x00\x00N.')
loads(b'\x80\x06N.')
loads(b'h\x05.')
loads(b'j\x01\x00\x00\x00.')
loads(b'g1\n.')
loads(b'Va\np-1\n.')
loads(b'I01\n.')
loads(b'L1L\n.')
loads(b'L5\n.')
loads(b'F1\n.')
loads(b"S'a\\x41'\n.")
loads(b'Sa\n.')
loads(b'cnomod\nx\n.')
loads(b'KQ.')
loads(b'\x82\x01.')
loads(b'\x82\x00.')
loads(b'\x8a\x01\xff.')
loads(b'\x8a\x00.')
loads(b'\x8b\xff\xff\xff\xff.')
loads(b'N)R.')
loads(b'}NNs.')
loads(b'NK\x01a.')
loads(b'\x97.')
loads(b'N\x98.')
loads(b'NN\x93.')
loads(b'(N1N.')
loads(b'N2\x86.')
loads(b'\x8f(K\x01\x90.')
loads(b'N(K\x01\x90.')
loads(b'NU\x01\xe9.')
loads(b'U\x01\xe9.')
loads(b'U\x01\xe9.',{'encoding': 'bytes'})
loads(b'U\x01\xe9.',{'encoding': 'latin-1'})
loads(b'c__builtin__\nxrange\n.')
loads(b'c__builtin__\nxrange\n.',{'fix_imports': False})
loads(b'\x80\x04c__main__\nOuter.Inner\n.')
loads(b'\x80\x05\x97.')
loads(b'\x80\x05\x97.',{'buffers': [b'a']})
loads(b'\x80\x05\x97.',{'buffers': []})
loads(b'\x80\x02c__main__\nSS\n)\x81}X\x01\x00\x00\x00aK\x01sb.')
loads(b'\x80\x02c__main__\nSS\n)\x81N}X\x01\x00\x00\x00aK\x01s\x86b.')
loads(b'(i__main__\nK\n.')
loads(b'(c__main__\nK\no.')
loads(b'(0N.')
""".strip().split("\n")


def loads(data, options={}):
    result = pickle.loads(data, **options)
    return (type(result), vars(result)) if type(result) in (K, SS) else result


for text in STREAMS:
    print(text, "->", tried(lambda: eval(text)))

print("-- writes, hooks, reads")


class Chunks:
    def __init__(self):
        self.sizes = []

    def write(self, data):
        self.sizes.append((type(data).__name__, len(data)))


for protocol in range(6):
    for value in (None, [1], list(range(60000)), ["a", "x" * 65536, "b"], [b"x" * 70000] * 2,
                  ["x" * 65000, "y" * 600, None], ["x" * 65535], "x" * 65536, b"x" * 65536, tuple(["z" * 70000] * 3)):
        file = Chunks()
        Pickler(file, protocol).dump(value)
        print(protocol, file.sizes)


class Asked(Pickler):
    def persistent_id(self, value):
        seen.append(value if isinstance(value, (int, str, bytes, float, type(None))) else type(value).__name__)


class Table(dict):
    def __missing__(self, key):
        seen.append(key.__name__)
        raise KeyError(key)


class Overriding(Pickler):
    def reducer_override(self, value):
        seen.append(getattr(value, "__name__", type(value).__name__))
        return NotImplemented


for value in ([1, "a", b"b", None, 1.5, (1,), {2}, ...], [K], [len, type(None)], K(), Outer.m, (1,), [1, K], 1j, Outer().m,
              mk(S, a=1), ML([1]), {"k": frozenset([1])}, type(...), PB(b"x"), bytearray(b"q"), RED("K"), range(2)):
    for protocol in (0, 1, 2, 3, 4, 5):
        seen = []
        result = tried(Asked(io.BytesIO(), protocol).dump, value)
        print(protocol, seen, result)
        seen = []
        pickler = Pickler(io.BytesIO(), protocol)
        pickler.dispatch_table = Table()
        print(protocol, seen, tried(pickler.dump, value), seen)
        seen = []
        print(protocol, tried(Overriding(io.BytesIO(), protocol).dump, value), seen)


class Ids(Pickler):
    def __init__(self, file, protocol, answer):
        super().__init__(file, protocol)
        self.answer = answer

    def persistent_id(self, value):
        return self.answer if value == "abc" else None


for answer in ("id", (1,), "\xe9", 5, b"b", "", "\n", 1.5, [], "a b"):
    for protocol in range(6):
        file = io.BytesIO()
        print(protocol, repr(answer), tried(Ids(file, protocol, answer).dump, ["abc", "abc", 1]), show(file.getvalue()))

for value in ([[], "a", (1, 2), {}], [K(), K], rec_list(), [ML([1]), MD(a=1)], (((1,),),), frozenset([1]), {"k": ["k"]}):
    for protocol in range(6):
        file = io.BytesIO()
        pickler = Pickler(file, protocol)
        pickler.fast = 1
        print(protocol, tried(pickler.dump, value), show(file.getvalue()))

file = io.BytesIO()
pickler = Pickler(file, 2)
shared = [1]
for _ in range(3):
    pickler.dump(shared)
pickler.clear_memo()
pickler.dump(shared)
print(file.getvalue())


class Reader:
    def __init__(self, data, names):
        self.file = io.BytesIO(data)
        self.calls = []
        for name in ("read", "readline", *names):
            setattr(self, name, functools.partial(self.call, name))

    def call(self, name, *args):
        if name == "peek":
            here = self.file.tell()
            result = self.file.read(args[0])
            self.file.seek(here)
        else:
            result = getattr(self.file, name)(*args)
        self.calls.append((name, *[len(a) if isinstance(a, (bytearray, memoryview)) else a for a in args]))
        return result


for value in ([1, "a"], b"x" * 70000, [b"x" * 70000, bytearray(b"y" * 300), "z" * 66000, 1, None], len, {1.5: 2 ** 70}):
    for protocol in range(6):
        for names in ((), ("readinto",), ("peek",), ("peek", "readinto")):
            reader = Reader(pickle.dumps(value, protocol) + b"tail", names)
            result = tried(pickle.load, reader)
            print(protocol, names, reader.calls if len(reader.calls) < 40 else (len(reader.calls), reader.calls[-9:]),
                  result == value, reader.file.tell())

for extension in (1, 255, 256, 65535, 65536, 0x7FFFFFFF):
    copyreg.add_extension("__main__", "K", extension)
    for protocol in range(6):
        data = pickle.dumps([K, K, K()], protocol)
        print(extension, protocol, data, pickle.loads(data)[0] is K)
    copyreg.remove_extension("__main__", "K", extension)
copyreg.clear_extension_cache()

for value in (b"abc", bytearray(b"abc")):
    for answer in (None, False, 0, True, 1, "x"):
        for protocol in (4, 5):
            buffers = []
            callback = lambda b: (buffers.append(type(b).__name__), answer)[1]
            result = tried(pickle.dumps, [PB(value), value], protocol, buffer_callback=callback)
            print(protocol, answer, result, buffers)

for cls in (C, P):
    first, second = pickle.loads(pickle.dumps([mk(cls, **{"".join(["na", "me"]): 1}), mk(cls, name=2)], 2))
    print([k is j for k, j in zip(vars(first), vars(second))], [k is sys.intern("name") for k in vars(first)])
print([n for n in dir(Pickler) if not n.startswith("__")], [n for n in dir(Unpickler) if not n.startswith("__")])
pickler, unpickler = Pickler(io.BytesIO()), Unpickler(io.BytesIO(pickle.dumps(["a", ["a"]])))
pickler.dump(["a", ["b"]])
unpickler.load()
print(sorted((v[0], repr(v[1])) for v in pickler.memo.copy().values()), type(pickler.memo))
print(unpickler.memo.copy(), type(unpickler.memo))
for cls in (Pickler, Unpickler):
    class Bare(cls):
        def __init__(self):
            pass
    for name in ("dump", "load"):
        if hasattr(Bare, name):
            print(tried(getattr(Bare(), name), *[1][: name == "dump"]))
    print(tried(cls, object()), tried(cls), tried(cls, io.BytesIO(), 1, 2, 3, 4, 5))
