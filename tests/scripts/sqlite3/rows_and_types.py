"""sqlite3: rows, adapters, converters, factories, settings."""

import datetime
import sqlite3

from attempts import t

R=sqlite3.Row
c=sqlite3.connect(":memory:",detect_types=3)
c.row_factory=R
r=c.execute("select 1 as a, 'x' as B, 2 as a").fetchone()
print(r['a'],r['A'],r['b'],r[0],r[-1],r[0:2],len(r),list(r),r.keys(),tuple(r),hash(r)==hash(c.execute("select 1 as a, 'x' as B, 2 as a").fetchone()),r==c.execute("select 1 as a, 'x' as B, 2 as a").fetchone(),r==(1,))
t(lambda:r['zz']); t(lambda:r[5]); t(lambda:r[1.5]); t(lambda: r[2**70]); t(lambda: r<r); t(R); t(R,5,()); t(R,c.cursor(),5); print(type(R(c.cursor(),(1,2))), isinstance(r,__import__('collections').abc.Sequence))
print(c.execute("select 1 as 'a [x]'").description, c.execute("select 1 as 'a [x]'").fetchone().keys())
sqlite3.register_converter("xx",lambda b: ("conv",b)); t(sqlite3.register_converter,5,5); t(sqlite3.register_adapter,5,5)
print(tuple(c.execute("select 'v' as 'a [xx]', null as 'b [xx]', 5 as 'c [xx]'").fetchone()))
c.execute("create table t(a xx(5), d date, ts timestamp, z 'xx yy')")
c.execute("insert into t values(?,?,?,?)",("q",datetime.date(2020,1,2),datetime.datetime(2020,1,2,3,4,5),1.5))
print(tuple(c.execute("select * from t").fetchone()))
c.row_factory=lambda cur,row: (cur.description[0][0],row); print(c.execute("select 7 as k").fetchone())
c.row_factory=None
c.text_factory=bytes; print(c.execute("select 'a'").fetchone()); c.text_factory=bytearray; print(c.execute("select 'a'").fetchone()); c.text_factory=lambda b:("tf",b); print(c.execute("select 'a'").fetchone()); c.text_factory=str
t(lambda: c.execute("select cast(x'ff41' as text) as q").fetchone())
class P:
    def __conform__(s,p): return "conf" if p is sqlite3.PrepareProtocol else None
print(c.execute("select ?",(P(),)).fetchone())
sqlite3.register_adapter(complex,lambda z: z.real); print(c.execute("select ?",(3j+2,)).fetchone())
class I(int): pass
print(c.execute("select ?,?,?,?",(I(5),True,bytearray(b'a'),memoryview(b'zz'))).fetchone())
t(sqlite3.adapt,5); t(sqlite3.adapt,object()); t(sqlite3.adapt,object(),sqlite3.PrepareProtocol,7); t(sqlite3.adapt, 1j)
print(sqlite3.complete_statement("select 1;"), sqlite3.complete_statement("select 1"))
with c: c.execute("insert into t(a) values(1)")
print(c.in_transaction)
try:
    with c: c.execute("insert into t(a) values(2)"); 1/0
except ZeroDivisionError: print(c.in_transaction, c.execute("select count(*) from t").fetchone())
c.executescript("create table y(a); insert into y values(1); insert into y values(2);"); print(c.in_transaction, c.execute("select * from y").fetchall())
t(c.executescript,"select 1; garbage")
print(list(c.iterdump()) if 0 else '')
d=sqlite3.connect(":memory:",autocommit=False); print(d.in_transaction,d.isolation_level); d.execute("create table x(a)"); d.commit(); print(d.in_transaction); d.rollback(); print(d.in_transaction); d.autocommit=True; print(d.in_transaction, d.autocommit); d.close()
t(lambda: d.autocommit)
for n in ("version",): t(getattr,sqlite3,n)
t(getattr,sqlite3,"OptimizedUnicode")
print(sqlite3.Binary, sqlite3.Date(2020,1,1), sqlite3.paramstyle, sqlite3.apilevel, sqlite3.sqlite_version_info>(3,), sqlite3.threadsafety, sqlite3.DateFromTicks(0), sqlite3.TimestampFromTicks(0).year)
cur=c.cursor()
def gen():
    cur.execute("select 1"); yield (1,)
t(cur.executemany,"insert into y values(?)",gen())
print(c.getlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH), c.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH,50)); t(c.execute,"select "+"1"*60); t(c.executescript,"select "+"1"*60); t(c.getlimit,999); t(c.setlimit,-5,1)
import threading
def th():
    try: c.execute("select 1")
    except sqlite3.ProgrammingError as e: print(str(e)[:80])
x=threading.Thread(target=th); x.start(); x.join()
t(cur.setinputsizes,5); t(cur.setoutputsize,5); t(setattr,cur,"arraysize","x"); t(setattr,cur,"rowcount",5); t(setattr,cur,"row_factory",5)
t(c.interrupt)
print(repr(sqlite3.Connection.row_factory), sqlite3.Cursor.__doc__)
it=c.execute("select 1 union all select 2"); print(next(it)); c.commit(); print(list(it))
it=c.execute("select column1 from (values(1),(2))"); c.close(); t(next,it)
del c
import gc; e=sqlite3.connect(":memory:"); del e; gc.collect()
print(sqlite3.Connection.__text_signature__, sqlite3.connect.__text_signature__)
print(sqlite3.Connection.cursor.__text_signature__,sqlite3.Connection.execute.__text_signature__)
print(sqlite3.adapt.__text_signature__)
import _sqlite3; print([(n,getattr(_sqlite3,n)) for n in dir(_sqlite3) if n.startswith('SQLITE_')].__len__())
