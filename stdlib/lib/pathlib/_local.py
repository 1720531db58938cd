"""Paths, pure ones and those of the file system (mirrors Lib/pathlib/_local.py)."""

import ntpath
import os
import posixpath
import sys
import warnings
from collections.abc import Sequence
from itertools import chain

from ._select import compile_pattern

__all__ = ['PurePath', 'PurePosixPath', 'PureWindowsPath', 'Path', 'PosixPath', 'WindowsPath']


class _PathParents(Sequence):
    """The folders that a path is in, the nearest first."""

    __slots__ = ('_path', '_drv', '_root', '_tail')

    def __init__(self, path):
        self._path = path
        self._drv, self._root, self._tail = path.drive, path.root, path._tail

    def __len__(self):
        return len(self._tail)

    def __getitem__(self, idx):
        size = len(self)
        if isinstance(idx, slice):
            return tuple(map(self.__getitem__, range(*idx.indices(size))))
        if not -size <= idx < size:
            raise IndexError(idx)
        taken = idx % size + 1
        return self._path._from_parsed_parts(self._drv, self._root, self._tail[:-taken])

    def __repr__(self):
        return "<{}.parents>".format(type(self._path).__name__)


def _warn_segments(name, what):
    message = (f"support for supplying more than one {what} to pathlib.PurePath.{name}() is deprecated and "
               "scheduled for removal in Python 3.14")
    warnings.warn(message, DeprecationWarning, stacklevel=3)


class PurePath:
    """Base class for manipulating paths without I/O."""

    __slots__ = ('_raw_paths', '_drv', '_root', '_tail_cached', '_str', '_str_normcase_cached',
                 '_parts_normcase_cached', '_hash', '__weakref__')
    parser = os.path

    def __new__(cls, *args, **kwargs):
        if cls is PurePath:
            cls = PureWindowsPath if os.name == 'nt' else PurePosixPath
        return object.__new__(cls)

    def __init__(self, *args):
        paths = []
        for arg in args:
            if isinstance(arg, PurePath):
                if arg.parser is not self.parser:
                    # A path of the other family is taken by its common notation.
                    paths.append(arg.as_posix())
                else:
                    paths.extend(arg._raw_paths)
                continue
            try:
                path = os.fspath(arg)
            except TypeError:
                path = arg
            if not isinstance(path, str):
                raise TypeError("argument should be a str or an os.PathLike object where __fspath__ returns a str, "
                                f"not {type(path).__name__!r}")
            paths.append(path)
        self._raw_paths = paths

    def with_segments(self, *pathsegments):
        """Construct a new path object from any number of path-like objects."""
        return type(self)(*pathsegments)

    # -- parsing

    @classmethod
    def _parse_path(cls, path):
        if not path:
            return '', '', []
        parser = cls.parser
        if parser.altsep:
            path = path.replace(parser.altsep, parser.sep)
        drv, root, rel = parser.splitroot(path)
        if not root and drv.startswith(parser.sep) and not drv.endswith(parser.sep):
            parts = drv.split(parser.sep)
            if len(parts) == 4 and parts[2] not in '?.' or len(parts) == 6:
                # A share is a root, also without a separator behind it.
                root = parser.sep
        return drv, root, [sys.intern(part) for part in rel.split(parser.sep) if part and part != '.']

    @property
    def _raw_path(self):
        """The joined but unnormalized path."""
        paths = self._raw_paths
        if len(paths) == 1:
            return paths[0]
        return self.parser.join(*paths) if paths else ''

    def _load(self):
        self._drv, self._root, self._tail_cached = self._parse_path(self._raw_path)

    @property
    def drive(self):
        """The drive prefix (letter or UNC path), if any."""
        try:
            return self._drv
        except AttributeError:
            self._load()
            return self._drv

    @property
    def root(self):
        """The root of the path, if any."""
        try:
            return self._root
        except AttributeError:
            self._load()
            return self._root

    @property
    def _tail(self):
        try:
            return self._tail_cached
        except AttributeError:
            self._load()
            return self._tail_cached

    @property
    def anchor(self):
        """The concatenation of the drive and root, or ''."""
        return self.drive + self.root

    @property
    def parts(self):
        """The parts of the path, its anchor first."""
        if self.drive or self.root:
            return (self.drive + self.root,) + tuple(self._tail)
        return tuple(self._tail)

    @classmethod
    def _format_parsed_parts(cls, drv, root, tail):
        text = cls.parser.sep.join(tail)
        if drv or root:
            return f'{drv}{root}{text}'
        # A name that looks like a drive is none here.
        return f'.{cls.parser.sep}{text}' if tail and cls.parser.splitdrive(tail[0])[0] else text

    def _from_parsed_parts(self, drv, root, tail):
        path = self._from_parsed_string(self._format_parsed_parts(drv, root, tail))
        path._drv, path._root, path._tail_cached = drv, root, tail
        return path

    def _from_parsed_string(self, path_str):
        path = self.with_segments(path_str)
        path._str = path_str or '.'
        return path

    # -- what it is as text, for comparison and for pickle

    def __str__(self):
        text = getattr(self, '_str', None)
        if text is None:
            text = self._str = self._format_parsed_parts(self.drive, self.root, self._tail) or '.'
        return text

    def __fspath__(self):
        return str(self)

    def __bytes__(self):
        """The path as the system takes it; of use on POSIX only."""
        return os.fsencode(self)

    def as_posix(self):
        """Return the string representation of the path with forward (/) slashes."""
        return str(self).replace(self.parser.sep, '/')

    def __repr__(self):
        return "{}({!r})".format(type(self).__name__, self.as_posix())

    def __reduce__(self):
        return self.__class__, tuple(self._raw_paths)

    @property
    def _str_normcase(self):
        try:
            return self._str_normcase_cached
        except AttributeError:
            same = self.parser is posixpath
            self._str_normcase_cached = str(self) if same else str(self).lower()
            return self._str_normcase_cached

    @property
    def _parts_normcase(self):
        try:
            return self._parts_normcase_cached
        except AttributeError:
            self._parts_normcase_cached = self._str_normcase.split(self.parser.sep)
            return self._parts_normcase_cached

    def __hash__(self):
        try:
            return self._hash
        except AttributeError:
            self._hash = hash(self._str_normcase)
            return self._hash

    def __eq__(self, other):
        if not isinstance(other, PurePath):
            return NotImplemented
        return self._str_normcase == other._str_normcase and self.parser is other.parser

    def _is_comparable(self, other):
        return isinstance(other, PurePath) and self.parser is other.parser

    def __lt__(self, other):
        return self._parts_normcase < other._parts_normcase if self._is_comparable(other) else NotImplemented

    def __le__(self, other):
        return self._parts_normcase <= other._parts_normcase if self._is_comparable(other) else NotImplemented

    def __gt__(self, other):
        return self._parts_normcase > other._parts_normcase if self._is_comparable(other) else NotImplemented

    def __ge__(self, other):
        return self._parts_normcase >= other._parts_normcase if self._is_comparable(other) else NotImplemented

    # -- joining

    def joinpath(self, *pathsegments):
        return self.with_segments(self, *pathsegments)

    def __truediv__(self, key):
        try:
            return self.with_segments(self, key)
        except TypeError:
            return NotImplemented

    def __rtruediv__(self, key):
        try:
            return self.with_segments(key, self)
        except TypeError:
            return NotImplemented

    # -- parts

    @property
    def parent(self):
        """The logical parent of the path."""
        tail = self._tail
        return self._from_parsed_parts(self.drive, self.root, tail[:-1]) if tail else self

    @property
    def parents(self):
        """A sequence of this path's logical parents."""
        return _PathParents(self)

    @property
    def name(self):
        """The final path component, if any."""
        tail = self._tail
        return tail[-1] if tail else ''

    @property
    def stem(self):
        """The final path component, minus its last suffix."""
        name = self.name
        at = name.rfind('.')
        return name[:at] if 0 < at < len(name) - 1 else name

    @property
    def suffix(self):
        """The final component's last suffix, if any."""
        name = self.name
        at = name.rfind('.')
        return name[at:] if 0 < at < len(name) - 1 else ''

    @property
    def suffixes(self):
        """A list of the final component's suffixes, if any."""
        name = self.name
        if name.endswith('.'):
            return []
        return ['.' + suffix for suffix in name.lstrip('.').split('.')[1:]]

    def with_name(self, name):
        """Return a new path with the file name changed."""
        parser = self.parser
        if not name or parser.sep in name or (parser.altsep and parser.altsep in name) or name == '.':
            raise ValueError(f"Invalid name {name!r}")
        if not self._tail:
            raise ValueError(f"{self!r} has an empty name")
        return self._from_parsed_parts(self.drive, self.root, self._tail[:-1] + [name])

    def with_stem(self, stem):
        """Return a new path with the stem changed."""
        suffix = self.suffix
        if not suffix:
            return self.with_name(stem)
        if not stem:
            raise ValueError(f"{self!r} has a non-empty suffix")
        return self.with_name(stem + suffix)

    def with_suffix(self, suffix):
        """Return a new path with the file suffix changed."""
        name = self.stem
        if not name:
            raise ValueError(f"{self!r} has an empty name")
        if suffix and (suffix == '.' or not suffix.startswith('.')):
            raise ValueError(f"Invalid suffix {suffix!r}")
        return self.with_name(f'{name}{suffix}')

    def relative_to(self, other, /, *_deprecated, walk_up=False):
        """The path as seen from another, which has to be above it unless walk_up is true."""
        if _deprecated:
            _warn_segments('relative_to', 'positional argument')
        if _deprecated or not isinstance(other, PurePath):
            other = self.with_segments(other, *_deprecated)
        for step, path in enumerate(chain([other], other.parents)):
            if path == self or path in self.parents:
                break
            if not walk_up:
                raise ValueError(f"{str(self)!r} is not in the subpath of {str(other)!r}")
            if path.name == '..':
                raise ValueError(f"'..' segment in {str(other)!r} cannot be walked")
        else:
            raise ValueError(f"{str(self)!r} and {str(other)!r} have different anchors")
        return self._from_parsed_parts('', '', ['..'] * step + self._tail[len(path._tail):])

    def is_relative_to(self, other, /, *_deprecated):
        """Return True if the path is relative to another path or False.
        """
        if _deprecated:
            _warn_segments('is_relative_to', 'argument')
        if _deprecated or not isinstance(other, PurePath):
            other = self.with_segments(other, *_deprecated)
        return other == self or other in self.parents

    def is_absolute(self):
        """Whether it has a root, and a drive where there are drives."""
        if self.parser is posixpath:
            return any(path.startswith('/') for path in self._raw_paths)
        return self.parser.isabs(self)

    def is_reserved(self):
        """Whether Windows keeps the name for itself."""
        warnings.warn("pathlib.PurePath.is_reserved() is deprecated and scheduled for removal in Python 3.15. Use "
                      "os.path.isreserved() to detect reserved paths on Windows.", DeprecationWarning, stacklevel=2)
        return self.parser is ntpath and ntpath.isreserved(self)

    def as_uri(self):
        """Return the path as a URI."""
        if not self.is_absolute():
            raise ValueError("relative path can't be expressed as a file URI")
        drive = self.drive
        if len(drive) == 2 and drive[1] == ':':
            prefix, path = 'file:///' + drive, self.as_posix()[2:]
        elif drive:
            prefix, path = 'file:', self.as_posix()
        else:
            prefix, path = 'file://', str(self)
        from urllib.parse import quote_from_bytes
        return prefix + quote_from_bytes(os.fsencode(path))

    # -- matching

    @property
    def _pattern_str(self):
        """What a pattern is matched with: the path itself is empty, not a dot."""
        return str(self) if self.parts else ''

    def full_match(self, pattern, *, case_sensitive=None):
        """Return True if this path matches the given glob-style pattern."""
        if not isinstance(pattern, PurePath):
            pattern = self.with_segments(pattern)
        if case_sensitive is None:
            case_sensitive = self.parser is posixpath
        match = compile_pattern(pattern._pattern_str, self.parser.sep, case_sensitive)
        return match(self._pattern_str) is not None

    def match(self, path_pattern, *, case_sensitive=None):
        """Return True if this path matches the given pattern."""
        if not isinstance(path_pattern, PurePath):
            path_pattern = self.with_segments(path_pattern)
        if case_sensitive is None:
            case_sensitive = self.parser is posixpath
        own, wanted = self.parts[::-1], path_pattern.parts[::-1]
        if not wanted:
            raise ValueError("empty pattern")
        if len(own) < len(wanted) or len(own) > len(wanted) and path_pattern.anchor:
            return False
        sep = self.parser.sep
        return all(compile_pattern(pattern, sep, case_sensitive, False)(part) for part, pattern in zip(own, wanted))


os.PathLike.register(PurePath)


class PurePosixPath(PurePath):
    """PurePath subclass for non-Windows systems."""
    parser = posixpath
    __slots__ = ()


class PureWindowsPath(PurePath):
    """PurePath subclass for Windows systems."""
    parser = ntpath
    __slots__ = ()


from ._files import Path, PosixPath, WindowsPath
