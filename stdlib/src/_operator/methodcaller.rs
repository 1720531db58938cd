//! `methodcaller`

use pyvm_vm::call::Args;
use pyvm_vm::heap::{Str, Visitor, intern};
use pyvm_vm::objects::Native;
use pyvm_vm::types::{Layout, NativeDef, Slots, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::getters::{GETSET, REDUCE, call_text, pairs};
use crate::support::{elements, instance, reduced};

struct MethodCaller {
    /// Interned.
    name: Str,
    args: Vec<Value>,
    keywords: Vec<(Value, Value)>,
}

/// The type.
pub(super) static SPEC: TypeSpec = TypeSpec {
    doc: Some(
        "Return a callable object that calls the given method on its operand.\nAfter f = methodcaller('name'), the call f(r) returns r.name().\nAfter g = methodcaller('name', 'date', foo=1), the call g(r) returns\nr.name('date', foo=1).",
    ),
    signature: Some("(name, /, *args, **kwargs)"),
    layout: Some(Layout::Native("methodcaller")),
    slots: |s: &Slots| {
        s.getattro.set(Some(pyvm_vm::types::attribute::generic_getattr));
        s.call.set(Some(call));
        s.repr.set(Some(repr));
    },
    new: Some(&NEW),
    methods: &[NativeDef::method("__reduce__", "($self, /)", reduce, REDUCE)],
    getset: GETSET,
    ..TypeSpec::named("methodcaller", "operator")
};
static NEW: NativeDef =
    NativeDef::static_("__new__", "($type, name=<unrepresentable>, /, *args, **kwargs)", new, "");

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a MethodCaller> {
    vm.payload(value, "operator.methodcaller")
}

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    if args[1].is_unbound() {
        return Err(vm.type_error("methodcaller needs at least one argument, the method name"));
    }
    let Some(name) = args[1].as_text() else { return Err(vm.type_error("method name must be a string")) };
    let payload = MethodCaller {
        name: name.as_str().map_or_else(|| name.clone(), intern::intern_str),
        args: elements(&args[2]).to_vec(),
        keywords: pairs(&args[3]),
    };
    instance(vm, &args[0], payload)
}

fn call(vm: &Vm, value: &Value, args: Args<'_>) -> PyResult {
    let m = of(vm, value)?;
    let [operand] = args.pos() else {
        let given = args.pos().len();
        return Err(vm.type_error(format!("methodcaller expected 1 argument, got {given}")));
    };
    if !args.kwnames().is_empty() {
        return Err(vm.type_error("methodcaller() takes no keyword arguments"));
    }
    if m.keywords.is_empty() {
        return vm.call_method(operand, &m.name, &m.args);
    }
    let method = vm.getattr(operand, &m.name)?;
    let (values, names) = pyvm_vm::call::join(&m.args, &m.keywords);
    vm.call(&method, Args::with_keywords(&values, &names))
}

/// The name and the positional arguments.
fn positional(m: &MethodCaller) -> Vec<Value> {
    let mut parts = vec![Value::Str(m.name.clone())];
    parts.extend_from_slice(&m.args);
    parts
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let m = of(vm, value)?;
    call_text(vm, value, &positional(m), &m.keywords)
}

fn reduce(vm: &Vm, args: &[Value]) -> PyResult {
    let m = of(vm, &args[0])?;
    if m.keywords.is_empty() {
        return Ok(reduced(vm, &args[0], positional(m), Vec::new()));
    }
    let partial = vm.getattr_str(&vm.import("functools")?, "partial")?;
    let class = vm.class_of(&args[0]).to_value();
    let (values, names) = pyvm_vm::call::join(&[class, Value::Str(m.name.clone())], &m.keywords);
    let constructor = vm.call(&partial, Args::with_keywords(&values, &names))?;
    Ok(vm.new_tuple(vec![constructor, vm.new_tuple(m.args.clone())]))
}

impl Native for MethodCaller {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.values(&self.args);
        for (name, value) in &self.keywords {
            visit.value(name);
            visit.value(value);
        }
    }
}
