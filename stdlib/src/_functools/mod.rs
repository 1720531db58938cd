//! `_functools`: mirrors `Modules/_functoolsmodule.c`.

use std::cell::RefCell;

use pyvm_vm::call::Args;
use pyvm_vm::heap::Visitor;
use pyvm_vm::heap::collect::Traverse;
use pyvm_vm::objects::Native;
use pyvm_vm::types::slots::CmpOp;
use pyvm_vm::types::{GetSetDef, Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

mod lru;
mod partial;
mod recency;

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function(
        "reduce",
        "($module, function, iterable, initial=<unrepresentable>, /)",
        reduce,
        "Apply a function of two arguments cumulatively to an iterable, from left to right.\n\nThis effectively reduces the iterable to a single value.  If initial is present,\nit is placed before the items of the iterable in the calculation, and serves as\na default when the iterable is empty.\n\nFor example, reduce(lambda x, y: x+y, [1, 2, 3, 4, 5])\ncalculates ((((1 + 2) + 3) + 4) + 5).",
    )
    .hidden_signature(),
    NativeDef::function(
        "cmp_to_key",
        "($module, /, mycmp)",
        cmp_to_key,
        "Convert a cmp= function into a key= function.\n\n  mycmp\n    Function that compares two objects.",
    ),
];

/// Makes the module.
///
/// # Errors
/// What setting its members raises.
pub(crate) fn make(vm: &Vm) -> PyResult {
    let module = pyvm_vm::modules::make(vm, "_functools", "Tools that operate on functions.", FUNCTIONS);
    crate::support::add_types(vm, &module, &[&partial::SPEC, &lru::SPEC])?;
    Ok(module)
}

fn reduce(vm: &Vm, args: &[Value]) -> PyResult {
    let iterator = match vm.iter(&args[1]) {
        Err(e) if e.matches(vm, &vm.exc.type_error) => {
            return Err(vm.type_error("reduce() arg 2 must support iteration"));
        }
        made => made?,
    };
    let mut result = args[2].clone();
    if result.is_unbound() {
        let Some(first) = vm.next(&iterator)? else {
            return Err(vm.type_error("reduce() of empty iterable with no initial value"));
        };
        result = first;
    }
    while let Some(item) = vm.next(&iterator)? {
        result = vm.call2(&args[0], result, item)?;
    }
    Ok(result)
}

/// What `cmp_to_key` returns, and what that returns for each object.
static KEY: TypeSpec = TypeSpec {
    flags: TypeFlags::NO_NEW,
    layout: Some(Layout::Native("KeyWrapper")),
    slots: |s: &Slots| {
        s.call.set(Some(key_call));
        s.richcompare.set(Some(key_compare));
    },
    getset: KEY_GETSET,
    ..TypeSpec::named("KeyWrapper", "functools")
};
static KEY_GETSET: &[GetSetDef] = &[
    GetSetDef::get("__text_signature__", |_, _| Ok(Value::str("(obj)")), ""),
    GetSetDef {
        name: "obj",
        get: |vm, v| {
            let object = vm.payload::<Key>(v, "functools.KeyWrapper")?.object.borrow().clone();
            object.bound().ok_or_else(|| vm.attribute_error("object"))
        },
        set: Some(|vm, v, given| {
            drop(vm.payload::<Key>(v, "functools.KeyWrapper")?.object.replace(given.unwrap_or_default()));
            Ok(())
        }),
        doc: "Value wrapped by a key function.",
        is_member: true,
    },
];
static KEY_CALL: NativeDef =
    NativeDef::function("K", "($self, obj)", |vm, a| wrap(vm, &a[0], a[1].clone()), "");

struct Key {
    compare: Value,
    /// Unbound in the key function itself.
    object: RefCell<Value>,
}

fn cmp_to_key(vm: &Vm, args: &[Value]) -> PyResult {
    let key = Key { compare: args[0].clone(), object: RefCell::new(Value::Unbound) };
    Ok(vm.new_native(&vm.native_type(&KEY), key))
}

fn wrap(vm: &Vm, function: &Value, object: Value) -> PyResult {
    let compare = vm.payload::<Key>(function, "functools.KeyWrapper")?.compare.clone();
    Ok(vm.new_native(&vm.native_type(&KEY), Key { compare, object: RefCell::new(object) }))
}

fn key_call(vm: &Vm, value: &Value, args: Args<'_>) -> PyResult {
    let signature = pyvm_vm::call::Signature::parse(KEY_CALL.signature);
    let name = || KEY_CALL.name.to_owned();
    let callee = pyvm_vm::call::bind::Callee { qualified: &name, name: KEY_CALL.name };
    let bound = pyvm_vm::call::bind::bind(vm, &callee, &signature, Some(value), args)?;
    (KEY_CALL.func)(vm, &bound)
}

fn key_compare(vm: &Vm, a: &Value, b: &Value, op: CmpOp) -> PyResult {
    let Some(y) = b.native::<Key>() else {
        return Err(vm.type_error("other argument must be K instance"));
    };
    let x: &Key = vm.payload(a, "functools.KeyWrapper")?;
    let (left, right) = (x.object.borrow().clone(), y.object.borrow().clone());
    if left.is_unbound() || right.is_unbound() {
        return Err(vm.attribute_error("object"));
    }
    let order = vm.call2(&x.compare, left, right)?;
    vm.compare(&order, &Value::Int(0), op)
}

impl Native for Key {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.compare);
        self.object.traverse(visit);
    }
}
