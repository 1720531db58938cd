"""The objects that the command line adds to builtins: exit, quit, help, copyright, credits, license."""

import sys

_COPYRIGHT = """\
Copyright (c) the pyvm authors.
All Rights Reserved."""

_CREDITS = """\
    pyvm is a small virtual machine for the language Python, which the Python
    community made and keeps. See www.python.org for more information."""

_LICENSE = "pyvm may be used under the terms of the MIT License or of the Apache License 2.0, at your choice."


class Quitter:
    def __init__(self, name, eof):
        self.name = name
        self.eof = eof

    def __repr__(self):
        return f"Use {self.name}() or {self.eof} to exit"

    def __call__(self, code=None):
        # A program that asks to leave in the middle of its input leaves the rest unread.
        try:
            sys.stdin.close()
        except:
            pass
        raise SystemExit(code)


class _Printer:
    def __init__(self, name, text):
        self._name = name
        self._text = text

    def __repr__(self):
        return self._text

    def __call__(self):
        print(self._text)


class _Helper:
    """Define the builtin 'help'."""

    def __repr__(self):
        return "Type help() for interactive help, or help(object) for help about object."

    def __call__(self, *args, **kwds):
        try:
            import pydoc
        except ModuleNotFoundError:
            raise NotImplementedError("help() needs CPython's module pydoc: set PYVMHOME") from None

        return pydoc.help(*args, **kwds)


def _install():
    import builtins

    eof = "Ctrl-D (i.e. EOF)"
    builtins.quit = Quitter("quit", eof)
    builtins.exit = Quitter("exit", eof)
    builtins.copyright = _Printer("copyright", _COPYRIGHT)
    builtins.credits = _Printer("credits", _CREDITS)
    builtins.license = _Printer("license", _LICENSE)
    builtins.help = _Helper()
