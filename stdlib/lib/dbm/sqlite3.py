"""A dbm database in a SQLite file, in the table `Dict (key, value)`. What SQLite does is in `_dbm_sqlite`."""

import os
from collections.abc import MutableMapping

import _dbm_sqlite

_ERR_CLOSED = "DBM object has already been closed"
_ERR_REINIT = "DBM object does not support reinitialization"
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
            self._cx = _dbm_sqlite.connect(os.fsencode(path), _MODES[flag])
        except _dbm_sqlite.Error as exc:
            raise error(str(exc))
        self._cx.use_log()
        if flag != "r":
            self._do("make")

    def _do(self, action, *args):
        if not self._cx:
            raise error(_ERR_CLOSED)
        try:
            return getattr(self._cx, action)(*args)
        except _dbm_sqlite.Error as exc:
            raise error(str(exc))

    def __len__(self):
        return self._do("size")

    def __getitem__(self, key):
        row = self._do("lookup", key)
        if not row:
            raise KeyError(key)
        return row[0]

    def __setitem__(self, key, value):
        self._do("store", key, value)

    def __delitem__(self, key):
        if not self._do("delete", key):
            raise KeyError(key)

    def __iter__(self):
        yield from self._do("keys")

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
