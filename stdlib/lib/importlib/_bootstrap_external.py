"""Specs of files and the names of their caches."""

import sys

from ._bootstrap import ModuleSpec, _native

_own = _native("_frozen_importlib_external")
PathFinder, SourceFileLoader = _own.PathFinder, _own.SourceFileLoader

SOURCE_SUFFIXES = [".py"]
BYTECODE_SUFFIXES = [".pyc"]
EXTENSION_SUFFIXES = []
MAGIC_NUMBER = b"PV\r\n"
_PYCACHE = "__pycache__"
_POPULATE = object()


def cache_from_source(path, debug_override=None, *, optimization=None):
    """Given the path to a .py file, return the path to its .pyc file.

    The .py file does not need to exist. 'optimization' is the level to name, '' for none at all."""
    import os

    path = os.fspath(path)
    head, tail = os.path.split(path)
    base, sep, rest = tail.rpartition(".")
    tag = sys.implementation.cache_tag
    if tag is None:
        raise NotImplementedError("sys.implementation.cache_tag is None")
    name = (base if base else rest) + sep + tag
    if optimization is None:
        optimization = "" if sys.flags.optimize == 0 else sys.flags.optimize
    optimization = str(optimization)
    if optimization:
        if not optimization.isalnum():
            raise ValueError(f"{optimization!r} is not alphanumeric")
        name = f"{name}.opt-{optimization}"
    if sys.pycache_prefix is None:
        folder = os.path.join(head, _PYCACHE)
    else:
        folder = os.path.join(sys.pycache_prefix, os.path.abspath(head).lstrip(os.sep))
    return os.path.join(folder, name + BYTECODE_SUFFIXES[0])


def source_from_cache(path):
    """Given the path to a .pyc. file, return the path to its .py file."""
    import os

    path = os.fspath(path)
    head, name = os.path.split(path)
    prefix = sys.pycache_prefix and sys.pycache_prefix.rstrip(os.sep)
    if prefix and head.startswith(prefix + os.sep):
        head = head[len(prefix):]
    else:
        head, folder = os.path.split(head)
        if folder != _PYCACHE:
            raise ValueError(f"{_PYCACHE} not bottom-level directory in {path!r}")
    dots = name.count(".")
    if dots not in {2, 3}:
        raise ValueError(f"expected only 2 or 3 dots in {name!r}")
    if dots == 3:
        optimization = name.rsplit(".", 2)[-2]
        if not optimization.startswith("opt-"):
            raise ValueError("optimization portion of filename does not start with 'opt-'")
        if not optimization[4:].isalnum():
            raise ValueError(f"optimization level {optimization!r} is not an alphanumeric value")
    return os.path.join(head, name.partition(".")[0] + SOURCE_SUFFIXES[0])


def _path_isfile(path):
    import os

    return os.path.isfile(path or os.getcwd())


def _beside(path):
    """Where the source of a file of bytecode would be."""
    try:
        return source_from_cache(path)
    except ValueError:
        return path[:-1]


def _get_sourcefile(path):
    """The source that a file of bytecode was made of, where it exists; else the path as it is."""
    stem, _, suffix = path.rpartition(".") if len(path) else ("", "", "")
    if stem and suffix[-3:-1].lower() == "py" and _path_isfile(source := _beside(path)):
        return source
    return path or None


def decode_source(source_bytes):
    """Decode bytes representing source code and return the string, with universal newlines."""
    import io
    import tokenize

    encoding, _ = tokenize.detect_encoding(io.BytesIO(source_bytes).readline)
    text = source_bytes.decode(encoding)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def spec_from_file_location(name, location=None, *, loader=None, submodule_search_locations=_POPULATE):
    """Return a module spec based on a file location.

    For a package, 'submodule_search_locations' is a list of folders, an empty one for the folder of the file; the
    loader says whether it is one where the argument is left out."""
    import os

    if location is None:
        location = "<unknown>"
        if hasattr(loader, "get_filename"):
            try:
                location = loader.get_filename(name)
            except ImportError:
                pass
    else:
        location = os.path.abspath(os.fspath(location))
    spec = ModuleSpec(name, loader, origin=location)
    spec._set_fileattr = True
    if location.endswith(tuple(SOURCE_SUFFIXES)):
        spec.cached = cache_from_source(location)
    if loader is None:
        if not location.endswith(tuple(SOURCE_SUFFIXES)):
            return None
        loader = spec.loader = SourceFileLoader(name, location)
    if submodule_search_locations is not _POPULATE:
        spec.submodule_search_locations = submodule_search_locations
    elif hasattr(loader, "is_package"):
        try:
            is_package = loader.is_package(name)
        except ImportError:
            is_package = False
        if is_package:
            spec.submodule_search_locations = []
    if spec.submodule_search_locations == [] and location:
        spec.submodule_search_locations.append(os.path.split(location)[0])
    return spec


class _NamespacePath:
    """The folders of a namespace package: they are looked for again when the path of its parent has changed."""

    __module__ = "_frozen_importlib_external"
    # Counts the calls of invalidate_caches().
    _epoch = 0

    def __init__(self, name, path, path_finder):
        self._name, self._path, self._path_finder = name, path, path_finder
        self._seen = self._now()

    def _now(self):
        """What the folders depend on."""
        return tuple(self._get_parent_path()), self._epoch

    def _find_parent_path_names(self):
        """Returns a tuple of (parent-module-name, parent-path-attr-name)"""
        parent, dot, _ = self._name.rpartition(".")
        return (parent, "__path__") if dot else ("sys", "path")

    def _get_parent_path(self):
        module, attribute = self._find_parent_path_names()
        return getattr(sys.modules[module], attribute)

    def _recalculate(self):
        now = self._now()
        if now != self._seen:
            spec = self._path_finder(self._name, now[0])
            if spec is not None and spec.loader is None:
                self._path = list(spec.submodule_search_locations or ()) or self._path
            self._seen = now
        return self._path

    def __iter__(self):
        return iter(self._recalculate())

    def __getitem__(self, index):
        return self._recalculate()[index]

    def __setitem__(self, index, path):
        self._path[index] = path

    def __repr__(self):
        return f"_NamespacePath({self._path!r})"

    def __len__(self):
        return len(self._recalculate())

    def __contains__(self, item):
        return item in self._recalculate()

    def append(self, item):
        self._path.append(item)


class NamespaceLoader:
    __module__ = "_frozen_importlib_external"

    def __init__(self, name, path, path_finder):
        self._path = _NamespacePath(name, path, path_finder)

    def is_package(self, fullname):
        return True

    def get_source(self, fullname):
        return ""

    def get_code(self, fullname):
        return compile("", "<string>", "exec", dont_inherit=True)

    def create_module(self, spec):
        """Use default semantics for module creation."""

    def exec_module(self, module):
        pass

    def load_module(self, fullname):
        """Load a namespace module: an import of it."""
        from ._bootstrap import _load

        return _load(fullname)

    def get_resource_reader(self, module):
        from importlib.readers import NamespaceReader

        return NamespaceReader(self._path)


def _namespace_path(name, folders):
    return _NamespacePath(name, folders, PathFinder.find_spec)


def _namespace_loader(spec):
    """The loader of a namespace package, which its spec gets with its module."""
    loader = NamespaceLoader.__new__(NamespaceLoader)
    loader._path = spec.submodule_search_locations
    spec.loader = loader
    return loader


class FileFinder:
    """File-based finder: looks for modules in one folder, which it reads anew at every search."""

    __module__ = "_frozen_importlib_external"

    def __init__(self, path, *loader_details):
        """Initialize with the path to search on and any number of 2-tuples (loader, suffixes)."""
        import os

        self._loaders = [(suffix, loader) for loader, suffixes in loader_details for suffix in suffixes]
        self.path = os.path.abspath(path or ".")

    def invalidate_caches(self):
        """Invalidate the directory mtime."""

    def find_spec(self, fullname, target=None):
        """Try to find a spec for the specified module."""
        import os

        base = os.path.join(self.path, fullname.rpartition(".")[2])
        for suffix, loader in self._loaders:
            file = os.path.join(base, "__init__" + suffix)
            if os.path.isfile(file):
                return spec_from_file_location(fullname, file, loader=loader(fullname, file),
                                               submodule_search_locations=[base])
        for suffix, loader in self._loaders:
            if os.path.isfile(base + suffix):
                return spec_from_file_location(fullname, base + suffix, loader=loader(fullname, base + suffix),
                                               submodule_search_locations=None)
        if os.path.isdir(base):
            spec = ModuleSpec(fullname, None)
            spec.submodule_search_locations = [base]
            return spec
        return None

    @classmethod
    def path_hook(cls, *loader_details):

        def path_hook_for_FileFinder(path):
            """Path hook for importlib.machinery.FileFinder."""
            import os

            if not os.path.isdir(path or "."):
                raise ImportError("only directories are supported", path=path)
            return cls(path, *loader_details)

        return path_hook_for_FileFinder

    def __repr__(self):
        return f"FileFinder({self.path!r})"


for _made in (_NamespacePath, NamespaceLoader, FileFinder):
    setattr(sys.modules[_made.__module__], _made.__name__, _made)
del _made


class ExtensionFileLoader:
    """Loader for extension modules: it knows their files, but nothing here runs them."""

    __module__ = "_frozen_importlib_external"

    def __init__(self, name, path):
        self.name, self.path = name, path

    def __eq__(self, other):
        return self.__class__ == other.__class__ and self.__dict__ == other.__dict__

    def __hash__(self):
        return hash(self.name) ^ hash(self.path)

    def create_module(self, spec):
        """Create an uninitialized extension module"""
        raise NotImplementedError("pyvm does not implement extension modules yet")

    def exec_module(self, module):
        """Initialize an extension module"""
        raise NotImplementedError("pyvm does not implement extension modules yet")

    def is_package(self, fullname):
        """Return True if the extension module is a package."""
        return self.path.rpartition("/")[2] in {"__init__" + suffix for suffix in EXTENSION_SUFFIXES}

    def get_code(self, fullname):
        """Return None as an extension module cannot create a code object."""

    def get_source(self, fullname):
        """Return None as extension modules have no source code."""

    def get_filename(self, fullname):
        """Return the path to the source file as found by the finder."""
        return self.path


class AppleFrameworkLoader(ExtensionFileLoader):
    """A loader for modules that have been packaged as frameworks."""

    __module__ = "_frozen_importlib_external"
