//! Pickling with settings: [`Unpickler`] and [`Pickler`].

use std::path::Path;

use pyvm_pickle::Limits;
use pyvm_pickle::policy::Policy;
use pyvm_vm::Value;

use crate::embed::function::{function_object, host, parse_signature};
use crate::embed::vm::Vm;
use crate::error::Error;
use crate::{FromPy, IntoPy, Obj, Result};

/// Loads pickles with settings: see [`Vm::unpickler`]. Without a policy it trusts the data, as CPython does: what the
/// pickle names is imported and called.
pub struct Unpickler {
    vm: Vm,
    policy: Option<Policy>,
    limits: Limits,
    main: Option<String>,
}

/// Writes pickles with settings: see [`Vm::pickler`].
pub struct Pickler {
    vm: Vm,
    protocol: u8,
}

impl Vm {
    /// Begins a loader with settings.
    ///
    /// ```
    /// use pyvm::pickle::policy::Policy;
    /// use pyvm::{Obj, Vm};
    ///
    /// let vm = Vm::new();
    /// vm.add_source("shop.models", "class Order: pass")?;
    /// // A pickle written by a script, whose classes say that they live in `__main__`.
    /// let data = b"\x80\x02c__main__\nOrder\n)\x81}X\x02\0\0\0idK\x07sb.";
    /// let order: Obj = vm.unpickler().main_is("shop.models").from_slice(data)?;
    /// assert_eq!(order.getattr::<u32>("id")?, 7);
    ///
    /// let careful = vm.unpickler().policy(Policy::data_only());
    /// let error = careful.from_slice::<Obj>(b"cos\nsystem\n(S'ls'\ntR.").unwrap_err();
    /// assert_eq!(error.class_name(), "_pickle.UnpicklingError");
    /// assert_eq!(error.message(), "os.system, call of os.system not allowed (at offset 0)");
    /// # Ok::<(), pyvm::Error>(())
    /// ```
    pub fn unpickler(&self) -> Unpickler {
        Unpickler { vm: self.clone(), policy: None, limits: Limits::default(), main: None }
    }

    /// Begins a saver with settings; the default is CPython's protocol 4.
    pub fn pickler(&self) -> Pickler {
        Pickler { vm: self.clone(), protocol: 4 }
    }
}

impl Unpickler {
    /// Refuses what the policy does not allow, before anything is imported or called.
    #[must_use]
    pub fn policy(mut self, policy: Policy) -> Self {
        self.policy = Some(policy);
        self
    }

    /// Limits on what the pickle may hold; they are looked at where there is a policy.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Looks for names of `__main__` in another module.
    #[must_use]
    pub fn main_is(mut self, module: impl Into<String>) -> Self {
        self.main = Some(module.into());
        self
    }

    /// Loads the first pickle in `data`.
    ///
    /// # Errors
    /// UnpicklingError that names everything the policy refuses; what loading raises.
    pub fn from_slice<T: FromPy>(&self, data: &[u8]) -> Result<T> {
        if let Some(policy) = &self.policy {
            let refused = |refused: pyvm_pickle::policy::Refused| {
                Error::new("_pickle.UnpicklingError", refused.to_string())
            };
            policy.review(data, self.limits).map_err(refused)?;
        }
        let find_class = self.main.as_deref().map(|main| self.find_class(main, data)).transpose()?;
        let options = pyvm_pickle::unpickler::Options { find_class, ..Default::default() };
        let value = self.vm.enter(|core| pyvm_pickle::unpickler::loads(core, data, &options))?;
        T::from_py(&self.vm.obj(value))
    }

    /// Loads the first pickle of a file.
    ///
    /// # Errors
    /// As [`Unpickler::from_slice`], and OSError.
    pub fn from_file<T: FromPy>(&self, path: impl AsRef<Path>) -> Result<T> {
        self.from_slice(&std::fs::read(path)?)
    }

    fn find_class(&self, main: &str, data: &[u8]) -> Result<Value> {
        let protocol = match data {
            [0x80, protocol, ..] => *protocol,
            _ => 0,
        };
        let main = main.to_owned();
        let (name, parameters) = parse_signature("find_class(module, name)", 2)?;
        let run = host(&self.vm, &name, move |vm, args| {
            let [module, name] = args else { return Err(Error::type_error("expected a module and a name")) };
            let is_main = module.as_text().is_some_and(|m| *m == *"__main__");
            let module = if is_main { Value::str(&main) } else { module.clone() };
            let find =
                |core: &pyvm_vm::vm::Vm| pyvm_pickle::module::find_class(core, &module, name, protocol, true);
            Ok(vm.obj(vm.enter(find)?))
        });
        Ok(function_object(&self.vm, "pyvm", &name, parameters, run))
    }
}

impl Pickler {
    /// A protocol from 0 to 5.
    #[must_use]
    pub fn protocol(mut self, protocol: u8) -> Self {
        self.protocol = protocol;
        self
    }

    /// Pickles an object.
    ///
    /// # Errors
    /// PicklingError, ValueError for other protocols, and what reducers raise.
    pub fn to_vec(&self, object: impl IntoPy) -> Result<Vec<u8>> {
        let object: Obj = object.into_py(&self.vm)?;
        self.vm.dumps_protocol(&object, self.protocol)
    }

    /// Pickles an object to a file.
    ///
    /// # Errors
    /// As [`Pickler::to_vec`], and OSError.
    pub fn to_file(&self, object: impl IntoPy, path: impl AsRef<Path>) -> Result<()> {
        Ok(std::fs::write(path, self.to_vec(object)?)?)
    }
}
