//! The exception classes whose constructors keep more than `args`.

use super::Exception;
use super::base::{init as base_init, of, reduced, refuse_keywords, str as base_str};
use crate::error::PyResult;
use crate::heap::{Str, Value};
use crate::types::{NativeDef, Slots};
use crate::vm::Vm;

/// Sets the fields that follow from positional arguments alone.
pub(super) fn fill(vm: &Vm, class: &crate::heap::TypeRef, payload: &Exception, args: &[Value]) {
    let first = || args.first().cloned().unwrap_or(Value::None);
    if class.is_subtype(&vm.exc.stop_iteration) {
        payload.set_field("value", first());
    } else if class.is_subtype(&vm.exc.import_error) && args.len() == 1 {
        payload.set_field("msg", first());
    } else if class.is_subtype(&vm.exc.os_error) && (2..=5).contains(&args.len()) {
        let names = ["errno", "strerror", "filename", "winerror", "filename2"];
        // Without a first file name there is no second one either.
        let known = if args.get(2).is_some_and(Value::is_none) { 2 } else { args.len() };
        for (name, value) in names.into_iter().zip(&args[..known]) {
            if name != "winerror" && !(name == "filename2" && value.is_none()) {
                payload.set_field(name, value.clone());
            }
        }
        if args.get(2).is_some_and(|filename| !filename.is_none()) {
            drop(payload.args.replace(vm.new_tuple(args[..2].to_vec())));
        }
    }
}

/// The keyword arguments of a constructor, each of which must be in `names`.
fn keyword_fields(
    vm: &Vm,
    receiver: &Value,
    function: &str,
    keywords: &Value,
    names: &[&'static str],
) -> PyResult<()> {
    let payload = of(vm, receiver)?;
    let (most, given) = (names.len(), keywords.as_dict().map_or(0, crate::objects::Dict::len));
    if given > most {
        let s = if most == 1 { "" } else { "s" };
        let text = format!("{function}() takes at most {most} keyword argument{s} ({given} given)");
        return Err(vm.type_error(text));
    }
    for (key, value) in keywords.as_dict().map(crate::objects::Dict::entries).unwrap_or_default() {
        let known = names.iter().find(|n| key.as_text().is_some_and(|k| *k == ***n));
        match known {
            Some(name) => payload.set_field(name, value),
            None => {
                let key = vm.str(&key)?;
                let candidates: Vec<String> = names.iter().map(|n| (*n).to_owned()).collect();
                let hint = match crate::error::suggest::closest(&key.to_string_lossy(), &candidates) {
                    Some(close) => format!(". Did you mean '{close}'?"),
                    None => String::new(),
                };
                let text = format!("{function}() got an unexpected keyword argument '{key}'{hint}");
                return Err(vm.type_error(text));
            }
        }
    }
    Ok(())
}

/// Declares a constructor that takes `args` and some keyword fields.
macro_rules! keyword_constructor {
    ($static:ident $func:ident $name:literal [$($field:literal),*]) => {
        pub(super) static $static: NativeDef =
            NativeDef::method("__init__", "($self, /, *args, **kwargs)", $func, "");

        fn $func(vm: &Vm, args: &[Value]) -> PyResult {
            let payload = of(vm, &args[0])?;
            drop(payload.args.replace(args[1].clone()));
            // Called again, it begins anew.
            for field in ["msg", $($field),*] {
                if !payload.field(field).is_unbound() {
                    payload.set_field(field, Value::None);
                }
            }
            keyword_fields(vm, &args[0], $name, &args[2], &[$($field),*])?;
            fill(vm, vm.class_of(&args[0]), payload, args[1].as_tuple().unwrap_or(&[]));
            Ok(Value::None)
        }
    };
}

keyword_constructor!(ATTRIBUTE_INIT attribute_init "AttributeError" ["name", "obj"]);
keyword_constructor!(NAME_INIT name_init "NameError" ["name"]);
keyword_constructor!(IMPORT_INIT import_init "ImportError" ["name", "path", "name_from"]);

pub(super) static STOP_ITERATION_INIT: NativeDef =
    NativeDef::method("__init__", "($self, /, *args, **kwargs)", stop_iteration_init, "");
pub(super) static SYSTEM_EXIT_INIT: NativeDef =
    NativeDef::method("__init__", "($self, /, *args, **kwargs)", system_exit_init, "");
pub(super) static SYNTAX_INIT: NativeDef =
    NativeDef::method("__init__", "($self, /, *args, **kwargs)", syntax_init, "");
pub(super) static UNICODE_ENCODE_INIT: NativeDef =
    NativeDef::method("__init__", "($self, /, *args, **kwargs)", unicode_encode_init, "");
pub(super) static UNICODE_DECODE_INIT: NativeDef =
    NativeDef::method("__init__", "($self, /, *args, **kwargs)", unicode_decode_init, "");
pub(super) static UNICODE_TRANSLATE_INIT: NativeDef =
    NativeDef::method("__init__", "($self, /, *args, **kwargs)", unicode_translate_init, "");

fn stop_iteration_init(vm: &Vm, args: &[Value]) -> PyResult {
    base_init(vm, args)?;
    let first = args[1].as_tuple().and_then(<[Value]>::first).cloned().unwrap_or(Value::None);
    of(vm, &args[0])?.set_field("value", first);
    Ok(Value::None)
}

fn system_exit_init(vm: &Vm, args: &[Value]) -> PyResult {
    base_init(vm, args)?;
    let code = match args[1].as_tuple() {
        Some([]) | None => Value::None,
        Some([only]) => only.clone(),
        Some(_) => args[1].clone(),
    };
    of(vm, &args[0])?.set_field("code", code);
    Ok(Value::None)
}

/// `SyntaxError(msg, (filename, lineno, offset, text[, end_lineno, end_offset]))`
fn syntax_init(vm: &Vm, args: &[Value]) -> PyResult {
    base_init(vm, args)?;
    let payload = of(vm, &args[0])?;
    let given = args[1].as_tuple().unwrap_or(&[]);
    if let Some(msg) = given.first() {
        payload.set_field("msg", msg.clone());
    }
    if let [_, info] = given {
        let info = vm.list_from_iterable(info)?;
        if info.len() < 4 {
            return Err(vm.type_error(format!("function takes at least 4 arguments ({} given)", info.len())));
        }
        if info.len() == 5 {
            return Err(vm.type_error("end_offset must be provided when end_lineno is provided"));
        }
        if info.len() > 6 {
            return Err(vm.type_error(format!("function takes at most 6 arguments ({} given)", info.len())));
        }
        let names = ["filename", "lineno", "offset", "text", "end_lineno", "end_offset"];
        for (name, value) in names.into_iter().zip(info) {
            payload.set_field(name, value);
        }
    }
    Ok(Value::None)
}

fn unicode_init(vm: &Vm, args: &[Value], name: &str, fields: &[&'static str]) -> PyResult {
    refuse_keywords(vm, &args[0], &args[2])?;
    let given = args[1].as_tuple().unwrap_or(&[]);
    if given.len() != fields.len() {
        let n = fields.len();
        return Err(vm.type_error(format!("function takes exactly {n} arguments ({} given)", given.len())));
    }
    let payload = of(vm, &args[0])?;
    for (i, (field, value)) in fields.iter().zip(given).enumerate() {
        let fits = match *field {
            "encoding" | "reason" => value.as_text().is_some(),
            "start" | "end" => vm.has_index(value),
            "object" if name == "UnicodeDecodeError" => true,
            _ => value.as_text().is_some(),
        };
        if !fits {
            let expected = if matches!(*field, "start" | "end") { "int" } else { "str" };
            let got = vm.type_name(value);
            if expected == "int" {
                return Err(vm.type_error(format!("'{got}' object cannot be interpreted as an integer")));
            }
            return Err(vm.type_error(format!("argument {} must be {expected}, not {got}", i + 1)));
        }
        let value = if *field == "object" && name == "UnicodeDecodeError" {
            Value::Bytes(vm.bytes_of(value)?)
        } else {
            value.clone()
        };
        payload.set_field(field, value);
    }
    drop(payload.args.replace(args[1].clone()));
    Ok(Value::None)
}

const CODEC_FIELDS: &[&str] = &["encoding", "object", "start", "end", "reason"];

fn unicode_encode_init(vm: &Vm, args: &[Value]) -> PyResult {
    unicode_init(vm, args, "UnicodeEncodeError", CODEC_FIELDS)
}

fn unicode_decode_init(vm: &Vm, args: &[Value]) -> PyResult {
    unicode_init(vm, args, "UnicodeDecodeError", CODEC_FIELDS)
}

fn unicode_translate_init(vm: &Vm, args: &[Value]) -> PyResult {
    unicode_init(vm, args, "UnicodeTranslateError", &CODEC_FIELDS[1..])
}

pub(super) fn unicode_encode_slots(s: &Slots) {
    s.str.set(Some(unicode_encode_str));
}

pub(super) fn unicode_decode_slots(s: &Slots) {
    s.str.set(Some(unicode_decode_str));
}

pub(super) fn unicode_translate_slots(s: &Slots) {
    s.str.set(Some(unicode_translate_str));
}

fn position(payload: &Exception, name: &str) -> usize {
    match payload.field(name) {
        Value::Int(n) => usize::try_from(n).unwrap_or(0),
        _ => 0,
    }
}

fn shown_char(c: u32) -> String {
    match c {
        0..=0xFF => format!("'\\x{c:02x}'"),
        0x100..=0xFFFF => format!("'\\u{c:04x}'"),
        _ => format!("'\\U{c:08x}'"),
    }
}

fn unicode_encode_str(vm: &Vm, value: &Value) -> PyResult {
    let e = of(vm, value)?;
    let object = e.field("object");
    let Some(text) = object.as_text() else { return Ok(Value::Str(vm.names.empty.clone())) };
    let (start, end) = (position(e, "start"), position(e, "end"));
    let (encoding, reason) = (vm.str(&e.field("encoding"))?, vm.str(&e.field("reason"))?);
    if let Some(c) = text.char_at(start)
        && end == start + 1
    {
        let c = shown_char(c.to_u32());
        return Ok(Value::str(&format!(
            "'{encoding}' codec can't encode character {c} in position {start}: {reason}"
        )));
    }
    let last = end.saturating_sub(1);
    Ok(Value::str(&format!(
        "'{encoding}' codec can't encode characters in position {start}-{last}: {reason}"
    )))
}

fn unicode_decode_str(vm: &Vm, value: &Value) -> PyResult {
    let e = of(vm, value)?;
    let Value::Bytes(data) = e.field("object") else { return Ok(Value::Str(vm.names.empty.clone())) };
    let (start, end) = (position(e, "start"), position(e, "end"));
    let (encoding, reason) = (vm.str(&e.field("encoding"))?, vm.str(&e.field("reason"))?);
    if let Some(byte) = data.get(start)
        && end == start + 1
    {
        return Ok(Value::str(&format!(
            "'{encoding}' codec can't decode byte 0x{byte:02x} in position {start}: {reason}"
        )));
    }
    let last = end.saturating_sub(1);
    Ok(Value::str(&format!("'{encoding}' codec can't decode bytes in position {start}-{last}: {reason}")))
}

fn unicode_translate_str(vm: &Vm, value: &Value) -> PyResult {
    let e = of(vm, value)?;
    let object = e.field("object");
    let Some(text) = object.as_text() else { return Ok(Value::Str(vm.names.empty.clone())) };
    let (start, end) = (position(e, "start"), position(e, "end"));
    let reason = vm.str(&e.field("reason"))?;
    if let Some(c) = text.char_at(start)
        && end == start + 1
    {
        let c = shown_char(c.to_u32());
        return Ok(Value::str(&format!("can't translate character {c} in position {start}: {reason}")));
    }
    let last = end.saturating_sub(1);
    Ok(Value::str(&format!("can't translate characters in position {start}-{last}: {reason}")))
}

/// A class with a `__str__` of its own that is the base's.
pub(super) fn plain_str_slots(s: &Slots) {
    s.str.set(Some(base_str));
}

pub(super) fn key_error_slots(s: &Slots) {
    s.str.set(Some(key_error_str));
}

/// A single key is shown by its `repr`, so that the empty string shows.
fn key_error_str(vm: &Vm, value: &Value) -> PyResult {
    let args = of(vm, value)?.args.get();
    match args.as_tuple() {
        Some([only]) => vm.repr(only).map(Value::Str),
        _ => base_str(vm, value),
    }
}

pub(super) fn import_slots(s: &Slots) {
    s.str.set(Some(import_str));
}

fn import_str(vm: &Vm, value: &Value) -> PyResult {
    let msg = of(vm, value)?.field("msg");
    if msg.as_text().is_some() { Ok(Value::Str(vm.str(&msg)?)) } else { base_str(vm, value) }
}

pub(super) fn syntax_slots(s: &Slots) {
    s.str.set(Some(syntax_str));
}

fn syntax_str(vm: &Vm, value: &Value) -> PyResult {
    let e = of(vm, value)?;
    let msg = match e.field("msg") {
        Value::Unbound => Str::new("None"),
        msg => vm.str(&msg)?,
    };
    let filename = e.field("filename").as_text().map(|f| {
        let text = f.to_string();
        text.rsplit('/').next().unwrap_or(&text).to_owned()
    });
    let text = match (filename, e.field("lineno")) {
        (Some(file), Value::Int(line)) => format!("{msg} ({file}, line {line})"),
        (Some(file), _) => format!("{msg} ({file})"),
        (None, Value::Int(line)) => format!("{msg} (line {line})"),
        (None, _) => return Ok(Value::Str(msg)),
    };
    Ok(Value::str(&text))
}

pub(super) static ATTRIBUTE_METHODS: &[NativeDef] = &[
    NativeDef::method("__reduce__", "($self, /)", attribute_reduce, "").hidden_signature(),
    NativeDef::method("__getstate__", "($self, /)", attribute_getstate, "").hidden_signature(),
];

/// The state of an AttributeError: `name`, `args` and `__dict__`; the object is left out.
fn attribute_getstate(vm: &Vm, args: &[Value]) -> PyResult {
    let name = of(vm, &args[0])?.field("name");
    let own = crate::types::attribute::existing_dict(vm, &args[0]);
    let state = match own.as_ref().and_then(Value::as_dict) {
        Some(d) => vm.dict_from(d.copy()),
        None => vm.new_dict(),
    };
    if let Some(name) = name.bound() {
        vm.setitem(&state, &Value::Str(vm.intern("name")), name)?;
    }
    vm.setitem(&state, &Value::Str(vm.intern("args")), of(vm, &args[0])?.args.get())?;
    Ok(state)
}

fn attribute_reduce(vm: &Vm, args: &[Value]) -> PyResult {
    let state = attribute_getstate(vm, args)?;
    let own_args = of(vm, &args[0])?.args.get();
    reduced(vm, &args[0], own_args, Some(state))
}

pub(super) static IMPORT_METHODS: &[NativeDef] =
    &[NativeDef::method("__reduce__", "($self, /)", import_reduce, "").hidden_signature()];

fn import_reduce(vm: &Vm, args: &[Value]) -> PyResult {
    let e = of(vm, &args[0])?;
    let mut state = crate::types::attribute::existing_dict(vm, &args[0]);
    for field in ["name", "path", "name_from"] {
        let Some(value) = e.field(field).bound() else { continue };
        let dict = match state.as_ref().and_then(Value::as_dict) {
            Some(d) => vm.dict_from(d.copy()),
            None => vm.new_dict(),
        };
        vm.setitem(&dict, &Value::Str(vm.intern(field)), value)?;
        state = Some(dict);
    }
    reduced(vm, &args[0], e.args.get(), state)
}
