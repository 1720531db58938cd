//! Runs every behaviour script below `tests/` and compares with the goldens that CPython 3.13 made.
//!
//! Beside `name.py` lie `name.out` (standard output) and, where standard error or the exit code says something,
//! `name.err` (first line `exit: N`). `python3.13 tests/regen.py` remakes them; no Python is needed here.
//! Scripts listed in `expected_failures.txt` must fail: one that passes is reported, so that the list shrinks.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use libtest_mimic::{Arguments, Failed, Trial};
use wait_timeout::ChildExt;

const LIMIT: Duration = Duration::from_secs(120);

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests").canonicalize().expect("the tests folder")
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|e| e == "py") && path.with_extension("out").exists() {
            found.push(path);
        }
    }
}

/// The place of a module in `from 'm' (place)`: its modules lie elsewhere than CPython's.
fn without_places(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("' (") {
        let (before, after) = rest.split_at(at + 3);
        out.push_str(before);
        rest = after;
        let name = before[..at].rsplit_once('\'');
        let names_module = name.is_some_and(|(head, name)| {
            head.ends_with(" from ") && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_.".contains(&b))
        });
        if names_module
            && let Some((place, _)) = rest.split_once(')')
            && (place == "unknown location" || place.starts_with('/') && !place.contains(['(', '\n']))
        {
            out.push('…');
            rest = &rest[place.len()..];
        }
    }
    out.push_str(rest);
    out
}

/// Paths and addresses differ from machine to machine.
fn normalise(data: &[u8], folder: &Path) -> String {
    let text = String::from_utf8_lossy(data).replace(&*folder.to_string_lossy(), "$DIR");
    let text = without_places(&text);
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find(" at 0x") {
        let digits = rest[at + 6..].bytes().take_while(u8::is_ascii_hexdigit).count();
        out.push_str(&rest[..at + 6]);
        if digits >= 4 {
            out.push('…');
            rest = &rest[at + 6 + digits..];
        } else {
            rest = &rest[at + 6..];
        }
    }
    out.push_str(rest);
    out
}

/// Runs a script in an empty folder; a run past the limit is ended and fails.
fn run(script: &Path) -> Result<(String, String), Failed> {
    let folder = tempfile::tempdir()?;
    let (out, err) = (folder.path().join(".stdout"), folder.path().join(".stderr"));
    let cwd = folder.path().join("cwd");
    fs::create_dir(&cwd)?;
    let mut child = Command::new(env!("CARGO_BIN_EXE_pyvm"))
        .arg(script)
        .current_dir(&cwd)
        .env_clear()
        .envs([("PYTHONHASHSEED", "0"), ("NO_COLOR", "1"), ("LC_ALL", "C.UTF-8")])
        .env("HOME", &cwd)
        .env("TMPDIR", &cwd)
        .stdin(Stdio::null())
        .stdout(fs::File::create(&out)?)
        .stderr(fs::File::create(&err)?)
        .spawn()?;
    let Some(status) = child.wait_timeout(LIMIT)? else {
        child.kill()?;
        child.wait()?;
        return Err("did not end".into());
    };
    let parent = script.parent().unwrap_or(script);
    let (out, err) = (normalise(&fs::read(out)?, parent), normalise(&fs::read(err)?, parent));
    let code = status.code().map_or_else(|| "signal".to_owned(), |c| c.to_string());
    let err = if err.is_empty() && code == "0" { String::new() } else { format!("exit: {code}\n{err}") };
    Ok((out, err))
}

fn check(script: &Path) -> Result<(), Failed> {
    let (out, err) = run(script)?;
    let golden = |suffix: &str| fs::read_to_string(script.with_extension(suffix)).unwrap_or_default();
    for (what, got, want) in [("stdout", out, golden("out")), ("stderr", err, golden("err"))] {
        if got != want {
            let line = got.lines().zip(want.lines()).position(|(a, b)| a != b);
            let at = line.unwrap_or_else(|| got.lines().count().min(want.lines().count()));
            let show = |text: &str| text.lines().nth(at).unwrap_or("(end)").to_owned();
            return Err(format!(
                "{what} line {}:\n  CPython: {}\n  here:    {}",
                at + 1,
                show(&want),
                show(&got)
            )
            .into());
        }
    }
    Ok(())
}

fn main() {
    let arguments = Arguments::from_args();
    let root = root();
    let listed = fs::read_to_string(root.join("expected_failures.txt")).unwrap_or_default();
    let expected: BTreeSet<String> = listed
        .lines()
        .map(str::trim)
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
        .map(str::to_owned)
        .collect();
    let mut scripts = Vec::new();
    collect(&root, &mut scripts);
    scripts.sort();
    let trials = scripts
        .into_iter()
        .map(|script| {
            let name = script.strip_prefix(&root).unwrap_or(&script).to_string_lossy().into_owned();
            let must_fail = expected.contains(&name);
            let kind = if must_fail { "expected failure" } else { "" };
            Trial::test(name, move || match (check(&script), must_fail) {
                (result, false) => result,
                (Err(_), true) => Ok(()),
                (Ok(()), true) => Err("passes now: take it out of tests/expected_failures.txt".into()),
            })
            .with_kind(kind)
        })
        .collect();
    libtest_mimic::run(&arguments, trials).exit();
}
