"""Time zones of the IANA database (mirrors Lib/zoneinfo)."""

from bisect import bisect_right
from collections import OrderedDict
from datetime import datetime, timedelta, tzinfo
from weakref import WeakValueDictionary

from . import _tzpath
from ._common import _EPOCH, NOTHING, Kind, ZoneInfoNotFoundError, load, parse_rules, summer_offsets
from ._tzpath import TZPATH, InvalidTZPathWarning, available_timezones, reset_tzpath

__all__ = ["ZoneInfo", "reset_tzpath", "available_timezones", "TZPATH", "ZoneInfoNotFoundError",
           "InvalidTZPathWarning"]


class ZoneInfo(tzinfo):
    __slots__ = ("_key", "_moments", "_kinds", "_local", "_before", "_after", "_is_fixed", "_file_repr", "_from_cache",
                 "__weakref__")
    # The eight used last live on without anybody who holds them.
    _strong_cache_size = 8
    _strong_cache = OrderedDict()
    _weak_cache = WeakValueDictionary()

    def __init_subclass__(cls):
        cls._strong_cache = OrderedDict()
        cls._weak_cache = WeakValueDictionary()

    def __new__(cls, key):
        zone = cls._weak_cache.get(key)
        if zone is None:
            made = cls._new_instance(key)
            # Another thread may have been faster.
            zone = cls._weak_cache.setdefault(key, made)
            zone._from_cache = True
        recent = cls._strong_cache
        recent[key] = recent.pop(key, zone)
        while len(recent) > cls._strong_cache_size:
            recent.popitem(last=False)
        return zone

    @classmethod
    def no_cache(cls, key, /):
        """Get a new instance of ZoneInfo, bypassing the cache."""
        instance = cls._new_instance(key)
        instance._from_cache = False
        return instance

    @classmethod
    def _new_instance(cls, key):
        instance = super().__new__(cls)
        instance._key = key
        path = _tzpath.find_tzfile(key)
        if path is None:
            raise ZoneInfoNotFoundError(f"No time zone found with key {key}")
        with open(path, 'rb') as file:
            instance._load(file)
        instance._file_repr = None
        return instance

    @classmethod
    def from_file(cls, file_obj, /, key=None):
        """Create a ZoneInfo file from a file object."""
        instance = super().__new__(cls)
        instance._key = key
        instance._file_repr = repr(file_obj)
        instance._from_cache = False
        instance._load(file_obj)
        return instance

    @classmethod
    def clear_cache(cls, *, only_keys=None):
        """Clear the ZoneInfo cache."""
        if only_keys is None:
            cls._weak_cache.clear()
            cls._strong_cache.clear()
            return
        for key in only_keys:
            cls._weak_cache.pop(key, None)
            cls._strong_cache.pop(key, None)

    @property
    def key(self):
        return self._key

    # -- loading

    def _load(self, file):
        self._moments, indices, kinds, rules = load(file)
        summers = summer_offsets(indices, kinds)
        made = [Kind(timedelta(seconds=offset), timedelta(seconds=summer), name)
                for (offset, _, name), summer in zip(kinds, summers)]
        self._kinds = [made[index] for index in indices]
        self._local = self._local_moments(indices, [offset for offset, _, _ in kinds])
        self._before = next((kind for kind, (_, summer, _) in zip(made, kinds) if not summer),
                            made[0] if made else None)
        if rules:
            self._after = parse_rules(rules.decode())
        elif not made:
            raise ValueError("No time zone information found.")
        else:
            self._after = self._kinds[-1] if self._kinds else made[0]
        fixed = isinstance(self._after, Kind) and len(made) <= 1
        self._is_fixed = fixed and (not made or self._after == made[0])

    def _local_moments(self, indices, offsets):
        """The transitions in local time: as seen before a repeated hour, and behind it."""
        found = [], []
        for at, (moment, index) in enumerate(zip(self._moments, indices)):
            after = offsets[index]
            before = offsets[indices[at - 1]] if at else offsets[0] if len(offsets) > 1 else after
            found[0].append(moment + max(before, after))
            found[1].append(moment + min(before, after))
        return found

    # -- answering

    def _find(self, dt):
        if dt is None:
            return self._after if self._is_fixed else NOTHING
        moment = (dt.toordinal() - _EPOCH) * 86400 + dt.hour * 3600 + dt.minute * 60 + dt.second
        moments = self._local[dt.fold]
        if moments and moment < moments[0]:
            return self._before
        if not moments or moment > moments[-1]:
            if isinstance(self._after, Kind):
                return self._after
            return self._after.at_local(moment, dt.year, dt.fold)
        return self._kinds[bisect_right(moments, moment) - 1]

    def utcoffset(self, dt, /):
        """Retrieve a timedelta representing the UTC offset in a zone at the given datetime."""
        return self._find(dt).utcoff

    def dst(self, dt, /):
        """Retrieve a timedelta representing the amount of DST applied in a zone at the given datetime."""
        return self._find(dt).dstoff

    def tzname(self, dt, /):
        """Retrieve a string containing the abbreviation for the time zone that applies in a zone at a given datetime."""
        return self._find(dt).tzname

    def fromutc(self, object, /):
        """Given a datetime with local time in UTC, retrieve an adjusted datetime in local time."""
        dt = object
        if not isinstance(dt, datetime):
            raise TypeError("fromutc: argument must be a datetime")
        if dt.tzinfo is not self:
            raise ValueError("fromutc: dt.tzinfo is not self")
        moment = (dt.toordinal() - _EPOCH) * 86400 + dt.hour * 3600 + dt.minute * 60 + dt.second
        moments, fold = self._moments, False
        if moments and moment < moments[0]:
            kind = self._before
        elif (not moments or moment > moments[-1]) and not isinstance(self._after, Kind):
            kind, fold = self._after.at_utc(moment, dt.year)
        elif not moments:
            kind = self._after
        else:
            at = bisect_right(moments, moment)
            if len(moments) > 1 and moment >= moments[1]:
                before, kind = self._kinds[at - 2:at]
            elif moment > moments[-1]:
                before, kind = self._kinds[-1], self._after
            else:
                before, kind = self._before, self._kinds[0]
            # In the hour that comes twice, it is the second time.
            fold = (before.utcoff - kind.utcoff).total_seconds() > moment - moments[at - 1]
        dt += kind.utcoff
        return dt.replace(fold=1) if fold else dt

    def __str__(self):
        return f"{self._key}" if self._key is not None else repr(self)

    def __repr__(self):
        if self._key is not None:
            return f"{self.__class__.__module__}.{self.__class__.__name__}(key={self._key!r})"
        return f"{self.__class__.__module__}.{self.__class__.__name__}.from_file({self._file_repr})"

    def __reduce__(self):
        """Function for serialization with the pickle protocol."""
        if self._file_repr is not None:
            import pickle
            raise pickle.PicklingError("Cannot pickle a ZoneInfo file from a file stream.")
        return self.__class__._unpickle, (self._key, int(self._from_cache))

    @classmethod
    def _unpickle(cls, key, from_cache, /):
        """Private method used in unpickling."""
        return cls(key) if from_cache else cls.no_cache(key)


def __dir__():
    return sorted(list(globals()))
