//! What the system says of itself: `sysconf`, `pathconf`, `confstr`, `statvfs`, `times`, `getloadavg`.

use std::os::unix::ffi::OsStrExt;

use nix::errno::Errno;
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::statvfs::{Statvfs, fstatvfs, statvfs};
use nix::sys::time::TimeVal;
use nix::unistd;
use pyvm_vm::Value;
use pyvm_vm::objects::struct_sequence;
use pyvm_vm::types::NativeDef;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult};

use super::configuration_names::{Answer, PATHS, SYSTEM, TEXTS, Text};
use super::path::{Accepts, PathArg, Target, c_int, open_number, os_error};

/// The functions of this file.
pub(super) static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function(
        "sysconf",
        "($module, name, /)",
        system,
        "Return an integer-valued system configuration variable.",
    ),
    NativeDef::function(
        "confstr",
        "($module, name, /)",
        text,
        "Return a string-valued system configuration variable.",
    ),
    NativeDef::function(
        "pathconf",
        "($module, /, path, name)",
        of_path,
        "Return the configuration limit name for the file or directory path.",
    ),
    NativeDef::function(
        "fpathconf",
        "($module, fd, name, /)",
        of_descriptor,
        "Return the configuration limit name for the file descriptor fd.",
    ),
    NativeDef::function(
        "statvfs",
        "($module, /, path)",
        file_system,
        "Perform a statvfs system call on the given path.",
    ),
    NativeDef::function(
        "fstatvfs",
        "($module, fd, /)",
        file_system_of_descriptor,
        "Perform an fstatvfs system call on the given fd.",
    ),
    NativeDef::function(
        "times",
        "($module, /)",
        times,
        "Return a collection containing process timing information.",
    ),
    NativeDef::function("getloadavg", "($module, /)", load, "Return average recent system load information."),
    NativeDef::function(
        "ctermid",
        "($module, /)",
        |_, _| Ok(Value::str("/dev/tty")),
        "Return the name of the controlling terminal for this process.",
    ),
    NativeDef::function(
        "device_encoding",
        "($module, /, fd)",
        device_encoding,
        "Return a string describing the encoding of a terminal's file descriptor.",
    ),
    NativeDef::function("getlogin", "($module, /)", login_name, "Return the actual login name."),
];

const STATVFS: &[&str] = &[
    "f_bsize",
    "f_frsize",
    "f_blocks",
    "f_bfree",
    "f_bavail",
    "f_files",
    "f_ffree",
    "f_favail",
    "f_flag",
    "f_namemax",
    "f_fsid",
];
const TIMES: &[&str] = &["user", "system", "children_user", "children_system", "elapsed"];

/// Sets the types and tables of this file.
pub(super) fn add(vm: &Vm, module: &Value) -> PyResult<()> {
    let set = |name: &str, value: Value| pyvm_vm::modules::set(vm, module, name, value);
    let statvfs = struct_sequence::make_type_with_hidden(vm, "os.statvfs_result", STATVFS, 10)?;
    set("statvfs_result", statvfs.to_value())?;
    set("times_result", struct_sequence::make_type(vm, "posix.times_result", TIMES)?.to_value())?;
    set("sysconf_names", numbers(vm, SYSTEM.iter().map(|row| (row.0, row.1)))?)?;
    set("pathconf_names", numbers(vm, PATHS.iter().map(|row| (row.0, row.1)))?)?;
    set("confstr_names", numbers(vm, TEXTS.iter().map(|row| (row.0, row.1)))?)
}

fn numbers(vm: &Vm, rows: impl Iterator<Item = (&'static str, i32)>) -> PyResult {
    let dict = vm.new_dict();
    for (name, number) in rows {
        vm.setitem(&dict, &Value::str(name), Value::from(number))?;
    }
    Ok(dict)
}

fn failed(vm: &Vm) -> impl Fn(Errno) -> PyError + '_ {
    |errno| os_error(vm, errno, None)
}

/// An instance of a type of the module.
pub(super) fn made(vm: &Vm, class: &str, items: Vec<Value>, hidden: &[(&str, Value)]) -> PyResult {
    let found = vm.getattr_str(&vm.import("posix")?, class)?;
    let class = vm.expect_type(&found, class)?;
    Ok(struct_sequence::instance_with_hidden(vm, class, items, hidden))
}

/// The row that an argument names, by name or number; none for a number that no row has.
fn row<T: Copy>(vm: &Vm, value: &Value, rows: &[(&str, i32, T)]) -> PyResult<Option<T>> {
    if let Some(name) = value.as_text() {
        let found = rows.iter().find(|row| name.as_wtf8().as_bytes() == row.0.as_bytes());
        return match found {
            Some(row) => Ok(Some(row.2)),
            None => Err(vm.value_error("unrecognized configuration name")),
        };
    }
    if !vm.has_index(value) {
        return Err(vm.type_error("configuration names must be strings or integers"));
    }
    let number = c_int(vm, value)?;
    Ok(rows.iter().find(|row| row.1 == number).map(|row| row.2))
}

/// `sysconf(name)`
fn system(vm: &Vm, args: &[Value]) -> PyResult {
    match row(vm, &args[0], SYSTEM)? {
        Some(Answer::Asked(var)) => limit(vm, unistd::sysconf(var)),
        Some(Answer::Fixed(value)) => Ok(Value::Int(value)),
        Some(Answer::SignalStack) => Ok(crate::support::size(rustix::param::linux_minsigstksz())),
        Some(Answer::Invalid) | None => Err(os_error(vm, Errno::EINVAL, None)),
    }
}

/// A limit; -1 where there is none.
fn limit(vm: &Vm, answer: nix::Result<Option<i64>>) -> PyResult {
    answer.map(|value| Value::Int(value.unwrap_or(-1))).map_err(failed(vm))
}

/// `confstr(name)`
fn text(vm: &Vm, args: &[Value]) -> PyResult {
    match row(vm, &args[0], TEXTS)? {
        Some(Text::Fixed(text)) => Ok(Value::str(text)),
        Some(Text::Library(prefix)) => match library_version() {
            Some(version) => Ok(Value::str(&format!("{prefix}{version}"))),
            None => Err(vm.unfinished("os.confstr() with another C library than glibc")),
        },
        None => Err(os_error(vm, Errno::EINVAL, None)),
    }
}

/// The version of the C library that this process runs with, as its file tells.
fn library_version() -> Option<String> {
    let maps = std::fs::read_to_string("/proc/self/maps").ok()?;
    let file = maps.lines().filter_map(|line| line.split_whitespace().nth(5)).find(|path| {
        let name = path.rsplit('/').next().unwrap_or(path);
        name.starts_with("libc.so") || name.starts_with("libc-2")
    })?;
    let bytes = std::fs::read(file).ok()?;
    let marker = b"GNU C Library ";
    let rest = bytes.get(memchr::memmem::find(&bytes, marker)? + marker.len()..)?;
    let rest = rest.get(memchr::memmem::find(rest, b"version ")? + b"version ".len()..)?;
    let digits = rest.iter().take_while(|b| b.is_ascii_digit() || **b == b'.').count();
    Some(String::from_utf8_lossy(rest.get(..digits)?).trim_end_matches('.').to_owned())
}

/// `pathconf(path, name)`
fn of_path(vm: &Vm, args: &[Value]) -> PyResult {
    let path = PathArg::of(vm, &args[0], Accepts::any("pathconf"))?;
    let var = row(vm, &args[1], PATHS)?.ok_or_else(|| os_error(vm, Errno::EINVAL, None))?;
    let Some(var) = var else { return Ok(Value::Int(-1)) };
    let answer = match &path.target {
        Target::Name(name) => unistd::pathconf(name.as_c_str(), var),
        Target::Descriptor(fd) => unistd::fpathconf(*fd, var),
    };
    match answer {
        Ok(value) => Ok(Value::Int(value.unwrap_or(-1))),
        // What is wrong may be the name of the limit.
        Err(Errno::EINVAL) => Err(os_error(vm, Errno::EINVAL, None)),
        Err(errno) => Err(path.error(vm, errno)),
    }
}

/// `fpathconf(fd, name)`
fn of_descriptor(vm: &Vm, args: &[Value]) -> PyResult {
    let fd = super::path::fildes(vm, &args[0])?;
    match row(vm, &args[1], PATHS)? {
        Some(Some(var)) => limit(vm, unistd::fpathconf(fd, var)),
        Some(None) => Ok(Value::Int(-1)),
        None => Err(os_error(vm, Errno::EINVAL, None)),
    }
}

fn vfs_record(vm: &Vm, found: &Statvfs) -> PyResult {
    let items = [
        found.block_size(),
        found.fragment_size(),
        found.blocks(),
        found.blocks_free(),
        found.blocks_available(),
        found.files(),
        found.files_free(),
        found.files_available(),
        found.flags().bits(),
        found.name_max(),
    ];
    let id = [("f_fsid", Value::from(found.filesystem_id()))];
    made(vm, "statvfs_result", items.map(Value::from).to_vec(), &id)
}

/// `statvfs(path)`
fn file_system(vm: &Vm, args: &[Value]) -> PyResult {
    let path = PathArg::of(vm, &args[0], Accepts::any("statvfs"))?;
    let found = match &path.target {
        Target::Name(name) => statvfs(name.as_c_str()),
        Target::Descriptor(fd) => fstatvfs(fd),
    };
    vfs_record(vm, &found.map_err(|errno| path.error(vm, errno))?)
}

/// `fstatvfs(fd)`
fn file_system_of_descriptor(vm: &Vm, args: &[Value]) -> PyResult {
    vfs_record(vm, &fstatvfs(&open_number(vm, &args[0])?).map_err(failed(vm))?)
}

/// `times()`: in whole ticks of the clock, of which a second has a hundred.
fn times(vm: &Vm, _: &[Value]) -> PyResult {
    let own = getrusage(UsageWho::RUSAGE_SELF).map_err(failed(vm))?;
    let children = getrusage(UsageWho::RUSAGE_CHILDREN).map_err(failed(vm))?;
    let since = nix::time::clock_gettime(nix::time::ClockId::CLOCK_MONOTONIC).map_err(failed(vm))?;
    let seconds = |ticks: i64| Value::Float(ticks as f64 / 100.0);
    let used = |time: TimeVal| seconds(time.tv_sec() * 100 + time.tv_usec() / 10_000);
    let items = vec![
        used(own.user_time()),
        used(own.system_time()),
        used(children.user_time()),
        used(children.system_time()),
        seconds(since.tv_sec() * 100 + since.tv_nsec() / 10_000_000),
    ];
    made(vm, "times_result", items, &[])
}

/// `getloadavg()`
fn load(vm: &Vm, _: &[Value]) -> PyResult {
    match nix::sys::sysinfo::sysinfo() {
        Ok(info) => {
            let (one, five, fifteen) = info.load_average();
            Ok(vm.new_tuple([one, five, fifteen].map(Value::Float).to_vec()))
        }
        Err(_) => Err(vm.new_error(&vm.exc.os_error, "Load averages are unobtainable")),
    }
}

/// `device_encoding(fd)`
fn device_encoding(vm: &Vm, args: &[Value]) -> PyResult {
    let terminal = unistd::isatty(open_number(vm, &args[0])?).unwrap_or(false);
    Ok(if terminal { Value::str("UTF-8") } else { Value::None })
}

/// `getlogin()`: who logged in on the session that this process descends from.
fn login_name(vm: &Vm, _: &[Value]) -> PyResult {
    let unfinished = || vm.unfinished("os.getlogin() without /proc/self/loginuid");
    let uid = std::fs::read_to_string("/proc/self/loginuid").map_err(|_| unfinished())?;
    let uid: u32 = uid.trim().parse().map_err(|_| unfinished())?;
    let nobody = || os_error(vm, Errno::ENXIO, None);
    if uid == u32::MAX {
        return Err(nobody());
    }
    let user = unistd::User::from_uid(unistd::Uid::from_raw(uid)).map_err(failed(vm))?.ok_or_else(nobody)?;
    super::path::fs_decode(vm, std::ffi::OsStr::new(&user.name).as_bytes()).map(Value::Str)
}
