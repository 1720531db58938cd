"""Errors and interpolations of `configparser`."""

import re

# What is defined here belongs to `configparser`, for reprs and pickles.
__name__ = 'configparser'

DEFAULTSECT = "DEFAULT"
MAX_INTERPOLATION_DEPTH = 10
_UNSET = object()


class _UnnamedSection:
    def __repr__(self):
        return "<UNNAMED_SECTION>"


UNNAMED_SECTION = _UnnamedSection()


class Error(Exception):
    """Base class for ConfigParser exceptions."""

    def __init__(self, msg=''):
        self.message = msg
        Exception.__init__(self, msg)

    def __repr__(self):
        return self.message

    __str__ = __repr__


class NoSectionError(Error):
    """Raised when no section matches a requested option."""

    def __init__(self, section):
        Error.__init__(self, 'No section: %r' % (section,))
        self.section = section
        self.args = (section,)


def _place(source, lineno, what):
    """The beginning of a message about a duplicate."""
    message = ["While reading from ", repr(source)]
    if lineno is not None:
        message.append(" [line {0:2d}]".format(lineno))
    return message + [f": {what} "]


class DuplicateSectionError(Error):
    """Raised when a section is repeated in an input source."""

    def __init__(self, section, source=None, lineno=None):
        message = [repr(section), " already exists"]
        if source is not None:
            message = _place(source, lineno, "section") + message
        else:
            message.insert(0, "Section ")
        Error.__init__(self, "".join(message))
        self.section, self.source, self.lineno = section, source, lineno
        self.args = (section, source, lineno)


class DuplicateOptionError(Error):
    """Raised by strict parsers when an option is repeated in an input source."""

    def __init__(self, section, option, source=None, lineno=None):
        message = [repr(option), " in section ", repr(section), " already exists"]
        if source is not None:
            message = _place(source, lineno, "option") + message
        else:
            message.insert(0, "Option ")
        Error.__init__(self, "".join(message))
        self.section, self.option, self.source, self.lineno = section, option, source, lineno
        self.args = (section, option, source, lineno)


class NoOptionError(Error):
    """A requested option was not found."""

    def __init__(self, option, section):
        Error.__init__(self, "No option %r in section: %r" % (option, section))
        self.option, self.section = option, section
        self.args = (option, section)


class InterpolationError(Error):
    """Base class for interpolation-related exceptions."""

    def __init__(self, option, section, msg):
        Error.__init__(self, msg)
        self.option, self.section = option, section
        self.args = (option, section, msg)


_UNKNOWN_REFERENCE = (
    "Bad value substitution: option {!r} in section {!r} contains an interpolation key {!r} which is not a valid option "
    "name. Raw value: {!r}")
_TOO_DEEP = (
    "Recursion limit exceeded in value substitution: option {!r} in section {!r} contains an interpolation key which "
    "cannot be substituted in {} steps. Raw value: {!r}")


class InterpolationMissingOptionError(InterpolationError):
    """A string substitution required a setting which was not available."""

    def __init__(self, option, section, rawval, reference):
        InterpolationError.__init__(self, option, section, _UNKNOWN_REFERENCE.format(option, section, reference, rawval))
        self.reference = reference
        self.args = option, section, rawval, reference


class InterpolationSyntaxError(InterpolationError):
    """Raised when the source text contains invalid syntax."""


class InterpolationDepthError(InterpolationError):
    """Raised when substitutions are nested too deeply."""

    def __init__(self, option, section, rawval):
        InterpolationError.__init__(self, option, section, _TOO_DEEP.format(option, section, MAX_INTERPOLATION_DEPTH, rawval))
        self.args = option, section, rawval


class ParsingError(Error):
    """Raised when a configuration file does not follow legal syntax."""

    def __init__(self, source, *args):
        super().__init__(f'Source contains parsing errors: {source!r}')
        self.source, self.errors = source, []
        self.args = source,
        if args:
            self.append(*args)

    def append(self, lineno, line):
        self.errors.append((lineno, line))
        self.message += '\n\t[line %2d]: %s' % (lineno, repr(line))

    def combine(self, others):
        for other in others:
            for error in other.errors:
                self.append(*error)
        return self

    @staticmethod
    def _raise_all(exceptions):
        first, *others = exceptions
        raise first.combine(others)


class MissingSectionHeaderError(ParsingError):
    """Raised when a key-value pair is found before any section header."""

    def __init__(self, filename, lineno, line):
        Error.__init__(self, 'File contains no section headers.\nfile: %r, line: %d\n%r' % (filename, lineno, line))
        self.source, self.lineno, self.line = filename, lineno, line
        self.args = (filename, lineno, line)


class MultilineContinuationError(ParsingError):
    """Raised when a key without value is continued in the next line"""

    def __init__(self, filename, lineno, line):
        Error.__init__(self, "Key without value continued with an indented line.\nfile: %r, line: %d\n%r"
                       % (filename, lineno, line))
        self.source, self.lineno, self.line = filename, lineno, line
        self.args = (filename, lineno, line)


class Interpolation:
    """Dummy interpolation that passes the value through with no changes."""

    def before_get(self, parser, section, option, value, defaults):
        return value

    def before_set(self, parser, section, option, value):
        return value

    def before_read(self, parser, section, option, value):
        return value

    def before_write(self, parser, section, option, value):
        return value


class _Substitution(Interpolation):
    """What both kinds of interpolation share: values are searched for marked references."""

    def before_get(self, parser, section, option, value, defaults):
        found = []
        self._interpolate_some(parser, option, found, value, section, defaults, 1)
        return ''.join(found)

    def before_set(self, parser, section, option, value):
        # A mark alone is allowed only doubled, or at the beginning of a reference.
        rest = self._KEYCRE.sub('', value.replace(self._mark * 2, ''))
        if self._mark in rest:
            raise ValueError("invalid interpolation syntax in %r at position %d" % (value, rest.find(self._mark)))
        return value

    def _interpolate_some(self, parser, option, accum, rest, section, map, depth):
        rawval = parser.get(section, option, raw=True, fallback=rest)
        if depth > MAX_INTERPOLATION_DEPTH:
            raise InterpolationDepthError(option, section, rawval)
        mark = self._mark
        while rest:
            at = rest.find(mark)
            if at < 0:
                accum.append(rest)
                return
            if at > 0:
                accum.append(rest[:at])
                rest = rest[at:]
            following = rest[1:2]
            if following == mark:
                accum.append(mark)
                rest = rest[2:]
            elif following == self._opening:
                match = self._KEYCRE.match(rest)
                if match is None:
                    raise InterpolationSyntaxError(option, section,
                                                   "bad interpolation variable reference %r" % rest)
                rest = rest[match.end():]
                value, inner = self._lookup(parser, option, section, map, rawval, rest, match)
                if value is None:
                    continue
                if mark in value:
                    inner_option, inner_section, inner_map = inner
                    self._interpolate_some(parser, inner_option, accum, value, inner_section, inner_map, depth + 1)
                else:
                    accum.append(value)
            else:
                raise InterpolationSyntaxError(option, section, "%r must be followed by %r or %r, found: %r"
                                               % (mark, mark, self._opening, rest))


class BasicInterpolation(_Substitution):
    """Interpolation as implemented in the classic ConfigParser."""

    _KEYCRE = re.compile(r"%\(([^)]+)\)s")
    _mark, _opening = '%', '('

    def _lookup(self, parser, option, section, map, rawval, rest, match):
        name = parser.optionxform(match.group(1))
        try:
            value = map[name]
        except KeyError:
            raise InterpolationMissingOptionError(option, section, rawval, name) from None
        return value, (option, section, map)


class ExtendedInterpolation(_Substitution):
    """References of the kind `${section:option}`, as in zc.buildout."""

    _KEYCRE = re.compile(r"\$\{([^}]+)\}")
    _mark, _opening = '$', '{'

    def _lookup(self, parser, option, section, map, rawval, rest, match):
        path = match.group(1).split(':')
        sect, opt = section, option
        try:
            if len(path) == 1:
                opt = parser.optionxform(path[0])
                value = map[opt]
            elif len(path) == 2:
                sect, opt = path[0], parser.optionxform(path[1])
                value = parser.get(sect, opt, raw=True)
            else:
                raise InterpolationSyntaxError(option, section, "More than one ':' found: %r" % (rest,))
        except (KeyError, NoSectionError, NoOptionError):
            raise InterpolationMissingOptionError(option, section, rawval, ":".join(path)) from None
        if value is None or '$' not in value:
            return value, None
        return value, (opt, sect, dict(parser.items(sect, raw=True)))
