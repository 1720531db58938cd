//! Reading and writing several buffers at once, copying between descriptors, locks on parts of files.

use std::io::{IoSlice, IoSliceMut};
use std::os::fd::RawFd;

use nix::errno::Errno;
use nix::fcntl::{self, FcntlArg, PosixFadviseAdvice, SpliceFFlags};
use nix::libc;
use nix::sys::{sendfile, uio};
use pyvm_vm::protocol::buffer::Buffer;
use pyvm_vm::types::NativeDef;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult, Value};

use super::path::{c_int, os_error, retry};

/// The functions of this file.
pub(super) static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function(
        "readv",
        "($module, fd, buffers, /)",
        read_vector,
        "Read from a file descriptor fd into an iterable of buffers.",
    ),
    NativeDef::function(
        "writev",
        "($module, fd, buffers, /)",
        write_vector,
        "Iterate over buffers, and write the contents of each to a file descriptor.",
    ),
    NativeDef::function(
        "preadv",
        "($module, fd, buffers, offset, flags=0, /)",
        read_vector_at,
        "Reads from a file descriptor into a number of mutable bytes-like objects.",
    ),
    NativeDef::function(
        "pwritev",
        "($module, fd, buffers, offset, flags=0, /)",
        write_vector_at,
        "Writes the contents of bytes-like objects to a file descriptor at a given offset.",
    ),
    NativeDef::function(
        "sendfile",
        "($module, /, out_fd, in_fd, offset, count)",
        send,
        "Copy count bytes from file descriptor in_fd to file descriptor out_fd.",
    ),
    NativeDef::function(
        "copy_file_range",
        "($module, /, src, dst, count, offset_src=None, offset_dst=None)",
        copy_range,
        "Copy count bytes from one file descriptor to another.",
    ),
    NativeDef::function(
        "splice",
        "($module, /, src, dst, count, offset_src=None, offset_dst=None, flags=0)",
        splice,
        "Transfer count bytes from one pipe to a descriptor or vice versa.",
    ),
    NativeDef::function(
        "posix_fadvise",
        "($module, fd, offset, length, advice, /)",
        advise,
        "Announce an intention to access data in a specific pattern.",
    ),
    NativeDef::function(
        "posix_fallocate",
        "($module, fd, offset, length, /)",
        allocate,
        "Ensure a file has allocated at least a particular number of bytes on disk.",
    ),
    NativeDef::function(
        "lockf",
        "($module, fd, command, length, /)",
        lock,
        "Apply, test or remove a POSIX lock on an open file descriptor.",
    ),
];

fn failed(vm: &Vm) -> impl Fn(Errno) -> PyError + '_ {
    |errno| os_error(vm, errno, None)
}

fn done(vm: &Vm, result: nix::Result<()>) -> PyResult {
    result.map(|()| Value::None).map_err(failed(vm))
}

fn count(vm: &Vm, result: nix::Result<usize>) -> PyResult {
    result.map(crate::support::size).map_err(failed(vm))
}

/// The items of a sequence of buffers.
fn items(vm: &Vm, value: &Value, function: &str) -> PyResult<Vec<Value>> {
    if !crate::support::is_sequence(vm, value) {
        return Err(vm.type_error(format!("{function}() arg 2 must be a sequence")));
    }
    vm.list_from_iterable(value)
}

/// Buffers that what is read goes to, and as much room as they have.
struct Room {
    views: Vec<Buffer>,
    data: Vec<Vec<u8>>,
}

impl Room {
    fn of(vm: &Vm, value: &Value, function: &str) -> PyResult<Room> {
        let mut views = Vec::new();
        for item in items(vm, value, function)? {
            views.push(vm.buffer(&item, true)?);
        }
        if !vm.check_size(views.iter().map(|view| view.len).sum()) {
            return Err(vm.out_of_memory());
        }
        let data = views.iter().map(|view| vec![0; view.len]).collect();
        Ok(Room { views, data })
    }

    fn slices(&mut self) -> Vec<IoSliceMut<'_>> {
        self.data.iter_mut().map(|data| IoSliceMut::new(data)).collect()
    }

    /// Copies what was read into the buffers.
    fn filled(&self, mut count: usize) -> Value {
        let all = crate::support::size(count);
        for (view, data) in self.views.iter().zip(&self.data) {
            let here = count.min(data.len());
            crate::_io::bases::fill(view, data.get(..here).unwrap_or(data));
            count -= here;
        }
        all
    }
}

fn written(vm: &Vm, value: &Value, function: &str) -> PyResult<Vec<pyvm_vm::heap::Bytes>> {
    items(vm, value, function)?.iter().map(|item| vm.bytes_of(item)).collect()
}

fn slices(data: &[pyvm_vm::heap::Bytes]) -> Vec<IoSlice<'_>> {
    data.iter().map(|data| IoSlice::new(data)).collect()
}

/// `readv(fd, buffers)`
fn read_vector(vm: &Vm, args: &[Value]) -> PyResult {
    let fd = c_int(vm, &args[0])?;
    let mut room = Room::of(vm, &args[1], "readv")?;
    crate::_io::turns::wait_for_input(vm, fd)?;
    let got = retry(|| uio::readv(fd, &mut room.slices())).map_err(failed(vm))?;
    Ok(room.filled(got))
}

/// `writev(fd, buffers)`
fn write_vector(vm: &Vm, args: &[Value]) -> PyResult {
    let fd = c_int(vm, &args[0])?;
    let data = written(vm, &args[1], "writev")?;
    count(vm, retry(|| uio::writev(fd, &slices(&data))))
}

/// Flags of a single call need another way to the system.
fn no_flags(vm: &Vm, flags: &Value, function: &str) -> PyResult<()> {
    if c_int(vm, flags)? == 0 { Ok(()) } else { Err(vm.unfinished(&format!("os.{function}() with flags"))) }
}

/// `preadv(fd, buffers, offset, flags=0)`
fn read_vector_at(vm: &Vm, args: &[Value]) -> PyResult {
    let fd = c_int(vm, &args[0])?;
    let offset = vm.index_i64(&args[2])?;
    no_flags(vm, &args[3], "preadv")?;
    let mut room = Room::of(vm, &args[1], "preadv")?;
    // Where the descriptor stands is place -1.
    let got = retry(|| match offset {
        -1 => uio::readv(fd, &mut room.slices()),
        offset => uio::preadv(fd, &mut room.slices(), offset),
    });
    let got = got.map_err(failed(vm))?;
    Ok(room.filled(got))
}

/// `pwritev(fd, buffers, offset, flags=0)`
fn write_vector_at(vm: &Vm, args: &[Value]) -> PyResult {
    let fd = c_int(vm, &args[0])?;
    let offset = vm.index_i64(&args[2])?;
    no_flags(vm, &args[3], "pwritev")?;
    let data = written(vm, &args[1], "pwritev")?;
    let written = retry(|| match offset {
        -1 => uio::writev(fd, &slices(&data)),
        offset => uio::pwritev(fd, &slices(&data), offset),
    });
    count(vm, written)
}

/// A number of bytes.
fn amount(vm: &Vm, value: &Value) -> PyResult<usize> {
    usize::try_from(vm.index_i64(value)?)
        .map_err(|_| vm.value_error("negative value for 'count' not allowed"))
}

/// A place in a file; None is where its descriptor stands.
fn place(vm: &Vm, value: &Value) -> PyResult<Option<i64>> {
    if value.is_none() { Ok(None) } else { vm.index_i64(value).map(Some) }
}

/// `sendfile(out_fd, in_fd, offset, count)`
fn send(vm: &Vm, args: &[Value]) -> PyResult {
    let (to, from) = (c_int(vm, &args[0])?, c_int(vm, &args[1])?);
    let mut offset = place(vm, &args[2])?;
    let length = usize::try_from(vm.index_i64(&args[3])?).map_err(|_| os_error(vm, Errno::EINVAL, None))?;
    count(vm, retry(|| sendfile::sendfile(to, from, offset.as_mut(), length)))
}

/// `copy_file_range(src, dst, count, offset_src=None, offset_dst=None)`
fn copy_range(vm: &Vm, args: &[Value]) -> PyResult {
    let (from, to) = (c_int(vm, &args[0])?, c_int(vm, &args[1])?);
    let length = amount(vm, &args[2])?;
    let (mut source, mut target) = (place(vm, &args[3])?, place(vm, &args[4])?);
    count(vm, retry(|| fcntl::copy_file_range(from, source.as_mut(), to, target.as_mut(), length)))
}

/// `splice(src, dst, count, offset_src=None, offset_dst=None, flags=0)`
fn splice(vm: &Vm, args: &[Value]) -> PyResult {
    let (from, to) = (c_int(vm, &args[0])?, c_int(vm, &args[1])?);
    let length = amount(vm, &args[2])?;
    let (mut source, mut target) = (place(vm, &args[3])?, place(vm, &args[4])?);
    let flags = super::objects::unsigned(vm, &args[5])?;
    let flags = SpliceFFlags::from_bits(flags);
    let flags = flags.ok_or_else(|| os_error(vm, Errno::EINVAL, None))?;
    count(vm, retry(|| fcntl::splice(from, source.as_mut(), to, target.as_mut(), length, flags)))
}

/// `posix_fadvise(fd, offset, length, advice)`
fn advise(vm: &Vm, args: &[Value]) -> PyResult {
    let fd = c_int(vm, &args[0])?;
    let (offset, length) = (vm.index_i64(&args[1])?, vm.index_i64(&args[2])?);
    let advice = match c_int(vm, &args[3])? {
        0 => PosixFadviseAdvice::POSIX_FADV_NORMAL,
        1 => PosixFadviseAdvice::POSIX_FADV_RANDOM,
        2 => PosixFadviseAdvice::POSIX_FADV_SEQUENTIAL,
        3 => PosixFadviseAdvice::POSIX_FADV_WILLNEED,
        4 => PosixFadviseAdvice::POSIX_FADV_DONTNEED,
        5 => PosixFadviseAdvice::POSIX_FADV_NOREUSE,
        _ => {
            // The descriptor is looked at first.
            let known = fcntl::posix_fadvise(fd, offset, length, PosixFadviseAdvice::POSIX_FADV_NORMAL);
            return done(vm, known.and(Err(Errno::EINVAL)));
        }
    };
    done(vm, retry(|| fcntl::posix_fadvise(fd, offset, length, advice)))
}

/// `posix_fallocate(fd, offset, length)`
fn allocate(vm: &Vm, args: &[Value]) -> PyResult {
    let fd = c_int(vm, &args[0])?;
    let (offset, length) = (vm.index_i64(&args[1])?, vm.index_i64(&args[2])?);
    done(vm, retry(|| fcntl::posix_fallocate(fd, offset, length)))
}

/// `lockf(fd, command, length)`: from where the descriptor stands.
fn lock(vm: &Vm, args: &[Value]) -> PyResult {
    let (fd, command) = (c_int(vm, &args[0])?, c_int(vm, &args[1])?);
    let length = vm.index_i64(&args[2])?;
    let part = |kind: i32| libc::flock {
        l_type: kind as libc::c_short,
        l_whence: libc::SEEK_CUR as libc::c_short,
        l_start: 0,
        l_len: length,
        l_pid: 0,
    };
    let result = match command {
        0 => fcntl::fcntl(fd, FcntlArg::F_SETLK(&part(libc::F_UNLCK))).map(drop),
        1 => return lock_when_free(vm, fd, &part(libc::F_WRLCK)),
        2 => fcntl::fcntl(fd, FcntlArg::F_SETLK(&part(libc::F_WRLCK))).map(drop),
        3 => test(fd, part(libc::F_RDLCK)),
        _ => Err(Errno::EINVAL),
    };
    done(vm, result)
}

/// Whether another process holds a lock on the part.
fn test(fd: RawFd, mut part: libc::flock) -> nix::Result<()> {
    fcntl::fcntl(fd, FcntlArg::F_GETLK(&mut part))?;
    let free = i32::from(part.l_type) == libc::F_UNLCK || part.l_pid == nix::unistd::getpid().as_raw();
    if free { Ok(()) } else { Err(Errno::EACCES) }
}

/// Waits for the lock; interrupts are answered and other threads run meanwhile.
fn lock_when_free(vm: &Vm, fd: RawFd, part: &libc::flock) -> PyResult {
    let mut nap = super::wait::Nap::new();
    crate::waiting::wait(vm, None, |left| match fcntl::fcntl(fd, FcntlArg::F_SETLK(part)) {
        Ok(_) => Ok(Some(())),
        Err(Errno::EAGAIN | Errno::EACCES) => {
            nap.take(left);
            Ok(None)
        }
        Err(errno) => Err(errno),
    })?;
    Ok(Value::None)
}
