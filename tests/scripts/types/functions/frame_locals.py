"""Variables of running, suspended and ended frames: the proxy that writes through (PEP 667)."""
import sys
g=1
print([sorted(k for k in locals() if not k.startswith('__')) for xx in [1]])
print([type(sys._getframe().f_locals).__name__ for xx in [1]])
print([sorted(k for k in sys._getframe().f_locals if not k.startswith('__')) for xx in [1]])
class A:
    a=1
    r=[sorted(k for k in locals() if not k.startswith('__')) for xx in [1]]
    r2=[(type(sys._getframe().f_locals).__name__, sorted(sys._getframe().f_locals)) for yy in [1]]
print(A.r, A.r2)
def f(p, q=2):
    c = lambda: (p, z)
    l = sys._getframe().f_locals
    print(list(l), l)
    z = 5
    print(list(l), l, len(l), 'z' in l, 'nope' in l)
    [print(list(l), list(locals())) for w in [1]]
    l['z'] = 6; print(z)
    l['new'] = 7; l[5]=6
    print(list(l), locals())
    for op in ("l['nope']","l.__delitem__('z')","l.__delitem__('nope')","l.__delitem__('new')", "l.__getitem__(5)","l.__getitem__([])","l.get('nope')","l.get('nope',3)","l.get([])","l.setdefault('z')","l.setdefault('y2',4)","l.update({'z':9})","l.update(5)","l.update([('a',1)])","l.copy()","l|{'z':1}","{'z':1}|l","l|[]","l==dict(l)","l==l","l==5","l<l","reversed(l)","list(reversed(l))","type(l)()","type(l)(1)","type(l)(sys._getframe())","l.keys()","l.values()","l.items()","hash(l)","l.pop('z')","type(l)(a=1)","l.get()","l.get(1,2,3)","l.setdefault()", "'z' in l", "[] in l", "type(l.keys())","l.__ior__({'z':12})","z","bool(l)","l.update({5:6})", "l.__setitem__([],1)", "l is sys._getframe().f_locals", "locals() is locals()"):
        try: r=eval(op, dict(l=l,sys=sys,z=z)); print(op, '->', r if not isinstance(r,(dict,type(l))) else sorted(map(str,r)))
        except BaseException as e: print(op, '->', type(e).__name__, e)
    l['l']=1
    print(l)
f(1)
def outer():
    x = 1
    def inner():
        nonlocal x
        fl = sys._getframe().f_locals
        fl['x'] = 10
        return x
    r = inner()
    return r, x
print(outer())
def gen(a):
    b = a+1
    y = yield b
    print(a,b,y)
    yield locals()
g=gen(1)
fr=g.gi_frame
print(fr.f_lineno, fr.f_locals, fr is g.gi_frame, fr.f_back, fr.f_code is gen.__code__)
next(g)
print(fr.f_lineno, fr.f_locals, fr is g.gi_frame, fr.f_back)
fr.f_locals['a']=100
print(g.send(3))
try: fr.clear()
except RuntimeError as e: print(e)
print(g.gi_frame is fr, fr.f_locals)
try: next(g)
except StopIteration: print('stop')
g=gen(2); fr=g.gi_frame; list(g); print(g.gi_frame, fr.f_locals, fr.f_lineno, fr.f_back is sys._getframe()); fr.clear(); print(fr.f_locals)
def gg():
    yield sys._getframe()
    yield g2.gi_frame is sys._getframe(), sys._getframe().f_back is not None
g2=gg(); fr=next(g2); print(fr.f_back, next(g2), g2.gi_frame is fr)
import gc
g3=gen(5); next(g3); fr=g3.gi_frame; del g3; print(fr.f_locals)
async def co(): 
    x=1
    await aw()
class aw:
    def __await__(self): yield 5
c=co(); print(c.cr_frame.f_locals, c.cr_frame.f_lineno); c.send(None); print(c.cr_frame.f_locals, c.cr_await.__qualname__); c.close(); print(c.cr_frame)
async def ag():
    x=1
    yield x
a=ag(); print(a.ag_frame.f_locals)
