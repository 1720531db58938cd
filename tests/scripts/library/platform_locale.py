"""platform, locale, getpass, spooled files."""
import getpass
import locale
import os
import pickle
import platform
import sys
import tempfile


def attempt(function):
    try:
        print(repr(function()))
    except Exception as error:
        print(type(error).__name__, error)


uname = platform.uname()
print(tuple(uname) == tuple(os.uname()) + ("",), uname[4:] == (platform.machine(), platform.processor()), len(uname), uname._fields, uname.system)
print(pickle.loads(pickle.dumps(uname)) == uname, uname._replace(machine="x").machine, platform.platform().startswith(f"{platform.system()}-{platform.release()}-"))
print(platform.mac_ver(), platform.win32_ver(), platform.android_ver(), platform.ios_ver(), platform.win32_edition(), platform.win32_is_iot(), platform.system_alias("SunOS", "5.10", "x"))
print(platform.python_version() == sys.version.split()[0], platform.python_version_tuple()[:2], platform.architecture())
for call in (
    lambda: locale.setlocale(6), lambda: locale.setlocale(locale.LC_ALL, ""), lambda: locale.setlocale(locale.LC_ALL), lambda: locale.setlocale(0, "C"), lambda: locale.getlocale(),
    lambda: locale.setlocale(6, "xx_YY"), lambda: locale.setlocale(6, ("C", "UTF-8")), lambda: locale.getlocale(), lambda: locale.setlocale(77), lambda: locale.setlocale(77, "C"),
    lambda: locale.format_string("%d %s %.2f%%", (1234567, "x", 2.5), grouping=True), lambda: locale.format_string("%(a)5d", {"a": 3}), lambda: locale.format_string("%*d", (6, 3)),
    lambda: locale.currency(3), lambda: locale.str(1.5), lambda: locale.atof("1.5"), lambda: locale.atoi("12"), lambda: locale.atoi("x"), lambda: locale.localeconv(),
    lambda: locale.strcoll("a", "b"), lambda: sorted("baC", key=locale.strxfrm), lambda: locale.getpreferredencoding(), lambda: locale.getlocale(locale.LC_TIME),
    lambda: locale.setlocale(6, "C.UTF-8"), lambda: locale.getencoding(), lambda: locale.setlocale(2, "C"), lambda: locale.setlocale(6), lambda: locale.setlocale(6, "POSIX"), lambda: locale.setlocale(6, "C.UTF-8"),
):
    attempt(call)
os.environ["LOGNAME"] = "somebody"
print(getpass.getuser(), getpass.GetPassWarning.__mro__[1])
with tempfile.SpooledTemporaryFile(max_size=10, mode="w+", newline="") as file:
    print(file.write("12345"), file._rolled, file.name, file.mode, file.tell(), file.seek(0), file.read())
    file.write("6789012")
    print(file._rolled, file.seek(0), file.read(), type(file.fileno()), file.readable(), file.seekable(), file.writable(), file.encoding, file.newlines)
print(file.closed)
attempt(file.__enter__)
spool = tempfile.SpooledTemporaryFile()
spool.writelines([b"a\n", b"b\n"])
spool.seek(0)
print(list(spool), spool.truncate(1), spool._rolled, spool.seek(0), spool.read1(), spool.readlines())
spool.rollover()
print(spool._rolled, spool.seek(0), spool.read())
spool.close()
