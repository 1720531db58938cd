"""Operating system interfaces (mirrors Lib/os.py on POSIX)."""
import abc
import stat as st
import sys

import posixpath as path
from posix import *
from posix import _exit, _have_functions, environ as _inherited
from posixpath import altsep, curdir, defpath, devnull, extsep, pardir, pathsep, sep

from _collections_abc import Mapping, MutableMapping

sys.modules['os.path'] = path
GenericAlias = type(list[int])

name = 'posix'
linesep = '\n'
SEEK_SET, SEEK_CUR, SEEK_END = 0, 1, 2
P_WAIT, P_NOWAIT = 0, 1
P_NOWAITO = P_NOWAIT
supports_bytes_environ = True

# Which functions take a descriptor in place of a path, a `dir_fd`, `effective_ids` and `follow_symlinks`.
supports_fd = {chdir, chmod, chown, execve, listdir, pathconf, scandir, stat, statvfs, truncate, utime}
supports_dir_fd = {access, chmod, chown, link, mkdir, mkfifo, mknod, open, readlink, rename, rmdir, stat, symlink,
                   unlink, utime}
supports_effective_ids = {access}
supports_follow_symlinks = {access, chown, link, stat, utime}


def fsencode(filename):
    filename = fspath(filename)
    return filename.encode('utf-8', 'surrogateescape') if isinstance(filename, str) else filename


def fsdecode(filename):
    """A file name as text; what cannot be decoded becomes surrogates."""
    filename = fspath(filename)
    return filename.decode('utf-8', 'surrogateescape') if isinstance(filename, bytes) else filename


def makedirs(name, mode=0o777, exist_ok=False):
    """makedirs(name [, mode=0o777][, exist_ok=False])

Make a folder and those above it that are not there."""
    head, tail = path.split(name)
    if not tail:
        head, tail = path.split(head)
    if head and tail and not path.exists(head):
        try:
            makedirs(head, exist_ok=exist_ok)
        except FileExistsError:
            # Somebody else made it in between.
            pass
        if tail == curdir or tail == curdir.encode():
            return
    try:
        mkdir(name, mode)
    except OSError:
        if not exist_ok or not path.isdir(name):
            raise


def _folder_above(name):
    """The folder that a name is in; nothing of a name that ends with a slash."""
    folder, last = path.split(name)
    return last and folder


def removedirs(name):
    """removedirs(name)

Remove an empty folder, and those above it that are empty then."""
    rmdir(name)
    above = _folder_above(name)
    if not path.basename(name):
        # That was the name without the slash at its end.
        above = _folder_above(path.dirname(name))
    while above:
        try:
            rmdir(above)
        except OSError:
            return
        above = _folder_above(above)


def renames(old, new):
    """renames(old, new)

Rename, make the folders that the new name needs, and remove those of the old name that are empty then."""
    above = _folder_above(new)
    if above and not path.exists(above):
        makedirs(above)
    rename(old, new)
    left = _folder_above(old)
    if left:
        try:
            removedirs(left)
        except OSError:
            return


def walk(top, topdown=True, onerror=None, followlinks=False):
    """Directory tree generator.

For each directory in the directory tree rooted at top, yields a 3-tuple
dirpath, dirnames, filenames."""
    sys.audit("os.walk", top, topdown, onerror, followlinks)
    stack = [fspath(top)]
    while stack:
        folder = stack.pop()
        if isinstance(folder, tuple):
            yield folder
            continue
        dirs, files, inner = [], [], []
        try:
            with scandir(folder) as entries:
                for entry in entries:
                    try:
                        is_dir = entry.is_dir()
                    except OSError:
                        is_dir = False
                    (dirs if is_dir else files).append(entry.name)
                    if is_dir and not topdown and (followlinks or not _is_link(entry)):
                        inner.append(entry.path)
        except OSError as error:
            if onerror is not None:
                onerror(error)
            continue
        if topdown:
            yield folder, dirs, files
            # The caller may have changed `dirs`; islink is asked now, for the same reason.
            for each in reversed(dirs):
                inside = path.join(folder, each)
                if followlinks or not path.islink(inside):
                    stack.append(inside)
        else:
            stack.append((folder, dirs, files))
            stack.extend(reversed(inner))


def _is_link(entry):
    try:
        return entry.is_symlink()
    except OSError:
        return False


def fwalk(top=".", topdown=True, onerror=None, *, follow_symlinks=False, dir_fd=None):
    """As walk(), with an open descriptor of the folder as a fourth item."""
    sys.audit("os.fwalk", top, topdown, onerror, follow_symlinks, dir_fd)
    top = fspath(top)
    flags = O_RDONLY | O_NONBLOCK | O_DIRECTORY
    try:
        before = None if follow_symlinks else stat(top, follow_symlinks=False, dir_fd=dir_fd)
        fd = open(top, flags, dir_fd=dir_fd)
    except OSError as error:
        if onerror is not None:
            onerror(error)
        return
    try:
        if before is not None and not (st.S_ISDIR(before.st_mode) and path.samestat(before, stat(fd))):
            return
        dirs, files = [], []
        for entry in list(scandir(fd)):
            (dirs if entry.is_dir() else files).append(fsencode(entry.name) if isinstance(top, bytes)
                                                       else entry.name)
        if topdown:
            yield top, dirs, files, fd
        for each in dirs:
            for below in fwalk(each, topdown, onerror, follow_symlinks=follow_symlinks, dir_fd=fd):
                yield (path.join(top, below[0]), *below[1:])
        if not topdown:
            yield top, dirs, files, fd
    finally:
        close(fd)


def execl(file, *args):
    """execl(file, *args)

Run the program in the place of this one."""
    execv(file, args)


def execle(file, *args):
    """execle(file, *args, env)"""
    *args, env = args
    execve(file, args, env)


def execlp(file, *args):
    """execlp(file, *args)"""
    execvp(file, args)


def execlpe(file, *args):
    """execlpe(file, *args, env)"""
    *args, env = args
    execvpe(file, args, env)


def execvp(file, args):
    """execvp(file, args)"""
    _execvpe(file, args)


def execvpe(file, args, env):
    """execvpe(file, args, env)"""
    _execvpe(file, args, env)


def _execvpe(file, args, env=None):
    run = (lambda target: execv(target, args)) if env is None else (lambda target: execve(target, args, env))
    if path.dirname(file):
        return run(file)
    kept = None
    for folder in map(fsencode, get_exec_path(env)):
        try:
            run(path.join(folder, fsencode(file)))
        except (FileNotFoundError, NotADirectoryError) as error:
            last = error
        except OSError as error:
            last = error
            kept = kept or error
    raise kept or last


def _spawn(mode, run, file, args, *env):
    """Runs a program in a child, and waits for its exit code where `mode` is P_WAIT."""
    if not isinstance(args, (tuple, list)):
        raise TypeError('argv must be a tuple or a list')
    if not (args and args[0]):
        raise ValueError('argv first element cannot be empty')
    child = fork()
    if child == 0:
        try:
            run(file, args, *env)
        finally:
            # Only a program that did not start gets here.
            _exit(127)
    status = None
    while mode != P_NOWAIT and (status is None or WIFSTOPPED(status)):
        status = waitpid(child, 0)[1]
    return child if status is None else waitstatus_to_exitcode(status)


def spawnv(mode, file, args):
    """spawnv(mode, file, args) -> integer"""
    return _spawn(mode, execv, file, args)


def spawnve(mode, file, args, env):
    """spawnve(mode, file, args, env) -> integer"""
    return _spawn(mode, execve, file, args, env)


def spawnvp(mode, file, args):
    """spawnvp(mode, file, args) -> integer"""
    return _spawn(mode, execvp, file, args)


def spawnvpe(mode, file, args, env):
    """spawnvpe(mode, file, args, env) -> integer"""
    return _spawn(mode, execvpe, file, args, env)


def spawnl(mode, file, *args):
    """spawnl(mode, file, *args) -> integer"""
    return spawnv(mode, file, args)


def spawnle(mode, file, *args):
    """spawnle(mode, file, *args, env) -> integer"""
    return spawnve(mode, file, args[:-1], args[-1])


def spawnlp(mode, file, *args):
    """spawnlp(mode, file, *args) -> integer"""
    return spawnvp(mode, file, args)


def spawnlpe(mode, file, *args):
    """spawnlpe(mode, file, *args, env) -> integer"""
    return spawnvpe(mode, file, args[:-1], args[-1])


class _wrap_close:
    """The stream of a program that popen() started: closing it waits for the program."""

    def __init__(self, stream, proc):
        self._stream, self._proc = stream, proc

    def close(self):
        """The exit status as wait() has it, None for zero."""
        self._stream.close()
        code = self._proc.wait()
        if code == 0:
            return None
        return code << 8

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()

    def __getattr__(self, name):
        return getattr(self._stream, name)

    def __iter__(self):
        return iter(self._stream)


def popen(cmd, mode="r", buffering=-1):
    if not isinstance(cmd, str):
        raise TypeError("invalid cmd type (%s, expected string)" % type(cmd))
    if mode not in ("r", "w"):
        raise ValueError("invalid mode %r" % mode)
    if buffering == 0 or buffering is None:
        raise ValueError("popen() does not support unbuffered streams")
    import subprocess
    which = 'stdout' if mode == 'r' else 'stdin'
    proc = subprocess.Popen(cmd, shell=True, text=True, bufsize=buffering, **{which: subprocess.PIPE})
    return _wrap_close(getattr(proc, which), proc)


def get_exec_path(env=None):
    env = environ if env is None else env
    found = env.get('PATH')
    try:
        binary = env[b'PATH']
    except (KeyError, TypeError):
        pass
    else:
        if found is not None:
            raise ValueError("env cannot contain 'PATH' and b'PATH' keys")
        found = fsdecode(binary)
    return (defpath if found is None else found).split(pathsep)


class _Environ(MutableMapping):
    """The environment; writing to it changes what started programs see."""

    def __init__(self, data, encodekey, decodekey, encodevalue, decodevalue):
        self.encodekey, self.decodekey = encodekey, decodekey
        self.encodevalue, self.decodevalue = encodevalue, decodevalue
        self._data = data

    def __getitem__(self, key):
        try:
            value = self._data[self.encodekey(key)]
        except KeyError:
            raise KeyError(key) from None
        return self.decodevalue(value)

    def __setitem__(self, key, value):
        key, value = self.encodekey(key), self.encodevalue(value)
        putenv(key, value)
        self._data[key] = value

    def __delitem__(self, key):
        encoded = self.encodekey(key)
        unsetenv(encoded)
        try:
            del self._data[encoded]
        except KeyError:
            raise KeyError(key) from None

    def __iter__(self):
        # The list is made at once: setting a variable during the loop is no error.
        for key in list(self._data):
            yield self.decodekey(key)

    def __len__(self):
        return len(self._data)

    def __repr__(self):
        items = (f'{self.decodekey(k)!r}: {self.decodevalue(v)!r}' for k, v in self._data.items())
        return f"environ({{{', '.join(items)}}})"

    def copy(self):
        return dict(self)

    def setdefault(self, key, value):
        if key not in self:
            self[key] = value
        return self[key]

    def __ior__(self, other):
        self.update(other)
        return self

    def __or__(self, other):
        if not isinstance(other, Mapping):
            return NotImplemented
        return dict(self) | dict(other)

    def __ror__(self, other):
        if not isinstance(other, Mapping):
            return NotImplemented
        return dict(other) | dict(self)


def _encode_text(value):
    if not isinstance(value, str):
        raise TypeError("str expected, not %s" % type(value).__name__)
    return value.encode('utf-8', 'surrogateescape')


def _decode_text(value):
    return value.decode('utf-8', 'surrogateescape')


def _check_bytes(value):
    if not isinstance(value, bytes):
        raise TypeError("bytes expected, not %s" % type(value).__name__)
    return value


environ = _Environ(_inherited, _encode_text, _decode_text, _encode_text, _decode_text)
# The same data, bytes to bytes.
environb = _Environ(environ._data, _check_bytes, bytes, _check_bytes, bytes)


def getenv(key, default=None):
    """Get an environment variable, return None if it doesn't exist."""
    return environ.get(key, default)


def getenvb(key, default=None):
    """Get an environment variable, return None if it doesn't exist."""
    return environb.get(key, default)


def fdopen(fd, mode="r", buffering=-1, encoding=None, *args, **kwargs):
    if isinstance(fd, int):
        import io
        chosen = encoding if "b" in mode else io.text_encoding(encoding)
        return io.open(fd, mode, buffering, chosen, *args, **kwargs)
    raise TypeError("invalid fd type (%s, expected integer)" % type(fd))


def process_cpu_count():
    """Get the number of CPUs of the current process."""
    return len(sched_getaffinity(0)) or None


class PathLike(abc.ABC):
    """Abstract base class for implementing the file system path protocol."""

    __slots__ = ()

    @abc.abstractmethod
    def __fspath__(self):
        """Return the file system path representation of the object."""
        raise NotImplementedError

    @classmethod
    def __subclasshook__(cls, subclass):
        if cls is not PathLike:
            return NotImplemented
        for base in subclass.__mro__:
            if '__fspath__' in base.__dict__:
                return NotImplemented if base.__dict__['__fspath__'] is None else True
        return NotImplemented

    __class_getitem__ = classmethod(GenericAlias)


__all__ = [_n for _n in dir() if not _n.startswith('_') and _n not in ('abc', 'st', 'sys', 'GenericAlias', 'Mapping',
           'MutableMapping', 'PathLike', 'process_cpu_count', 'supports_fd', 'supports_dir_fd',
           'supports_effective_ids', 'supports_follow_symlinks')] + ['_exit']
