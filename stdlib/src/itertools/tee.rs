//! `itertools.tee`: iterators that share a chain of links, each with up to 57 elements of the source.

use std::cell::{Cell, RefCell};

use pyvm_vm::heap::Visitor;
use pyvm_vm::heap::collect::Traverse;
use pyvm_vm::objects::Native;
use pyvm_vm::types::{Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::{reducer, setter, state_parts, warn_pickling, wrong_part};
use crate::support::{instance, reduced, size};

/// Elements per link, which shows in pickles.
const LINK_SIZE: usize = 57;

struct Tee {
    /// A link.
    data: RefCell<Value>,
    index: Cell<usize>,
}

struct Link {
    iterator: Value,
    values: RefCell<Vec<Value>>,
    /// The link after this one, or `None`.
    next: RefCell<Value>,
    /// Whether an element is being drawn.
    running: Cell<bool>,
}

pub(super) static FUNCTIONS: &[NativeDef] = &[NativeDef::function(
    "tee",
    "($module, iterable, n=2, /)",
    tee,
    "Returns a tuple of n independent iterators.",
)];

iterator_type! {
    /// The type of the iterators.
    SPEC "_tee", "Iterator wrapped to make it copyable.",
    TypeFlags::HAS_WEAKREF, Tee,
    new: NEW NativeDef::static_("__new__", "($type, iterable, /)", new, ""),
    next: next, methods: METHODS
}

static METHODS: &[NativeDef] = &[
    NativeDef::method("__copy__", "($self, /)", copy, "Returns an independent iterator."),
    reducer(reduce),
    setter(setstate),
];

/// The type of the links.
pub(super) static DATA: TypeSpec = TypeSpec {
    doc: Some(
        "teedataobject(iterable, values, next, /)\n--\n\nData container common to multiple tee objects.",
    ),
    layout: Some(Layout::Native("_tee_dataobject")),
    slots: |s: &Slots| s.getattro.set(Some(pyvm_vm::types::attribute::generic_getattr)),
    new: Some(&DATA_NEW),
    methods: &[reducer(link_reduce)],
    ..TypeSpec::named("_tee_dataobject", "itertools")
};
static DATA_NEW: NativeDef =
    NativeDef::static_("__new__", "($type, /, *args, **kwargs)", link_new, "").hidden_signature();

fn link<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Link> {
    vm.payload(value, "itertools._tee_dataobject")
}

fn new_link(vm: &Vm, iterator: Value) -> Value {
    let payload = Link {
        iterator,
        values: RefCell::default(),
        next: RefCell::new(Value::None),
        running: Cell::new(false),
    };
    vm.new_native(&vm.native_type(&DATA), payload)
}

fn tee(vm: &Vm, args: &[Value]) -> PyResult {
    let Ok(n) = usize::try_from(vm.index_i64(&args[1])?) else {
        return Err(vm.value_error("n must be >= 0"));
    };
    super::check_room(vm, n)?;
    if n == 0 {
        return Ok(vm.empty_tuple());
    }
    let iterator = vm.iter(&args[0])?;
    let copier = vm.lookup_attr(&iterator, &vm.intern("__copy__"))?;
    let (first, copier) = match copier {
        Some(copier) => (iterator, copier),
        None => {
            let first = from_iterable(vm, &iterator)?;
            let copier = vm.getattr_str(&first, "__copy__")?;
            (first, copier)
        }
    };
    let mut all = vec![first];
    while all.len() < n {
        all.push(vm.call0(&copier)?);
    }
    Ok(vm.new_tuple(all))
}

fn from_iterable(vm: &Vm, iterable: &Value) -> PyResult {
    let iterator = vm.iter(iterable)?;
    if iterator.native::<Tee>().is_some() {
        return copy(vm, &[iterator]);
    }
    let data = RefCell::new(new_link(vm, iterator));
    Ok(vm.new_native(&vm.native_type(&SPEC), Tee { data, index: Cell::new(0) }))
}

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    from_iterable(vm, &args[1])
}

fn copy(vm: &Vm, args: &[Value]) -> PyResult {
    let t = Tee::of(vm, &args[0])?;
    let data = RefCell::new(t.data.borrow().clone());
    Ok(vm.new_native(&vm.native_type(&SPEC), Tee { data, index: t.index.clone() }))
}

fn next(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
    let t = Tee::of(vm, value)?;
    if t.index.get() >= LINK_SIZE {
        let after = next_link(vm, link(vm, &t.data.borrow())?);
        drop(t.data.replace(after));
        t.index.set(0);
    }
    let data = t.data.borrow().clone();
    let found = element(vm, link(vm, &data)?, t.index.get())?;
    if found.is_some() {
        t.index.set(t.index.get() + 1);
    }
    Ok(found)
}

fn next_link(vm: &Vm, link: &Link) -> Value {
    let mut next = link.next.borrow_mut();
    if next.is_none() {
        *next = new_link(vm, link.iterator.clone());
    }
    next.clone()
}

fn element(vm: &Vm, link: &Link, index: usize) -> PyResult<Option<Value>> {
    if let Some(found) = link.values.borrow().get(index) {
        return Ok(Some(found.clone()));
    }
    if link.running.replace(true) {
        return Err(vm.runtime_error("cannot re-enter the tee iterator"));
    }
    let found = vm.next(&link.iterator);
    link.running.set(false);
    let found = found?;
    if let Some(item) = &found {
        link.values.borrow_mut().push(item.clone());
    }
    Ok(found)
}

fn reduce(vm: &Vm, args: &[Value]) -> PyResult {
    warn_pickling(vm)?;
    let t = Tee::of(vm, &args[0])?;
    let state = vm.new_tuple(vec![t.data.borrow().clone(), size(t.index.get())]);
    Ok(reduced(vm, &args[0], vec![vm.empty_tuple()], vec![state]))
}

fn setstate(vm: &Vm, args: &[Value]) -> PyResult {
    warn_pickling(vm)?;
    let t = Tee::of(vm, &args[0])?;
    let [data, index] = state_parts(vm, &args[1], 2, 2)? else { return Ok(Value::None) };
    if data.native::<Link>().is_none() {
        return Err(wrong_part(vm, "itertools._tee_dataobject", data));
    }
    let index = usize::try_from(vm.index_i64(index)?).ok().filter(|i| *i <= LINK_SIZE);
    let Some(index) = index else { return Err(vm.value_error("Index out of range")) };
    drop(t.data.replace(data.clone()));
    t.index.set(index);
    Ok(Value::None)
}

fn link_new(vm: &Vm, args: &[Value]) -> PyResult {
    if args[2].as_dict().is_some_and(|d| !d.is_empty()) {
        return Err(vm.type_error("teedataobject() takes no keyword arguments"));
    }
    let given = crate::support::elements(&args[1]);
    let [iterator, values, next] = given else {
        return Err(vm.type_error(format!("teedataobject expected 3 arguments, got {}", given.len())));
    };
    let Some(values) = values.as_list() else {
        let got = vm.type_name(values);
        return Err(vm.type_error(format!("teedataobject() argument 2 must be list, not {got}")));
    };
    let values = values.to_vec();
    let fits = match values.len() {
        LINK_SIZE => next.is_none() || next.native::<Link>().is_some(),
        n => n < LINK_SIZE && next.is_none(),
    };
    if !fits {
        return Err(vm.value_error("Invalid arguments"));
    }
    let payload = Link {
        iterator: iterator.clone(),
        values: RefCell::new(values),
        next: RefCell::new(next.clone()),
        running: Cell::new(false),
    };
    instance(vm, &args[0], payload)
}

fn link_reduce(vm: &Vm, args: &[Value]) -> PyResult {
    warn_pickling(vm)?;
    let l = link(vm, &args[0])?;
    let values = vm.new_list(l.values.borrow().clone());
    let next = l.next.borrow().clone();
    Ok(reduced(vm, &args[0], vec![l.iterator.clone(), values, next], Vec::new()))
}

impl Native for Tee {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        self.data.traverse(visit);
    }
}

impl Native for Link {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.iterator);
        self.values.traverse(visit);
        self.next.traverse(visit);
    }
}
