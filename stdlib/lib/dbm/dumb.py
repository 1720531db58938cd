"""A dumb and slow but simple dbm clone.

`name.dir` has a line for each key: the key, and where its value lies in `name.dat`, in blocks of 512 bytes. A value that
outgrows its blocks moves to the end; the room of deleted ones is lost. `name.bak` is the `.dir` before.
"""

import collections.abc
import functools
import io as _io
import os as _os

__all__ = ["error", "open"]

_BLOCKSIZE = 512
error = OSError
_ONLY_AST = 0x400


def _entry(line):
    """The key and the place that a line of the directory names: literals, which are read and not run."""
    pair = compile(line.lstrip(" \t"), "<unknown>", "eval", _ONLY_AST).body

    def value(node):
        kind = type(node).__name__
        if kind == "Constant":
            return node.value
        if kind == "Tuple":
            return tuple(map(value, node.elts))
        raise ValueError(f"malformed node or string on line {node.lineno}: {node!r}")

    key, place = value(pair)
    return key.encode("Latin-1"), place


def _octets(value, what):
    if isinstance(value, str):
        return value.encode("utf-8")
    if isinstance(value, (bytes, bytearray)):
        return value
    raise TypeError(f"{what} must be bytes or strings")


def _blocks(size):
    """How many blocks a value of that size takes."""
    return -(-size // _BLOCKSIZE)


class _Database(collections.abc.MutableMapping):

    # They are needed while the interpreter ends, when the module may be gone.
    _os = _os
    _io = _io

    def __init__(self, filebasename, mode, flag="c"):
        self._mode, self._readonly, self._index = mode, flag == "r", None
        name = self._os.fsencode(filebasename)
        self._dirfile, self._datfile, self._bakfile = (name + ending for ending in (b".dir", b".dat", b".bak"))
        self._create(flag)
        self._update(flag)

    def _create(self, flag):
        if flag == "n":
            for path in (self._datfile, self._bakfile, self._dirfile):
                try:
                    self._os.remove(path)
                except OSError:
                    pass
        try:
            self._io.open(self._datfile, "r", encoding="Latin-1").close()
        except OSError:
            if flag not in ("c", "n"):
                raise
            with self._io.open(self._datfile, "w", encoding="Latin-1"):
                self._chmod(self._datfile)

    def _update(self, flag):
        self._modified = False
        self._index = {}
        try:
            file = self._io.open(self._dirfile, "r", encoding="Latin-1")
        except OSError:
            if flag not in ("c", "n"):
                raise
            with self._io.open(self._dirfile, "w", encoding="Latin-1"):
                self._chmod(self._dirfile)
            return
        with file:
            self._index.update(_entry(line.rstrip()) for line in file)

    def _commit(self):
        if self._index is None or not self._modified:
            return
        try:
            self._os.unlink(self._bakfile)
        except OSError:
            pass
        try:
            self._os.rename(self._dirfile, self._bakfile)
        except OSError:
            pass
        with self._io.open(self._dirfile, "w", encoding="Latin-1") as file:
            self._chmod(self._dirfile)
            for key, place in self._index.items():
                self._write_entry(file, key, place)

    sync = _commit

    @staticmethod
    def _write_entry(file, key, place):
        file.write("%r, %r\n" % (key.decode("Latin-1"), place))

    def _verify_open(self):
        if self._index is None:
            raise error("DBM object has already been closed")

    def _opened(self):
        try:
            self._verify_open()
        except error as exc:
            raise exc from None

    def __getitem__(self, key):
        name = key.encode("utf-8") if isinstance(key, str) else key
        self._verify_open()
        start, size = self._index[name]
        with self._io.open(self._datfile, "rb") as content:
            content.seek(start)
            return content.read(size)

    def _addval(self, val):
        with self._io.open(self._datfile, "rb+") as file:
            end = file.seek(0, 2)
            start = (end + _BLOCKSIZE - 1) // _BLOCKSIZE * _BLOCKSIZE
            file.write(b"\0" * (start - end) + val)
        return start, len(val)

    def _setval(self, pos, val):
        with self._io.open(self._datfile, "rb+") as file:
            file.seek(pos)
            file.write(val)
        return pos, len(val)

    def _addkey(self, key, pos_and_siz_pair):
        self._index[key] = pos_and_siz_pair
        with self._io.open(self._dirfile, "a", encoding="Latin-1") as file:
            self._chmod(self._dirfile)
            self._write_entry(file, key, pos_and_siz_pair)

    def __setitem__(self, key, val):
        self._check_can_write()
        key, val = _octets(key, "keys"), _octets(val, "values")
        self._verify_open()
        self._modified = True
        if key not in self._index:
            self._addkey(key, self._addval(val))
            return
        position, size = self._index[key]
        store = self._addval if _blocks(len(val)) > _blocks(size) else functools.partial(self._setval, position)
        self._index[key] = store(val)

    def _check_can_write(self):
        if self._readonly:
            raise error("The database is opened for reading only")

    def __delitem__(self, key):
        self._check_can_write()
        octets = key.encode("utf-8") if isinstance(key, str) else key
        self._verify_open()
        self._modified = True
        del self._index[octets]
        self._commit()

    def keys(self):
        self._opened()
        return list(self._index)

    def items(self):
        self._verify_open()
        return [(key, self[key]) for key in self._index]

    def __contains__(self, key):
        if isinstance(key, str):
            key = key.encode("utf-8")
        self._opened()
        return key in self._index

    def iterkeys(self):
        self._opened()
        return iter(self._index)

    __iter__ = iterkeys

    def __len__(self):
        self._opened()
        return len(self._index)

    def close(self):
        try:
            self._commit()
        finally:
            self._index = self._datfile = self._dirfile = self._bakfile = None

    __del__ = close

    def _chmod(self, file):
        self._os.chmod(file, self._mode)

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()


def open(file, flag="c", mode=0o666):
    """Open the database file, filename, and return corresponding object.

    'c' makes one that is not there, 'n' a new one, 'r' refuses to write. *mode* are the permissions of new files, less
    what the umask takes away.
    """
    umask = _os.umask(0)
    _os.umask(umask)
    if flag not in ("r", "w", "c", "n"):
        raise ValueError("Flag must be one of 'r', 'w', 'c', or 'n'")
    return _Database(file, mode & ~umask, flag=flag)
