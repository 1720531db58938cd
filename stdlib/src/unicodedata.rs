//! `unicodedata`: the properties of characters. Mirrors `Modules/unicodedata.c`, for the current version of Unicode.

use pyvm_vm::heap::Str;
use pyvm_vm::text::unicode::{self, Form};
use pyvm_vm::types::NativeDef;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function(
        "decimal",
        "($module, chr, default=<unrepresentable>, /)",
        |vm, a| number(vm, a, "decimal", |c| unicode::decimal_value(c).map(|n| Value::Int(i64::from(n))), "not a decimal"),
        "Converts a Unicode character into its equivalent decimal value.\n\nReturns the decimal value assigned to the character chr as integer.\nIf no such value is defined, default is returned, or, if not given,\nValueError is raised.",
    )
    .hidden_signature(),
    NativeDef::function(
        "digit",
        "($module, chr, default=<unrepresentable>, /)",
        |vm, a| number(vm, a, "digit", |c| unicode::digit_value(c).map(|n| Value::Int(i64::from(n))), "not a digit"),
        "Converts a Unicode character into its equivalent digit value.\n\nReturns the digit value assigned to the character chr as integer.\nIf no such value is defined, default is returned, or, if not given,\nValueError is raised.",
    )
    .hidden_signature(),
    NativeDef::function(
        "numeric",
        "($module, chr, default=<unrepresentable>, /)",
        |vm, a| {
            number(vm, a, "numeric", |c| unicode::numeric_value(c).map(Value::Float), "not a numeric character")
        },
        "Converts a Unicode character into its equivalent numeric value.\n\nReturns the numeric value assigned to the character chr as float.\nIf no such value is defined, default is returned, or, if not given,\nValueError is raised.",
    )
    .hidden_signature(),
    NativeDef::function(
        "category",
        "($module, chr, /)",
        |vm, a| Ok(Value::str(unicode::category(point(vm, &a[0], "category() argument")?))),
        "Returns the general category assigned to the character chr as string.",
    ),
    NativeDef::function(
        "bidirectional",
        "($module, chr, /)",
        |vm, a| Ok(Value::str(unicode::bidirectional(point(vm, &a[0], "bidirectional() argument")?))),
        "Returns the bidirectional class assigned to the character chr as string.\n\nIf no such value is defined, an empty string is returned.",
    ),
    NativeDef::function(
        "combining",
        "($module, chr, /)",
        |vm, a| Ok(Value::Int(i64::from(unicode::combining(point(vm, &a[0], "combining() argument")?)))),
        "Returns the canonical combining class assigned to the character chr as integer.\n\nReturns 0 if no combining class is defined.",
    ),
    NativeDef::function(
        "mirrored",
        "($module, chr, /)",
        |vm, a| Ok(Value::Int(i64::from(unicode::is_mirrored(point(vm, &a[0], "mirrored() argument")?)))),
        "Returns the mirrored property assigned to the character chr as integer.\n\nReturns 1 if the character has been identified as a \"mirrored\"\ncharacter in bidirectional text, 0 otherwise.",
    ),
    NativeDef::function(
        "east_asian_width",
        "($module, chr, /)",
        |vm, a| Ok(Value::str(unicode::east_asian_width(point(vm, &a[0], "east_asian_width() argument")?))),
        "Returns the east asian width assigned to the character chr as string.",
    ),
    NativeDef::function(
        "decomposition",
        "($module, chr, /)",
        |vm, a| Ok(Value::str(unicode::decomposition(point(vm, &a[0], "decomposition() argument")?))),
        "Returns the character decomposition mapping assigned to the character chr as string.\n\nAn empty string is returned in case no such mapping is defined.",
    ),
    NativeDef::function(
        "is_normalized",
        "($module, form, unistr, /)",
        |vm, a| {
            let (form, text) = form_and_text(vm, "is_normalized", a)?;
            Ok(Value::Bool(unicode::is_normalized(form, text.as_wtf8())))
        },
        "Return whether the Unicode string unistr is in the normal form 'form'.\n\nValid values for form are 'NFC', 'NFKC', 'NFD', and 'NFKD'.",
    ),
    NativeDef::function(
        "normalize",
        "($module, form, unistr, /)",
        normalize,
        "Return the normal form 'form' for the Unicode string unistr.\n\nValid values for form are 'NFC', 'NFKC', 'NFD', and 'NFKD'.",
    ),
    NativeDef::function(
        "name",
        "($module, chr, default=<unrepresentable>, /)",
        |vm, a| {
            number(vm, a, "name", |c| unicode::name(c).map(|name| Value::str(&name)), "no such name")
        },
        "Returns the name assigned to the character chr as a string.\n\nIf no name is defined, default is returned, or, if not given,\nValueError is raised.",
    )
    .hidden_signature(),
    NativeDef::function(
        "lookup",
        "($module, name, /)",
        lookup,
        "Look up character by name.\n\nIf a character with the given name is found, return the\ncorresponding character.  If not found, KeyError is raised.",
    ),
];

/// Makes the module.
///
/// # Errors
/// What setting its members raises.
pub(crate) fn make(vm: &Vm) -> PyResult {
    let doc = "This module provides access to the Unicode Character Database which\ndefines character properties for all Unicode characters. The data in\nthis database is based on the UnicodeData.txt file version\n15.1.0 which is publicly available from the Unicode Consortium.";
    let module = pyvm_vm::modules::make(vm, "unicodedata", doc, FUNCTIONS);
    pyvm_vm::modules::set(vm, &module, "unidata_version", Value::str(unicode::VERSION))?;
    let capsule = pyvm_vm::objects::capsule::make(vm, "unicodedata._ucnhash_CAPI");
    pyvm_vm::modules::set(vm, &module, "_ucnhash_CAPI", capsule)?;
    Ok(module)
}

/// The code point of a string of one character.
fn point(vm: &Vm, value: &Value, place: &str) -> PyResult<u32> {
    match value.as_text() {
        Some(text) if text.char_len() == 1 => Ok(text.char_at(0).map_or(0, |c| c.to_u32())),
        _ => Err(vm.bad_argument(place, "a unicode character", value)),
    }
}

/// What a function says of a character, else the default, else a ValueError.
fn number(
    vm: &Vm,
    args: &[Value],
    function: &str,
    answer: fn(u32) -> Option<Value>,
    problem: &str,
) -> PyResult {
    let code = point(vm, &args[0], &format!("{function}() argument 1"))?;
    match answer(code) {
        Some(value) => Ok(value),
        None if args[1].is_unbound() => Err(vm.value_error(problem)),
        None => Ok(args[1].clone()),
    }
}

fn form_and_text<'a>(vm: &Vm, function: &str, args: &'a [Value]) -> PyResult<(Form, &'a Str)> {
    let text = |i: usize| {
        let place = format!("{function}() argument {}", i + 1);
        args[i].as_text().ok_or_else(|| vm.bad_argument(&place, "str", &args[i]))
    };
    let (name, text) = (text(0)?, text(1)?);
    match name.as_str().and_then(Form::from_name) {
        Some(form) => Ok((form, text)),
        // Nothing has every form, whatever it is called.
        None if text.is_empty() => Ok((Form::Nfc, text)),
        None => Err(vm.value_error("invalid normalization form")),
    }
}

fn normalize(vm: &Vm, args: &[Value]) -> PyResult {
    let (form, text) = form_and_text(vm, "normalize", args)?;
    if text.is_ascii() {
        return Ok(Value::Str(text.clone()));
    }
    let made = unicode::normalize(form, text.as_wtf8());
    if made.as_bytes() == text.as_bytes() { Ok(Value::Str(text.clone())) } else { Ok(vm.new_str(made)) }
}

fn lookup(vm: &Vm, args: &[Value]) -> PyResult {
    /// Longer names are refused unread.
    const LONGEST: usize = 256;
    let name = match args[0].as_text() {
        Some(text) => text.clone(),
        None if vm.is_bytes_like(&args[0]) => vm.decode(&vm.bytes_of(&args[0])?, "utf-8", "strict")?,
        None => {
            let got = vm.type_name(&args[0]);
            return Err(vm.type_error(format!("a bytes-like object is required, not '{got}'")));
        }
    };
    if name.len() > LONGEST {
        return Err(vm.key_error(&Value::str("name too long")));
    }
    match name.as_str().and_then(unicode::lookup) {
        Some(found) => Ok(vm.new_str(Str::new(&found))),
        None => Err(vm.key_error(&Value::str(&format!("undefined character name '{name}'")))),
    }
}
