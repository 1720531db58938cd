"""Decimal fixed-point and floating-point arithmetic: the module's members are native."""

from _decimal import *
from _decimal import __libmpdec_version__, __version__
