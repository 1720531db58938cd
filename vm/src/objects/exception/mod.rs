//! Exceptions: mirrors `Objects/exceptions.c`.

use std::cell::{Cell, RefCell};

use crate::heap::collect::Traverse;
use crate::heap::{Ref, TypeRef, Value, Visitor};
use crate::objects::Kind;
use crate::vm::Vm;

pub mod base;
mod fields;
pub mod group;
pub mod hierarchy;
pub mod os;

pub use hierarchy::Exceptions;

/// The payload of an exception. Fields beyond those of `BaseException` (`errno`, `name`, `obj` …) are kept by
/// name; each class's row in [`hierarchy`] lists its own.
pub struct Exception {
    /// `args`, a tuple.
    pub args: RefCell<Value>,
    /// `__traceback__`, or `None`.
    pub traceback: RefCell<Value>,
    /// `__cause__`, or `None`.
    pub cause: RefCell<Value>,
    /// `__context__`, or `None`.
    pub context: RefCell<Value>,
    /// `__suppress_context__`
    pub suppress_context: Cell<bool>,
    fields: RefCell<Vec<(&'static str, Value)>>,
}

impl Exception {
    /// A payload with these `args`.
    pub fn new(args: Value) -> Self {
        Exception {
            args: RefCell::new(args),
            traceback: RefCell::new(Value::None),
            cause: RefCell::new(Value::None),
            context: RefCell::new(Value::None),
            suppress_context: Cell::new(false),
            fields: RefCell::new(Vec::new()),
        }
    }

    /// An exception object of a native class, its fields filled from `args`.
    pub fn instance(vm: &Vm, class: &TypeRef, args: Vec<Value>) -> Value {
        let payload = Exception::new(vm.new_tuple(args.clone()));
        fields::fill(vm, class, &payload, &args);
        Value::Obj(Ref::new(class, Kind::Exception(Box::new(payload))))
    }

    /// A field; unbound where it was never set.
    pub fn field(&self, name: &str) -> Value {
        self.fields.borrow().iter().find(|(n, _)| *n == name).map_or(Value::Unbound, |(_, v)| v.clone())
    }

    /// Sets a field.
    pub fn set_field(&self, name: &'static str, value: Value) {
        let mut fields = self.fields.borrow_mut();
        match fields.iter_mut().find(|(n, _)| *n == name) {
            Some((_, slot)) => *slot = value,
            None => fields.push((name, value)),
        }
    }
}

impl Traverse for Exception {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        for cell in [&self.args, &self.traceback, &self.cause, &self.context] {
            cell.traverse(visit);
        }
        if let Ok(fields) = self.fields.try_borrow() {
            for (_, v) in fields.iter() {
                visit.value(v);
            }
        }
    }
}
