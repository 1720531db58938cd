//! `enumerate`, `zip`, `map`, `filter` and `reversed`: mirrors `Objects/enumobject.c` and `Python/bltinmodule.c`.

use std::cell::{Cell, OnceCell, RefCell};

use crate::call::Args;
use crate::error::PyResult;
use crate::heap::collect::Traverse;
use crate::heap::{Ref, Value, Visitor};
use crate::objects::{Kind, Native};
use crate::protocol::number::BinOp;
use crate::types::{Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use crate::vm::Vm;

/// Declares the specs of iterator types that are called to be made.
macro_rules! adapters {
    ($($spec:ident $name:literal $doc:literal $new_def:ident $signature:literal $(as $shown:literal)? => $new:ident $next:ident $methods:ident;)*) => {
        $(
            #[doc = concat!("`", $name, "`")]
            pub static $spec: TypeSpec = TypeSpec {
                doc: Some($doc),
                flags: TypeFlags::BASETYPE.with(TypeFlags::GENERIC_GETATTR),
                layout: Some(Layout::Native($name)),
                slots: |s: &Slots| {
                    s.iter.set(Some(|_, v| Ok(v.clone())));
                    // Iterators over iterators may be nested deeper than the native stack.
                    s.iternext.set(Some(|vm, v| vm.with_depth("", || $next(vm, v))));
                },
                $(signature: Some($shown),)?
                new: Some(&$new_def),
                methods: $methods,
                ..TypeSpec::named($name, "builtins")
            };
            static $new_def: NativeDef = NativeDef::static_("__new__", $signature, $new, "");
        )*
    };
}

adapters! {
    ENUMERATE "enumerate" "Return an enumerate object.\n\n  iterable\n    an object supporting iteration\n\nThe enumerate object yields pairs containing a count (from start, which\ndefaults to zero) and a value yielded by the iterable argument.\n\nenumerate is useful for obtaining an indexed list:\n    (0, seq[0]), (1, seq[1]), (2, seq[2]), ..." ENUMERATE_NEW "($type, /, *args, **kwargs)" as "(iterable, start=0)" => enumerate_new enumerate_next ENUMERATE_METHODS;
    ZIP "zip" "The zip object yields n-length tuples, where n is the number of iterables\npassed as positional arguments to zip().  The i-th element in every tuple\ncomes from the i-th iterable argument to zip().  This continues until the\nshortest argument is exhausted.\n\nIf strict is true and one of the arguments is exhausted before the others,\nraise a ValueError.\n\n   >>> list(zip('abcdefg', range(3), range(4)))\n   [('a', 0, 0), ('b', 1, 1), ('c', 2, 2)]" ZIP_NEW "($type, /, *args, **kwargs)" as "(*iterables, strict=False)" => zip_new zip_next ZIP_METHODS;
    MAP "map" "Make an iterator that computes the function using arguments from\neach of the iterables.  Stops when the shortest iterable is exhausted." MAP_NEW "($type, /, *args)" as "(function, iterable, /, *iterables)" => map_new map_next MAP_METHODS;
    FILTER "filter" "Return an iterator yielding those items of iterable for which function(item)\nis true. If function is None, return the items that are true." FILTER_NEW "($type, function, iterable, /)" => filter_new filter_next FILTER_METHODS;
    REVERSED "reversed" "Return a reverse iterator over the values of the given sequence." REVERSED_NEW "($type, sequence, /)" => reversed_new reversed_next REVERSED_METHODS;
}

const REDUCE: &str = "Return state information for pickling.";

static ENUMERATE_METHODS: &[NativeDef] = &[
    NativeDef::method("__reduce__", "($self, /)", enumerate_reduce, REDUCE).hidden_signature(),
    NativeDef::class(
        "__class_getitem__",
        "($type, object, /)",
        super::generic_alias::class_getitem,
        "See PEP 585",
    )
    .hidden_signature(),
];
static ZIP_METHODS: &[NativeDef] = &[
    NativeDef::method("__reduce__", "($self, /)", zip_reduce, REDUCE).hidden_signature(),
    NativeDef::method(
        "__setstate__",
        "($self, object, /)",
        zip_setstate,
        "Set state information for unpickling.",
    )
    .hidden_signature(),
];
static MAP_METHODS: &[NativeDef] =
    &[NativeDef::method("__reduce__", "($self, /)", map_reduce, REDUCE).hidden_signature()];
static FILTER_METHODS: &[NativeDef] =
    &[NativeDef::method("__reduce__", "($self, /)", filter_reduce, REDUCE).hidden_signature()];
static REVERSED_METHODS: &[NativeDef] = &[
    NativeDef::method(
        "__length_hint__",
        "($self, /)",
        reversed_hint,
        "Private method returning an estimate of len(list(it)).",
    )
    .hidden_signature(),
    NativeDef::method("__reduce__", "($self, /)", reversed_reduce, REDUCE).hidden_signature(),
    NativeDef::method(
        "__setstate__",
        "($self, object, /)",
        reversed_setstate,
        "Set state information for unpickling.",
    )
    .hidden_signature(),
];

struct Enumerate {
    iterator: Value,
    count: RefCell<Value>,
}

struct Zip {
    iterators: Vec<Value>,
    strict: Cell<bool>,
    /// The iterators as the tuple that `__reduce__` hands out, one and the same each time.
    shown: OnceCell<Value>,
}

struct Map {
    function: Value,
    iterators: Vec<Value>,
}

struct Filter {
    function: Value,
    iterator: Value,
}

struct Reversed {
    sequence: RefCell<Value>,
    /// The index that comes next; negative at the end.
    next: Cell<i64>,
}

fn instance(vm: &Vm, class: &Value, payload: impl Native) -> PyResult {
    let class = vm.expect_type(class, "__new__(X): X")?;
    Ok(Value::Obj(Ref::new(class, Kind::Native(Box::new(payload)))))
}

fn iterators(vm: &Vm, values: &[Value]) -> PyResult<Vec<Value>> {
    values.iter().map(|v| vm.iter(v)).collect()
}

/// `enumerate(iterable, start=0)`, with wording of its own where the arguments do not fit.
fn enumerate_new(vm: &Vm, args: &[Value]) -> PyResult {
    let mut given: Vec<Value> = args[1].as_tuple().unwrap_or(&[]).to_vec();
    let keywords = args[2].as_dict().map(crate::objects::Dict::entries).unwrap_or_default();
    let total = given.len() + keywords.len();
    if total > 2 {
        return Err(vm.type_error(format!("enumerate() takes at most 2 arguments ({total} given)")));
    }
    let refused = |name: &Value| -> PyResult<crate::error::PyError> {
        Ok(vm.type_error(format!("'{}' is an invalid keyword argument for enumerate()", vm.str(name)?)))
    };
    let names: &[&str] = if given.is_empty() { &["iterable", "start"] } else { &["start"] };
    if given.is_empty() && keywords.is_empty() {
        return Err(vm.type_error("enumerate() missing required argument 'iterable'"));
    }
    let mut slots: Vec<Option<Value>> = vec![None; names.len()];
    for (key, value) in keywords {
        match names.iter().position(|name| key.as_text().is_some_and(|k| *k == **name)) {
            Some(i) => slots[i] = Some(value),
            None => return Err(refused(&key)?),
        }
    }
    if given.is_empty() && matches!(slots.first(), Some(None)) {
        return Err(refused(&Value::str("start"))?);
    }
    given.extend(slots.into_iter().flatten());
    let count = given.get(1).map_or(Ok(Value::Int(0)), |start| vm.index(start))?;
    instance(vm, &args[0], Enumerate { iterator: vm.iter(&given[0])?, count: RefCell::new(count) })
}

impl Enumerate {
    fn next(&self, vm: &Vm) -> PyResult<Option<(Value, Value)>> {
        let Some(item) = vm.next(&self.iterator)? else { return Ok(None) };
        let count = self.count.borrow().clone();
        let next = match count {
            Value::Int(n) if n < i64::MAX => Value::Int(n + 1),
            _ => vm.binary_op(BinOp::Add, &count, &Value::Int(1))?,
        };
        self.count.replace(next).release();
        Ok(Some((count, item)))
    }
}

fn enumerate_next(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
    let e: &Enumerate = vm.payload(value, "enumerate")?;
    Ok(e.next(vm)?.map(|(count, item)| vm.new_tuple(vec![count, item])))
}

fn enumerate_reduce(vm: &Vm, args: &[Value]) -> PyResult {
    let e: &Enumerate = vm.payload(&args[0], "enumerate")?;
    let parts = vm.new_tuple(vec![e.iterator.clone(), e.count.borrow().clone()]);
    Ok(vm.new_tuple(vec![vm.class_of(&args[0]).to_value(), parts]))
}

fn zip_new(vm: &Vm, args: &[Value]) -> PyResult {
    let keywords = args[2].as_dict().map(crate::objects::Dict::entries).unwrap_or_default();
    let strict = match &keywords[..] {
        [] => false,
        [(key, value)] if key.as_text().is_some_and(|k| *k == *"strict") => vm.is_true(value)?,
        [(key, _)] => {
            let key = vm.str(key)?;
            return Err(vm.type_error(format!("zip() got an unexpected keyword argument '{key}'")));
        }
        more => {
            let n = more.len();
            return Err(vm.type_error(format!("zip() takes at most 1 keyword argument ({n} given)")));
        }
    };
    let mut made = Vec::new();
    for source in args[1].as_tuple().unwrap_or(&[]) {
        made.push(vm.iter(source)?);
    }
    let strict = Cell::new(strict);
    instance(vm, &args[0], Zip { iterators: made, strict, shown: OnceCell::new() })
}

fn zip_next(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
    let z: &Zip = vm.payload(value, "zip")?;
    if z.iterators.is_empty() {
        return Ok(None);
    }
    let mut items = Vec::with_capacity(z.iterators.len());
    for i in 0..z.iterators.len() {
        match z.next(vm, i)? {
            Some(item) => items.push(item),
            None => return Ok(None),
        }
    }
    Ok(Some(vm.new_tuple(items)))
}

impl Zip {
    /// The next item of the iterator `i`, the ones before it having given theirs.
    fn next(&self, vm: &Vm, i: usize) -> PyResult<Option<Value>> {
        let Some(iterator) = self.iterators.get(i) else { return Ok(None) };
        match vm.next(iterator)? {
            None if self.strict.get() => strict_end(vm, self, i),
            item => Ok(item),
        }
    }

    fn pair(&self, vm: &Vm) -> PyResult<Option<(Value, Value)>> {
        let Some(first) = self.next(vm, 0)? else { return Ok(None) };
        Ok(self.next(vm, 1)?.map(|second| (first, second)))
    }
}

/// With `strict`, all iterators must end together.
fn strict_end(vm: &Vm, z: &Zip, ended: usize) -> PyResult<Option<Value>> {
    let plural = |n: usize| if n == 1 { " " } else { "s 1-" };
    if ended > 0 {
        return Err(vm.value_error(format!(
            "zip() argument {} is shorter than argument{}{ended}",
            ended + 1,
            plural(ended)
        )));
    }
    for (i, iterator) in z.iterators.iter().enumerate().skip(1) {
        if vm.next(iterator)?.is_some() {
            return Err(vm.value_error(format!(
                "zip() argument {} is longer than argument{}{i}",
                i + 1,
                plural(i)
            )));
        }
    }
    Ok(None)
}

fn zip_reduce(vm: &Vm, args: &[Value]) -> PyResult {
    let z: &Zip = vm.payload(&args[0], "zip")?;
    let iterators = z.shown.get_or_init(|| vm.new_tuple(z.iterators.clone())).clone();
    let mut parts = vec![vm.class_of(&args[0]).to_value(), iterators];
    if z.strict.get() {
        parts.push(Value::Bool(true));
    }
    Ok(vm.new_tuple(parts))
}

fn zip_setstate(vm: &Vm, args: &[Value]) -> PyResult {
    let z: &Zip = vm.payload(&args[0], "zip")?;
    z.strict.set(vm.is_true(&args[1])?);
    Ok(Value::None)
}

fn map_new(vm: &Vm, args: &[Value]) -> PyResult {
    let Some([function, sources @ ..]) = args[1].as_tuple().filter(|given| given.len() > 1) else {
        return Err(vm.type_error("map() must have at least two arguments."));
    };
    instance(vm, &args[0], Map { function: function.clone(), iterators: iterators(vm, sources)? })
}

fn map_next(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
    let m: &Map = vm.payload(value, "map")?;
    let mut items = Vec::with_capacity(m.iterators.len());
    for iterator in &m.iterators {
        match vm.next(iterator)? {
            Some(item) => items.push(item),
            None => return Ok(None),
        }
    }
    vm.call(&m.function, Args::positional(&items)).map(Some)
}

fn map_reduce(vm: &Vm, args: &[Value]) -> PyResult {
    let m: &Map = vm.payload(&args[0], "map")?;
    let mut parts = vec![m.function.clone()];
    parts.extend_from_slice(&m.iterators);
    Ok(vm.new_tuple(vec![vm.class_of(&args[0]).to_value(), vm.new_tuple(parts)]))
}

fn filter_new(vm: &Vm, args: &[Value]) -> PyResult {
    instance(vm, &args[0], Filter { function: args[1].clone(), iterator: vm.iter(&args[2])? })
}

fn filter_next(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
    let f: &Filter = vm.payload(value, "filter")?;
    while let Some(item) = vm.next(&f.iterator)? {
        let keep = if f.function.is_none() || f.function.is(&vm.types.bool.to_value()) {
            vm.is_true(&item)?
        } else {
            let answer = vm.call1(&f.function, item.clone())?;
            vm.is_true(&answer)?
        };
        if keep {
            return Ok(Some(item));
        }
    }
    Ok(None)
}

fn filter_reduce(vm: &Vm, args: &[Value]) -> PyResult {
    let f: &Filter = vm.payload(&args[0], "filter")?;
    let parts = vm.new_tuple(vec![f.function.clone(), f.iterator.clone()]);
    Ok(vm.new_tuple(vec![vm.class_of(&args[0]).to_value(), parts]))
}

fn reversed_new(vm: &Vm, args: &[Value]) -> PyResult {
    let sequence = &args[1];
    if let Some(method) = vm.special_method(sequence, &vm.names.reversed)? {
        if method.is_none() {
            let got = vm.type_name(sequence);
            return Err(vm.type_error(format!("'{got}' object is not reversible")));
        }
        return vm.call0(&method);
    }
    let slots = &vm.class_of(sequence).ty().slots;
    if slots.getitem.get().is_none() || sequence.as_dict().is_some() {
        let got = vm.type_name(sequence);
        return Err(vm.type_error(format!("'{got}' object is not reversible")));
    }
    let len = i64::try_from(vm.len(sequence)?).unwrap_or(i64::MAX);
    instance(vm, &args[0], Reversed { sequence: RefCell::new(sequence.clone()), next: Cell::new(len - 1) })
}

fn reversed_next(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
    let r: &Reversed = vm.payload(value, "reversed")?;
    let index = r.next.get();
    if index < 0 {
        drop(r.sequence.replace(Value::Unbound));
        return Ok(None);
    }
    let sequence = r.sequence.borrow().clone();
    match vm.getitem(&sequence, &Value::Int(index)) {
        Ok(item) => {
            r.next.set(index - 1);
            Ok(Some(item))
        }
        Err(e) => {
            r.next.set(-1);
            drop(r.sequence.replace(Value::Unbound));
            let ends = e.matches(vm, &vm.exc.index_error) || e.matches(vm, &vm.exc.stop_iteration);
            if ends { Ok(None) } else { Err(e) }
        }
    }
}

fn reversed_hint(vm: &Vm, args: &[Value]) -> PyResult {
    let r: &Reversed = vm.payload(&args[0], "reversed")?;
    let sequence = r.sequence.borrow().clone();
    if sequence.is_unbound() {
        return Ok(Value::Int(0));
    }
    let len = i64::try_from(vm.len(&sequence)?).unwrap_or(i64::MAX);
    let left = r.next.get() + 1;
    Ok(Value::Int(if len < left { 0 } else { left }))
}

fn reversed_reduce(vm: &Vm, args: &[Value]) -> PyResult {
    let r: &Reversed = vm.payload(&args[0], "reversed")?;
    let class = vm.class_of(&args[0]).to_value();
    let sequence = r.sequence.borrow().clone();
    if sequence.is_unbound() {
        return Ok(vm.new_tuple(vec![class, vm.new_tuple(vec![vm.empty_tuple()])]));
    }
    Ok(vm.new_tuple(vec![class, vm.new_tuple(vec![sequence]), Value::Int(r.next.get())]))
}

fn reversed_setstate(vm: &Vm, args: &[Value]) -> PyResult {
    let r: &Reversed = vm.payload(&args[0], "reversed")?;
    let sequence = r.sequence.borrow().clone();
    if !sequence.is_unbound() {
        let len = i64::try_from(vm.len(&sequence)?).unwrap_or(i64::MAX);
        r.next.set(vm.int_i64(&args[1])?.clamp(-1, len - 1));
    }
    Ok(Value::None)
}

impl Native for Enumerate {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.iterator);
        self.count.traverse(visit);
    }

    fn next_pair(&self, vm: &Vm) -> Option<PyResult<Option<(Value, Value)>>> {
        Some(self.next(vm))
    }
}

impl Native for Zip {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.values(&self.iterators);
        self.shown.get().into_iter().for_each(|v| visit.value(v));
    }

    fn next_pair(&self, vm: &Vm) -> Option<PyResult<Option<(Value, Value)>>> {
        (self.iterators.len() == 2).then(|| self.pair(vm))
    }
}

impl Native for Map {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.function);
        visit.values(&self.iterators);
    }
}

impl Native for Filter {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.function);
        visit.value(&self.iterator);
    }
}

impl Native for Reversed {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        self.sequence.traverse(visit);
    }
}
