//! `object`: mirrors the `object` half of `Objects/typeobject.c`.

use crate::call::Args;
use crate::error::PyResult;
use crate::heap::{TypeRef, Value};
use crate::objects::{Dict, Kind, reduce};
use crate::types::slots::CmpOp;
use crate::types::{GetSetDef, Layout, NativeDef, Slots, TypeFlags, TypeSpec, attribute, lookup};
use crate::vm::Vm;

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    name: "object",
    module: "builtins",
    is_static: true,
    doc: Some(
        "The base class of the class hierarchy.\n\nWhen called, it accepts no arguments and returns a new featureless\ninstance that has no instance attributes and cannot be given any.\n",
    ),
    signature: Some("()"),
    constructor: None,
    base: None,
    flags: TypeFlags::BASETYPE.with(TypeFlags::GENERIC_GETATTR).with(TypeFlags::ATOM),
    layout: Some(Layout::Plain),
    hidden_slots: 0,
    slots,
    new: Some(&NEW),
    init: None,
    methods: METHODS,
    getset: GETSET,
    attributes: |_| Vec::new(),
};

/// `object.__new__`
pub(crate) static NEW: NativeDef = NativeDef::static_("__new__", "($type, /, *args, **kwargs)", py_new, "");

static METHODS: &[NativeDef] = &[
    NativeDef::method("__reduce_ex__", "($self, protocol, /)", reduce::reduce_ex, "Helper for pickle."),
    NativeDef::method("__reduce__", "($self, /)", reduce::reduce, "Helper for pickle."),
    NativeDef::method("__getstate__", "($self, /)", reduce::getstate, "Helper for pickle."),
    NativeDef::class(
        "__subclasshook__",
        "($type, object, /)",
        |_, _| Ok(Value::NotImplemented),
        "Abstract classes can override this to customize issubclass().\n\nThis is invoked early on by abc.ABCMeta.__subclasscheck__().\nIt should return True, False or NotImplemented.  If it returns\nNotImplemented, the normal algorithm is used.  Otherwise, it\noverrides the normal algorithm (and the outcome is cached).\n",
    ),
    NativeDef::class(
        "__init_subclass__",
        "($type, /)",
        |_, _| Ok(Value::None),
        "This method is called when a class is subclassed.\n\nThe default implementation does nothing. It may be\noverridden to extend subclasses.\n",
    ),
    NativeDef::method(
        "__format__",
        "($self, format_spec, /)",
        format,
        "Default object formatter.\n\nReturn str(self) if format_spec is empty. Raise TypeError otherwise.",
    ),
    NativeDef::method("__sizeof__", "($self, /)", sizeof, "Size of object in memory, in bytes."),
    NativeDef::method("__dir__", "($self, /)", dir, "Default dir() implementation."),
];

static GETSET: &[GetSetDef] = &[GetSetDef::get_set(
    "__class__",
    |vm, v| Ok(vm.class_of(v).to_value()),
    set_class,
    "the object's class",
)];

fn slots(s: &Slots) {
    s.repr.set(Some(repr));
    s.str.set(Some(|vm, v| vm.repr_object(v)));
    s.hash.set(Some(|vm, v| Ok(crate::hash::hash_pointer(vm.id(v)))));
    s.richcompare.set(Some(richcompare));
    s.setattro.set(Some(attribute::generic_setattr));
    s.init.set(Some(init));
}

/// Whether a class overrides one half of construction.
fn overrides(vm: &Vm, class: &TypeRef, name: &crate::heap::Str) -> bool {
    match (lookup::lookup(class, name), lookup::lookup(&vm.types.object, name)) {
        (Some(own), Some(base)) => !own.is(&base),
        _ => false,
    }
}

fn py_new(vm: &Vm, args: &[Value]) -> PyResult {
    let class = vm.expect_type(&args[0], "object.__new__(X): X")?;
    let given =
        args[1].as_tuple().is_some_and(|t| !t.is_empty()) || args[2].as_dict().is_some_and(|d| !d.is_empty());
    new(vm, class, given)
}

/// `object.__new__(class, ...)`, with or without further arguments.
///
/// # Errors
/// TypeError for arguments that nothing takes, and of [`new_instance`].
pub(crate) fn new(vm: &Vm, class: &TypeRef, given: bool) -> PyResult {
    if given {
        if overrides(vm, class, &vm.names.new) {
            return Err(
                vm.type_error("object.__new__() takes exactly one argument (the type to instantiate)")
            );
        }
        if !overrides(vm, class, &vm.names.init) {
            return Err(vm.type_error(format!("{}() takes no arguments", class.name())));
        }
    }
    new_instance(vm, class)
}

/// A plain instance; refuses abstract classes.
///
/// # Errors
/// TypeError naming the abstract methods.
#[inline]
pub fn new_instance(vm: &Vm, class: &TypeRef) -> PyResult {
    if class.has(TypeFlags::ABSTRACT) {
        return Err(abstract_error(vm, class)?);
    }
    Ok(vm.new_object(class, Kind::Plain))
}

fn abstract_error(vm: &Vm, class: &TypeRef) -> PyResult<crate::error::PyError> {
    let methods = vm.getattr(&class.to_value(), &vm.names.abstractmethods)?;
    let mut names = Vec::new();
    for name in vm.list_from_iterable(&methods)? {
        names.push(vm.str(&name)?.to_string());
    }
    names.sort();
    let plural = if names.len() == 1 { "" } else { "s" };
    let list: Vec<String> = names.iter().map(|n| format!("'{n}'")).collect();
    Ok(vm.type_error(format!(
        "Can't instantiate abstract class {} without an implementation for abstract method{plural} {}",
        class.name(),
        list.join(", ")
    )))
}

fn init(vm: &Vm, value: &Value, args: Args<'_>) -> PyResult<()> {
    if args.is_empty() {
        return Ok(());
    }
    let class = vm.class_of(value);
    if overrides(vm, class, &vm.names.init) {
        return Err(
            vm.type_error("object.__init__() takes exactly one argument (the instance to initialize)")
        );
    }
    // What has no constructor at all differs from `object` too.
    if !overrides(vm, class, &vm.names.new) && !class.has(TypeFlags::NO_NEW) {
        let is_python = class.has(TypeFlags::HEAP);
        let name = if is_python { class.name().to_string() } else { super::type_::full_name(vm, class) };
        return Err(vm.type_error(format!(
            "{name}.__init__() takes exactly one argument (the instance to initialize)"
        )));
    }
    Ok(())
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let class = vm.class_of(value);
    let qualname = class.ty().qualname.borrow().clone();
    let module = vm.lookup_attr(&class.to_value(), &vm.names.module)?;
    let at = vm.id(value);
    Ok(Value::str(&match module.as_ref().and_then(Value::as_text) {
        Some(m) if *m != *"builtins" => format!("<{m}.{qualname} object at {at:#x}>"),
        _ => format!("<{qualname} object at {at:#x}>"),
    }))
}

pub(super) fn richcompare(vm: &Vm, a: &Value, b: &Value, op: CmpOp) -> PyResult {
    match op {
        CmpOp::Eq => Ok(if a.is(b) { Value::Bool(true) } else { Value::NotImplemented }),
        CmpOp::Ne => {
            let Some(compare) = vm.class_of(a).ty().slots.richcompare.get() else {
                return Ok(Value::NotImplemented);
            };
            match compare(vm, a, b, CmpOp::Eq)? {
                Value::NotImplemented => Ok(Value::NotImplemented),
                equal => Ok(Value::Bool(!vm.is_true(&equal)?)),
            }
        }
        _ => Ok(Value::NotImplemented),
    }
}

fn format(vm: &Vm, args: &[Value]) -> PyResult {
    let Some(spec) = args[1].as_text() else {
        return Err(vm.bad_argument("__format__() argument", "str", &args[1]));
    };
    if !spec.is_empty() {
        let name = vm.type_name(&args[0]);
        return Err(vm.type_error(format!("unsupported format string passed to {name}.__format__")));
    }
    vm.str_object(&args[0])
}

fn sizeof(vm: &Vm, args: &[Value]) -> PyResult {
    let values = args[0].as_obj().map_or(0, |r| r.attrs().len());
    let _ = vm;
    Ok(Value::from(16 + 8 * values))
}

/// The names in the object, its class and its bases.
fn dir(vm: &Vm, args: &[Value]) -> PyResult {
    let names = Dict::new();
    let merge = |from: &Value| -> PyResult<()> {
        for key in from.as_dict().map(Dict::keys).unwrap_or_default() {
            drop(names.insert(vm, key, Value::None)?);
        }
        Ok(())
    };
    if let Some(dict) = vm.lookup_attr(&args[0], &vm.names.dict)? {
        merge(&dict)?;
    }
    if let Some(class) = vm.lookup_attr(&args[0], &vm.names.class)?
        && let Some(class) = TypeRef::from_value(&class)
    {
        for t in class.ty().mro.borrow().clone().iter() {
            merge(&Value::Obj(t.ty().dict.clone()))?;
        }
    }
    Ok(vm.new_list(names.keys()))
}

fn set_class(vm: &Vm, value: &Value, class: Option<Value>) -> PyResult<()> {
    let Some(class) = class else { return Err(vm.type_error("can't delete __class__ attribute")) };
    let Some(new) = TypeRef::from_value(&class) else {
        let got = vm.type_name(&class);
        return Err(vm.type_error(format!("__class__ must be set to a class, not '{got}' object")));
    };
    let old = vm.class_of(value).clone();
    let is_module = |t: &TypeRef| t.is_subtype(&vm.types.module);
    let both_modules = is_module(&old) && is_module(new);
    let both_heap = old.has(TypeFlags::HEAP) && new.has(TypeFlags::HEAP);
    if !both_modules && !both_heap {
        return Err(
            vm.type_error("__class__ assignment only supported for mutable types or ModuleType subclasses")
        );
    }
    let same = attribute::same_layout(&old, new);
    let Some(r) = value.as_obj().filter(|_| same) else {
        let (a, b) = (new.tp_name(), old.tp_name());
        return Err(vm.type_error(format!("__class__ assignment: '{a}' object layout differs from '{b}'")));
    };
    attribute::change_class(vm, r, new);
    Ok(())
}
