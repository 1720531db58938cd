//! Extended attributes of files.

use std::ffi::CString;

use nix::errno::Errno;
use pyvm_vm::Value;
use pyvm_vm::types::NativeDef;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult};
use rustix::fs::{self, XattrFlags};

use super::path::{Accepts, PathArg, Target, c_int};
use super::schedule::errno;

/// The functions of this file.
pub(super) static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function(
        "getxattr",
        "($module, /, path, attribute, *, follow_symlinks=True)",
        get,
        "Return the value of extended attribute attribute on path.",
    ),
    NativeDef::function(
        "setxattr",
        "($module, /, path, attribute, value, flags=0, *, follow_symlinks=True)",
        set,
        "Set extended attribute attribute on path to value.",
    ),
    NativeDef::function(
        "removexattr",
        "($module, /, path, attribute, *, follow_symlinks=True)",
        remove,
        "Remove extended attribute attribute on path.",
    ),
    NativeDef::function(
        "listxattr",
        "($module, /, path=None, *, follow_symlinks=True)",
        list,
        "Return a list of extended attributes on path.",
    ),
];

/// The largest value or list of names that Linux has.
const LARGEST: usize = 65536;

/// The file that a call is about.
struct File {
    path: PathArg,
    name: CString,
    follow: bool,
}

impl File {
    fn of(vm: &Vm, path: &Value, follow: &Value, function: &'static str, none: bool) -> PyResult<File> {
        let path = PathArg::of(vm, path, Accepts { none, ..Accepts::any(function) })?;
        let follow = vm.is_true(follow)?;
        let name = match &path.target {
            Target::Name(name) => name.clone(),
            Target::Descriptor(1..) if !follow => {
                let message = format!("{function}: cannot use fd and follow_symlinks together");
                return Err(vm.value_error(message));
            }
            // The link in `/proc` leads to the open file whatever its name is now.
            Target::Descriptor(fd) => {
                nix::fcntl::fcntl(*fd, nix::fcntl::FcntlArg::F_GETFD).map_err(|e| path.error(vm, e))?;
                CString::new(format!("/proc/self/fd/{fd}")).unwrap_or_default()
            }
        };
        Ok(File { path, name, follow })
    }

    fn error(&self, vm: &Vm, error: rustix::io::Errno) -> PyError {
        self.path.error(vm, errno(error))
    }
}

fn attribute(vm: &Vm, value: &Value, function: &'static str) -> PyResult<CString> {
    let name = PathArg::converted(vm, value, Accepts::name(function, "attribute"))?;
    Ok(name.name().to_owned())
}

/// `getxattr(path, attribute, *, follow_symlinks=True)`
fn get(vm: &Vm, args: &[Value]) -> PyResult {
    let file = File::of(vm, &args[0], &args[2], "getxattr", false)?;
    let name = attribute(vm, &args[1], "getxattr")?;
    let mut data = vec![0_u8; LARGEST];
    let got = match file.follow {
        true => fs::getxattr(&file.name, &name, data.as_mut_slice()),
        false => fs::lgetxattr(&file.name, &name, data.as_mut_slice()),
    };
    let count = got.map_err(|e| file.error(vm, e))?;
    Ok(vm.new_bytes(data.get(..count).unwrap_or(&data)))
}

/// `setxattr(path, attribute, value, flags=0, *, follow_symlinks=True)`
fn set(vm: &Vm, args: &[Value]) -> PyResult {
    let file = File::of(vm, &args[0], &args[4], "setxattr", false)?;
    let name = attribute(vm, &args[1], "setxattr")?;
    let value = vm.bytes_of(&args[2])?;
    let flags = XattrFlags::from_bits_retain(c_int(vm, &args[3])?.cast_unsigned());
    let result = match file.follow {
        true => fs::setxattr(&file.name, &name, &value, flags),
        false => fs::lsetxattr(&file.name, &name, &value, flags),
    };
    result.map(|()| Value::None).map_err(|e| file.error(vm, e))
}

/// `removexattr(path, attribute, *, follow_symlinks=True)`
fn remove(vm: &Vm, args: &[Value]) -> PyResult {
    let file = File::of(vm, &args[0], &args[2], "removexattr", false)?;
    let name = attribute(vm, &args[1], "removexattr")?;
    let result = match file.follow {
        true => fs::removexattr(&file.name, &name),
        false => fs::lremovexattr(&file.name, &name),
    };
    result.map(|()| Value::None).map_err(|e| file.error(vm, e))
}

/// `listxattr(path=None, *, follow_symlinks=True)`: always text.
fn list(vm: &Vm, args: &[Value]) -> PyResult {
    let file = File::of(vm, &args[0], &args[1], "listxattr", true)?;
    let mut data = vec![0_u8; LARGEST];
    let got = match file.follow {
        true => fs::listxattr(&file.name, data.as_mut_slice()),
        false => fs::llistxattr(&file.name, data.as_mut_slice()),
    };
    let count = match got {
        Ok(count) => count,
        Err(error) => return Err(file.path.error(vm, Errno::from_i32(error.raw_os_error()))),
    };
    let names = data.get(..count).unwrap_or(&data).split(|b| *b == 0).filter(|name| !name.is_empty());
    let names = names.map(|name| super::path::fs_decode(vm, name).map(Value::Str));
    Ok(vm.new_list(names.collect::<PyResult<_>>()?))
}
