from collections import OrderedDict as O
import pickle, copy
d=O(a=1,b=2,c=3)
print(d.keys(), d.values(), d.items(), type(d.keys()), type(d.keys()).__mro__, type(iter(d)), type(reversed(d)), type(iter(d.items())), type(reversed(d.keys())), type(iter(d.values())))
k=d.keys()
print(k.mapping, k & {'a'}, k == {'a','b','c'}, k.isdisjoint('x'), len(k), 'a' in k, hasattr(k,'__dict__'), type(k).__module__, dir(type(k)), dir(type(iter(d))))
print([x for x in dir(type(d.values()))])
try: type(k)()
except Exception as e: print(repr(e))
try: type(k)(d)
except Exception as e: print(repr(e))
it=iter(d); next(it); print(it.__reduce__(), it.__length_hint__() if hasattr(it,'__length_hint__') else None)
for f in (iter,reversed):
  for g in ('keys','values','items'):
    it=f(getattr(d,g)()); next(it); print(it.__reduce__()[1], pickle.dumps(it,2), list(copy.copy(it)))
def t(body):
    d=O(a=1,b=2,c=3)
    try:
        for x in d:
            body(d)
        print('no error', d)
    except RuntimeError as e: print(repr(e))
t(lambda d: d.__setitem__('z',1))
t(lambda d: d.__delitem__('c') if 'c' in d else None)
t(lambda d: d.__setitem__('a',5))
t(lambda d: d.move_to_end('a'))
t(lambda d: d.clear())
t(lambda d: (d.pop('a'), d.__setitem__('a',3)))
it=iter(d); list(it); print(list(it))
class S(O):
    def __iter__(self): return iter('xyz')
    def __getitem__(self,k): return 'got'
s=S(a=1); print(list(s), list(s.keys()), list(s.items()), list(s.values()), repr(s))
class S(O):
    def __getitem__(self,k): return 'got'
    def __delitem__(self,k): print('del',k); super().__delitem__(k)
    def __missing__(self,k): return 'miss'
s=S(a=1); print(list(s.items()), list(s.values()), s.pop('a'), dict(s), s)
s=S(a=1);print(s.popitem(), s.setdefault('b',3))
for c in (O.__setitem__, O.__delitem__,O.__iter__,O.__reversed__,O.clear,O.items,O.keys,O.values): print(c, c.__doc__)
print(O.fromkeys('ab').keys() | {'z'}, sorted(k ^ {'a'}), (k - {'a'}), d.items() & {('a',1)})
print(list(map(type, (d.keys() & d.keys(),))))
o=O(); o['x']=o; print(o, o.items(), o.values())
from collections import OrderedDict as O
class S(O):
    def __getitem__(self,k): print('getitem',k); return 'got'
    def items(self): print('items'); return super().items()
    def keys(self): print('keys'); return super().keys()
    def __iter__(self): print('iter'); return super().__iter__()
print(repr(S(a=1,b=2)))
class S(O):
    def items(self): print('items'); return [(1,2)]
    def keys(self): print('keys'); return super().keys()
print(repr(S(a=1,b=2)))
class S(O):
    def __getitem__(self,k): print('getitem',k); return 'got'
s=S(a=1,b=2)
print(dict(s.items()), list(s.items()), list(iter(s.items())), [x for x in s.values()], next(iter(s.values())), list(reversed(s.items())),  {**s}, dict(s), dict(a=1)|s, s.copy(), O(s), s==dict(a=1,b=2))
from functools import lru_cache
d = O.fromkeys(range(30000))
while d: d.popitem(last=False)
d = O.fromkeys(range(30000))
for i in range(60000): d[i + 40000] = i; d.popitem(last=False)
print(len(d), next(iter(d)), next(reversed(d)))
for k in list(d)[1:29999]: del d[k]
print(d)
d = dict.fromkeys(range(20000))
while len(d) > 1: del d[next(iter(d))]
print(d); d[5] = 6; d[6] = 7; del d[19999]; print(list(d), next(iter(d))); del d[5]; print(list(d), list(reversed(d)))
d.update(dict.fromkeys(range(10))); del d[0], d[1], d[2]; print(d, next(iter(d))); del d[6]; print(next(iter(d)), d.popitem(), list(d.items()))
