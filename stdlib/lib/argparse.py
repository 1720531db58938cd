"""Command-line parsing library (mirrors Lib/argparse.py).

The formatters are in `_argparse_help`, actions in `_argparse_actions`, groups in `_argparse_groups`.
"""

import os
import re
import sys as _sys

from _argparse_actions import (_UNRECOGNIZED_ARGS_ATTR, Action, ArgumentError, ArgumentTypeError,
                               BooleanOptionalAction, FileType, Namespace, _AppendAction, _AppendConstAction,
                               _AttributeHolder, _CountAction, _ExtendAction, _get_action_name, _HelpAction,
                               _StoreAction, _StoreConstAction, _StoreFalseAction, _StoreTrueAction,
                               _SubParsersAction, _VersionAction)
from _argparse_groups import _ActionsContainer, _ArgumentGroup, _MutuallyExclusiveGroup
from _argparse_help import (ONE_OR_MORE, OPTIONAL, PARSER, REMAINDER, SUPPRESS, ZERO_OR_MORE,
                            ArgumentDefaultsHelpFormatter, HelpFormatter, MetavarTypeHelpFormatter,
                            RawDescriptionHelpFormatter, RawTextHelpFormatter)

__version__ = '1.1'
__all__ = ['ArgumentParser', 'ArgumentError', 'ArgumentTypeError', 'BooleanOptionalAction', 'FileType',
           'HelpFormatter', 'ArgumentDefaultsHelpFormatter', 'RawDescriptionHelpFormatter', 'RawTextHelpFormatter',
           'MetavarTypeHelpFormatter', 'Namespace', 'Action', 'ONE_OR_MORE', 'OPTIONAL', 'PARSER', 'REMAINDER',
           'SUPPRESS', 'ZERO_OR_MORE']


class _Run:
    """One parse of a command line: the arguments, what kind each is, and what was seen."""

    def __init__(self, parser, args, namespace):
        self.parser, self.args, self.namespace = parser, args, namespace
        self.extras, self.seen, self.seen_with_values = [], set(), set()
        self.warned = set()
        self.positionals = parser._get_positional_actions()
        self.conflicts = {}
        for group in parser._mutually_exclusive_groups:
            members = group._group_actions
            for at, action in enumerate(members):
                self.conflicts.setdefault(action, []).extend(members[:at] + members[at + 1:])
        # `O` is an option, `A` an argument; behind `--` all are arguments.
        self.options, pattern, kinds = {}, [], iter(enumerate(args))
        for at, arg in kinds:
            if arg == '--':
                pattern.append('-')
                pattern.extend('A' for _ in kinds)
            else:
                found = parser._parse_optional(arg)
                if found is not None:
                    self.options[at] = found
                pattern.append('A' if found is None else 'O')
        self.pattern = ''.join(pattern)

    def take(self, action, strings, option_string=None):
        """Lets an action have its arguments."""
        self.seen.add(action)
        # The first `--` among positionals is for the parser, but for a subparser's arguments and a rest.
        if not action.option_strings and action.nargs not in (PARSER, REMAINDER) and '--' in strings:
            strings.remove('--')
        values = self.parser._get_values(action, strings)
        if action.option_strings or not (action.nargs in (OPTIONAL, ZERO_OR_MORE) and not strings):
            self.seen_with_values.add(action)
            for other in self.conflicts.get(action, []):
                if other in self.seen_with_values:
                    raise ArgumentError(action, 'not allowed with argument %s' % _get_action_name(other))
        if values is not SUPPRESS:
            action(self.parser, self.namespace, values, option_string)

    def warn(self, action, key, message):
        if action.deprecated and key not in self.warned:
            self.parser._warning(message)
            self.warned.add(key)

    def option(self, start):
        """Takes the option at an index with its arguments; the index behind."""
        found, parser = self.options[start], self.parser
        if len(found) > 1:
            matches = ', '.join(name for _, name, _, _ in found)
            raise ArgumentError(None, f'ambiguous option: {self.args[start]} could match {matches}')
        action, name, sep, explicit = found[0]
        calls = []
        while True:
            if action is None:
                self.extras.append(self.args[start])
                return start + 1
            if explicit is None:
                count = parser._match_argument(action, self.pattern[start + 1:])
                end = start + 1 + count
                calls.append((action, self.args[start + 1:end], name))
                break
            count = parser._match_argument(action, 'A')
            is_short = name[1:2] not in parser.prefix_chars and name[1:2]
            if count == 0 and is_short and explicit != '':
                if sep or explicit[0] in parser.prefix_chars:
                    raise ArgumentError(action, 'ignored explicit argument %r' % explicit)
                # Options of one letter behind one dash.
                calls.append((action, [], name))
                char = name[0]
                name = char + explicit[0]
                known = parser._option_string_actions
                if name in known:
                    action = known[name]
                    explicit = explicit[1:]
                    if not explicit:
                        sep = explicit = None
                    elif explicit[0] == '=':
                        sep, explicit = '=', explicit[1:]
                    else:
                        sep = ''
                else:
                    self.extras.append(char + explicit)
                    end = start + 1
                    break
            elif count == 1:
                end = start + 1
                calls.append((action, [explicit], name))
                break
            else:
                raise ArgumentError(action, 'ignored explicit argument %r' % explicit)
        assert calls
        for action, strings, name in calls:
            self.warn(action, name, "option '%(option)s' is deprecated" % {'option': name})
            self.take(action, strings, name)
        return end

    def arguments(self, start):
        """Gives the arguments at an index to the positionals that fit; the index behind."""
        parser = self.parser
        counts = parser._match_arguments_partial(self.positionals, self.pattern[start:])
        for action, count in zip(self.positionals, counts):
            strings = self.args[start:start + count]
            start += count
            if strings:
                self.warn(action, action.dest, "argument '%(argument_name)s' is deprecated"
                          % {'argument_name': action.dest})
            self.take(action, strings)
        self.positionals[:] = self.positionals[len(counts):]
        return start

    def all(self):
        start = 0
        last = max(self.options, default=-1)
        while start <= last:
            following = start
            while following <= last and following not in self.options:
                following += 1
            if start != following:
                end = self.arguments(start)
                if end > start:
                    start = end
                    continue
            if start not in self.options:
                self.extras += self.args[start:following]
                start = following
            start = self.option(start)
        self.extras += self.args[self.arguments(start):]

    def check(self):
        """What is required must have been seen; defaults that are strings are converted."""
        parser, namespace, missing = self.parser, self.namespace, []
        for action in parser._actions:
            if action in self.seen:
                continue
            if action.required:
                missing.append(_get_action_name(action))
            elif (action.default is not None and isinstance(action.default, str)
                  and hasattr(namespace, action.dest) and action.default is getattr(namespace, action.dest)):
                setattr(namespace, action.dest, parser._get_value(action, action.default))
        if missing:
            raise ArgumentError(None, 'the following arguments are required: %s' % ', '.join(missing))
        for group in parser._mutually_exclusive_groups:
            if group.required and not any(action in self.seen_with_values for action in group._group_actions):
                names = [_get_action_name(action) for action in group._group_actions if action.help is not SUPPRESS]
                raise ArgumentError(None, 'one of the arguments %s is required' % ' '.join(names))


class ArgumentParser(_AttributeHolder, _ActionsContainer):
    """Object for parsing command line strings into Python objects."""

    def __init__(self, prog=None, usage=None, description=None, epilog=None, parents=[],
                 formatter_class=HelpFormatter, prefix_chars='-', fromfile_prefix_chars=None, argument_default=None,
                 conflict_handler='error', add_help=True, allow_abbrev=True, exit_on_error=True):
        _ActionsContainer.__init__(self, description, prefix_chars, argument_default, conflict_handler)
        self.prog = os.path.basename(_sys.argv[0]) if prog is None else prog
        self.usage = usage
        self.epilog = epilog
        self.formatter_class = formatter_class
        self.fromfile_prefix_chars = fromfile_prefix_chars
        self.add_help = add_help
        self.allow_abbrev = allow_abbrev
        self.exit_on_error = exit_on_error
        self._positionals = self.add_argument_group('positional arguments')
        self._optionals = self.add_argument_group('options')
        self._subparsers = None

        # Local, so that parsers refuse to be pickled as CPython's do.
        def identity(string):
            return string

        self.register('type', None, identity)
        if add_help:
            char = '-' if '-' in prefix_chars else prefix_chars[0]
            self.add_argument(char + 'h', char * 2 + 'help', action='help', default=SUPPRESS,
                              help='show this help message and exit')
        for parent in parents:
            if not isinstance(parent, ArgumentParser):
                raise TypeError('parents must be a list of ArgumentParser')
            self._add_container_actions(parent)
            self._defaults.update(parent._defaults)

    def _get_kwargs(self):
        names = ('prog', 'usage', 'description', 'formatter_class', 'conflict_handler', 'add_help')
        return [(name, getattr(self, name)) for name in names]

    # -- adding

    def add_subparsers(self, **kwargs):
        if self._subparsers is not None:
            raise ArgumentError(None, 'cannot have multiple subparser arguments')
        kwargs.setdefault('parser_class', type(self))
        if 'title' in kwargs or 'description' in kwargs:
            title = kwargs.pop('title', 'subcommands')
            self._subparsers = self.add_argument_group(title, kwargs.pop('description', None))
        else:
            self._subparsers = self._positionals
        if kwargs.get('prog') is None:
            formatter = self._get_formatter()
            formatter.add_usage(self.usage, self._get_positional_actions(), self._mutually_exclusive_groups, '')
            kwargs['prog'] = formatter.format_help().strip()
        action = self._pop_action_class(kwargs, 'parsers')(option_strings=[], **kwargs)
        self._subparsers._add_action(action)
        return action

    def _add_action(self, action):
        (self._optionals if action.option_strings else self._positionals)._add_action(action)
        return action

    def _get_optional_actions(self):
        return [action for action in self._actions if action.option_strings]

    def _get_positional_actions(self):
        return [action for action in self._actions if not action.option_strings]

    # -- parsing

    def parse_args(self, args=None, namespace=None):
        return self._without_rest(*self.parse_known_args(args, namespace))

    def parse_intermixed_args(self, args=None, namespace=None):
        return self._without_rest(*self.parse_known_intermixed_args(args, namespace))

    def _without_rest(self, namespace, extras):
        if extras:
            message = 'unrecognized arguments: %s' % ' '.join(extras)
            if self.exit_on_error:
                self.error(message)
            raise ArgumentError(None, message)
        return namespace

    def parse_known_args(self, args=None, namespace=None):
        return self._parse_known(args, namespace)

    def parse_known_intermixed_args(self, args=None, namespace=None):
        positionals = self._get_positional_actions()
        for action in positionals:
            if action.nargs in (PARSER, REMAINDER):
                raise TypeError('parse_intermixed_args: positional arg with nargs=%s' % action.nargs)
        for group in self._mutually_exclusive_groups:
            if any(action in group._group_actions for action in positionals):
                raise TypeError('parse_intermixed_args: positional in mutuallyExclusiveGroup')
        usage = self.usage
        try:
            if self.usage is None:
                # Both passes report errors with the whole usage.
                self.usage = self.format_usage()[7:]
            hidden = [(action, name, SUPPRESS) for action in positionals for name in ('nargs', 'default')]
            namespace, rest = self._with_changed(hidden, args, namespace)
            for action in positionals:
                if getattr(namespace, action.dest, None) == []:
                    from warnings import warn
                    warn('Do not expect %s in %s' % (action.dest, namespace))
                    delattr(namespace, action.dest)
            optional = [(action, 'required', False)
                        for action in self._get_optional_actions() + self._mutually_exclusive_groups]
            return self._with_changed(optional, rest, namespace)
        finally:
            self.usage = usage

    def _with_changed(self, changes, args, namespace):
        """A parse while attributes have other values."""
        saved = [(owner, name, getattr(owner, name)) for owner, name, _ in changes]
        try:
            for owner, name, value in changes:
                setattr(owner, name, value)
            return self.parse_known_args(args, namespace)
        finally:
            for owner, name, value in saved:
                setattr(owner, name, value)

    def _set_defaults_of(self, namespace):
        own = [(action.dest, action.default) for action in self._actions
               if action.dest is not SUPPRESS and action.default is not SUPPRESS]
        for dest, value in (*own, *self._defaults.items()):
            if not hasattr(namespace, dest):
                setattr(namespace, dest, value)

    def _parse_known(self, args, namespace):
        args = list(_sys.argv[1:] if args is None else args)
        namespace = Namespace() if namespace is None else namespace
        self._set_defaults_of(namespace)
        try:
            namespace, rest = self._parse_known_args(args, namespace)
        except ArgumentError as problem:
            if not self.exit_on_error:
                raise
            self.error(str(problem))
        if hasattr(namespace, _UNRECOGNIZED_ARGS_ATTR):
            rest += getattr(namespace, _UNRECOGNIZED_ARGS_ATTR)
            delattr(namespace, _UNRECOGNIZED_ARGS_ATTR)
        return namespace, rest

    def _parse_known_args(self, arg_strings, namespace):
        if self.fromfile_prefix_chars is not None:
            arg_strings = self._read_args_from_files(arg_strings)
        run = _Run(self, arg_strings, namespace)
        run.all()
        run.check()
        return namespace, run.extras

    def _read_args_from_files(self, arg_strings):
        found = []
        for arg in arg_strings:
            if not arg or arg[0] not in self.fromfile_prefix_chars:
                found.append(arg)
                continue
            try:
                with open(arg[1:], encoding=_sys.getfilesystemencoding(),
                          errors=_sys.getfilesystemencodeerrors()) as file:
                    inner = [each for line in file.read().splitlines()
                             for each in self.convert_arg_line_to_args(line)]
                    found.extend(self._read_args_from_files(inner))
            except OSError as error:
                raise ArgumentError(None, str(error))
        return found

    def convert_arg_line_to_args(self, arg_line):
        return [arg_line]

    def _match_argument(self, action, arg_strings_pattern):
        match = re.match(self._get_nargs_pattern(action), arg_strings_pattern)
        if match is not None:
            return len(match.group(1))
        wanted = {None: 'expected one argument', OPTIONAL: 'expected at most one argument',
                  ONE_OR_MORE: 'expected at least one argument'}.get(action.nargs)
        if wanted is None:
            wanted = 'expected %s argument%s' % (action.nargs, '' if action.nargs == 1 else 's')
        raise ArgumentError(action, wanted)

    def _match_arguments_partial(self, actions, arg_strings_pattern):
        """How many arguments each of the actions gets, for as many actions as fit."""
        for count in range(len(actions), 0, -1):
            pattern = ''.join(map(self._get_nargs_pattern, actions[:count]))
            match = re.match(pattern, arg_strings_pattern)
            if match is not None:
                return [len(part) for part in match.groups()]
        return []

    def _get_nargs_pattern(self, action):
        nargs = action.nargs
        is_option = bool(action.option_strings)
        patterns = {None: '([A])' if is_option else '(-*A-*)', OPTIONAL: '(A?)' if is_option else '(-*A?-*)',
                    ZERO_OR_MORE: '(A*)' if is_option else '(-*[A-]*)',
                    ONE_OR_MORE: '(A+)' if is_option else '(-*A[A-]*)',
                    REMAINDER: '([AO]*)' if is_option else '(.*)',
                    PARSER: '(A[AO]*)' if is_option else '(-*A[-AO]*)', SUPPRESS: '()' if is_option else '(-*)'}
        if nargs in patterns:
            return patterns[nargs]
        if is_option:
            return '(%s)' % ('A' * nargs)
        return '(-*%s-*)' % '-*'.join('A' * nargs)

    def _parse_optional(self, arg_string):
        """The options that an argument may be: (action, name, separator, explicit argument); None for none."""
        if not arg_string or arg_string[0] not in self.prefix_chars:
            return None
        known = self._option_string_actions
        if arg_string in known:
            return [(known[arg_string], arg_string, None, None)]
        if len(arg_string) == 1:
            return None
        name, sep, explicit = arg_string.partition('=')
        if sep and name in known:
            return [(known[name], name, sep, explicit)]
        found = self._get_option_tuples(arg_string)
        if found:
            return found
        if self._negative_number_matcher.match(arg_string) and not self._has_negative_number_optionals:
            return None
        if ' ' in arg_string:
            return None
        return [(None, arg_string, None, None)]

    def _get_option_tuples(self, option_string):
        """The options that begin with what was given."""
        found, chars, known = [], self.prefix_chars, self._option_string_actions
        prefix, sep, explicit = option_string.partition('=')
        if not sep:
            sep = explicit = None
        if option_string[0] in chars and option_string[1] in chars:
            if self.allow_abbrev:
                found = [(action, name, sep, explicit) for name, action in known.items() if name.startswith(prefix)]
        elif option_string[0] in chars and option_string[1] not in chars:
            short, rest = option_string[:2], option_string[2:]
            for name, action in known.items():
                if name == short:
                    if rest.startswith('='):
                        found.append((action, name, '=', rest[1:]))
                    else:
                        found.append((action, name, '', rest))
                elif self.allow_abbrev and name.startswith(prefix):
                    found.append((action, name, sep, explicit))
        else:
            raise ArgumentError(None, f'unexpected option string: {option_string}')
        return found

    # -- values

    def _get_values(self, action, arg_strings):
        nargs = action.nargs
        if not arg_strings and nargs == OPTIONAL:
            value = action.const if action.option_strings else action.default
            if isinstance(value, str) and value is not SUPPRESS:
                value = self._get_value(action, value)
                self._check_value(action, value)
            return value
        if not arg_strings and nargs == ZERO_OR_MORE and not action.option_strings:
            return action.default if action.default is not None else []
        if len(arg_strings) == 1 and nargs in (None, OPTIONAL):
            value = self._get_value(action, arg_strings[0])
            self._check_value(action, value)
            return value
        if nargs == SUPPRESS:
            return SUPPRESS
        value = [self._get_value(action, string) for string in arg_strings]
        if nargs == PARSER:
            self._check_value(action, value[0])
        elif nargs != REMAINDER:
            for each in value:
                self._check_value(action, each)
        return value

    def _get_value(self, action, arg_string):
        convert = self._registry_get('type', action.type, action.type)
        if not callable(convert):
            raise ArgumentError(action, f'{convert!r} is not callable')
        try:
            return convert(arg_string)
        except ArgumentTypeError as error:
            raise ArgumentError(action, str(error))
        except (TypeError, ValueError):
            name = getattr(action.type, '__name__', repr(action.type))
            raise ArgumentError(action, f'invalid {name} value: {arg_string!r}')

    def _check_value(self, action, value):
        choices = action.choices
        if choices is None:
            return
        if isinstance(choices, str):
            choices = iter(choices)
        if value not in choices:
            shown = ', '.join(map(repr, action.choices))
            raise ArgumentError(action, f'invalid choice: {value!r} (choose from {shown})')

    # -- help and messages

    def format_usage(self):
        formatter = self._get_formatter()
        formatter.add_usage(self.usage, self._actions, self._mutually_exclusive_groups)
        return formatter.format_help()

    def format_help(self):
        formatter = self._get_formatter()
        formatter.add_usage(self.usage, self._actions, self._mutually_exclusive_groups)
        formatter.add_text(self.description)
        for group in self._action_groups:
            self._add_section(formatter, group)
        formatter.add_text(self.epilog)
        return formatter.format_help()

    @staticmethod
    def _add_section(formatter, group):
        formatter.start_section(group.title)
        formatter.add_text(group.description)
        formatter.add_arguments(group._group_actions)
        formatter.end_section()

    def _get_formatter(self):
        return self.formatter_class(prog=self.prog)

    def print_usage(self, file=None):
        self._print_message(self.format_usage(), _sys.stdout if file is None else file)

    def print_help(self, file=None):
        self._print_message(self.format_help(), _sys.stdout if file is None else file)

    def _print_message(self, message, file=None):
        if message:
            file = file or _sys.stderr
            try:
                file.write(message)
            except (AttributeError, OSError):
                pass

    def exit(self, status=0, message=None):
        if message:
            self._print_message(message, _sys.stderr)
        _sys.exit(status)

    def error(self, message):
        """error(message: string)"""
        self.print_usage(_sys.stderr)
        self.exit(2, f'{self.prog}: error: {message}\n')

    def _warning(self, message):
        self._print_message(f'{self.prog}: warning: {message}\n', _sys.stderr)
