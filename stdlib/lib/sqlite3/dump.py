"""The SQL that makes a database again."""


def _name(text):
    return '"' + text.replace('"', '""') + '"'


def _string(text):
    return "'" + text.replace("'", "''") + "'"


def _objects(cursor, kind, pattern):
    where = f"{kind} AND sql NOT NULL"
    arguments = ()
    if pattern:
        where, arguments = where + " AND name LIKE ?", (pattern,)
    return cursor.execute(f"SELECT name, type, sql FROM sqlite_master WHERE {where}", arguments).fetchall()


def _rows(cursor, table):
    """An INSERT for each row, made by SQLite's own `quote`."""
    columns = [row[1] for row in cursor.execute(f"PRAGMA table_info({_name(table)})").fetchall()]
    values = " || ',' || ".join(f"quote({_name(column)})" for column in columns)
    start = _string(f"INSERT INTO {_name(table)} VALUES(")
    for row in cursor.execute(f"SELECT {start} || {values} || ')' FROM {_name(table)};"):
        yield row[0] + ";"


def _iterdump(connection, *, filter=None):
    factory, connection.row_factory = connection.row_factory, None
    cursor = connection.cursor()
    connection.row_factory = factory
    if cursor.execute("PRAGMA foreign_keys").fetchone()[0]:
        yield "PRAGMA foreign_keys=OFF;"
    yield "BEGIN TRANSACTION;"
    sequences, virtual = False, False
    for table, kind, sql in sorted(_objects(cursor, "type = 'table'", filter)):
        if table == "sqlite_sequence":
            sequences = True
            continue
        if table == "sqlite_stat1":
            yield 'ANALYZE "sqlite_master";'
        elif table.startswith("sqlite_"):
            continue
        elif sql.upper().startswith("CREATE VIRTUAL TABLE"):
            if not virtual:
                virtual = True
                yield "PRAGMA writable_schema=ON;"
            row = ",".join(map(_string, ("table", table, table)))
            yield f"INSERT INTO sqlite_master(type,name,tbl_name,rootpage,sql)VALUES({row},0,{_string(sql)});"
            continue
        else:
            yield sql + ";"
        yield from _rows(cursor, table)
    for name, kind, sql in _objects(cursor, "type IN ('index', 'trigger', 'view')", filter):
        yield sql + ";"
    if virtual:
        yield "PRAGMA writable_schema=OFF;"
    if sequences:
        yield 'DELETE FROM "sqlite_sequence";'
        yield from _rows(cursor, "sqlite_sequence")
    yield "COMMIT;"
