//! `functools._lru_cache_wrapper`: the cache is a dict, with an order of use beside it where it is bounded.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use pyvm_vm::call::Args;
use pyvm_vm::heap::{Ref, TypeRef, Visitor};
use pyvm_vm::objects::{Dict, Native};
use pyvm_vm::types::{GetSetDef, Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::recency::Recency;
use crate::support::{REDUCE, instance, size};

struct Cache {
    function: Value,
    info_type: Value,
    /// No bound where it is none.
    max: Option<usize>,
    typed: bool,
    entries: RefCell<Entries>,
    hits: Cell<i64>,
    misses: Cell<i64>,
}

#[derive(Clone)]
enum Entries {
    /// A dict of results.
    Unbounded(Ref),
    Bounded(Rc<Recency>, usize),
}

impl Entries {
    fn new(vm: &Vm, max: Option<usize>) -> Entries {
        match max {
            Some(max) => Entries::Bounded(Rc::new(Recency::new(vm)), max),
            None => Entries::Unbounded(Ref::new(&vm.types.dict, pyvm_vm::objects::Kind::Dict(Dict::new()))),
        }
    }

    fn len(&self) -> usize {
        match self {
            Entries::Unbounded(dict) => Dict::of(dict).map_or(0, Dict::len),
            Entries::Bounded(entries, _) => entries.len(),
        }
    }

    fn get(&self, vm: &Vm, key: &Value, hash: i64) -> PyResult<Option<Value>> {
        match self {
            Entries::Unbounded(dict) => {
                let dict = Dict::of(dict).ok_or_else(|| vm.system_error("no cache"))?;
                Ok(dict.find(vm, key, hash)?.and_then(|position| dict.value_at(position)))
            }
            Entries::Bounded(entries, _) => entries.get(vm, key, hash),
        }
    }

    fn insert(&self, vm: &Vm, key: Value, hash: i64, result: Value) -> PyResult<()> {
        match self {
            Entries::Unbounded(dict) => {
                let dict = Dict::of(dict).ok_or_else(|| vm.system_error("no cache"))?;
                dict.insert_hashed(vm, key, hash, result).map(drop)
            }
            Entries::Bounded(entries, max) => entries.insert(vm, key, hash, result, *max),
        }
    }
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
        entries: RefCell::new(Entries::new(vm, max)),
        hits: Cell::new(0),
        misses: Cell::new(0),
    };
    instance(vm, &args[0], cache)
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
    if let Some(found) = entries.get(vm, &key, hash)? {
        cache.hits.set(cache.hits.get() + 1);
        return Ok(found);
    }
    cache.misses.set(cache.misses.get() + 1);
    let result = vm.call(&cache.function, args)?;
    entries.insert(vm, key, hash, result.clone())?;
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
    let current = cache.entries.borrow().len();
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
    drop(cache.entries.replace(Entries::new(vm, cache.max)));
    Ok(Value::None)
}

impl Native for Cache {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.function);
        visit.value(&self.info_type);
        if let Ok(entries) = self.entries.try_borrow() {
            match &*entries {
                Entries::Unbounded(dict) => visit.object(dict),
                Entries::Bounded(entries, _) => entries.traverse(visit),
            }
        }
    }
}
