//! Cached bytecode: when it is written and used, and that a damaged file is as good as none.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// One of everything that an image holds.
const MODULE: &str = r#"
"""A doc."""
import sys
CONSTANTS = (1, -1, 2**80, -2**80, 1.5, -0.0, 2j, "text", "\udc80", b"bytes", None, ..., True, (1, (2,)), ())
def make(a, /, b=1, *rest, c, d=2, **more):
    def inner():
        nonlocal a
        a += 1
        return [x + a for x in range(3) if x in {1, 2, 3}]
    try:
        return inner()
    finally:
        more.clear()
class K[T]:
    async def co(self):
        async with self as x:
            yield x
def positions():
    return list(make.__code__.co_positions()), make.__code__.co_qualname, K.co.__code__.co_flags
print(__name__, CONSTANTS, make(1, c=2), __cached__ is not None, make.__code__.co_filename == __file__)
"#;

struct Project {
    folder: tempfile::TempDir,
}

impl Project {
    fn new() -> std::io::Result<Project> {
        let folder = tempfile::tempdir()?;
        fs::write(folder.path().join("main.py"), "import part\nprint(hash(repr(part.positions())))\n")?;
        fs::write(folder.path().join("part.py"), MODULE)?;
        Ok(Project { folder })
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn run_with(&self, options: &[&str], variables: &[(&str, &str)]) -> std::io::Result<Output> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pyvm"));
        command.args(options).arg("main.py").current_dir(self.path()).env_clear();
        command.env("PYTHONHASHSEED", "0").envs(variables.iter().copied()).output()
    }

    /// What the program prints.
    fn run(&self, options: &[&str], variables: &[(&str, &str)]) -> std::io::Result<String> {
        let output = self.run_with(options, variables)?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), String::new()));
        Ok(text(&output.stdout))
    }

    fn cached(&self) -> std::path::PathBuf {
        self.path().join("__pycache__/part.pyvm-313.pyc")
    }

    fn names(&self) -> Vec<String> {
        let found = fs::read_dir(self.path().join("__pycache__")).into_iter().flatten().flatten();
        found.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
    }
}

#[test]
fn written_once_and_used() -> std::io::Result<()> {
    let project = Project::new()?;
    let first = project.run(&[], &[])?;
    assert_eq!(project.names(), ["part.pyvm-313.pyc"]);
    let written = fs::metadata(project.cached())?.modified()?;
    assert_eq!(project.run(&[], &[])?, first);
    assert_eq!(fs::metadata(project.cached())?.modified()?, written);
    // Another source of the same size.
    fs::write(project.path().join("part.py"), MODULE.replace("A doc", "B doc"))?;
    assert_eq!(project.run(&[], &[])?, first);
    assert_ne!(fs::metadata(project.cached())?.modified()?, written);
    project.run(&["-O"], &[])?;
    assert_eq!(project.names().len(), 2);
    Ok(())
}

#[test]
fn not_written_where_it_is_not_wanted() -> std::io::Result<()> {
    let project = Project::new()?;
    project.run(&["-B"], &[])?;
    project.run(&[], &[("PYTHONDONTWRITEBYTECODE", "1")])?;
    project.run(&["--sandbox"], &[])?;
    assert!(project.names().is_empty());
    let elsewhere = tempfile::tempdir()?;
    let prefix = elsewhere.path().to_string_lossy().into_owned();
    let written = elsewhere.path().join(project.path().strip_prefix("/").unwrap_or(project.path()));
    project.run(&[], &[("PYTHONPYCACHEPREFIX", &prefix)])?;
    assert!(project.names().is_empty() && written.join("part.pyvm-313.pyc").exists());
    fs::remove_file(written.join("part.pyvm-313.pyc"))?;
    project.run(&["-X", &format!("pycache_prefix={prefix}")], &[])?;
    assert!(project.names().is_empty() && written.join("part.pyvm-313.pyc").exists());
    // A file where the folder would be.
    fs::write(project.path().join("__pycache__"), "")?;
    project.run(&[], &[])?;
    Ok(())
}

#[test]
fn damaged_files_are_as_good_as_none() -> std::io::Result<()> {
    let project = Project::new()?;
    let sound = project.run(&[], &[])?;
    let bytes = fs::read(project.cached())?;
    for at in (0..40).chain((40..bytes.len()).step_by(bytes.len() / 20)) {
        let mut damaged = bytes.clone();
        damaged[at] ^= 1 << (at % 8);
        fs::write(project.cached(), &damaged)?;
        assert_eq!(project.run(&[], &[])?, sound, "byte {at}");
        assert_eq!(fs::read(project.cached())?.len(), bytes.len());
    }
    for size in [0, 3, 16, 35, 36, bytes.len() - 1] {
        fs::write(project.cached(), &bytes[..size])?;
        assert_eq!(project.run(&[], &[])?, sound, "{size} bytes");
    }
    Ok(())
}
