"""Paths of the file system."""

import io
import os
import posixpath
import sys
import warnings
from errno import EBADF, ELOOP, ENOENT, ENOTDIR
from stat import S_ISBLK, S_ISCHR, S_ISDIR, S_ISFIFO, S_ISLNK, S_ISREG, S_ISSOCK

from ._abc import UnsupportedOperation
from ._local import PurePath, PurePosixPath, PureWindowsPath
from ._select import Select

# What is defined here belongs to `pathlib._local`, for reprs and pickles.
__name__ = 'pathlib._local'


class Path(PurePath):
    """PurePath subclass that can make system calls."""
    __slots__ = ()

    def __new__(cls, *args, **kwargs):
        if cls is Path:
            cls = WindowsPath if os.name == 'nt' else PosixPath
        return object.__new__(cls)

    def __init__(self, *args, **kwargs):
        if kwargs:
            warnings._deprecated("pathlib.PurePath(**kwargs)",
                                 "support for supplying keyword arguments to pathlib.PurePath is deprecated and "
                                 "scheduled for removal in Python {remove}", remove=(3, 14))
        super().__init__(*args)

    @classmethod
    def from_uri(cls, uri):
        """Return a new path from the given 'file' URI."""
        from urllib.parse import unquote_to_bytes
        if not uri.startswith('file:'):
            raise ValueError(f"URI does not start with 'file:': {uri!r}")
        text = uri.removeprefix('file:')
        for authority in ('//', '//localhost'):
            if text.startswith(f'{authority}/'):
                text = text.removeprefix(authority)
                break
        has_drive = text[:1] == '/' and text[2:3] in (':', '|')
        if has_drive or text.startswith('///'):
            text = text[1:]
        if text[1:2] == '|':
            text = f'{text[:1]}:{text[2:]}'
        path = cls(os.fsdecode(unquote_to_bytes(text)))
        if path.is_absolute():
            return path
        raise ValueError(f"URI is not absolute: {uri!r}")

    # -- asking

    def stat(self, *, follow_symlinks=True):
        """What the system knows of the file; of a link itself with follow_symlinks=False."""
        return os.stat(self, follow_symlinks=follow_symlinks)

    def lstat(self):
        return self.stat(follow_symlinks=False)

    def _mode(self, follow=True):
        """The mode of the file; 0 for one that is not there."""
        try:
            return self.stat(follow_symlinks=follow).st_mode
        except OSError as error:
            if error.errno not in (ENOENT, ENOTDIR, EBADF, ELOOP):
                raise
        except ValueError:
            pass
        return 0

    def exists(self, *, follow_symlinks=True):
        """Whether this path exists."""
        return self._mode(follow_symlinks) != 0

    def is_dir(self, *, follow_symlinks=True):
        """
        Whether this path is a directory.
        """
        return S_ISDIR(self._mode(follow_symlinks))

    def is_file(self, *, follow_symlinks=True):
        """Whether it is a regular file, or a link to one."""
        return S_ISREG(self._mode(follow_symlinks))

    def is_mount(self):
        """
        Check if this path is a mount point
        """
        return os.path.ismount(self)

    def is_symlink(self):
        """
        Whether this path is a symbolic link.
        """
        return S_ISLNK(self._mode(False))

    def is_junction(self):
        """
        Whether this path is a junction.
        """
        return os.path.isjunction(self)

    def is_block_device(self):
        """
        Whether this path is a block device.
        """
        return S_ISBLK(self._mode())

    def is_char_device(self):
        """
        Whether this path is a character device.
        """
        return S_ISCHR(self._mode())

    def is_fifo(self):
        """
        Whether this path is a FIFO.
        """
        return S_ISFIFO(self._mode())

    def is_socket(self):
        """
        Whether this path is a socket.
        """
        return S_ISSOCK(self._mode())

    def samefile(self, other_path):
        """Whether the two name one file, by links or otherwise."""
        status = self.stat()
        other = other_path if hasattr(other_path, 'stat') else self.with_segments(other_path)
        return os.path.samestat(status, other.stat())

    def owner(self, *, follow_symlinks=True):
        """
        Return the login name of the file owner.
        """
        import pwd
        return pwd.getpwuid(self.stat(follow_symlinks=follow_symlinks).st_uid).pw_name

    def group(self, *, follow_symlinks=True):
        """
        Return the group name of the file gid.
        """
        import grp
        return grp.getgrgid(self.stat(follow_symlinks=follow_symlinks).st_gid).gr_name

    # -- contents

    def open(self, mode='r', buffering=-1, encoding=None, errors=None, newline=None):
        if "b" not in mode:
            encoding = io.text_encoding(encoding)
        return io.open(self, mode, buffering, encoding, errors, newline)

    def read_bytes(self):
        """
        Open the file in bytes mode, read it, and close the file.
        """
        with self.open(mode='rb') as file:
            return file.read()

    def read_text(self, encoding=None, errors=None, newline=None):
        """
        Open the file in text mode, read it, and close the file.
        """
        encoding = io.text_encoding(encoding)
        with self.open(mode='r', encoding=encoding, errors=errors, newline=newline) as file:
            return file.read()

    def write_bytes(self, data):
        """
        Open the file in bytes mode, write to it, and close the file.
        """
        view = memoryview(data)
        with self.open(mode='wb') as file:
            return file.write(view)

    def write_text(self, data, encoding=None, errors=None, newline=None):
        """
        Open the file in text mode, write to it, and close the file.
        """
        encoding = io.text_encoding(encoding)
        if not isinstance(data, str):
            raise TypeError('data must be str, not %s' % data.__class__.__name__)
        with self.open(mode='w', encoding=encoding, errors=errors, newline=newline) as file:
            return file.write(data)

    # -- folders

    def iterdir(self):
        """Yield path objects of the directory contents."""
        folder = str(self)
        names = os.listdir(folder)
        prefix = '' if folder == '.' else folder if folder.endswith(self.parser.sep) else folder + self.parser.sep
        return (self._from_parsed_string(prefix + name) for name in names)

    def glob(self, pattern, *, case_sensitive=None, recurse_symlinks=False):
        sys.audit("pathlib.Path.glob", self, pattern)
        if not isinstance(pattern, PurePath):
            pattern = self.with_segments(pattern)
        if pattern.anchor:
            raise NotImplementedError("Non-relative patterns are unsupported")
        parts = list(pattern._tail)
        if not parts:
            raise ValueError("Unacceptable pattern: {!r}".format(pattern))
        parser, native = self.parser, self.parser is posixpath
        if pattern._raw_path[-1] in (parser.sep, parser.altsep):
            parts.append('')
        pedantic = case_sensitive is not None and case_sensitive != native
        select = Select(parser.sep, native if case_sensitive is None else case_sensitive, pedantic, recurse_symlinks)
        folder = '' if str(self) == '.' else str(self)
        if folder and not folder.endswith(parser.sep):
            folder += parser.sep
        # What names a folder by a separator behind it is the folder, but for the root.
        root = self.anchor
        return (self._from_parsed_string(path if path == root else path.rstrip(parser.sep))
                for path in select.paths(folder, parts))

    def rglob(self, pattern, *, case_sensitive=None, recurse_symlinks=False):
        sys.audit("pathlib.Path.rglob", self, pattern)
        if not isinstance(pattern, PurePath):
            pattern = self.with_segments(pattern)
        if pattern.anchor:
            raise NotImplementedError("Non-relative patterns are unsupported")
        return self.glob(self.with_segments('**', pattern), case_sensitive=case_sensitive,
                         recurse_symlinks=recurse_symlinks)

    def walk(self, top_down=True, on_error=None, follow_symlinks=False):
        """Walk the directory tree from this directory, similar to os.walk()."""
        sys.audit("pathlib.Path.walk", self, on_error, follow_symlinks)
        stack = [self]
        while stack:
            path = stack.pop()
            if isinstance(path, tuple):
                yield path
                continue
            dirnames, filenames = [], []
            try:
                with os.scandir(path) as entries:
                    for entry in entries:
                        try:
                            is_dir = entry.is_dir(follow_symlinks=follow_symlinks)
                            if is_dir and not follow_symlinks:
                                is_dir = not entry.is_junction()
                        except OSError:
                            is_dir = False
                        (dirnames if is_dir else filenames).append(entry.name)
            except OSError as error:
                if on_error is not None:
                    on_error(error)
                continue
            if top_down:
                yield path, dirnames, filenames
            else:
                stack.append((path, dirnames, filenames))
            stack += [path.joinpath(name) for name in reversed(dirnames)]

    # -- places

    @classmethod
    def cwd(cls):
        """Return a new path pointing to the current working directory."""
        cwd = os.getcwd()
        path = cls(cwd)
        path._str = cwd
        return path

    @classmethod
    def home(cls):
        """Return a new path pointing to expanduser('~').
        """
        homedir = os.path.expanduser("~")
        if homedir == "~":
            raise RuntimeError("Could not determine home directory.")
        return cls(homedir)

    def absolute(self):
        """The path below the current folder, with its links and `..` as they are."""
        if self.is_absolute():
            return self
        cwd = os.getcwd()
        if not self._tail:
            return self._from_parsed_string(cwd)
        return self._from_parsed_parts(*self._parse_path(cwd)[:2], self._parse_path(cwd)[2] + self._tail)

    def resolve(self, strict=False):
        """The absolute path, without symbolic links and `..`."""
        return self.with_segments(os.path.realpath(self, strict=strict))

    def expanduser(self):
        """The path with the home folder in the place of a `~` or `~name` at its beginning."""
        first, rest = self._tail[:1], self._tail[1:]
        if self.drive or self.root or not first or not first[0].startswith('~'):
            return self
        home = os.path.expanduser(first[0])
        if home.startswith('~'):
            raise RuntimeError("Could not determine home directory.")
        *anchor, tail = self._parse_path(home)
        return self._from_parsed_parts(*anchor, tail + rest)

    # -- changing

    def readlink(self):
        """
        Return the path to which the symbolic link points.
        """
        return self.with_segments(os.readlink(self))

    def symlink_to(self, target, target_is_directory=False):
        """Make this path a symlink pointing to the target path."""
        os.symlink(target, self, target_is_directory)

    def hardlink_to(self, target):
        """Make this path a hard link pointing to the same file as *target*."""
        os.link(target, self)

    def touch(self, mode=0o666, exist_ok=True):
        """
        Create this file with the given access mode, if it doesn't exist.
        """
        if exist_ok:
            try:
                os.utime(self, None)
                return
            except OSError:
                # Not there, or not ours: opening it tells.
                pass
        os.close(os.open(self, os.O_CREAT | os.O_WRONLY | (0 if exist_ok else os.O_EXCL), mode))

    def _mkdir_with_parents(self, mode, exist_ok):
        self.parent.mkdir(parents=True, exist_ok=True)
        self.mkdir(mode, parents=False, exist_ok=exist_ok)

    def mkdir(self, mode=0o777, parents=False, exist_ok=False):
        """
        Create a new directory at this given path.
        """
        try:
            os.mkdir(self, mode)
        except FileNotFoundError:
            if not parents or self == self.parent:
                raise
            self._mkdir_with_parents(mode, exist_ok)
        except OSError:
            # It may be there already; systems differ in what they say then.
            if not (exist_ok and self.is_dir()):
                raise

    def chmod(self, mode, *, follow_symlinks=True):
        """
        Change the permissions of the path, like os.chmod().
        """
        os.chmod(self, mode, follow_symlinks=follow_symlinks)

    def lchmod(self, mode):
        self.chmod(mode, follow_symlinks=False)

    def unlink(self, missing_ok=False):
        """Remove the file or link; folders are for rmdir()."""
        try:
            os.unlink(self)
        except FileNotFoundError:
            if not missing_ok:
                raise

    def rmdir(self):
        """
        Remove this directory.  The directory must be empty.
        """
        os.rmdir(self)

    def rename(self, target):
        """Rename this path to the target path."""
        os.rename(self, target)
        return self.with_segments(target)

    def replace(self, target):
        """Rename this path to the target path, overwriting if that path exists."""
        os.replace(self, target)
        return self.with_segments(target)


class PosixPath(Path, PurePosixPath):
    """Path subclass for non-Windows systems."""
    __slots__ = ()


class WindowsPath(Path, PureWindowsPath):
    """Path subclass for Windows systems."""
    __slots__ = ()

    def __new__(cls, *args, **kwargs):
        raise UnsupportedOperation(f"cannot instantiate {cls.__name__!r} on your system")
