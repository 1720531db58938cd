//! `BaseException`: constructor, attributes and methods.

use super::Exception;
use crate::call::Args;
use crate::error::PyResult;
use crate::heap::{TypeRef, Value};
use crate::objects::Kind;
use crate::objects::getset::{get_dict, set_dict};
use crate::types::{GetSetDef, NativeDef, Slots};
use crate::vm::Vm;

pub(super) static NEW: NativeDef = NativeDef::static_("__new__", "($type, /, *args, **kwargs)", new, "");
pub(super) static INIT: NativeDef = NativeDef::method("__init__", "($self, /, *args, **kwargs)", init, "");

pub(super) static METHODS: &[NativeDef] = &[
    NativeDef::method("__reduce__", "($self, /)", reduce, "").hidden_signature(),
    NativeDef::method("__setstate__", "($self, object, /)", setstate, "").hidden_signature(),
    NativeDef::method(
        "with_traceback",
        "($self, object, /)",
        with_traceback,
        "Exception.with_traceback(tb) --\n    set self.__traceback__ to tb and return self.",
    )
    .hidden_signature(),
    NativeDef::method(
        "add_note",
        "($self, object, /)",
        add_note,
        "Exception.add_note(note) --\n    add a note to the exception",
    )
    .hidden_signature(),
];

pub(super) static GETSET: &[GetSetDef] = &[
    GetSetDef::get_set("args", get_args, set_args, ""),
    GetSetDef::get_set("__traceback__", get_traceback, set_traceback, ""),
    GetSetDef::get_set("__context__", get_context, set_context, "exception context"),
    GetSetDef::get_set("__cause__", get_cause, set_cause, "exception cause"),
    GetSetDef::get_set("__suppress_context__", get_suppress, set_suppress, "").as_member(),
    GetSetDef::get_set("__dict__", get_dict, set_dict, ""),
];

pub(super) fn slots(s: &Slots) {
    s.repr.set(Some(repr));
    s.str.set(Some(str));
}

/// The payload of a receiver.
pub(crate) fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Exception> {
    match value.as_obj().map(|r| r.kind()) {
        Some(Kind::Exception(e)) => Ok(e),
        _ => Err(vm.wrong_payload(value, "exception")),
    }
}

/// An exception of a native class that has no constructor of its own, called with positional arguments: what
/// `__new__` and `__init__` come to.
pub(crate) fn construct(vm: &Vm, class: &TypeRef, args: Args<'_>) -> Option<Value> {
    let spec = class.ty().spec?;
    let is = |given: Option<&'static NativeDef>, plain| given.is_some_and(|g| std::ptr::eq(g, plain));
    if !is(spec.new, &NEW) || !is(spec.init, &INIT) || !args.kwnames().is_empty() {
        return None;
    }
    let payload = Exception::new(vm.new_tuple(args.pos().to_vec()));
    Some(vm.new_object(class, Kind::Exception(Box::new(payload))))
}

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    let class = vm.expect_type(&args[0], "BaseException.__new__(X): X")?;
    let payload = Exception::new(args[1].clone());
    Ok(vm.new_object(class, Kind::Exception(Box::new(payload))))
}

/// `args` are the positional arguments; keywords are refused.
pub(super) fn init(vm: &Vm, args: &[Value]) -> PyResult {
    refuse_keywords(vm, &args[0], &args[2])?;
    drop(of(vm, &args[0])?.args.replace(args[1].clone()));
    Ok(Value::None)
}

pub(super) fn refuse_keywords(vm: &Vm, receiver: &Value, keywords: &Value) -> PyResult<()> {
    match keywords.as_dict() {
        Some(d) if !d.is_empty() => {
            Err(vm.type_error(format!("{}() takes no keyword arguments", vm.type_name(receiver))))
        }
        _ => Ok(()),
    }
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let args = of(vm, value)?.args.get();
    let mut text = rustpython_wtf8::Wtf8Buf::from_string(vm.class_of(value).name().to_string());
    match args.as_tuple() {
        Some([only]) => {
            text.push_str("(");
            text.push_wtf8(vm.repr(only)?.as_wtf8());
            text.push_str(")");
        }
        _ => text.push_wtf8(vm.repr(&args)?.as_wtf8()),
    }
    Ok(Value::Str(text.into()))
}

pub(super) fn str(vm: &Vm, value: &Value) -> PyResult {
    let args = of(vm, value)?.args.get();
    match args.as_tuple() {
        Some([]) | None => Ok(Value::Str(vm.names.empty.clone())),
        Some([only]) => vm.str(only).map(Value::Str),
        Some(_) => vm.str(&args).map(Value::Str),
    }
}

/// `(class, args)`, and `__dict__` where it is not empty.
fn reduce(vm: &Vm, args: &[Value]) -> PyResult {
    let state = crate::types::attribute::existing_dict(vm, &args[0]);
    reduced(vm, &args[0], of(vm, &args[0])?.args.get(), state)
}

pub(super) fn reduced(vm: &Vm, value: &Value, args: Value, state: Option<Value>) -> PyResult {
    let mut parts = vec![vm.class_of(value).to_value(), args];
    parts.extend(state);
    Ok(vm.new_tuple(parts))
}

fn setstate(vm: &Vm, args: &[Value]) -> PyResult {
    if args[1].is_none() {
        return Ok(Value::None);
    }
    let Some(state) = args[1].as_dict() else { return Err(vm.type_error("state is not a dictionary")) };
    for (key, value) in state.entries() {
        let Some(name) = key.as_text() else {
            let got = vm.type_name(&key);
            return Err(vm.type_error(format!("attribute name must be string, not '{got}'")));
        };
        vm.setattr(&args[0], &crate::heap::intern::intern(name.clone()), value)?;
    }
    Ok(Value::None)
}

fn with_traceback(vm: &Vm, args: &[Value]) -> PyResult {
    set_traceback(vm, &args[0], Some(args[1].clone()))?;
    Ok(args[0].clone())
}

fn add_note(vm: &Vm, args: &[Value]) -> PyResult {
    if args[1].as_text().is_none() {
        let name = vm.type_name(&args[1]);
        return Err(vm.type_error(format!("note must be a str, not '{name}'")));
    }
    let key = vm.intern("__notes__");
    let notes = match vm.lookup_attr(&args[0], &key)? {
        Some(notes) => notes,
        None => {
            let notes = vm.new_list(Vec::new());
            vm.setattr(&args[0], &key, notes.clone())?;
            notes
        }
    };
    match notes.as_list() {
        Some(list) => list.push(args[1].clone()),
        None => return Err(vm.type_error("Cannot add note: __notes__ is not a list")),
    }
    Ok(Value::None)
}

fn get_args(vm: &Vm, value: &Value) -> PyResult {
    Ok(of(vm, value)?.args.get())
}

fn set_args(vm: &Vm, value: &Value, args: Option<Value>) -> PyResult<()> {
    let Some(args) = args else { return Err(vm.type_error("args may not be deleted")) };
    let args = vm.new_tuple(vm.list_from_iterable(&args)?);
    drop(of(vm, value)?.args.replace(args));
    Ok(())
}

fn get_traceback(vm: &Vm, value: &Value) -> PyResult {
    Ok(of(vm, value)?.traceback.get())
}

fn set_traceback(vm: &Vm, value: &Value, traceback: Option<Value>) -> PyResult<()> {
    let Some(traceback) = traceback else { return Err(vm.type_error("__traceback__ may not be deleted")) };
    if !traceback.is_none() && !vm.is_exact(&traceback, &vm.types.traceback) {
        return Err(vm.type_error("__traceback__ must be a traceback or None"));
    }
    drop(of(vm, value)?.traceback.replace(traceback));
    Ok(())
}

fn get_context(vm: &Vm, value: &Value) -> PyResult {
    Ok(of(vm, value)?.context.get())
}

fn set_context(vm: &Vm, value: &Value, context: Option<Value>) -> PyResult<()> {
    let context = checked_link(vm, context, "__context__", "exception context")?;
    drop(of(vm, value)?.context.replace(context));
    Ok(())
}

fn get_cause(vm: &Vm, value: &Value) -> PyResult {
    Ok(of(vm, value)?.cause.get())
}

fn set_cause(vm: &Vm, value: &Value, cause: Option<Value>) -> PyResult<()> {
    let cause = checked_link(vm, cause, "__cause__", "exception cause")?;
    let payload = of(vm, value)?;
    payload.suppress_context.set(true);
    drop(payload.cause.replace(cause));
    Ok(())
}

fn checked_link(vm: &Vm, value: Option<Value>, name: &str, what: &str) -> PyResult {
    let Some(value) = value else { return Err(vm.type_error(format!("{name} may not be deleted"))) };
    if value.is_none() || of(vm, &value).is_ok() {
        return Ok(value);
    }
    Err(vm.type_error(format!("{what} must be None or derive from BaseException")))
}

fn get_suppress(vm: &Vm, value: &Value) -> PyResult {
    Ok(Value::Bool(of(vm, value)?.suppress_context.get()))
}

fn set_suppress(vm: &Vm, value: &Value, on: Option<Value>) -> PyResult<()> {
    let Some(on) = on else { return Err(vm.type_error("can't delete numeric/char attribute")) };
    let Value::Bool(on) = on else { return Err(vm.type_error("attribute value type must be bool")) };
    of(vm, value)?.suppress_context.set(on);
    Ok(())
}
