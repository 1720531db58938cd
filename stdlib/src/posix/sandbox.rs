//! What a sandboxed program may ask of the operating system.
//!
//! Functions on paths ask where their arguments are converted ([`check_path`]); functions that would reach further
//! than any grant are replaced in the module. A function of neither table asks nothing of the world outside.

use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use pyvm_vm::permissions::Permissions;
use pyvm_vm::types::NativeDef;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::path::Target;

const fn denied_by(name: &'static str, function: pyvm_vm::types::spec::NativeFn) -> NativeDef {
    NativeDef::function(name, "($module, /, *args, **kwargs)", function, "Denied by the sandbox.")
}

const fn run(name: &'static str) -> NativeDef {
    denied_by(name, |vm, _| Err(vm.denied("--allow-run", None)))
}

const fn descriptor(name: &'static str) -> NativeDef {
    denied_by(name, |vm, _| Err(vm.denied("--allow-read --allow-write", None)))
}

const fn folder(name: &'static str) -> NativeDef {
    denied_by(name, |vm, _| Err(vm.denied("--allow-read", None)))
}

/// They start, end or change processes, this one among them.
static PROCESSES: [NativeDef; 17] = [
    run("_exit"),
    run("abort"),
    run("chdir"),
    run("chroot"),
    run("execv"),
    run("execve"),
    run("fchdir"),
    run("kill"),
    run("killpg"),
    run("setgid"),
    run("setpgid"),
    run("setsid"),
    run("setuid"),
    run("sync"),
    run("system"),
    run("umask"),
    run("waitpid"),
];

/// They make, end or change descriptors, which the host may use too.
static DESCRIPTORS: [NativeDef; 17] = [
    descriptor("close"),
    descriptor("closerange"),
    descriptor("dup"),
    descriptor("dup2"),
    descriptor("fchmod"),
    descriptor("fchown"),
    descriptor("ftruncate"),
    descriptor("open"),
    descriptor("pipe"),
    descriptor("pipe2"),
    descriptor("pread"),
    descriptor("pwrite"),
    descriptor("set_blocking"),
    descriptor("set_inheritable"),
    descriptor("ttyname"),
    descriptor("chown"),
    descriptor("lchown"),
];

/// They tell where the program runs.
static FOLDER: [NativeDef; 2] = [folder("getcwd"), folder("getcwdb")];

/// The functions that a program of these permissions gets instead.
pub(super) fn replaced(permissions: &Permissions) -> impl Iterator<Item = &'static NativeDef> {
    let processes = PROCESSES.iter().filter(|_| !permissions.run);
    let descriptors = DESCRIPTORS.iter().filter(|_| !permissions.has_descriptors());
    processes.chain(descriptors).chain(FOLDER.iter().filter(|_| permissions.read.is_none()))
}

/// Asks for a path argument of a function.
pub(super) fn check_path(vm: &Vm, names: (&str, &str), target: &Target, shown: &Value) -> PyResult<()> {
    if vm.permissions.is_everything() {
        return Ok(());
    }
    let name = match target {
        Target::Name(name) => Path::new(std::ffi::OsStr::from_bytes(name.to_bytes())),
        Target::Descriptor(fd) => return vm.ask_descriptor(*fd),
    };
    match names {
        ("access" | "listdir" | "lstat" | "readlink" | "scandir" | "stat", _) => vm.ask_read(name, shown),
        // The text of the link: it is followed, and judged, when it is used.
        ("symlink", "src") => Ok(()),
        // Two names of one file are two ways to it.
        ("link", "src") => vm.ask_read(name, shown).and_then(|()| vm.ask_write(name, shown)),
        // Entries of a folder that could be read ask when they are looked at.
        ("DirEntry", _) => Ok(()),
        _ => vm.ask_write(name, shown),
    }
}

/// Asks to resolve a name against an open folder.
pub(super) fn check_folder(vm: &Vm) -> PyResult<()> {
    if vm.permissions.has_descriptors() {
        return Ok(());
    }
    Err(vm.denied("--allow-read --allow-write", None))
}
