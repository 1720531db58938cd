"""Locale support module (mirrors Lib/locale.py). The locales that are there: C, POSIX and C.UTF-8."""

import functools
import itertools
import os
import re
import sys

__all__ = ["getlocale", "getdefaultlocale", "getpreferredencoding", "Error", "setlocale", "localeconv", "strcoll",
           "strxfrm", "str", "atof", "atoi", "format_string", "currency", "LC_CTYPE", "LC_COLLATE", "LC_TIME",
           "LC_MONETARY", "LC_NUMERIC", "LC_ALL", "CHAR_MAX", "getencoding", "LC_MESSAGES"]

LC_CTYPE, LC_NUMERIC, LC_TIME, LC_COLLATE, LC_MONETARY, LC_MESSAGES, LC_ALL = range(7)
CHAR_MAX = 127
_builtin_str = str
_CATEGORIES = ('LC_CTYPE', 'LC_NUMERIC', 'LC_TIME', 'LC_COLLATE', 'LC_MONETARY', 'LC_MESSAGES')
# Those that only the name of the whole shows.
_OTHERS = ('LC_PAPER', 'LC_NAME', 'LC_ADDRESS', 'LC_TELEPHONE', 'LC_MEASUREMENT', 'LC_IDENTIFICATION')


class Error(Exception):
    pass


def _known(name):
    """The canonical name of a locale that is there."""
    if name in ('C', 'POSIX'):
        return 'C'
    if name in ('C.UTF-8', 'C.utf8', 'C.UTF8', 'C.utf-8'):
        return name
    raise Error('unsupported locale setting')


def _from_environment(category):
    for variable in ('LC_ALL', category, 'LANG'):
        if os.environ.get(variable):
            return os.environ[variable]
    return 'C'


_current = dict.fromkeys(_CATEGORIES + _OTHERS, 'C')
_current['LC_CTYPE'] = 'C.UTF-8'


def _whole():
    if len(set(_current.values())) == 1:
        return _current['LC_CTYPE']
    return ';'.join(f'{name}={value}' for name, value in _current.items())


def setlocale(category, locale=None):
    """Set the locale for the given category."""
    if not 0 <= category <= LC_ALL:
        raise Error('locale query failed' if locale is None else 'unsupported locale setting')
    if locale is None:
        return _whole() if category == LC_ALL else _current[_CATEGORIES[category]]
    if not isinstance(locale, _builtin_str):
        language, encoding = locale
        locale = (language or 'C') + ('.' + encoding if encoding else '')
    names = list(_current) if category == LC_ALL else [_CATEGORIES[category]]
    if ';' in locale and category == LC_ALL:
        wanted = dict(part.partition('=')[::2] for part in locale.split(';'))
        changes = {name: _known(wanted[name]) for name in names if name in wanted}
        if changes.keys() != wanted.keys() or changes.keys() != _current.keys():
            raise Error('unsupported locale setting')
    else:
        changes = {name: _known(locale or _from_environment(name)) for name in names}
    _current.update(changes)
    return _whole() if category == LC_ALL else _current[_CATEGORIES[category]]


_override_localeconv = {}


def localeconv():
    """Returns numeric and monetary locale-specific parameters."""
    found = {'int_curr_symbol': '', 'currency_symbol': '', 'mon_decimal_point': '', 'mon_thousands_sep': '',
             'mon_grouping': [], 'positive_sign': '', 'negative_sign': '', 'int_frac_digits': 127, 'frac_digits': 127,
             'p_cs_precedes': 127, 'p_sep_by_space': 127, 'n_cs_precedes': 127, 'n_sep_by_space': 127,
             'p_sign_posn': 127, 'n_sign_posn': 127, 'decimal_point': '.', 'thousands_sep': '', 'grouping': []}
    found.update(_override_localeconv)
    return found


def strcoll(os1, os2, /):
    """Compares two strings according to the locale."""
    return (os1 > os2) - (os1 < os2)


def strxfrm(string, /):
    """Return a string that can be used as a key for locale-aware comparisons."""
    return string


# -- numbers ----------------------------------------------------------------------

def _grouping_intervals(grouping):
    sizes = []
    for size in grouping:
        if size == CHAR_MAX:
            # No more groups.
            return
        if size == 0:
            # The last size goes on for ever.
            if not sizes:
                raise ValueError("invalid grouping")
            yield from itertools.repeat(sizes[-1])
        sizes.append(size)
        yield size


def _group(s, monetary=False):
    conv = localeconv()
    sep = conv['mon_thousands_sep' if monetary else 'thousands_sep']
    grouping = conv['mon_grouping' if monetary else 'grouping']
    if not grouping:
        return s, 0
    right = s[len(s.rstrip()):]
    s = s.rstrip()
    left = s[:len(s) - len(s.lstrip())]
    s = s.lstrip()
    groups = []
    for interval in _grouping_intervals(grouping):
        if not s or s[-1] not in "0123456789":
            # Only the sign is left.
            left, s = left + s, ''
            break
        groups.append(s[-interval:])
        s = s[:-interval]
    if s:
        groups.append(s)
    groups.reverse()
    return left + sep.join(groups) + right, len(sep) * (len(groups) - 1)


def _strip_padding(s, amount):
    """Takes the room for separators from the padding."""
    start, end = 0, len(s) - 1
    while amount and s[start] == ' ':
        start += 1
        amount -= 1
    while amount and s[end] == ' ':
        end -= 1
        amount -= 1
    return s[start:end + 1]


_percent_re = re.compile(r'%(?:\((?P<key>.*?)\))?(?P<modifiers>[-#0-9 +*.hlL]*?)[eEfFgGdiouxXcrs%]')


def _localize(formatted, grouping=False, monetary=False):
    if '.' in formatted:
        seps = 0
        parts = formatted.split('.')
        if grouping:
            parts[0], seps = _group(parts[0], monetary=monetary)
        formatted = localeconv()['mon_decimal_point' if monetary else 'decimal_point'].join(parts)
        if seps:
            formatted = _strip_padding(formatted, seps)
    else:
        seps = 0
        if grouping:
            formatted, seps = _group(formatted, monetary=monetary)
        if seps:
            formatted = _strip_padding(formatted, seps)
    return formatted


def _format(percent, value, grouping=False, monetary=False, *additional):
    formatted = percent % ((value,) + additional) if additional else percent % value
    if percent[-1] in 'eEfFgGdiu':
        formatted = _localize(formatted, grouping, monetary)
    return formatted


def format_string(f, val, grouping=False, monetary=False):
    percents = list(_percent_re.finditer(f))
    shape = _percent_re.sub('%s', f)
    found = []
    if isinstance(val, dict) or hasattr(val, 'keys') and hasattr(val, '__getitem__'):
        for percent in percents:
            if percent.group()[-1] == '%':
                found.append('%')
            else:
                found.append(_format(percent.group(), val, grouping, monetary))
    else:
        if not isinstance(val, tuple):
            val = (val,)
        at = 0
        for percent in percents:
            if percent.group()[-1] == '%':
                found.append('%')
            else:
                stars = percent.group('modifiers').count('*')
                found.append(_format(percent.group(), val[at], grouping, monetary, *val[at + 1:at + 1 + stars]))
                at += 1 + stars
    return shape % tuple(found)


def currency(val, symbol=True, grouping=False, international=False):
    """Formats val according to the currency settings
    in the current locale."""
    conv = localeconv()
    digits = conv['int_frac_digits' if international else 'frac_digits']
    if digits == 127:
        raise ValueError("Currency formatting is not possible using the 'C' locale.")
    text = '<' + _localize(f'{abs(val):.{digits}f}', grouping, monetary=True) + '>'
    kind = 'n' if val < 0 else 'p'
    if symbol:
        sign = conv['int_curr_symbol' if international else 'currency_symbol']
        separated = conv[kind + '_sep_by_space']
        if conv[kind + '_cs_precedes']:
            text = sign + (' ' if separated else '') + text
        else:
            if international and sign[-1] == ' ':
                sign = sign[:-1]
            text = text + (' ' if separated else '') + sign
    position = conv[kind + '_sign_posn']
    sign = conv['negative_sign' if val < 0 else 'positive_sign']
    if position == 0:
        text = '(' + text + ')'
    elif position == 1:
        text = sign + text
    elif position == 2:
        text = text + sign
    elif position == 3:
        text = text.replace('<', sign)
    elif position == 4:
        text = text.replace('>', sign)
    else:
        text = sign + text
    return text.replace('<', '').replace('>', '')


def str(val):
    """Convert float to string, taking the locale into account."""
    return _format("%.12g", val)


def delocalize(string):
    "Parses a string as a normalized number according to the locale settings."
    conv = localeconv()
    if conv['thousands_sep']:
        string = string.replace(conv['thousands_sep'], '')
    if conv['decimal_point']:
        string = string.replace(conv['decimal_point'], '.')
    return string


def localize(string, grouping=False, monetary=False):
    """Parses a string as locale number according to the locale settings."""
    return _localize(string, grouping, monetary)


def atof(string, func=float):
    "Parses a string as a float according to the locale settings."
    return func(delocalize(string))


def atoi(string):
    "Converts a string to an integer according to the locale settings."
    return int(delocalize(string))


# -- names ------------------------------------------------------------------------

def _parse_localename(name):
    if name == 'C':
        return None, None
    language, dot, encoding = name.partition('.')
    if not dot:
        raise ValueError('unknown locale: %s' % name)
    return language, 'UTF-8' if encoding.lower() in ('utf-8', 'utf8') else encoding


def getlocale(category=LC_CTYPE):
    """The language and the encoding that the category is set to."""
    found = setlocale(category)
    if category == LC_ALL and ';' in found:
        raise TypeError('category LC_ALL is not supported')
    return _parse_localename(found)


def getdefaultlocale(envvars=('LC_ALL', 'LC_CTYPE', 'LANG', 'LANGUAGE')):
    """The language and the encoding that the environment asks for."""
    import warnings
    warnings._deprecated("locale.getdefaultlocale",
                         "{name!r} is deprecated and slated for removal in Python {remove}. Use setlocale(), "
                         "getencoding() and getlocale() instead.", remove=(3, 15))
    for variable in envvars:
        name = os.environ.get(variable)
        if name:
            return _parse_localename(name.split(':')[0] if variable == 'LANGUAGE' else name)
    return None, None


def getencoding():
    """Get the current locale encoding."""
    return 'UTF-8' if _current['LC_CTYPE'] != 'C' else 'ANSI_X3.4-1968'


def getpreferredencoding(do_setlocale=True):
    """Return the charset that the user is likely using."""
    if sys.flags.utf8_mode:
        return 'utf-8'
    return getencoding()
