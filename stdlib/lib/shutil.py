"""Operations on files and collections of files (mirrors Lib/shutil.py): copying, moving, removing trees."""
import fnmatch
import os
import stat
import sys
from collections import namedtuple

from _shutil_archives import (ExecError, ReadError, RegistryError, chown, get_archive_formats, get_unpack_formats,
                              make_archive, register_archive_format, register_unpack_format, unpack_archive,
                              unregister_archive_format, unregister_unpack_format)

__all__ = ["copyfileobj", "copyfile", "copymode", "copystat", "copy", "copy2", "copytree", "move", "rmtree", "Error",
           "SpecialFileError", "ExecError", "make_archive", "get_archive_formats", "register_archive_format",
           "unregister_archive_format", "get_unpack_formats", "register_unpack_format", "unregister_unpack_format",
           "unpack_archive", "ignore_patterns", "chown", "which", "get_terminal_size", "SameFileError", "disk_usage"]

COPY_BUFSIZE = 256 * 1024


_ntuple_diskusage = namedtuple('usage', 'total used free')
_ntuple_diskusage.total.__doc__ = 'Total space in bytes'
_ntuple_diskusage.used.__doc__ = 'Used space in bytes'
_ntuple_diskusage.free.__doc__ = 'Free space in bytes'


class Error(OSError):
    pass


class SameFileError(Error):
    """Raised when source and destination are the same file."""


class SpecialFileError(OSError):
    """Raised when trying to do a kind of operation (e.g."""


def disk_usage(path):
    """Return disk usage statistics about the given path.

Free is what programs without privileges may use, so that it and what is used need not sum up to the total."""
    found = os.statvfs(path)
    block = found.f_frsize
    return _ntuple_diskusage(found.f_blocks * block, (found.f_blocks - found.f_bfree) * block,
                             found.f_bavail * block)


def copyfileobj(fsrc, fdst, length=0):
    """copy data from file-like object fsrc to file-like object fdst"""
    length = length or COPY_BUFSIZE
    while part := fsrc.read(length):
        fdst.write(part)


def _same_file(a, b):
    try:
        return os.path.samefile(a, b)
    except OSError:
        return False


def copyfile(src, dst, *, follow_symlinks=True):
    """Copy data from src to dst in the most efficient way possible."""
    sys.audit("shutil.copyfile", src, dst)
    if _same_file(src, dst):
        raise SameFileError("{!r} and {!r} are the same file".format(src, dst))
    for path in (src, dst):
        try:
            mode = os.stat(path).st_mode
        except OSError:
            continue
        if stat.S_ISFIFO(mode):
            raise SpecialFileError("`%s` is a named pipe" % os.fspath(path))
    if not follow_symlinks and os.path.islink(src):
        os.symlink(os.readlink(src), dst)
        return dst
    with open(src, 'rb') as fsrc:
        try:
            with open(dst, 'wb') as fdst:
                copyfileobj(fsrc, fdst)
        except IsADirectoryError as error:
            if not os.path.exists(dst):
                raise FileNotFoundError(f'Directory does not exist: {dst}') from error
            raise
    return dst


def _are_links(src, dst, follow_symlinks):
    return not follow_symlinks and os.path.islink(src) and os.path.islink(dst)


def copymode(src, dst, *, follow_symlinks=True):
    """Copy mode bits from src to dst."""
    sys.audit("shutil.copymode", src, dst)
    if not _are_links(src, dst, follow_symlinks):
        os.chmod(dst, stat.S_IMODE(os.stat(src).st_mode))


def copystat(src, dst, *, follow_symlinks=True):
    """Copy file metadata"""
    sys.audit("shutil.copystat", src, dst)
    links = _are_links(src, dst, follow_symlinks)
    found = os.stat(src, follow_symlinks=not links)
    os.utime(dst, ns=(found.st_atime_ns, found.st_mtime_ns), follow_symlinks=not links)
    if not links:
        os.chmod(dst, stat.S_IMODE(found.st_mode))


def _into(src, dst):
    return os.path.join(dst, os.path.basename(src)) if os.path.isdir(dst) else dst


def copy(src, dst, *, follow_symlinks=True):
    """Copy data and mode bits ("cp src dst"). Return the file's destination."""
    dst = _into(src, dst)
    copyfile(src, dst, follow_symlinks=follow_symlinks)
    copymode(src, dst, follow_symlinks=follow_symlinks)
    return dst


def copy2(src, dst, *, follow_symlinks=True):
    """Copy data and metadata. Return the file's destination."""
    dst = _into(src, dst)
    copyfile(src, dst, follow_symlinks=follow_symlinks)
    copystat(src, dst, follow_symlinks=follow_symlinks)
    return dst


def ignore_patterns(*patterns):
    """Function that can be used as copytree() ignore parameter."""

    def _ignore_patterns(path, names):
        return {name for pattern in patterns for name in fnmatch.filter(names, pattern)}

    return _ignore_patterns


def copytree(src, dst, symlinks=False, ignore=None, copy_function=copy2, ignore_dangling_symlinks=False,
             dirs_exist_ok=False):
    """Recursively copy a directory tree and return the destination directory."""
    sys.audit("shutil.copytree", src, dst)
    with os.scandir(src) as found:
        entries = list(found)
    ignored = ignore(os.fspath(src), [e.name for e in entries]) if ignore is not None else ()
    os.makedirs(dst, exist_ok=dirs_exist_ok)
    errors = []
    for entry in entries:
        if entry.name in ignored:
            continue
        source, target = os.path.join(src, entry.name), os.path.join(dst, entry.name)
        what = entry if copy_function in (copy, copy2) else source
        try:
            if entry.is_symlink():
                link = os.readlink(source)
                if symlinks:
                    os.symlink(link, target)
                    copystat(what, target, follow_symlinks=False)
                    continue
                if not os.path.exists(os.path.join(src, link)) and ignore_dangling_symlinks:
                    continue
            if entry.is_dir():
                copytree(what, target, symlinks, ignore, copy_function, ignore_dangling_symlinks, dirs_exist_ok)
            else:
                copy_function(what, target)
        except Error as error:
            errors.extend(error.args[0])
        except OSError as error:
            errors.append((source, target, str(error)))
    try:
        copystat(src, dst)
    except OSError as error:
        errors.append((src, dst, str(error)))
    if errors:
        raise Error(errors)
    return dst


def rmtree(path, ignore_errors=False, onerror=None, *, onexc=None, dir_fd=None):
    """Recursively delete a directory tree."""
    sys.audit("shutil.rmtree", path, dir_fd)
    if ignore_errors:
        def report(function, where, error):
            pass
    elif onexc is not None:
        report = onexc
    elif onerror is not None:
        def report(function, where, error):
            onerror(function, where, (type(error), error, error.__traceback__))
    else:
        def report(function, where, error):
            raise error
    try:
        _remove_tree(path, path, dir_fd, report)
    except FileNotFoundError as error:
        report(os.lstat, path, error)


def _remove_tree(name, path, dir_fd, report):
    """Removes the folder `name` of the folder `dir_fd`; `path` is its full path, for reports."""
    try:
        before = os.stat(name, dir_fd=dir_fd, follow_symlinks=False)
    except OSError as error:
        error.filename = path
        return report(os.lstat, path, error)
    try:
        fd = os.open(name, os.O_RDONLY | os.O_NONBLOCK, dir_fd=dir_fd)
    except OSError as error:
        error.filename = path
        return report(os.open, path, error)
    try:
        if not os.path.samestat(before, os.fstat(fd)):
            # What was opened is not what has the name: that is a link, or became one.
            error = OSError("Cannot call rmtree on a symbolic link")
            error.filename = path
            return report(os.path.islink, path, error)
        _empty(fd, path, report)
    finally:
        os.close(fd)
    try:
        os.rmdir(name, dir_fd=dir_fd)
    except OSError as error:
        error.filename = path
        report(os.rmdir, path, error)


def _empty(fd, path, report):
    try:
        with os.scandir(fd) as found:
            entries = [(e.name, e.is_dir(follow_symlinks=False)) for e in found]
    except OSError as error:
        error.filename = path
        return report(os.scandir, path, error)
    for name, is_dir in entries:
        full = os.path.join(path, os.fsencode(name) if isinstance(path, bytes) else name)
        if is_dir:
            _remove_tree(name, full, fd, report)
            continue
        try:
            os.unlink(name, dir_fd=fd)
        except FileNotFoundError:
            continue
        except OSError as error:
            error.filename = full
            report(os.unlink, full, error)


rmtree.avoids_symlink_attacks = True


def move(src, dst, copy_function=copy2):
    """Recursively move a file or directory to another location."""
    sys.audit("shutil.move", src, dst)
    target = dst
    if os.path.isdir(dst):
        if _same_file(src, dst) and not os.path.islink(src):
            os.rename(src, dst)
            return
        target = os.path.join(dst, os.path.basename(os.fspath(src).rstrip(os.path.sep)))
        if os.path.exists(target):
            raise Error("Destination path '%s' already exists" % target)
    try:
        os.rename(src, target)
    except OSError:
        if os.path.islink(src):
            os.symlink(os.readlink(src), target)
            os.unlink(src)
        elif os.path.isdir(src):
            inside = os.path.abspath(target).rstrip(os.sep) + os.sep
            if inside.startswith(os.path.abspath(src).rstrip(os.sep) + os.sep):
                raise Error("Cannot move a directory '%s' into itself '%s'." % (src, dst))
            copytree(src, target, copy_function=copy_function, symlinks=True)
            rmtree(src)
        else:
            copy_function(src, target)
            os.unlink(src)
    return target


def get_terminal_size(fallback=(80, 24)):
    """Get the size of the terminal window."""
    numbers = []
    for name in ('COLUMNS', 'LINES'):
        try:
            numbers.append(int(os.environ[name]))
        except (KeyError, ValueError):
            numbers.append(0)
    columns, lines = numbers
    if columns <= 0 or lines <= 0:
        try:
            size = os.get_terminal_size(sys.__stdout__.fileno())
        except (AttributeError, ValueError, OSError):
            size = os.terminal_size(fallback)
        columns = columns if columns > 0 else size.columns or fallback[0]
        lines = lines if lines > 0 else size.lines or fallback[1]
    return os.terminal_size((columns, lines))


def which(cmd, mode=os.F_OK | os.X_OK, path=None):

    def fits(name):
        return os.path.exists(name) and os.access(name, mode) and not os.path.isdir(name)

    binary = isinstance(cmd, bytes)
    if os.path.dirname(cmd):
        return cmd if fits(cmd) else None
    if path is None:
        path = os.environ.get("PATH", os.defpath)
    if not path:
        return None
    path = os.fsencode(path) if binary else os.fsdecode(path)
    seen = set()
    for folder in path.split(b':' if binary else ':'):
        if folder not in seen:
            seen.add(folder)
            name = os.path.join(folder, cmd)
            if fits(name):
                return name
    return None
