"""Configuration file parser (mirrors Lib/configparser.py). Errors and interpolations are in `_configparser_parts`."""

import contextlib
import functools
import io
import itertools
import os
import re
import sys
import types
from collections import ChainMap as _ChainMap
from collections.abc import Iterable, MutableMapping

from _configparser_parts import (DEFAULTSECT, MAX_INTERPOLATION_DEPTH, _UNSET, UNNAMED_SECTION, BasicInterpolation,
                                 DuplicateOptionError, DuplicateSectionError, Error, ExtendedInterpolation,
                                 Interpolation, InterpolationDepthError, InterpolationError,
                                 InterpolationMissingOptionError, InterpolationSyntaxError,
                                 MissingSectionHeaderError, MultilineContinuationError, NoOptionError,
                                 NoSectionError, ParsingError, _UnnamedSection)

__all__ = ("NoSectionError", "DuplicateOptionError", "DuplicateSectionError", "NoOptionError", "InterpolationError",
           "InterpolationDepthError", "InterpolationMissingOptionError", "InterpolationSyntaxError", "ParsingError",
           "MissingSectionHeaderError", "MultilineContinuationError", "ConfigParser", "RawConfigParser",
           "Interpolation", "BasicInterpolation", "ExtendedInterpolation", "SectionProxy", "ConverterMapping",
           "DEFAULTSECT", "MAX_INTERPOLATION_DEPTH", "UNNAMED_SECTION")

_default_dict = dict


class _Reading:
    """What is known while a file is read."""

    def __init__(self):
        self.elements_added = set()
        self.errors = []
        self.section = self.sectname = self.optname = None
        self.lineno = self.indent = 0


def _forgiven(fallback, *errors):
    """The errors in whose place a fallback is given."""
    return () if fallback is _UNSET else errors


class RawConfigParser(MutableMapping):
    """ConfigParser that does not do interpolation."""

    _SECT_TMPL = r"""
        \[                                 # [
        (?P<header>.+)                     # very permissive!
        \]                                 # ]
        """
    _OPT_TMPL = r"""
        (?P<option>.*?)                    # very permissive!
        \s*(?P<vi>{delim})\s*              # any number of space/tab,
                                           # followed by any of the
                                           # allowed delimiters,
                                           # followed by any space/tab
        (?P<value>.*)$                     # everything up to eol
        """
    _OPT_NV_TMPL = r"""
        (?P<option>.*?)                    # very permissive!
        \s*(?:                             # any number of space/tab,
        (?P<vi>{delim})\s*                 # optionally followed by
                                           # any of the allowed
                                           # delimiters, followed by any
                                           # space/tab
        (?P<value>.*))?$                   # everything up to eol
        """
    _DEFAULT_INTERPOLATION = Interpolation()
    SECTCRE = re.compile(_SECT_TMPL, re.VERBOSE)
    OPTCRE = re.compile(_OPT_TMPL.format(delim="=|:"), re.VERBOSE)
    OPTCRE_NV = re.compile(_OPT_NV_TMPL.format(delim="=|:"), re.VERBOSE)
    NONSPACECRE = re.compile(r"\S")
    BOOLEAN_STATES = {'1': True, 'yes': True, 'true': True, 'on': True, '0': False, 'no': False, 'false': False,
                      'off': False}

    def __init__(self, defaults=None, dict_type=_default_dict, allow_no_value=False, *, delimiters=('=', ':'),
                 comment_prefixes=('#', ';'), inline_comment_prefixes=None, strict=True, empty_lines_in_values=True,
                 default_section=DEFAULTSECT, interpolation=_UNSET, converters=_UNSET, allow_unnamed_section=False):
        self._dict = dict_type
        self._sections = self._dict()
        self._defaults = self._dict()
        self._converters = ConverterMapping(self)
        self._proxies = self._dict()
        self._proxies[default_section] = SectionProxy(self, default_section)
        self._delimiters = tuple(delimiters)
        if delimiters == ('=', ':'):
            self._optcre = self.OPTCRE_NV if allow_no_value else self.OPTCRE
        else:
            choice = "|".join(re.escape(d) for d in delimiters)
            template = self._OPT_NV_TMPL if allow_no_value else self._OPT_TMPL
            self._optcre = re.compile(template.format(delim=choice), re.VERBOSE)
        self._prefixes = types.SimpleNamespace(full=tuple(comment_prefixes or ()),
                                               inline=tuple(inline_comment_prefixes or ()))
        self._strict = strict
        self._allow_no_value = allow_no_value
        self._empty_lines_in_values = empty_lines_in_values
        self.default_section = default_section
        self._interpolation = interpolation
        if self._interpolation is _UNSET:
            self._interpolation = self._DEFAULT_INTERPOLATION
        if self._interpolation is None:
            self._interpolation = Interpolation()
        if not isinstance(self._interpolation, Interpolation):
            raise TypeError(f"interpolation= must be None or an instance of Interpolation; got an object of type "
                            f"{type(self._interpolation)}")
        if converters is not _UNSET:
            self._converters.update(converters)
        if defaults:
            self._read_defaults(defaults)
        self._allow_unnamed_section = allow_unnamed_section

    # -- sections

    def defaults(self):
        return self._defaults

    def sections(self):
        """Return a list of section names, excluding [DEFAULT]"""
        return list(self._sections.keys())

    def add_section(self, section):
        """Create a new section in the configuration."""
        if section == self.default_section:
            raise ValueError('Invalid section name: %r' % section)
        options = self._dict()
        if self._sections.setdefault(section, options) is not options:
            raise DuplicateSectionError(section)
        self._proxies[section] = SectionProxy(self, section)

    def has_section(self, section):
        """Indicate whether the named section is present in the configuration."""
        return section in self._sections

    def options(self, section):
        """Return a list of option names for the given section name."""
        if section not in self._sections:
            raise NoSectionError(section) from None
        names = self._sections[section].copy()
        names.update(self._defaults)
        return list(names.keys())

    def remove_section(self, section):
        """Remove a file section."""
        existed = section in self._sections
        if existed:
            del self._sections[section]
            del self._proxies[section]
        return existed

    # -- reading

    def read(self, filenames, encoding=None):
        """Read and parse a filename or an iterable of filenames."""
        encoding = io.text_encoding(encoding)
        alone = isinstance(filenames, (str, bytes, os.PathLike))
        return [os.fspath(name) if isinstance(name, os.PathLike) else name
                for name in ([filenames] if alone else filenames) if self._try_to_read(name, encoding)]

    def _try_to_read(self, filename, encoding):
        try:
            with open(filename, encoding=encoding) as lines:
                self._read(lines, filename)
        except OSError:
            return False
        return True

    def read_file(self, f, source=None):
        """Like read() but the argument must be a file-like object."""
        if source is None:
            try:
                source = f.name
            except AttributeError:
                source = '<???>'
        self._read(f, source)

    def read_string(self, string, source='<string>'):
        """Read configuration from a given string."""
        self.read_file(io.StringIO(string), source)

    def read_dict(self, dictionary, source='<dict>'):
        """Read configuration from a dictionary."""
        # What is said twice is known by its section, or section and option.
        seen = set()
        for section, options in dictionary.items():
            name = str(section)
            self._open_section(name, seen)
            for option, value in options.items():
                option = self.optionxform(str(option))
                self._note((name, option), seen, DuplicateOptionError, name, option, source)
                self.set(name, option, value if value is None else str(value))

    def _open_section(self, name, seen):
        try:
            self.add_section(name)
        except (DuplicateSectionError, ValueError):
            if name in seen and self._strict:
                raise
        seen.add(name)

    def _note(self, what, seen, error, *args):
        if self._strict and what in seen:
            raise error(*args)
        seen.add(what)

    def _read(self, fp, fpname):
        """Parse a sectioned configuration file."""
        st = _Reading()
        if self._allow_unnamed_section:
            st.sectname = UNNAMED_SECTION
            self._enter_section(st, fpname)
        try:
            for st.lineno, line in enumerate(fp, start=1):
                self._read_line(st, line, fpname)
        finally:
            self._join_multiline_values()
        if st.errors:
            first, *others = st.errors
            raise first.combine(others)

    def _without_comment(self, line):
        """The line without comments, and whether it had one."""
        stripped = line.strip()
        if stripped.startswith(self._prefixes.full) if self._prefixes.full else False:
            return '', True
        # An inline comment begins the line, or stands behind a space.
        cut = len(line)
        for prefix in self._prefixes.inline:
            at = line.find(prefix)
            while at >= 0:
                if at == 0 or line[at - 1].isspace():
                    cut = min(cut, at)
                    break
                at = line.find(prefix, at + 1)
        return line[:cut].strip(), cut < len(line)

    def _read_line(self, st, line, fpname):
        value, has_comment = self._without_comment(line)
        if not value:
            if not self._empty_lines_in_values:
                st.indent = sys.maxsize
            elif (not has_comment and st.section is not None and st.optname
                  and st.section[st.optname] is not None):
                # An empty line in a value stays.
                st.section[st.optname].append('')
            return
        first = self.NONSPACECRE.search(line)
        indent = first.start() if first else 0
        if st.section is not None and st.optname and indent > st.indent:
            if st.section[st.optname] is None:
                raise MultilineContinuationError(fpname, st.lineno, line)
            st.section[st.optname].append(value)
            return
        st.indent = indent
        header = self.SECTCRE.match(value)
        if header:
            st.sectname = header.group('header')
            self._enter_section(st, fpname)
        elif st.section is None:
            raise MissingSectionHeaderError(fpname, st.lineno, line)
        else:
            self._read_option(st, value, line, fpname)

    def _enter_section(self, st, fpname):
        name = st.sectname
        if name in self._sections:
            if self._strict and name in st.elements_added:
                raise DuplicateSectionError(name, fpname, st.lineno)
            st.section = self._sections[name]
            st.elements_added.add(name)
        elif name == self.default_section:
            st.section = self._defaults
        else:
            st.section = self._dict()
            self._sections[name] = st.section
            self._proxies[name] = SectionProxy(self, name)
            st.elements_added.add(name)
        # Only an option can be continued.
        st.optname = None

    def _read_option(self, st, text, line, fpname):
        match = self._optcre.match(text)
        if not match:
            st.errors.append(ParsingError(fpname, st.lineno, line))
            return
        st.optname, _, value = match.group('option', 'vi', 'value')
        if not st.optname:
            st.errors.append(ParsingError(fpname, st.lineno, line))
        st.optname = self.optionxform(st.optname.rstrip())
        if self._strict and (st.sectname, st.optname) in st.elements_added:
            raise DuplicateOptionError(st.sectname, st.optname, fpname, st.lineno)
        st.elements_added.add((st.sectname, st.optname))
        # Lines are collected and joined at the end.
        st.section[st.optname] = None if value is None else [value.strip()]

    def _join_multiline_values(self):
        default = self.default_section, self._defaults
        for section, options in itertools.chain((default,), self._sections.items()):
            for name, value in options.items():
                if isinstance(value, list):
                    value = '\n'.join(value).rstrip()
                options[name] = self._interpolation.before_read(self, section, name, value)

    def _read_defaults(self, defaults):
        for key, value in defaults.items():
            self._defaults[self.optionxform(key)] = value

    # -- options

    def get(self, section, option, *, raw=False, vars=None, fallback=_UNSET):
        """Get an option value for a given section."""
        try:
            values = self._unify_values(section, vars)
        except _forgiven(fallback, NoSectionError):
            return fallback
        option = self.optionxform(option)
        try:
            value = values[option]
        except KeyError:
            if fallback is not _UNSET:
                return fallback
            raise NoOptionError(option, section)
        interpolated = not raw and value is not None
        return self._interpolation.before_get(self, section, option, value, values) if interpolated else value

    def _get(self, section, conv, option, **kwargs):
        return conv(self.get(section, option, **kwargs))

    def _get_conv(self, section, option, conv, *, raw=False, vars=None, fallback=_UNSET, **kwargs):
        try:
            return self._get(section, conv, option, raw=raw, vars=vars, **kwargs)
        except _forgiven(fallback, NoSectionError, NoOptionError):
            return fallback

    def getint(self, section, option, *, raw=False, vars=None, fallback=_UNSET, **kwargs):
        return self._get_conv(section, option, int, raw=raw, vars=vars, fallback=fallback, **kwargs)

    def getfloat(self, section, option, *, raw=False, vars=None, fallback=_UNSET, **kwargs):
        return self._get_conv(section, option, float, raw=raw, vars=vars, fallback=fallback, **kwargs)

    def getboolean(self, section, option, *, raw=False, vars=None, fallback=_UNSET, **kwargs):
        return self._get_conv(section, option, self._convert_to_boolean, raw=raw, vars=vars, fallback=fallback,
                              **kwargs)

    def items(self, section=_UNSET, raw=False, vars=None):
        """Return a list of (name, value) tuples for each option in a section."""
        if section is _UNSET:
            return super().items()
        d = self._defaults.copy()
        try:
            d.update(self._sections[section])
        except KeyError:
            if section != self.default_section:
                raise NoSectionError(section)
        own = list(d.keys())
        for key, value in (vars or {}).items():
            d[self.optionxform(key)] = value
        if raw:
            return [(option, d[option]) for option in own]
        return [(option, self._interpolation.before_get(self, section, option, d[option], d)) for option in own]

    def popitem(self):
        """Remove a section, the first one, and give its name and its proxy."""
        for key in self.sections():
            value = self[key]
            del self[key]
            return key, value
        raise KeyError

    def optionxform(self, optionstr):
        return optionstr.lower()

    def has_option(self, section, option):
        """Check for the existence of a given option in a given section."""
        places = [self._defaults]
        if section and section != self.default_section:
            if section not in self._sections:
                return False
            places.insert(0, self._sections[section])
        name = self.optionxform(option)
        return any(name in place for place in places)

    def _options_of(self, section):
        if not section or section == self.default_section:
            return self._defaults
        try:
            return self._sections[section]
        except KeyError:
            raise NoSectionError(section) from None

    def set(self, section, option, value=None):
        """Set an option."""
        if value:
            value = self._interpolation.before_set(self, section, option, value)
        self._options_of(section)[self.optionxform(option)] = value

    def remove_option(self, section, option):
        """Remove an option."""
        options = self._options_of(section)
        option = self.optionxform(option)
        existed = option in options
        if existed:
            del options[option]
        return existed

    # -- writing

    def write(self, fp, space_around_delimiters=True):
        """Write an .ini-format representation of the configuration state."""
        delimiter = self._delimiters[0]
        if space_around_delimiters:
            delimiter = " {} ".format(delimiter)
        if self._defaults:
            self._write_section(fp, self.default_section, self._defaults.items(), delimiter)
        if UNNAMED_SECTION in self._sections:
            self._write_section(fp, UNNAMED_SECTION, self._sections[UNNAMED_SECTION].items(), delimiter, unnamed=True)
        for section in self._sections:
            if section is not UNNAMED_SECTION:
                self._write_section(fp, section, self._sections[section].items(), delimiter)

    def _write_section(self, fp, section_name, section_items, delimiter, unnamed=False):
        lines = [] if unnamed else [f"[{section_name}]"]
        for option, value in section_items:
            shown = self._interpolation.before_write(self, section_name, option, value)
            if shown is None and self._allow_no_value:
                lines.append(f"{option}")
            else:
                # Further lines of a value are told by their indentation.
                lines.append(f"{option}{delimiter}" + str(shown).replace('\n', '\n\t'))
        fp.write("\n".join((*lines, "", "")))

    # -- as a mapping

    def __getitem__(self, key):
        if key != self.default_section and not self.has_section(key):
            raise KeyError(key)
        return self._proxies[key]

    def __setitem__(self, key, value):
        # Self-assignment changes nothing, like that of a dict's value.
        if key in self and self[key] is value:
            return
        old = self._defaults if key == self.default_section else self._sections.get(key)
        if old is not None:
            old.clear()
        self.read_dict({key: value})

    def __delitem__(self, key):
        if key == self.default_section:
            raise ValueError("Cannot remove the default section.")
        if not self.has_section(key):
            raise KeyError(key)
        self.remove_section(key)

    def __contains__(self, key):
        return key == self.default_section or self.has_section(key)

    def __len__(self):
        return len(self._sections) + 1

    def __iter__(self):
        return itertools.chain((self.default_section,), self._sections.keys())

    # -- tools

    def _unify_values(self, section, vars):
        """The values that are seen in a section: given ones, its own and defaults."""
        own = {}
        try:
            own = self._sections[section]
        except KeyError:
            if section != self.default_section:
                raise NoSectionError(section) from None
        given = {}
        for key, value in (vars or {}).items():
            given[self.optionxform(key)] = str(value) if value is not None else value
        return _ChainMap(given, own, self._defaults)

    def _convert_to_boolean(self, value):
        """Return a boolean value translating from other types if necessary."""
        if value.lower() not in self.BOOLEAN_STATES:
            raise ValueError('Not a boolean: %s' % value)
        return self.BOOLEAN_STATES[value.lower()]

    def _validate_value_types(self, *, section="", option="", value=""):
        """Raises a TypeError for non-string values."""
        if not isinstance(section, str) and not (self._allow_unnamed_section and section is UNNAMED_SECTION):
            raise TypeError("section names must be strings")
        if not isinstance(option, str):
            raise TypeError("option keys must be strings")
        if (not self._allow_no_value or value) and not isinstance(value, str):
            raise TypeError("option values must be strings")

    @property
    def converters(self):
        return self._converters


class ConfigParser(RawConfigParser):
    """ConfigParser implementing interpolation."""

    _DEFAULT_INTERPOLATION = BasicInterpolation()

    def set(self, section, option, value=None):
        """Set an option."""
        self._validate_value_types(option=option, value=value)
        super().set(section, option, value)

    def add_section(self, section):
        """Create a new section in the configuration."""
        self._validate_value_types(section=section)
        super().add_section(section)

    def _read_defaults(self, defaults):
        """Reads the defaults passed in the initializer, implicitly converting
        values to strings unlike the rest of the API."""
        # Values may be interpolated from each other in any order.
        hold, self._interpolation = self._interpolation, Interpolation()
        try:
            self.read_dict({self.default_section: defaults})
        finally:
            self._interpolation = hold


class SectionProxy(MutableMapping):
    """A proxy for a single section from a parser."""

    def __init__(self, parser, name):
        """Creates a view on a section of the specified `name` in `parser`."""
        self._parser = parser
        self._name = name
        for conv in parser.converters:
            key = 'get' + conv
            setattr(self, key, functools.partial(self.get, _impl=getattr(parser, key)))

    def __repr__(self):
        return '<Section: {}>'.format(self._name)

    def __getitem__(self, key):
        if not self._parser.has_option(self._name, key):
            raise KeyError(key)
        return self._parser.get(self._name, key)

    def __setitem__(self, key, value):
        self._parser._validate_value_types(option=key, value=value)
        return self._parser.set(self._name, key, value)

    def __delitem__(self, key):
        if not (self._parser.has_option(self._name, key) and self._parser.remove_option(self._name, key)):
            raise KeyError(key)

    def __contains__(self, key):
        return self._parser.has_option(self._name, key)

    def __len__(self):
        return len(self._options())

    def __iter__(self):
        return self._options().__iter__()

    def _options(self):
        if self._name != self._parser.default_section:
            return self._parser.options(self._name)
        return list(self._parser.defaults())

    @property
    def parser(self):
        return self._parser

    @property
    def name(self):
        return self._name

    def get(self, option, fallback=None, *, raw=False, vars=None, _impl=None, **kwargs):
        """Get an option value."""
        if not _impl:
            _impl = self._parser.get
        return _impl(self._name, option, raw=raw, vars=vars, fallback=fallback, **kwargs)


class ConverterMapping(MutableMapping):
    """Enables reuse of get*() methods between the parser and section proxies."""

    GETTERCRE = re.compile(r"^get(?P<name>.+)$")

    def __init__(self, parser):
        self._parser, self._data = parser, {}
        for name in dir(parser):
            getter = self.GETTERCRE.match(name)
            if getter and callable(getattr(parser, name)):
                self._data.setdefault(getter['name'])

    def __getitem__(self, key):
        return self._data[key]

    def __setitem__(self, key, value):
        try:
            getter = 'get' + key
        except TypeError:
            raise ValueError(f'Incompatible key: {key} (type: {type(key)})')
        if not key:
            raise ValueError('Incompatible key: cannot use "" as a name')
        parser = self._parser
        convert = functools.partial(parser._get_conv, conv=value)
        convert.converter = self._data[key] = value
        setattr(parser, getter, convert)
        for section in parser.values():
            setattr(section, getter, functools.partial(section.get, _impl=convert))

    def __delitem__(self, key):
        try:
            getter = 'get' + (key or None)
        except TypeError:
            raise KeyError(key)
        del self._data[key]
        for owner in (self._parser, *self._parser.values()):
            # A converter of the class stays.
            with contextlib.suppress(AttributeError):
                delattr(owner, getter)

    def __iter__(self):
        return iter(self._data)

    def __len__(self):
        return len(self._data)
