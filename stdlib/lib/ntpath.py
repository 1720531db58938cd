"""Paths as Windows has them: the functions that need no Windows (mirrors Lib/ntpath.py)."""

import os
import sys
from genericpath import commonprefix, exists, getatime, getctime, getmtime, getsize, isdir, isfile, islink, lexists
from genericpath import samefile, sameopenfile, samestat
import genericpath

curdir = '.'
pardir = '..'
extsep = '.'
sep = '\\'
pathsep = ';'
altsep = '/'
defpath = '.;C:\\bin'
devnull = 'nul'
supports_unicode_filenames = False

__all__ = ["normcase", "isabs", "join", "splitdrive", "splitroot", "split", "splitext", "basename", "dirname",
           "commonprefix", "getsize", "getmtime", "getatime", "getctime", "islink", "exists", "lexists", "isdir",
           "isfile", "normpath", "curdir", "pardir", "sep", "pathsep", "defpath", "altsep", "extsep", "devnull",
           "supports_unicode_filenames", "commonpath", "isreserved", "samefile", "sameopenfile", "samestat"]


def _marks(path):
    """The backslash, slash, colon and dot in the path's type."""
    return (b'\\', b'/', b':', b'.') if isinstance(path, bytes) else ('\\', '/', ':', '.')


def normcase(s):
    """In small letters, with backslashes."""
    s = os.fspath(s)
    back, slash, _, _ = _marks(s)
    return s.replace(slash, back).lower()


def isabs(s):
    """Test whether a path is absolute"""
    s = os.fspath(s)
    back, slash, colon, _ = _marks(s)
    start = s[:3].replace(slash, back)
    return start.startswith(colon + back, 1) or start.startswith(back * 2)


def join(path, *paths):
    path = os.fspath(path)
    back, slash, colon, _ = _marks(path)
    seps = back + slash
    try:
        drive, root, rest = splitroot(path)
        for other in paths:
            drive2, root2, rest2 = splitroot(os.fspath(other))
            if root2:
                if drive2 or not drive:
                    drive = drive2
                root, rest = root2, rest2
                continue
            if drive2 and drive2 != drive:
                if drive2.lower() != drive.lower():
                    drive, root, rest = drive2, root2, rest2
                    continue
                drive = drive2
            if rest and rest[-1:] not in (back, slash):
                rest += back
            rest += rest2
        if rest and not root and drive and drive[-1:] not in (colon, back, slash):
            return drive + back + rest
        return drive + root + rest
    except (TypeError, AttributeError, BytesWarning):
        genericpath._check_arg_types('join', path, *paths)
        raise


def splitdrive(p):
    """Split a pathname into drive/UNC sharepoint and relative path specifiers."""
    drive, root, tail = splitroot(p)
    return drive, root + tail


def splitroot(p):
    """Split a pathname into drive, root and tail."""
    p = os.fspath(p)
    back, slash, colon, _ = _marks(p)
    empty = p[:0]
    norm = p.replace(slash, back)
    if norm[:1] == back:
        if norm[1:2] != back:
            return empty, p[:1], p[1:]
        # //server/share/rest, and the same behind //?/UNC/
        long_prefix = back * 2 + (b'?' if isinstance(p, bytes) else '?') + back + (
            b'UNC' if isinstance(p, bytes) else 'UNC') + back
        start = 8 if norm[:8].upper() == long_prefix else 2
        at = norm.find(back, start)
        if at == -1:
            return p, empty, empty
        end = norm.find(back, at + 1)
        if end == -1:
            return p, empty, empty
        return p[:end], p[end:end + 1], p[end + 1:]
    if norm[1:2] == colon:
        if norm[2:3] == back:
            return p[:2], p[2:3], p[3:]
        return p[:2], empty, p[2:]
    return empty, empty, p


def split(p):
    """The folder and the name, which is all that is behind the last slash."""
    p = os.fspath(p)
    back, slash, _, _ = _marks(p)
    drive, root, rest = splitroot(p)
    at = max(rest.rfind(back), rest.rfind(slash)) + 1
    head, tail = rest[:at], rest[at:]
    return drive + root + head.rstrip(back + slash), tail


def splitext(p):
    p = os.fspath(p)
    return genericpath._splitext(p, *(_marks(p)[:2]), _marks(p)[3])


def basename(p):
    """Returns the final component of a pathname"""
    return split(p)[1]


def dirname(p):
    """Returns the directory component of a pathname"""
    return split(p)[0]


def normpath(path):
    """Normalize path, eliminating double slashes, etc."""
    path = os.fspath(path)
    back, slash, _, dot = _marks(path)
    drive, root, rest = splitroot(path.replace(slash, back))
    parts = []
    for part in rest.split(back):
        if not part or part == dot:
            continue
        if part == dot * 2:
            if parts and parts[-1] != dot * 2:
                parts.pop()
                continue
            if root:
                continue
        parts.append(part)
    found = drive + root + back.join(parts)
    return found or dot


_reserved = frozenset({'CON', 'PRN', 'AUX', 'NUL', 'CONIN$', 'CONOUT$'} | {
    f'{device}{digit}' for device in ('COM', 'LPT') for digit in '123456789\xb9\xb2\xb3'})


def isreserved(path):
    """Return true if the pathname is reserved by the system."""
    path = os.fsdecode(splitroot(path)[2]).replace('/', '\\')
    return any(_is_reserved_name(name) for name in reversed(path.split('\\')))


def _is_reserved_name(name):
    if name[-1:] in ('.', ' '):
        return name not in ('.', '..')
    if any(letter in '"*:<>?|' or ord(letter) < 32 for letter in name):
        return True
    return name.partition('.')[0].rstrip(' ').upper() in _reserved


def commonpath(paths):
    """Given an iterable of path names, returns the longest common sub-path."""
    paths = tuple(map(os.fspath, paths))
    if not paths:
        raise ValueError('commonpath() arg is an empty iterable')
    back, slash, _, dot = _marks(paths[0])
    try:
        lowered = [splitroot(p.replace(slash, back).lower()) for p in paths]
        if len({drive for drive, _, _ in lowered}) != 1:
            raise ValueError("Paths don't have the same drive")
        if len({root for _, root, _ in lowered}) != 1:
            if lowered[0][0]:
                raise ValueError("Can't mix absolute and relative paths")
            raise ValueError("Can't mix rooted and not-rooted paths")
        drive, root, rest = splitroot(paths[0].replace(slash, back))
        own = [part for part in rest.split(back) if part and part != dot]
        others = [[part for part in tail.split(back) if part and part != dot] for _, _, tail in lowered]
        least, most = min(others), max(others)
        count = 0
        while count < len(least) and least[count] == most[count]:
            count += 1
        return drive + root + back.join(own[:count])
    except (TypeError, AttributeError):
        genericpath._check_arg_types('commonpath', *paths)
        raise
