"""Parser for command line options (mirrors Lib/getopt.py)."""

import os

__all__ = ["GetoptError", "error", "getopt", "gnu_getopt"]


class GetoptError(Exception):
    opt = ''
    msg = ''

    def __init__(self, msg, opt=''):
        self.msg = msg
        self.opt = opt
        Exception.__init__(self, msg, opt)

    def __str__(self):
        return self.msg


error = GetoptError


def getopt(args, shortopts, longopts=[]):
    """The options and their values, and the arguments that are left; options end at the first argument."""
    longopts = [longopts] if isinstance(longopts, str) else list(longopts)
    found = []
    while args and args[0].startswith('-') and args[0] != '-':
        if args[0] == '--':
            args = args[1:]
            break
        args = _option(found, args, shortopts, longopts)
    return found, args


def gnu_getopt(args, shortopts, longopts=[]):
    """getopt(args, options[, long_options]) -> opts, args"""
    longopts = [longopts] if isinstance(longopts, str) else list(longopts)
    in_order = shortopts.startswith('+')
    shortopts = shortopts[in_order:]
    in_order = in_order or bool(os.environ.get("POSIXLY_CORRECT"))
    found, rest = [], []
    while args:
        if args[0] == '--':
            rest += args[1:]
            break
        if args[0][:1] == '-' and args[0] != '-':
            args = _option(found, args, shortopts, longopts)
        elif in_order:
            rest += args
            break
        else:
            rest.append(args[0])
            args = args[1:]
    return found, rest


def _option(found, args, shortopts, longopts):
    """Takes one argument with its options; what is left of the arguments."""
    first, args = args[0], args[1:]
    if first.startswith('--'):
        return _long(found, first[2:], longopts, args)
    letters = first[1:]
    while letters:
        letter, letters = letters[0], letters[1:]
        value = ''
        if short_has_arg(letter, shortopts):
            if not letters:
                if not args:
                    raise GetoptError(f'option -{letter} requires argument', letter)
                letters, args = args[0], args[1:]
            value, letters = letters, ''
        found.append(('-' + letter, value))
    return args


def _long(found, text, longopts, args):
    name, equals, value = text.partition('=')
    value = value if equals else None
    has_arg, name = long_has_args(name, longopts)
    if has_arg:
        if value is None:
            if not args:
                raise GetoptError(f'option --{name} requires argument', name)
            value, args = args[0], args[1:]
    elif value is not None:
        raise GetoptError(f'option --{name} must not have an argument', name)
    found.append(('--' + name, value or ''))
    return args


def long_has_args(opt, longopts):
    """Whether the long option of which `opt` is the beginning has an argument, and its whole name."""
    possible = [name for name in longopts if name.startswith(opt)]
    if not possible:
        raise GetoptError(f'option --{opt} not recognized', opt)
    if opt in possible:
        return False, opt
    if opt + '=' in possible:
        return True, opt
    if len(possible) > 1:
        raise GetoptError(f'option --{opt} not a unique prefix', opt)
    name = possible[0]
    return name.endswith('='), name.removesuffix('=')


def short_has_arg(opt, shortopts):
    for at, letter in enumerate(shortopts):
        if opt == letter != ':':
            return shortopts.startswith(':', at + 1)
    raise GetoptError(f'option -{opt} not recognized', opt)
