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
static PROCESSES: [NativeDef; 44] = [
    run("_exit"),
    run("abort"),
    run("chdir"),
    run("chroot"),
    run("execv"),
    run("execve"),
    run("fchdir"),
    run("fork"),
    run("forkpty"),
    run("initgroups"),
    run("kill"),
    run("killpg"),
    run("login_tty"),
    run("nice"),
    run("pidfd_open"),
    run("posix_spawn"),
    run("posix_spawnp"),
    run("sched_setaffinity"),
    run("sched_setparam"),
    run("sched_setscheduler"),
    run("setegid"),
    run("seteuid"),
    run("setgid"),
    run("setgroups"),
    run("setns"),
    run("setpgid"),
    run("setpgrp"),
    run("setpriority"),
    run("setregid"),
    run("setresgid"),
    run("setresuid"),
    run("setreuid"),
    run("setsid"),
    run("setuid"),
    run("sync"),
    run("system"),
    run("tcsetpgrp"),
    run("umask"),
    run("unshare"),
    run("wait"),
    run("wait3"),
    run("wait4"),
    run("waitid"),
    run("waitpid"),
];

/// They make, end or change descriptors, which the host may use too.
static DESCRIPTORS: [NativeDef; 42] = [
    descriptor("chown"),
    descriptor("close"),
    descriptor("closerange"),
    descriptor("copy_file_range"),
    descriptor("dup"),
    descriptor("dup2"),
    descriptor("eventfd"),
    descriptor("eventfd_read"),
    descriptor("eventfd_write"),
    descriptor("fchmod"),
    descriptor("fchown"),
    descriptor("ftruncate"),
    descriptor("grantpt"),
    descriptor("lchown"),
    descriptor("lockf"),
    descriptor("memfd_create"),
    descriptor("open"),
    descriptor("openpty"),
    descriptor("pipe"),
    descriptor("pipe2"),
    descriptor("posix_fadvise"),
    descriptor("posix_fallocate"),
    descriptor("posix_openpt"),
    descriptor("pread"),
    descriptor("preadv"),
    descriptor("ptsname"),
    descriptor("pwrite"),
    descriptor("pwritev"),
    descriptor("readv"),
    descriptor("sendfile"),
    descriptor("set_blocking"),
    descriptor("set_inheritable"),
    descriptor("splice"),
    descriptor("tcgetpgrp"),
    descriptor("timerfd_create"),
    descriptor("timerfd_gettime"),
    descriptor("timerfd_gettime_ns"),
    descriptor("timerfd_settime"),
    descriptor("timerfd_settime_ns"),
    descriptor("ttyname"),
    descriptor("unlockpt"),
    descriptor("writev"),
];

/// They tell where the program runs, and for whom.
static FOLDER: [NativeDef; 4] =
    [folder("getcwd"), folder("getcwdb"), folder("getgrouplist"), folder("getlogin")];

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
        (
            "access" | "getxattr" | "listdir" | "listxattr" | "lstat" | "pathconf" | "readlink" | "scandir"
            | "stat" | "statvfs",
            _,
        ) => vm.ask_read(name, shown),
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
