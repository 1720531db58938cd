//! `type`: mirrors the `type` half of `Objects/typeobject.c`.

use crate::call::Args;
use crate::error::PyResult;
use crate::heap::{Str, TypeRef, Value};
use crate::objects::Dict;
use crate::types::{Layout, NativeDef, Slots, TypeFlags, TypeSpec, lookup, new_class, slot_defs};
use crate::vm::Vm;

mod attributes;
mod layout;

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: Some("type(object) -> the object's type\ntype(name, bases, dict, **kwds) -> a new type"),
    layout: Some(Layout::Native("type")),
    flags: TypeFlags::BASETYPE.with(TypeFlags::HAS_WEAKREF),
    slots,
    new: Some(&NEW),
    init: Some(&INIT),
    methods: METHODS,
    getset: attributes::GETSET,
    ..TypeSpec::named("type", "builtins")
};

static NEW: NativeDef = NativeDef::static_("__new__", "($type, /, *args, **kwargs)", py_new, "");
static INIT: NativeDef = NativeDef::method("__init__", "($self, /, *args, **kwargs)", init, "");

static METHODS: &[NativeDef] = &[
    NativeDef::method("mro", "($self, /)", mro, "Return a type's method resolution order."),
    NativeDef::method("__subclasses__", "($self, /)", subclasses, "Return a list of immediate subclasses."),
    NativeDef::class(
        "__prepare__",
        "($type, /, *args, **kwargs)",
        |vm, _| Ok(vm.new_dict()),
        "Create the namespace for the class statement",
    )
    .shown_as("($cls, name, bases, /, **kwds)"),
    NativeDef::method(
        "__instancecheck__",
        "($self, instance, /)",
        |vm, a| vm.default_isinstance(&a[1], &a[0]).map(Value::Bool),
        "Check if an object is an instance.",
    ),
    NativeDef::method(
        "__subclasscheck__",
        "($self, subclass, /)",
        |vm, a| vm.default_issubclass(&a[1], &a[0]).map(Value::Bool),
        "Check if a class is a subclass.",
    ),
    NativeDef::method("__dir__", "($self, /)", dir, "Specialized __dir__ implementation for types."),
    NativeDef::method(
        "__sizeof__",
        "($self, /)",
        |_, _| Ok(Value::Int(408)),
        "Return memory consumption of the type object.",
    ),
];

fn slots(s: &Slots) {
    s.repr.set(Some(repr));
    s.call.set(Some(call));
    s.getattro.set(Some(getattro));
    s.setattro.set(Some(setattro));
    s.or.set(Some(crate::objects::union::or));
}

/// The type of a receiver.
pub(super) fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a TypeRef> {
    TypeRef::from_value(value).ok_or_else(|| vm.wrong_payload(value, "type"))
}

/// `type(x)`, or construction: `__new__`, then `__init__` where that gave an instance.
fn call(vm: &Vm, value: &Value, args: Args<'_>) -> PyResult {
    let class = of(vm, value)?;
    if class.is(&vm.types.type_) && args.all().len() == 1 && args.kwnames().is_empty() {
        return Ok(vm.class_of(&args.pos()[0]).to_value());
    }
    if class.is(&vm.types.type_) && args.pos().len() == 1 {
        return Err(vm.type_error("type() takes no keyword arguments"));
    }
    if class.is(&vm.types.type_) && args.pos().len() != 3 {
        return Err(vm.type_error("type() takes 1 or 3 arguments"));
    }
    construct(vm, class, args)
}

/// `class(...)`
///
/// # Errors
/// TypeError where the class makes no instances, and what the constructor raises.
pub fn construct(vm: &Vm, class: &TypeRef, args: Args<'_>) -> PyResult {
    let new = class.ty().slots.new.get().filter(|_| !class.has(TypeFlags::NO_NEW));
    let Some(new) = new else {
        let name = full_name(vm, class);
        return Err(vm.type_error(format!("cannot create '{name}' instances")));
    };
    if let Some(exception) = super::exception::base::construct(vm, class, args) {
        return Ok(exception);
    }
    let object = new(vm, class, args)?;
    if vm.is_instance(&object, class)
        && let Some(init) = vm.class_of(&object).ty().slots.init.get()
    {
        init(vm, &object, args)?;
    }
    Ok(object)
}

/// `module.name`, without the module for built-ins.
pub fn full_name(vm: &Vm, class: &TypeRef) -> String {
    let module = attributes::module(vm, class);
    match module.as_text() {
        Some(m) if *m != *"builtins" => format!("{m}.{}", class.name()),
        _ => class.name().to_string(),
    }
}

/// `type.__new__(metatype, name, bases, namespace, **keywords)`
fn py_new(vm: &Vm, args: &[Value]) -> PyResult {
    let metatype = vm.expect_type(&args[0], "type.__new__(X): X")?;
    let given = args[1].as_tuple().unwrap_or(&[]);
    let [name, bases, namespace] = given else {
        let n = given.len();
        return Err(vm.type_error(format!("type.__new__() takes exactly 3 arguments ({n} given)")));
    };
    let wrong = |i: usize, want: &str, got: &Value| {
        let got = vm.type_name(got);
        vm.type_error(format!("type.__new__() argument {i} must be {want}, not {got}"))
    };
    let name = name.as_text().ok_or_else(|| wrong(1, "str", name))?;
    let bases = bases.as_tuple().ok_or_else(|| wrong(2, "tuple", bases))?;
    namespace.as_dict().ok_or_else(|| wrong(3, "dict", namespace))?;
    for base in bases {
        if TypeRef::from_value(base).is_none() && vm.lookup_attr(base, &vm.names.mro_entries)?.is_some() {
            return Err(vm.type_error("type() doesn't support MRO entry resolution; use types.new_class()"));
        }
    }
    let winner = new_class::best_metatype(vm, metatype, bases)?;
    let keywords: Vec<(Value, Value)> = args[2].as_dict().map(Dict::entries).unwrap_or_default();
    if !winner.is(metatype)
        && let Some(new) = winner.ty().slots.new.get()
    {
        let (values, names) = crate::call::join(given, &keywords);
        return new(vm, &winner, Args::with_keywords(&values, &names));
    }
    if name.as_bytes().contains(&0) {
        return Err(vm.value_error("type name must not contain null characters"));
    }
    attributes::has_utf8(vm, name)?;
    let doc = namespace.as_dict().and_then(|d| d.get_str(&vm.names.doc));
    doc.as_ref().and_then(Value::as_text).map_or(Ok(()), |doc| attributes::has_utf8(vm, doc))?;
    let mut types = Vec::with_capacity(bases.len());
    for base in bases {
        match TypeRef::from_value(base) {
            Some(t) => types.push(t.clone()),
            None => return Err(vm.type_error("bases must be types")),
        }
    }
    let (values, names) = crate::call::join(&[], &keywords);
    let keywords = Args::with_keywords(&values, &names);
    new_class::new_heap_type(vm, &winner, name.clone(), types, namespace, keywords)
}

fn init(vm: &Vm, args: &[Value]) -> PyResult {
    let n = args[1].as_tuple().map_or(0, <[Value]>::len);
    let keywords = args[2].as_dict().is_some_and(|d| !d.is_empty());
    if n == 1 && keywords {
        return Err(vm.type_error("type.__init__() takes no keyword arguments"));
    }
    if n != 1 && n != 3 {
        return Err(vm.type_error("type.__init__() takes 1 or 3 arguments"));
    }
    Ok(Value::None)
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let class = of(vm, value)?;
    let (start, end) = (Str::new("<class '"), Str::new("'>"));
    let module = attributes::module(vm, class);
    Ok(Value::Str(match module.as_text() {
        Some(m) if *m != *"builtins" => {
            let qualname = class.ty().qualname.borrow().clone();
            Str::joined(&[&start, m, &Str::new("."), &qualname, &end])
        }
        _ => Str::joined(&[&start, &class.name(), &end]),
    }))
}

/// Data descriptors of the metatype, then the type's own MRO, then the metatype.
fn getattro(vm: &Vm, value: &Value, name: &Str) -> PyResult {
    let class = of(vm, value)?;
    let metatype = vm.class_of(value);
    let meta = lookup::lookup(metatype, name);
    if let Some(descr) = &meta {
        let slots = &vm.class_of(descr).ty().slots;
        if let Some(get) = slots.descr_get.get()
            && slots.descr_set.get().is_some()
        {
            return get(vm, descr, Some(value), Some(metatype));
        }
    }
    if let Some(found) = lookup::lookup(class, name) {
        return match vm.class_of(&found).ty().slots.descr_get.get() {
            Some(get) => get(vm, &found, None, Some(class)),
            None => Ok(found),
        };
    }
    match meta {
        Some(descr) => match vm.class_of(&descr).ty().slots.descr_get.get() {
            Some(get) => get(vm, &descr, Some(value), Some(metatype)),
            None => Ok(descr),
        },
        None => {
            let shown = class.tp_name();
            Err(vm.no_attribute(value, name, format!("type object '{shown}' has no attribute '{name}'")))
        }
    }
}

fn setattro(vm: &Vm, value: &Value, name: &Str, new: Option<Value>) -> PyResult<()> {
    let class = of(vm, value)?;
    if class.has(TypeFlags::IMMUTABLE) {
        let shown = class.tp_name();
        return Err(vm.type_error(format!("cannot set '{name}' attribute of immutable type '{shown}'")));
    }
    let metatype = vm.class_of(value);
    if let Some(descr) = lookup::lookup(metatype, name)
        && let Some(set) = vm.class_of(&descr).ty().slots.descr_set.get()
    {
        return set(vm, &descr, value, new);
    }
    let Some(dict) = Dict::of(&class.ty().dict) else { return Ok(()) };
    match new {
        Some(new) => drop(dict.set_str(name, new)),
        None => match dict.remove_str(name) {
            Some(old) => drop(old),
            None => {
                let shown = class.tp_name();
                return Err(vm.no_attribute(
                    value,
                    name,
                    format!("type object '{shown}' has no attribute '{name}'"),
                ));
            }
        },
    }
    lookup::type_modified(class);
    if name.as_bytes().starts_with(b"__") && name.as_bytes().ends_with(b"__") {
        slot_defs::update_for(class, name);
    }
    Ok(())
}

fn mro(vm: &Vm, args: &[Value]) -> PyResult {
    let class = of(vm, &args[0])?;
    let bases = class.ty().bases.borrow().clone();
    let mut order = vec![class.to_value()];
    order.extend(crate::types::mro::linearise(vm, &bases)?.into_iter().map(Value::from));
    Ok(vm.new_list(order))
}

fn subclasses(vm: &Vm, args: &[Value]) -> PyResult {
    let class = of(vm, &args[0])?;
    Ok(vm.new_list(lookup::subclasses(class).into_iter().map(Value::from).collect()))
}

fn dir(vm: &Vm, args: &[Value]) -> PyResult {
    let class = of(vm, &args[0])?;
    let names = Dict::new();
    for t in class.ty().mro.borrow().clone().iter() {
        for key in Dict::of(&t.ty().dict).map(Dict::keys).unwrap_or_default() {
            drop(names.insert(vm, key, Value::None)?);
        }
    }
    Ok(vm.new_list(names.keys()))
}

/// `module.qualname`, without the module for built-ins and `__main__`: how tracebacks name an exception.
pub fn display_name(vm: &Vm, class: &TypeRef) -> String {
    let qualname = class.ty().qualname.borrow().clone();
    match attributes::module(vm, class).as_text() {
        Some(m) if *m != *"builtins" && *m != *"__main__" => format!("{m}.{qualname}"),
        _ => qualname.to_string(),
    }
}
