"""Temporary files and folders (mirrors Lib/tempfile.py)."""

__all__ = ["NamedTemporaryFile", "TemporaryFile", "SpooledTemporaryFile", "TemporaryDirectory", "mkstemp",
           "mkdtemp", "mktemp", "TMP_MAX", "gettempprefix", "tempdir", "gettempdir", "gettempprefixb", "gettempdirb"]

import errno
import functools
import io
import os
import shutil
import sys
import types
import weakref

template = "tmp"
tempdir = None
TMP_MAX = getattr(os, 'TMP_MAX', 10000)
_flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
_letters = "abcdefghijklmnopqrstuvwxyz0123456789_"


def _random_name():
    return ''.join(_letters[byte % len(_letters)] for byte in os.urandom(8))


def _candidates():
    for name in ('TMPDIR', 'TEMP', 'TMP'):
        if folder := os.getenv(name):
            yield folder
    yield from ('/tmp', '/var/tmp', '/usr/tmp')
    try:
        yield os.getcwd()
    except OSError:
        yield os.curdir


def _find_folder():
    """The first folder that a file can be made in."""
    tried = []
    for folder in _candidates():
        if folder != os.curdir:
            folder = os.path.abspath(folder)
        tried.append(folder)
        try:
            fd, path = _make(folder, '', '', os.open)
        except OSError:
            continue
        os.close(fd)
        os.unlink(path)
        return folder
    raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found in %s" % tried)


def gettempprefix():
    """The default prefix for temporary directories as string."""
    return os.fsdecode(template)


def gettempprefixb():
    """The default prefix for temporary directories as bytes."""
    return os.fsencode(template)


def gettempdir():
    """Returns tempfile.tempdir as str."""
    global tempdir
    if tempdir is None:
        tempdir = _find_folder()
    return os.fsdecode(tempdir)


def gettempdirb():
    """Returns tempfile.tempdir as bytes."""
    return os.fsencode(gettempdir())


def _parts(prefix, suffix, folder):
    """The three with their defaults, all str or all bytes."""
    kind = None
    for part in (folder, prefix, suffix):
        if part is None:
            continue
        own = bytes if isinstance(os.fspath(part), bytes) else str
        if kind not in (None, own):
            raise TypeError("Can't mix bytes and non-bytes in path components.")
        kind = own
    kind = kind or (bytes if isinstance(tempdir, bytes) else str)
    binary = kind is bytes
    if suffix is None:
        suffix = kind()
    if prefix is None:
        prefix = gettempprefixb() if binary else gettempprefix()
    if folder is None:
        folder = gettempdirb() if binary else gettempdir()
    return prefix, suffix, folder, kind


def _make(folder, prefix, suffix, make, *args):
    """Makes something under a new name: what `make` gives, and the path."""
    for _ in range(TMP_MAX):
        name = _random_name()
        if isinstance(prefix, bytes):
            name = name.encode()
        path = os.path.abspath(os.path.join(folder, prefix + name + suffix))
        try:
            if make is os.open:
                return os.open(path, args[0] if args else _flags, 0o600), path
            return make(path, *args), path
        except FileExistsError:
            continue
    raise FileExistsError(errno.EEXIST, "No usable temporary file name found")


def mkstemp(suffix=None, prefix=None, dir=None, text=False):
    """User-callable function to create and return a unique temporary file."""
    prefix, suffix, dir, _ = _parts(prefix, suffix, dir)
    sys.audit("tempfile.mkstemp", dir)
    return _make(dir, prefix, suffix, os.open)


def mkdtemp(suffix=None, prefix=None, dir=None):
    """Make a folder that only the user can see into, and give its path."""
    prefix, suffix, dir, _ = _parts(prefix, suffix, dir)
    sys.audit("tempfile.mkdtemp", dir)
    return _make(dir, prefix, suffix, os.mkdir, 0o700)[1]


def mktemp(suffix="", prefix=template, dir=None):
    """A name that no file has; another program may make one meanwhile."""
    if dir is None:
        dir = gettempdir()
    for _ in range(TMP_MAX):
        path = os.path.join(dir, prefix + _random_name() + suffix)
        if not os.path.lexists(path):
            return path
    raise FileExistsError(errno.EEXIST, "No usable temporary filename found")


class _Closer:
    """Closes and removes a named file once."""

    def __init__(self, file, name, delete, on_close):
        self.file, self.name, self.delete, self.on_close = file, name, delete, on_close
        self.removed = False

    def remove(self):
        if self.delete and not self.removed:
            self.removed = True
            os.unlink(self.name)

    def close(self):
        try:
            self.file.close()
        finally:
            if self.on_close:
                self.remove()

    def __del__(self):
        try:
            self.file.close()
        finally:
            self.remove()


class _TemporaryFileWrapper:
    """Temporary file wrapper"""

    def __init__(self, file, name, delete=True, delete_on_close=True):
        self.file = file
        self.name = name
        self._closer = _Closer(file, name, delete, delete_on_close)

    def __repr__(self):
        return f"<{self.__class__.__module__}.{self.__class__.__qualname__} {self.file=}>".replace('self.', '')

    def __getattr__(self, name):
        value = getattr(self.__dict__['file'], name)
        if hasattr(value, '__call__'):
            method = value
            closer = self._closer

            @functools.wraps(method)
            def value(*args, **kwargs):
                # The wrapper lives as long as a method of it does.
                closer
                return method(*args, **kwargs)
        if not isinstance(value, int):
            setattr(self, name, value)
        return value

    def __enter__(self):
        self.file.__enter__()
        return self

    def __exit__(self, exc, value, tb):
        result = self.file.__exit__(exc, value, tb)
        self._closer.close()
        self._closer.remove()
        return result

    def close(self):
        """Close the temporary file, possibly deleting it."""
        self._closer.close()

    def __iter__(self):
        for line in self.file:
            yield line


def _open(fd, mode, buffering, encoding, newline, errors, name):
    try:
        file = io.open(fd, mode, buffering=buffering, encoding=encoding, newline=newline, errors=errors)
    except BaseException:
        os.close(fd)
        raise
    raw = getattr(file, 'buffer', file)
    raw = getattr(raw, 'raw', raw)
    raw.name = name
    return file


def NamedTemporaryFile(mode='w+b', buffering=-1, encoding=None, newline=None, suffix=None, prefix=None, dir=None,
                       delete=True, *, errors=None, delete_on_close=True):
    """Create and return a temporary file."""
    prefix, suffix, dir, _ = _parts(prefix, suffix, dir)
    if "b" not in mode:
        encoding = io.text_encoding(encoding)
    fd, name = _make(dir, prefix, suffix, os.open)
    try:
        file = _open(fd, mode, buffering, encoding, newline, errors, name)
        return _TemporaryFileWrapper(file, name, delete, delete_on_close)
    except BaseException:
        os.unlink(name)
        raise


def TemporaryFile(mode='w+b', buffering=-1, encoding=None, newline=None, suffix=None, prefix=None, dir=None, *,
                  errors=None):
    """Create and return a temporary file.

    The file has no name, and will cease to exist when it is closed."""
    if "b" not in mode:
        encoding = io.text_encoding(encoding)
    prefix, suffix, dir, _ = _parts(prefix, suffix, dir)
    fd, name = _make(dir, prefix, suffix, os.open)
    os.unlink(name)
    return _open(fd, mode, buffering, encoding, newline, errors, fd)


class SpooledTemporaryFile(io.IOBase):
    _rolled = False

    def __init__(self, max_size=0, mode='w+b', buffering=-1, encoding=None, newline=None, suffix=None, prefix=None,
                 dir=None, *, errors=None):
        self._file = io.BytesIO()
        if 'b' not in mode:
            encoding = io.text_encoding(encoding)
            self._file = io.TextIOWrapper(self._file, encoding, errors, newline)
        self._max_size, self._rolled = max_size, False
        # For the file on disk.
        self._TemporaryFileArgs = dict(mode=mode, buffering=buffering, suffix=suffix, prefix=prefix,
                                       encoding=encoding, newline=newline, dir=dir, errors=errors)

    __class_getitem__ = classmethod(types.GenericAlias)

    def _check(self, file):
        if not self._rolled and self._max_size and file.tell() > self._max_size:
            self.rollover()

    def rollover(self):
        if self._rolled:
            return
        spooled, on_disk = self._file, TemporaryFile(**self._TemporaryFileArgs)
        self._file = on_disk
        del self._TemporaryFileArgs
        place = spooled.tell()
        is_text = hasattr(on_disk, 'buffer')
        content = (spooled.detach() if is_text else spooled).getvalue()
        (on_disk.buffer if is_text else on_disk).write(content)
        on_disk.seek(place)
        self._rolled = True

    def __enter__(self):
        if self._file.closed:
            raise ValueError("Cannot enter context with closed file")
        return self

    def __exit__(self, exc, value, tb):
        self._file.close()

    def __iter__(self):
        return self._file.__iter__()

    def __del__(self):
        if not self.closed:
            import warnings
            warnings.warn("Unclosed file {!r}".format(self), ResourceWarning, stacklevel=2, source=self)
            self.close()

    def close(self):
        self._file.close()

    @property
    def closed(self):
        return self._file.closed

    @property
    def encoding(self):
        return self._file.encoding

    @property
    def errors(self):
        return self._file.errors

    def fileno(self):
        self.rollover()
        return self._file.fileno()

    def flush(self):
        self._file.flush()

    def isatty(self):
        return self._file.isatty()

    @property
    def mode(self):
        try:
            return self._file.mode
        except AttributeError:
            return self._TemporaryFileArgs['mode']

    @property
    def name(self):
        try:
            return self._file.name
        except AttributeError:
            return None

    @property
    def newlines(self):
        return self._file.newlines

    def readable(self):
        return self._file.readable()

    def read(self, *args):
        return self._file.read(*args)

    def read1(self, *args):
        return self._file.read1(*args)

    def readinto(self, b):
        return self._file.readinto(b)

    def readinto1(self, b):
        return self._file.readinto1(b)

    def readline(self, *args):
        return self._file.readline(*args)

    def readlines(self, *args):
        return self._file.readlines(*args)

    def seekable(self):
        return self._file.seekable()

    def seek(self, *args):
        return self._file.seek(*args)

    def tell(self):
        return self._file.tell()

    def truncate(self, size=None):
        if size is None:
            return self._file.truncate()
        if size > self._max_size:
            self.rollover()
        return self._file.truncate(size)

    def writable(self):
        return self._file.writable()

    def write(self, s):
        written = self._file.write(s)
        self._check(self._file)
        return written

    def writelines(self, iterable):
        if self._max_size == 0 or self._rolled:
            return self._file.writelines(iterable)
        lines = iter(iterable)
        for line in lines:
            self._file.write(line)
            self._check(self._file)
            if self._rolled:
                return self._file.writelines(lines)

    def detach(self):
        return self._file.detach()


class TemporaryDirectory:
    """A folder that goes, with all in it, at the end of the block."""

    def __init__(self, suffix=None, prefix=None, dir=None, ignore_cleanup_errors=False, *, delete=True):
        self.name = mkdtemp(suffix, prefix, dir)
        self._ignore_cleanup_errors = ignore_cleanup_errors
        self._delete = delete
        self._finalizer = weakref.finalize(self, self._cleanup, self.name, ignore_errors=ignore_cleanup_errors,
                                           delete=delete)

    @classmethod
    def _cleanup(cls, name, ignore_errors=False, delete=True):
        if delete:
            shutil.rmtree(name, ignore_errors=ignore_errors)

    def __repr__(self):
        return "<{} {!r}>".format(self.__class__.__name__, self.name)

    def __enter__(self):
        return self.name

    def __exit__(self, exc, value, tb):
        if self._delete:
            self.cleanup()

    def cleanup(self):
        if self._finalizer.detach() or os.path.exists(self.name):
            shutil.rmtree(self.name, ignore_errors=self._ignore_cleanup_errors)
