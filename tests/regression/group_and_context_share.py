"""An exception that is both the context of a group and in it: which of the places shows what led to it."""

import sys
import traceback


def bad():
    try:
        int("x")
    except ValueError as e:
        raise RuntimeError("bad stock") from e


def shown(e):
    print("== by traceback")
    traceback.print_exception(e, file=sys.stdout)
    print("== by the interpreter")
    hook, sys.stderr = sys.stderr, sys.stdout
    sys.__excepthook__(type(e), e, e.__traceback__)
    sys.stderr = hook


def grouped(make):
    try:
        try:
            bad()
        except RuntimeError as e:
            raise make(e)
    except Exception as g:
        shown(g)


grouped(lambda e: ExceptionGroup("first", [e, TypeError("t")]))
grouped(lambda e: ExceptionGroup("last", [TypeError("t"), e]))
grouped(lambda e: ExceptionGroup("twice", [e, e]))
grouped(lambda e: ExceptionGroup("inner", [ExceptionGroup("deep", [e, e.__cause__]), e]))


def caused(e):
    group = ExceptionGroup("cause", [e.__cause__, KeyError(1)])
    group.__cause__ = e
    return group


grouped(caused)
shared = ExceptionGroup("shared", [OSError("o")])
shared.__cause__ = KeyError("c")
shown(ExceptionGroup("outer", [shared, shared]))
