# select: poll, epoll, select on pipes.
import select
print(repr(select.__doc__))
print({k:v for k,v in vars(select).items() if isinstance(v,int)})
def show(t):
    print(t, t.__module__, repr(t.__doc__))
    for x in dir(t):
        if x not in dir(object) and x not in ('__module__','register'): print('  ',x, type(t.__dict__.get(x)), repr(getattr(t.__dict__.get(x),'__doc__',None)), getattr(getattr(t,x),'__text_signature__',None))
for n in ('select','poll'):
    f=getattr(select,n); print(n, repr(f.__doc__), f.__text_signature__)
show(type(select.poll())); show(select.epoll)
def e(f):
    try: print(f())
    except BaseException as x: print(type(x).__name__, x)
p=select.poll()
import os
r,w=os.pipe()
e(lambda:p.poll(0)); e(lambda:p.register(r)); e(lambda:p.poll(0)); e(lambda:os.write(w,b'x')); e(lambda:p.poll(0)==[(r,1)]); e(lambda:p.modify(99,1)); e(lambda:p.unregister(99)); e(lambda:p.register('a')); e(lambda:p.register(-1)); e(lambda:p.register(r,-1)); e(lambda:p.register(r,1<<20)); e(lambda:p.poll('a')); e(lambda:p.poll(-1)==[(r,1)]); e(lambda:p.modify(r,1)); e(lambda:p.poll(1.5)==[(r,1)]); e(lambda:p.unregister(r)); e(lambda:p.poll(1)); e(lambda:p.poll(1e30))
e(lambda:select.select([r],[w],[],0)==([r],[w],[])); e(lambda:select.select([],[],[],0)); e(lambda:select.select(1,[],[])); e(lambda:select.select(['a'],[],[])); e(lambda:select.select([],[],[],-1)); e(lambda:select.select([],[],[],'a')); e(lambda:select.select([5000],[],[])); e(lambda:select.select([-1],[],[])); e(lambda:select.select([99],[],[]))
class F:
    def fileno(self): return r
class G:
    def fileno(self): return 'x'
e(lambda:p.register(F())); e(lambda:p.register(G())); f=F(); e(lambda:select.select([f],(),iter(()),0)[0][0] is f)
with select.epoll() as ep:
    e(lambda:ep.closed); e(lambda:ep.fileno()>2); e(lambda:ep.register(r)); e(lambda:ep.register(r)); e(lambda:ep.poll(0)==[(r,1)]); e(lambda:ep.modify(r,4)); e(lambda:ep.poll(0.01)); e(lambda:ep.unregister(r)); e(lambda:ep.unregister(r)); e(lambda:ep.poll(0,0)); e(lambda:ep.poll(0,-2)); e(lambda:ep.poll('a')); e(lambda:ep.register(w,eventmask=4)); e(lambda:ep.poll(timeout=None,maxevents=1)==[(w,4)]); e(lambda:ep.register(99)); e(lambda:ep.register('q'))
e(lambda:ep.closed); e(lambda:ep.fileno()); e(lambda:ep.poll()); e(lambda:ep.close()); e(lambda:ep.__enter__())
e(lambda:select.epoll(0)); e(lambda:select.epoll(-2)); e(lambda:select.epoll(1,5)); e(lambda:select.epoll(flags=select.EPOLL_CLOEXEC).close()); e(lambda:select.epoll.fromfd(99).fileno())
e(lambda:type(p)()); e(lambda:select.error)
