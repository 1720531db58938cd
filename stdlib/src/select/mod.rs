//! `select`: waiting for several descriptors (CPython: `Modules/selectmodule.c`).

mod epoll;
mod poll;

use nix::poll::{PollFd, PollFlags};
use pyvm_vm::types::NativeDef;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult, Value};

use crate::posix::path::{fildes, os_error};
use crate::waiting::{self, Timeout};

/// `FD_SETSIZE`: descriptors of `select()` are below it.
const FD_SETSIZE: i32 = 1024;

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function(
        "select",
        "($module, rlist, wlist, xlist, timeout=None, /)",
        select,
        "Wait until one or more file descriptors are ready for some kind of I/O.\n\nThe first three arguments are iterables of file descriptors to be waited for:\nrlist -- wait until ready for reading\nwlist -- wait until ready for writing\nxlist -- wait for an \"exceptional condition\"\nIf only one kind of condition is required, pass [] for the other lists.\n\nA file descriptor is either a socket or file object, or a small integer\ngotten from a fileno() method call on one of those.\n\nThe optional 4th argument specifies a timeout in seconds; it may be\na floating-point number to specify fractions of seconds.  If it is absent\nor None, the call will never time out.\n\nThe return value is a tuple of three lists corresponding to the first three\narguments; each contains the subset of the corresponding file descriptors\nthat are ready.\n\n*** IMPORTANT NOTICE ***\nOn Windows, only sockets are supported; on Unix, all file\ndescriptors can be used.",
    ),
    NativeDef::function(
        "poll",
        "($module, /)",
        |vm, _| Ok(poll::new(vm)),
        "Returns a polling object.\n\nThis object supports registering and unregistering file descriptors, and then\npolling them for I/O events.",
    ),
];

static INTS: &[(&str, i64)] = &[
    ("PIPE_BUF", 4096),
    ("POLLIN", 1),
    ("POLLPRI", 2),
    ("POLLOUT", 4),
    ("POLLERR", 8),
    ("POLLHUP", 16),
    ("POLLNVAL", 32),
    ("POLLRDNORM", 64),
    ("POLLRDBAND", 128),
    ("POLLWRNORM", 256),
    ("POLLWRBAND", 512),
    ("POLLMSG", 1024),
    ("POLLRDHUP", 8192),
    ("EPOLLIN", 1),
    ("EPOLLOUT", 4),
    ("EPOLLPRI", 2),
    ("EPOLLERR", 8),
    ("EPOLLHUP", 16),
    ("EPOLLRDHUP", 8192),
    ("EPOLLET", 1 << 31),
    ("EPOLLONESHOT", 1 << 30),
    ("EPOLLEXCLUSIVE", 1 << 28),
    ("EPOLLRDNORM", 64),
    ("EPOLLRDBAND", 128),
    ("EPOLLWRNORM", 256),
    ("EPOLLWRBAND", 512),
    ("EPOLLMSG", 1024),
    ("EPOLL_CLOEXEC", 0o2_000_000),
];

/// Makes the module.
///
/// # Errors
/// What setting its members raises.
pub(crate) fn make(vm: &Vm) -> PyResult {
    let doc = "This module supports asynchronous I/O on multiple file descriptors.\n\n*** IMPORTANT NOTICE ***\nOn Windows, only sockets are supported; on Unix, all file descriptors.";
    let module = pyvm_vm::modules::make(vm, "select", doc, FUNCTIONS);
    crate::support::add_types(vm, &module, &[&epoll::SPEC])?;
    pyvm_vm::modules::set(vm, &module, "error", vm.exc.os_error.to_value())?;
    for (name, value) in INTS {
        pyvm_vm::modules::set(vm, &module, name, Value::Int(*value))?;
    }
    Ok(module)
}

/// An argument of `select()`: the objects and their descriptors.
fn descriptors(vm: &Vm, list: &Value) -> PyResult<Vec<(Value, i32)>> {
    let items = vm.list_from_iterable(list).map_err(|error| not_a_sequence(vm, error))?;
    items
        .into_iter()
        .map(|item| {
            let fd = fildes(vm, &item)?;
            if fd >= FD_SETSIZE {
                return Err(vm.value_error("filedescriptor out of range in select()"));
            }
            Ok((item, fd))
        })
        .collect()
}

fn not_a_sequence(vm: &Vm, error: PyError) -> PyError {
    if !error.matches(vm, &vm.exc.type_error) {
        return error;
    }
    vm.type_error("arguments 1-3 must be sequences")
}

fn select(vm: &Vm, args: &[Value]) -> PyResult {
    let time = waiting::timeout(vm, &args[3], 1.0, "timeout must be a float or None")?;
    if time == Timeout::Negative {
        return Err(vm.value_error("timeout must be non-negative"));
    }
    let lists = [descriptors(vm, &args[0])?, descriptors(vm, &args[1])?, descriptors(vm, &args[2])?];
    // What the kernel's select() calls readable, writable and exceptional.
    let asked = [PollFlags::POLLIN, PollFlags::POLLOUT, PollFlags::POLLPRI];
    let ends = PollFlags::POLLHUP | PollFlags::POLLERR;
    let answers = [PollFlags::POLLIN | ends, PollFlags::POLLOUT | PollFlags::POLLERR, PollFlags::POLLPRI];
    let mut fds: Vec<PollFd> = Vec::new();
    for (list, flag) in lists.iter().zip(asked) {
        fds.extend(list.iter().map(|(_, fd)| PollFd::new(*fd, flag)));
    }
    let found = waiting::wait(vm, time.deadline(), |ms| {
        nix::poll::poll(&mut fds, ms)?;
        let mut at = fds.iter();
        let mut ready: [Vec<Value>; 3] = Default::default();
        for ((list, answer), ready) in lists.iter().zip(answers).zip(&mut ready) {
            for ((item, _), fd) in list.iter().zip(&mut at) {
                let events = fd.revents().unwrap_or(PollFlags::empty());
                if events.contains(PollFlags::POLLNVAL) {
                    return Err(nix::errno::Errno::EBADF);
                }
                if events.intersects(answer) {
                    ready.push(item.clone());
                }
            }
        }
        Ok(ready.iter().any(|list| !list.is_empty()).then_some(ready))
    })?;
    let found = found.unwrap_or_default();
    Ok(vm.new_tuple(found.into_iter().map(|list| vm.new_list(list)).collect()))
}

/// `(descriptor, events)`
fn event(vm: &Vm, fd: i32, events: i64) -> Value {
    vm.new_tuple(vec![Value::from(fd), Value::Int(events)])
}

/// The OSError of a failed call.
fn failed(vm: &Vm) -> impl Fn(nix::errno::Errno) -> PyError + '_ {
    |errno| os_error(vm, errno, None)
}
