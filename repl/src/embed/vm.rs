//! [`Vm`]: the handle of a virtual machine.

use std::fmt;
use std::path::Path;
use std::rc::{Rc, Weak};

use pyvm_vm as core;
use pyvm_vm::compile::Mode;
use pyvm_vm::import::{self, FrozenSource, FrozenText, source};
use pyvm_vm::objects::{Dict, module};
use pyvm_vm::{PyResult, Value};

use crate::embed::border::Border;
use crate::embed::builder::Builder;
use crate::embed::obj::Obj;
use crate::error::Error;
use crate::{FromPy, Interrupter, IntoPy, Limits, Result, run};

/// The name of sources that have none.
const STRING: &str = "<string>";

/// A virtual machine with its standard library. Clones are handles of the same machine; it ends with the last of
/// them, [`Obj`] handles included.
///
/// A machine stays on its thread. Several on one thread keep their modules and classes apart; they share the
/// thread's heap.
#[derive(Clone)]
pub struct Vm(Rc<Shared>);

pub(crate) struct Shared {
    core: core::Vm,
    border: Border,
}

/// A handle that does not keep the VM alive, for what the VM itself owns.
pub(crate) struct WeakVm(Weak<Shared>);

impl WeakVm {
    pub(crate) fn upgrade(&self) -> Option<Vm> {
        self.0.upgrade().map(Vm)
    }
}

impl core::thread::Owner for Shared {
    fn core(&self) -> &core::Vm {
        &self.core
    }
}

impl Drop for Vm {
    fn drop(&mut self) {
        // Threads of the program hold the machine while they run; without a handle outside nobody waits for them.
        let threads = pyvm_stdlib::running_threads(&self.0.core);
        if threads > 0 && Rc::strong_count(&self.0) <= threads + 1 {
            pyvm_stdlib::cancel_threads(&self.0.core);
        }
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        // Output that cannot be written at the very end has nobody left to be told.
        let _written = run::shut_down(&self.core, false);
    }
}

impl fmt::Debug for Vm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Vm")
    }
}

impl Default for Vm {
    fn default() -> Self {
        Vm::new()
    }
}

impl Vm {
    /// A machine with the defaults of [`Vm::builder`].
    ///
    /// # Panics
    /// Where the standard library compiled into the program is broken.
    pub fn new() -> Vm {
        Vm::builder().build()
    }

    /// Begins a machine with settings.
    pub fn builder() -> Builder {
        Builder::default()
    }

    pub(crate) fn over(core: core::Vm, border: Border) -> PyResult<Vm> {
        run::new_main(&core)?;
        let shared = Rc::new(Shared { core, border });
        let owner: Weak<dyn core::thread::Owner> =
            Rc::downgrade(&(shared.clone() as Rc<dyn core::thread::Owner>));
        shared.core.set_owner(owner);
        Ok(Vm(shared))
    }

    /// The machine below this handle, for what the embedding API does not cover. Errors and panics of calls made
    /// on it are the caller's to deal with.
    pub fn core(&self) -> &core::Vm {
        &self.0.core
    }

    pub(crate) fn main(&self) -> PyResult {
        run::main_module(&self.0.core)
    }

    pub(crate) fn border(&self) -> &Border {
        &self.0.border
    }

    pub(crate) fn downgrade(&self) -> WeakVm {
        WeakVm(Rc::downgrade(&self.0))
    }

    pub(crate) fn obj(&self, value: Value) -> Obj {
        Obj::new(value, self.clone())
    }

    fn globals(&self) -> PyResult<core::Ref> {
        let core = self.core();
        module::dict(core, &self.main()?).ok_or_else(|| core.system_error("__main__ has no namespace"))
    }

    /// Runs statements in `__main__`.
    ///
    /// # Errors
    /// What they raise.
    pub fn exec(&self, code: &str) -> Result<()> {
        self.enter(|core| self.exec_in_main(core, code, STRING))?;
        self.flush()
    }

    /// Runs statements in `__main__` under a file name, so that tracebacks can show their lines.
    ///
    /// # Errors
    /// What they raise.
    pub fn exec_as(&self, file: &str, code: &str) -> Result<()> {
        self.enter(|core| {
            core.sources.borrow_mut().insert(file.to_owned(), code.to_owned());
            self.exec_in_main(core, code, file)
        })?;
        self.flush()
    }

    fn exec_in_main(&self, core: &core::Vm, code: &str, file: &str) -> PyResult<()> {
        let code = source::compile(core, code, file, Mode::Exec)?;
        let globals = self.globals()?;
        import::exec_code(core, &code, &globals, Value::Obj(globals.clone())).map(drop)
    }

    /// The value of an expression in `__main__`.
    ///
    /// # Errors
    /// What it raises; TypeError where the value does not convert.
    pub fn eval<T: FromPy>(&self, expression: &str) -> Result<T> {
        let value = self.enter(|core| {
            let code = source::compile(core, expression.trim_start(), STRING, Mode::Eval)?;
            let globals = self.globals()?;
            import::exec_code(core, &code, &globals, Value::Obj(globals.clone()))
        })?;
        self.flush()?;
        T::from_py(&self.obj(value))
    }

    /// Runs a script as `__main__`, with its folder at the front of `sys.path`.
    ///
    /// # Errors
    /// OSError where it cannot be read, and what it raises.
    pub fn run_file(&self, path: impl AsRef<Path>) -> Result<()> {
        let path = path.as_ref();
        self.enter(|core| {
            let text = source::read(core, path)?;
            let folder = path.parent().map(|p| p.to_string_lossy().into_owned()).unwrap_or_default();
            run::push_path(core, &folder)?;
            let name = path.to_string_lossy();
            core.setattr(&self.main()?, &core.names.file, Value::str(&name))?;
            self.exec_in_main(core, &text, &name)
        })?;
        self.flush()
    }

    /// A global of `__main__`.
    ///
    /// # Errors
    /// NameError where there is none; TypeError where it does not convert.
    pub fn get<T: FromPy>(&self, name: &str) -> Result<T> {
        let value = self.enter(|core| {
            let key = core.intern(name);
            let found = Dict::of(&self.globals()?).and_then(|d| d.get_str(&key));
            found.ok_or_else(|| {
                core.name_error(&core.exc.name_error, &key, format!("name '{name}' is not defined"))
            })
        })?;
        T::from_py(&self.obj(value))
    }

    /// Sets a global of `__main__`.
    ///
    /// # Errors
    /// Where the value does not convert.
    pub fn set(&self, name: &str, value: impl IntoPy) -> Result<()> {
        let value = value.into_py(self)?.into_value();
        self.enter(|core| core.setattr(&self.main()?, &core.intern(name), value))
    }

    /// The limits of every call from outside.
    pub fn limits(&self) -> Limits {
        self.border().limits.get()
    }

    /// Sets the limits of the calls from outside that begin from now on: looser ones to clean up behind a program
    /// that passed them, tighter ones for a program that is trusted less.
    ///
    /// What a program bound stays bound after it passed [`Limits::memory`], and counts for the next one.
    ///
    /// ```
    /// # use pyvm::{Limits, Vm};
    /// # fn main() -> pyvm::Result<()> {
    /// let vm = Vm::builder().limits(Limits { memory: Some(64 << 20), ..Limits::default() }).build();
    /// assert!(vm.exec("kept = []\nwhile True: kept.append(object())").is_err());
    /// let strict = vm.limits();
    /// vm.set_limits(Limits::default());
    /// vm.exec("del kept")?;
    /// vm.set_limits(strict);
    /// vm.exec("kept = []")
    /// # }
    /// ```
    pub fn set_limits(&self, limits: Limits) {
        self.border().limits.set(limits);
    }

    /// Imports a module by its dotted name.
    ///
    /// # Errors
    /// ModuleNotFoundError, and what its body raises.
    pub fn import(&self, name: &str) -> Result<Obj> {
        let module = self.enter(|core| core.import(name))?;
        Ok(self.obj(module))
    }

    /// Makes Python source importable as module `name`. Packages above it that do not exist are made, empty.
    ///
    /// # Errors
    /// ValueError for a name that is none.
    pub fn add_source(&self, name: &str, text: impl Into<String>) -> Result<()> {
        if name.split('.').any(str::is_empty) {
            return Err(Error::value(format!("'{name}' is no module name")));
        }
        let text: String = text.into();
        let core = self.core();
        core.sources.borrow_mut().insert(format!("<frozen {name}>"), text.clone());
        let mut frozen = core.frozen_sources.borrow_mut();
        for (at, _) in name.match_indices('.') {
            let package = name.get(..at).unwrap_or(name);
            let text = FrozenText::Plain("".into());
            let empty = FrozenSource { text, image: None, is_package: true };
            frozen.entry(package.to_owned()).or_insert(empty).is_package = true;
        }
        let is_package = frozen.get(name).is_some_and(|f| f.is_package);
        let text = FrozenText::Plain(text.into());
        frozen.insert(name.to_owned(), FrozenSource { text, image: None, is_package });
        Ok(())
    }

    /// Pickles an object with CPython's defaults: protocol 4.
    ///
    /// # Errors
    /// PicklingError, and what reducers raise.
    pub fn dumps(&self, object: &Obj) -> Result<Vec<u8>> {
        self.dumps_protocol(object, 4)
    }

    /// Pickles an object in a protocol from 0 to 5.
    ///
    /// # Errors
    /// PicklingError, ValueError for other protocols, and what reducers raise.
    pub fn dumps_protocol(&self, object: &Obj, protocol: u8) -> Result<Vec<u8>> {
        self.dumps_with(object, protocol, None)
    }

    /// The same with a `persistent_id`.
    pub(crate) fn dumps_with(
        &self,
        object: &Obj,
        protocol: u8,
        persistent_id: Option<Value>,
    ) -> Result<Vec<u8>> {
        if protocol > 5 {
            return Err(Error::value("pickle protocol must be <= 5"));
        }
        let options = pyvm_pickle::pickler::Options {
            protocol,
            fix_imports: true,
            persistent_id,
            ..Default::default()
        };
        self.enter(|core| pyvm_pickle::pickler::dumps(core, object.value(), &options).map(|p| p.into_vec()))
    }

    /// Loads a pickle as CPython's `pickle.loads` does: it imports and calls what the pickle names, so the data
    /// must be trusted.
    ///
    /// # Errors
    /// UnpicklingError, and what the classes named raise.
    pub fn loads<T: FromPy>(&self, data: &[u8]) -> Result<T> {
        let options = pyvm_pickle::unpickler::Options::default();
        let value = self.enter(|core| pyvm_pickle::unpickler::loads(core, data, &options))?;
        T::from_py(&self.obj(value))
    }

    /// The handle that interrupts or stops the machine from another thread.
    pub fn interrupter(&self) -> Interrupter {
        self.core().interrupter()
    }

    /// Writes out what `sys.stdout` holds.
    ///
    /// # Errors
    /// OSError where that fails.
    pub fn flush(&self) -> Result<()> {
        self.enter(|core| run::flush(core, "stdout"))
    }
}
