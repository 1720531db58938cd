//! `select.epoll`.

use std::cell::Cell;

use nix::errno::Errno;
use nix::sys::epoll::{
    EpollCreateFlags, EpollEvent, EpollFlags, EpollOp, epoll_create1, epoll_ctl, epoll_wait,
};
use nix::unistd::close as close_descriptor;
use pyvm_vm::heap::Visitor;
use pyvm_vm::objects::Native;
use pyvm_vm::types::{GetSetDef, Layout, NativeDef, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::{event, failed};
use crate::posix::path::{c_int, fildes};
use crate::support::instance;
use crate::waiting;

/// How many events a call returns that sets no limit.
const MANY: i32 = 1023;

/// The payload: the descriptor, -1 once it is closed.
struct Epoll(Cell<i32>);

impl Drop for Epoll {
    fn drop(&mut self) {
        if self.0.get() >= 0 {
            // Nobody is left who could be told.
            let _ = close_descriptor(self.0.get());
        }
    }
}

/// The type.
pub(super) static SPEC: TypeSpec = TypeSpec {
    flags: TypeFlags::ATOM,
    doc: Some(
        "select.epoll(sizehint=-1, flags=0)\n\nReturns an epolling object\n\nsizehint must be a positive integer or -1 for the default size. The\nsizehint is used to optimize internal data structures. It doesn't limit\nthe maximum number of monitored events.",
    ),
    layout: Some(Layout::Native("select.epoll")),
    new: Some(&NEW),
    methods: METHODS,
    getset: &[GetSetDef::get(
        "closed",
        |vm, v| Ok(Value::Bool(of(vm, v)?.0.get() < 0)),
        "True if the epoll handler is closed",
    )],
    ..TypeSpec::named("epoll", "select")
};

static NEW: NativeDef = NativeDef::static_("__new__", "($type, /, sizehint=-1, flags=0)", new, "");
static METHODS: &[NativeDef] = &[
    NativeDef::class(
        "fromfd",
        "($type, fd, /)",
        |vm, a| instance(vm, &a[0], Epoll(Cell::new(c_int(vm, &a[1])?))),
        "Create an epoll object from a given control fd.",
    ),
    NativeDef::method(
        "close",
        "($self, /)",
        close,
        "Close the epoll control file descriptor.\n\nFurther operations on the epoll object will raise an exception.",
    ),
    NativeDef::method(
        "fileno",
        "($self, /)",
        |vm, a| open(vm, &a[0]).map(Value::from),
        "Return the epoll control file descriptor.",
    ),
    NativeDef::method(
        "register",
        "($self, /, fd, eventmask=select.EPOLLIN | select.EPOLLPRI | select.EPOLLOUT)",
        |vm, a| control(vm, a, EpollOp::EpollCtlAdd),
        "Registers a new fd or raises an OSError if the fd is already registered.\n\n  fd\n    the target file descriptor of the operation\n  eventmask\n    a bit set composed of the various EPOLL constants\n\nThe epoll interface supports all file descriptors that support poll.",
    ),
    NativeDef::method(
        "modify",
        "($self, /, fd, eventmask)",
        |vm, a| control(vm, a, EpollOp::EpollCtlMod),
        "Modify event mask for a registered file descriptor.\n\n  fd\n    the target file descriptor of the operation\n  eventmask\n    a bit set composed of the various EPOLL constants",
    ),
    NativeDef::method(
        "unregister",
        "($self, /, fd)",
        |vm, a| control(vm, &[a[0].clone(), a[1].clone(), Value::Int(0)], EpollOp::EpollCtlDel),
        "Remove a registered file descriptor from the epoll object.\n\n  fd\n    the target file descriptor of the operation",
    ),
    NativeDef::method(
        "poll",
        "($self, /, timeout=None, maxevents=-1)",
        poll,
        "Wait for events on the epoll file descriptor.\n\n  timeout\n    the maximum time to wait in seconds (as float);\n    a timeout of None or -1 makes poll wait indefinitely\n  maxevents\n    the maximum number of events returned; -1 means no limit\n\nReturns a list containing any descriptors that have events to report,\nas a list of (fd, events) 2-tuples.",
    ),
    NativeDef::method("__enter__", "($self, /)", |vm, a| open(vm, &a[0]).map(|_| a[0].clone()), ""),
    NativeDef::method("__exit__", "($self, exc_type=None, exc_value=None, exc_tb=None, /)", close, ""),
];

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Epoll> {
    vm.payload(value, "select.epoll")
}

/// The descriptor.
fn open(vm: &Vm, value: &Value) -> PyResult<i32> {
    let fd = of(vm, value)?.0.get();
    if fd < 0 { Err(vm.value_error("I/O operation on closed epoll object")) } else { Ok(fd) }
}

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    let (size, flags) = (c_int(vm, &args[1])?, c_int(vm, &args[2])?);
    if size != -1 && size <= 0 {
        return Err(vm.value_error("negative sizehint"));
    }
    if flags & !EpollCreateFlags::EPOLL_CLOEXEC.bits() != 0 {
        return Err(vm.new_error(&vm.exc.os_error, "invalid flags"));
    }
    let fd = epoll_create1(EpollCreateFlags::EPOLL_CLOEXEC).map_err(failed(vm))?;
    instance(vm, &args[0], Epoll(Cell::new(fd)))
}

fn close(vm: &Vm, args: &[Value]) -> PyResult {
    let fd = of(vm, &args[0])?.0.replace(-1);
    if fd >= 0 {
        close_descriptor(fd).map_err(failed(vm))?;
    }
    Ok(Value::None)
}

fn control(vm: &Vm, args: &[Value], what: EpollOp) -> PyResult {
    let (own, fd) = (open(vm, &args[0])?, fildes(vm, &args[1])?);
    let mask = if args[2].is_unbound() { 7 } else { vm.index_i64(&args[2])? };
    let Ok(mask) = u32::try_from(mask) else {
        return Err(vm.overflow_error("Python int too large for C unsigned int"));
    };
    let flags = EpollFlags::from_bits_truncate(mask.cast_signed());
    let mut event = EpollEvent::new(flags, u64::from(fd.unsigned_abs()));
    epoll_ctl(own, what, fd, Some(&mut event)).map_err(failed(vm))?;
    Ok(Value::None)
}

fn poll(vm: &Vm, args: &[Value]) -> PyResult {
    let own = open(vm, &args[0])?;
    let time = waiting::timeout(vm, &args[1], 1.0, "timeout must be an integer or None")?;
    let most = match c_int(vm, &args[2])? {
        -1 => MANY,
        most if most > 0 => most,
        most => return Err(vm.value_error(format!("maxevents must be greater than 0, got {most}"))),
    };
    let mut events = vec![EpollEvent::empty(); usize::try_from(most.min(MANY)).unwrap_or(1)];
    let found = waiting::wait(vm, time.deadline(), |ms| {
        let wait = isize::try_from(ms).map_err(|_| Errno::EINVAL)?;
        let count = epoll_wait(own, &mut events, wait)?;
        Ok((count > 0).then(|| events.iter().take(count).copied().collect::<Vec<_>>()))
    })?;
    let events = found.unwrap_or_default().into_iter().map(|found| {
        let fd = i32::try_from(found.data()).unwrap_or(-1);
        event(vm, fd, found.events().bits().cast_unsigned().into())
    });
    Ok(vm.new_list(events.collect()))
}

impl Native for Epoll {
    fn traverse(&self, _visit: &mut Visitor<'_>) {}
}
