//! `cargo run -p pyvm --example cpython_suite [-- FILE…]`: CPython's own test files under pyvm, all of `files.txt` or those named.
//!
//! Writes a row for each into `results.md` and leaves the rows of the others as they are. `known/FILE.txt` holds the failures that are
//! known, `name: reason`; one that is not listed is reported, and so is one that passes. `--record` writes these files anew, with the last
//! line of the traceback as the reason of what was not listed. `--limit SECONDS` is the time a file may take. With `CPYTHON_SUITE_LOGS` set
//! to a folder, the logs are kept there.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

#[path = "suite.rs"]
mod suite;

use suite::Outcome;

/// The name under which a run that did not come to its end is listed.
const WHOLE: &str = "*";
const HEAD: &str = "# CPython's own test files under pyvm\n\n\
    Written by `cargo run --release -p pyvm --example cpython_suite`, in test methods. Why a test fails is in `known/`.\n\n\
    | file | run | passed | failed | errors | skipped | ended |\n|---|---|---|---|---|---|---|\n";

struct Options {
    files: Vec<String>,
    record: bool,
    limit: Duration,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/cpython_suite")
}

fn options() -> Options {
    let mut options = Options { files: Vec::new(), record: false, limit: Duration::from_secs(600) };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--record" => options.record = true,
            "--limit" => {
                let seconds = arguments.next().and_then(|s| s.parse().ok()).expect("--limit SECONDS");
                options.limit = Duration::from_secs(seconds);
            }
            _ => options.files.push(argument),
        }
    }
    if options.files.is_empty() {
        let list = fs::read_to_string(folder().join("files.txt")).expect("files.txt");
        options.files = list.split_whitespace().map(str::to_owned).collect();
    }
    options
}

/// The binary that was built beside this example.
fn pyvm() -> PathBuf {
    let example = std::env::current_exe().expect("the path of this program");
    let target = example.parent().and_then(Path::parent).expect("a target folder");
    target.join(format!("pyvm{}", std::env::consts::EXE_SUFFIX))
}

fn known(file: &str) -> BTreeMap<String, String> {
    let text = fs::read_to_string(folder().join(format!("known/{file}.txt"))).unwrap_or_default();
    let entry = |l: &str| l.split_once(": ").map(|(name, reason)| (name.to_owned(), reason.to_owned()));
    text.lines().filter_map(entry).collect()
}

fn write_known(
    file: &str,
    bad: &BTreeMap<&str, &str>,
    old: &BTreeMap<String, String>,
) -> std::io::Result<()> {
    let path = folder().join(format!("known/{file}.txt"));
    let mut text = String::new();
    for (name, reason) in bad {
        let reason = old.get(*name).map_or(*reason, String::as_str);
        writeln!(text, "{name}: {reason}").expect("a string takes it");
    }
    match text.is_empty() {
        true if path.exists() => fs::remove_file(path),
        true => Ok(()),
        false => fs::write(path, text),
    }
}

/// Reports what differs from the list; returns whether something does.
fn compare(bad: &BTreeMap<&str, &str>, old: &BTreeMap<String, String>) -> bool {
    let fresh: Vec<_> = bad.iter().filter(|(name, _)| !old.contains_key(**name)).collect();
    // What a run that broke off would have come to is not known.
    let broke_off = bad.contains_key(WHOLE);
    let fixed: Vec<_> = old.keys().filter(|name| !broke_off && !bad.contains_key(name.as_str())).collect();
    for (name, reason) in &fresh {
        println!("    {name}: {reason}");
    }
    for name in &fixed {
        println!("    {name} passes now: take it out of known/");
    }
    !(fresh.is_empty() && fixed.is_empty())
}

fn row(file: &str, outcome: &Outcome) -> String {
    let ended = outcome.died.as_deref().unwrap_or("yes").replace('|', "\\|");
    let (failed, errors) = (outcome.failed.len(), outcome.errors.len());
    let (run, skipped) = (outcome.run, outcome.skipped);
    let passed = run.saturating_sub(skipped + outcome.bad().len());
    format!("| {file} | {run} | {passed} | {failed} | {errors} | {skipped} | {ended} |")
}

/// Puts a row in its place in `results.md`.
fn write_result(file: &str, row: String) -> std::io::Result<()> {
    let path = folder().join("results.md");
    let old = fs::read_to_string(&path).unwrap_or_default();
    let key = |l: &str| l.split('|').nth(1).map(|f| f.trim().to_owned());
    let is_row = |l: &&str| l.starts_with("| test_");
    let mut rows: BTreeMap<String, String> =
        old.lines().filter(is_row).filter_map(|l| Some((key(l)?, l.to_owned()))).collect();
    rows.insert(file.to_owned(), row);
    let rows: Vec<String> = rows.into_values().collect();
    fs::write(path, format!("{HEAD}{}\n", rows.join("\n")))
}

fn main() -> ExitCode {
    let options = options();
    let Some(home) = suite::home() else {
        eprintln!("no CPython 3.13 with its tests found: set PYVMHOME");
        return ExitCode::from(2);
    };
    let mut differs = false;
    for file in &options.files {
        let outcome = suite::run(&pyvm(), &home, &format!("test.{file}"), options.limit).expect("a run");
        let row = row(file, &outcome);
        println!("{row}");
        let mut bad = outcome.bad();
        if let Some(died) = &outcome.died {
            bad.insert(WHOLE, died);
        }
        let old = known(file);
        if options.record {
            write_known(file, &bad, &old).expect("known/ can be written");
        } else {
            differs |= compare(&bad, &old);
        }
        write_result(file, row).expect("results.md can be written");
    }
    ExitCode::from(u8::from(differs))
}
