"""sqlite3: statements, cursors, transactions, functions and their errors."""

import sqlite3

from attempts import t

c=sqlite3.connect(":memory:")
cur=c.cursor()
print(cur.lastrowid,cur.rowcount,cur.description,cur.arraysize,cur.row_factory,cur.connection is c)
t(c.execute,""); t(c.execute,"-- x"); t(c.execute,"  "); t(c.execute,"select 1; select 2"); t(c.execute,"select 1; garbage"); t(c.execute,"select 1; -- x"); t(c.execute, "select 1;;")
t(c.execute,"garbage"); t(c.execute,"select \0"); t(c.executescript,"select \0"); t(c.execute, 5); t(c.executescript,5)
t(c.execute,"select ?",()); t(c.execute,"select ?",(1,2)); t(c.execute,"select :a",{}); t(c.execute,"select ?",{"a":1}); t(c.execute,"select :a",(1,)); t(c.execute,"select ?",5); t(c.execute,"select ?",(2**63,)); t(c.execute,"select ?",(object(),)); t(c.execute,"select :a",{"a":[]}); t(c.execute,"select ?",("\ud800",))
t(c.execute, "select ?", [1j]); t(c.execute,"select ?",{1}); t(c.execute,"select ?", "a"); t(c.execute, "select ?1, ?3", (1,2,3))
cur=c.execute("create table t(a integer primary key, b)"); print(cur.lastrowid,cur.rowcount,cur.description)
cur=c.execute("insert into t values(?,?)",(5,'x')); print(cur.lastrowid,cur.rowcount,cur.description,c.in_transaction,c.total_changes)
cur=c.executemany("insert into t values(?,?)",[(6,'x'),(7,b'z')]); print(cur.lastrowid,cur.rowcount,cur.description)
cur=c.execute("select * from t"); print(cur.lastrowid,cur.rowcount,cur.description, cur.fetchone(), cur.fetchmany(), cur.fetchall(), cur.fetchone(), cur.fetchall())
cur=c.execute("insert into t(b) values(8),(9) returning a"); print(cur.rowcount, cur.fetchone(), cur.rowcount, cur.fetchall(), cur.rowcount)
cur=c.execute("update t set b=1"); print(cur.rowcount)
t(c.executemany,"select ?",[(1,)]); t(c.executemany,"create table x(y)",[()]); t(c.executemany,"insert into t values(?,?)",5)
t(c.execute,"insert into t values(5,5)"); t(c.execute,"select nofunc()"); 
t(c.executemany,"insert into t values(?,?)",[(100,1),(100,2)])
print(c.isolation_level, c.row_factory, c.text_factory, c.autocommit)
for v in ["x",5,None,"immediate","","Deferred"]:
    def s(): c.isolation_level=v
    t(s); print(repr(c.isolation_level), c.in_transaction)
t(lambda: c.__delattr__("isolation_level"))
c.commit(); c.close(); t(c.close); t(c.execute,"select 1"); t(cur.execute,"x"); t(cur.fetchone); t(lambda: c.in_transaction); t(lambda: c.total_changes); t(c.commit); t(c.cursor); t(lambda: c.isolation_level); t(lambda:c.row_factory); t(c.__enter__); t(cur.close); t(cur.fetchone)
class C(sqlite3.Connection):
    def __init__(self): pass
x=C(); t(x.execute,"s"); t(x.close); t(lambda:x.in_transaction); t(lambda: x.row_factory); t(lambda: x.isolation_level)
class D(sqlite3.Cursor):
    def __init__(self): pass
x=D(); t(x.execute,"s"); t(x.fetchone); t(x.close); print(x.rowcount if 0 else ''); t(lambda: x.connection)
t(sqlite3.connect); t(sqlite3.connect,5); t(sqlite3.connect,"/nonexistent/x"); t(sqlite3.connect,":memory:",1.0); t(sqlite3.connect,":memory:",isolation_level="x"); t(sqlite3.connect,":memory:",foo=1)
t(sqlite3.connect,":memory:", autocommit=5); t(sqlite3.connect,":memory:", factory=int); t(sqlite3.connect,b":memory:"); t(sqlite3.connect,":mem\0ory:")
t(sqlite3.Connection, ":memory:", 5.0)
c=sqlite3.connect(":memory:")
t(c.cursor, int); t(c.cursor, lambda c: 5); t(c.cursor,factory=sqlite3.Cursor); t(sqlite3.Cursor,5); t(sqlite3.Cursor)
t(cur.fetchmany,-1)
cur=c.execute("select 1 union select 2 union select 3"); print(list(cur)); t(next,cur)
c.create_function("f",1,lambda x: x*2 if x!=3 else 1/0)
t(lambda: c.execute("select f(2), f('a'), f(2.5), f(x'41')").fetchall()); t(lambda: c.execute("select f(3)").fetchall()); t(lambda: c.execute("select f(null)").fetchall())
c.create_function("g",-1,lambda *a: a[0])
c.create_function("big",0,lambda: 2**63); t(lambda: c.execute("select big()").fetchall()); 
c.create_function("lst",0,lambda: []); t(lambda: c.execute("select lst()").fetchall()); c.create_function("lst",0,None); t(lambda: c.execute("select lst()").fetchall())
c.create_function("me",0,lambda: (_ for _ in ()).throw(MemoryError)); t(lambda: c.execute("select me()").fetchall())
t(c.create_function,"f",-2,None); t(c.create_function,"f",200,lambda:1); t(c.create_function,name="f",narg=1,func=abs,deterministic=True)
class A:
    def __init__(s): s.n=0
    def step(s,x): s.n+=x
    def finalize(s): return s.n
c.create_aggregate("mysum",1,A); t(lambda: c.execute("select mysum(column1) from (values(1),(2))").fetchall()); t(lambda: c.execute("select mysum(1) where 0").fetchall())
class B: pass
c.create_aggregate("b",1,B); t(lambda: c.execute("select b(1)").fetchall())
class B2:
    def __init__(s): 1/0
c.create_aggregate("b",1,B2); t(lambda: c.execute("select b(1)").fetchall())
class B3:
    def step(s,x): 1/0
    def finalize(s): return 1
c.create_aggregate("b",1,B3); t(lambda: c.execute("select b(1)").fetchall())
class B4:
    def step(s,x): pass
    def finalize(s): 1/0
c.create_aggregate("b",1,B4); t(lambda: c.execute("select b(1)").fetchall())
c.create_collation("rev",lambda a,b: (a<b)-(a>b)); t(lambda: c.execute("select column1 from (values('a'),('c'),('b')) order by 1 collate rev").fetchall())
c.create_collation("rev",None); t(lambda: c.execute("select column1 from (values('a'),('c'),('b')) order by 1 collate rev").fetchall())
t(c.create_collation,"x",5)
