//! Priorities, scheduling policies, affinity and namespaces of processes.

use nix::errno::Errno;
use nix::sched::{CloneFlags, CpuSet};
use nix::unistd::Pid;
use pyvm_vm::objects::{struct_sequence, tuple};
use pyvm_vm::types::{GetSetDef, NativeDef, Slots, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult, Value};
use rustix::process as sys;

use super::path::{c_int, os_error};

/// The functions of this file that only tell.
pub(super) static QUESTIONS: &[NativeDef] = &[
    NativeDef::function(
        "getpriority",
        "($module, /, which, who)",
        priority,
        "Return program scheduling priority.",
    ),
    NativeDef::function(
        "sched_get_priority_max",
        "($module, /, policy)",
        |vm, args| bound(vm, &args[0], 99),
        "Get the maximum scheduling priority for policy.",
    ),
    NativeDef::function(
        "sched_get_priority_min",
        "($module, /, policy)",
        |vm, args| bound(vm, &args[0], 1),
        "Get the minimum scheduling priority for policy.",
    ),
    NativeDef::function(
        "sched_getaffinity",
        "($module, pid, /)",
        affinity,
        "Return the affinity of the process identified by pid (or the current process if zero).",
    ),
    NativeDef::function(
        "sched_getparam",
        "($module, pid, /)",
        parameters,
        "Returns scheduling parameters for the process identified by pid.",
    ),
    NativeDef::function(
        "sched_getscheduler",
        "($module, pid, /)",
        policy,
        "Get the scheduling policy for the process identified by pid.",
    ),
    NativeDef::function(
        "sched_rr_get_interval",
        "($module, pid, /)",
        |vm, _| Err(vm.unfinished("os.sched_rr_get_interval()")),
        "Return the round-robin quantum for the process identified by pid, in seconds.",
    ),
    NativeDef::function("sched_yield", "($module, /)", give_way, "Voluntarily relinquish the CPU."),
];

/// The functions of this file that change processes.
pub(super) static CHANGES: &[NativeDef] = &[
    NativeDef::function(
        "nice",
        "($module, increment, /)",
        nice,
        "Add increment to the priority of process and return the new priority.",
    ),
    NativeDef::function(
        "setpriority",
        "($module, /, which, who, priority)",
        set_priority,
        "Set program scheduling priority.",
    ),
    NativeDef::function(
        "sched_setaffinity",
        "($module, pid, mask, /)",
        set_affinity,
        "Set the CPU affinity of the process identified by pid to mask.",
    ),
    NativeDef::function(
        "sched_setparam",
        "($module, pid, param, /)",
        |vm, _| Err(vm.unfinished("os.sched_setparam()")),
        "Set scheduling parameters for the process identified by pid.",
    ),
    NativeDef::function(
        "sched_setscheduler",
        "($module, pid, policy, param, /)",
        |vm, _| Err(vm.unfinished("os.sched_setscheduler()")),
        "Set the scheduling policy for the process identified by pid.",
    ),
    NativeDef::function(
        "setns",
        "($module, /, fd, nstype=0)",
        enter_namespace,
        "Move the calling thread into different namespaces.",
    ),
    NativeDef::function(
        "unshare",
        "($module, /, flags)",
        unshare,
        "Disassociate parts of a process (or thread) execution context.",
    ),
];

/// Makes the type `sched_param`.
pub(super) fn add(vm: &Vm, module: &Value) -> PyResult<()> {
    pyvm_vm::modules::set(vm, module, "sched_param", vm.native_type(&PARAMETERS).to_value())
}

fn failed(vm: &Vm) -> impl Fn(Errno) -> PyError + '_ {
    |errno| os_error(vm, errno, None)
}

/// An error of the other crate.
pub(super) fn errno(error: rustix::io::Errno) -> Errno {
    Errno::from_i32(error.raw_os_error())
}

/// A process; none is the calling one.
pub(super) fn process(vm: &Vm, number: i32) -> PyResult<Option<sys::Pid>> {
    if number < 0 { Err(os_error(vm, Errno::ESRCH, None)) } else { Ok(sys::Pid::from_raw(number)) }
}

/// `getpriority(which, who)`
fn priority(vm: &Vm, args: &[Value]) -> PyResult {
    let (which, who) = (c_int(vm, &args[0])?, c_int(vm, &args[1])?);
    let found = match which {
        0 => sys::getpriority_process(process(vm, who)?),
        1 => sys::getpriority_pgrp(process(vm, who)?),
        2 if who == 0 => sys::getpriority_user(sys::getuid()),
        2 => sys::getpriority_user(sys::Uid::from_raw(who.cast_unsigned())),
        _ => return Err(os_error(vm, Errno::EINVAL, None)),
    };
    found.map(Value::from).map_err(|e| os_error(vm, errno(e), None))
}

/// `setpriority(which, who, priority)`
fn set_priority(vm: &Vm, args: &[Value]) -> PyResult {
    let (which, who, value) = (c_int(vm, &args[0])?, c_int(vm, &args[1])?, c_int(vm, &args[2])?);
    let set = match which {
        0 => sys::setpriority_process(process(vm, who)?, value),
        1 => sys::setpriority_pgrp(process(vm, who)?, value),
        2 if who == 0 => sys::setpriority_user(sys::getuid(), value),
        2 => sys::setpriority_user(sys::Uid::from_raw(who.cast_unsigned()), value),
        _ => return Err(os_error(vm, Errno::EINVAL, None)),
    };
    set.map(|()| Value::None).map_err(|e| os_error(vm, errno(e), None))
}

/// `nice(increment)`
fn nice(vm: &Vm, args: &[Value]) -> PyResult {
    match sys::nice(c_int(vm, &args[0])?) {
        Ok(value) => Ok(Value::from(value)),
        // What nice(2) calls EPERM, setpriority(2) calls EACCES.
        Err(rustix::io::Errno::ACCESS) => Err(os_error(vm, Errno::EPERM, None)),
        Err(error) => Err(os_error(vm, errno(error), None)),
    }
}

/// The largest or smallest priority of a policy: real-time ones alone have several.
fn bound(vm: &Vm, policy: &Value, real_time: i32) -> PyResult {
    match c_int(vm, policy)? {
        1 | 2 => Ok(Value::from(real_time)),
        0 | 3 | 5 | 6 => Ok(Value::Int(0)),
        _ => Err(os_error(vm, Errno::EINVAL, None)),
    }
}

/// The priority and the policy of a process, as its file in `/proc` has them.
fn scheduling(vm: &Vm, pid: &Value) -> PyResult<(i32, i32)> {
    let path = match c_int(vm, pid)? {
        0 => "/proc/thread-self/stat".to_owned(),
        pid if pid < 0 => return Err(os_error(vm, Errno::EINVAL, None)),
        pid => format!("/proc/{pid}/stat"),
    };
    let Ok(text) = std::fs::read_to_string(path) else { return Err(os_error(vm, Errno::ESRCH, None)) };
    // The name of the program, in parentheses, may hold spaces. The numbers after it begin with the third field.
    let fields: Vec<&str> =
        text.rsplit(')').next().map(|rest| rest.split_whitespace().collect()).unwrap_or_default();
    let number = |field: usize| fields.get(field - 3).and_then(|text| text.parse().ok()).unwrap_or(0);
    Ok((number(40), number(41)))
}

/// `sched_getscheduler(pid)`
fn policy(vm: &Vm, args: &[Value]) -> PyResult {
    scheduling(vm, &args[0]).map(|(_, policy)| Value::from(policy))
}

/// `sched_getparam(pid)`
fn parameters(vm: &Vm, args: &[Value]) -> PyResult {
    let (priority, _) = scheduling(vm, &args[0])?;
    Ok(struct_sequence::instance(&vm.native_type(&PARAMETERS), vec![Value::from(priority)]))
}

/// `os.sched_param`: a struct sequence of one field, made from the field itself.
static PARAMETERS: TypeSpec = TypeSpec {
    doc: Some(
        "Currently has only one field: sched_priority\n\n  sched_priority\n    A scheduling parameter.",
    ),
    base: Some(&tuple::SPEC),
    slots: |s: &Slots| s.repr.set(Some(show_parameters)),
    new: Some(&NEW_PARAMETERS),
    methods: &[NativeDef::method("__reduce__", "($self, /)", reduce_parameters, "")],
    getset: &[GetSetDef::member(
        "sched_priority",
        |_, value| Ok(items(value).first().cloned().unwrap_or(Value::None)),
        "the scheduling priority",
    )],
    ..TypeSpec::named("sched_param", "posix")
};

static NEW_PARAMETERS: NativeDef =
    NativeDef::static_("__new__", "($type, /, sched_priority)", new_parameters, "");

fn new_parameters(vm: &Vm, args: &[Value]) -> PyResult {
    let class = vm.expect_type(&args[0], "sched_param.__new__(X): X")?;
    Ok(struct_sequence::instance(class, vec![args[1].clone()]))
}

fn items(value: &Value) -> &[Value] {
    value.as_tuple().unwrap_or(&[])
}

fn show_parameters(vm: &Vm, value: &Value) -> PyResult {
    let priority = vm.repr(items(value).first().unwrap_or(&Value::None))?;
    Ok(Value::str(&format!("posix.sched_param(sched_priority={priority})")))
}

/// As a struct sequence does it, although the class takes no such arguments.
fn reduce_parameters(vm: &Vm, args: &[Value]) -> PyResult {
    let fields = vm.new_tuple(items(&args[0]).to_vec());
    Ok(crate::support::reduced(vm, &args[0], vec![fields, vm.new_dict()], Vec::new()))
}

/// `sched_yield()`: to threads of this program too.
fn give_way(vm: &Vm, _: &[Value]) -> PyResult {
    crate::_thread::scheduler::yield_now(vm, false)?;
    nix::sched::sched_yield().map_err(failed(vm))?;
    Ok(Value::None)
}

/// `sched_getaffinity(pid)`
fn affinity(vm: &Vm, args: &[Value]) -> PyResult {
    let set = nix::sched::sched_getaffinity(Pid::from_raw(c_int(vm, &args[0])?)).map_err(failed(vm))?;
    let used = (0..CpuSet::count()).filter(|n| set.is_set(*n).unwrap_or(false));
    let list = vm.new_list(used.map(Value::from).collect());
    vm.call1(&vm.types.set.to_value(), list)
}

/// `sched_setaffinity(pid, mask)`
fn set_affinity(vm: &Vm, args: &[Value]) -> PyResult {
    let pid = Pid::from_raw(c_int(vm, &args[0])?);
    let mut set = CpuSet::new();
    for item in vm.list_from_iterable(&args[1])? {
        if !matches!(item.unwrapped(), Value::Int(_) | Value::Bool(_) | Value::Big(_)) {
            let class = vm.repr(&vm.class_of(&item).to_value())?;
            return Err(vm.type_error(format!("expected an iterator of ints, but iterator yielded {class}")));
        }
        let large = |vm: &Vm| vm.overflow_error("CPU number too large");
        let number = vm.index_i64_or(&item, large)?;
        if number < 0 {
            return Err(vm.value_error("negative CPU number"));
        }
        if number >= i64::from(i32::MAX) {
            return Err(large(vm));
        }
        if set.set(usize::try_from(number).unwrap_or(usize::MAX)).is_err() {
            // The machine has no such processor: the system ignores it.
        }
    }
    nix::sched::sched_setaffinity(pid, &set).map_err(failed(vm))?;
    Ok(Value::None)
}

/// `setns(fd, nstype=0)`
fn enter_namespace(vm: &Vm, args: &[Value]) -> PyResult {
    let (fd, kind) = (super::path::fildes(vm, &args[0])?, c_int(vm, &args[1])?);
    nix::sched::setns(fd, namespaces(vm, kind)?).map_err(failed(vm))?;
    Ok(Value::None)
}

/// `unshare(flags)`
fn unshare(vm: &Vm, args: &[Value]) -> PyResult {
    let flags = namespaces(vm, c_int(vm, &args[0])?)?;
    nix::sched::unshare(flags).map_err(failed(vm))?;
    Ok(Value::None)
}

/// Flags that the system may know; others it would refuse.
fn namespaces(vm: &Vm, flags: i32) -> PyResult<CloneFlags> {
    CloneFlags::from_bits(flags).ok_or_else(|| os_error(vm, Errno::EINVAL, None))
}
