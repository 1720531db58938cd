//! Runs `examples/transfer.py`: with pyvm alone, and between pyvm and CPython 3.13, each as the peer of the other.
//!
//! Where no CPython is found its tests are shown as ignored.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use libtest_mimic::{Arguments, Failed, Trial};
use wait_timeout::ChildExt;

#[path = "cpython_suite/suite.rs"]
#[expect(dead_code, reason = "it is shared with the runner of CPython's test files")]
mod suite;

const PYVM: &str = env!("CARGO_BIN_EXE_pyvm");
const LIMIT: Duration = Duration::from_secs(300);
/// The steps of the example.
const STEPS: usize = 8;

fn transfer(interpreter: &Path, peer: &Path) -> Result<(), Failed> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/transfer.py");
    let folder = tempfile::tempdir()?;
    let out = folder.path().join("out");
    let file = std::fs::File::create(&out)?;
    let mut child = Command::new(interpreter)
        .arg(script)
        .arg(peer)
        .current_dir(folder.path())
        .env("TMPDIR", folder.path())
        .stdin(Stdio::null())
        .stderr(file.try_clone()?)
        .stdout(file)
        .spawn()?;
    let Some(status) = child.wait_timeout(LIMIT)? else {
        child.kill()?;
        child.wait()?;
        return Err("did not end".into());
    };
    let said = std::fs::read_to_string(&out)?;
    let done = said.lines().filter(|line| line.ends_with(" ok")).count();
    if status.success() && done == STEPS { Ok(()) } else { Err(said.into()) }
}

fn main() {
    let arguments = Arguments::from_args();
    let cpython = suite::home().map(|home| home.join("bin/python3")).filter(|python| python.is_file());
    let missing = cpython.is_none();
    let cpython = cpython.unwrap_or_default();
    let pyvm = PathBuf::from(PYVM);
    let pairs = [
        ("pyvm alone", pyvm.clone(), pyvm.clone(), false),
        ("pyvm with CPython", pyvm.clone(), cpython.clone(), missing),
        ("CPython with pyvm", cpython, pyvm, missing),
    ];
    let trials = pairs.map(|(name, interpreter, peer, ignored)| {
        let kind = if ignored { "no CPython 3.13 found" } else { "" };
        Trial::test(name, move || transfer(&interpreter, &peer)).with_kind(kind).with_ignored_flag(ignored)
    });
    libtest_mimic::run(&arguments, trials.into()).exit();
}
