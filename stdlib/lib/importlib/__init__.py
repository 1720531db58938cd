"""A pure Python implementation of import."""

__all__ = ["__import__", "import_module", "invalidate_caches", "reload"]

import sys

from . import _bootstrap
from ._bootstrap import __import__

_RELOADING = {}


def _installed():
    # Parts that are not compiled in may lie in an installation.
    from posix import stat

    for folder in sys.path:
        found = f"{folder}/importlib"
        try:
            stat(f"{found}/__init__.py")
        except OSError:
            continue
        yield found


__path__.extend(_installed())


def invalidate_caches():
    for finder in sys.meta_path:
        if hasattr(finder, "invalidate_caches"):
            finder.invalidate_caches()
    from ._bootstrap_external import _NamespacePath

    _NamespacePath._epoch += 1


def import_module(name, package=None):
    """Import a module."""
    level = 0
    if name.startswith("."):
        if not package:
            raise TypeError(
                "the 'package' argument is required to perform a "
                f"relative import for {name!r}"
            )
        level = len(name) - len(name.lstrip("."))
    return _bootstrap._gcd_import(name[level:], package, level)


def reload(module):
    """Reload the module and return it."""
    try:
        name = module.__spec__.name
    except AttributeError:
        try:
            name = module.__name__
        except AttributeError:
            raise TypeError("reload() argument must be a module") from None
    if sys.modules.get(name) is not module:
        raise ImportError(f"module {name} not in sys.modules", name=name)
    if name in _RELOADING:
        return _RELOADING[name]
    _RELOADING[name] = module
    try:
        parent_name = name.rpartition(".")[0]
        path = None
        if parent_name:
            try:
                parent = sys.modules[parent_name]
            except KeyError:
                raise ImportError(f"parent {parent_name!r} not in sys.modules", name=parent_name) from None
            path = parent.__path__
        spec = module.__spec__ = _bootstrap._find_spec(name, path, module)
        if spec is None:
            raise ModuleNotFoundError(f"spec not found for the module {name!r}", name=name)
        _bootstrap._exec(spec, module)
        return sys.modules[name]
    finally:
        _RELOADING.pop(name, None)
