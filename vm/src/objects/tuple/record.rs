//! Named access to tuple items, for struct sequences.

use crate::error::PyResult;
use crate::heap::{TypeRef, Value, Visitor};
use crate::objects::Native;
use crate::types::{Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use crate::vm::Vm;

/// A descriptor that gives one item.
struct ItemGetter(usize);

static GETTER: TypeSpec = TypeSpec {
    layout: Some(Layout::Native("tuple_getter")),
    flags: TypeFlags::NO_NEW,
    slots: |s: &Slots| s.descr_get.set(Some(get)),
    ..TypeSpec::named("member_descriptor", "builtins")
};

static METHODS: &[NativeDef] = &[
    NativeDef::method("__repr__", "($self, /)", repr, ""),
    NativeDef::method("__reduce__", "($self, /)", reduce, ""),
];

/// A descriptor for the item at `index`.
pub fn item_getter(vm: &Vm, index: usize) -> Value {
    vm.new_native(&vm.native_type(&GETTER), ItemGetter(index))
}

/// A method of records by name.
///
/// # Panics
/// Never for the names in the table.
pub fn record_method(vm: &Vm, name: &str) -> Value {
    let def = METHODS.iter().find(|d| d.name == name).unwrap_or(&METHODS[0]);
    crate::types::new_class::method(vm, &vm.types.tuple, def)
}

fn get(vm: &Vm, descr: &Value, instance: Option<&Value>, _owner: Option<&TypeRef>) -> PyResult {
    let Some(instance) = instance else { return Ok(descr.clone()) };
    let getter: &ItemGetter = vm.payload(descr, "member_descriptor")?;
    Ok(instance.as_tuple().and_then(|t| t.get(getter.0).cloned()).unwrap_or(Value::None))
}

fn repr(vm: &Vm, args: &[Value]) -> PyResult {
    let class = vm.class_of(&args[0]).clone();
    let names = vm.getattr(&class.to_value(), &vm.names.match_args)?;
    let mut parts = Vec::new();
    for (name, value) in names.as_tuple().unwrap_or(&[]).iter().zip(args[0].as_tuple().unwrap_or(&[])) {
        parts.push(format!("{}={}", vm.str(name)?, vm.repr(value)?));
    }
    let full = crate::objects::type_::full_name(vm, &class);
    Ok(Value::str(&format!("{full}({})", parts.join(", "))))
}

fn reduce(vm: &Vm, args: &[Value]) -> PyResult {
    let items = vm.new_tuple(args[0].as_tuple().unwrap_or(&[]).to_vec());
    let parts = vm.new_tuple(vec![items, vm.new_dict()]);
    Ok(vm.new_tuple(vec![vm.class_of(&args[0]).to_value(), parts]))
}

impl Native for ItemGetter {
    fn traverse(&self, _visit: &mut Visitor<'_>) {}
}
