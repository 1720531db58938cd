"""pprint: every kind of container in many shapes."""
import pprint, collections, types, dataclasses
data=[ {'a':[1,2,3]*8,'b':(1,),'c':{'x':{1,2,3},'y':frozenset(range(30))}}, list(range(60)), tuple('abc'*20), {}, [], (), set(), 'word '*30, 'a\nb\n'*10, b'bytes'*30, bytearray(b'xyz'*40), collections.OrderedDict((i,'v'*5) for i in range(12)), collections.defaultdict(list,{i:[i]*5 for i in range(9)}), collections.Counter('hello world this is long text indeed'), collections.deque(range(40)), collections.deque(range(40),maxlen=50), types.SimpleNamespace(a=1,b='x'*50,c=[1]*20), types.MappingProxyType({i:i*2 for i in range(20)}), collections.ChainMap({i:i for i in range(12)},{'b':2}), {3:1,'a':2,None:4,(1,2):5}, 123456789, True, 1.5, 'short', [['nested',['deep',['deeper',['deepest'*4]*3]*2]]*2]]
for d in data:
    for k in ({}, {'width':40}, {'indent':4}, {'compact':True}, {'depth':2}, {'sort_dicts':False}, {'width':20,'compact':True,'indent':2}, {'underscore_numbers':True}):
        print(pprint.pformat(d,**k))
r=[1]; r.append(r); print(pprint.isrecursive(r), pprint.isreadable(r), pprint.isreadable([1,'a']), pprint.saferepr([1,{2:3}]))
@dataclasses.dataclass
class D:
    a:int; b:list; c:str='x'
print(pprint.pformat(D(1,list(range(40)))), pprint.pformat(D(1,[2])))
for k in ({'indent':-1},{'depth':0},{'width':0}):
    try: pprint.PrettyPrinter(**k)
    except ValueError as e: print(e)
pprint.pprint({'b':1,'a':2}); pprint.pp({'b':1,'a':2})
