# contextvars: variables, tokens, contexts.
import _contextvars as c, contextvars
for n in ('Context','ContextVar','Token'):
    t=getattr(c,n); print(n,t,t.__module__,repr(t.__doc__),[x for x in dir(t) if x not in dir(object)])
    for x in dir(t):
        if x not in dir(object): 
            print('  ',x,type(t.__dict__.get(x)), repr(getattr(t.__dict__.get(x),'__doc__',None)), getattr(getattr(t,x),'__text_signature__',None))
print(c.copy_context.__doc__, c.copy_context.__text_signature__, c.__doc__)
import re
def clean(x): return re.sub('0x[0-9a-f]+','0x',str(x))
def e(f):
    try: print(clean(f()))
    except BaseException as x: print(type(x).__name__, clean(x))
V=c.ContextVar
e(lambda:V()); e(lambda:V(1)); e(lambda:V('a',x=1)); e(lambda:V(name='a'))
v=V('a'); w=V('b',default=3)
e(lambda:v.get()); e(lambda:v.get(1)); e(lambda:v.get(1,2)); e(lambda:v.get(default=2)); e(lambda:w.get()); e(lambda: w.get(9))
t=v.set(5); e(lambda:t); print(t.var is v, t.old_value, t.MISSING, type(t.MISSING), c.Token.MISSING is t.MISSING)
v.reset(t); e(lambda:t); e(lambda:v.reset(t)); 
t=w.set(1); e(lambda:v.reset(t)); e(lambda:v.reset(3)); e(lambda:v.reset())
e(lambda:c.Context().run(lambda:w.reset(t)))
e(lambda:c.Context(1)); e(lambda:c.Context(a=1)); e(lambda:c.Token()); 
x=c.copy_context(); e(lambda:len(x)); e(lambda:list(x.items())); e(lambda:x[v]); e(lambda:x['a']); e(lambda:'a' in x); e(lambda:x.get('a')); e(lambda:x.get(v)); e(lambda: x.get(v,7)); e(lambda:w in x); e(lambda:x==c.copy_context()); e(lambda:x==1); e(lambda:x!=c.Context()); e(lambda:x<x)
e(lambda:x.run()); e(lambda:x.run(1)); e(lambda:x.run(lambda:x.run(print)))
def sub(T):
    class S(T): pass
for T in (c.Context,c.ContextVar,c.Token): e(lambda:sub(T))
e(lambda:V[int]); e(lambda:c.Token[int]); e(lambda:c.Context[int])
def seta(): v.name=1
e(seta); print(v.name); e(lambda: x)
import pickle
e(lambda:pickle.dumps(v)); e(lambda:pickle.dumps(x)); e(lambda:pickle.dumps(t)); e(lambda:repr(c.Token.MISSING))
import weakref
e(lambda:weakref.ref(x)); e(lambda:weakref.ref(v)); e(lambda:weakref.ref(t))
e(lambda: type(c.Token.MISSING)())
def r(): 
    y=V('r'); t=y.set(y); return y
e(lambda: x.run(r))
class S(str): pass
e(lambda: V(S('q'))); e(lambda: V.__new__(V,'a',default=1)); e(lambda: V('z',default=v).get() is v)
