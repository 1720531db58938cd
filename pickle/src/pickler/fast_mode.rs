//! Fast mode has no memo: what finds cycles there is the nesting of lists and dicts. C counts frozensets in and never
//! out, and leaves what an error found; both show in what a pickler says later.

use hashbrown::HashSet;
use pyvm_vm::PyResult;
use pyvm_vm::heap::Value;
use pyvm_vm::vm::Vm;

use super::memo::address;
use super::{ObjectSink, Saver, Task};

/// Containers that may nest before they are looked at.
const LIMIT: i64 = 50;
/// The depth after a cycle was found.
const FAILED: i64 = -1;

/// The containers being written, for as long as the pickler lives.
#[derive(Default)]
pub(super) struct Nesting {
    depth: i64,
    seen: HashSet<usize>,
}

impl Nesting {
    fn enter(&mut self, address: usize) -> bool {
        self.depth += 1;
        let fits = self.depth < LIMIT || self.seen.insert(address);
        if !fits {
            self.depth = FAILED;
        }
        fits
    }

    fn leave(&mut self, address: usize) -> bool {
        self.depth -= 1;
        self.depth + 1 < LIMIT || self.seen.remove(&address)
    }
}

impl<S: ObjectSink> Saver<'_, S> {
    /// To be called before anything of a list or dict is written.
    #[inline]
    pub(super) fn fast_enter(&mut self, value: &Value) -> PyResult<()> {
        if !self.options.fast {
            return Ok(());
        }
        self.tasks.push(Task::FastLeave(address(value)));
        self.fast_enter_for_good(value)
    }

    /// The same of a frozenset, which C never leaves.
    pub(super) fn fast_enter_for_good(&mut self, value: &Value) -> PyResult<()> {
        let address = address(value);
        if !self.options.fast || self.memo.nesting.borrow_mut().enter(address) {
            return Ok(());
        }
        let name = self.vm.type_name(value);
        let problem =
            format!("fast mode: can't pickle cyclic objects including object type {name} at {address:#x}");
        Err(self.vm.value_error(problem))
    }

    /// A list or dict is written, or given up.
    pub(super) fn fast_leave(&mut self, address: usize) -> PyResult<()> {
        let was_in = self.memo.nesting.borrow_mut().leave(address);
        if was_in { Ok(()) } else { Err(missing(self.vm, address)) }
    }
}

#[cold]
fn missing(vm: &Vm, address: usize) -> pyvm_vm::PyError {
    vm.key_error(&Value::from(address))
}
