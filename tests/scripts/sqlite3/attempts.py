# helper
"""Shows what calls give, with what sqlite3 says of an error; warnings on standard output."""

import sqlite3
import warnings

warnings.showwarning = lambda message, category, *rest: print(f"{category.__name__}: {message}")
warnings.simplefilter("always")
warnings.simplefilter("ignore", ResourceWarning)


def t(f, *a, **k):
    try:
        r = f(*a, **k)
        print("ok", type(r).__name__ if isinstance(r, (sqlite3.Cursor, sqlite3.Connection)) else r)
    except BaseException as e:
        codes = getattr(e, "sqlite_errorcode", None), getattr(e, "sqlite_errorname", None)
        print(type(e).__module__, type(e).__name__, e, *codes)
