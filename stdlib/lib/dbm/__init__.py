"""Generic interface to all dbm clones.

`open(file, flag)` finds out what kind of database a file is and opens it: a mapping from bytes to bytes that is kept on
disk. A new one is of the first kind that is there. `whichdb(file)` tells the kind.
"""

__all__ = ["open", "whichdb", "error"]

import io
import os
import struct


class error(OSError):
    pass


error.__module__ = "dbm"
_names = ["dbm.sqlite3", "dbm.gnu", "dbm.ndbm", "dbm.dumb"]
_defaultmod = None
_modules = {}
error = (error, OSError)

try:
    from dbm import ndbm
except ImportError:
    ndbm = None

_GNU_MAGIC = (0x13579ACE, 0x13579ACD, 0x13579ACF)


def _load_modules():
    """Those of the kinds of databases that can be imported; the first is what new ones are."""
    global _defaultmod
    for name in _names:
        try:
            _modules[name] = module = __import__(name, fromlist=["open"])
        except ImportError:
            continue
        _defaultmod = _defaultmod or module
    if _defaultmod is None:
        raise ImportError("no dbm clone found; tried %s" % _names)


def open(file, flag="r", mode=0o666):
    """Open or create database at path given by *file*.

    Flags: 'r' reading (default), 'w' reading and writing, 'c' the same of one that is made if it is not there, 'n'
    always a new one. *mode* are the permissions of a new file.
    """
    if _defaultmod is None:
        _load_modules()
    kind = None if "n" in flag else whichdb(file)
    if kind is None and not {"c", "n"}.intersection(flag):
        raise error[0]("db file doesn't exist; use 'c' or 'n' flag to create a new db")
    if kind == "":
        raise error[0]("db type could not be determined")
    module = _defaultmod if kind is None else _modules.get(kind)
    if module is None:
        raise error[0](f"db type is {kind}, but the module is not available")
    return module.open(file, flag, mode)


def _is_there(*paths):
    try:
        for path in paths:
            io.open(path, "rb").close()
    except OSError:
        return False
    return True


def whichdb(filename):
    """Guess which db package to use to open a db file.

    None where the file cannot be read, '' where the kind is not known, else the name of the module.
    """
    filename = os.fsencode(filename)
    if _is_there(filename + b".pag", filename + b".dir"):
        return "dbm.ndbm"
    if ndbm is not None and _is_there(filename + b".db"):
        try:
            ndbm.open(filename.decode()).close()
            return "dbm.ndbm"
        except error:
            pass
    try:
        os.stat(filename + b".dat")
        if os.stat(filename + b".dir").st_size == 0:
            return "dbm.dumb"
        with io.open(filename + b".dir", "rb") as file:
            if file.read(1) in (b"'", b'"'):
                return "dbm.dumb"
    except OSError:
        pass
    try:
        with io.open(filename, "rb") as file:
            start = file.read(16)
    except OSError:
        return None
    if len(start) < 4:
        return ""
    if start == b"SQLite format 3\0":
        return "dbm.sqlite3"
    return "dbm.gnu" if struct.unpack("=l", start[:4])[0] in _GNU_MAGIC else ""


if __name__ == "__main__":
    import sys

    for filename in sys.argv[1:]:
        print(whichdb(filename) or "UNKNOWN", filename)
