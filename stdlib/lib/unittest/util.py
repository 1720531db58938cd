"""Various utility functions."""

from collections import Counter, namedtuple
from os.path import commonprefix

__unittest = True

_MAX_LENGTH = 80
_PLACEHOLDER_LEN = 12
_MIN_BEGIN_LEN = 5
_MIN_END_LEN = 5
_MIN_COMMON_LEN = 5
_MIN_DIFF_LEN = _MAX_LENGTH - (_MIN_BEGIN_LEN + _PLACEHOLDER_LEN + _MIN_COMMON_LEN + _PLACEHOLDER_LEN + _MIN_END_LEN)


def _shorten(s, prefixlen, suffixlen):
    head, rest = s[:prefixlen], s[prefixlen:]
    # What the placeholder would not make shorter stays.
    hidden = max(len(rest) - suffixlen, 0)
    return f'{head}[{hidden} chars]{rest[hidden:]}' if hidden > _PLACEHOLDER_LEN else s


def _common_shorten_repr(*args):
    """The reprs, so short that what differs is seen."""
    reprs = tuple(map(safe_repr, args))
    longest = max(map(len, reprs))
    if longest <= _MAX_LENGTH:
        return reprs
    prefix = commonprefix(reprs)
    start = len(prefix)
    common = _MAX_LENGTH - (longest - start + _MIN_BEGIN_LEN + _PLACEHOLDER_LEN)
    if common > _MIN_COMMON_LEN:
        prefix = _shorten(prefix, _MIN_BEGIN_LEN, common)
        return tuple(prefix + s[start:] for s in reprs)
    prefix = _shorten(prefix, _MIN_BEGIN_LEN, _MIN_COMMON_LEN)
    return tuple(prefix + _shorten(s[start:], _MIN_DIFF_LEN, _MIN_END_LEN) for s in reprs)


def _repr(obj):
    try:
        return repr(obj)
    except Exception:
        return object.__repr__(obj)


def safe_repr(obj, short=False):
    text = _repr(obj)
    return text[:_MAX_LENGTH] + ' [truncated]...' if short and len(text) >= _MAX_LENGTH else text


def strclass(cls):
    return "%s.%s" % (cls.__module__, cls.__qualname__)


def sorted_list_difference(expected, actual):
    """Finds elements in only one or the other of two, sorted input lists."""
    missing = [item for at, item in enumerate(expected) if item not in actual and item not in expected[:at]]
    unexpected = [item for at, item in enumerate(actual) if item not in expected and item not in actual[:at]]
    return missing, unexpected


def unorderable_list_difference(expected, actual):
    """The items of one of two lists that are not in the other; both lists are used up for it."""
    missing = []
    for item in reversed(expected):
        if item in actual:
            actual.remove(item)
        else:
            missing.append(item)
    expected.clear()
    return missing, actual


def three_way_cmp(x, y):
    """Return -1 if x < y, 0 if x == y and 1 if x > y"""
    return (x > y) - (x < y)


_Mismatch = namedtuple('Mismatch', 'actual expected value')


def _count_diff_all_purpose(actual, expected):
    'Returns list of (cnt_act, cnt_exp, elem) triples where the counts differ'
    gone = object()
    rows = list(actual), list(expected)
    result = []
    for own in rows:
        for at, elem in enumerate(own):
            if elem is gone:
                continue
            counts = []
            for row in rows:
                count = 0
                for other, value in enumerate(row):
                    if value is not gone and (value is elem or value == elem):
                        count += 1
                        row[other] = gone
                counts.append(count)
            if counts[0] != counts[1]:
                result.append(_Mismatch(*counts, elem))
    return result


def _count_diff_hashable(actual, expected):
    'Returns list of (cnt_act, cnt_exp, elem) triples where the counts differ'
    s, t = Counter(actual), Counter(expected)
    result = [_Mismatch(count, t.get(elem, 0), elem) for elem, count in s.items() if count != t.get(elem, 0)]
    result += [_Mismatch(0, count, elem) for elem, count in t.items() if elem not in s]
    return result
