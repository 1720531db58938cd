"""shelve: over dbm and over dictionaries, writeback, protocols, closed shelves."""
import shelve
import os
import tempfile

os.chdir(tempfile.mkdtemp())


def t(f):
    try:
        print(repr(f()).partition(" at 0x")[0])
    except BaseException as e:
        print(type(e), e, repr(e.__cause__), e.__suppress_context__)


s=shelve.open('sh')
t(lambda: type(s.dict))
s['k']=[1,2]
t(lambda: s['k'])
s['k'].append(3)
t(lambda: s['k'])
t(lambda: s['no'])
t(lambda: list(s))
t(lambda: len(s))
t(lambda: 'k' in s)
t(lambda: s.get('no',4))
t(lambda: s.dict[b'k'])
del s['k']
t(lambda: s.__delitem__('k'))
t(lambda: s.__setitem__(5,1))
t(lambda: repr(s)[:10])
s.close()
t(lambda: s['k'])
t(lambda: len(s))
t(lambda:list(s))
t(lambda: 'k' in s)
s.close()
t(lambda: s.__setitem__('k',1))
t(lambda: s.sync())
s=shelve.open('sh',writeback=True,protocol=2)
s['l']=[]
s['l'].append(1)
t(lambda: s.cache)
s.sync()
t(lambda: s.cache)
t(lambda: s.dict[b'l'])
s.close()
with shelve.open('sh',flag='r') as s:
    t(lambda: dict(s))
    t(lambda: s.__setitem__('a',1))
s=shelve.Shelf({},keyencoding='latin1')
s['\xe9']=1
t(lambda: s.dict)
t(lambda: list(s))
del s
s=shelve.BsdDbShelf({})
t(lambda: s.first())
s=shelve.Shelf({},writeback=True)
s['x']=[1]
t(lambda: s.keys())
t(lambda: s.values())
t(lambda: dict(s))
t(lambda: s.popitem())
t(lambda: s.pop('zz',1))
t(lambda: s.setdefault('o',5))
t(lambda:s.update(a=1))
t(lambda: sorted(s))
s.clear()
t(lambda: s.dict)
