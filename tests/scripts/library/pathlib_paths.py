"""Pure paths of both families, and paths of the file system."""
import os
import pathlib
import pickle
import urllib.parse
import warnings

warnings.simplefilter("ignore")
P, W, Path = pathlib.PurePosixPath, pathlib.PureWindowsPath, pathlib.Path


def attempt(function):
    try:
        print(repr(function()))
    except Exception as error:
        print(type(error).__name__, error)


print("== parts")
for path in (P(""), P("a/b.tar.gz"), P("/"), P("//x/y"), P("///x"), P("a//./b/../c"), P(".hidden"), P("x."), P(".."), P("a..b"),
             W("c:/x\\y.z"), W("c:x"), W("//server/share/d"), W("//?/C:/a"), W("\\x"), W("a:b:c"), W("./c:d"), W("//srv")):
    print(repr(path), str(path), path.parts, path.drive, path.root, path.anchor, path.name, path.stem, path.suffix,
          path.suffixes, path.parent, path.is_absolute(), path.as_posix(), list(map(str, path.parents)))
print("== joining and changing")
for function in (
    lambda: P("a") / "b" / P("c"), lambda: "x" / P("y"), lambda: P("a", "/b", "c"), lambda: W("c:/a") / "d:b", lambda: W("c:/a") / "/b",
    lambda: W("c:a") / "C:b", lambda: P("a") / W("b\\c"), lambda: P("a") / 3, lambda: P(3), lambda: P(b"a"), lambda: P("a").joinpath(),
    lambda: P("a/b").with_name("c"), lambda: P("a").with_name("b/c"), lambda: P("").with_name("x"), lambda: P("a").with_name("."),
    lambda: P("a/b.c").with_stem("d"), lambda: P("a/b.c").with_stem(""), lambda: P("a/b.c").with_suffix(".tar.gz"),
    lambda: P("a.b").with_suffix(""), lambda: P("a").with_suffix("x"), lambda: P("").with_suffix(".x"), lambda: P("a").with_suffix("."),
    lambda: P("a/b/c").relative_to("a"), lambda: P("a/b").relative_to("c"), lambda: P("a/b").relative_to("a/c", walk_up=True),
    lambda: P("a").relative_to("/b", walk_up=True), lambda: P("a").relative_to("../b", walk_up=True), lambda: P("a/b").is_relative_to("a"),
    lambda: P("a/b").is_relative_to("a", "b"), lambda: P("/a b/ü").as_uri(), lambda: W("c:/x y").as_uri(), lambda: W("//a/b/c").as_uri(),
    lambda: P("a").as_uri(), lambda: P("a/b/c").parents[-1], lambda: P("a/b/c").parents[0:2], lambda: P("a").parents[5], lambda: P("a/b").parents,
    lambda: W("CON.txt").is_reserved(), lambda: bytes(P("a/é")), lambda: os.fspath(P("a")),
):
    attempt(function)
print("== comparing and matching")
print(P("a") == P("a/"), P("a") == W("a"), W("A/b") == W("a\\B"), hash(W("A")) == hash(W("a")), P("a") < P("b"), P("a/b") < P("a.b"))
attempt(lambda: P("a") < W("a"))
print(sorted([P("b"), P("a/c"), P("a")]), len({P("a"), P("a/."), P("./a")}))
for path, pattern in (("a/b/c.py", "b/*.py"), ("a/b", "/a/b"), ("/a/b", "/a/*"), ("a/b", "*"), ("a/B", "a/b"), ("a/b/c", "a/**/c"), ("x", "[!a]"),
                      (".x", "*"), ("a/b", "?/?"), ("a", "**"), ("a/b/c", "**"), ("", "**"), ("a/b", "a/**"), ("a", "a/**")):
    print(path, pattern, P(path).match(pattern), P(path).full_match(pattern), W(path).match(pattern), P(path).match(pattern, case_sensitive=False))
attempt(lambda: P("a").match(""))
print("== pickles")
for path in (P("a/b", "c"), W("c:/x"), Path("a") / "b", Path("/a/b").parent, Path("x.y").with_suffix(".z")):
    for protocol in range(6):
        data = pickle.dumps(path, protocol)
        print(data, pickle.loads(data) == path)
print("== files")
root = Path("root")
attempt(lambda: root.mkdir())
attempt(lambda: root.mkdir())
attempt(lambda: root.mkdir(exist_ok=True))
attempt(lambda: (root / "a/b/c").mkdir())
attempt(lambda: (root / "a/b/.h").mkdir(parents=True))
print((root / "a/x.py").write_text("line\nmore\n"), (root / "a/b/y.py").write_bytes(b"12"))
attempt(lambda: (root / "z").write_text(b"x"))
attempt(lambda: (root / "z").write_bytes("x"))
(root / "link").symlink_to("a")
(root / "loop").symlink_to("loop")
print((root / "a/x.py").read_text(), (root / "a/b/y.py").read_bytes(), (root / "link").readlink())
for name in ("a", "a/x.py", "link", "loop", "none", "a/x.py/z"):
    path = root / name
    print(name, path.exists(), path.is_dir(), path.is_file(), path.is_symlink(), path.exists(follow_symlinks=False),
          path.is_dir(follow_symlinks=False), path.is_mount(), path.is_fifo(), path.is_socket(), path.is_block_device())
print(sorted(map(str, root.iterdir())), sorted(map(str, Path("root/").iterdir())), list(map(str, Path().iterdir())))
attempt(lambda: list((root / "none").iterdir()))
for pattern in ("*", "**", "**/*", "**/", "*/", "a/*", "*/*.py", "a/..", "a/../*", "./a", "**/b", "a/**/b", "**/**", "nope/*", "a/x.py/..", "**/*.py",
                "link/*", "..", "*/..", "a/", "[ab]", "A", "a/b/../*"):
    print(pattern, sorted(map(str, root.glob(pattern))), sorted(map(str, root.rglob(pattern))))
print(sorted(map(str, root.glob("**/*.py", recurse_symlinks=True))), sorted(map(str, root.glob("A/*", case_sensitive=False))))
print(sorted(map(str, root.rglob(""))))
for pattern in ("", ".", "/a"):
    attempt(lambda: list(root.glob(pattern)))
for top_down in (True, False):
    for folder, folders, files in root.walk(top_down):
        print(folder, sorted(folders), sorted(files))
errors = []
print(list((root / "none").walk(on_error=errors.append)), errors)
attempt(lambda: (root / "a/x.py").rename(root / "w"))
attempt(lambda: (root / "w").replace(root / "v"))
attempt(lambda: (root / "v").samefile("root/v"))
(root / "hard").hardlink_to(root / "v")
print((root / "hard").samefile(root / "v"), (root / "v").stat().st_nlink)
(root / "v").chmod(0o600)
print(oct((root / "v").stat().st_mode))
attempt(lambda: (root / "touched").touch())
attempt(lambda: (root / "touched").touch(exist_ok=False))
attempt(lambda: (root / "none").unlink())
attempt(lambda: (root / "none").unlink(missing_ok=True))
attempt(lambda: (root / "a").rmdir())
attempt(lambda: (root / "none").stat())
print(Path.cwd() == Path().absolute(), (root / "x/../y").resolve().relative_to(Path.cwd().resolve()), Path("~/x").expanduser() == Path.home() / "x")
attempt(lambda: Path("root/loop/..").resolve().name)
attempt(lambda: (root / "none").resolve().name)
attempt(lambda: Path("~nobody-of-that-name").expanduser())
attempt(lambda: pathlib.WindowsPath("x"))
attempt(lambda: Path.from_uri("file:///a%20b"))
attempt(lambda: Path.from_uri("http://x"))
attempt(lambda: Path.from_uri("file:a"))
print(issubclass(pathlib.UnsupportedOperation, NotImplementedError), pathlib.UnsupportedOperation.__module__)


class Own(Path):
    def __init__(self, *args, tag=None):
        super().__init__(*args)
        self.tag = tag

    def with_segments(self, *args):
        return type(self)(*args, tag=self.tag)


print(repr(Own("a", tag=3) / "b"), (Own("a", tag=3) / "b").parent.tag)
