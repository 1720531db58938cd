//! `atexit`: mirrors `Modules/atexitmodule.c`. The command line calls `_run_exitfuncs` when the program has ended.

use std::cell::RefCell;

use pyvm_vm::call::Args;
use pyvm_vm::heap::Visitor;
use pyvm_vm::objects::Native;
use pyvm_vm::types::{Layout, NativeDef, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use crate::support::{elements, size};

/// A function with the tuple and the dict of its arguments.
#[derive(Clone)]
struct Registered {
    function: Value,
    args: Value,
    keywords: Value,
}

/// The functions to run, oldest first; one that was taken back leaves a hole.
#[derive(Default)]
struct Registry(RefCell<Vec<Option<Registered>>>);

/// The type of the object in which the module keeps its functions.
static REGISTRY: TypeSpec = TypeSpec {
    flags: TypeFlags::NO_NEW,
    layout: Some(Layout::Native("atexit registry")),
    ..TypeSpec::named("_registry", "atexit")
};

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function(
        "register",
        "($module, func, /, *args, **kwargs)",
        register,
        "Register a function to be executed upon normal program termination\n\n    func - function to be called at exit\n    args - optional arguments to pass to func\n    kwargs - optional keyword arguments to pass to func\n\n    func is returned to facilitate usage as a decorator.",
    ),
    NativeDef::function(
        "_clear",
        "($module, /)",
        clear,
        "Clear the list of previously registered exit functions.",
    ),
    NativeDef::function(
        "unregister",
        "($module, func, /)",
        unregister,
        "Unregister an exit function which was previously registered using\natexit.register\n\n    func - function to be unregistered",
    ),
    NativeDef::function(
        "_run_exitfuncs",
        "($module, /)",
        run_exit_functions,
        "Run all registered exit functions.\n\nIf a callback raises an exception, it is logged with sys.unraisablehook.",
    ),
    NativeDef::function(
        "_ncallbacks",
        "($module, /)",
        count,
        "Return the number of registered exit functions.",
    ),
];

/// Makes the module.
///
/// # Errors
/// None.
pub(crate) fn make(vm: &Vm) -> PyResult {
    Ok(pyvm_vm::modules::make(
        vm,
        "atexit",
        "allow programmer to define multiple exit functions to be executed\nupon normal program termination.\n\nTwo public functions, register and unregister, are defined.\n",
        FUNCTIONS,
    ))
}

/// The object that holds the registry.
fn state(vm: &Vm) -> Value {
    vm.module_state("atexit", |vm| vm.new_native(&vm.native_type(&REGISTRY), Registry::default()))
}

fn registry<'a>(vm: &Vm, state: &'a Value) -> PyResult<&'a RefCell<Vec<Option<Registered>>>> {
    vm.payload::<Registry>(state, "atexit._registry").map(|r| &r.0)
}

fn register(vm: &Vm, args: &[Value]) -> PyResult {
    if !vm.is_callable(&args[0]) {
        return Err(vm.type_error("the first argument must be callable"));
    }
    let entry = Registered { function: args[0].clone(), args: args[1].clone(), keywords: args[2].clone() };
    registry(vm, &state(vm))?.borrow_mut().push(Some(entry));
    Ok(args[0].clone())
}

fn clear(vm: &Vm, _args: &[Value]) -> PyResult {
    let old = registry(vm, &state(vm))?.take();
    drop(old);
    Ok(Value::None)
}

fn count(vm: &Vm, _args: &[Value]) -> PyResult {
    Ok(size(registry(vm, &state(vm))?.borrow().len()))
}

/// Removes all functions that are equal to the argument.
fn unregister(vm: &Vm, args: &[Value]) -> PyResult {
    let state = state(vm);
    let registry = registry(vm, &state)?;
    let mut at = 0;
    while at < registry.borrow().len() {
        let entry = registry.borrow().get(at).cloned().flatten();
        if let Some(entry) = entry
            && vm.eq(&entry.function, &args[0])?
        {
            let old = registry.borrow_mut().get_mut(at).and_then(Option::take);
            drop(old);
        }
        at += 1;
    }
    Ok(Value::None)
}

/// Newest first; functions registered meanwhile do not run. Errors are reported and do not stop the others.
fn run_exit_functions(vm: &Vm, _args: &[Value]) -> PyResult {
    let state = state(vm);
    let registry = registry(vm, &state)?;
    let count = registry.borrow().len();
    for at in (0..count).rev() {
        let Some(entry) = registry.borrow().get(at).cloned().flatten() else { continue };
        let keywords = entry.keywords.as_dict().map(pyvm_vm::objects::Dict::entries).unwrap_or_default();
        let (values, names) = pyvm_vm::call::join(elements(&entry.args), &keywords);
        if let Err(error) = vm.call(&entry.function, Args::with_keywords(&values, &names)) {
            let shown = vm.repr(&entry.function).map_or_else(|_| "?".to_owned(), |text| text.to_string());
            let text = format!("Exception ignored in atexit callback {shown}");
            vm.report_unraisable_as(Some(&text), &error, &Value::None);
        }
    }
    clear(vm, &[])
}

impl Native for Registry {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        for entry in self.0.try_borrow().iter().flat_map(|entries| entries.iter().flatten()) {
            visit.value(&entry.function);
            visit.value(&entry.args);
            visit.value(&entry.keywords);
        }
    }
}
