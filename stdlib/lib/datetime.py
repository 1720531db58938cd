"""Concrete date/time and related types (mirrors Modules/_datetimemodule.c).

`timedelta`, `tzinfo` and `timezone` are in `_datetime_base`, `date` and `time` in `_datetime_parts`, `datetime` in
`_datetime_class`, the texts of ISO 8601 in `_datetime_iso`.
"""
from _datetime_base import MAXYEAR, MINYEAR, UTC, timedelta, timezone, tzinfo
from _datetime_class import datetime
from _datetime_parts import date, time

__all__ = ('date', 'datetime', 'time', 'timedelta', 'timezone', 'tzinfo', 'MINYEAR', 'MAXYEAR', 'UTC')
