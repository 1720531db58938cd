"""Members of an archive as paths."""

import io
import posixpath
import re

# What is defined here belongs to `zipfile._path`.
__all__ = ['Path']


def _parents(path):
    """The folders above a member, nearest first."""
    path = path.rstrip(posixpath.sep)
    while path.rstrip(posixpath.sep):
        path = posixpath.split(path)[0]
        if path:
            yield path


def _implied(names):
    """Folders that members name and that are no members."""
    there, found = set(names), {}
    for name in names:
        for parent in _parents(name):
            if parent + posixpath.sep not in there:
                found.setdefault(parent + posixpath.sep)
    return found


class Path:
    """
    A :class:`importlib.resources.abc.Traversable` interface for zip files.
    """

    def __init__(self, root, at=""):
        """
        Construct a Path from a ZipFile or filename.
        """
        from zipfile import ZipFile
        self.root = root if isinstance(root, ZipFile) else ZipFile(root)
        self.at = at

    def _names(self):
        names = self.root.namelist()
        return [*names, *_implied(names)]

    def __eq__(self, other):
        if self.__class__ is not other.__class__:
            return NotImplemented
        return (self.root, self.at) == (other.root, other.at)

    def __hash__(self):
        return hash((self.root, self.at))

    def open(self, mode='r', *args, pwd=None, **kwargs):
        if self.is_dir():
            raise IsADirectoryError(self)
        kind = mode[0]
        if not self.exists() and kind == 'r':
            raise FileNotFoundError(self)
        stream = self.root.open(self.at, kind, pwd=pwd)
        if 'b' in mode:
            if args or kwargs:
                raise ValueError("encoding args invalid for binary operation")
            return stream
        encoding = kwargs.pop('encoding', None)
        if args:
            encoding, *args = args
        return io.TextIOWrapper(stream, io.text_encoding(encoding), *args, **kwargs)

    def _base(self):
        import pathlib
        return pathlib.PurePosixPath(self.at or self.root.filename or ':zipfile:')

    @property
    def name(self):
        return self._base().name

    @property
    def suffix(self):
        return self._base().suffix

    @property
    def suffixes(self):
        return self._base().suffixes

    @property
    def stem(self):
        return self._base().stem

    @property
    def filename(self):
        import pathlib
        return pathlib.Path(self.root.filename).joinpath(self.at)

    def read_text(self, *args, **kwargs):
        with self.open('r', *args, **kwargs) as stream:
            return stream.read()

    def read_bytes(self):
        with self.open('rb') as stream:
            return stream.read()

    def _is_child(self, path):
        return posixpath.dirname(path.at.rstrip("/")) == self.at.rstrip("/")

    def _next(self, at):
        return self.__class__(self.root, at)

    def is_dir(self):
        return not self.at or self.at.endswith("/")

    def is_file(self):
        return self.exists() and not self.is_dir()

    def exists(self):
        return self.at in self._names()

    def iterdir(self):
        if not self.is_dir():
            raise ValueError("Can't listdir a file")
        return filter(self._is_child, map(self._next, self._names()))

    def match(self, path_pattern):
        import pathlib
        return pathlib.PurePosixPath(self.at).match(path_pattern)

    def is_symlink(self):
        """
        Return whether this path is a symlink.
        """
        import stat
        return stat.S_ISLNK(self.root.getinfo(self.at).external_attr >> 16)

    def glob(self, pattern):
        if not pattern:
            raise ValueError(f"Unacceptable pattern: {pattern!r}")
        parts = []
        for part in re.split(r'(/)', pattern):
            if part == '**':
                parts.append('.*')
            elif '**' in part:
                raise ValueError("** must appear alone in a path segment")
            else:
                parts.append(''.join('[^/]*' if c == '*' else '[^/]' if c == '?' else c if c.startswith('[') else
                                     re.escape(c) for c in re.findall(r'\[[^]]*\]|.', part)))
        text = re.escape(self.at) + ''.join(parts)
        text = text.replace('.*/', '(?:.*/)?')
        return map(self._next, filter(re.compile(text + '/?').fullmatch, self._names()))

    def rglob(self, pattern):
        return self.glob(f'**/{pattern}')

    def relative_to(self, other, *extra):
        return posixpath.relpath(str(self), str(other.joinpath(*extra)))

    def __str__(self):
        return posixpath.join(self.root.filename, self.at)

    def __repr__(self):
        return f"{self.__class__.__name__}({self.root.filename!r}, {self.at!r})"

    def joinpath(self, *other):
        at = posixpath.join(self.at, *other)
        names = self._names()
        # A folder is found with and without its slash.
        return self._next(at + '/' if at not in names and at + '/' in names else at)

    __truediv__ = joinpath

    @property
    def parent(self):
        if not self.at:
            return self.filename.parent
        at = posixpath.dirname(self.at.rstrip('/'))
        return self._next(at + '/' if at else at)
