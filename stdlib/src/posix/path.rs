//! Path arguments: `str`, `bytes`, path-like objects and file descriptors, as `path_converter` takes them.

use std::ffi::{CStr, CString};
use std::os::fd::RawFd;

use nix::errno::Errno;
use pyvm_vm::heap::Str;
use pyvm_vm::objects::str::codec;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult, Value};

/// Where a path argument points.
pub(crate) enum Target {
    /// A name in the file system.
    Name(CString),
    /// An open file.
    Descriptor(RawFd),
}

/// A path argument, converted.
pub(crate) struct PathArg {
    /// Where it points.
    pub(crate) target: Target,
    /// What errors show as their file name.
    pub(crate) shown: Value,
    /// Whether names derived from it are `bytes`.
    pub(crate) is_bytes: bool,
}

/// What a function takes as a path.
#[derive(Clone, Copy)]
pub(crate) struct Accepts {
    /// The function's and the parameter's name.
    pub(crate) names: (&'static str, &'static str),
    /// File descriptors.
    pub(crate) descriptor: bool,
    /// `None`, for the current folder.
    pub(crate) none: bool,
}

impl Accepts {
    /// Names only.
    pub(crate) const fn name(function: &'static str, parameter: &'static str) -> Accepts {
        Accepts { names: (function, parameter), descriptor: false, none: false }
    }

    /// Names and file descriptors.
    pub(crate) const fn any(function: &'static str) -> Accepts {
        Accepts { names: (function, "path"), descriptor: true, none: false }
    }
}

impl PathArg {
    /// Converts an argument, and asks for what it names.
    pub(crate) fn of(vm: &Vm, value: &Value, accepts: Accepts) -> PyResult<PathArg> {
        let path = PathArg::converted(vm, value, accepts)?;
        let shown = if path.shown.is_none() { &Value::str(".") } else { &path.shown };
        super::sandbox::check_path(vm, accepts.names, &path.target, shown)?;
        Ok(path)
    }

    /// Converts an argument, of a path or of a name that is spelt like one.
    pub(super) fn converted(vm: &Vm, value: &Value, accepts: Accepts) -> PyResult<PathArg> {
        if value.is_none() && accepts.none {
            let target = Target::Name(c".".to_owned());
            return Ok(PathArg { target, shown: Value::None, is_bytes: false });
        }
        let mut shown = value.clone();
        if shown.as_text().is_none() && !is_bytes(&shown) {
            if accepts.descriptor && vm.has_index(value) {
                let target = Target::Descriptor(descriptor_number(vm, value)?);
                return Ok(PathArg { target, shown, is_bytes: false });
            }
            match vm.call_special(value, &vm.intern("__fspath__"), &[])? {
                Some(path) => shown = checked_fspath(vm, value, path)?,
                None => return Err(refuse(vm, value, accepts)),
            }
        }
        let is_bytes = is_bytes(&shown);
        let Ok(name) = CString::new(encoded(vm, &shown)?) else {
            let (function, parameter) = accepts.names;
            return Err(vm.value_error(format!("{function}: embedded null character in {parameter}")));
        };
        Ok(PathArg { target: Target::Name(name), shown, is_bytes })
    }

    /// The name, for functions that take no descriptor.
    pub(crate) fn name(&self) -> &CStr {
        match &self.target {
            Target::Name(name) => name,
            Target::Descriptor(_) => c"",
        }
    }

    /// The OSError of a failed call about this path.
    pub(crate) fn error(&self, vm: &Vm, errno: Errno) -> PyError {
        os_error(vm, errno, Some(&self.shown).filter(|v| !v.is_none()))
    }

    /// A derived name as the caller wants it: `bytes` for `bytes`, else `str`.
    pub(crate) fn derived(&self, vm: &Vm, name: &[u8]) -> PyResult {
        if self.is_bytes { Ok(vm.new_bytes(name)) } else { fs_decode(vm, name).map(Value::Str) }
    }
}

fn is_bytes(value: &Value) -> bool {
    matches!(value.unwrapped(), Value::Bytes(_))
}

fn refuse(vm: &Vm, value: &Value, accepts: Accepts) -> PyError {
    let kinds = match (accepts.descriptor, accepts.none) {
        (true, true) => "string, bytes, os.PathLike, integer or None",
        (true, false) => "string, bytes, os.PathLike or integer",
        (false, true) => "string, bytes, os.PathLike or None",
        (false, false) => "string, bytes or os.PathLike",
    };
    let ((function, parameter), got) = (accepts.names, vm.type_name(value));
    vm.type_error(format!("{function}: {parameter} should be {kinds}, not {got}"))
}

fn checked_fspath(vm: &Vm, value: &Value, path: Value) -> PyResult {
    if path.as_text().is_some() || is_bytes(&path) {
        return Ok(path);
    }
    let (owner, got) = (vm.type_name(value), vm.type_name(&path));
    Err(vm.type_error(format!("expected {owner}.__fspath__() to return str or bytes, not {got}")))
}

/// The bytes of a `str` or `bytes` path.
fn encoded(vm: &Vm, path: &Value) -> PyResult<Vec<u8>> {
    match path.as_text() {
        Some(text) => fs_encode(vm, text),
        None => Ok(vm.bytes_of(path)?.to_vec()),
    }
}

/// `os.fspath(path)`
pub(crate) fn fspath(vm: &Vm, value: &Value) -> PyResult {
    if value.as_text().is_some() || is_bytes(value) {
        return Ok(value.clone());
    }
    match vm.call_special(value, &vm.intern("__fspath__"), &[])? {
        Some(path) => checked_fspath(vm, value, path),
        None => {
            let got = vm.type_name(value);
            Err(vm.type_error(format!("expected str, bytes or os.PathLike object, not {got}")))
        }
    }
}

/// Text as the file system has it.
pub(crate) fn fs_encode(vm: &Vm, text: &Str) -> PyResult<Vec<u8>> {
    codec::encode(vm, text, "utf-8", "surrogateescape")
}

/// A name of the file system as text.
pub(crate) fn fs_decode(vm: &Vm, name: &[u8]) -> PyResult<Str> {
    vm.decode(name, "utf-8", "surrogateescape")
}

/// The OSError of a failed call.
pub(crate) fn os_error(vm: &Vm, errno: Errno, filename: Option<&Value>) -> PyError {
    vm.io_error(&std::io::Error::from_raw_os_error(errno as i32), filename)
}

/// An `int` argument that C takes as `int`.
pub(crate) fn c_int(vm: &Vm, value: &Value) -> PyResult<i32> {
    let too_large = |vm: &Vm| vm.overflow_error("Python int too large to convert to C int");
    i32::try_from(vm.index_i64_or(value, too_large)?).map_err(|_| too_large(vm))
}

/// The number of an open file.
pub(super) fn open_number(vm: &Vm, value: &Value) -> PyResult<RawFd> {
    let fd = c_int(vm, value)?;
    vm.ask_descriptor(fd)?;
    Ok(fd)
}

fn descriptor_number(vm: &Vm, value: &Value) -> PyResult<RawFd> {
    let n = vm.index_clamped(value)?;
    i32::try_from(n).map_err(|_| {
        vm.overflow_error(if n > 0 { "fd is greater than maximum" } else { "fd is less than minimum" })
    })
}

/// A descriptor, or an object with `fileno()`.
pub(crate) fn fildes(vm: &Vm, value: &Value) -> PyResult<RawFd> {
    let is_int = |v: &Value| matches!(v.unwrapped(), Value::Int(_) | Value::Bool(_) | Value::Big(_));
    let number = if is_int(value) {
        c_int(vm, value)?
    } else {
        let Some(method) = vm.lookup_attr(value, &vm.intern("fileno"))? else {
            return Err(vm.type_error("argument must be an int, or have a fileno() method."));
        };
        let answer = vm.call0(&method)?;
        if !is_int(&answer) {
            return Err(vm.type_error("fileno() returned a non-integer"));
        }
        c_int(vm, &answer)?
    };
    if number < 0 {
        return Err(vm.value_error(format!("file descriptor cannot be a negative integer ({number})")));
    }
    vm.ask_descriptor(number)?;
    Ok(number)
}

/// The folder that a relative path starts from.
pub(crate) fn dir_fd(vm: &Vm, value: &Value) -> PyResult<Option<RawFd>> {
    if value.is_none() {
        return Ok(None);
    }
    if !vm.has_index(value) {
        let got = vm.type_name(value);
        return Err(vm.type_error(format!("argument should be integer or None, not {got}")));
    }
    super::sandbox::check_folder(vm)?;
    descriptor_number(vm, value).map(Some)
}

/// Runs a system call again while signals interrupt it.
pub(crate) fn retry<R>(mut call: impl FnMut() -> nix::Result<R>) -> nix::Result<R> {
    loop {
        match call() {
            Err(Errno::EINTR) => {}
            done => return done,
        }
    }
}
