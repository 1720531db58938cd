//! Instances: what `NEWOBJ`, `REDUCE` and their kin call.

use pyvm_vm::PyResult;
use pyvm_vm::call::Args;
use pyvm_vm::heap::{TypeRef, Value};

use super::{Loader, Raise};
use crate::wire::Source;

impl<'a, S: Source> Loader<'a, S>
where
    S::Error: Raise,
{
    pub(super) fn call_with(&mut self, callable: &Value, args: &Value) -> PyResult {
        if let Some(hook) = &self.options.reduced {
            let made = self.vm.call(hook, Args::positional(&[callable.clone(), args.clone()]))?;
            if !made.is_none() {
                return Ok(made);
            }
        }
        match (args.as_tuple(), TypeRef::from_value(callable)) {
            (Some(items), Some(class)) => self.classes.construct(self.vm, class, items),
            (Some(items), None) => self.vm.call(callable, Args::positional(items)),
            (None, _) => Err(self.vm.type_error("argument list must be a tuple")),
        }
    }

    /// `INST` and `OBJ`: a call, or a bare instance where there are no arguments and no `__getinitargs__`.
    pub(super) fn instantiate(&self, class: &Value, args: Vec<Value>) -> PyResult {
        let vm = self.vm;
        if args.is_empty()
            && TypeRef::from_value(class).is_some()
            && vm.lookup_attr(class, &vm.intern("__getinitargs__"))?.is_none()
        {
            let new = vm.getattr(class, &vm.names.new)?;
            return vm.call1(&new, class.clone());
        }
        vm.call(class, Args::positional(&args))
    }

    pub(super) fn newobj(&mut self, kwargs: Option<Value>) -> PyResult<()> {
        let vm = self.vm;
        let args = self.pop()?;
        let class = self.pop()?;
        let what = if kwargs.is_some() { "NEWOBJ_EX" } else { "NEWOBJ" };
        let Some(ty) = TypeRef::from_value(&class) else {
            let got = vm.type_name(&class);
            return self.unpickling(format!("{what} class argument must be a type, not {got}"));
        };
        let Some(new) = ty.ty().slots.new.get() else {
            return self.unpickling(format!("{what} class argument '{}' doesn't have __new__", ty.name()));
        };
        let Some(items) = args.as_tuple() else {
            let got = vm.type_name(&args);
            return self.unpickling(format!("{what} args argument must be a tuple, not {got}"));
        };
        if items.is_empty()
            && kwargs.is_none()
            && let Some(made) = self.classes.bare_instance(vm, ty)
        {
            self.push(made?);
            return Ok(());
        }
        let pairs = match &kwargs {
            None => Vec::new(),
            Some(kwargs) => match kwargs.as_dict() {
                Some(d) => d.entries(),
                None => {
                    let got = vm.type_name(kwargs);
                    return self.unpickling(format!("{what} kwargs argument must be a dict, not {got}"));
                }
            },
        };
        let (values, names) = pyvm_vm::call::join(items, &pairs);
        let made = new(vm, ty, Args::with_keywords(&values, &names))?;
        self.push(made);
        Ok(())
    }
}
