"""Utility code for constructing importers, etc."""

import sys
import types

from ._bootstrap import _find_spec as _find, _resolve_name, module_from_spec, spec_from_loader
from ._bootstrap_external import (
    MAGIC_NUMBER,
    cache_from_source,
    decode_source,
    source_from_cache,
    spec_from_file_location,
)
from .abc import Loader


def resolve_name(name, package):
    """Resolve a relative module name to an absolute one."""
    if not name.startswith("."):
        return name
    if not package:
        raise ImportError(f"no package specified for {repr(name)} (required for relative module names)")
    level = len(name) - len(name.lstrip("."))
    return _resolve_name(name[level:], package, level)


def find_spec(name, package=None):
    """Return the spec for the specified module.

    The one of sys.modules where the module is imported already; None where no finder knows it. The parents of a
    submodule are imported for that."""
    fullname = resolve_name(name, package) if name.startswith(".") else name
    if fullname not in sys.modules:
        return _find(fullname, _path_of_parent(fullname))
    module = sys.modules[fullname]
    if module is None:
        return None
    spec = getattr(module, "__spec__", _absent)
    if spec is None or spec is _absent:
        raise ValueError(f"{name}.__spec__ is {'None' if spec is None else 'not set'}")
    return spec


_absent = object()


def _path_of_parent(fullname):
    """Where a submodule is looked for; None for a module at the top."""
    parent = fullname.rpartition(".")[0]
    if not parent:
        return None
    try:
        return __import__(parent, fromlist=["__path__"]).__path__
    except AttributeError as e:
        raise ModuleNotFoundError(f"__path__ attribute not found on {parent!r} while trying to find {fullname!r}",
                                  name=fullname) from e


class _LazyModule(types.ModuleType):
    """A module that is executed when one of its attributes is first used."""

    def __getattribute__(self, attr):
        spec = object.__getattribute__(self, "__spec__")
        state = spec.loader_state
        if object.__getattribute__(self, "__class__") is _LazyModule:
            if state["is_loading"] and attr.startswith("__") and attr.endswith("__"):
                return object.__getattribute__(self, attr)
            state["is_loading"] = True
            namespace = object.__getattribute__(self, "__dict__")
            before = state["__dict__"]
            now = dict(namespace)
            changed = {k: v for k, v in now.items() if k not in before or v is not before[k]}
            spec.loader.exec_module(self)
            name = spec.name
            if name in sys.modules and self is not sys.modules[name]:
                raise ValueError(
                    f"module object for {name!r} substituted in sys.modules during a lazy load"
                )
            # What was set from outside stays.
            namespace.update(changed)
            self.__class__ = types.ModuleType
        return getattr(self, attr)

    def __delattr__(self, attr):
        self.__getattribute__(attr)
        delattr(self, attr)


class LazyLoader(Loader):
    """Lets another loader wait until an attribute of the module is asked for."""

    @staticmethod
    def _check(loader):
        if not hasattr(loader, "exec_module"):
            raise TypeError("loader must define exec_module()")

    @classmethod
    def factory(cls, loader):
        """Construct a callable which returns the eager loader made lazy."""
        cls._check(loader)
        return lambda *args, **kwargs: cls(loader(*args, **kwargs))

    def __init__(self, loader):
        self._check(loader)
        self.loader = loader

    def create_module(self, spec):
        return self.loader.create_module(spec)

    def exec_module(self, module):
        """Make the module load lazily."""
        module.__spec__.loader = self.loader
        module.__loader__ = self.loader
        module.__spec__.loader_state = {
            "__dict__": module.__dict__.copy(),
            "__class__": module.__class__,
            "is_loading": False,
        }
        module.__class__ = _LazyModule
