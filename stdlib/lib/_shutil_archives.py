"""The archives of `shutil`: made, unpacked, and the formats known."""

import errno
import os
import stat
import sys

# What is defined here belongs to `shutil`, for reprs and pickles.
__name__ = 'shutil'


class ExecError(OSError):
    """Raised when a command could not be executed"""


class ReadError(OSError):
    """Raised when an archive cannot be read"""


class RegistryError(Exception):
    """A format of archives that is not known, or known already."""


_TAR = (('tar', None, ['.tar'], "uncompressed tar file"), ('gztar', 'zlib', ['.tar.gz', '.tgz'], "gzip'ed tar-file"),
        ('bztar', 'bz2', ['.tar.bz2', '.tbz2'], "bzip2'ed tar-file"),
        ('xztar', 'lzma', ['.tar.xz', '.txz'], "xz'ed tar-file"))


def _is_there(name):
    try:
        __import__(name)
    except ImportError:
        return False
    return True


def _known():
    """The formats that this library can write and read."""
    made, unpacked = {}, {}
    if _is_there('tarfile'):
        for name, needed, endings, text in _TAR:
            if needed is None or _is_there(needed):
                kind = {'tar': None, 'gztar': 'gzip', 'bztar': 'bzip2', 'xztar': 'xz'}[name]
                made[name] = (_make_tarball, [('compress', kind)], text)
                unpacked[name] = (endings, _unpack_tarfile, [], text)
    if _is_there('zlib'):
        made['zip'] = (_make_zipfile, [], "ZIP file")
        unpacked['zip'] = (['.zip'], _unpack_zipfile, [], "ZIP file")
    return made, unpacked


_formats = None


def _registries():
    """Made when they are first asked for: most programs pack nothing."""
    global _formats
    if _formats is None:
        _formats = _known()
    return _formats


def get_archive_formats():
    """Returns a list of supported formats for archiving and unarchiving."""
    return sorted((name, row[2]) for name, row in _registries()[0].items())


def register_archive_format(name, function, extra_args=None, description=''):
    """Registers an archive format."""
    if not callable(function):
        raise TypeError('The %s object is not callable' % function)
    options, sequences = [] if extra_args is None else extra_args, (tuple, list)
    if not isinstance(options, sequences):
        raise TypeError('extra_args needs to be a sequence')
    if not all(isinstance(option, sequences) and len(option) == 2 for option in options):
        raise TypeError('extra_args elements are : (arg_name, value)')
    archives = _registries()[0]
    archives[name] = function, options, description


def unregister_archive_format(name):
    del _registries()[0][name]


def make_archive(base_name, format, root_dir=None, base_dir=None, verbose=0, dry_run=0, owner=None, group=None,
                 logger=None):
    """Create an archive file (eg."""
    sys.audit("shutil.make_archive", base_name, format, root_dir, base_dir)
    try:
        function, extra, _ = _registries()[0][format]
    except KeyError:
        raise ValueError("unknown archive format '%s'" % format) from None
    kwargs = dict(extra, dry_run=dry_run, logger=logger)
    if format != 'zip':
        kwargs.update(owner=owner, group=group)
    own = getattr(function, 'supports_root_dir', False)
    if base_dir is None:
        base_dir = os.curdir
    if own:
        base_name = os.fspath(base_name)
        if root_dir is not None:
            if not stat.S_ISDIR(os.stat(root_dir).st_mode):
                raise NotADirectoryError(errno.ENOTDIR, 'Not a directory', root_dir)
            kwargs['root_dir'] = root_dir
        return function(base_name, base_dir, **kwargs)
    before = None
    if root_dir is not None:
        if logger is not None:
            logger.debug("changing into '%s'", root_dir)
        before = os.getcwd()
        base_name = os.path.abspath(base_name)
        if not dry_run:
            os.chdir(root_dir)
    try:
        return function(base_name, base_dir, **kwargs)
    finally:
        if before is not None:
            if logger is not None:
                logger.debug("changing back to '%s'", before)
            os.chdir(before)


def _folder_for(archive, dry_run, logger):
    folder = os.path.dirname(archive)
    if folder and not os.path.exists(folder):
        if logger is not None:
            logger.info("creating %s", folder)
        if not dry_run:
            os.makedirs(folder)


def _make_zipfile(base_name, base_dir, verbose=0, dry_run=0, logger=None, owner=None, group=None, root_dir=None):
    """A zip file with everything below a folder; its name."""
    import zipfile
    name = base_name + ".zip"
    _folder_for(base_name, dry_run, logger)
    if logger is not None:
        logger.info("creating '%s' and adding '%s' to it", name, base_dir)
    if not dry_run:
        with zipfile.ZipFile(name, "w", compression=zipfile.ZIP_DEFLATED) as zf:
            inside = os.path.normpath(base_dir)
            start = base_dir
            if root_dir is not None:
                start = os.path.join(root_dir, base_dir)
            start = os.path.normpath(start)

            def add(path, arcname):
                zf.write(path, arcname)
                if logger is not None:
                    logger.info("adding '%s'", path)

            if inside != os.curdir:
                add(start, inside)
            for folder, folders, names in os.walk(start):
                within = folder if root_dir is None else os.path.relpath(folder, root_dir)
                within = os.path.normpath(within)
                for each in sorted(folders):
                    add(os.path.join(folder, each), os.path.join(within, each))
                for each in names:
                    path = os.path.join(folder, each)
                    if os.path.isfile(path):
                        add(path, os.path.join(within, each))
    if root_dir is not None:
        name = os.path.abspath(name)
    return name


_make_zipfile.supports_root_dir = True


def _make_tarball(base_name, base_dir, compress="gzip", verbose=0, dry_run=0, owner=None, group=None, logger=None,
                  root_dir=None):
    """A tar file with everything below a folder; its name."""
    import tarfile
    kind = {None: '', 'gzip': 'gz', 'bzip2': 'bz2', 'xz': 'xz'}[compress]
    name = base_name + '.tar' + ('.' + kind if kind else '')
    _folder_for(name, dry_run, logger)
    if logger is not None:
        logger.info('Creating tar archive')
    uid, gid = _id_of('pwd', 'getpwnam', owner), _id_of('grp', 'getgrnam', group)

    def owned(info):
        if gid is not None:
            info.gid, info.gname = gid, group
        if uid is not None:
            info.uid, info.uname = uid, owner
        return info

    if not dry_run:
        with tarfile.open(name, 'w|%s' % kind) as tar:
            start = base_dir if root_dir is None else os.path.join(root_dir, base_dir)
            tar.add(start, base_dir, filter=owned)
    if root_dir is not None:
        name = os.path.abspath(name)
    return name


_make_tarball.supports_root_dir = True


def _id_of(module, function, name):
    """The number of a user or group; None where there is none."""
    if name is None:
        return None
    try:
        return getattr(__import__(module), function)(name)[2]
    except (ImportError, KeyError):
        return None


def chown(path, user=None, group=None, *, dir_fd=None, follow_symlinks=True):
    """Change owner user and group of the given path."""
    sys.audit('shutil.chown', path, user, group)
    if user is None and group is None:
        raise ValueError("user and/or group must be set")
    numbers = []
    for name, module, function, what in ((user, 'pwd', 'getpwnam', 'user'), (group, 'grp', 'getgrnam', 'group')):
        number = -1 if name is None else name
        if isinstance(number, str):
            number = _id_of(module, function, name)
            if number is None:
                raise LookupError("no such {}: {!r}".format(what, name))
        numbers.append(number)
    os.chown(path, *numbers, dir_fd=dir_fd, follow_symlinks=follow_symlinks)


# -- unpacking ----------------------------------------------------------------------

def get_unpack_formats():
    """Returns a list of supported formats for unpacking."""
    return sorted((name, row[0], row[3]) for name, row in _registries()[1].items())


def register_unpack_format(name, extensions, function, extra_args=None, description=''):
    """Say which function unpacks files with these endings, with what other arguments."""
    if extra_args is None:
        extra_args = []
    there = {ending: other for other, row in _registries()[1].items() for ending in row[0]}
    for ending in extensions:
        if ending in there:
            raise RegistryError('%s is already registered for "%s"' % (ending, there[ending]))
    if not callable(function):
        raise TypeError('The registered function must be a callable')
    _registries()[1][name] = extensions, function, extra_args, description


def unregister_unpack_format(name):
    """Removes the pack format from the registry."""
    del _registries()[1][name]


def _unpack_zipfile(filename, extract_dir):
    import shutil
    import zipfile
    if not zipfile.is_zipfile(filename):
        raise ReadError("%s is not a zip file" % filename)
    with zipfile.ZipFile(filename) as archive:
        for info in archive.infolist():
            name = info.filename
            # Absolute names and those that lead upwards are left out.
            if name.startswith('/') or '..' in name:
                continue
            target = os.path.join(extract_dir, *name.split('/'))
            folder = os.path.dirname(target)
            if not os.path.isdir(folder):
                os.makedirs(folder)
            if not name.endswith('/'):
                with archive.open(name, 'r') as source, open(target, 'wb') as out:
                    shutil.copyfileobj(source, out)


def _unpack_tarfile(filename, extract_dir, *, filter=None):
    import tarfile
    try:
        archive = tarfile.open(filename)
    except tarfile.TarError:
        raise ReadError("%s is not a compressed or uncompressed tar file" % filename)
    with archive:
        archive.extractall(extract_dir, filter=filter)


def unpack_archive(filename, extract_dir=None, format=None, *, filter=None):
    """Unpack an archive.

    `filename` is the name of the archive.
    """
    sys.audit("shutil.unpack_archive", filename, extract_dir, format)
    extract_dir = os.fspath(os.getcwd() if extract_dir is None else extract_dir)
    filename = os.fspath(filename)
    known = _registries()[1]
    if format is None:
        found = [name for name, row in known.items() if any(filename.endswith(ending) for ending in row[0])]
        if not found:
            raise ReadError("Unknown archive format '{0}'".format(filename))
        format = found[0]
    elif format not in known:
        raise ValueError("Unknown unpack format '{0}'".format(format)) from None
    _, function, extra, _ = known[format]
    kwargs = dict(extra)
    if filter is not None:
        kwargs['filter'] = filter
    function(filename, extract_dir, **kwargs)
