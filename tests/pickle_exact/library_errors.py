import builtins
import copy
import errno
import pickle

from library_parts import done, survey


def told(e):
    parts = [f"{type(e).__name__}{e.args!r}"]
    for name in (
        "errno", "strerror", "filename", "filename2", "characters_written", "name", "path", "name_from", "obj", "msg", "lineno", "offset", "text", "end_lineno", "end_offset", "print_file_and_line", "encoding", "object", "start", "end",
        "reason", "value", "code", "message", "exceptions", "__notes__", "__cause__", "__context__", "__traceback__", "__suppress_context__",
    ):
        try:
            value = getattr(e, name)
        except Exception as error:
            if not isinstance(error, AttributeError):
                parts.append(f"{name}!{error}")
            continue
        if value is not None and value is not False:
            parts.append(f"{name}={value!r}")
    return " ".join(parts) + f" {e.__dict__}"


def built(kind):
    """Instances of a class of exceptions with arguments that fit it."""
    if issubclass(kind, UnicodeDecodeError):
        return [kind("utf-8", b"\xff\x00", 0, 1, "bad"), kind("ascii", bytearray(b"x"), 1, 9, "r")]
    if issubclass(kind, UnicodeEncodeError):
        return [kind("ascii", "\xe9\ud800", 0, 1, "bad")]
    if issubclass(kind, UnicodeTranslateError):
        return [kind("\xe9", 0, 1, "bad")]
    if issubclass(kind, BaseExceptionGroup):
        return [kind("g", [ValueError(1), kind("h", [TypeError()])]), kind("g", (KeyError("k"),))]
    made = [kind(), kind("m"), kind(1, "b"), kind([1], {"a": None}, 3)]
    if issubclass(kind, OSError):
        made += [kind(2, "no", "f"), kind(13, "no", "f", None, "g"), kind(2, "no", b"f"), kind(1, 2, 3, 4), kind(1, 2, 3, 4, 5), kind(1, 2, 3, 4, 5, 6), kind(errno.EPIPE, "x"), kind(2, "no", None, None, "g")]
    if issubclass(kind, SyntaxError):
        made += [kind("m", ("f", 1, 2, "t", 3, 4)), kind("m", ("f", 1, 2, "t")), kind("m", (None, None, None, None))]
    if issubclass(kind, ImportError):
        made += [kind("m", name="n"), kind("m", name="n", path="p"), kind(path="p"), kind("m", name_from="nf")]
    if issubclass(kind, NameError):
        made += [kind("m", name="n")]
    if issubclass(kind, AttributeError):
        made += [kind("m", name="n", obj=[1]), kind("m", obj=5), kind(name="n")]
    return made


for name in sorted(vars(builtins)):
    kind = getattr(builtins, name)
    if isinstance(kind, type) and issubclass(kind, BaseException):
        survey(f"class {name}", kind)
        try:
            made = built(kind)
        except Exception as error:
            print(name, type(error).__name__, error)
            continue
        for error in made:
            survey(f"{name} {error.args!r}", error, told)
            error.extra = [1]
            error.add_note("note")
            survey(f"{name} {error.args!r} with state", error, told)


class Plain(Exception):
    pass


class Init(Exception):
    def __init__(self, a, b=2):
        super().__init__(f"{a}-{b}")
        self.a = a


class NoSuper(Exception):
    def __init__(self, a):
        self.a = a


class Slots(Exception):
    __slots__ = ("s",)


class Reduced(Exception):
    def __init__(self, *, key):
        super().__init__(key)
        self.key = key

    def __reduce__(self):
        return _rebuild, (self.key,)


def _rebuild(key):
    return Reduced(key=key)


class Os(OSError):
    def __init__(self, code, text, more=None):
        super().__init__(code, text)
        self.more = more


class NewOs(OSError):
    def __new__(cls, *args):
        return super().__new__(cls, *args)


class Key(KeyError, AttributeError):
    pass


class Group(ExceptionGroup):
    def derive(self, excs):
        return Group(self.message, excs)


class Args(Exception):
    def __init__(self, *args, **named):
        super().__init__(*args)
        self.__dict__.update(named)


slots = Slots(1)
slots.s = 5
changed = ValueError(1, 2)
changed.args = ("other",)
attributes = OSError(2, "m", "f")
attributes.errno, attributes.strerror, attributes.filename = 5, "n", "g"
moved = SyntaxError("m", ("f", 1, 2, "t"))
moved.lineno, moved.msg = 99, "other"
stop = StopIteration(1)
stop.value = 2
leave = SystemExit(1)
leave.code = 3
decode = UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad")
decode.reason, decode.start = "worse", 5
imported = ImportError("m", name="a")
imported.name, imported.msg = "b", "mm"
owned = ValueError()
owned.me = owned
for error in (
    Plain(), Plain(1), Init(1), NoSuper(1), slots, Reduced(key="k"), Os(1, "t", "m"), NewOs(2, "t", "f"), Key("k"), Group("g", [ValueError(1)]), Args(1, 2, x=3), changed, attributes, moved, stop, leave, decode, imported,
):
    survey(f"own {type(error).__name__} {error.args!r}", error, told)
    for method, args in ("__reduce__", ()), ("__reduce_ex__", (4,)):
        print("   ", getattr(error, method)(*args))
survey("owned", owned, lambda e: str(e.me is e))

try:
    try:
        {}["a"]
    except KeyError as first:
        first.add_note("a")
        raise Plain("b") from first
except Plain as error:
    survey("chained", error, told)
    survey("cause", error.__cause__, told)
    survey("traceback", error.__traceback__)
    print(copy.copy(error).__cause__, copy.deepcopy(error).__traceback__)
try:
    open("/no/such/file")
except OSError as error:
    survey("open", error, told)
try:
    b"\xff".decode()
except UnicodeDecodeError as error:
    survey("decode", error, told)
try:
    compile("a b", "f", "exec")
except SyntaxError as error:
    survey("compile", error, told)
try:
    import no_such_module
except ImportError as error:
    survey("import", error, told)
try:
    [].no
except AttributeError as error:
    survey("attribute", error, told)
try:
    no_name
except NameError as error:
    survey("name", error, told)
for error in ValueError("x"), OSError(2, "m", "f"):
    for state in ({"a": 1}, None, 5, {1: 2}, {"args": (7,)}):
        try:
            error.__setstate__(state)
            print(error.__dict__, error.args)
        except Exception as problem:
            print(type(problem).__name__, problem)
# Errors of the library's modules, built with a message or as their class wants it.
for path in """argparse.ArgumentTypeError binascii.Error configparser.Error configparser.ParsingError csv.Error contextvars.ContextVar dbm.error getopt.GetoptError gzip.BadGzipFile io.UnsupportedOperation json.JSONDecodeError
    locale.Error pickle.PicklingError pickle.UnpicklingError queue.Empty queue.Full re.error select.error shutil.Error shutil.SameFileError shutil.ReadError socket.timeout socket.gaierror socket.herror sqlite3.Error sqlite3.OperationalError
    struct.error subprocess.CalledProcessError subprocess.TimeoutExpired threading.BrokenBarrierError unittest.SkipTest urllib.parse.unquote uuid.UUID warnings.WarningMessage zipfile.BadZipFile zipfile.LargeZipFile zlib.error
    configparser.NoSectionError configparser.DuplicateSectionError configparser.NoOptionError configparser.InterpolationDepthError configparser.DuplicateOptionError configparser.MissingSectionHeaderError statistics.StatisticsError ipaddress.AddressValueError zoneinfo.ZoneInfoNotFoundError inspect.EndOfBlock
    graphlib.CycleError binascii.Incomplete dataclasses.FrozenInstanceError copy.Error""".split():
    module, name = path.rsplit(".", 1)
    try:
        kind = getattr(__import__(module, fromlist=[name]), name)
    except Exception as error:
        print(path, type(error).__name__, error)
        continue
    if not (isinstance(kind, type) and issubclass(kind, BaseException)):
        survey(path, kind)
        continue
    for args in ("m",), ("m", "n"), ("m", "n", 1), (1, "cmd", "out", "err"), ("a", "b", "c", "d"):
        try:
            error = kind(*args)
        except Exception as problem:
            print(path, args, type(problem).__name__, problem)
            continue
        survey(f"{path} {args}", error, lambda e: f"{type(e).__name__} {e.args} {e.__dict__}")
done()
