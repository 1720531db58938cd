"""Files and folders through os: making, looking, changing, removing, and the errors."""
import os
import stat

home = os.path.join("/tmp", "pyvm-os-files-%d" % os.getpid())


def attempt(what, *args, **kwargs):
    try:
        result = what(*args, **kwargs)
        print(what.__name__, "->", result)
    except BaseException as e:
        text = str(e).replace(home, "HOME")
        print(what.__name__, type(e).__name__, text, getattr(e, "errno", None),
              str(getattr(e, "filename", None)).replace(home, "HOME"))


os.mkdir(home)
os.chdir(home)
print(os.getcwd() == os.path.realpath(home), os.getcwdb() == os.fsencode(os.getcwd()))
print("== making")
os.makedirs("a/b/c")
attempt(os.makedirs, "a/b/c")
attempt(os.makedirs, "a/b/c", exist_ok=True)
attempt(os.mkdir, "a")
attempt(os.mkdir, "nope/x")
attempt(os.mkdir, None)
attempt(os.mkdir, "a\0b")
fd = os.open("f", os.O_RDWR | os.O_CREAT, 0o640)
print(os.write(fd, b"hello world"), os.lseek(fd, 0, 0), os.read(fd, 5), os.read(fd, 100), os.read(fd, 1))
print(os.pread(fd, 3, 6), os.pwrite(fd, b"W", 6), os.fstat(fd).st_size, os.isatty(fd))
os.ftruncate(fd, 7)
os.fsync(fd)
other = os.dup(fd)
print(os.fstat(other).st_size, os.get_inheritable(other))
os.close(other)
os.close(fd)
attempt(os.close, fd)
attempt(os.read, 9999, 1)
attempt(os.fstat, 9999)
attempt(os.stat, 9999)
print("== looking")
s = os.stat("f")
print(s.st_size, s[6], stat.S_ISREG(s.st_mode), stat.filemode(s.st_mode), len(s), s.st_mtime_ns // 10**9 == s[8])
print(type(s).__name__, type(s).__module__, type(s).n_fields, type(s).n_sequence_fields, type(s).n_unnamed_fields)
print(os.stat_result(range(10)), os.stat_result(range(10)).st_atime_ns)
attempt(os.stat_result, range(3))
attempt(os.stat, "missing")
attempt(os.stat, 1.5)
attempt(os.stat, "a\0")
attempt(os.listdir, "missing")
attempt(os.listdir, "f")
attempt(os.listdir, 1.5)
os.symlink("f", "link")
os.symlink("nowhere", "broken")
os.link("f", "hard")
attempt(os.link, "missing", "x")
attempt(os.symlink, "f", "link")
print(os.readlink("link"), os.readlink(b"link"), os.stat("f").st_nlink, os.path.islink("link"),
      os.path.exists("broken"), os.path.lexists("broken"))
attempt(os.readlink, "f")
print(sorted(os.listdir()), sorted(os.listdir(b".")))
with os.scandir() as entries:
    for e in sorted(entries, key=lambda e: e.name):
        print(e, e.name, e.path, e.is_dir(), e.is_file(), e.is_symlink(), e.is_file(follow_symlinks=False),
              e.inode() == os.lstat(e).st_ino, os.fspath(e))
print([e.path for e in os.scandir("a")], [e.path for e in os.scandir(b"a/b/")])
print(os.access("f", os.R_OK), os.access("missing", os.F_OK))
print("== changing")
os.chmod("f", 0o600)
print(oct(os.stat("f").st_mode & 0o777))
os.utime("f", (1000, 2000.5))
s = os.stat("f")
print(s.st_atime, s.st_mtime, s.st_mtime_ns)
os.utime("f", ns=(5, 1500000000123456789))
print(os.stat("f").st_mtime_ns)
attempt(os.utime, "f", (1, 2), ns=(1, 2))
attempt(os.utime, "f", 5)
os.truncate("f", 3)
print(os.stat("f").st_size)
attempt(os.rename, "missing", "y")
os.rename("f", "g")
os.replace("g", "f")
attempt(os.rename, "f", "a")
os.renames("f", "new/deep/f")
print(os.path.isfile("new/deep/f"))
os.renames("new/deep/f", "f")
print(os.path.exists("new"))
print("== walk")
open("a/b/x.txt", "w").close()
for top, dirs, files in os.walk("."):
    print(top, sorted(dirs), sorted(files))
for top, dirs, files in os.walk("a", topdown=False):
    print(top, sorted(dirs), sorted(files))
errors = []
print(list(os.walk("missing", onerror=errors.append)), errors)
print("== removing")
attempt(os.rmdir, "a")
attempt(os.remove, "a")
attempt(os.unlink, "missing")
attempt(os.rmdir, "f")
os.remove("a/b/x.txt")
os.removedirs("a/b/c")
for name in sorted(os.listdir()):
    os.unlink(name)
os.chdir("/")
os.rmdir(home)
print(os.path.exists(home))
attempt(os.chdir, home)
print("== pipe")
r, w = os.pipe()
print(os.write(w, b"abc"), os.read(r, 10))
os.close(w)
print(os.read(r, 10))
os.close(r)
print("== text")
print(os.fsencode("a\udcff\xe9"), ascii(os.fsdecode(b"a\xff\xc3\xa9")), os.strerror(2), os.strerror(13), os.strerror(99999))
attempt(os.fspath, 5)


class P:
    def __init__(self, v):
        self.v = v

    def __fspath__(self):
        return self.v


print(os.fspath(P("x")), os.path.join(P("a"), P("b")), isinstance(P(1), os.PathLike), issubclass(int, os.PathLike))
attempt(os.fspath, P(1))
attempt(os.stat, P("missing-file"))
print(len(os.urandom(5)), os.urandom(0), os.cpu_count() > 0, os.getpid() > 0, os.umask(0o22) >= 0)
attempt(os.urandom, -1)
print(os.WEXITSTATUS(256), os.WIFEXITED(256), os.waitstatus_to_exitcode(256), os.waitstatus_to_exitcode(9))
print(os.name, os.sep, os.linesep == "\n", os.curdir, os.devnull, os.extsep, os.altsep, os.pathsep)
