//! Pickling with settings: [`Unpickler`] and [`Pickler`].

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::Path;

use pyvm_pickle::policy::{Policy, Resolved};
use pyvm_pickle::unpickler::Options;
use pyvm_pickle::{Graph, Limits};
use pyvm_vm::Value;
use pyvm_vm::call::Args;
use pyvm_vm::heap::TypeRef;
use pyvm_vm::objects::Dict;

use crate::embed::function::{function_object, host, parse_signature};
use crate::embed::vm::Vm;
use crate::error::Error;
use crate::{FromPy, IntoPy, Obj, Result};

/// Loads pickles with settings: see [`Vm::unpickler`]. Without a policy it trusts the data, as CPython does: what the
/// pickle names is imported and called.
pub struct Unpickler {
    vm: Vm,
    policy: Option<Policy>,
    limits: Option<Limits>,
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
    /// assert_eq!(error.refused().unwrap().names(), ["os.system", "call of os.system"]);
    ///
    /// // What is not there, or is not to be imported, is kept as it stands, and pickles to the same bytes.
    /// let policy = Policy::data_only().stand_in("lab.*");
    /// let data = b"\x80\x04\x95\x18\0\0\0\0\0\0\0\x8c\x03lab\x94\x8c\x06Sample\x94\x93\x94K\x05\x85\x94R\x94.";
    /// let sample: Obj = vm.unpickler().policy(policy).from_slice(data)?;
    /// assert_eq!(sample.getattr::<Obj>("args")?.repr()?, "(5,)");
    /// assert_eq!(vm.pickler().to_vec(sample)?, data);
    /// # Ok::<(), pyvm::Error>(())
    /// ```
    pub fn unpickler(&self) -> Unpickler {
        Unpickler { vm: self.clone(), policy: None, limits: None, main: None }
    }

    /// Begins a saver with settings; the default is CPython's protocol 4.
    pub fn pickler(&self) -> Pickler {
        Pickler { vm: self.clone(), protocol: 4 }
    }
}

impl Unpickler {
    /// Refuses what the policy does not allow, before anything is imported or called. Names that it allows are imported
    /// when they are met; stand-ins are of the Python type `_stand_in.StandIn`, with the attributes `callable`, `args`,
    /// `state`, `list_items` and `dict_items`, and of a type of their own in each load.
    #[must_use]
    pub fn policy(mut self, policy: Policy) -> Self {
        self.policy = Some(policy);
        self
    }

    /// Limits on what the pickle may hold, looked at before anything is loaded.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = Some(limits);
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
        let options = match &self.policy {
            Some(policy) => self.careful(policy, data)?,
            None => {
                if let Some(limits) = self.limits {
                    Graph::with_limits(data, limits).map_err(|e| Error::of_policy(e.into()))?;
                }
                let find_class = self.main.as_deref().map(|main| self.find_class(main, data)).transpose()?;
                Options { find_class, ..Default::default() }
            }
        };
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

    /// Options of a load under a policy, once that has found nothing wrong.
    fn careful(&self, policy: &Policy, data: &[u8]) -> Result<Options> {
        let mut policy = policy.clone();
        if let Some(main) = &self.main {
            policy = policy.module_is("__main__", main);
        }
        policy.review(data, self.limits.unwrap_or_default()).map_err(Error::of_policy)?;
        let mut options = Options::default();
        if policy.has_stand_ins() || policy.has_persistent() {
            let stand_in = |name: &str| self.vm.enter(|core| core.getattr_str(&core.import(STAND_IN)?, name));
            options.reduced = Some(stand_in("reduced")?);
            options.persistent_load = Some(stand_in("Persistent")?);
        }
        options.find_class = Some(self.resolver(policy)?);
        Ok(options)
    }

    /// A `find_class` that looks for what the policy says, and for nothing else.
    fn resolver(&self, policy: Policy) -> Result<Value> {
        let (name, parameters) = parse_signature("find_class(module, name)", 2)?;
        let made: RefCell<HashMap<(String, String), Value>> = RefCell::default();
        let run = host(&self.vm, &name, move |vm, args| {
            let [module, name] = args else { return Err(Error::type_error("expected a module and a name")) };
            let text = |value: &Value| value.as_text().map(ToString::to_string).unwrap_or_default();
            let key = (text(module), text(name));
            let known = made.borrow().get(&key).cloned();
            if let Some(known) = known {
                return Ok(vm.obj(known));
            }
            let found = match policy.resolve(&key.0, &key.1) {
                Resolved::Object { module, name, class } => object(vm, &module, &name, class)?,
                Resolved::StandIn => {
                    let args = [module.clone(), name.clone()];
                    vm.enter(|core| {
                        let named = core.getattr_str(&core.import(STAND_IN)?, "named")?;
                        core.call(&named, Args::positional(&args))
                    })?
                }
                Resolved::Refused => return Err(unpickling(vm, format!("{}.{} not allowed", key.0, key.1))),
            };
            made.borrow_mut().insert(key, found.clone());
            Ok(vm.obj(found))
        });
        Ok(function_object(&self.vm, "pyvm", &name, parameters, run))
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

/// What stand-ins are made of.
const STAND_IN: &str = "_stand_in";

/// An UnpicklingError to be raised within a load.
fn unpickling(vm: &Vm, message: String) -> Error {
    let raised = |core: &pyvm_vm::vm::Vm| -> pyvm_vm::PyResult<()> {
        let names = pyvm_pickle::module::names(core)?;
        Err(core.new_error(&names.unpickling_error, message))
    };
    vm.enter(raised).err().unwrap_or_else(|| Error::value("no error"))
}

/// A name that a policy allows. What is to be made without a call has to be a class.
fn object(vm: &Vm, module: &str, name: &str, class: bool) -> Result<Value> {
    let found = vm.enter(|core| core.getattr_str(&core.import(module)?, name))?;
    if class && TypeRef::from_value(&found).is_none() {
        return Err(unpickling(vm, format!("{module}.{name} is not a class")));
    }
    Ok(found)
}

impl Pickler {
    /// A protocol from 0 to 5.
    #[must_use]
    pub fn protocol(mut self, protocol: u8) -> Self {
        self.protocol = protocol;
        self
    }

    /// The ids of persistent stand-ins, if there may be any.
    fn persistent_id(&self) -> Result<Option<Value>> {
        self.vm.enter(|core| {
            let modules = Dict::of(&core.modules);
            let module = modules.and_then(|modules| modules.get_str(&core.intern(STAND_IN)));
            module.map(|module| core.getattr_str(&module, "persistent_id")).transpose()
        })
    }

    /// Pickles an object. Stand-ins that a policy has made are written as they were read, persistent ids too.
    ///
    /// # Errors
    /// PicklingError, ValueError for other protocols, and what reducers raise.
    pub fn to_vec(&self, object: impl IntoPy) -> Result<Vec<u8>> {
        let object: Obj = object.into_py(&self.vm)?;
        self.vm.dumps_with(&object, self.protocol, self.persistent_id()?)
    }

    /// Pickles an object to a file.
    ///
    /// # Errors
    /// As [`Pickler::to_vec`], and OSError.
    pub fn to_file(&self, object: impl IntoPy, path: impl AsRef<Path>) -> Result<()> {
        Ok(std::fs::write(path, self.to_vec(object)?)?)
    }
}
