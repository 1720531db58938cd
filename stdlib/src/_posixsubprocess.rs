//! `_posixsubprocess`: starts the programs of `subprocess` (CPython: `Modules/_posixsubprocess.c`).

use std::ffi::{CString, OsStr, OsString};
use std::os::fd::RawFd;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::process::CommandExt;
use std::process::Command;

use fork::Fork;
use nix::errno::Errno;
use nix::fcntl::{FcntlArg, FdFlag, fcntl};
use nix::sys::stat::{Mode, umask};
use nix::unistd::{self, Gid, Pid, Uid};
use pyvm_vm::types::NativeDef;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use crate::posix::path::c_int;
use crate::posix::process::{current_environment, number, strings};

static FUNCTIONS: &[NativeDef] = &[NativeDef::function(
    "fork_exec",
    "($module, args, executable_list, close_fds, pass_fds, cwd, env, p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite, errpipe_read, errpipe_write, restore_signals, call_setsid, pgid_to_set, gid, extra_groups, uid, child_umask, preexec_fn, allow_vfork, /)",
    fork_exec,
    "Spawn a fresh new child process.\n\nFork a child process, close parent file descriptors as appropriate in the\nchild and duplicate the few that are needed before calling exec() in the\nchild process.\n\nIf close_fds is True, close file descriptors 3 and higher, except those listed\nin the sorted tuple pass_fds.\n\nThe preexec_fn, if supplied, will be called immediately before closing file\ndescriptors and exec.\n\nWARNING: preexec_fn is NOT SAFE if your application uses threads.\n         It may trigger infrequent, difficult to debug deadlocks.\n\nIf an error occurs in the child process before the exec, it is\nserialized and written to the errpipe_write fd per subprocess.py.\n\nReturns: the child process's PID.\n\nRaises: Only on an error in the parent process.",
)];

/// Makes the module.
///
/// # Errors
/// What setting its members raises.
pub(crate) fn make(vm: &Vm) -> PyResult {
    Ok(pyvm_vm::modules::make(vm, "_posixsubprocess", "A POSIX helper for the subprocess module.", FUNCTIONS))
}

/// The ends of the pipes in the order of the parameters; -1 where there is none.
struct Pipes {
    child_stdin: RawFd,
    child_stdout: RawFd,
    child_stderr: RawFd,
    /// The ends that stay with the parent.
    parents: [RawFd; 4],
    /// Where the child writes what went wrong before the program began.
    report: RawFd,
}

/// What a child becomes, read from the arguments before it is born.
struct Plan<'a> {
    args: Vec<CString>,
    executables: Vec<CString>,
    close_fds: bool,
    pass_fds: Vec<RawFd>,
    cwd: Option<CString>,
    environment: Vec<CString>,
    pipes: Pipes,
    restore_signals: bool,
    new_session: bool,
    group: i32,
    gid: Option<Gid>,
    groups: Option<Vec<Gid>>,
    uid: Option<Uid>,
    umask: i32,
    preexec: &'a Value,
}

/// Why a child could not become the program.
enum Failed {
    /// A system call failed at this stage.
    At(&'static str, Errno),
    /// `preexec_fn` raised.
    Preexec,
}

fn fork_exec(vm: &Vm, args: &[Value]) -> PyResult {
    if !vm.permissions.run {
        return Err(vm.denied("--allow-run", None));
    }
    let plan = plan(vm, args)?;
    match fork::fork().map_err(|e| vm.io_error(&e, None))? {
        Fork::Parent(pid) => Ok(Value::from(pid)),
        Fork::Child => {
            let failed = become_program(vm, &plan);
            report(plan.pipes.report, &failed);
            std::process::exit(255)
        }
    }
}

fn plan<'a>(vm: &Vm, args: &'a [Value]) -> PyResult<Plan<'a>> {
    let [argv, executables, close_fds, pass_fds, cwd, env, rest @ ..] = args else {
        return Err(vm.system_error("fork_exec() without arguments"));
    };
    let [ends @ .., restore, session, group, gid, groups, uid, mask, preexec, _vfork] = rest else {
        return Err(vm.system_error("fork_exec() without arguments"));
    };
    let Some(kept) = pass_fds.as_tuple() else {
        let got = vm.type_name(pass_fds);
        return Err(vm.type_error(format!("fork_exec() argument 4 must be tuple, not {got}")));
    };
    let pipes = pipes(vm, ends)?;
    let (close_fds, group) = (vm.is_true(close_fds)?, c_int(vm, group)?);
    if close_fds && pipes.report < 3 {
        return Err(vm.value_error("errpipe_write must be >= 3"));
    }
    let umask = c_int(vm, mask)?;
    Ok(Plan {
        pass_fds: kept_descriptors(vm, kept)?,
        args: strings(vm, argv)?,
        executables: strings(vm, executables)?,
        close_fds,
        cwd: if cwd.is_none() { None } else { strings(vm, &vm.new_list(vec![cwd.clone()]))?.pop() },
        environment: if env.is_none() { current_environment(vm)? } else { strings(vm, env)? },
        pipes,
        restore_signals: vm.is_true(restore)?,
        new_session: vm.is_true(session)?,
        group,
        gid: optional(vm, gid, "gid")?.map(Gid::from_raw),
        groups: extra_groups(vm, groups)?,
        uid: optional(vm, uid, "uid")?.map(Uid::from_raw),
        umask,
        preexec,
    })
}

fn pipes(vm: &Vm, ends: &[Value]) -> PyResult<Pipes> {
    let ends: Vec<RawFd> = ends.iter().map(|end| c_int(vm, end)).collect::<PyResult<_>>()?;
    let [child_stdin, p2cwrite, c2pread, child_stdout, errread, child_stderr, errpipe_read, report] = *ends
    else {
        return Err(vm.system_error("fork_exec() without arguments"));
    };
    let parents = [p2cwrite, c2pread, errread, errpipe_read];
    Ok(Pipes { child_stdin, child_stdout, child_stderr, parents, report })
}

/// The descriptors that stay open: each greater than the one before.
fn kept_descriptors(vm: &Vm, kept: &[Value]) -> PyResult<Vec<RawFd>> {
    let numbers: Option<Vec<RawFd>> = kept
        .iter()
        .map(|value| match value.unwrapped() {
            Value::Int(n) => RawFd::try_from(*n).ok().filter(|n| *n >= 0),
            _ => None,
        })
        .collect();
    numbers
        .filter(|numbers| numbers.is_sorted_by(|a, b| a < b))
        .ok_or_else(|| vm.value_error("bad value(s) in fds_to_keep"))
}

fn optional(vm: &Vm, value: &Value, what: &str) -> PyResult<Option<u32>> {
    if value.is_none() { Ok(None) } else { number(vm, value, what).map(Some) }
}

fn extra_groups(vm: &Vm, groups: &Value) -> PyResult<Option<Vec<Gid>>> {
    if groups.is_none() {
        return Ok(None);
    }
    if groups.as_list().is_none() {
        return Err(vm.type_error("setgroups argument must be a sequence"));
    }
    let all = vm.list_from_iterable(groups)?;
    all.iter().map(|group| number(vm, group, "gid").map(Gid::from_raw)).collect::<PyResult<_>>().map(Some)
}

/// Sets up the child and runs the program; it returns only when that fails.
fn become_program(vm: &Vm, plan: &Plan<'_>) -> Failed {
    if let Err(failed) = set_up(plan) {
        return failed;
    }
    if !plan.preexec.is_none() && vm.call0(plan.preexec).is_err() {
        return Failed::Preexec;
    }
    if plan.close_fds {
        close_others(plan);
    }
    let mut last = Errno::ENOENT;
    let mut telling = None;
    for executable in &plan.executables {
        last = execute(plan, executable);
        if !matches!(last, Errno::ENOENT | Errno::ENOTDIR) {
            telling = telling.or(Some(last));
        }
    }
    Failed::At("", telling.unwrap_or(last))
}

/// Everything between birth and `preexec_fn`.
fn set_up(plan: &Plan<'_>) -> Result<(), Failed> {
    let early = |errno| Failed::At("noexec", errno);
    for fd in &plan.pass_fds {
        if *fd != plan.pipes.report {
            inherit(*fd).map_err(early)?;
        }
    }
    connect_streams(&plan.pipes).map_err(early)?;
    if let Some(cwd) = &plan.cwd {
        unistd::chdir(cwd.as_c_str()).map_err(|errno| Failed::At("noexec:chdir", errno))?;
    }
    if let Ok(mask) = u32::try_from(plan.umask) {
        umask(Mode::from_bits_truncate(mask));
    }
    if plan.new_session {
        unistd::setsid().map_err(early)?;
    }
    if plan.group >= 0 {
        unistd::setpgid(Pid::from_raw(0), Pid::from_raw(plan.group)).map_err(early)?;
    }
    if let Some(groups) = &plan.groups {
        unistd::setgroups(groups).map_err(early)?;
    }
    if let Some(gid) = plan.gid {
        unistd::setresgid(gid, gid, gid).map_err(early)?;
    }
    if let Some(uid) = plan.uid {
        unistd::setresuid(uid, uid, uid).map_err(early)?;
    }
    Ok(())
}

fn inherit(fd: RawFd) -> nix::Result<()> {
    fcntl(fd, FcntlArg::F_SETFD(FdFlag::empty())).map(drop)
}

/// Makes the child's ends of the pipes its standard streams.
fn connect_streams(pipes: &Pipes) -> nix::Result<()> {
    for fd in pipes.parents {
        if fd >= 0 {
            unistd::close(fd)?;
        }
    }
    // An end that has the number of another stream makes room before that stream is put there.
    let (mut stdout, mut stderr) = (pipes.child_stdout, pipes.child_stderr);
    if stdout == 0 {
        stdout = unistd::dup(stdout)?;
    }
    while stderr == 0 || stderr == 1 {
        stderr = unistd::dup(stderr)?;
    }
    for (fd, number) in [(pipes.child_stdin, 0), (stdout, 1), (stderr, 2)] {
        if fd == number {
            inherit(fd)?;
        } else if fd >= 0 {
            unistd::dup2(fd, number)?;
        }
    }
    Ok(())
}

/// Closes what the program should not find open.
fn close_others(plan: &Plan<'_>) {
    let Ok(open) = std::fs::read_dir("/proc/self/fd") else { return };
    let open: Vec<RawFd> = open.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok()).collect();
    for fd in open {
        if fd > 2 && fd != plan.pipes.report && !plan.pass_fds.contains(&fd) {
            // The descriptor of the listing is among them, closed already.
            let _ = unistd::close(fd);
        }
    }
}

/// Runs one candidate; why that failed.
fn execute(plan: &Plan<'_>, executable: &CString) -> Errno {
    if !plan.restore_signals {
        return match unistd::execve(executable, &plan.args, &plan.environment) {
            Ok(never) => match never {},
            Err(errno) => errno,
        };
    }
    // It also gives broken pipes back their signal, which this process ignores.
    let name = OsStr::from_bytes(executable.as_bytes());
    let path = if executable.as_bytes().contains(&b'/') { name.into() } else { local(name) };
    let mut command = Command::new(path);
    let mut args = plan.args.iter().map(|arg| OsStr::from_bytes(arg.as_bytes()));
    if let Some(first) = args.next() {
        command.arg0(first);
    }
    command.args(args).env_clear();
    for line in &plan.environment {
        let line = line.as_bytes();
        if let Some(at) = line.iter().skip(1).position(|c| *c == b'=') {
            let (name, value) = (line.get(..at + 1), line.get(at + 2..));
            command.env(
                OsStr::from_bytes(name.unwrap_or_default()),
                OsStr::from_bytes(value.unwrap_or_default()),
            );
        }
    }
    Errno::from_i32(command.exec().raw_os_error().unwrap_or(Errno::ENOENT as i32))
}

/// A name without folder is of the current folder: there is no search.
fn local(name: &OsStr) -> OsString {
    let mut path = OsString::from("./");
    path.push(name);
    path
}

/// Tells the parent what went wrong, in the form `subprocess` reads.
fn report(fd: RawFd, failed: &Failed) {
    let text = match failed {
        Failed::At(stage, errno) => format!("OSError:{:x}:{stage}", *errno as i32),
        Failed::Preexec => "SubprocessError:0:Exception occurred in preexec_fn.".to_owned(),
    };
    // Nobody is left to tell when this fails too.
    let _ = unistd::write(fd, text.as_bytes());
}
