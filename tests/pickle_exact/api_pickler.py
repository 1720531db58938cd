"""Pickler and dumps: arguments, attributes, memo proxies, hooks, what reducers may return, in CPython's words."""
import copyreg
import io
import pickle
import warnings

warnings.simplefilter("ignore")
def t(label,f):
    try: r=f(); print(str(label).partition(' at 0x')[0], repr(r).partition(' at 0x')[0])
    except BaseException as e: print(str(label).partition(' at 0x')[0], type(e).__name__, str(e).partition(' at 0x')[0], repr(e.__cause__), repr(e.__context__).partition(' at 0x')[0])
P,U,B=pickle.Pickler,pickle.Unpickler,pickle.PickleBuffer
t('p0',lambda:P())
t('p1',lambda:P(5))
t('p2',lambda:P(io.BytesIO(),6))
t('p3',lambda:P(io.BytesIO(),'x'))
t('p4',lambda:P(io.BytesIO(),2**70))
t('p5',lambda:P(io.BytesIO(),4,True,None))
t('p6',lambda:P(io.BytesIO(),4,True,None,1))
t('p7',lambda:P(io.BytesIO(),4,buffer_callback=print))
t('p8',lambda:P(file=io.BytesIO(),protocol=-1,fix_imports=0,buffer_callback=None))
t('p9',lambda:P(io.BytesIO(),zz=1))
t('p10',lambda:P(io.BytesIO(),1.5))
t('p11', lambda:P(io.BytesIO(),True))
t('p12',lambda:P(io.StringIO(),0).dump('x'))
p=P(io.BytesIO(),2)
t('dump0',lambda:p.dump())
t('dump2',lambda:p.dump(1,2))
t('dumpk',lambda:p.dump(obj=1))
t('bin',lambda:p.bin)
t('fast',lambda:p.fast)
t('dt',lambda:p.dispatch_table)
t('deldt',lambda:delattr(p,'dispatch_table'))
t('setdt',lambda:setattr(p,'dispatch_table',5))
t('dt',lambda:p.dispatch_table)
t('dumpbaddt',lambda:p.dump(object()))
t('dumpbaddt',lambda:p.dump(1))
t('deldt',lambda:delattr(p,'dispatch_table'))
t('dumpok',lambda:p.dump(object()))
t('delbin',lambda:delattr(p,'bin'))
t('delfast',lambda:delattr(p,'fast'))
t('setfast',lambda:setattr(p,'fast','x'))
t('setfast',lambda:setattr(p,'fast',2**40))
t('fast',lambda:p.fast)
t('setfast',lambda:setattr(p,'fast',1.5))
t('setattr',lambda:setattr(p,'zz',1))
t('setbin',lambda:setattr(p,'bin',True))
t('bin',lambda:p.bin)
p.fast=0
t('memo',lambda:type(p.memo))
p.clear_memo()
l=[1]
p.dump(l)
t('copy',lambda:{k==id(l):(v[0],v[1] is l) for k,v in p.memo.copy().items()})
t('red',lambda:p.memo.__reduce__()[0])
t('clear',lambda:p.memo.clear())
t('copy',lambda:p.memo.copy())
t('delmemo',lambda:delattr(p,'memo'))
t('setmemo',lambda:setattr(p,'memo',5))
t('setmemo',lambda:setattr(p,'memo',{1:2}))
t('setmemo',lambda:setattr(p,'memo',{1:(1,)}))
t('setmemo',lambda:setattr(p,'memo',{1:('a',2)}))
t('setmemo',lambda:setattr(p,'memo',{'k':(0,'v')}))
t('setmemo',lambda:setattr(p,'memo',{1:(-1,2)}))
t('setmemo',lambda:setattr(p,'memo',{1:[0,2]}))
s='shared'
t('setmemo',lambda:setattr(p,'memo',{id(s):(7,s)}))
f=io.BytesIO()
q=P(f,2)
q.memo={id(s):(7,s)}
q.dump([s,s])
print(f.getvalue())
r=P(io.BytesIO())
r.memo=q.memo
t('r',lambda:len(r.memo.copy()))
t('hash',lambda:hash(q.memo))
t('eq',lambda:q.memo==q.memo)
t('repr',lambda:q.memo)
t('len',lambda:len(q.memo))
t('attr', lambda:setattr(q.memo,'x',1))
t('clear arg',lambda:q.memo.clear(1))
class Sub(P):
    def __init__(self): pass
t('noinit',lambda:Sub().dump(1))
t('new',lambda:P.__new__(P).dump(1))
class W:
    def write(self,b): raise ZeroDivisionError
t('wr',lambda:P(W()).dump(1))
class W2:
    write=None
t('wr2',lambda:P(W2()).dump(1))
class W3:
    @property
    def write(self): raise ZeroDivisionError
t('wr3',lambda:P(W3()))
class R(P):
    def reducer_override(self,o): return 5
t('ro',lambda:R(io.BytesIO()).dump([1]))
t('ro',lambda:R(io.BytesIO()).dump(print))
for ret in (5,None,(),(1,),(1,2),(print,),(print,()),(print,5),(print,[]),(print,(),None,None,None,None,None),(print,(),None,5),(print,(),None,None,5),(print,(),None,None,None,5),(print,(),1,iter([]),iter([]),None),(print,(),1,iter([]),iter([]),print),('global',),'nope','',b'x',NotImplemented,type,[print,()]):
    class R(P):
        def reducer_override(self,o): return ret
    class X: pass
    t(('ro',ret if not callable(ret) else 0),lambda:R(io.BytesIO()).dump(X()))
    class Y:
        def __reduce__(self): return ret
    t(('red',),lambda:pickle.dumps(Y()))
    class Z:
        def __reduce_ex__(self,p): return ret
    t(('redex',),lambda:pickle.dumps(Z()))
    t(('cr',),lambda:(copyreg.dispatch_table.__setitem__(X,lambda o:ret),pickle.dumps(X()))[1][:20])
    p=P(io.BytesIO()); p.dispatch_table={X:lambda o:ret}
    t(('dt',),lambda:p.dump(X()))
class PI(P):
    def persistent_id(self,o): return 'a\nb' if o=='x' else ('\u20ac' if o=='y' else None)
for pr in range(6):
    f=io.BytesIO(); t(('pid',pr),lambda:(PI(f,pr).dump(['x','y']),f.getvalue()))
p=P(io.BytesIO())
t('setpid',lambda:setattr(p,'persistent_id',lambda o:None))
t('pid',lambda:p.persistent_id)
t('delpid',lambda:delattr(p,'persistent_id'))
t('delpid',lambda:delattr(p,'persistent_id'))
t('pid call',lambda:P(io.BytesIO()).persistent_id(5))
class PI2(P):
    def persistent_id(self,o): raise KeyError(1)
t('pid raise',lambda:PI2(io.BytesIO()).dump(1))
class PI3(P):
    persistent_id=5
t('pid5',lambda:PI3(io.BytesIO()).dump(1))
p=P(io.BytesIO())
t('sizeof',lambda:p.__sizeof__()>0)
t('reinit',lambda:p.__init__(io.BytesIO(),0))
t('reinit',lambda:p.__init__(5))
t('after',lambda:p.dump(1))
t('reinit',lambda:p.__init__(io.BytesIO(),9))
t('after',lambda:p.dump(1))
t('reduce',lambda:pickle.dumps(P(io.BytesIO())))
t('dumps',lambda:pickle.dumps())
t('dumps',lambda:pickle.dumps(1,2,3))
t('dumps',lambda:pickle.dumps(1,protocol='a'))
t('dumps',lambda:pickle.dumps(1,fix_imports=W3()))
t('dumps',lambda:pickle.dumps(obj=1))
t('dumps',lambda:pickle.dumps(1,x=2))
t('dump',lambda:pickle.dump(1))
t('dump',lambda:pickle.dump(1,2))
t('dump',lambda:pickle.dump(1,io.BytesIO(),7))
t('dump',lambda:pickle.dump(1,W2()))
t('dump',lambda:pickle.dump(1,W3()))
t('dump', lambda:pickle.dump(1,io.BytesIO(),4,buffer_callback=5))
t('dump', lambda:pickle.dump(B(b'1'),io.BytesIO(),5,buffer_callback=5))
