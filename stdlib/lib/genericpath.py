"""Path operations that do not depend on the separator (mirrors Lib/genericpath.py)."""
import os
import stat

__all__ = ['commonprefix', 'exists', 'getatime', 'getctime', 'getmtime', 'getsize', 'isdir', 'isfile', 'islink',
           'isjunction', 'isdevdrive', 'lexists', 'samefile', 'sameopenfile', 'samestat']


def _mode(look, path):
    """The mode of a path, 0 where there is none."""
    try:
        return look(path).st_mode
    except (OSError, ValueError):
        return 0


def exists(path):
    """Test whether a path exists.  Returns False for broken symbolic links"""
    return _mode(os.stat, path) != 0


def lexists(path):
    """Test whether a path exists.  Returns True for broken symbolic links"""
    return _mode(os.lstat, path) != 0


def isfile(path):
    """Test whether a path is a regular file"""
    return stat.S_ISREG(_mode(os.stat, path))


def isdir(s):
    """Return true if the pathname refers to an existing directory."""
    return stat.S_ISDIR(_mode(os.stat, s))


def islink(path):
    """Test whether a path is a symbolic link"""
    return stat.S_ISLNK(_mode(os.lstat, path))


def isjunction(path):
    """False: there are no junctions here."""
    os.fspath(path)
    return False


def isdevdrive(path):
    """Determines whether the specified path is on a Windows Dev Drive."""
    os.fspath(path)
    return False


def getsize(filename):
    """Return the size of a file, reported by os.stat()."""
    return os.stat(filename).st_size


def getmtime(filename):
    """Return the last modification time of a file, reported by os.stat()."""
    return os.stat(filename).st_mtime


def getatime(filename):
    """Return the last access time of a file, reported by os.stat()."""
    return os.stat(filename).st_atime


def getctime(filename):
    """Return the metadata change time of a file, reported by os.stat()."""
    return os.stat(filename).st_ctime


def commonprefix(m):
    "Given a list of pathnames, returns the longest common leading component"
    if not m:
        return ''
    if not isinstance(m[0], (list, tuple)):
        m = tuple(map(os.fspath, m))
    low, high = min(m), max(m)
    length = 0
    for a, b in zip(low, high):
        if a != b:
            break
        length += 1
    return low[:length]


def samestat(s1, s2):
    """Test whether two stat buffers reference the same file"""
    return (s1.st_dev, s1.st_ino) == (s2.st_dev, s2.st_ino)


def samefile(f1, f2):
    """Test whether two pathnames reference the same actual file or directory"""
    return samestat(os.stat(f1), os.stat(f2))


def sameopenfile(fp1, fp2):
    """Test whether two open file objects reference the same file"""
    return samestat(os.fstat(fp1), os.fstat(fp2))


def _splitext(p, sep, altsep, extsep):
    """Split where the last dot of the last component begins, leading dots not counted."""
    start = p.rfind(sep) + 1
    if altsep:
        start = max(start, p.rfind(altsep) + 1)
    dot = p.rfind(extsep)
    if dot >= start and p[start:dot].strip(extsep):
        return p[:dot], p[dot:]
    return p, p[:0]


def _check_arg_types(funcname, *args):
    """Refuse what is no path, and a mix of str and bytes."""
    kinds = set()
    for arg in args:
        if not isinstance(arg, (str, bytes)):
            raise TypeError(f'{funcname}() argument must be str, bytes, or os.PathLike object, '
                            f'not {arg.__class__.__name__!r}') from None
        kinds.add(isinstance(arg, str))
    if len(kinds) == 2:
        raise TypeError("Can't mix strings and bytes in path components") from None
