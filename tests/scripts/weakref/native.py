import _weakref as w
def norm(s):
    out=""; skip=False
    for i,c in enumerate(s):
        if skip and c in "0123456789abcdef": continue
        skip = s[max(0,i-1):i+1]=="0x"
        out+=c
    return out
def err(f,*a,**k):
    try: print(norm(repr(f(*a,**k))))
    except BaseException as e: print(type(e).__name__,e)
class C:
    def __call__(self): return 5
class D:
    __name__='dname'
c=C(); d=D()
err(w.ref); err(w.ref,c,1,2); err(w.ref,c,callback=1); err(w.ref,c,x=1); err(w.ref,5); err(w.proxy,5); err(w.proxy); err(w.proxy,c,1,2)
err(w.ref(c)); r=w.ref(c)
err(repr,w.ref(c)); err(repr,w.proxy(c)); err(hash,w.proxy(c)); err(repr, w.ref(len)); err(repr,w.ref(d)); err(repr,w.ref(C))
p=w.proxy(c); q=w.proxy(d)
err(lambda: r<r); err(r, 1); err(r, a=1); err(p); err(q); err(r.__init__); err(r.__init__,1,2,3); err(r.__init__,1,2,a=3)
err(lambda: q.x); err(next,q); err(iter,q); err(len,q); err(lambda:q[0]); err(lambda:1 in q); err(lambda:q+1); err(lambda:1+q);err(lambda:q@1);err(lambda:q<1); err(lambda:-q); err(int,q); err(float,q); err(bytes,q); err(reversed,q); err(lambda:pow(q,2,3)); err(lambda: q(1)); err(lambda: q.__index__())
def ia(): 
    global q; q+=1
err(ia)
def dl(): del q[0]
err(dl)
err(setattr,r,'x',1); err(setattr,r,'__callback__',1)
class R(w.ref): pass
err(w.ref, w.ref(c))
err(w.getweakrefs, 5); err(w.getweakrefcount, 5); err(w._remove_dead_weakref, {}, 1); err(w._remove_dead_weakref, [], 1); err(w._remove_dead_weakref, {1:2}, 1)
err(lambda: r == p, ); err(lambda: p==p); err(lambda: q==q)
del c
err(lambda: p.x); err(repr,p); err(repr,r); err(str,p); err(hash,r); err(bool,p); err(p); err(lambda:p==1); err(r); err(lambda:p+1); err(lambda:1+p)
err(type,'X',(w.ProxyType,),{})
err(w.ref.__new__, int, c if 0 else d)
err(w.ref.__new__); err(w.ref.__call__)
print(w.ref.__doc__,w.ProxyType.__doc__)
class E:
    def __len__(s): return 3
    def __iter__(s): return iter([1])
    def __next__(s): return 7
    def __contains__(s,x): return x==1
    def __bytes__(s): return b'b'
    def __reversed__(s): return 'rev'
    def __iadd__(s,o): return s
    def __add__(s,o): return ('add',type(s).__name__,type(o).__name__)
    def __radd__(s,o): return ('radd',type(s).__name__,type(o).__name__)
    def __getitem__(s,i): return i
    def __index__(s): return 4
    def __eq__(s,o): return ('eq',type(o).__name__)
    def __pow__(s,o,m=None): return (o,m)
    def __format__(s,f): return 'fmt'+f
    def __round__(s): return 'r'
e=E(); p=w.proxy(e)
err(len,p);err(list,p);err(next,p);err(lambda:1 in p);err(lambda:2 in p);err(bytes,p);err(reversed,p);err(lambda:p+p);err(lambda:1+p);err(lambda:p[1:2]);err(lambda:[0]*5 and [1,2,3,4,5][p]);err(lambda:p==p);err(lambda:p==1);err(pow,p,2,3); err(lambda: p.__class__); err(format,p,'x'); err(round,p); err(dir,p)
x=p; x+=1; print(type(x))
err(w.getweakrefs,e)
err(w.ref(e).__eq__, 5)
a=w.ref(e); b=w.ref(e,print); class_=R(e); cc=R(e)
print([type(i).__name__ for i in w.getweakrefs(e)], w.getweakrefs(e).index(b), class_ is cc, w.ref(e) is a, w.proxy(e) is p)
err(w.ref(e).__reduce_ex__,2)
print(sorted(set(dir(w.ref))-set(dir(object))))
