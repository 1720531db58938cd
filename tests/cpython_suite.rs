//! The ladder: CPython's own tests of pickle, unmodified, each file a row.
//!
//! Needs the library of a CPython 3.13 (`PYVMHOME`, or one of pyenv's); where none is found the rows are ignored, never passed.
//! `cargo run -p pyvm --example cpython_suite` runs many more of CPython's files. A last row looks for functions of our
//! library that are CPython's.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use libtest_mimic::{Arguments, Failed, Trial};

#[path = "cpython_suite/suite.rs"]
mod suite;

/// A debug build takes some minutes for test_pickle on a busy machine.
const LIMIT: Duration = Duration::from_secs(1200);

/// The file, how many tests it has, how many may be skipped.
const LADDER: &[(&str, usize, usize)] = &[
    ("test_copy", 81, 0),
    ("test_copyreg", 6, 0),
    ("test_picklebuffer", 9, 3),
    ("test_shelve", 182, 0),
    ("test_pickletools", 159, 1),
    ("test_pickle", 865, 48),
];

fn check(home: &Path, file: &str, run: usize, skips: usize) -> Result<(), Failed> {
    let exe = Path::new(env!("CARGO_BIN_EXE_pyvm"));
    let outcome = suite::run(exe, home, &format!("test.{file}"), LIMIT)?;
    if let Some(died) = outcome.died {
        return Err(died.into());
    }
    let bad: Vec<String> = outcome.bad().iter().map(|(name, reason)| format!("{name}: {reason}")).collect();
    if !bad.is_empty() {
        return Err(bad.join("\n").into());
    }
    if outcome.run < run || outcome.skipped > skips {
        let (ran, skipped) = (outcome.run, outcome.skipped);
        return Err(format!("{ran} run, {run} expected; {skipped} skipped, {skips} at most").into());
    }
    Ok(())
}

fn originality(home: &Path) -> Result<(), Failed> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/originality.py");
    let output = Command::new(home.join("bin/python3")).arg(script).output()?;
    if output.status.success() {
        return Ok(());
    }
    let said = [output.stdout, output.stderr].concat();
    Err(String::from_utf8_lossy(&said).into_owned().into())
}

fn main() {
    let arguments = Arguments::from_args();
    let home = suite::home();
    let mut trials: Vec<Trial> = LADDER
        .iter()
        .map(|&(file, run, skips)| {
            let prefix = home.clone().unwrap_or_default();
            Trial::test(file, move || check(&prefix, file, run, skips)).with_ignored_flag(home.is_none())
        })
        .collect();
    let python = home.filter(|home| home.join("bin/python3").exists());
    let ignored = python.is_none();
    let look = move || originality(&python.unwrap_or_default());
    trials.push(Trial::test("originality", look).with_ignored_flag(ignored));
    libtest_mimic::run(&arguments, trials).exit();
}
