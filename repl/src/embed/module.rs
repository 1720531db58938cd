//! Modules made by the host.

use pyvm_vm::Value;
use pyvm_vm::objects::Dict;

use crate::embed::class::{Class, class_of};
use crate::embed::function::{Function, function_object, host, parse_signature, returned};
use crate::embed::vm::Vm;
use crate::error::Error;
use crate::{IntoPy, Obj, Result};

/// Fills a new module: see [`Vm::add_module`].
pub struct ModuleBuilder {
    vm: Vm,
    name: String,
    module: Obj,
    /// The first thing that went wrong; [`Vm::add_module`] returns it.
    error: Option<Error>,
}

impl ModuleBuilder {
    /// The docstring.
    pub fn doc(&mut self, text: &str) -> &mut Self {
        self.set("__doc__", text)
    }

    /// Adds a member.
    pub fn set(&mut self, name: &str, value: impl IntoPy) -> &mut Self {
        let result = self.module.setattr(name, value);
        self.keep(result)
    }

    /// Adds a function: its signature in Python's notation, `"scale(v, by=2.0)"`, and what runs.
    pub fn def<A, F>(&mut self, signature: &str, f: F) -> &mut Self
    where
        F: Function<A>,
        F::Output: IntoPy,
    {
        let result = parse_signature(signature, F::COUNT).and_then(|(name, parameters)| {
            let run = host(&self.vm, &name, move |vm, args| returned(vm, f.invoke(vm, args)?));
            let function = function_object(&self.vm, &self.name, &name, parameters, run);
            self.module.setattr(&name, self.vm.obj(function))
        });
        self.keep(result)
    }

    /// Adds a class.
    pub fn class<T: Class>(&mut self) -> &mut Self {
        let result = class_of::<T>(&self.vm).and_then(|class| {
            let name = T::NAME.rsplit('.').next().unwrap_or(T::NAME);
            self.module.setattr(name, self.vm.obj(class.to_value()))
        });
        self.keep(result)
    }

    fn keep(&mut self, result: Result<()>) -> &mut Self {
        if let Err(error) = result {
            self.error.get_or_insert(error);
        }
        self
    }
}

impl Vm {
    /// Makes a module of Rust functions, classes and values; `import name` finds it.
    ///
    /// # Errors
    /// The first thing that went wrong in `fill`: a signature that is none or does not fit its function, a value
    /// that does not convert. The module is not importable then.
    pub fn add_module(&self, name: &str, fill: impl FnOnce(&mut ModuleBuilder)) -> Result<Obj> {
        let made = self.enter(|core| {
            let module = pyvm_vm::modules::make(core, name, "", &[]);
            let package = name.rsplit_once('.').map_or("", |(p, _)| p);
            core.setattr(&module, &core.names.package, Value::str(package))?;
            Ok(module)
        })?;
        let module = self.obj(made);
        let mut builder =
            ModuleBuilder { vm: self.clone(), name: name.to_owned(), module: module.clone(), error: None };
        fill(&mut builder);
        if let Some(error) = builder.error {
            return Err(error);
        }
        if let Some((package, last)) = name.rsplit_once('.') {
            self.package(package)?.setattr(last, &module)?;
        }
        self.enter(|core| {
            if let Some(modules) = Dict::of(&core.modules) {
                drop(modules.set_str(&core.intern(name), module.value().clone()));
            }
            Ok(())
        })?;
        Ok(module)
    }

    /// The package that a module is to go into, made where it does not exist.
    fn package(&self, name: &str) -> Result<Obj> {
        match self.import(name) {
            Err(error) if error.class_name() == "ModuleNotFoundError" => {
                self.add_source(name, "")?;
                if let Some(frozen) = self.core().frozen_sources.borrow_mut().get_mut(name) {
                    frozen.is_package = true;
                }
                self.import(name)
            }
            found => found,
        }
    }
}
