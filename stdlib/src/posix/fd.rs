//! Operations on file descriptors.

use nix::errno::Errno;
use nix::fcntl::{FcntlArg, FdFlag, OFlag, fcntl, open, openat};
use nix::sys::termios;
use nix::unistd::{
    Whence, close, dup2, dup3, fchdir, fdatasync, fsync, ftruncate, isatty, lseek, pipe2, read, ttyname,
    write,
};
use pyvm_vm::objects::struct_sequence;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult, Value};

use super::path::{Accepts, PathArg, c_int, dir_fd, fildes, fs_decode, open_number, os_error, retry};

fn failed(vm: &Vm) -> impl Fn(Errno) -> PyError + '_ {
    |errno| os_error(vm, errno, None)
}

/// `open(path, flags, mode=0o777, *, dir_fd=None)`: the descriptor is not inherited.
pub(super) fn open_path(vm: &Vm, args: &[Value]) -> PyResult {
    let path = PathArg::of(vm, &args[0], Accepts::name("open", "path"))?;
    let flags = OFlag::from_bits_truncate(c_int(vm, &args[1])?) | OFlag::O_CLOEXEC;
    let (mode, dir) = (super::file::mode(vm, &args[2])?, dir_fd(vm, &args[3])?);
    let opened = retry(|| match dir {
        Some(dir) => openat(dir, path.name(), flags, mode),
        None => open(path.name(), flags, mode),
    });
    opened.map(Value::from).map_err(|e| path.error(vm, e))
}

pub(super) fn close_fd(vm: &Vm, args: &[Value]) -> PyResult {
    close(c_int(vm, &args[0])?).map_err(failed(vm))?;
    Ok(Value::None)
}

/// `closerange(low, high)`: errors do not matter.
pub(super) fn close_range(vm: &Vm, args: &[Value]) -> PyResult {
    for fd in c_int(vm, &args[0])?.max(0)..c_int(vm, &args[1])? {
        let _ = close(fd);
    }
    Ok(Value::None)
}

fn length(vm: &Vm, value: &Value) -> PyResult<usize> {
    let n = vm.index_i64(value)?;
    let n = usize::try_from(n).map_err(|_| os_error(vm, Errno::EINVAL, None))?;
    if vm.check_size(n) { Ok(n) } else { Err(vm.out_of_memory()) }
}

/// `read(fd, length)`
pub(super) fn read_fd(vm: &Vm, args: &[Value]) -> PyResult {
    let (fd, length) = (open_number(vm, &args[0])?, length(vm, &args[1])?);
    let mut data = vec![0; length];
    crate::_io::turns::wait_for_input(vm, fd)?;
    let count = retry(|| read(fd, &mut data)).map_err(failed(vm))?;
    Ok(vm.new_bytes(data.get(..count).unwrap_or(&data)))
}

/// `write(fd, data)`
pub(super) fn write_fd(vm: &Vm, args: &[Value]) -> PyResult {
    let (fd, data) = (open_number(vm, &args[0])?, vm.bytes_of(&args[1])?);
    let data = crate::_io::fileio::output(vm, fd, &data)?;
    if lseek(fd, 0, Whence::SeekCur).is_ok() {
        return retry(|| write(fd, data)).map(Value::from).map_err(failed(vm));
    }
    match crate::_io::turns::write_in_turns(vm, fd, data)? {
        Some(count) => Ok(Value::from(count)),
        None => Err(os_error(vm, Errno::EAGAIN, None)),
    }
}

/// `pread(fd, length, offset)`
pub(super) fn read_at(vm: &Vm, args: &[Value]) -> PyResult {
    let (fd, length, offset) = (c_int(vm, &args[0])?, length(vm, &args[1])?, vm.index_i64(&args[2])?);
    let mut data = vec![0; length];
    let count = retry(|| nix::sys::uio::pread(fd, &mut data, offset)).map_err(failed(vm))?;
    Ok(vm.new_bytes(data.get(..count).unwrap_or(&data)))
}

/// `pwrite(fd, data, offset)`
pub(super) fn write_at(vm: &Vm, args: &[Value]) -> PyResult {
    let (fd, data, offset) = (c_int(vm, &args[0])?, vm.bytes_of(&args[1])?, vm.index_i64(&args[2])?);
    retry(|| nix::sys::uio::pwrite(fd, &data, offset)).map(Value::from).map_err(failed(vm))
}

/// What `SEEK_SET` and its kin stand for.
pub(crate) fn whence(number: i64) -> Option<Whence> {
    Some(match number {
        0 => Whence::SeekSet,
        1 => Whence::SeekCur,
        2 => Whence::SeekEnd,
        3 => Whence::SeekData,
        4 => Whence::SeekHole,
        _ => return None,
    })
}

/// `lseek(fd, position, whence)`
pub(super) fn seek(vm: &Vm, args: &[Value]) -> PyResult {
    let (fd, position) = (open_number(vm, &args[0])?, vm.index_i64(&args[1])?);
    let whence = whence(i64::from(c_int(vm, &args[2])?)).ok_or_else(|| os_error(vm, Errno::EINVAL, None))?;
    lseek(fd, position, whence).map(Value::Int).map_err(failed(vm))
}

fn pair(vm: &Vm, made: nix::Result<(i32, i32)>) -> PyResult {
    let (reader, writer) = made.map_err(failed(vm))?;
    Ok(vm.new_tuple(vec![Value::from(reader), Value::from(writer)]))
}

pub(super) fn make_pipe(vm: &Vm, _: &[Value]) -> PyResult {
    pair(vm, pipe2(OFlag::O_CLOEXEC))
}

pub(super) fn make_pipe2(vm: &Vm, args: &[Value]) -> PyResult {
    pair(vm, pipe2(OFlag::from_bits_truncate(c_int(vm, &args[0])?)))
}

/// `dup(fd)`: the copy is not inherited.
pub(super) fn duplicate(vm: &Vm, args: &[Value]) -> PyResult {
    let fd = c_int(vm, &args[0])?;
    // `F_DUPFD_CLOEXEC` calls a bad descriptor EBADF as `dup` does.
    fcntl(fd, FcntlArg::F_DUPFD_CLOEXEC(0)).map(Value::from).map_err(failed(vm))
}

/// `dup2(fd, fd2, inheritable=True)`
pub(super) fn duplicate_to(vm: &Vm, args: &[Value]) -> PyResult {
    let (from, to) = (c_int(vm, &args[0])?, c_int(vm, &args[1])?);
    let made = if vm.is_true(&args[2])? { dup2(from, to) } else { dup3(from, to, OFlag::O_CLOEXEC) };
    made.map(Value::from).map_err(failed(vm))
}

pub(super) fn sync(vm: &Vm, args: &[Value]) -> PyResult {
    let fd = fildes(vm, &args[0])?;
    retry(|| fsync(fd)).map_err(failed(vm))?;
    Ok(Value::None)
}

pub(super) fn sync_data(vm: &Vm, args: &[Value]) -> PyResult {
    let fd = fildes(vm, &args[0])?;
    retry(|| fdatasync(fd)).map_err(failed(vm))?;
    Ok(Value::None)
}

pub(super) fn cut(vm: &Vm, args: &[Value]) -> PyResult {
    let (fd, length) = (open_number(vm, &args[0])?, vm.index_i64(&args[1])?);
    retry(|| ftruncate(fd, length)).map_err(failed(vm))?;
    Ok(Value::None)
}

pub(super) fn change_folder(vm: &Vm, args: &[Value]) -> PyResult {
    fchdir(fildes(vm, &args[0])?).map_err(failed(vm))?;
    Ok(Value::None)
}

pub(super) fn is_terminal(vm: &Vm, args: &[Value]) -> PyResult {
    Ok(Value::Bool(isatty(open_number(vm, &args[0])?).unwrap_or(false)))
}

pub(super) fn terminal_name(vm: &Vm, args: &[Value]) -> PyResult {
    let name = ttyname(c_int(vm, &args[0])?).map_err(failed(vm))?;
    fs_decode(vm, std::os::unix::ffi::OsStrExt::as_bytes(name.as_os_str())).map(Value::Str)
}

/// `get_terminal_size(fd=STDOUT_FILENO)`
pub(super) fn terminal_size(vm: &Vm, args: &[Value]) -> PyResult {
    let fd = if args[0].is_unbound() { 1 } else { open_number(vm, &args[0])? };
    termios::tcgetattr(fd).map_err(failed(vm))?;
    // The size of a terminal is asked of an open file of it, which its name gives.
    let name = ttyname(fd).map_err(failed(vm))?;
    let file = std::fs::File::open(name).map_err(|e| vm.io_error(&e, None))?;
    let size = rustix::termios::tcgetwinsize(&file)
        .map_err(|e| os_error(vm, Errno::from_i32(e.raw_os_error()), None))?;
    let class = vm.getattr_str(&vm.import("posix")?, "terminal_size")?;
    let class = vm.expect_type(&class, "terminal_size")?;
    Ok(struct_sequence::instance(class, vec![Value::Int(size.ws_col.into()), Value::Int(size.ws_row.into())]))
}

fn flags(vm: &Vm, fd: i32) -> PyResult<OFlag> {
    fcntl(fd, FcntlArg::F_GETFL).map(OFlag::from_bits_truncate).map_err(failed(vm))
}

pub(super) fn get_blocking(vm: &Vm, args: &[Value]) -> PyResult {
    Ok(Value::Bool(!flags(vm, open_number(vm, &args[0])?)?.contains(OFlag::O_NONBLOCK)))
}

pub(super) fn set_blocking(vm: &Vm, args: &[Value]) -> PyResult {
    let fd = c_int(vm, &args[0])?;
    let mut flags = flags(vm, fd)?;
    flags.set(OFlag::O_NONBLOCK, !vm.is_true(&args[1])?);
    fcntl(fd, FcntlArg::F_SETFL(flags)).map_err(failed(vm))?;
    Ok(Value::None)
}

pub(super) fn get_inheritable(vm: &Vm, args: &[Value]) -> PyResult {
    let bits = fcntl(open_number(vm, &args[0])?, FcntlArg::F_GETFD).map_err(failed(vm))?;
    Ok(Value::Bool(!FdFlag::from_bits_truncate(bits).contains(FdFlag::FD_CLOEXEC)))
}

pub(super) fn set_inheritable(vm: &Vm, args: &[Value]) -> PyResult {
    let flag = if vm.is_true(&args[1])? { FdFlag::empty() } else { FdFlag::FD_CLOEXEC };
    fcntl(c_int(vm, &args[0])?, FcntlArg::F_SETFD(flag)).map_err(failed(vm))?;
    Ok(Value::None)
}
