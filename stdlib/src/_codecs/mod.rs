//! `_codecs`: the registry of codecs and error handlers, and the codecs of the VM as functions. Mirrors
//! `Modules/_codecsmodule.c` and `Python/codecs.c`.

mod charmap;
mod direct;
mod escape;
mod handlers;

use pyvm_vm::heap::Str;
use pyvm_vm::objects::str::codec as raising;
use pyvm_vm::text::codec;
use pyvm_vm::types::NativeDef;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function(
        "register",
        "($module, search_function, /)",
        register,
        "Register a codec search function.",
    ),
    NativeDef::function(
        "unregister",
        "($module, search_function, /)",
        unregister,
        "Unregister a codec search function and clear the registry's cache.",
    ),
    NativeDef::function(
        "lookup",
        "($module, encoding, /)",
        |vm, a| lookup(vm, c_text(vm, &a[0], "lookup() argument")?),
        "Looks up a codec tuple in the Python codec registry and returns a CodecInfo object.",
    ),
    NativeDef::function(
        "encode",
        "($module, /, obj, encoding='utf-8', errors='strict')",
        |vm, a| through(vm, a, 0, "encoder"),
        "Encodes obj using the codec registered for encoding.",
    ),
    NativeDef::function(
        "decode",
        "($module, /, obj, encoding='utf-8', errors='strict')",
        |vm, a| through(vm, a, 1, "decoder"),
        "Decodes obj using the codec registered for encoding.",
    ),
    NativeDef::function(
        "register_error",
        "($module, errors, handler, /)",
        handlers::register,
        "Register the specified error handler under the name errors.",
    ),
    NativeDef::function(
        "lookup_error",
        "($module, name, /)",
        handlers::lookup,
        "lookup_error(errors) -> handler",
    ),
];

/// Makes the module.
///
/// # Errors
/// What setting a member raises.
pub(crate) fn make(vm: &Vm) -> PyResult {
    let module = pyvm_vm::modules::make(vm, "_codecs", "", FUNCTIONS);
    let name = vm.getattr(&module, &vm.names.name)?;
    for def in direct::FUNCTIONS.iter().chain(escape::FUNCTIONS).chain(charmap::FUNCTIONS) {
        pyvm_vm::modules::set(vm, &module, def.name, pyvm_vm::modules::function(vm, &name, def))?;
    }
    Ok(module)
}

fn register(vm: &Vm, args: &[Value]) -> PyResult {
    if !vm.is_callable(&args[0]) {
        return Err(vm.type_error("argument must be callable"));
    }
    vm.codec_search.borrow_mut().push(args[0].clone());
    Ok(Value::None)
}

fn unregister(vm: &Vm, args: &[Value]) -> PyResult {
    let gone = {
        let mut all = vm.codec_search.borrow_mut();
        let at = all.iter().position(|f| f.is(&args[0]));
        at.map(|at| all.remove(at))
    };
    if gone.is_some() {
        drop(vm.codec_cache.take());
    }
    Ok(Value::None)
}

/// The name under which codecs are searched and kept.
fn normalized(name: &str) -> String {
    name.chars().map(|c| if c == ' ' { '-' } else { c.to_ascii_lowercase() }).collect()
}

/// What search functions get: `codecs` changes hyphens to underscores.
fn searched(name: &str) -> String {
    normalized(name).replace('-', "_")
}

/// `codecs.lookup(encoding)`
fn lookup(vm: &Vm, encoding: &Str) -> PyResult {
    let text = encoding.to_string_lossy();
    let key = searched(&text);
    if let Some(found) = vm.codec_cache.borrow().get(&key).cloned() {
        return Ok(found);
    }
    // The package registers its search function first, as at CPython's start.
    vm.import("encodings")?;
    let searches = vm.codec_search.borrow().clone();
    for search in searches {
        let found = vm.call1(&search, Value::str(&key))?;
        if found.is_none() {
            continue;
        }
        if found.as_tuple().is_none_or(|t| t.len() != 4) {
            return Err(vm.type_error("codec search functions must return 4-tuples"));
        }
        vm.codec_cache.borrow_mut().insert(key, found.clone());
        return Ok(found);
    }
    Err(vm.lookup_error(format!("unknown encoding: {text}")))
}

/// An argument that C takes as UTF-8 up to a NUL.
pub(super) fn c_text<'a>(vm: &Vm, value: &'a Value, what: &str) -> PyResult<&'a Str> {
    let text = vm.expect_str(value, what)?;
    raising::encode(vm, text, "utf-8", "strict")?;
    if text.as_bytes().contains(&0) {
        return Err(vm.value_error("embedded null character"));
    }
    Ok(text)
}

/// `codecs.encode` and `codecs.decode`: any codec, any objects.
fn through(vm: &Vm, args: &[Value], which: usize, role: &str) -> PyResult {
    let function = if which == 0 { "encode" } else { "decode" };
    let encoding = c_text(vm, &args[1], &format!("{function}() argument 'encoding'"))?;
    let errors = c_text(vm, &args[2], &format!("{function}() argument 'errors'"))?;
    let name = encoding.to_string_lossy();
    if let Some(found) = codec::lookup(&name) {
        if which == 0
            && let Some(text) = args[0].as_text()
        {
            let encoded = raising::encode_text(vm, text, found, &errors.to_string_lossy());
            return Ok(vm.new_bytes(&encoded.map_err(|e| raising::noted(vm, e, which, &name))?));
        }
        if which == 1 && vm.is_bytes_like(&args[0]) {
            let data = vm.bytes_of(&args[0])?;
            let decoded = raising::decode_chunk(vm, found, &data, &errors.to_string_lossy(), true);
            let decoded = decoded.map_err(|e| raising::noted(vm, e, which, &name))?;
            return Ok(Value::Str(decoded.0));
        }
    }
    let info = lookup(vm, encoding)?;
    let coder = info.as_tuple().and_then(|t| t.get(which).cloned()).unwrap_or(Value::None);
    let answer = vm.call2(&coder, args[0].clone(), args[2].clone());
    let answer = answer.map_err(|e| raising::noted(vm, e, which, &name))?;
    match answer.as_tuple() {
        Some([result, _]) => Ok(result.clone()),
        _ => Err(vm.type_error(format!("{role} must return a tuple (object, integer)"))),
    }
}
