"""warnings: filters, registries, recording, formatting, deprecated(), the options of -W."""
import sys
import warnings


def plain(registry):
    return {k: v for k, v in registry.items() if k != "version"}


def run(action, registry):
    with warnings.catch_warnings(record=True) as w:
        warnings.resetwarnings()
        warnings.simplefilter(action)
        for i in range(3):
            try:
                warnings.warn_explicit("m", UserWarning, "f.py", 3 + i // 2, registry=registry)
            except UserWarning as e:
                print("raised", e)
    return [x.lineno for x in w], None if registry is None else plain(registry)


def bad(f, *a, **k):
    try:
        f(*a, **k)
    except BaseException as e:
        print(type(e).__name__, e)
    else:
        print("no error")


print("== actions")
for action in ("default", "ignore", "always", "once", "module", "error"):
    print(action, run(action, {}), run(action, None))
print("== arguments")
with warnings.catch_warnings(record=True) as log:
    warnings.simplefilter("always")
    bad(warnings.warn)
    bad(warnings.warn, "x", int)
    bad(warnings.warn, "x", 3)
    bad(warnings.warn, "x", skip_file_prefixes=3)
    bad(warnings.warn, "x", skip_file_prefixes=(3,))
    bad(warnings.warn_explicit, "x", UserWarning, "f", 1, registry=3)
    bad(warnings.warn_explicit, "x", UserWarning, 3, 1)
    bad(warnings.warn_explicit, "x", UserWarning, "a", "b")
    bad(warnings.warn_explicit, "x", UserWarning, "f", 1, module_globals=3)
    bad(warnings.warn_explicit, "x", UserWarning, "f")
    bad(warnings.warn, 5)
    bad(warnings.warn, UserWarning("given"), DeprecationWarning)
    bad(warnings.warn, "far", stacklevel=500)
    bad(warnings.warn, "here", stacklevel=1)
    bad(warnings.warn, "caller", RuntimeWarning, 2)
    bad(warnings.warn, "negative", stacklevel=-2)
    bad(warnings.warn_explicit, "dropped", UserWarning, "f.py", 1, module=None)
    bad(warnings.warn_explicit, UserWarning("in"), int, "zz.py", 1)
    bad(warnings.warn, "skipping", skip_file_prefixes=("/nowhere",))
for one in log:
    print(repr(one.message), one.category.__name__, one.filename.rpartition("/")[2], one.lineno, one.file, one.line, one.source)
print("== filters")
with warnings.catch_warnings(record=True) as log:
    for entry in ([1], [(1, 2, 3, 4, 5)], [("foo", None, Warning, None, 0)], [("always", "x", Warning, "__main__", 0)], [("always", None, 3, None, 0)], [("always", None, Warning, None, "x")], [("error", None, RuntimeWarning, None, 0)]):
        warnings.filters[:] = entry
        warnings._filters_mutated()
        bad(warnings.warn, "x")
    warnings.filters[:] = []
    for default in ("error", 4, "ignore", "default"):
        warnings.defaultaction = default
        warnings._filters_mutated()
        bad(warnings.warn, "x")
    warnings.filters = (1,)
    warnings._filters_mutated()
    bad(warnings.warn, "x")
    warnings.filters = []
    warnings.filterwarnings("ignore", "ABC.*", UserWarning, "__ma", 0)
    warnings.filterwarnings("always", category=DeprecationWarning, append=True)
    warnings.filterwarnings("always", category=DeprecationWarning, append=True)
    print(warnings.filters)
    warnings.warn("abcdef")
    warnings.warn("xabc")
    warnings.warn("old", DeprecationWarning)
print([str(x.message) for x in log])
for args, kwargs in [(("zz",), {}), (("error",), {"message": 3}), (("error",), {"module": 3}), (("error",), {"category": 3}), (("error",), {"category": int}), (("error",), {"lineno": "x"}), (("error",), {"lineno": -1})]:
    bad(warnings.filterwarnings, *args, **kwargs)
bad(warnings.simplefilter, "zz")
bad(warnings.simplefilter, "error", lineno=-1)
bad(warnings.simplefilter, "error", lineno="1")
print("== catch_warnings")
c = warnings.catch_warnings(record=True, action="error")
print(c, warnings.catch_warnings(module=warnings))
before = warnings.filters
with c:
    bad(c.__enter__)
    bad(warnings.warn, "now an error")
print(warnings.filters is before)
bad(warnings.catch_warnings().__exit__)
m = warnings.WarningMessage("m", UserWarning, "f.py", 3)
print(m, vars(m))
print("== options")
saved = warnings.filters[:]
for option in ("ignore", "error::DeprecationWarning", "zz", "ignore::Foo", "ignore:a:b:c:d:e", "ignore::a.b.C", "ignore:::x:-1", "ignore:::x:y", "i", "always:ab.c:UserWarning:mo.d:7", "", "ignore::int", "default::warnings.NoSuch"):
    try:
        warnings._setoption(option)
        print(warnings.filters[0])
    except warnings._OptionError as e:
        print("refused:", e)
warnings.filters[:] = saved
warnings._filters_mutated()
print("== showing")
print(repr(warnings.formatwarning("msg", UserWarning, "nofile", 2)), repr(warnings.formatwarning("msg", UserWarning, "nofile", 2, "  line  ")))


class Out:
    def write(self, text):
        print("wrote", repr(text))


warnings.showwarning("msg", UserWarning, "nofile", 2, Out(), "text")
original = warnings.showwarning
warnings.simplefilter("always")
warnings.showwarning = lambda *a, **k: print("shown", a[0], a[1].__name__, a[3:], k)
warnings.warn("through the hook")
with warnings.catch_warnings(record=True) as w:
    warnings.warn("recorded")
    print(len(w))
warnings.showwarning = 3
bad(warnings.warn, "hi")
warnings.showwarning = original
print("== deprecated")


@warnings.deprecated("old f")
def f():
    return 1


@warnings.deprecated("old C", category=UserWarning)
class C:
    def __init_subclass__(cls, **k):
        print("sub", k)


@warnings.deprecated("old D", category=None)
class D:
    pass


@warnings.deprecated("old E")
class E:
    def __new__(cls, x):
        return object.__new__(cls)


@warnings.deprecated("old F")
class F:
    pass


class H:
    @warnings.deprecated("old method")
    def m(self):
        return 3

    @classmethod
    @warnings.deprecated("old class method")
    def c(cls):
        return 4


with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter("always")
    print(f(), type(C()).__name__)

    class S(C, x=1):
        pass

    S(), D(), E(1), F()

    class G(F):
        pass

    G()
    print(H().m(), H.c())
    bad(F, 1)
for one in w:
    print(one.category.__name__, one.message, one.lineno)
print(f.__deprecated__, C.__deprecated__, D.__deprecated__, f.__name__, C.__name__)
bad(warnings.deprecated, 3)
bad(warnings.deprecated("x"), 3)
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter("always")
    warnings._deprecated("foo", remove=(3, 14))
    bad(warnings._deprecated, "foo", remove=(3, 12))
print([str(x.message) for x in w])
