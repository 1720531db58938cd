//! Waiting for descriptors that are no files: other threads, interrupts and limits have their turn meanwhile.

use nix::errno::Errno;
use nix::fcntl::{FcntlArg, OFlag, fcntl};
use nix::poll::{PollFd, PollFlags, poll};
use nix::unistd::write;
use pyvm_vm::PyResult;
use pyvm_vm::vm::Vm;

use crate::posix::path::{os_error, retry};

/// How much a pipe that has room takes at once.
const PIECE: usize = 4096;

/// Writes to what may have no room at present, so that other threads, an interrupt or a limit need not wait for it too.
/// Whatever asks for the VM's attention ends it; what was written by then counts.
pub(crate) fn write_in_turns(vm: &Vm, fd: i32, data: &[u8]) -> PyResult<Option<usize>> {
    let mut done = 0;
    loop {
        wait_for_room(vm, fd, done > 0)?;
        if done > 0 && vm.has_requests() {
            return Ok(Some(done));
        }
        let rest = data.get(done..).unwrap_or(&[]);
        let piece = rest.get(..PIECE).unwrap_or(rest);
        match retry(|| write(fd, piece)) {
            Ok(count) => done += count,
            Err(_) if done > 0 => return Ok(Some(done)),
            Err(Errno::EAGAIN) => return Ok(None),
            Err(e) => return Err(os_error(vm, e, None)),
        }
        if done >= data.len() {
            return Ok(Some(done));
        }
    }
}

/// Waits until something can be written, or, where that is said to do, until the VM is asked for attention.
fn wait_for_room(vm: &Vm, fd: i32, or_request: bool) -> PyResult<()> {
    if does_not_wait(fd) {
        return Ok(());
    }
    crate::waiting::wait(vm, None, |ms| match poll(&mut [PollFd::new(fd, PollFlags::POLLOUT)], ms) {
        Ok(0) | Err(Errno::EINTR) => Ok((or_request && vm.has_requests()).then_some(())),
        // The write itself tells what is wrong.
        Ok(_) | Err(_) => Ok(Some(())),
    })
    .map(drop)
}

fn does_not_wait(fd: i32) -> bool {
    fcntl(fd, FcntlArg::F_GETFL).is_ok_and(|bits| OFlag::from_bits_truncate(bits).contains(OFlag::O_NONBLOCK))
}

/// Waits until there is something to read, so that other threads, an interrupt or a limit need not wait for it too.
pub(crate) fn wait_for_input(vm: &Vm, fd: i32) -> PyResult<()> {
    if does_not_wait(fd) {
        return Ok(());
    }
    crate::waiting::wait(vm, None, |ms| match poll(&mut [PollFd::new(fd, PollFlags::POLLIN)], ms) {
        Ok(0) => Ok(None),
        Err(Errno::EINTR) => Err(Errno::EINTR),
        // The read itself tells what is wrong.
        Ok(_) | Err(_) => Ok(Some(())),
    })
    .map(drop)
}
