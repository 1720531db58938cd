"""Abstract base classes related to import."""

import abc

from . import machinery
from ._bootstrap import _load, module_from_spec, spec_from_loader

__all__ = [
    "Loader", "MetaPathFinder", "PathEntryFinder",
    "ResourceLoader", "InspectLoader", "ExecutionLoader",
    "FileLoader", "SourceLoader",
]


class MetaPathFinder(metaclass=abc.ABCMeta):
    """Abstract base class for import finders on sys.meta_path."""

    def invalidate_caches(self):
        """An optional method for clearing the finder's cache, if any."""


MetaPathFinder.register(machinery.BuiltinImporter)
MetaPathFinder.register(machinery.FrozenImporter)
MetaPathFinder.register(machinery.PathFinder)


class PathEntryFinder(metaclass=abc.ABCMeta):
    """Abstract base class for path entry finders used by PathFinder."""

    def invalidate_caches(self):
        """An optional method for clearing the finder's cache, if any."""


PathEntryFinder.register(machinery.FileFinder)


class Loader(metaclass=abc.ABCMeta):
    """Abstract base class for import loaders."""

    def create_module(self, spec):
        """Return a module to initialize and into which to load; None for an ordinary one."""
        return None

    def load_module(self, fullname):
        """Return the loaded module, by way of exec_module()."""
        if not hasattr(self, "exec_module"):
            raise ImportError
        import sys
        import warnings

        warnings.warn(
            "the load_module() method is deprecated and slated for removal in Python 3.15; "
            "use exec_module() instead",
            DeprecationWarning,
        )
        spec = spec_from_loader(fullname, self)
        if fullname in sys.modules:
            from ._bootstrap import _exec

            module = sys.modules[fullname]
            _exec(spec, module)
            return sys.modules[fullname]
        return _load(spec)


class ResourceLoader(Loader):
    """Abstract base class for loaders which can return data from their
    back-end storage to facilitate reading data to perform an import."""

    @abc.abstractmethod
    def get_data(self, path):
        """The bytes of a file."""
        raise OSError


class InspectLoader(Loader):
    """Loaders that know the code of their modules."""

    def is_package(self, fullname):
        """Whether the module is a package."""
        raise ImportError

    def get_code(self, fullname):
        """Method which returns the code object for the module."""
        source = self.get_source(fullname)
        return None if source is None else self.source_to_code(source)

    @abc.abstractmethod
    def get_source(self, fullname):
        """Abstract method which should return the source code for the
        module."""
        raise ImportError

    @staticmethod
    def source_to_code(data, path="<string>"):
        """Compile 'data' into a code object."""
        return compile(data, path, "exec", dont_inherit=True)

    def exec_module(self, module):
        """Execute the module."""
        code = self.get_code(module.__name__)
        if code is None:
            raise ImportError(f"cannot load module {module.__name__!r} when get_code() returns None")
        exec(code, module.__dict__)


InspectLoader.register(machinery.BuiltinImporter)
InspectLoader.register(machinery.FrozenImporter)


class ExecutionLoader(InspectLoader):
    """Loaders whose modules can run as scripts."""

    @abc.abstractmethod
    def get_filename(self, fullname):
        """The `__file__` of the module."""
        raise ImportError

    def get_code(self, fullname):
        """The code of the module, None if its source is not known."""
        source = self.get_source(fullname)
        if source is None:
            return None
        known = []
        try:
            known.append(self.get_filename(fullname))
        except ImportError:
            # The code is of no file then.
            known.clear()
        return self.source_to_code(source, *known)


class FileLoader(ResourceLoader, ExecutionLoader):
    """What loaders of files have in common."""

    def __init__(self, fullname, path):
        self.name = fullname
        self.path = path

    def get_filename(self, name=None):
        return self.path

    def get_data(self, path):
        with open(path, "rb") as file:
            return file.read()


FileLoader.register(machinery.SourceFileLoader)


class SourceLoader(ResourceLoader, ExecutionLoader):
    """Abstract base class for loading source code: get_data() and get_filename() are what is needed."""

    def is_package(self, fullname):
        import os

        stem = os.path.split(self.get_filename(fullname))[1].rsplit(".", 1)[0]
        return stem == "__init__" and fullname.rpartition(".")[2] != "__init__"

    def get_source(self, fullname):
        from ._bootstrap_external import decode_source

        path = self.get_filename(fullname)
        try:
            data = self.get_data(path)
        except OSError as e:
            raise ImportError("source not available through get_data()", name=fullname) from e
        return decode_source(data)


SourceLoader.register(machinery.SourceFileLoader)
