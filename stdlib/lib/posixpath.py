"""Operations on POSIX pathnames: `os.path` here (mirrors Lib/posixpath.py)."""
import errno
import os
import stat

import genericpath
from genericpath import *
from genericpath import _check_arg_types

__all__ = ["normcase", "isabs", "join", "splitdrive", "splitroot", "split", "splitext", "basename", "dirname",
           "commonprefix", "getsize", "getmtime", "getatime", "getctime", "islink", "exists", "lexists", "isdir",
           "isfile", "ismount", "expanduser", "expandvars", "normpath", "abspath", "samefile", "sameopenfile",
           "samestat", "curdir", "pardir", "sep", "pathsep", "defpath", "altsep", "extsep", "devnull", "realpath",
           "supports_unicode_filenames", "relpath", "commonpath", "isjunction", "isdevdrive"]

curdir = '.'
pardir = '..'
extsep = '.'
sep = '/'
pathsep = ':'
defpath = '/bin:/usr/bin'
altsep = None
devnull = '/dev/null'
supports_unicode_filenames = False


def _like(path, text):
    """`text` as bytes where the path is."""
    return text.encode('ascii') if isinstance(path, bytes) else text


def _get_sep(path):
    return _like(path, '/')


def normcase(s):
    """Normalize case of pathname.  Has no effect under Posix"""
    return os.fspath(s)


def isabs(s):
    """Test whether a path is absolute"""
    s = os.fspath(s)
    return s.startswith(_get_sep(s))


def join(a, *p):
    """Join two or more pathname components, inserting '/' as needed."""
    path = a = os.fspath(a)
    slash = _get_sep(a)
    try:
        for part in map(os.fspath, p):
            if part.startswith(slash) or not path:
                path = part
            else:
                path += part if path.endswith(slash) else slash + part
    except (TypeError, AttributeError, BytesWarning):
        _check_arg_types('join', a, *p)
        raise
    if not isinstance(path, type(a)) and isinstance(a, (str, bytes)):
        _check_arg_types('join', a, *p)
    return path


def split(p):
    """Split a pathname."""
    p = os.fspath(p)
    slash = _get_sep(p)
    at = p.rfind(slash) + 1
    head, tail = p[:at], p[at:]
    return head.rstrip(slash) or head, tail


def splitext(p):
    """Split the extension from a pathname."""
    p = os.fspath(p)
    return genericpath._splitext(p, _get_sep(p), None, _like(p, '.'))


def splitdrive(p):
    """Split a pathname into drive and path. On Posix, drive is always
    empty."""
    p = os.fspath(p)
    return p[:0], p


def splitroot(path):
    """Split a pathname into drive, root and tail."""
    path = os.fspath(path)
    slash = _get_sep(path)
    rest = path.lstrip(slash)
    count = len(path) - len(rest)
    # Exactly two leading slashes are a root of their own, by POSIX.
    width = 2 if count == 2 else min(count, 1)
    return path[:0], path[:width], path[width:]


def basename(p):
    """Returns the final component of a pathname"""
    p = os.fspath(p)
    return p[p.rfind(_get_sep(p)) + 1:]


def dirname(p):
    """Returns the directory component of a pathname"""
    return split(p)[0]


def ismount(path):
    """Test whether a path is a mount point"""
    try:
        own = os.lstat(path)
    except (OSError, ValueError):
        return False
    if stat.S_ISLNK(own.st_mode):
        return False
    path = os.fspath(path)
    parent = realpath(join(path, _like(path, '..')))
    try:
        above = os.lstat(parent)
    except OSError:
        return False
    return own.st_dev != above.st_dev or own.st_ino == above.st_ino


def expanduser(path):
    """Put the home folder in the place of `~` or `~name` at the beginning, if it is known."""
    path = os.fspath(path)
    if not path.startswith(_like(path, '~')):
        return path
    slash = _get_sep(path)
    end = path.find(slash, 1)
    end = len(path) if end < 0 else end
    if end == 1 and 'HOME' in os.environ:
        home = os.environ['HOME']
    else:
        try:
            import pwd
        except ImportError:
            return path
        try:
            name = path[1:end]
            record = pwd.getpwuid(os.getuid()) if end == 1 else pwd.getpwnam(os.fsdecode(name))
        except KeyError:
            return path
        home = record.pw_dir
    if isinstance(path, bytes):
        home = os.fsencode(home)
    return home.rstrip(slash) + path[end:] or slash


def expandvars(path):
    """Put the values of variables in the place of `$name` and `${name}`, if they are set."""
    path = os.fspath(path)
    binary = isinstance(path, bytes)
    text = os.fsdecode(path) if binary else path
    parts = []
    at = 0
    while True:
        dollar = text.find('$', at)
        if dollar < 0:
            break
        end = dollar + 1
        if text.startswith('{', end):
            close = text.find('}', end)
            if close < 0:
                break
            name, end = text[end + 1:close], close + 1
        else:
            while end < len(text) and (text[end] == '_' or text[end].isascii() and text[end].isalnum()):
                end += 1
            name = text[dollar + 1:end]
        value = os.environ.get(name) if name else None
        parts += [text[at:dollar], text[dollar:end] if value is None else value]
        at = end
    text = ''.join(parts) + text[at:]
    return os.fsencode(text) if binary else text


def normpath(path):
    """Normalize path, eliminating double slashes, etc."""
    path = os.fspath(path)
    slash, dot, dots = _get_sep(path), _like(path, '.'), _like(path, '..')
    _, root, tail = splitroot(path)
    parts = []
    for part in tail.split(slash):
        if not part or part == dot:
            continue
        if part != dots or not root and not parts or parts and parts[-1] == dots:
            parts.append(part)
        elif parts:
            parts.pop()
    return root + slash.join(parts) or dot


def abspath(path):
    """Return an absolute path."""
    path = os.fspath(path)
    if not isabs(path):
        path = join(os.getcwdb() if isinstance(path, bytes) else os.getcwd(), path)
    return normpath(path)


def realpath(filename, *, strict=False):
    filename = os.fspath(filename)
    slash, dot, dots = _get_sep(filename), _like(filename, '.'), _like(filename, '..')
    path = slash if isabs(filename) else os.getcwdb() if isinstance(filename, bytes) else os.getcwd()
    rest = filename.split(slash)[::-1]
    known = {}
    while rest:
        name = rest.pop()
        if name is None:
            # A link is resolved: its name lies below the marker.
            known[rest.pop()] = path
            continue
        if not name or name == dot:
            continue
        if name == dots:
            path = dirname(path) or slash
            continue
        at = path + name if path == slash else path + slash + name
        try:
            mode = os.lstat(at).st_mode
            if not stat.S_ISLNK(mode):
                if strict and rest and not stat.S_ISDIR(mode):
                    raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), at)
                path = at
                continue
            if at in known:
                path = known[at]
                if path is not None:
                    continue
                if strict:
                    os.stat(at)
                path = at
                continue
            target = os.readlink(at)
        except OSError:
            if strict:
                raise
            path = at
            continue
        if target.startswith(slash):
            path = slash
        known[at] = None
        rest += [at, None]
        rest += target.split(slash)[::-1]
    return path


def relpath(path, start=None):
    """Return a relative version of a path"""
    path = os.fspath(path)
    if not path:
        raise ValueError("no path specified")
    slash, dot, dots = _get_sep(path), _like(path, '.'), _like(path, '..')
    start = dot if start is None else os.fspath(start)
    try:
        origin = [part for part in abspath(start).split(slash) if part]
        parts = [part for part in abspath(path).split(slash) if part]
        shared = len(commonprefix([origin, parts]))
        return slash.join([dots] * (len(origin) - shared) + parts[shared:]) or dot
    except (TypeError, AttributeError, BytesWarning, DeprecationWarning):
        _check_arg_types('relpath', path, start)
        raise


def commonpath(paths):
    """Given a sequence of path names, returns the longest common sub-path."""
    paths = tuple(map(os.fspath, paths))
    if not paths:
        raise ValueError('commonpath() arg is an empty sequence')
    slash, dot = _get_sep(paths[0]), _like(paths[0], '.')
    try:
        if len({path.startswith(slash) for path in paths}) != 1:
            raise ValueError("Can't mix absolute and relative paths") from None
        split_paths = [[part for part in path.split(slash) if part and part != dot] for path in paths]
        prefix = slash if paths[0].startswith(slash) else slash[:0]
        return prefix + slash.join(commonprefix(split_paths))
    except (TypeError, AttributeError):
        _check_arg_types('commonpath', *paths)
        raise
