"""A dbm database in a SQLite file, in the table `Dict (key, value)`."""

import contextlib
import os
from collections.abc import MutableMapping

import _sqlite3

_ERR_CLOSED = "DBM object has already been closed"
_ERR_REINIT = "DBM object does not support reinitialization"
_MAKE = "CREATE TABLE IF NOT EXISTS Dict (\n    key BLOB UNIQUE NOT NULL,\n    value BLOB NOT NULL\n  )"
_SIZE = "SELECT COUNT (key) FROM Dict"
_LOOKUP = "SELECT value FROM Dict WHERE key = CAST(? AS BLOB)"
_STORE = "REPLACE INTO Dict (key, value) VALUES (CAST(? AS BLOB), CAST(? AS BLOB))"
_DELETE = "DELETE FROM Dict WHERE key = CAST(? AS BLOB)"
_KEYS = "SELECT key FROM Dict"
# Characters that mean something in a URI.
_SPECIAL = str.maketrans({"%": "%25", "#": "%23", "?": "%3f"})
_MODES = {"r": "ro", "w": "rw", "c": "rwc", "n": "rwc"}


class error(OSError):
    pass


class _Database(MutableMapping):

    def __init__(self, path, /, *, flag, mode):
        if hasattr(self, "_cx"):
            raise error(_ERR_REINIT)
        path = os.fsdecode(path) or os.curdir
        if flag not in _MODES:
            raise ValueError("Flag must be one of 'r', 'w', 'c', or 'n', " f"not {flag!r}")
        if flag == "n":
            try:
                os.unlink(path)
            except FileNotFoundError:
                pass
        if flag in "cn":
            _touch(path, mode)
        try:
            self._cx = _connect(os.path.abspath(path), _MODES[flag])
        except _sqlite3.Error as exc:
            raise error(str(exc))
        # What is committed is there after a crash of the program; the log makes that fast.
        with contextlib.suppress(_sqlite3.OperationalError):
            self._cx.execute("PRAGMA journal_mode = wal")
        if flag != "r":
            self._do(_MAKE)

    def _do(self, statement, *args):
        if not self._cx:
            raise error(_ERR_CLOSED)
        try:
            return self._cx.execute(statement, args)
        except _sqlite3.Error as exc:
            raise error(str(exc))

    def __len__(self):
        return self._do(_SIZE).fetchone()[0]

    def __getitem__(self, key):
        row = self._do(_LOOKUP, key).fetchone()
        if not row:
            raise KeyError(key)
        return row[0]

    def __setitem__(self, key, value):
        self._do(_STORE, key, value)

    def __delitem__(self, key):
        if not self._do(_DELETE, key).rowcount:
            raise KeyError(key)

    def __iter__(self):
        try:
            for row in self._do(_KEYS):
                yield row[0]
        except _sqlite3.Error as exc:
            raise error(str(exc))

    def close(self):
        if self._cx:
            self._cx.close()
            self._cx = None

    def keys(self):
        return list(super().keys())

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()


def _connect(path, mode):
    return _sqlite3.connect("file:" + path.translate(_SPECIAL) + f"?mode={mode}", autocommit=True, uri=True)


def _touch(path, mode):
    # A file that is there keeps what is in it.
    try:
        os.utime(path)
    except OSError:
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, mode))


def open(filename, /, flag="r", mode=0o666):
    """Open a dbm.sqlite3 database and return the dbm object.

    The flags are those of `dbm.open`; *mode* are the permissions of a new file.
    """
    return _Database(filename, flag=flag, mode=mode)
