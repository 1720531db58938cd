//! `collections.deque` and its iterators.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

use pyvm_vm::heap::memory::Charge;
use pyvm_vm::heap::{Ref, Visitor};
use pyvm_vm::objects::{Kind, Native};
use pyvm_vm::types::slots::CmpOp;
use pyvm_vm::types::{GetSetDef, Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult, Value};

use crate::support::{REDUCE, reduced, size, state};

/// The payload.
pub(super) struct Deque {
    pub(super) items: RefCell<VecDeque<Value>>,
    charge: Charge,
    maxlen: Cell<Option<usize>>,
    /// Changes with every insertion and removal, so that iterators notice.
    pub(super) version: Cell<u64>,
}

/// The type.
pub(super) static SPEC: TypeSpec = TypeSpec {
    doc: Some("A list-like sequence optimized for data accesses near its endpoints."),
    flags: TypeFlags::BASETYPE
        .with(TypeFlags::SEQUENCE)
        .with(TypeFlags::HAS_WEAKREF)
        .with(TypeFlags::GENERIC_GETATTR),
    layout: Some(Layout::Native("deque")),
    slots,
    new: Some(&NEW),
    init: Some(&INIT),
    methods: METHODS,
    getset: GETSET,
    attributes: |_| vec![("__hash__", Value::None)],
    ..TypeSpec::named("deque", "collections")
};

static NEW: NativeDef = NativeDef::static_("__new__", "($type, /, *args, **kwargs)", new, "");
static INIT: NativeDef =
    NativeDef::method("__init__", "($self, /, iterable=<unrepresentable>, maxlen=None)", init, "");
static GETSET: &[GetSetDef] =
    &[GetSetDef::get("maxlen", maxlen, "maximum size of a deque or None if unbounded")];
static METHODS: &[NativeDef] = &[
    NativeDef::method("append", "($self, item, /)", append, "Add an element to the right side of the deque."),
    NativeDef::method(
        "appendleft",
        "($self, item, /)",
        appendleft,
        "Add an element to the left side of the deque.",
    ),
    NativeDef::method("clear", "($self, /)", clear, "Remove all elements from the deque."),
    NativeDef::method("__copy__", "($self, /)", copy, "Return a shallow copy of a deque."),
    NativeDef::method("copy", "($self, /)", copy, "Return a shallow copy of a deque."),
    NativeDef::method("count", "($self, value, /)", count, "Return number of occurrences of value."),
    NativeDef::method(
        "extend",
        "($self, iterable, /)",
        extend,
        "Extend the right side of the deque with elements from the iterable.",
    ),
    NativeDef::method(
        "extendleft",
        "($self, iterable, /)",
        extendleft,
        "Extend the left side of the deque with elements from the iterable.",
    ),
    NativeDef::method(
        "index",
        "($self, value, start=<unrepresentable>, stop=<unrepresentable>, /)",
        index,
        "Return first index of value.\n\nRaises ValueError if the value is not present.",
    )
    .shown_as("($self, value, [start, [stop]])"),
    NativeDef::method("insert", "($self, index, value, /)", insert, "Insert value before index."),
    NativeDef::method(
        "pop",
        "($self, /)",
        |vm, a| take(vm, &a[0], VecDeque::pop_back),
        "Remove and return the rightmost element.",
    ),
    NativeDef::method(
        "popleft",
        "($self, /)",
        |vm, a| take(vm, &a[0], VecDeque::pop_front),
        "Remove and return the leftmost element.",
    ),
    NativeDef::method("__reduce__", "($self, /)", reduce, REDUCE),
    NativeDef::method("remove", "($self, value, /)", remove, "Remove first occurrence of value."),
    NativeDef::method(
        "__reversed__",
        "($self, /)",
        |vm, a| super::deque_iter::new(vm, &a[0], true),
        "Return a reverse iterator over the deque.",
    ),
    NativeDef::method("reverse", "($self, /)", reverse, "Reverse *IN PLACE*."),
    NativeDef::method(
        "rotate",
        "($self, n=1, /)",
        rotate,
        "Rotate the deque n steps to the right.  If n is negative, rotates left.",
    ),
    NativeDef::method(
        "__sizeof__",
        "($self, /)",
        |vm, a| Ok(size(184 + of(vm, &a[0])?.items.borrow().capacity() * 8)),
        "Return the size of the deque in memory, in bytes.",
    ),
    NativeDef::class(
        "__class_getitem__",
        "($type, object, /)",
        pyvm_vm::objects::generic_alias::class_getitem,
        "See PEP 585",
    )
    .hidden_signature(),
];

fn slots(s: &Slots) {
    s.repr.set(Some(repr));
    s.richcompare.set(Some(richcompare));
    s.iter.set(Some(|vm, v| super::deque_iter::new(vm, v, false)));
    s.len.set(Some(|vm, v| Ok(of(vm, v)?.items.borrow().len())));
    s.getitem.set(Some(getitem));
    s.setitem.set(Some(setitem));
    s.contains.set(Some(|vm, v, item| Ok(find(vm, of(vm, v)?, item, 0, usize::MAX)?.is_some())));
    s.concat.set(Some(concat));
    s.repeat.set(Some(|vm, v, n| {
        let made = copy(vm, std::slice::from_ref(v))?;
        repeat_in_place(vm, &made, n)?;
        Ok(made)
    }));
    s.inplace_concat.set(Some(|vm, v, other| {
        extend(vm, &[v.clone(), other.clone()])?;
        Ok(v.clone())
    }));
    s.inplace_repeat.set(Some(|vm, v, n| {
        repeat_in_place(vm, v, n)?;
        Ok(v.clone())
    }));
}

/// The payload of a deque.
pub(super) fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Deque> {
    vm.payload(value, "collections.deque")
}

impl Deque {
    /// A copy of the elements.
    pub(super) fn to_vec(&self) -> Vec<Value> {
        self.items.borrow().iter().cloned().collect()
    }

    fn changed(&self) {
        self.version.set(self.version.get().wrapping_add(1));
    }

    fn push_back(&self, item: Value) {
        self.items.borrow_mut().push_back(item);
        self.changed();
        self.recharge();
        self.trim(VecDeque::pop_front);
    }

    fn push_front(&self, item: Value) {
        self.items.borrow_mut().push_front(item);
        self.changed();
        self.recharge();
        self.trim(VecDeque::pop_back);
    }

    fn recharge(&self) {
        self.charge.set(self.items.borrow().capacity() * size_of::<Value>());
    }

    fn trim(&self, end: fn(&mut VecDeque<Value>) -> Option<Value>) {
        let Some(max) = self.maxlen.get() else { return };
        let gone = {
            let mut items = self.items.borrow_mut();
            if items.len() > max { end(&mut items) } else { None }
        };
        drop(gone);
    }
}

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    let class = vm.expect_type(&args[0], "deque.__new__(X): X")?;
    let payload = Deque {
        items: RefCell::new(VecDeque::new()),
        charge: Charge::new(),
        maxlen: Cell::new(None),
        version: Cell::new(0),
    };
    Ok(Value::Obj(Ref::new(class, Kind::Native(Box::new(payload)))))
}

fn init(vm: &Vm, args: &[Value]) -> PyResult {
    let deque = of(vm, &args[0])?;
    let maxlen = if args[2].is_none() {
        None
    } else {
        let (Value::Int(_) | Value::Big(_) | Value::Bool(_)) = args[2].unwrapped() else {
            return Err(vm.type_error("an integer is required"));
        };
        let Ok(n) = usize::try_from(vm.index_i64(&args[2])?) else {
            return Err(vm.value_error("maxlen must be non-negative"));
        };
        Some(n)
    };
    deque.maxlen.set(maxlen);
    drop(deque.items.take());
    deque.changed();
    if args[1].is_unbound() {
        return Ok(Value::None);
    }
    extend(vm, &[args[0].clone(), args[1].clone()])
}

fn maxlen(vm: &Vm, value: &Value) -> PyResult {
    Ok(of(vm, value)?.maxlen.get().map_or(Value::None, size))
}

fn append(vm: &Vm, args: &[Value]) -> PyResult {
    of(vm, &args[0])?.push_back(args[1].clone());
    Ok(Value::None)
}

fn appendleft(vm: &Vm, args: &[Value]) -> PyResult {
    of(vm, &args[0])?.push_front(args[1].clone());
    Ok(Value::None)
}

fn clear(vm: &Vm, args: &[Value]) -> PyResult {
    let deque = of(vm, &args[0])?;
    deque.changed();
    drop(deque.items.take());
    Ok(Value::None)
}

fn copy(vm: &Vm, args: &[Value]) -> PyResult {
    let class = vm.class_of(&args[0]).to_value();
    match of(vm, &args[0])?.maxlen.get() {
        Some(n) => vm.call2(&class, args[0].clone(), size(n)),
        None => vm.call1(&class, args[0].clone()),
    }
}

/// What to add, taken before the deque changes where it is the deque itself.
fn source(vm: &Vm, args: &[Value]) -> PyResult {
    if args[1].is(&args[0]) { Ok(vm.new_list(of(vm, &args[0])?.to_vec())) } else { Ok(args[1].clone()) }
}

fn extend(vm: &Vm, args: &[Value]) -> PyResult {
    let deque = of(vm, &args[0])?;
    vm.for_each(&source(vm, args)?, |item| {
        deque.push_back(item);
        Ok(true)
    })?;
    Ok(Value::None)
}

fn extendleft(vm: &Vm, args: &[Value]) -> PyResult {
    let deque = of(vm, &args[0])?;
    vm.for_each(&source(vm, args)?, |item| {
        deque.push_front(item);
        Ok(true)
    })?;
    Ok(Value::None)
}

fn count(vm: &Vm, args: &[Value]) -> PyResult {
    let deque = of(vm, &args[0])?;
    let version = deque.version.get();
    let mut count = 0;
    for item in deque.to_vec() {
        count += i64::from(vm.eq(&item, &args[1])?);
        if deque.version.get() != version {
            return Err(vm.runtime_error("deque mutated during iteration"));
        }
    }
    Ok(Value::Int(count))
}

fn find(vm: &Vm, deque: &Deque, item: &Value, start: usize, stop: usize) -> PyResult<Option<usize>> {
    let version = deque.version.get();
    for i in start..stop {
        let Some(candidate) = deque.items.borrow().get(i).cloned() else { break };
        let same = vm.eq(&candidate, item)?;
        if deque.version.get() != version {
            return Err(vm.runtime_error("deque mutated during iteration"));
        }
        if same {
            return Ok(Some(i));
        }
    }
    Ok(None)
}

fn bound(vm: &Vm, given: &Value, default: usize, len: usize) -> PyResult<usize> {
    if given.is_unbound() {
        return Ok(default);
    }
    let n = vm.index_clamped(given)?;
    let len = i64::try_from(len).unwrap_or(i64::MAX);
    let n = if n < 0 { n.saturating_add(len).max(0) } else { n };
    Ok(usize::try_from(n).unwrap_or(default))
}

fn index(vm: &Vm, args: &[Value]) -> PyResult {
    let deque = of(vm, &args[0])?;
    let len = deque.items.borrow().len();
    let (start, stop) = (bound(vm, &args[2], 0, len)?, bound(vm, &args[3], usize::MAX, len)?);
    match find(vm, deque, &args[1], start, stop)? {
        Some(i) => Ok(size(i)),
        None => Err(absent(vm, &args[1])?),
    }
}

fn absent(vm: &Vm, item: &Value) -> PyResult<PyError> {
    Ok(vm.value_error(format!("{} is not in deque", vm.repr(item)?)))
}

fn insert(vm: &Vm, args: &[Value]) -> PyResult {
    let deque = of(vm, &args[0])?;
    let len = deque.items.borrow().len();
    if deque.maxlen.get() == Some(len) {
        return Err(vm.index_error("deque already at its maximum size"));
    }
    let index = vm.index_i64(&args[1])?;
    let at = bound(vm, &Value::Int(index), 0, len)?.min(len);
    deque.items.borrow_mut().insert(at, args[2].clone());
    deque.changed();
    Ok(Value::None)
}

fn take(vm: &Vm, value: &Value, end: fn(&mut VecDeque<Value>) -> Option<Value>) -> PyResult {
    let deque = of(vm, value)?;
    deque.changed();
    let taken = end(&mut deque.items.borrow_mut());
    taken.ok_or_else(|| vm.index_error("pop from an empty deque"))
}

fn remove(vm: &Vm, args: &[Value]) -> PyResult {
    let deque = of(vm, &args[0])?;
    let version = deque.version.get();
    let found = match find(vm, deque, &args[1], 0, usize::MAX) {
        Err(_) if deque.version.get() != version => {
            return Err(vm.index_error("deque mutated during remove()."));
        }
        found => found?,
    };
    let Some(i) = found else { return Err(absent(vm, &args[1])?) };
    let gone = deque.items.borrow_mut().remove(i);
    deque.changed();
    drop(gone);
    Ok(Value::None)
}

fn reverse(vm: &Vm, args: &[Value]) -> PyResult {
    of(vm, &args[0])?.items.borrow_mut().make_contiguous().reverse();
    Ok(Value::None)
}

fn rotate(vm: &Vm, args: &[Value]) -> PyResult {
    let deque = of(vm, &args[0])?;
    let n = vm.index_i64(&args[1])?;
    let mut items = deque.items.borrow_mut();
    let Ok(len) = i64::try_from(items.len()) else { return Ok(Value::None) };
    if len > 1 {
        items.rotate_right(usize::try_from(n.rem_euclid(len)).unwrap_or(0));
        deque.changed();
    }
    Ok(Value::None)
}

fn reduce(vm: &Vm, args: &[Value]) -> PyResult {
    let deque = of(vm, &args[0])?;
    let arguments = deque.maxlen.get().map_or(Vec::new(), |n| vec![vm.empty_tuple(), size(n)]);
    Ok(reduced(vm, &args[0], arguments, vec![state(vm, &args[0])?, vm.iter(&args[0])?]))
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let Some(_guard) = vm.repr_enter(value) else { return Ok(Value::str("[...]")) };
    let deque = of(vm, value)?;
    let items = vm.repr(&vm.new_list(deque.to_vec()))?;
    let name = vm.class_of(value).name();
    Ok(Value::str(&match deque.maxlen.get() {
        Some(n) => format!("{name}({items}, maxlen={n})"),
        None => format!("{name}({items})"),
    }))
}

fn richcompare(vm: &Vm, a: &Value, b: &Value, op: CmpOp) -> PyResult {
    let (Some(x), Some(y)) = (a.native::<Deque>(), b.native::<Deque>()) else {
        return Ok(Value::NotImplemented);
    };
    vm.compare(&vm.new_list(x.to_vec()), &vm.new_list(y.to_vec()), op)
}

fn position(vm: &Vm, deque: &Deque, key: &Value) -> PyResult<usize> {
    if !vm.has_index(key) {
        let got = vm.type_name(key);
        return Err(vm.type_error(format!("sequence index must be integer, not '{got}'")));
    }
    let index = vm.sequence_index(key)?;
    let len = deque.items.borrow().len();
    let index = if index < 0 { index.saturating_add(i64::try_from(len).unwrap_or(i64::MAX)) } else { index };
    let found = usize::try_from(index).ok().filter(|i| *i < len);
    found.ok_or_else(|| vm.index_error("deque index out of range"))
}

fn getitem(vm: &Vm, value: &Value, key: &Value) -> PyResult {
    let deque = of(vm, value)?;
    let i = position(vm, deque, key)?;
    let found = deque.items.borrow().get(i).cloned();
    found.ok_or_else(|| vm.index_error("deque index out of range"))
}

fn setitem(vm: &Vm, value: &Value, key: &Value, item: Option<Value>) -> PyResult<()> {
    let deque = of(vm, value)?;
    let i = position(vm, deque, key)?;
    let old = match item {
        None => {
            deque.changed();
            deque.items.borrow_mut().remove(i)
        }
        Some(item) => deque.items.borrow_mut().get_mut(i).map(|slot| std::mem::replace(slot, item)),
    };
    drop(old);
    Ok(())
}

fn concat(vm: &Vm, a: &Value, b: &Value) -> PyResult {
    if b.native::<Deque>().is_none() {
        let got = vm.type_name(b);
        return Err(vm.type_error(format!("can only concatenate deque (not \"{got}\") to deque")));
    }
    let made = copy(vm, std::slice::from_ref(a))?;
    extend(vm, &[made.clone(), b.clone()])?;
    Ok(made)
}

fn repeat_in_place(vm: &Vm, value: &Value, times: &Value) -> PyResult<()> {
    let deque = of(vm, value)?;
    let times = usize::try_from(vm.index_i64(times)?).unwrap_or(0);
    if times == 0 {
        return clear(vm, std::slice::from_ref(value)).map(drop);
    }
    let items = deque.to_vec();
    if items.is_empty() {
        return Ok(());
    }
    let wanted = items.len().checked_mul(times).filter(|n| vm.check_size(n.saturating_mul(16)));
    if wanted.is_none() && deque.maxlen.get().is_none() {
        return Err(vm.out_of_memory());
    }
    // With a bound, only the last `maxlen` elements can stay.
    let rounds = deque.maxlen.get().map_or(times, |max| times.min(max / items.len() + 2));
    for _ in 1..rounds {
        items.iter().for_each(|item| deque.push_back(item.clone()));
    }
    Ok(())
}

impl Native for Deque {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        if let Ok(items) = self.items.try_borrow() {
            items.iter().for_each(|v| visit.value(v));
        }
    }
}
