"""SQL databases over SQLite, by DB-API 2.0 (PEP 249)."""

from sqlite3.dbapi2 import *
from sqlite3.dbapi2 import _OLD


def __getattr__(name):
    if name not in _OLD:
        raise AttributeError(f"module 'sqlite3' has no attribute {name!r}")
    import warnings

    warnings.warn(f"{name} is deprecated and will be removed in Python 3.14", DeprecationWarning, stacklevel=2)
    return _OLD[name]
