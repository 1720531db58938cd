//! `select.poll` objects.

use std::cell::RefCell;

use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags};
use pyvm_vm::heap::Visitor;
use pyvm_vm::objects::Native;
use pyvm_vm::types::{Layout, NativeDef, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::{event, failed};
use crate::posix::path::fildes;
use crate::waiting;

/// The payload: descriptors and what is asked of them, in the order of registration.
#[derive(Default)]
struct Poll(RefCell<Vec<(i32, u16)>>);

/// The type.
static SPEC: TypeSpec = TypeSpec {
    flags: TypeFlags::NO_NEW.with(TypeFlags::ATOM),
    layout: Some(Layout::Native("select.poll")),
    methods: METHODS,
    ..TypeSpec::named("poll", "select")
};

static METHODS: &[NativeDef] = &[
    NativeDef::method(
        "register",
        "($self, fd, eventmask=select.POLLIN | select.POLLPRI | select.POLLOUT, /)",
        register,
        "Register a file descriptor with the polling object.\n\n  fd\n    either an integer, or an object with a fileno() method returning an int\n  eventmask\n    an optional bitmask describing the type of events to check for",
    ),
    NativeDef::method(
        "modify",
        "($self, fd, eventmask, /)",
        modify,
        "Modify an already registered file descriptor.\n\n  fd\n    either an integer, or an object with a fileno() method returning\n    an int\n  eventmask\n    a bitmask describing the type of events to check for",
    ),
    NativeDef::method(
        "unregister",
        "($self, fd, /)",
        unregister,
        "Remove a file descriptor being tracked by the polling object.",
    ),
    NativeDef::method(
        "poll",
        "($self, timeout=None, /)",
        poll,
        "Polls the set of registered file descriptors.\n\n  timeout\n    The maximum time to wait in milliseconds, or else None (or a negative\n    value) to wait indefinitely.\n\nReturns a list containing any descriptors that have events or errors to\nreport, as a list of (fd, event) 2-tuples.",
    ),
];

/// `poll()`
pub(super) fn new(vm: &Vm) -> Value {
    vm.new_native(&vm.native_type(&SPEC), Poll::default())
}

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Poll> {
    vm.payload(value, "select.poll")
}

fn mask(vm: &Vm, value: &Value) -> PyResult<u16> {
    let n = if value.is_unbound() { 7 } else { vm.index_clamped(value)? };
    if n < 0 {
        return Err(vm.value_error("value must be positive"));
    }
    u16::try_from(n).map_err(|_| vm.overflow_error("Python int too large for C unsigned short"))
}

fn register(vm: &Vm, args: &[Value]) -> PyResult {
    let (fd, mask) = (fildes(vm, &args[1])?, mask(vm, &args[2])?);
    let mut all = of(vm, &args[0])?.0.borrow_mut();
    match all.iter_mut().find(|(known, _)| *known == fd) {
        Some((_, known)) => *known = mask,
        None => all.push((fd, mask)),
    }
    Ok(Value::None)
}

fn modify(vm: &Vm, args: &[Value]) -> PyResult {
    let (fd, mask) = (fildes(vm, &args[1])?, mask(vm, &args[2])?);
    match of(vm, &args[0])?.0.borrow_mut().iter_mut().find(|(known, _)| *known == fd) {
        Some((_, known)) => *known = mask,
        None => return Err(failed(vm)(Errno::ENOENT)),
    }
    Ok(Value::None)
}

fn unregister(vm: &Vm, args: &[Value]) -> PyResult {
    let fd = fildes(vm, &args[1])?;
    let mut all = of(vm, &args[0])?.0.borrow_mut();
    let Some(at) = all.iter().position(|(known, _)| *known == fd) else {
        return Err(vm.key_error(&Value::from(fd)));
    };
    all.remove(at);
    Ok(Value::None)
}

fn poll(vm: &Vm, args: &[Value]) -> PyResult {
    let time = waiting::timeout(vm, &args[1], 1000.0, "timeout must be an integer or None")?;
    let asked = of(vm, &args[0])?.0.borrow().clone();
    let flags = |mask: u16| PollFlags::from_bits_truncate(mask.cast_signed());
    let mut fds: Vec<PollFd> = asked.iter().map(|(fd, mask)| PollFd::new(*fd, flags(*mask))).collect();
    let found = waiting::wait(vm, time.deadline(), |ms| {
        let ready = nix::poll::poll(&mut fds, ms)?;
        Ok((ready > 0).then(|| fds.clone()))
    })?;
    let events = found.unwrap_or_default();
    let events = asked.iter().zip(events).filter_map(|((fd, _), found)| {
        let bits = found.revents().filter(|events| !events.is_empty())?.bits();
        Some(event(vm, *fd, bits.into()))
    });
    Ok(vm.new_list(events.collect()))
}

impl Native for Poll {
    fn traverse(&self, _visit: &mut Visitor<'_>) {}
}
