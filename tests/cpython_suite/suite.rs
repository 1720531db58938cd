//! Runs one of CPython's own test files under pyvm, as `PYVMHOME=… pyvm -m unittest -v test.test_x`, and reads what unittest wrote.
//!
//! Shared by the test target `tests/cpython_suite.rs` (the ladder) and the command `run.rs` beside this file (every file).

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::Duration;

use wait_timeout::ChildExt;

/// The CPython 3.13 whose library is used: `PYVMHOME`, or the newest 3.13 of pyenv.
pub(crate) fn home() -> Option<PathBuf> {
    let has_tests = |prefix: &Path| prefix.join("lib/python3.13/test/test_copy.py").is_file();
    if let Some(prefix) = std::env::var_os("PYVMHOME") {
        return Some(PathBuf::from(prefix)).filter(|p| has_tests(p));
    }
    let versions = PathBuf::from(std::env::var_os("HOME")?).join(".pyenv/versions");
    let is_3_13 = |p: &PathBuf| p.file_name().is_some_and(|n| n.to_string_lossy().starts_with("3.13."));
    let mut found: Vec<PathBuf> = fs::read_dir(versions).ok()?.flatten().map(|e| e.path()).collect();
    found.retain(|p| is_3_13(p) && has_tests(p));
    found.into_iter().max()
}

/// What a test file came to.
#[derive(Default)]
pub(crate) struct Outcome {
    /// The number after "Ran".
    pub(crate) run: usize,
    /// Test methods that were skipped, as unittest counts them.
    pub(crate) skipped: usize,
    /// Methods that failed, by their full name, each with the last line of its traceback.
    pub(crate) failed: BTreeMap<String, String>,
    /// The same of those that raised something else than an AssertionError.
    pub(crate) errors: BTreeMap<String, String>,
    /// How the run ended, if not by itself.
    pub(crate) died: Option<String>,
}

impl Outcome {
    /// Every name that failed in one way or the other, with its reason.
    pub(crate) fn bad(&self) -> BTreeMap<&str, &str> {
        self.failed.iter().chain(&self.errors).map(|(n, r)| (n.as_str(), r.as_str())).collect()
    }
}

/// Runs `module` in an empty folder; a run past `limit` is ended.
pub(crate) fn run(exe: &Path, home: &Path, module: &str, limit: Duration) -> std::io::Result<Outcome> {
    let folder = tempfile::tempdir()?;
    let log = folder.path().join(".log");
    let cwd = folder.path().join("cwd");
    fs::create_dir(&cwd)?;
    let file = fs::File::create(&log)?;
    let mut child = Command::new(exe)
        .args(["-m", "unittest", "-v", module])
        .current_dir(&cwd)
        .env_clear()
        .envs([("PYTHONHASHSEED", "0"), ("NO_COLOR", "1"), ("LC_ALL", "C.UTF-8"), ("PATH", "/usr/bin:/bin")])
        .env("PYVMHOME", home)
        .env("HOME", &cwd)
        .env("TMPDIR", &cwd)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(file)
        .spawn()?;
    let status = child.wait_timeout(limit)?;
    if status.is_none() {
        child.kill()?;
        child.wait()?;
    }
    let text = String::from_utf8_lossy(&fs::read(&log)?).into_owned();
    if let Some(folder) = std::env::var_os("CPYTHON_SUITE_LOGS") {
        fs::write(Path::new(&folder).join(format!("{module}.log")), &text)?;
    }
    Ok(read(&text, status, limit))
}

/// Takes a log of `unittest -v` apart.
fn read(text: &str, status: Option<ExitStatus>, limit: Duration) -> Outcome {
    let mut outcome = Outcome::default();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let is_header = |l: &str| l.starts_with("FAIL: ") || l.starts_with("ERROR: ");
        if line == "=".repeat(70) {
            if let Some(header) = lines.next_if(|l| is_header(l)) {
                let block = lines.clone().skip_while(|l| *l != "-".repeat(70)).skip(1);
                let reason = reason(block);
                let bad = if header.starts_with("FAIL") { &mut outcome.failed } else { &mut outcome.errors };
                bad.entry(name(header)).or_insert(reason);
            }
        } else if let Some(rest) = line.strip_prefix("Ran ") {
            outcome.run = rest.split(' ').next().and_then(|n| n.parse().ok()).unwrap_or(outcome.run);
        } else if line.starts_with("OK (") || line.starts_with("FAILED (") {
            let skipped = line.split("skipped=").nth(1).unwrap_or("0");
            let digits: String = skipped.chars().take_while(char::is_ascii_digit).collect();
            outcome.skipped = digits.parse().unwrap_or(0);
        }
    }
    let ran = text.lines().any(|l| l.starts_with("Ran "));
    outcome.died = match status {
        None => Some(format!("did not end within {} s: {}", limit.as_secs(), last_test(text))),
        // unittest: 0 all well, 1 something failed, 5 nothing ran.
        Some(status) if ran && matches!(status.code(), Some(0 | 1 | 5)) => None,
        Some(status) => Some(format!("{status}: {}", last_test(text))),
    };
    outcome
}

/// `test.test_x.Class.method` of `FAIL: method (test.test_x.Class.method) (subtest)`.
fn name(header: &str) -> String {
    let inner = header.split_once('(').map_or(header, |(_, rest)| rest);
    inner.split(')').next().unwrap_or(inner).to_owned()
}

/// The line a traceback ends with: the first at the margin after its last frame.
fn reason<'a>(block: impl Iterator<Item = &'a str>) -> String {
    let lines: Vec<&str> = block.take_while(|l| *l != "=".repeat(70) && !l.starts_with("Ran ")).collect();
    let frame = lines.iter().rposition(|l| l.starts_with("  File ")).unwrap_or(0);
    let after = &lines[frame.min(lines.len())..];
    let text = after.iter().find(|l| !l.is_empty() && !l.starts_with(' ')).copied().unwrap_or("?");
    text.chars().take(160).collect()
}

/// The last test that was begun, for a run that did not come to its end.
fn last_test(text: &str) -> String {
    let begun = |l: &&str| l.starts_with("test") && l.contains(" (test.");
    let of = text.lines().rfind(begun).unwrap_or("before the first test");
    let end = text.lines().rfind(|l| !l.is_empty()).unwrap_or("");
    let short = |l: &str| l.chars().take(120).collect::<String>();
    if of == end { short(of) } else { format!("{}: {}", short(of), short(end)) }
}
