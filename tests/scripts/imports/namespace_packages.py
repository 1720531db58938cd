import importlib
import importlib.util
import os
import sys
from builtins import print as show

base = os.getcwd()


def print(*values):
    show(*(str(v).replace(base, 'BASE') for v in values))


for d in ('a/ns','b/ns','c/ns/sub'): os.makedirs(f'{base}/{d}')
open(f'{base}/a/ns/one.py','w').write('v=1')
open(f'{base}/b/ns/two.py','w').write('v=2')
open(f'{base}/c/ns/sub/three.py','w').write('v=3')
sys.path[:0]=[f'{base}/a',f'{base}/b']
s=importlib.util.find_spec('ns')
print(s, s.origin, s.has_location, s.cached, s.parent)
import ns, ns.one, ns.two
p=ns.__path__
print(p, list(p), len(p), p[0], f'{base}/a/ns' in p, type(p))
try: import ns.sub
except ImportError as e: print(e)
sys.path.append(f'{base}/c')
import ns.sub.three
print(p, ns.sub.__path__, ns.sub, ns.sub.three.__package__)
p.append('/x'); print(p); p[0]='/y'; print(p)
l=ns.__loader__
print(l.is_package('ns'), repr(l.get_source('ns')), l.get_code('ns').co_filename, l.create_module(s), l.exec_module(ns))
print(repr(ns), ns.__file__, ns.__spec__.loader is l, ns.__spec__.submodule_search_locations is p)
print(list(vars(ns)))
print(importlib.reload(ns) is ns, ns.__path__)
m=importlib.util.module_from_spec(importlib.util.find_spec('ns')); print(m, m.__loader__, list(vars(m)))
