"""Formats of archives that programs bring along, and chown's arguments."""
import os
import shutil


def attempt(function):
    try:
        print(repr(function()))
    except Exception as error:
        print(type(error).__name__, error)


def pack(base_name, base_dir, owner, group, dry_run, logger, extra):
    print(os.path.isabs(base_name), base_dir, owner, group, dry_run, logger, extra, os.path.exists("folder"))
    return base_name + ".own"


os.mkdir("folder")
shutil.register_archive_format("own", pack, [("extra", 3)], "own format")
print(("own", "own format") in shutil.get_archive_formats())
print(os.path.basename(shutil.make_archive("packed", "own", "folder", owner="me")), shutil.make_archive("packed", "own", base_dir="folder"))
shutil.register_unpack_format("own", [".own"], lambda filename, folder, **kwargs: print(filename, folder, kwargs), [("extra", 4)], "own format")
print(("own", [".own"], "own format") in shutil.get_unpack_formats())
shutil.unpack_archive("packed.own", "folder")
shutil.unpack_archive("other", "folder", "own")
for call in (
    lambda: shutil.make_archive("x", "nope"), lambda: shutil.unpack_archive("x.nope"), lambda: shutil.unpack_archive("x", format="nope"),
    lambda: shutil.register_archive_format("a", 3), lambda: shutil.register_archive_format("a", len, 3), lambda: shutil.register_archive_format("a", len, [(1,)]),
    lambda: shutil.register_unpack_format("a", [".own"], len), lambda: shutil.register_unpack_format("a", [".zz"], 3), lambda: shutil.unregister_archive_format("zzz"),
    lambda: shutil.chown("folder"), lambda: shutil.chown("folder", "no such user"), lambda: shutil.chown("folder", group="no such group"),
    lambda: shutil.chown("folder", os.getuid(), os.getgid()), lambda: shutil.make_archive("x", "own", "missing"),
    lambda: shutil.unregister_archive_format("own"), lambda: shutil.unregister_unpack_format("own"), lambda: shutil.make_archive("x", "own"),
):
    attempt(call)
print(shutil.ReadError.__mro__[1], shutil.ExecError.__mro__[1], shutil.RegistryError.__mro__[1])
