def err(f, *args, **kwargs):
    """Call and print the result or the error."""
    try:
        print(repr(f(*args, **kwargs)))
    except BaseException as e:
        print(f"{type(e).__name__}: {e}")

def show(e):
    names = [n for n in dir(e) if not n.startswith("_") and n not in ("add_note", "with_traceback", "characters_written")]
    print(repr(e), "|", str(e), "|", {n: getattr(e, n) for n in names})


import errno

show(OSError(2, "No such file"))
show(OSError(2, "No such", "file.txt"))
show(OSError(2, "No such", "a", None, "b"))
show(OSError("one"))
show(OSError(1, 2, 3, 4, 5, 6))
show(OSError(9999, "odd", b"bytes"))
for n in (errno.ENOENT, errno.EEXIST, errno.EACCES, errno.EPIPE, errno.ECONNREFUSED, errno.ECONNRESET, errno.EINTR, errno.EISDIR, errno.ENOTDIR, errno.ETIMEDOUT, errno.ECHILD, errno.ESRCH, errno.EAGAIN, errno.EPERM, errno.ECONNABORTED, 0, 999):
    print(n, type(OSError(n, "m")).__name__)
show(FileNotFoundError(1, "kept"))
show(StopIteration(1, 2))
show(StopIteration())
show(StopAsyncIteration(1))
show(SystemExit())
show(SystemExit(3))
show(SystemExit(1, 2))
show(ImportError("m", name="n", path="p", name_from="f"))
show(AttributeError("m", name="n", obj=5))
show(NameError("m", name="n"))
show(KeyError("k"))
show(KeyError())
show(KeyError(1, 2))
show(SyntaxError("m"))
show(SyntaxError("m", ("f.py", 3, 4, "text", 3, 6)))
show(SyntaxError("m", ("f.py", 3, 4, "text")))
show(UnicodeDecodeError("utf-8", b"ab\xff", 2, 3, "invalid"))
show(UnicodeDecodeError("utf-8", b"ab\xff", 0, 3, "invalid"))
show(UnicodeEncodeError("ascii", "a\xe9\u4e2d", 1, 2, "bad"))
show(UnicodeEncodeError("ascii", "a\U0001f600", 1, 2, "bad"))
show(UnicodeTranslateError("a\xe9", 1, 2, "bad"))
show(BlockingIOError(11, "m", 5))
err(ImportError, nothing=1)
err(AttributeError, nothing=1)
err(NameError, nothing=1)
err(ValueError, x=1)
err(UnicodeDecodeError)
err(UnicodeDecodeError, 1, 2, 3, 4, 5)
err(UnicodeEncodeError, "a", b"b", 0, 1, "r")
err(UnicodeDecodeError, "a", "b", 0, 1, "r")
err(SyntaxError, "m", 5)
err(SyntaxError, "m", (1, 2))
err(BaseException.__new__)
err(BaseException.__new__, 5)
e = ValueError(1)
e.args = [2, 3]
print(e.args, e, repr(e))
e.x = 1
print(vars(e), e.__reduce__(), e.__setstate__({"y": 2}), e.y)
err(e.__setstate__, 5)
print(BaseException() == BaseException(), hash(e) == hash(e), ValueError.__new__(ValueError, 5).args, str(ValueError()), str(ValueError("")), str(ValueError(1, 2)), str(ValueError((1,))), repr(ValueError("a", 'b"')), repr(ValueError([1])))
s = StopIteration(5)
s.value = 6
print(s.value, s.args)
k = SystemExit(5)
k.code = "changed"
print(k.code, k.args)


class Own(ValueError):
    def __init__(self, a, b):
        self.a = a


print(Own(1, 2).args, repr(Own(1, 2)), str(Own(1, 2)))


class WithStr(Exception):
    def __str__(self):
        return "own str"


print(WithStr(1), repr(WithStr(1)))
