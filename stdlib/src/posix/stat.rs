//! `stat` and its record.

use nix::errno::Errno;
use nix::fcntl::AtFlags;
use nix::sys::stat::{FileStat, fstat, fstatat};
use pyvm_vm::heap::TypeRef;
use pyvm_vm::objects::struct_sequence;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::path::{Accepts, PathArg, Target, dir_fd, open_number, os_error};

/// The fields of `os.stat_result`; the three times are visible as integers without a name.
const FIELDS: &[&str] = &[
    "st_mode",
    "st_ino",
    "st_dev",
    "st_nlink",
    "st_uid",
    "st_gid",
    "st_size",
    "",
    "",
    "",
    "st_atime",
    "st_mtime",
    "st_ctime",
    "st_atime_ns",
    "st_mtime_ns",
    "st_ctime_ns",
    "st_blksize",
    "st_blocks",
    "st_rdev",
];

/// Makes the type.
pub(super) fn make_type(vm: &Vm) -> PyResult<TypeRef> {
    struct_sequence::make_type_with_hidden(vm, "os.stat_result", FIELDS, 10)
}

/// The record of a file.
pub(super) fn record(vm: &Vm, s: &FileStat) -> PyResult {
    let module = vm.import("posix")?;
    let class = vm.getattr_str(&module, "stat_result")?;
    let class = vm.expect_type(&class, "stat_result")?;
    let times = [(s.st_atime, s.st_atime_nsec), (s.st_mtime, s.st_mtime_nsec), (s.st_ctime, s.st_ctime_nsec)];
    let mut items = vec![
        Value::from(s.st_mode),
        Value::from(s.st_ino),
        Value::from(s.st_dev),
        Value::from(s.st_nlink),
        Value::from(s.st_uid),
        Value::from(s.st_gid),
        Value::Int(s.st_size),
    ];
    items.extend(times.map(|(seconds, _)| Value::Int(seconds)));
    let float = |i: usize| Value::Float(times[i].0 as f64 + 1e-9 * times[i].1 as f64);
    let nanos = |i: usize| Value::from(i128::from(times[i].0) * 1_000_000_000 + i128::from(times[i].1));
    let hidden = [
        ("st_atime", float(0)),
        ("st_mtime", float(1)),
        ("st_ctime", float(2)),
        ("st_atime_ns", nanos(0)),
        ("st_mtime_ns", nanos(1)),
        ("st_ctime_ns", nanos(2)),
        ("st_blksize", Value::Int(s.st_blksize)),
        ("st_blocks", Value::Int(s.st_blocks)),
        ("st_rdev", Value::from(s.st_rdev)),
    ];
    Ok(struct_sequence::instance_with_hidden(vm, class, items, &hidden))
}

/// What a path or descriptor names.
pub(super) fn look(path: &PathArg, dir: Option<i32>, follow: bool) -> nix::Result<FileStat> {
    let flags = if follow { AtFlags::empty() } else { AtFlags::AT_SYMLINK_NOFOLLOW };
    match &path.target {
        Target::Descriptor(fd) => fstat(*fd),
        Target::Name(name) => fstatat(dir.unwrap_or(nix::libc::AT_FDCWD), name.as_c_str(), flags),
    }
}

fn checked(vm: &Vm, path: &PathArg, dir: Option<i32>, follow: bool) -> PyResult {
    let result = look(path, dir, follow).map_err(|e: Errno| path.error(vm, e))?;
    record(vm, &result)
}

/// `stat(path, *, dir_fd=None, follow_symlinks=True)`
pub(super) fn stat(vm: &Vm, args: &[Value]) -> PyResult {
    let path = PathArg::of(vm, &args[0], Accepts::any("stat"))?;
    let (dir, follow) = (dir_fd(vm, &args[1])?, vm.is_true(&args[2])?);
    if matches!(path.target, Target::Descriptor(1..)) {
        if dir.is_some() {
            return Err(vm.value_error("stat: can't specify dir_fd without matching path"));
        }
        if !follow {
            return Err(vm.value_error("stat: cannot use fd and follow_symlinks together"));
        }
    }
    checked(vm, &path, dir, follow)
}

/// `lstat(path, *, dir_fd=None)`
pub(super) fn lstat(vm: &Vm, args: &[Value]) -> PyResult {
    let path = PathArg::of(vm, &args[0], Accepts::name("lstat", "path"))?;
    let dir = dir_fd(vm, &args[1])?;
    checked(vm, &path, dir, false)
}

/// `fstat(fd)`
pub(super) fn fstat_number(vm: &Vm, args: &[Value]) -> PyResult {
    let found = fstat(open_number(vm, &args[0])?).map_err(|e| os_error(vm, e, None))?;
    record(vm, &found)
}
