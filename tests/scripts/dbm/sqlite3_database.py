"""dbm.sqlite3: keys and values of all types, flags, closed and read-only databases, files that are none; whichdb and open."""
import dbm
import dbm.sqlite3
import os
import tempfile

os.chdir(tempfile.mkdtemp())


def t(f):
    try:
        print(repr(f()).partition(" at 0x")[0])
    except BaseException as e:
        print(type(e), e, repr(e.__cause__), e.__suppress_context__)


db=dbm.sqlite3.open('x.db','c')
db['a']=b'1'
db[b'b']='2'
db[b'\xff']=b'3'
t(lambda:db['a'])
t(lambda:db[b'\xff'])
t(lambda:db['zz'])
t(lambda:list(db))
t(lambda:db.keys())
t(lambda:list(db.items()))
t(lambda: len(db))
t(lambda:db[5])
t(lambda: db.__setitem__(5,b'x'))
t(lambda: db.__setitem__(b'x',5))
t(lambda: db[b'x'])
t(lambda: db.__delitem__('nope'))
t(lambda: db.__delitem__(b'x'))
t(lambda: db.setdefault('q',b'9'))
t(lambda: 'a' in db)
t(lambda: db.get('nope','d'))
t(lambda: db.pop('q'))
t(lambda: bool(db))
t(lambda: repr(db)[:20])
t(lambda: db.__setitem__('n', None))
t(lambda: db['n'])
t(lambda:db.__setitem__(None, b''))
t(lambda:db.__setitem__('f', 1.5))
t(lambda: db['f'])
t(lambda: db.__setitem__(object(), b''))
t(lambda: db.__setitem__('f', bytearray(b'q')))
t(lambda: db['f'])
t(lambda:db.__setitem__('big', 2**70))
t(lambda:db.__setitem__('sur','\ud800'))
t(lambda: db.clear())
t(lambda: list(db))
db.close()
db.close()
t(lambda: db['a'])
t(lambda: len(db))
t(lambda: db.__setitem__('a',b''))
t(lambda: list(db))
t(lambda: db.keys())
t(lambda: dbm.sqlite3.open('missing','r'))
t(lambda: dbm.sqlite3.open('missing','w'))
t(lambda: dbm.sqlite3.open('x.db','q'))
t(lambda: dbm.sqlite3.open(b'bytes.db','n'))
t(lambda: dbm.sqlite3.open(5,'c'))
t(lambda: dbm.sqlite3.open('x.db','rw'))
db=dbm.sqlite3.open('x.db','r')
t(lambda: db.__setitem__('a',b'1'))
t(lambda: db.__delitem__('a'))
t(lambda: db.clear())
db.close()
open('junk','wb').write(b'junk'*1000)
t(lambda: list(dbm.sqlite3.open('junk','r')))
t(lambda: dbm.sqlite3.open('junk','c'))
t(lambda: dbm.whichdb('x.db'))
t(lambda: dbm.whichdb('junk'))
t(lambda: dbm.whichdb('no'))
t(lambda: dbm.open('junk'))
t(lambda: dbm.open('no'))
t(lambda: dbm.open('no','z'))
open('empty','w')
t(lambda: dbm.whichdb('empty'))
t(lambda: dbm.open('empty','c'))
t(lambda: os.stat('x.db').st_mode)
db=dbm.open('via','c')
t(lambda:type(db))
db['k']='v'
db.close()
print(oct(os.umask(0o22)))
dbm.sqlite3.open('m.db', 'c', 0o600).close()
print(oct(os.stat('m.db').st_mode))
dbm.sqlite3.open('n.db', 'n').close()
print(oct(os.stat('n.db').st_mode))
db = dbm.sqlite3.open('it.db', 'c')
for i in range(5):
    db[str(i)] = 'x'
for k in db:
    del db[k]
print(len(db))
for path in ('', '.', 'nodir/x', 'a\0b', 'sp ce%20#?.db'):
    t(lambda: dbm.sqlite3.open(path, 'c').close())
t(lambda: db.__init__('x.db', flag='c', mode=0))
t(lambda: db.pop('none'))
t(lambda: db.popitem())
t(lambda: db.update({'a': 1}))
t(lambda: db == {b'a': b'1'})
with db as x:
    print(x is db)
t(lambda: x['a'])
t(lambda: x.__enter__() is x)
t(lambda: iter(x))
t(lambda: next(iter(x)))
