//! `_json`: the parts of `json` that run often. Mirrors `Modules/_json.c`.

use pyvm_vm::call::Args;
use pyvm_vm::types::NativeDef;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

mod encoder;
mod scanner;
mod text;

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function(
        "encode_basestring_ascii",
        "($module, string, /)",
        |vm, a| text::encode(vm, &a[0], true),
        "encode_basestring_ascii(string) -> string\n\nReturn an ASCII-only JSON representation of a Python string",
    )
    .hidden_signature(),
    NativeDef::function(
        "encode_basestring",
        "($module, string, /)",
        |vm, a| text::encode(vm, &a[0], false),
        "encode_basestring(string) -> string\n\nReturn a JSON representation of a Python string",
    )
    .hidden_signature(),
    NativeDef::function(
        "scanstring",
        "($module, string, end, strict=True, /)",
        text::scanstring,
        "scanstring(string, end, strict=True) -> (string, end)\n\nScan the string s for a JSON string. End is the index of the\ncharacter in s after the quote that started the JSON string.\nUnescapes all valid JSON string escape sequences and raises ValueError\non attempt to decode an invalid string. If strict is False then literal\ncontrol characters are allowed in the string.\n\nReturns a tuple of the decoded string and the index of the character in s\nafter the end quote.",
    )
    .hidden_signature(),
];

/// Makes the module.
///
/// # Errors
/// What setting its members raises.
pub(crate) fn make(vm: &Vm) -> PyResult {
    let module = pyvm_vm::modules::make(vm, "_json", "json speedups\n", FUNCTIONS);
    for (name, spec) in [("make_scanner", &scanner::SPEC), ("make_encoder", &encoder::SPEC)] {
        pyvm_vm::modules::set(vm, &module, name, vm.native_type(spec).to_value())?;
    }
    Ok(module)
}

/// The two arguments of a call, by position or by name.
fn two_arguments(vm: &Vm, function: &str, names: [&str; 2], args: Args<'_>) -> PyResult<[Value; 2]> {
    let given = args.pos().len() + args.kwnames().len();
    if given > 2 {
        let text = format!("{function}() takes at most 2 arguments ({given} given)");
        return Err(vm.type_error(text));
    }
    let mut found = [Value::Unbound, Value::Unbound];
    found.iter_mut().zip(args.pos()).for_each(|(slot, value)| *slot = value.clone());
    for (name, value) in args.keywords() {
        let Some(at) = names.iter().position(|n| *name == **n) else {
            let text = format!("{function}() got an unexpected keyword argument '{name}'");
            return Err(vm.type_error(text));
        };
        match found.get_mut(at) {
            Some(slot) if slot.is_unbound() => *slot = value.clone(),
            _ => {
                let text =
                    format!("argument for {function}() given by name ('{name}') and position ({})", at + 1);
                return Err(vm.type_error(text));
            }
        }
    }
    for (at, name) in names.iter().enumerate() {
        if found.get(at).is_some_and(Value::is_unbound) {
            let text = format!("{function}() missing required argument '{name}' (pos {})", at + 1);
            return Err(vm.type_error(text));
        }
    }
    Ok(found)
}
