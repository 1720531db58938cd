import marshal
for n in ():
    f=getattr(marshal,n)
    print(n, repr(getattr(f,'__text_signature__',f)), repr(f.__doc__) if callable(f) else '')
def t(f,*a,**k):
    try: r=repr(f(*a,**k))
    except BaseException as e: r=type(e).__name__+': '+str(e)
    print(f.__name__,[repr(x)[:40] for x in a],k,r[:300])
d=marshal.dumps
for x in [None,True,False,...,StopIteration,0,1,-1,255,256,257,2**31-1,2**31,-2**31,-2**31-1,2**100,-2**45,0.0,1.5,-0.0,float('inf'),1j,complex(1,-0.0),'','a','abc','é','\ud800','x'*300,'é'*300,b'',b'ab',bytearray(b'ab'),(),(1,),(1,2),tuple(range(300)),[],[1,'a'],{},{'a':1,2:None},set(),{1},frozenset(),frozenset({1}),slice(1,2,3),slice(None),len,int,type]:
    for v in range(5):
        t(d,x,v)
x=[1.5,'q'*20]; t(d,x); y=(x,x); t(d,y); t(d,y,2)
s='some text!'*3; t(d,[s,s],2)
big=2**70; t(d,(big,),2)
L=[]; L.append(L); t(d,L);t(d,L,2)
t(d);t(d,1,'a');t(d,1,2,3);t(d,1,version=2);t(d,1,allow_code=False);t(d,1,99);t(d,1,-1)
try: d(compile('1','a','eval'),allow_code=False)
except ValueError as e: print(e)
ld=marshal.loads
for b in [b'',b'i',b'i\1\0\0',b'i\1\0\0\0',b'i\1\0\0\0xx',b'N',b'T',b'F',b'.',b'S',b'0',b'?',b'g'+b'\0'*8,b'f\x031.5',b'x\x011\x012',b'y'+b'\0'*16,b'l\1\0\0\0\5\0',b'l\2\0\0\0\0\0\0\0',b'l\2\0\0\0\0\0\1\0',b'l\xff\xff\xff\xff\1\0',b'l\1\0\0\0\0\x80',b's\2\0\0\0ab',b's\xff\xff\xff\xff',b's\5\0\0\0ab',b'z\2ab',b'Z\2ab',b'a\2\0\0\0ab',b'A\2\0\0\0ab',b'u\2\0\0\0\xc3\xa9',b't\2\0\0\0ab',b'u\1\0\0\0\xff',b'(\1\0\0\0N',b')\1N',b')\1',b')\1\x30',b'[\1\0\0\0N',b'[\1\0\0\0',b'{NN0',b'{N0',b'{',b'<\1\0\0\0N',b'>\1\0\0\0N',b'<\1\0\0\0[\0\0\0\0',b'r\0\0\0\0',b'[\1\0\0\0r\0\0\0\0',b'\xdb\1\0\0\0r\0\0\0\0',b'\xbe\1\0\0\0r\0\0\0\0',b':NNN',b'q',b'I\1\0\0\0\0\0\0\0',b'I'+b'\xff'*8,b'(\xff\xff\xff\xff',b'{0',b'\xe9\5\0\0\0',b'R\0\0\0\0',b'f\xff12',b'z\1\xe9',b'a\1\0\0\0\xe9']:
    t(ld,b)
t(ld,'a');t(ld);t(ld,b'N',1);t(ld,bytearray(b'N'));t(ld,b'N',allow_code=0);t(ld,b'c',allow_code=False)
import io
t(marshal.load,io.BytesIO(b'NNT'))
f=io.BytesIO(b'i\1\0\0\0T'); print(marshal.load(f),marshal.load(f)); t(marshal.load,f)
class R:
    def read(self,n): return 'x'
t(marshal.load,5);
try: marshal.load(R())
except Exception as e: print(type(e).__name__,e)
class R2:
    def readinto(self,b): return 100
try: marshal.load(R2())
except Exception as e: print(type(e).__name__,e)
f=io.BytesIO(); print(marshal.dump((1,),f,2),f.getvalue()); t(marshal.dump,1,5)
x=1
for i in range(3000): x=[x]
t(d,x)
t(ld,b'[\1\0\0\0'*3000+b'N')

import random
def same(a,b):
    assert type(a) is type(b) and repr(a)==repr(b), (a,b)
rnd=random.Random(5)
def make(n):
    k=rnd.randrange(14 if n else 9)
    if k==0: return rnd.choice([None,True,False,...,StopIteration])
    if k==1: return rnd.randrange(-300,300)
    if k==2: return rnd.randrange(-2**rnd.randrange(1,200),2**rnd.randrange(1,200))
    if k==3: return rnd.uniform(-1e9,1e9)
    if k==4: return complex(rnd.random(),rnd.random())
    if k in(5,6): return ''.join(rnd.choice('abc\xe9\u20ac\U0001f600\ud800') for _ in range(rnd.randrange(6)))
    if k in(7,8): return bytes(rnd.randrange(256) for _ in range(rnd.randrange(6)))
    items=[make(n-1) for _ in range(rnd.randrange(5))]
    if k==9: return tuple(items)
    if k in (10,11): return items
    if k==12: return {repr(i):i for i in items}
    return frozenset(map(repr,items)) if rnd.random()<.5 else set(map(repr,items))
for _ in range(400):
    x=make(4)
    for v in range(2,5): same(x,ld(d(x,v)))
x=[1,2]; y=ld(d([x,x,(x,)])); print(y[0] is y[1] is y[2][0])
data=d(make(5)); 
for i in range(len(data)):
    try: ld(data[:i])
    except (EOFError,ValueError,TypeError): pass
    for b in (0,1,127,255): 
        try: ld(data[:i]+bytes([b])+data[i+1:])
        except (EOFError,ValueError,TypeError,NotImplementedError): pass
print('done')
