//! `_typing`: mirrors `Modules/_typingmodule.c`. The types are part of the VM, whose syntax makes instances of them.

use pyvm_vm::objects::typing::{self, generic, param_spec, type_alias, type_var, type_var_tuple};
use pyvm_vm::types::NativeDef;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use crate::support::add_types;

static FUNCTIONS: &[NativeDef] =
    &[NativeDef::function("_idfunc", "($module, x, /)", |_, a: &[Value]| Ok(a[0].clone()), "")];

/// Makes the module.
///
/// # Errors
/// What setting its members raises.
pub(crate) fn make(vm: &Vm) -> PyResult {
    let doc = "Primitives and accelerators for the typing module.\n";
    let module = pyvm_vm::modules::make(vm, "_typing", doc, FUNCTIONS);
    add_types(
        vm,
        &module,
        &[
            &type_var::SPEC,
            &type_var_tuple::SPEC,
            &param_spec::SPEC,
            &param_spec::ARGS,
            &param_spec::KWARGS,
            &generic::SPEC,
            &type_alias::SPEC,
        ],
    )?;
    pyvm_vm::modules::set(vm, &module, "NoDefault", typing::no_default(vm))?;
    Ok(module)
}
