"""sqlite3: databases in files, dumps, traces, progress, complete statements, two connections."""

import os
import pickle
import sqlite3

db = sqlite3.connect("x.db", timeout=0.05)
db.executescript("""
create table people(id integer primary key autoincrement, name text, data blob);
create index by_name on people(name);
create view names as select name from people;
create trigger t after insert on people begin update people set data = x'00' where data is null; end;
""")
with db:
    db.executemany("insert into people(name, data) values (?, ?)", [("a'b", pickle.dumps([1, 2], 5)), ("c", None), ("dé", b"")])
print(*db.iterdump(), sep="\n")
print("-- filter")
print(*db.iterdump(filter="people"), sep="\n")
print([(name, pickle.loads(data) if len(data) > 1 else data) for name, data in db.execute("select name, data from people")])

other = sqlite3.connect("x.db", timeout=0.05)
print(other.execute("select count(*) from people").fetchone())
db.execute("insert into people(name) values ('uncommitted')")
try:
    other.execute("insert into people(name) values ('second writer')")
except sqlite3.OperationalError as error:
    print(error, error.sqlite_errorname)
print(other.execute("select count(*) from people").fetchone())
db.rollback()
other.execute("insert into people(name) values ('second writer')")
other.commit()
print(db.execute("select count(*) from people").fetchone(), db.in_transaction)
other.close()
db.close()

copy = sqlite3.connect(":memory:")
source = sqlite3.connect("x.db")
copy.executescript("".join(source.iterdump()))
print(list(copy.execute("select id, name from people order by id")))
source.close()
print(sorted(os.listdir()))
for path, mode in (("x.db", "ro"), ("missing.db", "ro"), ("missing.db", "rw")):
    try:
        con = sqlite3.connect(f"file:{path}?mode={mode}", uri=True)
        con.execute("insert into people(name) values ('x')")
    except sqlite3.OperationalError as error:
        print(path, mode, error, error.sqlite_errorname)
    else:
        con.close()
open("no.db", "wb").write(b"this is no database at all" * 100)
try:
    sqlite3.connect("no.db").execute("select * from x")
except sqlite3.DatabaseError as error:
    print(type(error).__name__, error)

seen = []
copy.set_trace_callback(seen.append)
copy.execute("select ?, 'x'", (5,)).fetchall()
copy.execute("insert into people(name) values (?)", ("traced",))
copy.commit()
copy.set_trace_callback(None)
copy.execute("select 1").fetchall()
print(*seen, sep="\n")

copy.set_progress_handler(lambda: 1, 1)
try:
    copy.execute("with recursive n(i) as (select 1 union all select i + 1 from n where i < 100000) select count(*) from n").fetchall()
except sqlite3.OperationalError as error:
    print(error, error.sqlite_errorname)
copy.set_progress_handler(None, 1)
print(copy.execute("with recursive n(i) as (select 1 union all select i + 1 from n where i < 1000) select count(*) from n").fetchall())
endless = copy.execute("with recursive n(i) as (select 1 union all select i + 1 from n) select i from n")
print([next(endless)[0] for _ in range(3)], endless.fetchmany(2), endless.fetchone())
copy.close()

for text in (
    "select 1;", "select 1", "", ";", "select ';", "select ';';", "-- x;", "select 1; -- x", "/* ; */", "/* ;", "select 1; /* x */",
    "create trigger a after insert on b begin select 1;", "create trigger a after insert on b begin select 1; end;",
    "create temp trigger a after insert on b begin select 1; end; ", "explain create trigger a begin select 1;", "create table x(a); x",
    'select "a;', "select [a;]", "select [a;];", "select `;`;",
):
    print(repr(text), sqlite3.complete_statement(text))
