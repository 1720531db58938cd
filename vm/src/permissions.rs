//! What a sandboxed program may touch of the world outside: files, the environment, other processes, the network.
//!
//! Each native that reaches out asks here first; the answer of a refusal is PermissionError, which a program may catch.
//! Paths are judged by where they lead after all symbolic links, as they stand at the moment of the question.

use std::path::{Path, PathBuf};

use crate::error::{PyError, PyResult};
use crate::heap::Value;
use crate::vm::Vm;

/// `errno.EACCES`
const EACCES: i64 = 13;

/// What a permission covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Grant<T> {
    /// Everything.
    All,
    /// These; nothing where there are none.
    Only(Vec<T>),
}

impl<T> Grant<T> {
    /// A grant of nothing.
    pub const fn none() -> Grant<T> {
        Grant::Only(Vec::new())
    }

    /// Adds one thing to what is granted.
    pub fn add(&mut self, what: T) {
        if let Grant::Only(all) = self {
            all.push(what);
        }
    }

    /// Whether everything is granted.
    pub const fn is_all(&self) -> bool {
        matches!(self, Grant::All)
    }

    /// Whether nothing is granted.
    pub fn is_none(&self) -> bool {
        matches!(self, Grant::Only(all) if all.is_empty())
    }
}

/// The permissions of a VM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permissions {
    /// Files and folders below these may be read.
    pub read: Grant<PathBuf>,
    /// Files and folders below these may be made, changed and removed.
    pub write: Grant<PathBuf>,
    /// Modules may be imported from below these without a permission to read them.
    pub import: Grant<PathBuf>,
    /// Variables of the environment that are seen.
    pub env: Grant<String>,
    /// Sockets may be opened.
    pub net: bool,
    /// Processes may be started, signalled and changed.
    pub run: bool,
}

impl Default for Permissions {
    fn default() -> Self {
        Permissions {
            read: Grant::All,
            write: Grant::All,
            import: Grant::All,
            env: Grant::All,
            net: true,
            run: true,
        }
    }
}

impl Permissions {
    /// No permission at all.
    pub const fn none() -> Permissions {
        Permissions {
            read: Grant::none(),
            write: Grant::none(),
            import: Grant::none(),
            env: Grant::none(),
            net: false,
            run: false,
        }
    }

    /// Whether nothing is denied.
    pub fn is_everything(&self) -> bool {
        *self == Permissions::default()
    }

    /// Whether descriptors may be used by their number: all of them may be somebody else's.
    pub fn has_descriptors(&self) -> bool {
        self.read.is_all() && self.write.is_all()
    }
}

/// Where a path leads: symbolic links followed; what does not exist yet hangs below the folder that does.
fn resolve(path: &Path) -> Option<PathBuf> {
    let whole = std::path::absolute(path).ok()?;
    if let Ok(found) = whole.canonicalize() {
        return Some(found);
    }
    // A dangling link leads who knows where.
    if whole.symlink_metadata().is_ok() {
        return None;
    }
    let last = whole.file_name()?;
    Some(resolve(whole.parent()?)?.join(last))
}

fn covers(grant: &Grant<PathBuf>, path: &Path) -> bool {
    let Grant::Only(roots) = grant else { return true };
    if roots.is_empty() {
        return false;
    }
    let Some(path) = resolve(path) else { return false };
    roots.iter().filter_map(|root| resolve(root)).any(|root| path.starts_with(root))
}

impl Vm {
    /// Whether a file or folder may be read.
    pub fn may_read(&self, path: &Path) -> bool {
        covers(&self.permissions.read, path)
    }

    /// Whether a module may be read from a path.
    pub fn may_import(&self, path: &Path) -> bool {
        covers(&self.permissions.import, path) || self.may_read(path)
    }

    /// Whether a file or folder may be changed.
    pub fn may_write(&self, path: &Path) -> bool {
        covers(&self.permissions.write, path)
    }

    /// Whether a variable of the environment is seen.
    pub fn may_see_variable(&self, name: &str) -> bool {
        match &self.permissions.env {
            Grant::All => true,
            Grant::Only(names) => names.iter().any(|n| n == name),
        }
    }

    /// Asks to read a path; `shown` is the error's file name.
    ///
    /// # Errors
    /// PermissionError
    pub fn ask_read(&self, path: &Path, shown: &Value) -> PyResult<()> {
        if self.may_read(path) { Ok(()) } else { Err(self.denied("--allow-read", Some(shown))) }
    }

    /// Asks to import from a path; `shown` is the error's file name.
    ///
    /// # Errors
    /// PermissionError
    pub fn ask_import(&self, path: &Path, shown: &Value) -> PyResult<()> {
        if self.may_import(path) { Ok(()) } else { Err(self.denied("--allow-read", Some(shown))) }
    }

    /// Asks to change a path; `shown` is the error's file name.
    ///
    /// # Errors
    /// PermissionError
    pub fn ask_write(&self, path: &Path, shown: &Value) -> PyResult<()> {
        if self.may_write(path) { Ok(()) } else { Err(self.denied("--allow-write", Some(shown))) }
    }

    /// Asks to use a descriptor by its number; the standard streams are everybody's.
    ///
    /// # Errors
    /// PermissionError
    pub fn ask_descriptor(&self, fd: i32) -> PyResult<()> {
        if (0..=2).contains(&fd) || self.permissions.has_descriptors() {
            return Ok(());
        }
        Err(self.denied("--allow-read --allow-write", None))
    }

    /// PermissionError that names the option which would have allowed it.
    pub fn denied(&self, option: &str, shown: Option<&Value>) -> PyError {
        let text = Value::str(&format!("Denied by the sandbox ({option})"));
        let mut args = vec![Value::Int(EACCES), text];
        args.extend(shown.cloned());
        let made = self.call(&self.exc.permission_error.to_value(), crate::call::Args::positional(&args));
        made.and_then(|value| {
            PyError::new(value).map_err(|_| self.system_error("PermissionError was replaced"))
        })
        .unwrap_or_else(|error| error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_judged_by_where_they_lead() -> std::io::Result<()> {
        let folder = std::env::temp_dir().join(format!("pyvm-permissions-{}", std::process::id()));
        let (inside, outside) = (folder.join("in"), folder.join("out"));
        std::fs::create_dir_all(&inside)?;
        std::fs::create_dir_all(&outside)?;
        std::fs::write(outside.join("secret"), "")?;
        std::os::unix::fs::symlink(outside.join("secret"), inside.join("link"))?;
        std::os::unix::fs::symlink(outside.join("nothing"), inside.join("dangling"))?;
        let grant = Grant::Only(vec![inside.clone()]);
        assert!(covers(&grant, &inside));
        assert!(covers(&grant, &inside.join("new/file")));
        assert!(!covers(&grant, &inside.join("../out/secret")));
        assert!(!covers(&grant, &inside.join("new/../../out/secret")));
        assert!(!covers(&grant, &inside.join("link")));
        assert!(!covers(&grant, &inside.join("dangling")));
        assert!(!covers(&grant, &folder.join("inside")));
        assert!(covers(&Grant::All, &outside));
        assert!(!covers(&Grant::none(), &inside));
        std::fs::remove_dir_all(folder)
    }
}
