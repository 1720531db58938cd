//! Operations on names in the file system.

use nix::errno::Errno;
use nix::fcntl::{AtFlags, readlinkat, renameat};
use nix::libc;
use nix::sys::stat::{
    FchmodatFlags, Mode, SFlag, UtimensatFlags, fchmod, fchmodat, futimens, major, makedev, minor, mkdirat,
    mknodat, umask, utimensat,
};
use nix::sys::time::TimeSpec;
use nix::unistd::{
    AccessFlags, FchownatFlags, Gid, LinkatFlags, Uid, UnlinkatFlags, access, chdir, chroot, eaccess,
    faccessat, fchdir, fchown, fchownat, ftruncate, getcwd, linkat, mkfifo, mkfifoat, symlinkat, truncate,
    unlinkat,
};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::path::{Accepts, PathArg, Target, c_int, dir_fd, fs_decode, os_error};

fn name(vm: &Vm, value: &Value, function: &'static str) -> PyResult<PathArg> {
    PathArg::of(vm, value, Accepts::name(function, "path"))
}

fn done(vm: &Vm, path: &PathArg, result: nix::Result<()>) -> PyResult {
    result.map(|()| Value::None).map_err(|e| path.error(vm, e))
}

/// The permission bits of an argument.
pub(super) fn mode(vm: &Vm, value: &Value) -> PyResult<Mode> {
    Ok(Mode::from_bits_truncate(c_int(vm, value)?.cast_unsigned()))
}

/// `getcwd()`
pub(super) fn current(vm: &Vm, _: &[Value]) -> PyResult {
    fs_decode(vm, &folder(vm)?).map(Value::Str)
}

/// `getcwdb()`
pub(super) fn current_bytes(vm: &Vm, _: &[Value]) -> PyResult {
    Ok(vm.new_bytes(&folder(vm)?))
}

fn folder(vm: &Vm) -> PyResult<Vec<u8>> {
    let path = getcwd().map_err(|e| os_error(vm, e, None))?;
    Ok(std::os::unix::ffi::OsStringExt::into_vec(path.into_os_string()))
}

pub(super) fn change_folder(vm: &Vm, args: &[Value]) -> PyResult {
    let path = PathArg::of(vm, &args[0], Accepts::any("chdir"))?;
    let result = match &path.target {
        Target::Name(name) => chdir(name.as_c_str()),
        Target::Descriptor(fd) => fchdir(*fd),
    };
    done(vm, &path, result)
}

pub(super) fn change_root(vm: &Vm, args: &[Value]) -> PyResult {
    let path = name(vm, &args[0], "chroot")?;
    done(vm, &path, chroot(path.name()))
}

pub(super) fn make_folder(vm: &Vm, args: &[Value]) -> PyResult {
    let path = name(vm, &args[0], "mkdir")?;
    let (mode, dir) = (mode(vm, &args[1])?, dir_fd(vm, &args[2])?);
    done(vm, &path, mkdirat(dir.unwrap_or(libc::AT_FDCWD), path.name(), mode))
}

pub(super) fn make_fifo(vm: &Vm, args: &[Value]) -> PyResult {
    let path = name(vm, &args[0], "mkfifo")?;
    let mode = mode(vm, &args[1])?;
    let result = match dir_fd(vm, &args[2])? {
        Some(dir) => mkfifoat(Some(dir), path.name(), mode),
        None => mkfifo(path.name(), mode),
    };
    done(vm, &path, result)
}

/// `mknod(path, mode=0o600, device=0, *, dir_fd=None)`: what kind of node is among the bits of `mode`.
pub(super) fn make_node(vm: &Vm, args: &[Value]) -> PyResult {
    let path = name(vm, &args[0], "mknod")?;
    let bits = c_int(vm, &args[1])?.cast_unsigned();
    let (kind, mode) = (SFlag::from_bits_truncate(bits), Mode::from_bits_truncate(bits));
    let device = device(vm, &args[2])?;
    let dir = dir_fd(vm, &args[3])?.unwrap_or(libc::AT_FDCWD);
    mknodat(dir, path.name(), kind, mode, device).map_err(|e| os_error(vm, e, None))?;
    Ok(Value::None)
}

/// A number that C takes as `unsigned long`.
pub(super) fn unsigned(vm: &Vm, value: &Value) -> PyResult<u64> {
    let number = match value.unwrapped() {
        Value::Int(n) if *n < 0 => return Err(vm.overflow_error("can't convert negative int to unsigned")),
        Value::Int(_) | Value::Bool(_) | Value::Big(_) => vm.index_big(value)?,
        _ => return Err(vm.type_error("an integer is required")),
    };
    u64::try_from(number).map_err(|_| vm.overflow_error("int too big to convert"))
}

fn is_minus_one(value: &Value) -> bool {
    matches!(value.unwrapped(), Value::Int(-1))
}

/// The number of a device; -1 is none.
fn device(vm: &Vm, value: &Value) -> PyResult<u64> {
    if is_minus_one(value) { Ok(u64::MAX) } else { unsigned(vm, value) }
}

/// A part of such a number, which is shown as -1 where it is that of none.
fn part_of(vm: &Vm, value: &Value, part: fn(u64) -> u64) -> PyResult {
    let part = part(device(vm, value)?);
    Ok(if part == u64::from(u32::MAX) { Value::Int(-1) } else { Value::from(part) })
}

/// `major(device)`
pub(super) fn major_number(vm: &Vm, args: &[Value]) -> PyResult {
    part_of(vm, &args[0], major)
}

/// `minor(device)`
pub(super) fn minor_number(vm: &Vm, args: &[Value]) -> PyResult {
    part_of(vm, &args[0], minor)
}

/// `makedev(major, minor)`: of each the 32 bits that a number of its own has.
pub(super) fn device_number(vm: &Vm, args: &[Value]) -> PyResult {
    let part = |value: &Value| {
        if is_minus_one(value) {
            return Ok(u64::from(u32::MAX));
        }
        let number = unsigned(vm, value)?;
        if number > u32::MAX.into() {
            return Err(vm.overflow_error("Python int too large to convert to C unsigned int"));
        }
        Ok(number)
    };
    let number = makedev(part(&args[0])?, part(&args[1])?);
    Ok(if number == u64::MAX { Value::Int(-1) } else { Value::from(number) })
}

fn unlink_as(vm: &Vm, args: &[Value], function: &'static str, flag: UnlinkatFlags) -> PyResult {
    let path = name(vm, &args[0], function)?;
    let dir = dir_fd(vm, &args[1])?;
    done(vm, &path, unlinkat(dir, path.name(), flag))
}

pub(super) fn remove_folder(vm: &Vm, args: &[Value]) -> PyResult {
    unlink_as(vm, args, "rmdir", UnlinkatFlags::RemoveDir)
}

pub(super) fn remove(vm: &Vm, args: &[Value]) -> PyResult {
    unlink_as(vm, args, "remove", UnlinkatFlags::NoRemoveDir)
}

pub(super) fn unlink(vm: &Vm, args: &[Value]) -> PyResult {
    unlink_as(vm, args, "unlink", UnlinkatFlags::NoRemoveDir)
}

/// The OSError of a call about two names.
fn two_names(vm: &Vm, errno: Errno, a: &PathArg, b: &PathArg) -> pyvm_vm::PyError {
    let error = a.error(vm, errno);
    error.payload().set_field("filename2", b.shown.clone());
    error
}

fn rename_as(vm: &Vm, args: &[Value], function: &'static str) -> PyResult {
    let from = PathArg::of(vm, &args[0], Accepts::name(function, "src"))?;
    let to = PathArg::of(vm, &args[1], Accepts::name(function, "dst"))?;
    let (from_dir, to_dir) = (dir_fd(vm, &args[2])?, dir_fd(vm, &args[3])?);
    match renameat(from_dir, from.name(), to_dir, to.name()) {
        Ok(()) => Ok(Value::None),
        Err(e) => Err(two_names(vm, e, &from, &to)),
    }
}

pub(super) fn rename(vm: &Vm, args: &[Value]) -> PyResult {
    rename_as(vm, args, "rename")
}

pub(super) fn replace(vm: &Vm, args: &[Value]) -> PyResult {
    rename_as(vm, args, "replace")
}

/// `link(src, dst, *, src_dir_fd, dst_dir_fd, follow_symlinks)`
pub(super) fn link(vm: &Vm, args: &[Value]) -> PyResult {
    let from = PathArg::of(vm, &args[0], Accepts::name("link", "src"))?;
    let to = PathArg::of(vm, &args[1], Accepts::name("link", "dst"))?;
    let (from_dir, to_dir) = (dir_fd(vm, &args[2])?, dir_fd(vm, &args[3])?);
    let asked = from_dir.is_some() || to_dir.is_some() || !vm.is_true(&args[4])?;
    // Without any option it is link(2), which does not follow symbolic links on Linux.
    let flag = if asked && vm.is_true(&args[4])? {
        LinkatFlags::SymlinkFollow
    } else {
        LinkatFlags::NoSymlinkFollow
    };
    match linkat(from_dir, from.name(), to_dir, to.name(), flag) {
        Ok(()) => Ok(Value::None),
        Err(e) => Err(two_names(vm, e, &from, &to)),
    }
}

/// `symlink(src, dst, target_is_directory=False, *, dir_fd=None)`
pub(super) fn symlink(vm: &Vm, args: &[Value]) -> PyResult {
    let from = PathArg::of(vm, &args[0], Accepts::name("symlink", "src"))?;
    let to = PathArg::of(vm, &args[1], Accepts::name("symlink", "dst"))?;
    let dir = dir_fd(vm, &args[3])?;
    match symlinkat(from.name(), dir, to.name()) {
        Ok(()) => Ok(Value::None),
        Err(e) => Err(two_names(vm, e, &from, &to)),
    }
}

pub(super) fn read_link(vm: &Vm, args: &[Value]) -> PyResult {
    let path = name(vm, &args[0], "readlink")?;
    let dir = dir_fd(vm, &args[1])?.unwrap_or(libc::AT_FDCWD);
    let found = readlinkat(dir, path.name()).map_err(|e| path.error(vm, e))?;
    path.derived(vm, std::os::unix::ffi::OsStrExt::as_bytes(found.as_os_str()))
}

/// `access(path, mode, *, dir_fd, effective_ids, follow_symlinks)`
pub(super) fn may_access(vm: &Vm, args: &[Value]) -> PyResult {
    let path = name(vm, &args[0], "access")?;
    let asked = AccessFlags::from_bits_truncate(c_int(vm, &args[1])?);
    let dir = dir_fd(vm, &args[2])?;
    let (effective, follow) = (vm.is_true(&args[3])?, vm.is_true(&args[4])?);
    let result = match (effective, dir.is_none() && follow) {
        (false, true) => access(path.name(), asked),
        (true, true) => eaccess(path.name(), asked),
        (false, false) => {
            let flags = if follow { AtFlags::empty() } else { AtFlags::AT_SYMLINK_NOFOLLOW };
            faccessat(dir, path.name(), asked, flags)
        }
        (true, false) => return Err(vm.unfinished("os.access() of effective ids in another folder")),
    };
    Ok(Value::Bool(result.is_ok()))
}

/// `chmod(path, mode, *, dir_fd, follow_symlinks)`
pub(super) fn change_mode(vm: &Vm, args: &[Value]) -> PyResult {
    let path = PathArg::of(vm, &args[0], Accepts::any("chmod"))?;
    let (bits, dir) = (mode(vm, &args[1])?, dir_fd(vm, &args[2])?);
    let follow = args[3].is_unbound() || vm.is_true(&args[3])?;
    let result = match &path.target {
        Target::Descriptor(fd) => fchmod(*fd, bits),
        Target::Name(name) => {
            let flag = if follow { FchmodatFlags::FollowSymlink } else { FchmodatFlags::NoFollowSymlink };
            fchmodat(dir, name.as_c_str(), bits, flag)
        }
    };
    done(vm, &path, result)
}

pub(super) fn change_mode_of(vm: &Vm, args: &[Value]) -> PyResult {
    fchmod(c_int(vm, &args[0])?, mode(vm, &args[1])?).map_err(|e| os_error(vm, e, None))?;
    Ok(Value::None)
}

/// A user or group number; -1 leaves it as it is.
pub(super) fn id_number(vm: &Vm, value: &Value, what: &str) -> PyResult<Option<u32>> {
    if !vm.has_index(value) {
        let got = vm.type_name(value);
        return Err(vm.type_error(format!("{what} should be integer, not {got}")));
    }
    match vm.index_clamped(value)? {
        -1 => Ok(None),
        n if n < 0 => Err(vm.overflow_error(format!("{what} is less than minimum"))),
        n => match u32::try_from(n) {
            Ok(n) => Ok(Some(n)),
            // CPython calls so what is too large for a number of this kind, but not for a `long`.
            Err(_) if n < i64::MAX => Err(vm.overflow_error(format!("{what} is less than minimum"))),
            Err(_) => Err(vm.overflow_error(format!("{what} is greater than maximum"))),
        },
    }
}

fn owners(vm: &Vm, user: &Value, group: &Value) -> PyResult<(Option<Uid>, Option<Gid>)> {
    let user = id_number(vm, user, "uid")?.map(Uid::from_raw);
    Ok((user, id_number(vm, group, "gid")?.map(Gid::from_raw)))
}

/// `chown(path, uid, gid, *, dir_fd, follow_symlinks)`
pub(super) fn change_owner(vm: &Vm, args: &[Value]) -> PyResult {
    let path = PathArg::of(vm, &args[0], Accepts::any("chown"))?;
    let (user, group) = owners(vm, &args[1], &args[2])?;
    let dir = dir_fd(vm, &args[3])?;
    let flag =
        if vm.is_true(&args[4])? { FchownatFlags::FollowSymlink } else { FchownatFlags::NoFollowSymlink };
    let result = match &path.target {
        Target::Descriptor(fd) => fchown(*fd, user, group),
        Target::Name(name) => fchownat(dir, name.as_c_str(), user, group, flag),
    };
    done(vm, &path, result)
}

pub(super) fn change_owner_of_link(vm: &Vm, args: &[Value]) -> PyResult {
    let path = name(vm, &args[0], "lchown")?;
    let (user, group) = owners(vm, &args[1], &args[2])?;
    done(vm, &path, fchownat(None, path.name(), user, group, FchownatFlags::NoFollowSymlink))
}

pub(super) fn change_owner_of(vm: &Vm, args: &[Value]) -> PyResult {
    let (user, group) = owners(vm, &args[1], &args[2])?;
    fchown(c_int(vm, &args[0])?, user, group).map_err(|e| os_error(vm, e, None))?;
    Ok(Value::None)
}

pub(super) fn set_umask(vm: &Vm, args: &[Value]) -> PyResult {
    Ok(Value::from(umask(mode(vm, &args[0])?).bits()))
}

/// `truncate(path, length)`
pub(super) fn cut(vm: &Vm, args: &[Value]) -> PyResult {
    let path = PathArg::of(vm, &args[0], Accepts::any("truncate"))?;
    let length = vm.index_i64(&args[1])?;
    let result = match &path.target {
        Target::Descriptor(fd) => ftruncate(*fd, length),
        Target::Name(name) => truncate(name.as_c_str(), length),
    };
    done(vm, &path, result)
}

fn seconds(vm: &Vm, value: &Value) -> PyResult<TimeSpec> {
    if let Value::Float(x) = value.unwrapped() {
        if !x.is_finite() {
            return Err(vm.value_error("Invalid value NaN (not a number)"));
        }
        let whole = x.floor();
        let mut nanos = ((x - whole) * 1e9).floor();
        let mut whole = whole as i64;
        if nanos >= 1e9 {
            nanos -= 1e9;
            whole += 1;
        }
        return Ok(TimeSpec::new(whole, nanos as i64));
    }
    let n = vm.index_i64_or(value, |vm| vm.overflow_error("timestamp out of range for platform time_t"))?;
    Ok(TimeSpec::new(n, 0))
}

fn nanoseconds(vm: &Vm, value: &Value) -> PyResult<TimeSpec> {
    let n = vm.index_i64_or(value, |vm| vm.overflow_error("timestamp out of range for platform time_t"))?;
    Ok(TimeSpec::new(n.div_euclid(1_000_000_000), n.rem_euclid(1_000_000_000)))
}

/// `utime(path, times=None, *, ns, dir_fd=None, follow_symlinks=True)`
pub(super) fn set_times(vm: &Vm, args: &[Value]) -> PyResult {
    let path = PathArg::of(vm, &args[0], Accepts::any("utime"))?;
    let (times, ns, dir) = (&args[1], &args[2], dir_fd(vm, &args[3])?);
    if !times.is_none() && !ns.is_unbound() {
        return Err(vm.value_error("utime: you may specify either 'times' or 'ns' but not both"));
    }
    let pair = |value: &Value, what: &str| match value.as_tuple() {
        Some([a, b]) => Ok((a.clone(), b.clone())),
        _ => Err(vm.type_error(format!(
            "utime: '{what}' must be {}a tuple of two ints{}",
            if what == "times" { "either " } else { "" },
            if what == "times" { " or None" } else { "" }
        ))),
    };
    let (accessed, modified) = if !times.is_none() {
        let (a, b) = pair(times, "times")?;
        (seconds(vm, &a)?, seconds(vm, &b)?)
    } else if !ns.is_unbound() {
        let (a, b) = pair(ns, "ns")?;
        (nanoseconds(vm, &a)?, nanoseconds(vm, &b)?)
    } else {
        (TimeSpec::new(0, libc::UTIME_NOW), TimeSpec::new(0, libc::UTIME_NOW))
    };
    let flag =
        if vm.is_true(&args[4])? { UtimensatFlags::FollowSymlink } else { UtimensatFlags::NoFollowSymlink };
    let result = match &path.target {
        Target::Descriptor(fd) => futimens(*fd, &accessed, &modified),
        Target::Name(name) => utimensat(dir, name.as_c_str(), &accessed, &modified, flag),
    };
    done(vm, &path, result)
}
