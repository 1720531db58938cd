//! [`Builder`]: a machine with settings.

use std::path::PathBuf;

use pyvm_vm::flags::Flags;
use pyvm_vm::hash::{self, HashSecret};
use pyvm_vm::permissions::{Grant, Permissions};

use crate::embed::border::Border;
use crate::embed::vm::Vm;
use crate::{Limits, run};

/// The settings of a new [`Vm`].
#[derive(Debug, Clone, Default)]
pub struct Builder {
    limits: Limits,
    hash_seed: Option<u32>,
    path: Vec<String>,
    argv: Vec<String>,
    flags: Flags,
    random_hashes: bool,
    permissions: Permissions,
}

impl Builder {
    /// Limits on each outermost call into the machine: [`Vm::exec`], a call of an [`crate::Obj`], …
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// The seed of string hashes, as `PYTHONHASHSEED`; it holds for the thread. 0 gives CPython's order of sets.
    #[must_use]
    pub fn hash_seed(mut self, seed: u32) -> Self {
        self.hash_seed = Some(seed);
        self
    }

    /// Adds a folder to `sys.path`, which is empty otherwise.
    #[must_use]
    pub fn path(mut self, folder: impl Into<String>) -> Self {
        self.path.push(folder.into());
        self
    }

    /// `sys.argv`
    #[must_use]
    pub fn argv(mut self, arguments: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.argv = arguments.into_iter().map(Into::into).collect();
        self
    }

    /// What `sys.flags` shows.
    #[must_use]
    pub(crate) fn flags(mut self, flags: Flags) -> Self {
        self.flags = flags;
        self
    }

    /// Hashes of strings are random whatever `PYTHONHASHSEED` says.
    #[must_use]
    pub(crate) fn random_hashes(mut self, random: bool) -> Self {
        self.random_hashes = random;
        self
    }

    #[must_use]
    pub(crate) fn permissions(mut self, permissions: Permissions) -> Self {
        self.permissions = permissions;
        self
    }

    /// Denies the program all files, the environment, other processes and the network; the methods below give
    /// back. What is denied raises PermissionError. Limits are set apart, with [`Builder::limits`].
    ///
    /// ```
    /// use pyvm::Vm;
    ///
    /// let vm = Vm::builder().sandbox().build();
    /// let error = vm.exec("open('/etc/passwd')").unwrap_err();
    /// assert_eq!(error.class_name(), "PermissionError");
    /// assert_eq!(error.message(), "[Errno 13] Denied by the sandbox (--allow-read): '/etc/passwd'");
    /// ```
    #[must_use]
    pub fn sandbox(mut self) -> Self {
        self.permissions = Permissions::none();
        self
    }

    /// Lets the program read files and folders below a path, and import from there.
    #[must_use]
    pub fn allow_read(mut self, path: impl Into<PathBuf>) -> Self {
        self.permissions.read.add(path.into());
        self
    }

    /// Lets the program make, change and remove files and folders below a path.
    #[must_use]
    pub fn allow_write(mut self, path: impl Into<PathBuf>) -> Self {
        self.permissions.write.add(path.into());
        self
    }

    /// Lets the program see a variable of the environment.
    #[must_use]
    pub fn allow_env(mut self, variable: impl Into<String>) -> Self {
        self.permissions.env.add(variable.into());
        self
    }

    /// Lets the program see the whole environment.
    #[must_use]
    pub fn allow_all_env(mut self) -> Self {
        self.permissions.env = Grant::All;
        self
    }

    /// Lets the program use the network.
    #[must_use]
    pub fn allow_net(mut self) -> Self {
        self.permissions.net = true;
        self
    }

    /// Lets the program start, signal and end processes.
    #[must_use]
    pub fn allow_run(mut self) -> Self {
        self.permissions.run = true;
        self
    }

    /// Makes the machine.
    ///
    /// # Panics
    /// Where the standard library compiled into the program is broken.
    pub fn build(mut self) -> Vm {
        let chosen = self.flags.read_hash_seed();
        hash::choose_secret(match self.hash_seed {
            Some(seed) => HashSecret::from_seed(seed),
            None if self.random_hashes => HashSecret::random(),
            None => chosen,
        });
        self.flags.hash_randomization |= self.random_hashes;
        if let Some(seed) = self.hash_seed {
            self.flags.hash_randomization = seed != 0;
        }
        let border = Border::default();
        border.limits.set(self.limits);
        let argv = if self.argv.is_empty() { vec![String::new()] } else { self.argv };
        let made = run::bare_vm(self.flags, self.permissions).and_then(|core| {
            run::set_list(&core, "argv", argv)?;
            run::set_list(&core, "path", self.path)?;
            Vm::over(core, border)
        });
        made.unwrap_or_else(|error| panic!("the standard library does not start: {error:?}"))
    }
}
