//! `functools._lru_cache_wrapper`: the cache is a dict in order of use, the oldest entry first.

use std::cell::{Cell, RefCell};

use pyvm_vm::call::Args;
use pyvm_vm::heap::{Ref, TypeRef, Visitor};
use pyvm_vm::objects::{Dict, Native};
use pyvm_vm::types::{GetSetDef, Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use crate::support::{REDUCE, instance, size};

struct Cache {
    function: Value,
    info_type: Value,
    /// No bound where it is none.
    max: Option<usize>,
    typed: bool,
    entries: RefCell<Ref>,
    hits: Cell<i64>,
    misses: Cell<i64>,
}

/// The type.
pub(super) static SPEC: TypeSpec = TypeSpec {
    doc: Some(
        "Create a cached callable that wraps another function.\n\nuser_function:      the function being cached\n\nmaxsize:  0         for no caching\n          None      for unlimited cache size\n          n         for a bounded cache\n\ntyped:    False     cache f(3) and f(3.0) as identical calls\n          True      cache f(3) and f(3.0) as distinct calls\n\ncache_info_type:    namedtuple class with the fields:\n                        hits misses currsize maxsize\n",
    ),
    flags: TypeFlags::BASETYPE
        .with(TypeFlags::HAS_DICT)
        .with(TypeFlags::HAS_WEAKREF)
        .with(TypeFlags::METHOD_DESCRIPTOR),
    layout: Some(Layout::Native("_lru_cache_wrapper")),
    slots,
    new: Some(&NEW),
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::named("_lru_cache_wrapper", "functools")
};

static NEW: NativeDef =
    NativeDef::static_("__new__", "($type, /, user_function, maxsize, typed, cache_info_type)", new, "");
static METHODS: &[NativeDef] = &[
    NativeDef::method("cache_info", "($self, /)", info, "Report cache statistics"),
    NativeDef::method("cache_clear", "($self, /)", clear, "Clear the cache and cache statistics"),
    NativeDef::method("__reduce__", "($self, /)", |vm, a| vm.getattr_str(&a[0], "__qualname__"), REDUCE)
        .hidden_signature(),
    NativeDef::method("__copy__", "($self, /)", |_, a| Ok(a[0].clone()), "").hidden_signature(),
    NativeDef::method("__deepcopy__", "($self, memo, /)", |_, a| Ok(a[0].clone()), "").hidden_signature(),
];
static GETSET: &[GetSetDef] = &[GetSetDef::get_set(
    "__dict__",
    pyvm_vm::objects::getset::get_dict,
    pyvm_vm::objects::getset::set_dict,
    "",
)];

fn slots(s: &Slots) {
    s.call.set(Some(call));
    s.descr_get.set(Some(bind));
}

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Cache> {
    vm.payload(value, "functools._lru_cache_wrapper")
}

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    if !vm.is_callable(&args[1]) {
        return Err(vm.type_error("the first argument must be callable"));
    }
    let max = if args[2].is_none() {
        None
    } else if vm.has_index(&args[2]) {
        Some(usize::try_from(vm.index_i64(&args[2])?).unwrap_or(0))
    } else {
        return Err(vm.type_error("maxsize should be integer or None"));
    };
    let cache = Cache {
        function: args[1].clone(),
        info_type: args[4].clone(),
        max,
        typed: vm.is_true(&args[3])?,
        entries: RefCell::new(empty(vm)),
        hits: Cell::new(0),
        misses: Cell::new(0),
    };
    instance(vm, &args[0], cache)
}

fn empty(vm: &Vm) -> Ref {
    Ref::new(&vm.types.dict, pyvm_vm::objects::Kind::Dict(pyvm_vm::objects::Dict::new()))
}

/// One value that stands for the arguments: a lone `int` or `str` itself, else a tuple of all of them.
fn key(vm: &Vm, cache: &Cache, args: Args<'_>) -> Value {
    if !cache.typed
        && args.kwnames().is_empty()
        && let [only @ (Value::Int(_) | Value::Big(_) | Value::Str(_))] = args.pos()
    {
        return only.clone();
    }
    let mut parts = args.pos().to_vec();
    if !args.kwnames().is_empty() {
        // The wrapper's own type cannot be an argument by accident: it separates the keywords.
        parts.push(vm.native_type(&SPEC).to_value());
        for (name, value) in args.keywords() {
            parts.push(Value::Str(name.clone()));
            parts.push(value.clone());
        }
    }
    if cache.typed {
        parts.extend(args.all().iter().map(|v| vm.class_of(v).to_value()));
    }
    vm.new_tuple(parts)
}

fn call(vm: &Vm, value: &Value, args: Args<'_>) -> PyResult {
    let cache = of(vm, value)?;
    if cache.max == Some(0) {
        cache.misses.set(cache.misses.get() + 1);
        return vm.call(&cache.function, args);
    }
    let key = key(vm, cache, args);
    let hash = vm.hash(&key)?;
    let entries = cache.entries.borrow().clone();
    let Some(dict) = Dict::of(&entries) else { return Err(vm.system_error("no cache")) };
    if let Some(position) = dict.find(vm, &key, hash)? {
        cache.hits.set(cache.hits.get() + 1);
        if cache.max.is_none() {
            return Ok(dict.value_at(position).unwrap_or(Value::None));
        }
        if let Some((key, found)) = dict.remove_at(position) {
            drop(dict.insert_hashed(vm, key, hash, found.clone())?);
            return Ok(found);
        }
    }
    cache.misses.set(cache.misses.get() + 1);
    let result = vm.call(&cache.function, args)?;
    drop(dict.insert_hashed(vm, key, hash, result.clone())?);
    if cache.max.is_some_and(|max| dict.len() > max)
        && let Some((next, ..)) = dict.next_entry(0)
    {
        drop(dict.remove_at(next.saturating_sub(1)));
    }
    Ok(result)
}

fn bind(vm: &Vm, value: &Value, object: Option<&Value>, _owner: Option<&TypeRef>) -> PyResult {
    match object {
        Some(object) if !object.is_none() => {
            vm.call2(&vm.types.method.to_value(), value.clone(), object.clone())
        }
        _ => Ok(value.clone()),
    }
}

fn info(vm: &Vm, args: &[Value]) -> PyResult {
    let cache = of(vm, &args[0])?;
    let current = Dict::of(&cache.entries.borrow()).map_or(0, Dict::len);
    let parts = [
        Value::Int(cache.hits.get()),
        Value::Int(cache.misses.get()),
        cache.max.map_or(Value::None, size),
        size(current),
    ];
    vm.call(&cache.info_type, Args::positional(&parts))
}

fn clear(vm: &Vm, args: &[Value]) -> PyResult {
    let cache = of(vm, &args[0])?;
    cache.hits.set(0);
    cache.misses.set(0);
    drop(cache.entries.replace(empty(vm)));
    Ok(Value::None)
}

impl Native for Cache {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.function);
        visit.value(&self.info_type);
        if let Ok(entries) = self.entries.try_borrow() {
            visit.object(&entries);
        }
    }
}
