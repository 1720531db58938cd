//! The tasks of a saver: what it does instead of recursion.

use pyvm_vm::heap::{Ref, Str, Value};

use crate::opcode::Opcode;

/// What is still to be written.
pub(crate) enum Task {
    Save(Value),
    /// A persistent id is written.
    IdEnd,
    /// A persistent id, which is not asked for its own.
    SaveId(Value),
    Op(Opcode),
    /// A tuple, from an index; at its end choose the opcode, or fetch the tuple that was written in between.
    Tuple {
        tuple: Value,
        next: usize,
    },
    /// An exact list, from an index.
    List {
        list: Value,
        next: usize,
        in_batch: usize,
    },
    /// An exact dict, from a position.
    Dict {
        dict: Value,
        position: usize,
        in_batch: usize,
        len: usize,
    },
    /// The value of a dict's item whose key was no atom, then the rest.
    DictValue {
        dict: Value,
        position: usize,
        in_batch: usize,
        len: usize,
        item: Value,
    },
    /// An exact set, from a slot.
    Set {
        set: Value,
        slot: usize,
        in_batch: usize,
        len: usize,
    },
    /// A frozenset, from a slot.
    Frozen {
        set: Value,
        slot: usize,
    },
    /// An iterator of items or pairs; in an open batch, how many it has.
    /// The second item of an iterator, drawn before the first was written.
    SecondItem {
        iterator: Value,
        pairs: bool,
        second: Value,
    },
    Items {
        iterator: Value,
        pairs: bool,
        in_batch: Option<usize>,
    },
    /// The object of a reduce is made: memoize it, or fetch it and forget the tasks for items and state, which begin
    /// at an index. Unbound where it is not memoized.
    ReduceEnd {
        object: Value,
        rest: usize,
    },
    /// The name of a global is written.
    GlobalEnd(Value),
    /// The first part of a dotted name, below protocol 4.
    DottedHead {
        module: Str,
        first: Str,
    },
    /// A dotted name is written.
    DottedEnd {
        value: Value,
    },
    /// The class of a plain instance is written.
    Instance(Ref),
    /// The class of an instance is written whose state is these names and values of slots, last first.
    SlotInstance {
        object: Ref,
        items: Vec<Value>,
    },
    /// What is left of such a state; several items have a mark.
    SlotValues {
        items: Vec<Value>,
        several: bool,
    },
    /// The attributes of a plain instance, from an index.
    Attributes {
        object: Ref,
        next: usize,
        total: usize,
    },
    /// A list or dict is done, in fast mode.
    FastLeave(usize),
}
