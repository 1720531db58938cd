//! Slots seen as dunder methods, both ways.
//!
//! A native type's slots appear in its namespace as wrapper descriptors (`int.__add__`): [`wrappers`]. A class
//! statement's dunder methods appear in its slots as dispatchers that call them: [`dispatch`]. [`update`] decides
//! which of the two a heap type's slot gets.

use crate::call::Args;
use crate::error::PyResult;
use crate::heap::{TypeRef, Value};
use crate::types::Slots;
use crate::vm::Vm;

pub mod dispatch;
pub mod update;
pub mod wrappers;

pub use update::{set_slots, update_all, update_for};
pub use wrappers::DEFS;

/// How many arguments a wrapper takes behind its receiver.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arity {
    /// Exactly this many.
    Exactly(usize),
    /// Between the two.
    Between(usize, usize),
    /// Anything, keywords included.
    Any,
}

/// One dunder method of native types.
pub struct SlotDef {
    /// The name.
    pub name: &'static str,
    /// `__doc__`
    pub doc: &'static str,
    /// `__text_signature__`
    pub signature: &'static str,
    /// How many arguments it takes.
    pub arity: Arity,
    /// Whether a type defines the slot.
    pub is_set: fn(&Slots) -> bool,
    /// Runs the slot of `owner`; the receiver is the first of the arguments.
    pub run: fn(&Vm, &TypeRef, &Value, Args<'_>) -> PyResult<Value>,
}

impl SlotDef {
    /// Calls the slot of `owner` on a receiver, or on the first argument where none is bound.
    ///
    /// # Errors
    /// TypeError where receiver or arguments do not fit, and what the slot raises.
    pub fn call(&self, vm: &Vm, owner: &TypeRef, receiver: Option<&Value>, args: Args<'_>) -> PyResult {
        let (receiver, rest) = match receiver {
            Some(r) => (r, args),
            None => match args.pos().split_first() {
                Some((first, _)) => (first, Args::with_keywords(&args.all()[1..], args.kwnames())),
                None => {
                    let (name, class) = (self.name, owner.tp_name());
                    return Err(
                        vm.type_error(format!("descriptor '{name}' of '{class}' object needs an argument"))
                    );
                }
            },
        };
        if !vm.is_instance(receiver, owner) {
            let (name, class, got) = (self.name, owner.tp_name(), vm.type_name(receiver));
            return Err(vm.type_error(format!(
                "descriptor '{name}' requires a '{class}' object but received a '{got}'"
            )));
        }
        self.check_arity(vm, rest)?;
        (self.run)(vm, owner, receiver, rest)
    }

    fn check_arity(&self, vm: &Vm, args: Args<'_>) -> PyResult<()> {
        let given = args.pos().len();
        let (min, max) = match self.arity {
            Arity::Any => return Ok(()),
            Arity::Exactly(n) => (n, n),
            Arity::Between(min, max) => (min, max),
        };
        if !args.kwnames().is_empty() {
            return Err(vm.type_error(format!("wrapper {}() takes no keyword arguments", self.name)));
        }
        if (min..=max).contains(&given) {
            return Ok(());
        }
        let (bound, n) = match (min == max, given < min) {
            (true, _) => ("", min),
            (false, true) => ("at least ", min),
            (false, false) => ("at most ", max),
        };
        // CPython unpacks arguments under an empty function name, which leaves its blank behind.
        let blank = if matches!(self.arity, Arity::Between(..)) || max > 1 { " " } else { "" };
        let s = if n == 1 { "" } else { "s" };
        Err(vm.type_error(format!("{blank}expected {bound}{n} argument{s}, got {given}")))
    }
}
