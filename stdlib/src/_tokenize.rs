//! `_tokenize`: the tokenizer behind `tokenize` (CPython: `Python/Python-tokenize.c`).

use pyvm_vm::types::{Layout, NativeDef, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

static ITER: TypeSpec = TypeSpec {
    layout: Some(Layout::Native("TokenizerIter")),
    new: Some(&NEW),
    ..TypeSpec::named("TokenizerIter", "_tokenize")
};
static NEW: NativeDef = NativeDef::static_(
    "__new__",
    "($type, readline, /, *, extra_tokens, encoding=None)",
    |vm, _| Err(vm.unfinished("_tokenize.TokenizerIter")),
    "",
);

/// Makes the module.
pub(crate) fn make(vm: &Vm) -> PyResult {
    let module = pyvm_vm::modules::make(vm, "_tokenize", "", &[]);
    crate::support::add_types(vm, &module, &[&ITER])?;
    Ok::<Value, _>(module)
}
