//! `_thread._local`: an object whose attributes are another set in each thread.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use pyvm_vm::call::Args;
use pyvm_vm::heap::{Ref, Str, Visitor};
use pyvm_vm::objects::{Dict, Native, type_};
use pyvm_vm::types::{Layout, NativeDef, Slots, TypeFlags, TypeSpec, attribute, lookup};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::scheduler;
use crate::support::{elements, instance};

/// The dicts of the threads that do not run, and the arguments for `__init__` in each new one.
struct Local {
    args: Value,
    keywords: Value,
    owner: Cell<usize>,
    others: RefCell<HashMap<usize, Value>>,
}

impl Native for Local {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.args);
        visit.value(&self.keywords);
        for dict in self.others.borrow().values() {
            visit.value(dict);
        }
    }
}

/// The type.
pub(super) static SPEC: TypeSpec = TypeSpec {
    doc: Some("Thread-local data"),
    flags: TypeFlags::BASETYPE.with(TypeFlags::HAS_DICT).with(TypeFlags::HAS_WEAKREF),
    layout: Some(Layout::Native("_local")),
    slots,
    new: Some(&NEW),
    ..TypeSpec::named("_local", "_thread")
};

static NEW: NativeDef = NativeDef::static_("__new__", "($type, /, *args, **kwargs)", new, "");

fn slots(s: &Slots) {
    s.getattro.set(Some(getattr));
    s.setattro.set(Some(setattr));
}

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    let given = !elements(&args[1]).is_empty() || args[2].as_dict().is_some_and(|d| !d.is_empty());
    let class = vm.expect_type(&args[0], "_local.__new__(X): X")?;
    let init = lookup::lookup(class, &vm.intern("__init__"));
    let plain = lookup::lookup(&vm.types.object, &vm.intern("__init__"));
    if given && init.zip(plain).is_some_and(|(own, plain)| own.is(&plain)) {
        return Err(vm.type_error("Initialization arguments are not supported"));
    }
    let local = Local {
        args: args[1].clone(),
        keywords: args[2].clone(),
        owner: Cell::new(scheduler::ident(vm)),
        others: RefCell::default(),
    };
    instance(vm, &args[0], local)
}

/// Gives the object the attributes of the running thread.
fn enter<'a>(vm: &Vm, object: &'a Value) -> PyResult<&'a Ref> {
    let local = vm.payload::<Local>(object, "_thread._local")?;
    let Some(own) = object.as_obj() else { return Err(vm.system_error("no object")) };
    let ident = scheduler::ident(vm);
    let before = local.owner.replace(ident);
    if before == ident {
        return Ok(own);
    }
    let dict = Value::Obj(attribute::instance_dict(vm, own));
    let known = {
        let mut others = local.others.borrow_mut();
        if scheduler::is_alive(vm, before) {
            others.insert(before, dict.clone());
        }
        others.remove(&ident)
    };
    let gone: Vec<Value> = {
        let mut others = local.others.borrow_mut();
        let ended: Vec<usize> =
            others.keys().copied().filter(|ident| !scheduler::is_alive(vm, *ident)).collect();
        ended.iter().filter_map(|ident| others.remove(ident)).collect()
    };
    match known.as_ref().and_then(Value::as_obj) {
        Some(known) => attribute::set_instance_dict(vm, own, known),
        None => {
            let fresh = vm.dict_from(Dict::new());
            if let Some(fresh) = fresh.as_obj() {
                attribute::set_instance_dict(vm, own, fresh);
            }
            let init = vm.getattr(&vm.class_of(object).to_value(), &vm.intern("__init__"))?;
            let mut values = vec![object.clone()];
            values.extend_from_slice(elements(&local.args));
            let named = local.keywords.as_dict().map(Dict::entries).unwrap_or_default();
            let (values, names) = pyvm_vm::call::join(&values, &named);
            vm.call(&init, Args::with_keywords(&values, &names))?;
        }
    }
    drop((dict, gone));
    Ok(own)
}

fn getattr(vm: &Vm, object: &Value, name: &Str) -> PyResult {
    let own = enter(vm, object)?;
    if name.as_str() == Some("__dict__") {
        return Ok(Value::Obj(attribute::instance_dict(vm, own)));
    }
    attribute::generic_getattr(vm, object, name)
}

fn setattr(vm: &Vm, object: &Value, name: &Str, value: Option<Value>) -> PyResult<()> {
    enter(vm, object)?;
    if name.as_str() == Some("__dict__") {
        let class = type_::display_name(vm, vm.class_of(object));
        let message = format!("'{class}' object attribute '__dict__' is read-only");
        return Err(vm.no_attribute(object, name, message));
    }
    attribute::generic_setattr(vm, object, name, value)
}
