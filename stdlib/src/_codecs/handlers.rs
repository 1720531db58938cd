//! Error handlers: those of the VM as functions, those of programs by name.

use pyvm_vm::heap::{Str, Value};
use pyvm_vm::text::codec::{ErrInfo, Handler, HandlerError, Replacement};
use pyvm_vm::types::NativeDef;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult};

/// Declares the handlers as functions, a row each.
macro_rules! handlers {
    ($($name:literal $handler:ident $doc:literal;)*) => {
        static FUNCTIONS: &[NativeDef] = &[
            $(NativeDef::function(
                $name,
                "($module, exception, /)",
                |vm, a| answer(vm, Handler::$handler, &a[0]),
                $doc,
            )
            .hidden_signature(),)*
        ];
    };
}

handlers! {
    "strict_errors" Strict "Implements the 'strict' error handling, which raises a UnicodeError on coding errors.";
    "ignore_errors" Ignore "Implements the 'ignore' error handling, which ignores malformed data and continues.";
    "replace_errors" Replace "Implements the 'replace' error handling, which replaces malformed data with a replacement marker.";
    "xmlcharrefreplace_errors" XmlCharRefReplace "Implements the 'xmlcharrefreplace' error handling, which replaces an unencodable character with the appropriate XML character reference.";
    "backslashreplace_errors" BackslashReplace "Implements the 'backslashreplace' error handling, which replaces malformed data with a backslashed escape sequence.";
    "namereplace_errors" NameReplace "Implements the 'namereplace' error handling, which replaces an unencodable character with a \\N{...} escape sequence.";
    "surrogatepass" SurrogatePass "";
    "surrogateescape" SurrogateEscape "";
}

/// `register_error(errors, handler)`
pub(super) fn register(vm: &Vm, args: &[Value]) -> PyResult {
    let name = super::c_text(vm, &args[0], "register_error() argument 1")?.to_string();
    if !vm.is_callable(&args[1]) {
        return Err(vm.type_error("handler must be callable"));
    }
    let old = vm.codec_handlers.borrow_mut().insert(name, args[1].clone());
    drop(old);
    Ok(Value::None)
}

/// `lookup_error(name)`
pub(super) fn lookup(vm: &Vm, args: &[Value]) -> PyResult {
    let name = super::c_text(vm, &args[0], "lookup_error() argument")?.to_string();
    if let Some(found) = vm.codec_handlers.borrow().get(&name).cloned() {
        return Ok(found);
    }
    let native = FUNCTIONS.iter().find(|def| def.name.trim_end_matches("_errors") == name);
    let Some(def) = native else {
        return Err(vm.lookup_error(format!("unknown error handler name '{name}'")));
    };
    let made = pyvm_vm::modules::function(vm, &Value::Str(vm.intern("_codecs")), def);
    vm.codec_handlers.borrow_mut().insert(name, made.clone());
    Ok(made)
}

fn position(exception: &PyError, name: &str, len: usize) -> usize {
    match exception.payload().field(name) {
        Value::Int(n) => usize::try_from(n).unwrap_or(0).min(len),
        _ => 0,
    }
}

/// The encoding an exception is about, as the surrogate handlers tell them apart.
fn encoding(exception: &PyError) -> &'static str {
    let name = exception.payload().field("encoding");
    let name = name.as_text().map(|t| t.to_string()).unwrap_or_default();
    match pyvm_vm::text::codec::lookup(&name) {
        Some(codec) => codec.name(),
        None => "",
    }
}

/// What a handler of the VM says about an exception.
fn answer(vm: &Vm, handler: Handler, exception: &Value) -> PyResult {
    let got = vm.type_name(exception);
    let Ok(error) = PyError::new(exception.clone()) else {
        return Err(vm.type_error(if handler == Handler::Strict {
            "codec must pass exception instance".to_owned()
        } else {
            format!("don't know how to handle {got} in error callback")
        }));
    };
    if handler == Handler::Strict {
        return Err(error);
    }
    let object = error.payload().field("object");
    let refused = || vm.type_error(format!("don't know how to handle {got} in error callback"));
    let info = |len: usize| ErrInfo {
        encoding: encoding(&error),
        start: position(&error, "start", len),
        end: position(&error, "end", len),
        reason: "",
    };
    if error.matches(vm, &vm.exc.unicode_decode_error) {
        let data = vm.bytes_of(&object)?;
        let (text, at) = match handler.on_decode(&info(data.len()), &data) {
            Ok(found) => found,
            Err(HandlerError::Strict(_)) => return Err(error),
            Err(HandlerError::EncodeOnly) => return Err(refused()),
        };
        return Ok(vm.new_tuple(vec![vm.new_str(Str::from(text)), Value::from(at)]));
    }
    let is_encode = error.matches(vm, &vm.exc.unicode_encode_error);
    let is_translate = error.matches(vm, &vm.exc.unicode_translate_error);
    let takes_translate = matches!(handler, Handler::Ignore | Handler::Replace | Handler::BackslashReplace);
    let Some(text) = object.as_text().filter(|_| is_encode || is_translate && takes_translate) else {
        return Err(refused());
    };
    let points: Vec<u32> = text.as_wtf8().code_points().map(|p| p.to_u32()).collect();
    let info = info(points.len());
    if is_translate && handler == Handler::Replace {
        let instead = "\u{fffd}".repeat(info.end.saturating_sub(info.start));
        return Ok(vm.new_tuple(vec![Value::str(&instead), Value::from(info.end)]));
    }
    match handler.on_encode(&info, &points) {
        Ok((Replacement::Text(text), at)) => {
            Ok(vm.new_tuple(vec![vm.new_str(Str::from(text)), Value::from(at)]))
        }
        Ok((Replacement::Bytes(bytes), at)) => Ok(vm.new_tuple(vec![vm.new_bytes(&bytes), Value::from(at)])),
        Err(_) => Err(error),
    }
}
