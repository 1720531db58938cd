"""The objects that the command line adds to builtins: exit, quit, copyright."""

import sys


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
