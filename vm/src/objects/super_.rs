//! `super`

use std::cell::RefCell;

use crate::error::PyResult;
use crate::heap::collect::Traverse;
use crate::heap::{Ref, Str, TypeRef, Value, Visitor};
use crate::objects::{Kind, Native};
use crate::types::{GetSetDef, Layout, NativeDef, Slots, TypeFlags, TypeSpec, attribute, lookup};
use crate::vm::Vm;

#[derive(Clone)]
struct Bound {
    class: TypeRef,
    /// Unbound for an unbound super object.
    object: Value,
    /// The class whose MRO is searched.
    object_class: Option<TypeRef>,
}

/// The payload; empty before `__init__`.
#[derive(Default)]
pub struct Super(RefCell<Option<Bound>>);

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: Some(
        "super() -> same as super(__class__, <first argument>)\nsuper(type) -> unbound super object\nsuper(type, obj) -> bound super object; requires isinstance(obj, type)\nsuper(type, type2) -> bound super object; requires issubclass(type2, type)\nTypical use to call a cooperative superclass method:\nclass C(B):\n    def meth(self, arg):\n        super().meth(arg)\nThis works for class methods too:\nclass C(B):\n    @classmethod\n    def cmeth(cls, arg):\n        super().cmeth(arg)\n",
    ),
    layout: Some(Layout::Native("super")),
    flags: TypeFlags::BASETYPE,
    slots,
    new: Some(&NEW),
    init: Some(&INIT),
    getset: GETSET,
    ..TypeSpec::named("super", "builtins")
};

static NEW: NativeDef = NativeDef::static_("__new__", "($type, /, *args, **kwargs)", py_new, "");
static INIT: NativeDef = NativeDef::method("__init__", "($self, /, *args, **kwargs)", init, "");

static GETSET: &[GetSetDef] = &[
    GetSetDef::member(
        "__thisclass__",
        |vm, v| Ok(bound(vm, v)?.map_or(Value::None, |b| b.class.to_value())),
        "the class invoking super()",
    ),
    GetSetDef::member(
        "__self__",
        |vm, v| Ok(bound(vm, v)?.and_then(|b| b.object.bound()).unwrap_or(Value::None)),
        "the instance invoking super(); may be None",
    ),
    GetSetDef::member(
        "__self_class__",
        |vm, v| Ok(bound(vm, v)?.and_then(|b| b.object_class).map_or(Value::None, Value::from)),
        "the type of the instance invoking super(); may be None",
    ),
];

fn slots(s: &Slots) {
    s.repr.set(Some(repr));
    s.getattro.set(Some(getattro));
    s.descr_get.set(Some(get));
}

fn bound(vm: &Vm, value: &Value) -> PyResult<Option<Bound>> {
    let s: &Super = vm.payload(value, "super")?;
    Ok(s.0.borrow().clone())
}

/// `super(class, object)` where the object's place in the MRO is known.
pub fn new(vm: &Vm, class: &TypeRef, object: &Value, object_class: &TypeRef) -> Value {
    let b = Bound { class: class.clone(), object: object.clone(), object_class: Some(object_class.clone()) };
    vm.new_native(&vm.types.super_, Super(RefCell::new(Some(b))))
}

/// The class whose MRO `super(class, object)` searches.
///
/// # Errors
/// TypeError where `object` is neither an instance nor a subclass of `class`.
pub fn object_class(vm: &Vm, class: &TypeRef, object: &Value) -> PyResult<TypeRef> {
    if let Some(t) = TypeRef::from_value(object)
        && t.is_subtype(class)
    {
        return Ok(t.clone());
    }
    if vm.is_instance(object, class) {
        return Ok(vm.class_of(object).clone());
    }
    if let Some(claimed) = vm.lookup_attr(object, &vm.names.class)?
        && let Some(t) = TypeRef::from_value(&claimed)
        && t.is_subtype(class)
    {
        return Ok(t.clone());
    }
    let (what, shown) = match TypeRef::from_value(object) {
        Some(t) => ("type", t.tp_name()),
        None => ("instance of", vm.type_name(object)),
    };
    Err(vm.type_error(format!(
        "super(type, obj): obj ({what} {shown}) is not an instance or subtype of type ({}).",
        class.tp_name()
    )))
}

fn py_new(vm: &Vm, args: &[Value]) -> PyResult {
    let class = vm.expect_type(&args[0], "__new__(X): X")?;
    Ok(Value::Obj(Ref::new(class, Kind::Native(Box::new(Super::default())))))
}

fn init(vm: &Vm, args: &[Value]) -> PyResult {
    if args[2].as_dict().is_some_and(|d| !d.is_empty()) {
        return Err(vm.type_error("super() takes no keyword arguments"));
    }
    let given = args[1].as_tuple().unwrap_or(&[]);
    let (class, object) = match given {
        [] => vm.super_arguments()?,
        [class] => (class.clone(), Value::None),
        [class, object] => (class.clone(), object.clone()),
        more => {
            return Err(vm.type_error(format!("super() expected at most 2 arguments, got {}", more.len())));
        }
    };
    let Some(class) = TypeRef::from_value(&class).cloned() else {
        let got = vm.type_name(&class);
        return Err(vm.type_error(format!("super() argument 1 must be a type, not {got}")));
    };
    let b = if object.is_none() {
        Bound { class, object: Value::Unbound, object_class: None }
    } else {
        let object_class = Some(object_class(vm, &class, &object)?);
        Bound { class, object, object_class }
    };
    let s: &Super = vm.payload(&args[0], "super")?;
    drop(s.0.replace(Some(b)));
    Ok(Value::None)
}

/// Looks `name` up behind `class` in the MRO of `object_class`; the value as stored.
pub fn find(class: &TypeRef, object_class: &TypeRef, name: &Str) -> Option<Value> {
    let mro = object_class.ty().mro.borrow().clone();
    let start = mro.iter().position(|t| t.is(class))? + 1;
    mro.iter().skip(start).find_map(|t| lookup::own(t, name))
}

/// Binds what [`find`] found.
///
/// # Errors
/// What `__get__` raises.
pub fn bind(vm: &Vm, found: Value, object: &Value, object_class: &TypeRef) -> PyResult {
    match vm.class_of(&found).ty().slots.descr_get.get() {
        Some(get) => {
            let is_class = TypeRef::from_value(object).is_some_and(|t| t.is(object_class));
            get(vm, &found, Some(object).filter(|_| !is_class), Some(object_class))
        }
        None => Ok(found),
    }
}

fn getattro(vm: &Vm, value: &Value, name: &Str) -> PyResult {
    if let Some(b) = bound(vm, value)?
        && let Some(object_class) = &b.object_class
        && !name.is(&vm.names.class)
        && let Some(found) = find(&b.class, object_class, name)
    {
        return bind(vm, found, &b.object, object_class);
    }
    match attribute::generic_lookup(vm, value, name)? {
        Some(found) => Ok(found),
        None => Err(missing(vm, value, name)),
    }
}

/// "'super' object has no attribute 'x'"
pub fn missing(vm: &Vm, object: &Value, name: &Str) -> crate::error::PyError {
    vm.no_attribute(object, name, format!("'super' object has no attribute '{name}'"))
}

fn get(vm: &Vm, value: &Value, instance: Option<&Value>, _owner: Option<&TypeRef>) -> PyResult {
    let (Some(b), Some(instance)) = (bound(vm, value)?, instance) else { return Ok(value.clone()) };
    if !b.object.is_unbound() {
        return Ok(value.clone());
    }
    if !vm.is_exact(value, &vm.types.super_) {
        return vm.call2(&vm.class_of(value).to_value(), b.class.to_value(), instance.clone());
    }
    let object_class = object_class(vm, &b.class, instance)?;
    Ok(new(vm, &b.class, instance, &object_class))
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let Some(b) = bound(vm, value)? else { return Ok(Value::str("<super: <class 'NULL'>, NULL>")) };
    Ok(Value::str(&match b.object_class {
        Some(c) => format!("<super: <class '{}'>, <{} object>>", b.class.tp_name(), c.tp_name()),
        None => format!("<super: <class '{}'>, NULL>", b.class.tp_name()),
    }))
}

impl Native for Super {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        if let Ok(b) = self.0.try_borrow()
            && let Some(b) = &*b
        {
            visit.object(b.class.as_ref());
            visit.value(&b.object);
            b.object_class.traverse(visit);
        }
    }
}
