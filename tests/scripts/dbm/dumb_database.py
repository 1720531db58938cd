"""dbm.dumb: the two files to the byte, flags, closed and read-only databases, directories that are none."""
import dbm
import dbm.dumb
import os
import tempfile

os.chdir(tempfile.mkdtemp())


def t(f):
    try:
        print(repr(f()).partition(" at 0x")[0])
    except BaseException as e:
        print(type(e), e, repr(e.__cause__), e.__suppress_context__)


db=dbm.dumb.open('dumb','c')
db['a']='x'
db[b'\xe9']=b'y'*600
t(lambda:list(db))
t(lambda:db[b'zz'])
t(lambda: db.__setitem__(5,''))
t(lambda: db.__setitem__('k',5))
t(lambda:db[5])
t(lambda: 5 in db)
t(lambda: db.__delitem__('zz'))
t(lambda: db.__delitem__('a'))
t(lambda: db.keys())
t(lambda: db.items())
db.sync()
t(lambda: open('dumb.dir').read())
t(lambda: os.stat('dumb.dat').st_size)
t(lambda: open('dumb.dat','rb').read()[:20])
db['\u20ac']='\u20ac'
t(lambda: list(db))
db[b'\xe9']=b'z'
t(lambda: open('dumb.dir').read())
db.close()
db.close()
t(lambda: open('dumb.dir').read())
t(lambda: db['a'])
t(lambda: len(db))
t(lambda: list(db))
t(lambda: db.keys())
t(lambda: db.__setitem__('a','b'))
t(lambda: db.__delitem__('a'))
t(lambda: 'a' in db)
t(lambda: db.sync())
t(lambda: dbm.whichdb('dumb'))
t(lambda: dbm.dumb.open('nodumb','r'))
t(lambda: dbm.dumb.open('nodumb','w'))
t(lambda: dbm.dumb.open('nodumb','x'))
db=dbm.dumb.open('dumb','r')
t(lambda: db.__setitem__('a','b'))
t(lambda: db.__delitem__('a'))
t(lambda: db.items())
db.close()
open('bad.dir','w').write("garbage(\n")
open('bad.dat','w')
t(lambda: dbm.dumb.open('bad'))
t(lambda: dbm.whichdb('bad'))
open('bad.dir','w').write("'a', (0,)\n")
t(lambda: dbm.dumb.open('bad'))
open('bad.dir','w').write("5\n")
t(lambda: dbm.dumb.open('bad'))
with dbm.dumb.open('nn','n') as d: d['a']='1'; d['b']='2'; d['a']='longer';
t(lambda: os.stat('nn.dir').st_mode)
t(lambda: open('nn.dir').read())
t(lambda: open('nn.dat','rb').read())
d=dbm.dumb.open('nn',mode=0o600)
d['b']='22'
d._commit()
t(lambda: sorted(x for x in os.listdir() if x.startswith('nn')))
d.close()
t(lambda: d._index)
t(lambda:dbm.dumb.open(b'bpath','c')._datfile)
d = dbm.dumb.open('a')
print(sorted(x for x in os.listdir() if x.startswith('a.')))
d.close()
os.unlink('a.dir')
t(lambda: dbm.dumb.open('a', 'r'))
t(lambda: dbm.dumb.open('a', 'w'))
d = dbm.dumb.open('a', 'c')
print(sorted(x for x in os.listdir() if x.startswith('a.')))
