"""The module of this name as CPython's own library and its tests ask for it: what `datetime` has here."""

from _datetime_base import MAXYEAR, MINYEAR, UTC, timedelta, timezone, tzinfo
from _datetime_class import datetime
from _datetime_parts import date, time
