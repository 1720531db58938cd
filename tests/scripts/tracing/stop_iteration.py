"""Events where an iteration ends."""
import sys
ev=[]
def tr(f,e,a):
    if e!='line': ev.append((f.f_code.co_name,e,type(a).__name__ if e!='exception' else (a[0].__name__, a[1].args)))
    return tr
def g1(): yield from [1]
def g2(): yield from iter(range(1))
class It:
    def __iter__(self): return self
    def __next__(self): raise StopIteration(7)
def g3(): yield from It()
def g4(): yield from (x for x in ())
def g5():
    def q():
        return 5
        yield
    for i in q(): pass
    a, *b = [1]
    c = [*q()]
    f(*q())
def f(*a):pass
def q2():
    yield 1
    return 3
def g6():
    a, = q2()
    x = yield from q2()
for g in g1,g2,g3,g4,g6:
    sys.settrace(tr); list(g()); sys.settrace(None)
sys.settrace(tr); g5(); sys.settrace(None)
for e in ev: print(*e)
