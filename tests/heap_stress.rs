//! The heap under stress. Lists nested ten million deep, and other structures
//! less so, are dropped, marked and compared by identity, in constant
//! native stack and linear time. Behaviour scripts run once more with a collection after every few allocations and
//! freed objects poisoned, against the same goldens: `run_stressed` is this program itself, started once per script.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use libtest_mimic::{Arguments, Failed, Trial};
use wait_timeout::ChildExt;

/// Names, to this program started for a script, the number of allocations between two collections.
const EVERY: &str = "PYVM_STRESS_EVERY";
/// A stressed script that takes longer hangs.
const LIMIT: Duration = Duration::from_secs(120);

/// Folders below `tests/scripts` that run under stress, with the allocations between two collections.
const STRESSED: &[(&str, usize)] = &[
    ("classes", 3),
    ("gc/collect_cycles.py", 1),
    ("gc/del_errors.py", 1),
    ("gc/resurrection.py", 1),
    ("identity", 1),
    ("itertools", 3),
    ("language", 5),
    ("types/dict", 1),
    ("types/list", 1),
    ("types/set", 1),
    ("types/tuple", 1),
    ("weakref", 1),
    ("types/weakrefs", 1),
];

/// Their goldens show at which moment garbage is collected: a class is still in `__subclasses__`, a coroutine's warning
/// comes at the end.
const TIMED: &[&str] = &["classes/class_creation.py", "language/generators_in_all_states.py"];

/// `name: build`, where `build` wraps what `x` holds once more; the depth; and what is asked of the result.
const DEEP: &[(&str, &str, usize)] = &[
    ("list", "x = [x]", 10_000_000),
    ("tuple", "x = (x,)", 3_000_000),
    ("dict", "x = {'k': x}", 3_000_000),
    ("instance", "x = Node(x)", 3_000_000),
    ("slots", "x = Slotted(x)", 1_000_000),
    ("cell", "x = closure(x)", 1_000_000),
    ("bound_method", "x = types.MethodType(call, x)", 1_000_000),
    ("generator", "x = started(x)", 300_000),
    ("exception_context", "e = ValueError(); e.__context__ = x if i else None; x = e", 1_000_000),
    ("exception_cause", "e = ValueError(); e.__cause__ = x if i else None; x = e", 300_000),
    ("iterator", "x = iter([x])", 1_000_000),
    ("partial", "x = functools.partial(call, x)", 300_000),
    ("property", "x = property(x)", 300_000),
    ("deque", "x = collections.deque((x,))", 300_000),
    ("default_argument", "x = defaulted(x)", 300_000),
];

const PRELUDE: &str = "
import collections, functools, gc, types

class Node:
    def __init__(self, link):
        self.link = link

class Slotted:
    __slots__ = ('link',)
    def __init__(self, link):
        self.link = link

def call(*args):
    return args

def closure(link):
    return lambda: link

def defaulted(link):
    def inner(link=link):
        pass
    return inner

def started(link):
    def run():
        yield link
    made = run()
    next(made)
    return made
";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/scripts")
}

/// Builds a chain (what quadratic time would make of it is hours), marks it, compares it with itself and drops it; then the same again as a cycle for the collector.
fn deep(wrap: &str, depth: usize) -> Result<(), Failed> {
    let vm = pyvm::Vm::new();
    let run = |code: &str| vm.exec(code).map_err(|e| Failed::from(e.report()));
    run(PRELUDE)?;
    run(&format!(
        "
def build(depth):
    # Tuples of atoms are not tracked, and so not counted.
    x = []
    for i in range(depth):
        {wrap}
    return x

x = build({depth})
gc.collect()
assert x is not None and [x] == [x] and (x,) == (x,) and x in [x]
del x
"
    ))?;
    run(&format!(
        "
ring = [build({depth} // 10)]
ring.append(ring)
gc.collect()
del ring
assert gc.collect() >= {depth} // 10
"
    ))?;
    Ok(())
}

/// The scripts of a folder that have goldens.
fn scripts(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            scripts(&path, found);
        } else if path.extension().is_some_and(|e| e == "py") && path.with_extension("out").exists() {
            found.push(path);
        }
    }
}

/// Paths and addresses differ from run to run; the goldens show neither.
fn normalise(text: &str, folder: &str) -> String {
    let text = text.replace(folder, "$DIR");
    let mut parts = text.split(" at 0x");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let digits = part.bytes().take_while(u8::is_ascii_hexdigit).count();
        out.push_str(" at 0x");
        out.push_str(if digits >= 4 { "…" } else { &part[..digits] });
        out.push_str(&part[digits..]);
    }
    out
}

/// Runs a script under stress and compares its output.
fn stressed(script: &Path, every: usize) -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let (out, err) = (folder.path().join("stdout"), folder.path().join("stderr"));
    let cwd = folder.path().join("cwd");
    fs::create_dir(&cwd)?;
    let mut child = Command::new(std::env::current_exe()?)
        .arg(script)
        .current_dir(&cwd)
        .env_clear()
        .envs([("PYTHONHASHSEED", "0"), ("NO_COLOR", "1"), ("LC_ALL", "C.UTF-8")])
        .env(EVERY, every.to_string())
        .env("HOME", &cwd)
        .env("TMPDIR", &cwd)
        .stdin(Stdio::null())
        .stdout(fs::File::create(&out)?)
        .stderr(fs::File::create(&err)?)
        .spawn()?;
    if child.wait_timeout(LIMIT)?.is_none() {
        child.kill()?;
        child.wait()?;
        return Err("did not end".into());
    }
    let here = script.parent().unwrap_or(script).display().to_string();
    let (got, want) =
        (normalise(&fs::read_to_string(&out)?, &here), fs::read_to_string(script.with_extension("out"))?);
    let Some(at) = got
        .lines()
        .map(Some)
        .chain([None])
        .zip(want.lines().map(Some).chain([None]))
        .position(|(a, b)| a != b)
    else {
        return Ok(());
    };
    let show = |text: &str| text.lines().nth(at).unwrap_or("(end)").to_owned();
    let err = fs::read_to_string(&err)?;
    let last: Vec<&str> = err.lines().rev().take(4).collect();
    Err(format!(
        "line {}:\n  CPython: {}\n  here:    {}\n  stderr:  {last:?}",
        at + 1,
        show(&want),
        show(&got)
    )
    .into())
}

/// What this program does for a script: the command line of `pyvm`, with the heap under stress.
fn run_stressed(every: usize) -> ! {
    pyvm_vm::heap::stress::start(every);
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    std::process::exit(pyvm::cli::main(arguments))
}

fn main() {
    if let Some(every) = std::env::var(EVERY).ok().and_then(|v| v.parse().ok()) {
        run_stressed(every);
    }
    let arguments = Arguments::from_args();
    let mut trials: Vec<Trial> = DEEP
        .iter()
        .map(|(name, wrap, depth)| Trial::test(format!("deep/{name}"), || deep(wrap, *depth)))
        .collect();
    let root = root();
    let expected = fs::read_to_string(root.join("../expected_failures.txt")).unwrap_or_default();
    let expected: Vec<&str> =
        expected.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')).collect();
    for (folder, every) in STRESSED {
        let mut found = Vec::new();
        let path = root.join(folder);
        if path.is_dir() {
            scripts(&path, &mut found)
        } else {
            found.push(path)
        }
        assert!(!found.is_empty(), "no scripts in {folder}");
        found.retain(|script| !expected.iter().chain(TIMED).any(|name| script.ends_with(name)));
        trials.extend(found.into_iter().map(|script| {
            let name = script.strip_prefix(&root).unwrap_or(&script).display().to_string();
            Trial::test(format!("stressed/{name}"), move || stressed(&script, *every))
        }));
    }
    libtest_mimic::run(&arguments, trials).exit();
}
