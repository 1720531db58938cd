//! The types whose payload is [`NativeFunction`]: functions, method descriptors and slot wrappers.

use super::native_function::{Code, NativeFunction};
use crate::call::Args;
use crate::error::PyResult;
use crate::heap::{TypeRef, Value};
use crate::objects::Kind;
use crate::types::slots::CmpOp;
use crate::types::spec::Binding;
use crate::types::{GetSetDef, Layout, NativeDef, Slots, TypeFlags, TypeSpec, lookup};
use crate::vm::Vm;

/// Declares the specs, which differ in name, slots, attributes and flags.
macro_rules! native_types {
    ($($spec:ident $name:literal $slots:ident $getset:ident $methods:expr, $flags:expr;)*) => {
        $(
            #[doc = concat!("`", $name, "`")]
            pub static $spec: TypeSpec = TypeSpec {
                layout: Some(Layout::Native($name)),
                flags: $flags,
                slots: $slots,
                getset: $getset,
                methods: $methods,
                ..TypeSpec::named($name, "builtins")
            };
        )*
    };
}

native_types! {
    BUILTIN_FUNCTION "builtin_function_or_method" function_slots FUNCTION_GETSET METHODS, TypeFlags::NO_NEW.with(TypeFlags::HAS_WEAKREF);
    METHOD_DESCRIPTOR "method_descriptor" method_slots DESCRIPTOR_GETSET METHODS, TypeFlags::NO_NEW.with(TypeFlags::METHOD_DESCRIPTOR);
    CLASSMETHOD_DESCRIPTOR "classmethod_descriptor" classmethod_slots DESCRIPTOR_GETSET &[], TypeFlags::NO_NEW;
    WRAPPER_DESCRIPTOR "wrapper_descriptor" method_slots DESCRIPTOR_GETSET METHODS, TypeFlags::NO_NEW.with(TypeFlags::METHOD_DESCRIPTOR);
    METHOD_WRAPPER "method-wrapper" function_slots WRAPPER_GETSET METHODS, TypeFlags::NO_NEW;
}

static METHODS: &[NativeDef] = &[NativeDef::method("__reduce__", "($self, /)", reduce, "")];

static FUNCTION_GETSET: &[GetSetDef] = &[
    GetSetDef::member("__module__", |vm, v| Ok(of(vm, v)?.module.clone()), ""),
    GetSetDef::get("__doc__", doc, ""),
    GetSetDef::get("__name__", name, ""),
    GetSetDef::get("__qualname__", qualname, ""),
    GetSetDef::get("__self__", self_, ""),
    GetSetDef::get("__text_signature__", text_signature, ""),
];

static DESCRIPTOR_GETSET: &[GetSetDef] = &[
    GetSetDef::member("__objclass__", objclass, ""),
    GetSetDef::member("__name__", name, ""),
    GetSetDef::get("__doc__", doc, ""),
    GetSetDef::get("__qualname__", qualname, ""),
    GetSetDef::get("__text_signature__", text_signature, ""),
];

static WRAPPER_GETSET: &[GetSetDef] = &[
    GetSetDef::member("__self__", self_, ""),
    GetSetDef::get("__objclass__", objclass, ""),
    GetSetDef::get("__name__", name, ""),
    GetSetDef::get("__qualname__", qualname, ""),
    GetSetDef::get("__doc__", doc, ""),
    GetSetDef::get("__text_signature__", text_signature, ""),
];

fn function_slots(s: &Slots) {
    s.repr.set(Some(repr));
    s.call.set(Some(call));
    s.hash.set(Some(hash));
    s.richcompare.set(Some(richcompare));
}

fn method_slots(s: &Slots) {
    s.repr.set(Some(repr));
    s.call.set(Some(call));
    s.descr_get.set(Some(bind));
}

fn classmethod_slots(s: &Slots) {
    s.repr.set(Some(repr));
    s.call.set(Some(call_class));
    s.descr_get.set(Some(bind_class));
}

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a NativeFunction> {
    match value.as_obj().map(|r| r.kind()) {
        Some(Kind::NativeFunction(f)) => Ok(f),
        _ => Err(vm.wrong_payload(value, "native function")),
    }
}

fn owner_name(f: &NativeFunction) -> String {
    f.owner.as_ref().map_or_else(String::new, |o| o.tp_name().to_string())
}

fn is_unbound_method(f: &NativeFunction) -> bool {
    f.receiver.is_unbound() && f.binding() == Binding::Method
}

fn call(vm: &Vm, value: &Value, args: Args<'_>) -> PyResult {
    let f = of(vm, value)?;
    if is_unbound_method(f) && !matches!(f.code, Code::Slot(..)) {
        check_receiver(vm, f, args.pos().first())?;
        return f.invoke_method(vm, args.all(), args.kwnames());
    }
    if f.name() == "__new__" && !f.receiver.is_unbound() {
        return call_new(vm, f, args);
    }
    let receiver = Some(&f.receiver).filter(|r| !r.is_unbound());
    f.invoke(vm, receiver, args)
}

/// `T.__new__(S, ...)`: `S` must derive from `T`.
fn call_new(vm: &Vm, f: &NativeFunction, args: Args<'_>) -> PyResult {
    let Some(owner) = TypeRef::from_value(&f.receiver) else { return Err(vm.system_error("no type")) };
    let owner_name = owner.tp_name();
    let Some((first, _)) = args.pos().split_first() else {
        return Err(vm.type_error(format!("{owner_name}.__new__(): not enough arguments")));
    };
    let Some(class) = TypeRef::from_value(first) else {
        let got = vm.type_name(first);
        return Err(vm.type_error(format!("{owner_name}.__new__(X): X is not a type object ({got})")));
    };
    if !class.is_subtype(owner) {
        let name = class.tp_name();
        return Err(
            vm.type_error(format!("{owner_name}.__new__({name}): {name} is not a subtype of {owner_name}"))
        );
    }
    if let Some(proper) = foreign_constructor(vm, f, class) {
        let (name, proper) = (class.tp_name(), proper.tp_name());
        return Err(
            vm.type_error(format!("{owner_name}.__new__({name}) is not safe, use {proper}.__new__()"))
        );
    }
    let rest = Args::with_keywords(&args.all()[1..], args.kwnames());
    f.invoke(vm, Some(first), rest)
}

/// The base of `class` (or itself) whose native constructor is not `f`: calling `f` would skip it.
fn foreign_constructor(vm: &Vm, f: &NativeFunction, class: &TypeRef) -> Option<TypeRef> {
    let Code::Native(def) = &f.code else { return None };
    let mut at = class.clone();
    loop {
        if at.has(TypeFlags::NO_NEW) {
            return Some(at);
        }
        let found = lookup::lookup(&at, &vm.names.new)?;
        if let Some(Kind::NativeFunction(own)) = found.as_obj().map(|r| r.kind()) {
            let same = matches!(&own.code, Code::Native(own) if std::ptr::eq(*own, *def));
            return (!same).then_some(at);
        }
        let base = at.ty().base.borrow().clone()?;
        at = base;
    }
}

/// A method descriptor takes instances of its type only.
///
/// # Errors
/// TypeError in CPython's words.
pub fn check_receiver(vm: &Vm, f: &NativeFunction, receiver: Option<&Value>) -> PyResult<()> {
    let Some(owner) = &f.owner else { return Ok(()) };
    let name = f.name();
    match receiver {
        Some(receiver) if vm.is_instance(receiver, owner) => Ok(()),
        Some(receiver) => {
            let (owner, got) = (owner.tp_name(), vm.type_name(receiver));
            Err(vm.type_error(format!(
                "descriptor '{name}' for '{owner}' objects doesn't apply to a '{got}' object"
            )))
        }
        None => {
            let owner = owner.ty().qualname.borrow();
            Err(vm.type_error(format!("unbound method {owner}.{name}() needs an argument")))
        }
    }
}

fn call_class(vm: &Vm, value: &Value, args: Args<'_>) -> PyResult {
    let f = of(vm, value)?;
    let Some((first, _)) = args.pos().split_first() else {
        let (name, owner) = (f.name(), owner_name(f));
        return Err(vm.type_error(format!("descriptor '{name}' of '{owner}' object needs an argument")));
    };
    let Some(class) = TypeRef::from_value(first) else {
        let (name, owner, got) = (f.name(), owner_name(f), vm.type_name(first));
        return Err(vm.type_error(format!(
            "descriptor '{name}' for type '{owner}' needs a type, not a '{got}' as arg 2"
        )));
    };
    let bound = bind_class(vm, value, None, Some(class))?;
    vm.call(&bound, Args::with_keywords(&args.all()[1..], args.kwnames()))
}

fn bind(vm: &Vm, descr: &Value, instance: Option<&Value>, _owner: Option<&TypeRef>) -> PyResult {
    let Some(instance) = instance else { return Ok(descr.clone()) };
    let f = of(vm, descr)?;
    check_receiver(vm, f, Some(instance))?;
    let class =
        if matches!(f.code, Code::Slot(..)) { &vm.types.method_wrapper } else { &vm.types.builtin_function };
    Ok(vm.new_object(class, Kind::NativeFunction(Box::new(f.bound(instance.clone())))))
}

fn bind_class(vm: &Vm, descr: &Value, instance: Option<&Value>, owner: Option<&TypeRef>) -> PyResult {
    let f = of(vm, descr)?;
    let class = match (owner, instance) {
        (Some(owner), _) => owner.clone(),
        (None, Some(instance)) => vm.class_of(instance).clone(),
        (None, None) => {
            let (name, owner) = (f.name(), owner_name(f));
            return Err(vm.type_error(format!(
                "descriptor '{name}' for type '{owner}' needs either an object or a type"
            )));
        }
    };
    if let Some(owner) = f.owner.as_ref().filter(|o| !class.is_subtype(o)) {
        let (name, owner, got) = (f.name(), owner.name(), class.name());
        return Err(vm.type_error(format!(
            "descriptor '{name}' requires a subtype of '{owner}' but received '{got}'"
        )));
    }
    let bound = f.bound(class.to_value());
    Ok(vm.new_object(&vm.types.builtin_function, Kind::NativeFunction(Box::new(bound))))
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let f = of(vm, value)?;
    let name = f.name();
    let owner = owner_name(f);
    Ok(Value::str(&match (&f.code, &f.receiver) {
        (Code::Slot(..), Value::Unbound) => format!("<slot wrapper '{name}' of '{owner}' objects>"),
        (Code::Slot(..), r) => {
            let (class, at) = (vm.type_name(r), vm.id(r));
            format!("<method-wrapper '{name}' of {class} object at {at:#x}>")
        }
        (_, Value::Unbound) if f.owner.is_some() => format!("<method '{name}' of '{owner}' objects>"),
        (_, Value::Unbound) => format!("<built-in function {name}>"),
        (_, r) if f.owner.is_none() && !r.is_unbound() => format!("<built-in function {name}>"),
        (_, r) => {
            let (class, at) = (vm.type_name(r), vm.id(r));
            format!("<built-in method {name} of {class} object at {at:#x}>")
        }
    }))
}

/// Descriptors keep their name; functions make it anew.
fn name(vm: &Vm, value: &Value) -> PyResult {
    let name = of(vm, value)?.name();
    let fresh = [&vm.types.builtin_function, &vm.types.method_wrapper].iter().any(|t| vm.is_exact(value, t));
    Ok(if fresh { vm.new_str(name) } else { Value::Str(vm.intern(name)) })
}

fn qualname(vm: &Vm, value: &Value) -> PyResult {
    let f = of(vm, value)?;
    Ok(match f.qualifier(vm) {
        Some(class) => Value::str(&format!("{}.{}", class.ty().qualname.borrow(), f.name())),
        None => name(vm, value)?,
    })
}

fn doc(vm: &Vm, value: &Value) -> PyResult {
    let text = match &of(vm, value)?.code {
        Code::Native(def) if def.name == "__new__" => {
            "Create and return a new object.  See help(type) for accurate signature.".to_owned()
        }
        Code::Native(def) => def.doc.to_owned(),
        Code::Slot(_, def) => def.doc.to_owned(),
        Code::Host(def) => def.doc.clone(),
    };
    Ok(if text.is_empty() { Value::None } else { Value::str(&text) })
}

fn text_signature(vm: &Vm, value: &Value) -> PyResult {
    let f = of(vm, value)?;
    Ok(match &f.code {
        // Constructors take their arguments unparsed; the type shows the signature.
        Code::Native(def) if def.name == "__new__" => Value::str("($type, *args, **kwargs)"),
        Code::Native(def) => {
            f.signature().and_then(|s| def.text_signature(s)).map_or(Value::None, Value::str)
        }
        Code::Slot(_, def) => Value::str(def.signature),
        Code::Host(def) => Value::str(&def.signature),
    })
}

fn self_(vm: &Vm, value: &Value) -> PyResult {
    let f = of(vm, value)?;
    if f.receiver.is_unbound()
        && let Value::Str(module) = &f.module
    {
        // The `__self__` of a module's function is the module.
        let modules = vm.modules.clone();
        return Ok(crate::objects::Dict::of(&modules).and_then(|d| d.get_str(module)).unwrap_or(Value::None));
    }
    Ok(f.receiver.clone().bound().unwrap_or(Value::None))
}

fn objclass(vm: &Vm, value: &Value) -> PyResult {
    Ok(of(vm, value)?.owner.as_ref().map_or(Value::None, TypeRef::to_value))
}

fn hash(vm: &Vm, value: &Value) -> PyResult<i64> {
    let f = of(vm, value)?;
    if f.receiver.is_unbound() {
        return Ok(crate::hash::hash_pointer(vm.id(value)));
    }
    let code = crate::hash::hash_pointer(f.name().as_ptr() as usize);
    Ok(crate::hash::hash_xor(crate::hash::hash_pointer(vm.id(&f.receiver)), code))
}

fn richcompare(vm: &Vm, a: &Value, b: &Value, op: CmpOp) -> PyResult {
    let (Ok(x), Ok(y)) = (of(vm, a), of(vm, b)) else { return Ok(Value::NotImplemented) };
    let same_code = match (&x.code, &y.code) {
        (Code::Native(p), Code::Native(q)) => std::ptr::eq(*p, *q),
        (Code::Slot(_, p), Code::Slot(_, q)) => std::ptr::eq(*p, *q),
        (Code::Host(p), Code::Host(q)) => std::rc::Rc::ptr_eq(p, q),
        _ => false,
    };
    let same = a.is(b) || (same_code && !x.receiver.is_unbound() && x.receiver.is(&y.receiver));
    match op {
        CmpOp::Eq => Ok(Value::Bool(same)),
        CmpOp::Ne => Ok(Value::Bool(!same)),
        _ => Ok(Value::NotImplemented),
    }
}

/// A function pickles by name; a bound method or descriptor as `getattr(owner, name)`.
fn reduce(vm: &Vm, args: &[Value]) -> PyResult {
    let f = of(vm, &args[0])?;
    let fresh = vm.is_exact(&args[0], &vm.types.builtin_function);
    let name = if fresh { vm.new_str(f.name()) } else { Value::Str(vm.intern(f.name())) };
    let from = match (&f.receiver, &f.owner) {
        (Value::Unbound, Some(owner)) => owner.to_value(),
        (Value::Unbound, None) => return Ok(name),
        (receiver, _) => receiver.clone(),
    };
    Ok(vm.new_tuple(vec![vm.builtin("getattr")?, vm.new_tuple(vec![from, name])]))
}
