"""os.path, glob, fnmatch, tempfile and shutil."""
import fnmatch
import glob
import os
import os.path as p
import shutil
import tempfile


def attempt(what, *args, **kwargs):
    try:
        print("->", repr(what(*args, **kwargs)).replace(home, "HOME"))
    except BaseException as e:
        print(type(e).__name__, str(e).replace(home, "HOME"))


home = p.realpath(tempfile.mkdtemp())
os.chdir(home)
print("== os.path")
for a in ("", "/", "//", "///x", "a", "/a/b", "a//b/", "a/b.c", ".x", "..x.y", "a.b/c", "a/.b.c", "x.", "...", "//a/../b", "a/./../../b", "/../x", "./"):
    print(repr(a), p.split(a), p.splitext(a), p.basename(a), p.dirname(a), p.normpath(a), p.isabs(a), p.splitroot(a), p.splitdrive(a))
print(p.join("a", "b", "/c", "d"), p.join("a/", ""), p.join("", "b"), p.join(b"a", b"b"), p.join("a"))
attempt(p.join, "a", b"b")
attempt(p.join, "a", 5)
attempt(p.join, 5)
attempt(p.split, 5)
print(p.commonprefix(["abc", "abd"]), p.commonprefix([]), p.commonpath(["/a/b/c", "/a/b/d"]), p.commonpath(["a/b", "a"]))
attempt(p.commonpath, [])
attempt(p.commonpath, ["/a", "b"])
attempt(p.commonpath, ["a", b"b"])
print(p.relpath("a/b", "a/c/d"), p.relpath("."), p.relpath("/x", "/"), p.abspath("q") == home + "/q")
attempt(p.relpath, "")
os.environ["HOME"] = "/home/me"
os.environ["VAR"] = "value"
print(p.expanduser("~"), p.expanduser("~/x"), p.expanduser("a~"), p.expandvars("$VAR/${VAR}x$NOPE${NOPE}$ ${"), p.expandvars(b"$VAR"))
print("== tree")
os.makedirs("t/d1/d2")
for name in ("t/a.txt", "t/b.py", "t/.hid", "t/d1/c.txt", "t/d1/d2/e.txt", "t/[x].txt"):
    with open(name, "w") as f:
        f.write(name)
os.symlink("a.txt", "t/link")
os.symlink("d1", "t/dlink")
os.symlink("loop", "t/loop")
print(p.realpath("t/link") == home + "/t/a.txt", p.realpath("t/dlink/d2/../c.txt") == home + "/t/d1/c.txt", p.realpath("t/loop") == home + "/t/loop", p.realpath("nope/x") == home + "/nope/x")
attempt(p.realpath, "nope/x", strict=True)
attempt(p.realpath, "t/loop", strict=True)
print(p.isfile("t/link"), p.isdir("t/dlink"), p.islink("t/dlink"), p.exists("t/loop"), p.lexists("t/loop"), p.getsize("t/a.txt"), p.samefile("t/link", "t/a.txt"), p.ismount("/"), p.ismount("t"))
attempt(p.getsize, "nope")
print("== glob")
for pattern in ("t/*", "t/*.txt", "t/?.*", "t/**", "t/.*", "t/[[]x].txt", "t/d1", "t/nope", "t/*/*.txt", "*", "**/*.txt", "t/", "t/*/", "", "t/[ab].*", "t/[!a]*"):
    print(pattern, sorted(glob.glob(pattern)), sorted(glob.glob(pattern, recursive=True)))
print(sorted(glob.glob("*", root_dir="t")), sorted(glob.glob(b"t/*.txt")), sorted(glob.glob("t/*", include_hidden=True)), glob.escape("t/[x]*?"), glob.has_magic("a*"))
print("== fnmatch")
for pattern in ("*.py", "?.py", "[ab]*", "[!ab]*", "[a-c].py", "[z-a]", "a[", "*a*b*", "[]]", "[\\]"):
    print(pattern, fnmatch.translate(pattern), fnmatch.filter(["a.py", "b.txt", "xaxb", "]", "a["], pattern), fnmatch.fnmatch("a.py", pattern))
print(fnmatch.filter([b"a.py", b"b"], b"*.py"))
print("== shutil")
print(shutil.copy("t/a.txt", "copy.txt"), shutil.copyfile("t/b.py", "b2"), shutil.copy2("t/a.txt", "t/d1"), open("copy.txt").read())
attempt(shutil.copyfile, "copy.txt", "copy.txt")
attempt(shutil.copyfile, "missing", "x")
attempt(shutil.copyfile, "copy.txt", "no/such/x")
attempt(shutil.copyfile, "copy.txt", "t")
print(shutil.copytree("t", "t2", symlinks=True, ignore=shutil.ignore_patterns("*.py")), sorted(os.listdir("t2")), p.islink("t2/link"))
attempt(shutil.copytree, "t", "t2")
os.unlink("t/loop")
print(shutil.copytree("t", "t3"), sorted(os.listdir("t3")), p.islink("t3/link"))
print(shutil.move("copy.txt", "t3"), shutil.move("t3", "t4"), sorted(os.listdir("t4")))
attempt(shutil.move, "t4/copy.txt", "t2/none/there")
open("copy.txt", "w").close()
attempt(shutil.move, "copy.txt", "t4")
attempt(shutil.rmtree, "missing")
attempt(shutil.rmtree, "copy.txt")
attempt(shutil.rmtree, "t/link")
attempt(shutil.rmtree, "missing", ignore_errors=True)
attempt(shutil.rmtree, "missing", onexc=lambda f, w, e: print("onexc", f.__name__, w, type(e).__name__))
shutil.rmtree("t2")
print(p.exists("t2"), shutil.which("sh"), shutil.which("no-such-program"), shutil.which("/bin/sh"), shutil.which("a", path=""))
print(shutil.get_terminal_size((5, 6)) if not os.environ.get("COLUMNS") else "set")
print("== tempfile")
fd, name = tempfile.mkstemp(".suf", "pre", home)
os.write(fd, b"x")
os.close(fd)
print(p.basename(name)[:3], name[-4:], len(p.basename(name)), oct(os.stat(name).st_mode & 0o777), p.dirname(name) == home)
with tempfile.NamedTemporaryFile("w+", suffix=".txt") as f:
    f.write("hello")
    f.flush()
    f.seek(0)
    print(f.read(), p.exists(f.name), f.name.endswith(".txt"), f.closed)
print(p.exists(f.name), f.closed)
f = tempfile.NamedTemporaryFile(delete=False)
f.write(b"kept")
f.close()
print(open(f.name).read())
os.unlink(f.name)
f = tempfile.NamedTemporaryFile()
name = f.name
print(p.exists(name), list(f))
del f
print(p.exists(name))
with tempfile.TemporaryFile() as f:
    f.write(b"abc")
    f.seek(1)
    print(f.read(), type(f.name).__name__)
attempt(tempfile.mkstemp, b"x", "y")
print(tempfile.gettempprefix(), tempfile.gettempprefixb(), p.isdir(tempfile.gettempdir()), type(tempfile.gettempdirb()).__name__, tempfile.TMP_MAX > 1)
try:
    tempfile.mkdtemp(dir="/nope")
except FileNotFoundError as e:
    print(e.errno, e.filename[:9])
print("== environ")
env = os.environ
env["KEY"] = "v\udcff"
print(env["KEY"].encode("utf-8", "surrogateescape"), os.environb[b"KEY"], env.get("NOPE"), "KEY" in env, os.getenv("KEY") == env["KEY"], os.getenvb(b"KEY"))
attempt(env.__getitem__, "NOPE")
attempt(env.__setitem__, "A", 5)
attempt(env.__setitem__, 5, "A")
attempt(env.__setitem__, "A=B", "x")
attempt(env.__delitem__, "NOPE")
del env["KEY"]
print("KEY" in env, env.setdefault("KEY", "d"), env.pop("KEY"), type(env).__name__, isinstance(env.copy(), dict), (env | {"Q": "1"})["Q"])
env["SYS"] = "seen"
print(os.system("test \"$SYS\" = seen"), os.system("exit 3"))
os.chdir("/")
shutil.rmtree(home)
print(p.exists(home))
