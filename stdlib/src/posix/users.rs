//! Users and groups of the process.

use std::ffi::CString;

use nix::errno::Errno;
use nix::unistd::{self, Gid, Uid};
use pyvm_vm::types::NativeDef;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult, Value};

use super::file::id_number;
use super::path::{fs_encode, os_error};

/// The functions of this file that only tell.
pub(super) static QUESTIONS: &[NativeDef] = &[
    NativeDef::function(
        "getresuid",
        "($module, /)",
        user_ids,
        "Return a tuple of the current process's real, effective, and saved user ids.",
    ),
    NativeDef::function(
        "getresgid",
        "($module, /)",
        group_ids,
        "Return a tuple of the current process's real, effective, and saved group ids.",
    ),
    NativeDef::function(
        "getgrouplist",
        "($module, user, group, /)",
        groups_of,
        "Returns a list of groups to which a user belongs.",
    ),
];

/// The functions of this file that change the process.
pub(super) static CHANGES: &[NativeDef] = &[
    NativeDef::function(
        "seteuid",
        "($module, euid, /)",
        set_effective_user,
        "Set the current process's effective user id.",
    ),
    NativeDef::function(
        "setegid",
        "($module, egid, /)",
        set_effective_group,
        "Set the current process's effective group id.",
    ),
    NativeDef::function(
        "setreuid",
        "($module, ruid, euid, /)",
        set_real_user,
        "Set the current process's real and effective user ids.",
    ),
    NativeDef::function(
        "setregid",
        "($module, rgid, egid, /)",
        set_real_group,
        "Set the current process's real and effective group ids.",
    ),
    NativeDef::function(
        "setresuid",
        "($module, ruid, euid, suid, /)",
        set_users,
        "Set the current process's real, effective, and saved user ids.",
    ),
    NativeDef::function(
        "setresgid",
        "($module, rgid, egid, sgid, /)",
        set_group_ids,
        "Set the current process's real, effective, and saved group ids.",
    ),
    NativeDef::function(
        "setgroups",
        "($module, groups, /)",
        set_groups,
        "Set the groups of the current process to list.",
    ),
    NativeDef::function(
        "initgroups",
        "($module, username, gid, /)",
        init_groups,
        "Initialize the group access list.",
    ),
];

fn done(vm: &Vm, result: nix::Result<()>) -> PyResult {
    result.map(|()| Value::None).map_err(|errno| os_error(vm, errno, None))
}

fn failed(vm: &Vm) -> impl Fn(Errno) -> PyError + '_ {
    |errno| os_error(vm, errno, None)
}

/// A number; -1 is the largest there is, as it is in C.
pub(super) fn id(vm: &Vm, value: &Value, what: &str) -> PyResult<u32> {
    Ok(id_number(vm, value, what)?.unwrap_or(u32::MAX))
}

fn three(vm: &Vm, ids: [u32; 3]) -> PyResult {
    Ok(vm.new_tuple(ids.map(Value::from).to_vec()))
}

fn user_ids(vm: &Vm, _: &[Value]) -> PyResult {
    let ids = unistd::getresuid().map_err(failed(vm))?;
    three(vm, [ids.real, ids.effective, ids.saved].map(Uid::as_raw))
}

fn group_ids(vm: &Vm, _: &[Value]) -> PyResult {
    let ids = unistd::getresgid().map_err(failed(vm))?;
    three(vm, [ids.real, ids.effective, ids.saved].map(Gid::as_raw))
}

/// A user's name.
fn user_name(vm: &Vm, value: &Value, function: &str) -> PyResult<CString> {
    let Some(text) = value.as_text() else {
        let got = vm.type_name(value);
        return Err(vm.type_error(format!("{function}() argument 1 must be str, not {got}")));
    };
    CString::new(fs_encode(vm, text)?).map_err(|_| vm.value_error("embedded null character"))
}

/// -1 and what the system takes for it is shown as -1.
fn shown(gid: Gid) -> Value {
    if gid.as_raw() == u32::MAX { Value::Int(-1) } else { Value::from(gid.as_raw()) }
}

/// `getgrouplist(user, group)`
fn groups_of(vm: &Vm, args: &[Value]) -> PyResult {
    let user = user_name(vm, &args[0], "getgrouplist")?;
    let group = Gid::from_raw(id(vm, &args[1], "gid")?);
    let all = unistd::getgrouplist(&user, group).map_err(failed(vm))?;
    Ok(vm.new_list(all.into_iter().map(shown).collect()))
}

/// `initgroups(username, gid)`
fn init_groups(vm: &Vm, args: &[Value]) -> PyResult {
    let path = super::path::fspath(vm, &args[0])?;
    let name = match path.as_text() {
        Some(text) => fs_encode(vm, text)?,
        None => vm.bytes_of(&path)?.to_vec(),
    };
    let name = CString::new(name).map_err(|_| vm.value_error("embedded null byte"))?;
    let group = Gid::from_raw(id(vm, &args[1], "gid")?);
    done(vm, unistd::initgroups(&name, group))
}

/// `setgroups(groups)`
fn set_groups(vm: &Vm, args: &[Value]) -> PyResult {
    if !crate::support::is_sequence(vm, &args[0]) {
        return Err(vm.type_error("setgroups argument must be a sequence"));
    }
    let all = vm.list_from_iterable(&args[0])?;
    if all.len() > 65536 {
        return Err(vm.value_error("too many groups"));
    }
    let mut groups = Vec::new();
    for group in all {
        if !matches!(group.unwrapped(), Value::Int(_) | Value::Bool(_) | Value::Big(_)) {
            return Err(vm.type_error("groups must be integers"));
        }
        groups.push(Gid::from_raw(id(vm, &group, "gid")?));
    }
    done(vm, unistd::setgroups(&groups))
}

fn set_effective_user(vm: &Vm, args: &[Value]) -> PyResult {
    done(vm, effective(id(vm, &args[0], "uid")?, |id| unistd::seteuid(Uid::from_raw(id))))
}

fn set_effective_group(vm: &Vm, args: &[Value]) -> PyResult {
    done(vm, effective(id(vm, &args[0], "gid")?, |id| unistd::setegid(Gid::from_raw(id))))
}

/// The C library refuses -1, which would change nothing.
fn effective(id: u32, set: impl Fn(u32) -> nix::Result<()>) -> nix::Result<()> {
    if id == u32::MAX { Err(Errno::EINVAL) } else { set(id) }
}

/// The ids of `setreuid` as `setresuid` takes them: the saved one follows where a privileged or a new one is set.
fn real_and_effective(
    real: u32,
    effective: u32,
    now: [u32; 3],
    set: impl Fn(u32, u32, u32) -> nix::Result<()>,
) -> nix::Result<()> {
    let [real_now, effective_now, _] = now;
    let is_root = unistd::geteuid().is_root();
    if !is_root && ![u32::MAX, real_now, effective_now].contains(&real) {
        return Err(Errno::EPERM);
    }
    let follows = real != u32::MAX || (effective != u32::MAX && effective != real_now);
    let saved = match (follows, effective) {
        (false, _) => u32::MAX,
        (true, u32::MAX) => effective_now,
        (true, effective) => effective,
    };
    set(real, effective, saved)
}

fn set_real_user(vm: &Vm, args: &[Value]) -> PyResult {
    let (real, effective) = (id(vm, &args[0], "uid")?, id(vm, &args[1], "uid")?);
    let ids = unistd::getresuid().map_err(failed(vm))?;
    let now = [ids.real, ids.effective, ids.saved].map(Uid::as_raw);
    done(vm, real_and_effective(real, effective, now, users))
}

fn set_real_group(vm: &Vm, args: &[Value]) -> PyResult {
    let (real, effective) = (id(vm, &args[0], "gid")?, id(vm, &args[1], "gid")?);
    let ids = unistd::getresgid().map_err(failed(vm))?;
    let now = [ids.real, ids.effective, ids.saved].map(Gid::as_raw);
    done(vm, real_and_effective(real, effective, now, groups))
}

fn users(real: u32, effective: u32, saved: u32) -> nix::Result<()> {
    unistd::setresuid(Uid::from_raw(real), Uid::from_raw(effective), Uid::from_raw(saved))
}

fn groups(real: u32, effective: u32, saved: u32) -> nix::Result<()> {
    unistd::setresgid(Gid::from_raw(real), Gid::from_raw(effective), Gid::from_raw(saved))
}

fn set_users(vm: &Vm, args: &[Value]) -> PyResult {
    let ids = [id(vm, &args[0], "uid")?, id(vm, &args[1], "uid")?, id(vm, &args[2], "uid")?];
    done(vm, users(ids[0], ids[1], ids[2]))
}

fn set_group_ids(vm: &Vm, args: &[Value]) -> PyResult {
    let ids = [id(vm, &args[0], "gid")?, id(vm, &args[1], "gid")?, id(vm, &args[2], "gid")?];
    done(vm, groups(ids[0], ids[1], ids[2]))
}
