//! [`Builder`]: a machine with settings.

use pyvm_vm::hash::{self, HashSecret};

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

    /// Makes the machine.
    ///
    /// # Panics
    /// Where the standard library compiled into the program is broken.
    pub fn build(self) -> Vm {
        if let Some(seed) = self.hash_seed {
            hash::choose_secret(HashSecret::from_seed(seed));
        }
        let border = Border::default();
        border.limits.set(self.limits);
        let argv = if self.argv.is_empty() { vec![String::new()] } else { self.argv };
        let made = run::bare_vm().and_then(|core| {
            run::set_list(&core, "argv", argv)?;
            run::set_list(&core, "path", self.path)?;
            Vm::over(core, border)
        });
        made.unwrap_or_else(|error| panic!("the standard library does not start: {error:?}"))
    }
}
