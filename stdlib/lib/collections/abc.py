"""The collection ABCs under their public name (mirrors Lib/collections/abc.py)."""
from _collections_abc import *
from _collections_abc import __all__
from _collections_abc import _CallableGenericAlias
