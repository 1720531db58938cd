//! Fast mode has no memo: what finds cycles there is the nesting of lists and dicts.

use hashbrown::HashSet;
use pyvm_vm::PyResult;
use pyvm_vm::heap::Value;

use super::memo::address;
use super::{ObjectSink, Saver, Task};

/// Containers that may nest before they are looked at.
const LIMIT: usize = 50;

/// The lists and dicts being written.
#[derive(Default)]
pub(super) struct Nesting {
    depth: usize,
    seen: HashSet<usize>,
}

impl Nesting {
    fn enter(&mut self, address: usize) -> bool {
        self.depth += 1;
        self.depth < LIMIT || self.seen.insert(address)
    }

    pub(super) fn leave(&mut self, address: usize) {
        if self.depth >= LIMIT {
            self.seen.remove(&address);
        }
        self.depth = self.depth.saturating_sub(1);
    }
}

impl<S: ObjectSink> Saver<'_, S> {
    /// To be called before anything of a list or dict is written.
    pub(super) fn fast_enter(&mut self, value: &Value) -> PyResult<()> {
        if !self.options.fast {
            return Ok(());
        }
        let address = address(value);
        if !self.fast_mode.enter(address) {
            let name = self.vm.type_name(value);
            return Err(self.vm.value_error(format!(
                "fast mode: can't pickle cyclic objects including object type {name} at {address:#x}"
            )));
        }
        self.tasks.push(Task::FastLeave(address));
        Ok(())
    }
}
