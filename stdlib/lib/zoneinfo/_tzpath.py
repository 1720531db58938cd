"""Where time zone files lie."""

import os

TZPATH = ()


class InvalidTZPathWarning(RuntimeWarning):
    """Warning raised if an invalid path is specified in PYTHONTZPATH."""


_DEFAULT = ('/usr/share/zoneinfo', '/usr/lib/zoneinfo', '/usr/share/lib/zoneinfo', '/etc/zoneinfo')


def _relative(paths):
    found = [path for path in paths if not os.path.isabs(path)]
    return "Paths should be absolute but found the following relative paths:\n    " + "\n    ".join(
        found) if found else None


def _reset_tzpath(to=None, stacklevel=4):
    global TZPATH
    if to is not None:
        if isinstance(to, (str, bytes)):
            raise TypeError(f"tzpaths must be a list or tuple, not {type(to)}: {to!r}")
        paths = list(map(os.fspath, to))
        if message := _relative(paths):
            raise ValueError(message)
    else:
        paths = _DEFAULT
        given = os.environ.get("PYTHONTZPATH")
        if given is not None:
            paths = given.split(os.pathsep) if given else ()
            if message := _relative(paths):
                import warnings
                warnings.warn("Invalid paths specified in PYTHONTZPATH environment variable. " + message,
                              InvalidTZPathWarning, stacklevel=stacklevel)
                paths = [path for path in paths if os.path.isabs(path)]
    TZPATH = tuple(paths)


def reset_tzpath(to=None):
    """Reset global TZPATH."""
    _reset_tzpath(to)
    import zoneinfo
    zoneinfo.TZPATH = TZPATH


def find_tzfile(key):
    """Retrieve the path to a TZif file from a key."""
    if os.path.isabs(key):
        raise ValueError(f"ZoneInfo keys may not be absolute paths, got: {key}")
    normal = os.path.normpath(key)
    if len(normal) != len(key):
        raise ValueError(f"ZoneInfo keys must be normalized relative paths, got: {key}")
    base = os.path.normpath(os.path.join("_", "_"))[:-1]
    if not os.path.normpath(os.path.join(base, normal)).startswith(base):
        raise ValueError(f"ZoneInfo keys must refer to subdirectories of TZPATH, got: {key}")
    for folder in TZPATH:
        path = os.path.join(folder, key)
        if os.path.isfile(path):
            return path
    return None


def available_timezones():
    """Returns a set containing all available time zones."""
    found = set()
    for root in TZPATH:
        for folder, folders, names in os.walk(root):
            if folder == root:
                # Copies of all of them under other rules.
                for other in ("right", "posix"):
                    if other in folders:
                        folders.remove(other)
            for name in names:
                path = os.path.join(folder, name)
                key = os.path.relpath(path, start=root)
                if not key or key in found:
                    continue
                try:
                    with open(path, "rb") as file:
                        if file.read(4) == b"TZif":
                            found.add(key)
                except OSError:
                    pass
    found.discard("posixrules")
    return found


_reset_tzpath(stacklevel=6)
