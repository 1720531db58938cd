//! `_abc`: the machinery of `abc.ABCMeta`; mirrors `Modules/_abc.c`.
//!
//! Each abstract class holds a `_abc_data` in `_abc_impl`: the classes registered with it and two caches of answers.
//! All three refer weakly. Negative answers are void once any class was registered anywhere.

use std::cell::{Cell, RefCell};

use hashbrown::HashMap;
use pyvm_vm::heap::collect::Traverse;
use pyvm_vm::heap::weak::Weak;
use pyvm_vm::heap::{Str, TypeRef, Visitor};
use pyvm_vm::objects::{Dict, Native};
use pyvm_vm::types::{Layout, NativeDef, TypeFlags, TypeSpec, lookup};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use crate::support::{elements, instance, method};

thread_local! {
    /// Grows with every registration.
    static REGISTRATIONS: Cell<u64> = const { Cell::new(0) };
}

/// Classes by address, held weakly.
#[derive(Default)]
struct WeakClasses(RefCell<HashMap<usize, Weak>>);

#[derive(Default)]
struct AbcData {
    registry: WeakClasses,
    cache: WeakClasses,
    negative: WeakClasses,
    /// What [`REGISTRATIONS`] was when the negative cache was begun.
    version: Cell<u64>,
}

/// The type of `_abc_impl`.
static SPEC: TypeSpec = TypeSpec {
    doc: Some("Internal state held by ABC machinery."),
    layout: Some(Layout::Native("_abc_data")),
    new: Some(&NEW),
    ..TypeSpec::named("_abc_data", "_abc")
};
static NEW: NativeDef = NativeDef::static_(
    "__new__",
    "($type, /, *args, **kwargs)",
    |vm, a| instance(vm, &a[0], AbcData::default()),
    "",
);

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function(
        "get_cache_token",
        "($module, /)",
        |_, _| Ok(token()),
        "Returns the current ABC cache token.\n\nThe token is an opaque object (supporting equality testing) identifying the\ncurrent version of the ABC cache for virtual subclasses. The token changes\nwith every call to register() on any ABC.",
    ),
    NativeDef::function(
        "_abc_init",
        "($module, self, /)",
        init,
        "Internal ABC helper for class set-up. Should be never used outside abc module.",
    ),
    NativeDef::function(
        "_reset_registry",
        "($module, self, /)",
        |vm, a| {
            data(vm, &a[0])?.native::<AbcData>().inspect(|d| d.registry.clear());
            Ok(Value::None)
        },
        "Internal ABC helper to reset registry of a given class.\n\nShould be only used by refleak.py",
    ),
    NativeDef::function(
        "_reset_caches",
        "($module, self, /)",
        |vm, a| {
            data(vm, &a[0])?.native::<AbcData>().inspect(|d| {
                d.cache.clear();
                d.negative.clear();
            });
            Ok(Value::None)
        },
        "Internal ABC helper to reset both caches of a given class.\n\nShould be only used by refleak.py",
    ),
    NativeDef::function(
        "_get_dump",
        "($module, self, /)",
        dump,
        "Internal ABC helper for cache and registry debugging.\n\nReturn shallow copies of registry, of both caches, and\nnegative cache version. Don't call this function directly,\ninstead use ABC._dump_registry() for a nice repr.",
    ),
    NativeDef::function(
        "_abc_register",
        "($module, self, subclass, /)",
        register,
        "Internal ABC helper for subclasss registration. Should be never used outside abc module.",
    ),
    NativeDef::function(
        "_abc_instancecheck",
        "($module, self, instance, /)",
        instance_check,
        "Internal ABC helper for instance checks. Should be never used outside abc module.",
    ),
    NativeDef::function(
        "_abc_subclasscheck",
        "($module, self, subclass, /)",
        subclass_check,
        "Internal ABC helper for subclasss checks. Should be never used outside abc module.",
    ),
];

/// Makes the module.
///
/// # Errors
/// None.
pub(crate) fn make(vm: &Vm) -> PyResult {
    Ok(pyvm_vm::modules::make(
        vm,
        "_abc",
        "Module contains faster C implementation of abc.ABCMeta",
        FUNCTIONS,
    ))
}

impl WeakClasses {
    fn contains(&self, class: &TypeRef) -> bool {
        let classes = self.0.borrow();
        classes.get(&class.as_ref().address()).and_then(Weak::upgrade).is_some_and(|c| c.is(class.as_ref()))
    }

    fn add(&self, class: &TypeRef) {
        let mut classes = self.0.borrow_mut();
        if classes.len() == classes.capacity() {
            // Before the table grows, the dead make room.
            classes.retain(|_, weak| weak.upgrade().is_some());
        }
        classes.insert(class.as_ref().address(), Weak::new(class.as_ref(), Value::None));
    }

    fn clear(&self) {
        drop(self.0.take());
    }

    fn living(&self) -> Vec<Value> {
        self.0.borrow().values().filter_map(Weak::upgrade).map(Value::Obj).collect()
    }
}

fn token() -> Value {
    Value::Int(i64::try_from(REGISTRATIONS.get()).unwrap_or(i64::MAX))
}

/// The `_abc_data` of a class.
fn data(vm: &Vm, class: &Value) -> PyResult {
    let found = vm.getattr_str(class, "_abc_impl")?;
    if vm.is_exact(&found, &vm.native_type(&SPEC)) {
        Ok(found)
    } else {
        Err(vm.type_error("_abc_impl is set to a wrong type"))
    }
}

fn of<'a>(vm: &Vm, data: &'a Value) -> PyResult<&'a AbcData> {
    vm.payload(data, "_abc._abc_data")
}

fn init(vm: &Vm, args: &[Value]) -> PyResult {
    set_abstract_methods(vm, &args[0])?;
    let data = vm.new_native(&vm.native_type(&SPEC), AbcData::default());
    vm.setattr(&args[0], &vm.intern("_abc_impl"), data)?;
    if let Some(class) = TypeRef::from_value(&args[0]) {
        take_pattern_flags(vm, class)?;
    }
    Ok(Value::None)
}

fn is_abstract(vm: &Vm, value: &Value) -> PyResult<bool> {
    match vm.lookup_attr(value, &vm.intern("__isabstractmethod__"))? {
        Some(answer) => vm.is_true(&answer),
        None => Ok(false),
    }
}

/// `__abstractmethods__`: those of the namespace, and those of the bases that still are.
fn set_abstract_methods(vm: &Vm, class: &Value) -> PyResult<()> {
    let mut names = Vec::new();
    let namespace = vm.getattr(class, &vm.names.dict)?;
    for item in vm.list_from_iterable(&method(vm, &namespace, "items", &[])?)? {
        if let [name, value] = elements(&item)
            && is_abstract(vm, value)?
        {
            names.push(name.clone());
        }
    }
    let bases = vm.getattr(class, &vm.names.bases)?;
    if bases.as_tuple().is_none() {
        return Err(vm.type_error("__bases__ is not tuple"));
    }
    for base in elements(&bases) {
        let Some(inherited) = vm.lookup_attr(base, &vm.names.abstractmethods)? else { continue };
        for name in vm.list_from_iterable(&inherited)? {
            let Some(text) = name.as_text() else {
                let got = vm.type_name(&name);
                return Err(vm.type_error(format!("attribute name must be string, not '{got}'")));
            };
            if let Some(value) = vm.lookup_attr(class, &vm.intern(&text.to_string()))?
                && is_abstract(vm, &value)?
            {
                names.push(name);
            }
        }
    }
    let names = vm.call1(&vm.types.frozenset.to_value(), vm.new_list(names))?;
    vm.setattr(class, &vm.names.abstractmethods, names)
}

/// `Sequence` and `Mapping` say in `__abc_tpflags__` which kind of pattern they match; the attribute is used up.
fn take_pattern_flags(vm: &Vm, class: &TypeRef) -> PyResult<()> {
    const SEQUENCE: i64 = 1 << 5;
    const MAPPING: i64 = 1 << 6;
    let name: Str = pyvm_vm::heap::intern::intern_str("__abc_tpflags__");
    let Some(Value::Int(bits)) = Dict::of(&class.ty().dict).and_then(|d| d.remove_str(&name)) else {
        return Ok(());
    };
    if bits & SEQUENCE != 0 && bits & MAPPING != 0 {
        let message = "__abc_tpflags__ cannot be both Py_TPFLAGS_SEQUENCE and Py_TPFLAGS_MAPPING";
        return Err(vm.type_error(message));
    }
    if bits & SEQUENCE != 0 {
        class.ty().set_flag(TypeFlags::SEQUENCE, true);
    }
    if bits & MAPPING != 0 {
        class.ty().set_flag(TypeFlags::MAPPING, true);
    }
    lookup::type_modified(class);
    Ok(())
}

/// Gives a registered class and those derived from it the kind of pattern that the abstract class matches.
fn spread_pattern_flags(class: &TypeRef, sequence: bool, mapping: bool) {
    let flags = class.ty().flags.get();
    let has = (flags.contains(TypeFlags::SEQUENCE), flags.contains(TypeFlags::MAPPING));
    if flags.contains(TypeFlags::IMMUTABLE) || has == (sequence, mapping) {
        return;
    }
    class.ty().set_flag(TypeFlags::SEQUENCE, sequence);
    class.ty().set_flag(TypeFlags::MAPPING, mapping);
    for subclass in lookup::subclasses(class) {
        spread_pattern_flags(&subclass, sequence, mapping);
    }
}

fn register(vm: &Vm, args: &[Value]) -> PyResult {
    let Some(subclass) = TypeRef::from_value(&args[1]) else {
        return Err(vm.type_error("Can only register classes"));
    };
    if vm.issubclass(&args[1], &args[0])? {
        return Ok(args[1].clone());
    }
    if vm.issubclass(&args[0], &args[1])? {
        return Err(vm.runtime_error("Refusing to create an inheritance cycle"));
    }
    let data = data(vm, &args[0])?;
    of(vm, &data)?.registry.add(subclass);
    REGISTRATIONS.set(REGISTRATIONS.get() + 1);
    if let Some(class) = TypeRef::from_value(&args[0]) {
        let (sequence, mapping) = (class.has(TypeFlags::SEQUENCE), class.has(TypeFlags::MAPPING));
        if sequence || mapping {
            spread_pattern_flags(subclass, sequence, mapping);
        }
    }
    Ok(args[1].clone())
}

fn instance_check(vm: &Vm, args: &[Value]) -> PyResult {
    let data = data(vm, &args[0])?;
    let abc = of(vm, &data)?;
    let claimed = vm.getattr(&args[1], &vm.names.class)?;
    let actual = vm.class_of(&args[1]).clone();
    if let Some(class) = TypeRef::from_value(&claimed) {
        if abc.cache.contains(class) {
            return Ok(Value::Bool(true));
        }
        if class.is(&actual) {
            if abc.version.get() == REGISTRATIONS.get() && abc.negative.contains(class) {
                return Ok(Value::Bool(false));
            }
            return vm.call_method(&args[0], &vm.names.subclasscheck, &[claimed]);
        }
    }
    let answer = vm.call_method(&args[0], &vm.names.subclasscheck, &[claimed])?;
    if vm.is_true(&answer)? {
        return Ok(answer);
    }
    vm.call_method(&args[0], &vm.names.subclasscheck, &[actual.to_value()])
}

fn subclass_check(vm: &Vm, args: &[Value]) -> PyResult {
    let Some(subclass) = TypeRef::from_value(&args[1]) else {
        return Err(vm.type_error("issubclass() arg 1 must be a class"));
    };
    let data = data(vm, &args[0])?;
    let abc = of(vm, &data)?;
    if abc.cache.contains(subclass) {
        return Ok(Value::Bool(true));
    }
    if abc.version.get() < REGISTRATIONS.get() {
        abc.negative.clear();
        abc.version.set(REGISTRATIONS.get());
    } else if abc.negative.contains(subclass) {
        return Ok(Value::Bool(false));
    }
    match vm.call_method(&args[0], &vm.names.subclasshook, &[args[1].clone()])? {
        Value::Bool(answer) => {
            if answer { &abc.cache } else { &abc.negative }.add(subclass);
            return Ok(Value::Bool(answer));
        }
        Value::NotImplemented => {}
        _ => {
            return Err(
                vm.assertion_error("__subclasshook__ must return either False, True, or NotImplemented")
            );
        }
    }
    if abc.registry.contains(subclass) {
        return Ok(Value::Bool(true));
    }
    let answer = is_derived(subclass, &args[0]) || inherits_registration(vm, abc, args)?;
    if answer { &abc.cache } else { &abc.negative }.add(subclass);
    Ok(Value::Bool(answer))
}

fn is_derived(subclass: &TypeRef, class: &Value) -> bool {
    TypeRef::from_value(class).is_some_and(|class| subclass.is_subtype(class))
}

/// Whether the class derives from one registered here, or is a subclass of one of our subclasses.
fn inherits_registration(vm: &Vm, abc: &AbcData, args: &[Value]) -> PyResult<bool> {
    for registered in abc.registry.living() {
        if vm.issubclass(&args[1], &registered)? {
            return Ok(true);
        }
    }
    let subclasses = method(vm, &args[0], "__subclasses__", &[])?;
    let Some(subclasses) = subclasses.as_list() else {
        return Err(vm.type_error("__subclasses__() must return a list"));
    };
    for class in subclasses.to_vec() {
        if vm.issubclass(&args[1], &class)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn dump(vm: &Vm, args: &[Value]) -> PyResult {
    let data = data(vm, &args[0])?;
    let abc = of(vm, &data)?;
    let reference = vm.getattr_str(&vm.import("_weakref")?, "ref")?;
    let mut parts = Vec::new();
    for classes in [&abc.registry, &abc.cache, &abc.negative] {
        let mut refs = Vec::new();
        for class in classes.living() {
            refs.push(vm.call1(&reference, class)?);
        }
        parts.push(vm.call1(&vm.types.set.to_value(), vm.new_list(refs))?);
    }
    parts.push(Value::Int(i64::try_from(abc.version.get()).unwrap_or(i64::MAX)));
    Ok(vm.new_tuple(parts))
}

impl Native for AbcData {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        for classes in [&self.registry, &self.cache, &self.negative] {
            if let Ok(classes) = classes.0.try_borrow() {
                classes.values().for_each(|weak| weak.traverse(visit));
            }
        }
    }
}
