//! `_thread.lock` and `_thread.RLock`.

use std::cell::Cell;
use std::time::{Duration, Instant};

use pyvm_vm::heap::Visitor;
use pyvm_vm::objects::Native;
use pyvm_vm::types::{Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::scheduler;
use crate::support::instance;

/// `TIMEOUT_MAX`, in seconds.
const TIMEOUT_MAX: f64 = 9_223_372_036.0;

/// A lock: how often it is held, and by which thread.
#[derive(Default)]
struct Lock {
    count: Cell<usize>,
    owner: Cell<usize>,
}

pub(super) static LOCK: TypeSpec = TypeSpec {
    doc: Some(
        "A lock object is a synchronization primitive.  To create a lock,\ncall threading.Lock().  Methods are:\n\nacquire() -- lock the lock, possibly blocking until it can be obtained\nrelease() -- unlock of the lock\nlocked() -- test whether the lock is currently locked\n\nA lock is not owned by the thread that locked it; another thread may\nunlock it.  A thread attempting to lock a lock that it has already locked\nwill block until another thread unlocks it.  Deadlocks may ensue.",
    ),
    flags: TypeFlags::HAS_WEAKREF,
    layout: Some(Layout::Native("lock")),
    slots: |s: &Slots| s.repr.set(Some(repr)),
    new: Some(&LOCK_NEW),
    methods: LOCK_METHODS,
    ..TypeSpec::named("lock", "_thread")
};
pub(super) static RLOCK: TypeSpec = TypeSpec {
    flags: TypeFlags::BASETYPE.with(TypeFlags::HAS_WEAKREF),
    layout: Some(Layout::Native("RLock")),
    slots: |s: &Slots| s.repr.set(Some(repr_reentrant)),
    new: Some(&RLOCK_NEW),
    methods: RLOCK_METHODS,
    ..TypeSpec::named("RLock", "_thread")
};

static LOCK_NEW: NativeDef =
    NativeDef::static_("__new__", "($type, /)", |vm, a| instance(vm, &a[0], Lock::default()), "");
static RLOCK_NEW: NativeDef = NativeDef::static_(
    "__new__",
    "($type, /, *args, **kwargs)",
    |vm, a| instance(vm, &a[0], Lock::default()),
    "",
);

const ACQUIRE: &str = "Lock the lock.  Without argument, this blocks if the lock is already\nlocked (even by the same thread), waiting for another thread to release\nthe lock, and return True once the lock is acquired.\nWith an argument, this will only block if the argument is true,\nand the return value reflects whether the lock is acquired.\nThe blocking operation is interruptible.";
const RELEASE: &str = "Release the lock, allowing another thread that is blocked waiting for\nthe lock to acquire the lock.  The lock must be in the locked state,\nbut it needn't be locked by the same thread that unlocks it.";

static LOCK_METHODS: &[NativeDef] = &[
    NativeDef::method(
        "acquire_lock",
        "($self, /, blocking=True, timeout=-1)",
        acquire,
        "An obsolete synonym of acquire().",
    ),
    NativeDef::method("acquire", "($self, /, blocking=True, timeout=-1)", acquire, ACQUIRE),
    NativeDef::method("release_lock", "($self, /)", release, "An obsolete synonym of release()."),
    NativeDef::method("release", "($self, /)", release, RELEASE),
    NativeDef::method("locked_lock", "($self, /)", locked, "An obsolete synonym of locked()."),
    NativeDef::method("locked", "($self, /)", locked, "Return whether the lock is in the locked state."),
    NativeDef::method(
        "__enter__",
        "($self, /)",
        |vm, a| acquire(vm, &[a[0].clone(), Value::Bool(true), Value::Int(-1)]),
        "Lock the lock.",
    ),
    NativeDef::method("__exit__", "($self, /, *exc_info)", release, "Release the lock."),
    NativeDef::method("_at_fork_reinit", "($self, /)", reset, ""),
];
static RLOCK_METHODS: &[NativeDef] = &[
    NativeDef::method(
        "acquire",
        "($self, /, blocking=True, timeout=-1)",
        acquire_again,
        "Lock the lock.  `blocking` indicates whether we should wait\nfor the lock to be available or not.  If `blocking` is False\nand another thread holds the lock, the method will return False\nimmediately.  If `blocking` is True and another thread holds\nthe lock, the method will wait for the lock to be released,\ntake it and then return True.\n(note: the blocking operation is interruptible.)\n\nIn all other cases, the method will return True immediately.\nPrecisely, if the current thread already holds the lock, its\ninternal counter is simply incremented. If nobody holds the lock,\nthe lock is taken and its internal counter initialized to 1.",
    ),
    NativeDef::method(
        "release",
        "($self, /)",
        release_once,
        "Release the lock, allowing another thread that is blocked waiting for\nthe lock to acquire the lock.  The lock must be in the locked state,\nand must be locked by the same thread that unlocks it; otherwise a\n`RuntimeError` is raised.\n\nDo note that if the lock was acquire()d several times in a row by the\ncurrent thread, release() needs to be called as many times for the lock\nto be available for other threads.",
    ),
    NativeDef::method("_is_owned", "($self, /)", is_owned, "For internal use by `threading.Condition`."),
    NativeDef::method(
        "_acquire_restore",
        "($self, state, /)",
        acquire_restore,
        "For internal use by `threading.Condition`.",
    ),
    NativeDef::method(
        "_release_save",
        "($self, /)",
        release_save,
        "For internal use by `threading.Condition`.",
    ),
    NativeDef::method(
        "_recursion_count",
        "($self, /)",
        recursion_count,
        "For internal use by reentrancy checks.",
    ),
    NativeDef::method(
        "__enter__",
        "($self, /)",
        |vm, a| acquire_again(vm, &[a[0].clone(), Value::Bool(true), Value::Int(-1)]),
        "Lock the lock.",
    ),
    NativeDef::method("__exit__", "($self, /, *exc_info)", release_once, "Release the lock."),
    NativeDef::method("_at_fork_reinit", "($self, /)", reset, ""),
];

fn lock<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Lock> {
    vm.payload::<Lock>(value, "_thread.lock")
}

/// `allocate_lock()`
pub(super) fn allocate(vm: &Vm, _args: &[Value]) -> PyResult {
    Ok(vm.new_native(&vm.native_type(&LOCK), Lock::default()))
}

/// How long `acquire` may wait; none for ever.
fn waiting_time(vm: &Vm, args: &[Value]) -> PyResult<Option<Duration>> {
    let blocking = vm.is_true(&args[1])?;
    let seconds = match args[2].unwrapped() {
        Value::Float(x) => *x,
        _ => vm.index_i64(&args[2])? as f64,
    };
    if !blocking && seconds != -1.0 {
        return Err(vm.value_error("can't specify a timeout for a non-blocking call"));
    }
    if seconds < 0.0 && seconds != -1.0 {
        return Err(vm.value_error("timeout value must be a non-negative number"));
    }
    if seconds > TIMEOUT_MAX {
        return Err(vm.overflow_error("timeout value is too large"));
    }
    match (blocking, seconds) {
        (false, _) => Ok(Some(Duration::ZERO)),
        (true, -1.0) => Ok(None),
        (true, _) => Ok(Some(Duration::try_from_secs_f64(seconds).unwrap_or_default())),
    }
}

/// Waits until the lock is free and takes it, `count` deep; whether that came before the deadline.
fn take(vm: &Vm, lock: &Lock, wait: Option<Duration>, count: usize) -> PyResult<bool> {
    let free = || lock.count.get() == 0;
    let deadline = wait.and_then(|wait| Instant::now().checked_add(wait));
    if !free() && !scheduler::wait(vm, deadline, free)? {
        return Ok(false);
    }
    lock.count.set(count);
    lock.owner.set(scheduler::ident(vm));
    Ok(true)
}

fn acquire(vm: &Vm, args: &[Value]) -> PyResult {
    let wait = waiting_time(vm, args)?;
    take(vm, lock(vm, &args[0])?, wait, 1).map(Value::Bool)
}

fn release(vm: &Vm, args: &[Value]) -> PyResult {
    if lock(vm, &args[0])?.count.replace(0) == 0 {
        return Err(vm.runtime_error("release unlocked lock"));
    }
    Ok(Value::None)
}

fn locked(vm: &Vm, args: &[Value]) -> PyResult {
    Ok(Value::Bool(lock(vm, &args[0])?.count.get() > 0))
}

fn reset(vm: &Vm, args: &[Value]) -> PyResult {
    lock(vm, &args[0])?.count.set(0);
    Ok(Value::None)
}

fn owned(vm: &Vm, lock: &Lock) -> bool {
    lock.count.get() > 0 && lock.owner.get() == scheduler::ident(vm)
}

fn is_owned(vm: &Vm, args: &[Value]) -> PyResult {
    Ok(Value::Bool(owned(vm, lock(vm, &args[0])?)))
}

fn recursion_count(vm: &Vm, args: &[Value]) -> PyResult {
    let lock = lock(vm, &args[0])?;
    Ok(crate::support::size(if owned(vm, lock) { lock.count.get() } else { 0 }))
}

fn acquire_again(vm: &Vm, args: &[Value]) -> PyResult {
    let wait = waiting_time(vm, args)?;
    let lock = lock(vm, &args[0])?;
    if owned(vm, lock) {
        lock.count.set(lock.count.get() + 1);
        return Ok(Value::Bool(true));
    }
    take(vm, lock, wait, 1).map(Value::Bool)
}

fn release_once(vm: &Vm, args: &[Value]) -> PyResult {
    let lock = lock(vm, &args[0])?;
    match lock.count.get().checked_sub(1).filter(|_| owned(vm, lock)) {
        Some(rest) => lock.count.set(rest),
        None => return Err(vm.runtime_error("cannot release un-acquired lock")),
    }
    Ok(Value::None)
}

/// Gives up the lock and returns how often it was held, for [`acquire_restore`].
fn release_save(vm: &Vm, args: &[Value]) -> PyResult {
    let lock = lock(vm, &args[0])?;
    let count = lock.count.replace(0);
    if count == 0 {
        return Err(vm.runtime_error("cannot release un-acquired lock"));
    }
    Ok(vm.new_tuple(vec![crate::support::size(count), crate::support::size(lock.owner.get())]))
}

fn acquire_restore(vm: &Vm, args: &[Value]) -> PyResult {
    let Some([count, _owner]) = args[1].as_tuple() else {
        let got = vm.type_name(&args[1]);
        return Err(vm.type_error(format!("_acquire_restore() argument 1 must be tuple, not {got}")));
    };
    let count = usize::try_from(vm.index_i64(count)?).unwrap_or(0);
    take(vm, lock(vm, &args[0])?, None, count)?;
    Ok(Value::None)
}

fn state(count: usize) -> &'static str {
    if count > 0 { "locked" } else { "unlocked" }
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let state = state(lock(vm, value)?.count.get());
    Ok(Value::str(&format!("<{state} {} object at {:#x}>", vm.type_name(value), vm.id(value))))
}

fn repr_reentrant(vm: &Vm, value: &Value) -> PyResult {
    let lock = lock(vm, value)?;
    let count = lock.count.get();
    let owner = if count > 0 { lock.owner.get() } else { 0 };
    let (state, class, id) = (state(count), vm.type_name(value), vm.id(value));
    Ok(Value::str(&format!("<{state} {class} object owner={owner} count={count} at {id:#x}>")))
}

impl Native for Lock {
    fn traverse(&self, _visit: &mut Visitor<'_>) {}
}
