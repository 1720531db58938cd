//! Exceptions: mirrors `Objects/exceptions.c`.

use std::cell::Cell;

use crate::heap::collect::Traverse;
use crate::heap::{Ref, TypeRef, Value, ValueCell, Visitor};
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
    pub args: ValueCell,
    /// `__traceback__`, or `None`.
    pub traceback: ValueCell,
    /// `__cause__`, or `None`.
    pub cause: ValueCell,
    /// `__context__`, or `None`.
    pub context: ValueCell,
    /// `__suppress_context__`
    pub suppress_context: Cell<bool>,
    fields: Cell<Vec<(&'static str, Value)>>,
}

impl Exception {
    /// A payload with these `args`.
    pub fn new(args: Value) -> Self {
        Exception {
            args: ValueCell::new(args),
            traceback: ValueCell::new(Value::None),
            cause: ValueCell::new(Value::None),
            context: ValueCell::new(Value::None),
            suppress_context: Cell::new(false),
            fields: Cell::new(Vec::new()),
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
        let fields = self.fields.take();
        let found = fields.iter().find(|(n, _)| *n == name).map_or(Value::Unbound, |(_, v)| v.clone());
        self.fields.set(fields);
        found
    }

    /// Sets a field.
    pub fn set_field(&self, name: &'static str, value: Value) {
        let mut fields = self.fields.take();
        let old = match fields.iter_mut().find(|(n, _)| *n == name) {
            Some((_, slot)) => std::mem::replace(slot, value),
            None => {
                fields.push((name, value));
                Value::Unbound
            }
        };
        self.fields.set(fields);
        drop(old);
    }
}

impl Traverse for Exception {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        for cell in [&self.args, &self.traceback, &self.cause, &self.context] {
            cell.traverse(visit);
        }
        let fields = self.fields.take();
        fields.iter().for_each(|(_, v)| visit.value(v));
        self.fields.set(fields);
    }
}
