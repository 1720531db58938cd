"""Lines of source files, kept once read.

`cache` maps file names to tuples (size, mtime, lines, full name); an entry of one element is a function that reads
the lines when they are asked for.
"""

from _traceback import _source

__all__ = ["getline", "clearcache", "checkcache", "lazycache"]

cache = {}


def clearcache():
    """Clear the cache entirely."""
    cache.clear()


def getline(filename, lineno, module_globals=None):
    """Get a line for a Python source file from the cache."""
    lines = getlines(filename, module_globals)
    if 1 <= lineno <= len(lines):
        return lines[lineno - 1]
    return ""


def getlines(filename, module_globals=None):
    """Get the lines for a Python source file from the cache."""
    entry = cache.get(filename)
    if entry is not None and len(entry) != 1:
        return entry[2]
    try:
        return updatecache(filename, module_globals)
    except MemoryError:
        clearcache()
        return []


def checkcache(filename=None):
    """Discard cache entries that are out of date."""
    import os

    for name in list(cache) if filename is None else [filename]:
        entry = cache.get(name)
        if entry is None or len(entry) == 1:
            continue
        size, mtime, lines, fullname = entry
        if mtime is None:
            continue  # it came from a loader
        try:
            stat = os.stat(fullname)
        except (OSError, ValueError):
            cache.pop(name, None)
            continue
        if size != stat.st_size or mtime != stat.st_mtime:
            cache.pop(name, None)


def updatecache(filename, module_globals=None):
    """Update a cache entry and return its list of lines."""
    import os
    import sys
    import tokenize

    cache.pop(filename, None)
    source = _source(filename)
    if source is not None:
        lines = [line + "\n" for line in source.splitlines()]
        cache[filename] = (len(source), None, lines, filename)
        return lines
    if not filename or (filename.startswith("<") and filename.endswith(">")):
        return []
    fullname = filename
    try:
        stat = os.stat(fullname)
    except OSError:
        # The loader of the module may know the source.
        if lazycache(filename, module_globals):
            try:
                data = cache[filename][0]()
            except (ImportError, OSError):
                pass
            else:
                if data is None:
                    return []
                lines = [line + "\n" for line in data.splitlines()]
                cache[filename] = (len(data), None, lines, fullname)
                return lines
        if os.path.isabs(filename):
            return []
        for folder in sys.path:
            try:
                fullname = os.path.join(folder, filename)
                stat = os.stat(fullname)
                break
            except (TypeError, AttributeError, OSError):
                pass
        else:
            return []
    except ValueError:
        return []
    try:
        with tokenize.open(fullname) as file:
            lines = file.readlines()
    except (OSError, UnicodeDecodeError, SyntaxError):
        return []
    if not lines:
        lines = ["\n"]
    elif not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    cache[filename] = (stat.st_size, stat.st_mtime, lines, fullname)
    return lines


def lazycache(filename, module_globals):
    """Seed the cache for filename with module_globals.

    The loader in module_globals is asked for the source when it is needed. Returns whether there now is such an
    entry."""
    entry = cache.get(filename)
    if entry is None:
        if not filename or (filename[0] == "<" and filename[-1] == ">"):
            return False
        read = _source_reader(module_globals or {})
        if read is None:
            return False
        entry = cache[filename] = (read,)
    return len(entry) == 1


def _source_reader(module_globals):
    """What reads the source of a module, by its loader; None if that cannot."""
    if "__name__" not in module_globals:
        return None
    spec = module_globals.get("__spec__")
    name = getattr(spec, "name", None) or module_globals["__name__"]
    loader = getattr(spec, "loader", None)
    if loader is None:
        loader = module_globals.get("__loader__")
    read = getattr(loader, "get_source", None)
    if not name or not read:
        return None
    from functools import partial
    return partial(read, name)
