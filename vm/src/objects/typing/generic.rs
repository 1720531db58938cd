//! `typing.Generic`: a base class whose behaviour is code of the `typing` module.

use super::unpack_type_var_tuples;
use crate::call::Args;
use crate::error::PyResult;
use crate::heap::Value;
use crate::objects::Dict;
use crate::types::{NativeDef, TypeFlags, TypeSpec};
use crate::vm::Vm;

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: Some("Abstract base class for generic types."),
    flags: TypeFlags::BASETYPE,
    methods: METHODS,
    ..TypeSpec::named("Generic", "typing")
};

static METHODS: &[NativeDef] = &[
    NativeDef::class(
        "__class_getitem__",
        "($type, /, *args, **kwargs)",
        |vm, a| forward(vm, "_generic_class_getitem", a),
        "Parameterizes a generic class.\n\nAt least, parameterizing a generic class is the *main* thing this\nmethod does.",
    )
    .hidden_signature(),
    NativeDef::class(
        "__init_subclass__",
        "($type, /, *args, **kwargs)",
        |vm, a| forward(vm, "_generic_init_subclass", a),
        "Function to initialize subclasses.",
    )
    .hidden_signature(),
];

/// Calls a function of `typing` with the class and all arguments.
fn forward(vm: &Vm, name: &str, args: &[Value]) -> PyResult {
    let function = vm.getattr_str(&vm.import("typing")?, name)?;
    let mut positional = vec![args[0].clone()];
    positional.extend_from_slice(args[1].as_tuple().unwrap_or(&[]));
    let keywords = args[2].as_dict().map(Dict::entries).unwrap_or_default();
    let (values, names) = crate::call::join(&positional, &keywords);
    vm.call(&function, Args::with_keywords(&values, &names))
}

/// `Generic[params]`, the base that `class C[params]` has.
///
/// # Errors
/// What `typing` raises.
pub fn subscript(vm: &Vm, params: &Value) -> PyResult {
    let unpacked = unpack_type_var_tuples(vm, params.as_tuple().unwrap_or(&[]))?;
    super::call_typing(vm, "_GenericAlias", &[vm.native_type(&SPEC).to_value(), unpacked])
}
