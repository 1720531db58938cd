//! `property`

use std::cell::{Cell, RefCell};

use crate::error::{PyError, PyResult};
use crate::heap::collect::Traverse;
use crate::heap::{Ref, TypeRef, Value, Visitor};
use crate::objects::{Kind, Native};
use crate::types::{GetSetDef, Layout, NativeDef, Slots, TypeFlags, TypeSpec, attribute};
use crate::vm::Vm;

/// The payload.
#[derive(Default)]
pub struct Property {
    get: RefCell<Value>,
    set: RefCell<Value>,
    del: RefCell<Value>,
    doc: RefCell<Value>,
    /// From `__set_name__`, or the getter's name.
    name: RefCell<Value>,
    getter_doc: Cell<bool>,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: Some(
        "Property attribute.\n\n  fget\n    function to be used for getting an attribute value\n  fset\n    function to be used for setting an attribute value\n  fdel\n    function to be used for del'ing an attribute\n  doc\n    docstring\n\nTypical use is to define a managed attribute x:\n\nclass C(object):\n    def getx(self): return self._x\n    def setx(self, value): self._x = value\n    def delx(self): del self._x\n    x = property(getx, setx, delx, \"I'm the 'x' property.\")\n\nDecorators make defining new properties or modifying existing ones easy:\n\nclass C(object):\n    @property\n    def x(self):\n        \"I am the 'x' property.\"\n        return self._x\n    @x.setter\n    def x(self, value):\n        self._x = value\n    @x.deleter\n    def x(self):\n        del self._x",
    ),
    layout: Some(Layout::Native("property")),
    flags: TypeFlags::BASETYPE.with(TypeFlags::GENERIC_GETATTR),
    slots,
    new: Some(&NEW),
    init: Some(&INIT),
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::named("property", "builtins")
};

static NEW: NativeDef = NativeDef::static_("__new__", "($type, /, *args, **kwargs)", new, "");
static INIT: NativeDef =
    NativeDef::method("__init__", "($self, /, fget=None, fset=None, fdel=None, doc=None)", init, "");

static METHODS: &[NativeDef] = &[
    NativeDef::method(
        "getter",
        "($self, object, /)",
        |vm, a| replaced(vm, a, 0),
        "Descriptor to obtain a copy of the property with a different getter.",
    ),
    NativeDef::method(
        "setter",
        "($self, object, /)",
        |vm, a| replaced(vm, a, 1),
        "Descriptor to obtain a copy of the property with a different setter.",
    ),
    NativeDef::method(
        "deleter",
        "($self, object, /)",
        |vm, a| replaced(vm, a, 2),
        "Descriptor to obtain a copy of the property with a different deleter.",
    ),
    NativeDef::method("__set_name__", "($self, /, *args)", set_name, "Method to set name of a property.")
        .shown_as("($self, owner, name, /)"),
];

static GETSET: &[GetSetDef] = &[
    GetSetDef::member("fget", |vm, v| part(vm, v, 0), ""),
    GetSetDef::member("fset", |vm, v| part(vm, v, 1), ""),
    GetSetDef::member("fdel", |vm, v| part(vm, v, 2), ""),
    GetSetDef {
        is_member: true,
        ..GetSetDef::get_set("__doc__", |vm, v| Ok(or_none(&of(vm, v)?.doc)), set_doc, "")
    },
    GetSetDef::get_set(
        "__name__",
        get_name,
        |vm, v, n| {
            drop(of(vm, v)?.name.replace(n.unwrap_or_default()));
            Ok(())
        },
        "",
    ),
    GetSetDef::get("__isabstractmethod__", is_abstract, ""),
];

fn slots(s: &Slots) {
    s.descr_get.set(Some(get));
    s.descr_set.set(Some(set));
}

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Property> {
    vm.payload(value, "property")
}

fn or_none(cell: &RefCell<Value>) -> Value {
    cell.borrow().clone().bound().unwrap_or(Value::None)
}

fn part(vm: &Vm, value: &Value, which: usize) -> PyResult {
    let p = of(vm, value)?;
    Ok(or_none([&p.get, &p.set, &p.del][which]))
}

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    let class = vm.expect_type(&args[0], "property.__new__(X): X")?;
    Ok(Value::Obj(Ref::new(class, Kind::Native(Box::new(Property::default())))))
}

fn init(vm: &Vm, args: &[Value]) -> PyResult {
    let p = of(vm, &args[0])?;
    for (cell, value) in [&p.get, &p.set, &p.del].into_iter().zip(&args[1..4]) {
        drop(cell.replace(value.clone()));
    }
    let mut doc = args[4].clone();
    p.getter_doc.set(false);
    if doc.is_none() && !args[1].is_none() {
        doc = vm.lookup_attr(&args[1], &vm.names.doc)?.unwrap_or(Value::None);
        p.getter_doc.set(!doc.is_none());
    }
    drop(p.doc.replace(doc.clone()));
    if vm.is_exact(&args[0], &vm.types.property) {
        return Ok(Value::None);
    }
    // A subclass has a `__doc__` of its own, which hides the property's: the docstring goes to the instance.
    match vm.setattr(&args[0], &vm.names.doc, doc.clone()) {
        Err(e) if !p.getter_doc.get() && e.matches(vm, &vm.exc.attribute_error) => {}
        other => other?,
    }
    Ok(Value::None)
}

fn set_doc(vm: &Vm, value: &Value, doc: Option<Value>) -> PyResult<()> {
    drop(of(vm, value)?.doc.replace(doc.unwrap_or(Value::None)));
    Ok(())
}

/// A copy with one function replaced.
fn replaced(vm: &Vm, args: &[Value], which: usize) -> PyResult {
    let p = of(vm, &args[0])?;
    let mut parts = [or_none(&p.get), or_none(&p.set), or_none(&p.del), or_none(&p.doc)];
    parts[which] = args[1].clone();
    if p.getter_doc.get() && !parts[0].is_none() {
        parts[3] = Value::None;
    }
    let class = vm.class_of(&args[0]).to_value();
    let copy = vm.call(&class, crate::call::Args::positional(&parts))?;
    if let Some(q) = copy.native::<Property>() {
        drop(q.name.replace(p.name.borrow().clone()));
    }
    Ok(copy)
}

fn set_name(vm: &Vm, args: &[Value]) -> PyResult {
    let given = args[1].as_tuple().unwrap_or(&[]);
    let [_, name] = given else {
        let n = given.len();
        return Err(vm.type_error(format!("__set_name__() takes 2 positional arguments but {n} were given")));
    };
    drop(of(vm, &args[0])?.name.replace(name.clone()));
    Ok(Value::None)
}

fn find_name(vm: &Vm, p: &Property) -> PyResult<Option<Value>> {
    if let Some(name) = p.name.borrow().clone().bound() {
        return Ok(Some(name));
    }
    match or_none(&p.get) {
        Value::None => Ok(None),
        getter => vm.lookup_attr(&getter, &vm.names.name),
    }
}

fn get_name(vm: &Vm, value: &Value) -> PyResult {
    match find_name(vm, of(vm, value)?)? {
        Some(name) => Ok(name),
        None => Err(attribute::missing(vm, value, &vm.names.name)),
    }
}

fn missing_function(vm: &Vm, p: &Property, instance: &Value, what: &str) -> PyError {
    let class = vm.class_of(instance).ty().qualname.borrow().clone();
    match find_name(vm, p).ok().flatten().and_then(|n| vm.repr(&n).ok()) {
        Some(name) => vm.attribute_error(format!("property {name} of '{class}' object has no {what}")),
        None => vm.attribute_error(format!("property of '{class}' object has no {what}")),
    }
}

fn get(vm: &Vm, descr: &Value, instance: Option<&Value>, _owner: Option<&TypeRef>) -> PyResult {
    let Some(instance) = instance else { return Ok(descr.clone()) };
    let p = of(vm, descr)?;
    match or_none(&p.get) {
        Value::None => Err(missing_function(vm, p, instance, "getter")),
        getter => vm.call1(&getter, instance.clone()),
    }
}

fn set(vm: &Vm, descr: &Value, instance: &Value, value: Option<Value>) -> PyResult<()> {
    let p = of(vm, descr)?;
    match value {
        Some(value) => match or_none(&p.set) {
            Value::None => Err(missing_function(vm, p, instance, "setter")),
            setter => vm.call2(&setter, instance.clone(), value).map(drop),
        },
        None => match or_none(&p.del) {
            Value::None => Err(missing_function(vm, p, instance, "deleter")),
            deleter => vm.call1(&deleter, instance.clone()).map(drop),
        },
    }
}

fn is_abstract(vm: &Vm, value: &Value) -> PyResult {
    let p = of(vm, value)?;
    let name = vm.intern("__isabstractmethod__");
    for cell in [&p.get, &p.set, &p.del] {
        let function = or_none(cell);
        if let Some(flag) = vm.lookup_attr(&function, &name)?
            && vm.is_true(&flag)?
        {
            return Ok(Value::Bool(true));
        }
    }
    Ok(Value::Bool(false))
}

impl Native for Property {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        for cell in [&self.get, &self.set, &self.del, &self.doc, &self.name] {
            cell.traverse(visit);
        }
    }
}
