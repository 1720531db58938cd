//! `FileIO`. Mirrors `Modules/_io/fileio.c`.

use std::cell::Cell;
use std::ffi::{CString, OsStr};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use nix::errno::Errno;
use nix::fcntl::{FcntlArg, FdFlag, OFlag, fcntl};
use nix::sys::stat::{Mode, SFlag, fstat};
use nix::unistd::{Whence, close, ftruncate, isatty, lseek, read, write};
use pyvm_vm::heap::{Visitor, intern};
use pyvm_vm::objects::Native;
use pyvm_vm::types::{GetSetDef, Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::{base, bases, no_pickle, turns, unsupported};
use crate::posix::fd::whence;
use crate::posix::path::{fs_encode, fspath, os_error, retry};
use crate::support::instance;

/// The payload.
pub(super) struct FileIo {
    /// Negative where closed.
    fd: Cell<i32>,
    mode: Cell<OpenMode>,
    closefd: Cell<bool>,
    seekable: Cell<Option<bool>>,
    block: Cell<usize>,
    finalizing: Cell<bool>,
}

/// What a file was opened for.
#[derive(Clone, Copy, Default)]
struct OpenMode {
    created: bool,
    readable: bool,
    writable: bool,
    appending: bool,
}

/// The type.
pub(super) static FILE_IO: TypeSpec = TypeSpec {
    doc: Some(
        "Open a file.\n\nThe mode can be 'r' (default), 'w', 'x' or 'a' for reading,\nwriting, exclusive creation or appending.  The file will be created if it\ndoesn't exist when opened for writing or appending; it will be truncated\nwhen opened for writing.  A FileExistsError will be raised if it already\nexists when opened for creating. Opening a file for creating implies\nwriting so this mode behaves in a similar way to 'w'.Add a '+' to the mode\nto allow simultaneous reading and writing. A custom opener can be used by\npassing a callable as *opener*. The underlying file descriptor for the file\nobject is then obtained by calling opener with (*name*, *flags*).\n*opener* must return an open file descriptor (passing os.open as *opener*\nresults in functionality similar to passing None).",
    ),
    base: Some(&bases::RAW_BASE),
    flags: TypeFlags::BASETYPE,
    layout: Some(Layout::Native("FileIO")),
    slots: |s: &Slots| s.repr.set(Some(repr)),
    new: Some(&NEW),
    init: Some(&INIT),
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::named("FileIO", "_io")
};

static NEW: NativeDef = NativeDef::static_("__new__", "($type, /, *args, **kwargs)", new, "");
static INIT: NativeDef =
    NativeDef::method("__init__", "($self, /, file, mode='r', closefd=True, opener=None)", init, "");

static GETSET: &[GetSetDef] = &[
    GetSetDef::get("closed", |vm, v| Ok(Value::Bool(of(vm, v)?.fd.get() < 0)), "True if the file is closed"),
    GetSetDef::get(
        "closefd",
        |vm, v| Ok(Value::Bool(of(vm, v)?.closefd.get())),
        "True if the file descriptor will be closed by close().",
    ),
    GetSetDef::get(
        "mode",
        |vm, v| Ok(Value::str(of(vm, v)?.mode.get().text())),
        "String giving the file mode",
    ),
    GetSetDef::member("_blksize", |vm, v| Ok(Value::from(of(vm, v)?.block.get())), ""),
    GetSetDef {
        is_member: true,
        ..GetSetDef::get_set(
            "_finalizing",
            |vm, v| Ok(Value::Bool(of(vm, v)?.finalizing.get())),
            |vm, v, given| {
                of(vm, v)?.finalizing.set(given.map_or(Ok(false), |g| vm.is_true(&g))?);
                Ok(())
            },
            "",
        )
    },
];

static METHODS: &[NativeDef] = &[
    NativeDef::method(
        "read",
        "($self, size=-1, /)",
        read_some,
        "Read at most size bytes, returned as bytes.",
    ),
    NativeDef::method(
        "readall",
        "($self, /)",
        |vm, a| readall(vm, of(vm, &a[0])?),
        "Read all data from the file, returned as bytes.",
    ),
    NativeDef::method("readinto", "($self, buffer, /)", readinto, "Same as RawIOBase.readinto()."),
    NativeDef::method(
        "write",
        "($self, b, /)",
        write_some,
        "Write buffer b to file, return number of bytes written.",
    ),
    NativeDef::method(
        "seek",
        "($self, pos, whence=0, /)",
        seek,
        "Move to new file position and return the file position.",
    ),
    NativeDef::method(
        "tell",
        "($self, /)",
        |vm, a| position(vm, of(vm, &a[0])?).map(Value::Int),
        "Current file position.",
    ),
    NativeDef::method(
        "truncate",
        "($self, size=None, /)",
        truncate,
        "Truncate the file to at most size bytes and return the truncated size.",
    ),
    NativeDef::method("close", "($self, /)", close_file, "Close the file."),
    NativeDef::method(
        "seekable",
        "($self, /)",
        |vm, a| {
            let f = of(vm, &a[0])?;
            descriptor(vm, f)?;
            Ok(Value::Bool(is_seekable(f)))
        },
        "True if file supports random-access.",
    ),
    NativeDef::method(
        "readable",
        "($self, /)",
        |vm, a| {
            let f = of(vm, &a[0])?;
            descriptor(vm, f)?;
            Ok(Value::Bool(f.mode.get().readable))
        },
        "True if file was opened in a read mode.",
    ),
    NativeDef::method(
        "writable",
        "($self, /)",
        |vm, a| {
            let f = of(vm, &a[0])?;
            descriptor(vm, f)?;
            Ok(Value::Bool(f.mode.get().writable))
        },
        "True if file was opened in a write mode.",
    ),
    NativeDef::method(
        "fileno",
        "($self, /)",
        |vm, a| descriptor(vm, of(vm, &a[0])?).map(Value::from),
        "Return the underlying file descriptor (an integer).",
    ),
    NativeDef::method(
        "isatty",
        "($self, /)",
        |vm, a| Ok(Value::Bool(isatty(descriptor(vm, of(vm, &a[0])?)?).unwrap_or(false))),
        "True if the file is connected to a TTY device.",
    ),
    NativeDef::method("_dealloc_warn", "($self, object, /)", dealloc_warn, ""),
    NativeDef::method("__reduce__", "($self, /)", no_pickle, ""),
    NativeDef::method("__reduce_ex__", "($self, object, /)", no_pickle, ""),
];

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a FileIo> {
    vm.payload(value, "_io.FileIO")
}

/// The payload where the object is an exact `FileIO`, whose methods need no look-up.
pub(super) fn exact<'a>(vm: &Vm, value: &'a Value) -> Option<&'a FileIo> {
    value.native::<FileIo>().filter(|_| vm.is_exact(value, &vm.native_type(&FILE_IO)))
}

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    let payload = FileIo {
        fd: Cell::new(-1),
        mode: Cell::default(),
        closefd: Cell::new(true),
        seekable: Cell::new(None),
        block: Cell::new(0),
        finalizing: Cell::new(false),
    };
    instance(vm, &args[0], payload)
}

impl OpenMode {
    fn text(self) -> &'static str {
        match (self.created, self.appending, self.readable, self.writable) {
            (true, _, true, _) => "xb+",
            (true, ..) => "xb",
            (_, true, true, _) => "ab+",
            (_, true, ..) => "ab",
            (.., true, true) => "rb+",
            (.., true, _) => "rb",
            _ => "wb",
        }
    }

    /// Reads a mode such as `rb+`; the flags for opening with it.
    fn parse(vm: &Vm, text: &str) -> PyResult<(OpenMode, OFlag)> {
        const WRONG: &str = "Must have exactly one of create/read/write/append mode and at most one plus";
        let (mut mode, mut kinds, mut plus) = (OpenMode::default(), 0, 0);
        let mut flags = OFlag::O_CLOEXEC;
        for c in text.chars() {
            match c {
                'x' => {
                    (mode.created, mode.writable) = (true, true);
                    flags |= OFlag::O_EXCL | OFlag::O_CREAT;
                }
                'r' => mode.readable = true,
                'w' => {
                    mode.writable = true;
                    flags |= OFlag::O_CREAT | OFlag::O_TRUNC;
                }
                'a' => {
                    (mode.writable, mode.appending) = (true, true);
                    flags |= OFlag::O_APPEND | OFlag::O_CREAT;
                }
                'b' => continue,
                '+' => {
                    plus += 1;
                    continue;
                }
                _ => return Err(vm.value_error(format!("invalid mode: {text}"))),
            }
            kinds += 1;
        }
        if kinds != 1 || plus > 1 {
            return Err(vm.value_error(WRONG));
        }
        if plus == 1 {
            (mode.readable, mode.writable) = (true, true);
        }
        flags |= match (mode.readable, mode.writable) {
            (true, true) => OFlag::O_RDWR,
            (true, false) => OFlag::O_RDONLY,
            _ => OFlag::O_WRONLY,
        };
        Ok((mode, flags))
    }
}

/// The descriptor that the first argument names, or none where it is a path.
fn given_descriptor(vm: &Vm, file: &Value) -> PyResult<Option<i32>> {
    if !matches!(file.unwrapped(), Value::Int(_) | Value::Bool(_) | Value::Big(_)) {
        return Ok(None);
    }
    if matches!(file, Value::Bool(_)) {
        vm.warn(&vm.exc.runtime_warning, "bool is used as a file descriptor", 1)?;
    }
    let fd = crate::posix::path::c_int(vm, file)?;
    if fd < 0 {
        return Err(vm.value_error("negative file descriptor"));
    }
    Ok(Some(fd))
}

/// Asks to open a file as the flags say.
fn ask(vm: &Vm, name: &CString, flags: OFlag, shown: &Value) -> PyResult<()> {
    if vm.permissions.is_everything() {
        return Ok(());
    }
    let path = Path::new(OsStr::from_bytes(name.as_bytes()));
    let access = flags & OFlag::O_ACCMODE;
    if access != OFlag::O_WRONLY {
        vm.ask_read(path, shown)?;
    }
    if access != OFlag::O_RDONLY || flags.intersects(OFlag::O_CREAT | OFlag::O_TRUNC) {
        vm.ask_write(path, shown)?;
    }
    Ok(())
}

fn open_path(vm: &Vm, file: &Value, flags: OFlag, opener: &Value) -> PyResult<i32> {
    if !opener.is_none() {
        let answer = vm.call2(opener, file.clone(), Value::from(flags.bits()))?;
        if !matches!(answer.unwrapped(), Value::Int(_) | Value::Bool(_) | Value::Big(_)) {
            return Err(vm.type_error("expected integer from opener"));
        }
        let fd = crate::posix::path::c_int(vm, &answer)?;
        if fd < 0 {
            return Err(vm.value_error(format!("opener returned {fd}")));
        }
        if !vm.permissions.has_descriptors() {
            return Err(vm.denied("--allow-read --allow-write", None));
        }
        let _ = fcntl(fd, FcntlArg::F_SETFD(FdFlag::FD_CLOEXEC));
        return Ok(fd);
    }
    let path = fspath(vm, file)?;
    let bytes = match path.as_text() {
        Some(text) => fs_encode(vm, text)?,
        None => vm.bytes_of(&path)?.to_vec(),
    };
    let name = CString::new(bytes).map_err(|_| vm.value_error("embedded null byte"))?;
    ask(vm, &name, flags, file)?;
    let mode = Mode::from_bits_truncate(0o666);
    retry(|| nix::fcntl::open(name.as_c_str(), flags, mode)).map_err(|e| os_error(vm, e, Some(file)))
}

/// `FileIO(file, mode='r', closefd=True, opener=None)`
fn init(vm: &Vm, args: &[Value]) -> PyResult {
    let (this, file) = (of(vm, &args[0])?, &args[1]);
    if this.fd.get() >= 0 {
        release(vm, this)?;
    }
    let given = given_descriptor(vm, file)?;
    let text = vm.expect_str(&args[2], "FileIO() argument 'mode'")?.to_string();
    let closefd = vm.is_true(&args[3])?;
    let (mode, flags) = OpenMode::parse(vm, &text)?;
    if given.is_none() && !closefd {
        return Err(vm.value_error("Cannot use closefd=False with file name"));
    }
    let fd = match given {
        // A sandboxed program cannot close what the host has open.
        Some(_) if closefd && !vm.permissions.has_descriptors() => {
            return Err(vm.denied("--allow-read --allow-write", None));
        }
        Some(fd) => {
            vm.ask_descriptor(fd)?;
            fd
        }
        None => open_path(vm, file, flags, &args[4])?,
    };
    this.mode.set(mode);
    this.closefd.set(closefd);
    this.seekable.set(None);
    if let Err(error) = accept(vm, this, &args[0], file, fd) {
        if given.is_none() {
            let _ = close(fd);
        }
        this.fd.set(-1);
        return Err(error);
    }
    Ok(Value::None)
}

/// Takes a descriptor in: it must be open and no folder.
fn accept(vm: &Vm, this: &FileIo, object: &Value, file: &Value, fd: i32) -> PyResult<()> {
    this.block.set(super::DEFAULT_BUFFER_SIZE);
    match fstat(fd) {
        Ok(s) => {
            if SFlag::from_bits_truncate(s.st_mode) & SFlag::S_IFMT == SFlag::S_IFDIR {
                return Err(os_error(vm, Errno::EISDIR, Some(file)));
            }
            if let Some(size) = usize::try_from(s.st_blksize).ok().filter(|n| *n > 1) {
                this.block.set(size);
            }
        }
        Err(Errno::EBADF) => return Err(os_error(vm, Errno::EBADF, None)),
        Err(_) => {}
    }
    this.fd.set(fd);
    vm.setattr(object, &intern::intern_str("name"), file.clone())?;
    if this.mode.get().appending {
        let _ = lseek(fd, 0, Whence::SeekEnd);
    }
    Ok(())
}

/// The open descriptor.
pub(super) fn descriptor(vm: &Vm, this: &FileIo) -> PyResult<i32> {
    let fd = this.fd.get();
    if fd < 0 { Err(vm.value_error("I/O operation on closed file")) } else { Ok(fd) }
}

fn for_reading(vm: &Vm, this: &FileIo) -> PyResult<i32> {
    let fd = descriptor(vm, this)?;
    if this.mode.get().readable { Ok(fd) } else { Err(unsupported(vm, "File not open for reading")) }
}

/// Reads into `room`; none where it would block.
pub(super) fn read_into(vm: &Vm, this: &FileIo, room: &mut [u8]) -> PyResult<Option<usize>> {
    let fd = for_reading(vm, this)?;
    if !is_seekable(this) {
        turns::wait_for_input(vm, fd)?;
    }
    match retry(|| read(fd, room)) {
        Ok(count) => Ok(Some(count)),
        Err(Errno::EAGAIN) => Ok(None),
        Err(e) => Err(os_error(vm, e, None)),
    }
}

/// Writes some of `data`; none where it would block.
pub(super) fn write_from(vm: &Vm, this: &FileIo, data: &[u8]) -> PyResult<Option<usize>> {
    let fd = descriptor(vm, this)?;
    if !this.mode.get().writable {
        return Err(unsupported(vm, "File not open for writing"));
    }
    let data = output(vm, fd, data)?;
    if !is_seekable(this) {
        return turns::write_in_turns(vm, fd, data);
    }
    match retry(|| write(fd, data)) {
        Ok(count) => Ok(Some(count)),
        Err(Errno::EAGAIN) => Ok(None),
        Err(e) => Err(os_error(vm, e, None)),
    }
}

/// What may be written of `data`: standard streams are counted.
pub(crate) fn output<'a>(vm: &Vm, fd: i32, data: &'a [u8]) -> PyResult<&'a [u8]> {
    if !matches!(fd, 1 | 2) {
        return Ok(data);
    }
    Ok(data.get(..vm.charge_output(data.len())?).unwrap_or(data))
}

fn read_some(vm: &Vm, args: &[Value]) -> PyResult {
    let this = of(vm, &args[0])?;
    for_reading(vm, this)?;
    let Ok(size) = usize::try_from(super::optional_size(vm, &args[1])?) else { return readall(vm, this) };
    if !vm.check_size(size) {
        return Err(vm.out_of_memory());
    }
    let mut data = vec![0; size];
    let count = read_into(vm, this, &mut data)?;
    Ok(count.map_or(Value::None, |n| vm.new_bytes(data.get(..n).unwrap_or(&data))))
}

/// Everything up to the end.
pub(super) fn readall(vm: &Vm, this: &FileIo) -> PyResult {
    let fd = descriptor(vm, this)?;
    let left = fstat(fd).ok().zip(lseek(fd, 0, Whence::SeekCur).ok()).map_or(0, |(s, at)| s.st_size - at);
    let mut chunk = usize::try_from(left).unwrap_or(0).clamp(super::DEFAULT_BUFFER_SIZE, 1 << 24) + 1;
    let mut data: Vec<u8> = Vec::new();
    loop {
        let start = data.len();
        if !vm.check_size(start + chunk) {
            return Err(vm.out_of_memory());
        }
        data.resize(start + chunk, 0);
        let count = read_into(vm, this, data.get_mut(start..).unwrap_or(&mut []))?;
        data.truncate(start + count.unwrap_or(0));
        match count {
            None if start == 0 => return Ok(Value::None),
            None | Some(0) => return Ok(vm.new_bytes(&data)),
            Some(_) => chunk = data.len().clamp(super::DEFAULT_BUFFER_SIZE, 1 << 24),
        }
    }
}

fn readinto(vm: &Vm, args: &[Value]) -> PyResult {
    let this = of(vm, &args[0])?;
    for_reading(vm, this)?;
    let room = bases::writable(vm, &args[1], "readinto() argument 1")?;
    let mut data = vec![0; room.len];
    let Some(count) = read_into(vm, this, &mut data)? else { return Ok(Value::None) };
    bases::fill(&room, data.get(..count).unwrap_or(&data));
    Ok(Value::from(count))
}

fn write_some(vm: &Vm, args: &[Value]) -> PyResult {
    let this = of(vm, &args[0])?;
    descriptor(vm, this)?;
    if !this.mode.get().writable {
        return Err(unsupported(vm, "File not open for writing"));
    }
    let data = vm.bytes_of(&args[1])?;
    Ok(write_from(vm, this, &data)?.map_or(Value::None, Value::from))
}

fn is_seekable(this: &FileIo) -> bool {
    let known = this.seekable.get();
    let answer = known.unwrap_or_else(|| lseek(this.fd.get(), 0, Whence::SeekCur).is_ok());
    this.seekable.set(Some(answer));
    answer
}

/// The position in the file.
pub(super) fn position(vm: &Vm, this: &FileIo) -> PyResult<i64> {
    lseek(descriptor(vm, this)?, 0, Whence::SeekCur).map_err(|e| os_error(vm, e, None))
}

fn seek(vm: &Vm, args: &[Value]) -> PyResult {
    let this = of(vm, &args[0])?;
    let fd = descriptor(vm, this)?;
    let target = vm.index_i64(&args[1])?;
    let from = whence(vm.index_i64(&args[2])?).ok_or_else(|| os_error(vm, Errno::EINVAL, None))?;
    lseek(fd, target, from).map(Value::Int).map_err(|e| os_error(vm, e, None))
}

fn truncate(vm: &Vm, args: &[Value]) -> PyResult {
    let this = of(vm, &args[0])?;
    let fd = descriptor(vm, this)?;
    if !this.mode.get().writable {
        return Err(unsupported(vm, "File not open for writing"));
    }
    let size = if args[1].is_none() { position(vm, this)? } else { vm.index_i64(&args[1])? };
    retry(|| ftruncate(fd, size)).map_err(|e| os_error(vm, e, None))?;
    Ok(Value::Int(size))
}

/// Lets go of the descriptor.
fn release(vm: &Vm, this: &FileIo) -> PyResult<()> {
    let fd = this.fd.replace(-1);
    if fd >= 0 && this.closefd.get() {
        close(fd).map_err(|e| os_error(vm, e, None))?;
    }
    Ok(())
}

/// Warns of `object`, a layer over this file or the file itself, where the descriptor is ours and open.
fn dealloc_warn(vm: &Vm, args: &[Value]) -> PyResult {
    let this = of(vm, &args[0])?;
    if this.fd.get() >= 0 && this.closefd.get() {
        vm.warn_unclosed(&args[1], &args[0]);
    }
    Ok(Value::None)
}

fn close_file(vm: &Vm, args: &[Value]) -> PyResult {
    let this = of(vm, &args[0])?;
    if this.finalizing.get() {
        dealloc_warn(vm, &[args[0].clone(), args[0].clone()])?;
    }
    let flushed = base::close(vm, args);
    if !this.closefd.get() {
        this.fd.set(-1);
        return flushed;
    }
    release(vm, this)?;
    flushed
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let this = of(vm, value)?;
    let class = vm.class_of(value).tp_name();
    let class = class.to_string();
    if this.fd.get() < 0 {
        return Ok(Value::str(&format!("<{class} [closed]>")));
    }
    let rest = format!(
        "mode='{}' closefd={}",
        this.mode.get().text(),
        if this.closefd.get() { "True" } else { "False" }
    );
    let Some(name) = vm.lookup_attr(value, &intern::intern_str("name"))? else {
        return Ok(Value::str(&format!("<{class} fd={} {rest}>", this.fd.get())));
    };
    let Some(_guard) = vm.repr_enter(value) else {
        return Err(vm.runtime_error(format!("reentrant call inside {class}.__repr__")));
    };
    Ok(Value::str(&format!("<{class} name={} {rest}>", vm.repr(&name)?)))
}

impl Native for FileIo {
    fn traverse(&self, _visit: &mut Visitor<'_>) {}
}
