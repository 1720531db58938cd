"""Filename globbing (mirrors Lib/glob.py)."""
import contextlib
import fnmatch
import os
import re
import sys

__all__ = ["escape", "glob", "iglob", "translate"]


def glob(pathname, *, root_dir=None, dir_fd=None, recursive=False, include_hidden=False):
    """Return a list of paths matching a pathname pattern."""
    return list(iglob(pathname, root_dir=root_dir, dir_fd=dir_fd, recursive=recursive,
                      include_hidden=include_hidden))


def iglob(pathname, *, root_dir=None, dir_fd=None, recursive=False, include_hidden=False):
    """Return an iterator which yields the paths matching a pathname pattern."""
    sys.audit("glob.glob", pathname, recursive)
    sys.audit("glob.glob/2", pathname, recursive, root_dir, dir_fd)
    root_dir = pathname[:0] if root_dir is None else os.fspath(root_dir)
    walk = _Walk(root_dir, dir_fd, recursive, include_hidden)
    found = walk.paths(pathname, False)
    if not pathname or recursive and _is_recursive(pathname[:2]):
        # Without a folder before it `**` matches the empty path too, which is none.
        first = next(found, None)
        if first:
            return _chain(first, found)
    return found


def _chain(first, rest):
    yield first
    yield from rest


class _Walk:
    def __init__(self, root, dir_fd, recursive, hidden):
        self.root, self.dir_fd, self.recursive, self.hidden = root, dir_fd, recursive, hidden

    def paths(self, pathname, only_dirs):
        dirname, basename = os.path.split(pathname)
        if not has_magic(pathname):
            if basename:
                if self.lexists(_join(self.root, pathname)):
                    yield pathname
            elif self.is_dir(_join(self.root, dirname)):
                yield pathname
            return
        if not dirname:
            yield from self.names(self.root, basename, only_dirs)
            return
        if dirname != pathname and has_magic(dirname):
            folders = self.paths(dirname, True)
        else:
            folders = [dirname]
        for folder in folders:
            for name in self.names(_join(self.root, folder), basename, only_dirs):
                yield os.path.join(folder, name)

    def names(self, folder, pattern, only_dirs):
        """The entries of a folder that match the last part of a pattern."""
        if not has_magic(pattern):
            if pattern:
                return [pattern] if self.lexists(_join(folder, pattern)) else []
            return [pattern] if self.is_dir(folder) else []
        if self.recursive and _is_recursive(pattern):
            return self.below(folder, pattern, only_dirs)
        names = [name for name, _ in self.entries(folder, only_dirs)]
        if not self.hidden and not _is_hidden(pattern):
            names = [name for name in names if not _is_hidden(name)]
        return fnmatch.filter(names, pattern)

    def below(self, folder, pattern, only_dirs):
        if not folder or self.is_dir(folder):
            yield pattern[:0]
        yield from self.deep(folder, only_dirs)

    def deep(self, folder, only_dirs):
        for name, is_dir in self.entries(folder, only_dirs):
            if self.hidden or not _is_hidden(name):
                yield name
                if is_dir:
                    for inner in self.deep(_join(folder, name), only_dirs):
                        yield _join(name, inner)

    def entries(self, folder, only_dirs):
        """Names and whether they are folders; folders that cannot be read are empty."""
        found = []
        binary = isinstance(folder, bytes)
        with contextlib.suppress(OSError):
            if self.dir_fd is not None:
                fd = os.open(folder or os.curdir, os.O_RDONLY | os.O_DIRECTORY, dir_fd=self.dir_fd)
            else:
                fd = None
            try:
                target = fd if fd is not None else folder or (os.curdir.encode() if binary else os.curdir)
                with os.scandir(target) as entries:
                    for entry in entries:
                        is_dir = False
                        with contextlib.suppress(OSError):
                            is_dir = entry.is_dir()
                        if is_dir or not only_dirs:
                            name = os.fsencode(entry.name) if fd is not None and binary else entry.name
                            found.append((name, is_dir))
            finally:
                if fd is not None:
                    os.close(fd)
        return found

    def lexists(self, path):
        try:
            os.stat(path, dir_fd=self.dir_fd, follow_symlinks=False)
        except (OSError, ValueError):
            return False
        return True

    def is_dir(self, path):
        if self.dir_fd is None:
            return os.path.isdir(path)
        try:
            mode = os.stat(path, dir_fd=self.dir_fd).st_mode
        except (OSError, ValueError):
            return False
        return mode & 0o170000 == 0o040000


def _join(folder, name):
    return os.path.join(folder, name) if folder and name else folder or name


_magic = re.compile('([*?[])')
_magic_bytes = re.compile(b'([*?[])')


def has_magic(s):
    return (_magic_bytes if isinstance(s, bytes) else _magic).search(s) is not None


def _is_hidden(path):
    return path[:1] in ('.', b'.')


def _is_recursive(pattern):
    return pattern in ('**', b'**')


def escape(pathname):
    """Escape all special characters.
    """
    if isinstance(pathname, bytes):
        return _magic_bytes.sub(br'[\1]', pathname)
    return _magic.sub(r'[\1]', pathname)


def translate(pat, *, recursive=False, include_hidden=False, seps=None):
    """Translate a pathname with shell wildcards to a regular expression."""
    if not seps:
        seps = (os.path.sep, os.path.altsep) if os.path.altsep else os.path.sep
    escaped = ''.join(map(re.escape, seps))
    any_sep = f'[{escaped}]' if len(seps) > 1 else escaped
    not_sep = f'[^{escaped}]'
    if include_hidden:
        one_last, one = f'{not_sep}+', f'{not_sep}+{any_sep}'
        any_segments, any_last = f'(?:.+{any_sep})?', '.*'
    else:
        one_last = f'[^{escaped}.]{not_sep}*'
        one = f'{one_last}{any_sep}'
        any_segments, any_last = f'(?:{one})*', f'{{any}}(?:{one_last})?'.format(any=f'(?:{one})*')
    result, parts = [], re.split(any_sep, pat)
    last = len(parts) - 1
    for at, part in enumerate(parts):
        if part == '*':
            result.append(one if at < last else one_last)
        elif recursive and part == '**':
            if at == last:
                result.append(any_last)
            elif parts[at + 1] != '**':
                result.append(any_segments)
        else:
            if part:
                if not include_hidden and part[0] in '*?':
                    result.append(r'(?!\.)')
                result.extend(fnmatch._translate(part, f'{not_sep}*', not_sep))
            if at < last:
                result.append(any_sep)
    return fr'(?s:{"".join(result)})\Z'
