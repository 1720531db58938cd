//! `_queue.SimpleQueue`: a queue without limits and tasks. Mirrors `Modules/_queuemodule.c`.

use std::cell::RefCell;
use std::collections::VecDeque;

use pyvm_vm::heap::{TypeRef, Visitor};
use pyvm_vm::objects::Native;
use pyvm_vm::types::{Layout, NativeDef, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult, Value};

use crate::_thread::scheduler;
use crate::support::{add_exception, add_types, instance, size};
use crate::waiting::{self, Timeout};

/// What was put and not got yet.
#[derive(Default)]
struct Queue(RefCell<VecDeque<Value>>);

static QUEUE: TypeSpec = TypeSpec {
    doc: Some("Simple, unbounded, reentrant FIFO queue."),
    flags: TypeFlags::BASETYPE.with(TypeFlags::HAS_WEAKREF),
    layout: Some(Layout::Native("SimpleQueue")),
    new: Some(&NEW),
    methods: METHODS,
    ..TypeSpec::named("SimpleQueue", "_queue")
};

static NEW: NativeDef =
    NativeDef::static_("__new__", "($type, /)", |vm, a| instance(vm, &a[0], Queue::default()), "");

static METHODS: &[NativeDef] = &[
    NativeDef::method(
        "put",
        "($self, /, item, block=True, timeout=None)",
        put,
        "Put the item on the queue.\n\nIt never blocks: 'block' and 'timeout' are there for compatibility with the\nQueue class.",
    ),
    NativeDef::method("put_nowait", "($self, /, item)", put, "Put an item into the queue without blocking."),
    NativeDef::method(
        "get",
        "($self, /, block=True, timeout=None)",
        |vm, a| take(vm, &a[0], vm.is_true(&a[1])?, &a[2]),
        "Remove and return an item from the queue.\n\nWithout an item it raises Empty, after 'timeout' seconds where 'block' is true.",
    ),
    NativeDef::method(
        "get_nowait",
        "($self, /)",
        |vm, a| take(vm, &a[0], false, &Value::None),
        "Remove and return an item from the queue without blocking.",
    ),
    NativeDef::method(
        "empty",
        "($self, /)",
        |vm, a| Ok(Value::Bool(queue(vm, &a[0])?.0.borrow().is_empty())),
        "Return True if the queue is empty, False otherwise (not reliable!).",
    ),
    NativeDef::method(
        "qsize",
        "($self, /)",
        |vm, a| Ok(size(queue(vm, &a[0])?.0.borrow().len())),
        "Return the approximate size of the queue (not reliable!).",
    ),
    NativeDef::class(
        "__class_getitem__",
        "($type, object, /)",
        pyvm_vm::objects::generic_alias::class_getitem,
        "See PEP 585",
    )
    .hidden_signature(),
];

/// Makes the module.
///
/// # Errors
/// What making its types raises.
pub(crate) fn make(vm: &Vm) -> PyResult {
    let doc = "C implementation of the Python queue module.\nThis module is an implementation detail, please do not use it directly.";
    let module = pyvm_vm::modules::make(vm, "_queue", doc, &[]);
    add_types(vm, &module, &[&QUEUE])?;
    let empty = add_exception(vm, &module, "_queue", "Empty", std::slice::from_ref(&vm.exc.exception))?;
    let doc = Value::str("Exception raised by Queue.get(block=0)/get_nowait().");
    vm.setattr(&empty.to_value(), &vm.intern("__doc__"), doc)?;
    Ok(module)
}

fn queue<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Queue> {
    vm.payload(value, "SimpleQueue")
}

fn put(vm: &Vm, args: &[Value]) -> PyResult {
    queue(vm, &args[0])?.0.borrow_mut().push_back(args[1].clone());
    Ok(Value::None)
}

fn empty(vm: &Vm) -> PyError {
    let class = vm.import("_queue").and_then(|module| vm.getattr_str(&module, "Empty"));
    match class.as_ref().map(TypeRef::from_value) {
        Ok(Some(class)) => vm.new_exception(class, Vec::new()),
        _ => vm.system_error("_queue.Empty is no class"),
    }
}

/// The next item, when there is one. Of several threads that wait for it one gets it.
fn take(vm: &Vm, value: &Value, block: bool, timeout: &Value) -> PyResult {
    let queue = queue(vm, value)?;
    let deadline = if block { deadline(vm, timeout)? } else { Some(std::time::Instant::now()) };
    loop {
        if let Some(item) = queue.0.borrow_mut().pop_front() {
            return Ok(item);
        }
        if !scheduler::wait(vm, deadline, || !queue.0.borrow().is_empty())? {
            return Err(empty(vm));
        }
    }
}

fn deadline(vm: &Vm, timeout: &Value) -> PyResult<Option<std::time::Instant>> {
    let wanted = format!("'{}' object cannot be interpreted as an integer", vm.type_name(timeout));
    match waiting::timeout(vm, timeout, 1.0, &wanted)? {
        Timeout::Negative => Err(vm.value_error("'timeout' must be a non-negative number")),
        given => Ok(given.deadline()),
    }
}

impl Native for Queue {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        self.0.borrow().iter().for_each(|item| visit.value(item));
    }
}
