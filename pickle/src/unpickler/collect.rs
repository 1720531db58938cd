//! Opcodes that put values into containers: they move from the stack into place.

use pyvm_vm::PyResult;
use pyvm_vm::objects::set;

use super::{Loader, Raise};
use crate::wire::{Fault, Source};

impl<S: Source> Loader<'_, S>
where
    S::Error: Raise,
{
    /// The container below the values from index `at`, which are taken off the stack by the caller.
    fn container(&self, at: usize) -> PyResult {
        if at > self.stack.len() || at <= self.fence() {
            return self.underflow();
        }
        match at.checked_sub(1).and_then(|i| self.stack.get(i)) {
            Some(target) => Ok(target.clone()),
            None => self.underflow(),
        }
    }

    /// `APPEND` and `APPENDS`
    pub(super) fn append(&mut self, at: usize) -> PyResult<()> {
        let vm = self.vm;
        let target = self.container(at)?;
        if at == self.stack.len() {
            return Ok(());
        }
        if vm.is_exact(&target, &vm.types.list)
            && let Some(list) = target.as_list()
        {
            list.extend_from(&mut self.stack, at);
            return Ok(());
        }
        let items = self.stack.split_off(at);
        if let Some(extend) = vm.lookup_attr(&target, &vm.intern("extend"))? {
            return vm.call1(&extend, vm.new_list(items)).map(drop);
        }
        let append = vm.getattr_str(&target, "append")?;
        for item in items {
            vm.call1(&append, item)?;
        }
        Ok(())
    }

    /// `SETITEM` and `SETITEMS`
    pub(super) fn set_items(&mut self, at: usize) -> PyResult<()> {
        let vm = self.vm;
        let target = self.container(at)?;
        let count = self.stack.len() - at;
        if !count.is_multiple_of(2) {
            return self.fault(Fault::OddItems("SETITEMS"));
        }
        let exact = vm.is_exact(&target, &vm.types.dict);
        let Some(dict) = target.as_dict().filter(|_| exact) else {
            let mut items = self.stack.split_off(at).into_iter();
            while let (Some(key), Some(value)) = (items.next(), items.next()) {
                vm.setitem(&target, &key, value)?;
            }
            return Ok(());
        };
        if dict.is_empty() {
            dict.reserve(count / 2);
        }
        let mut items = self.stack.drain(at..);
        while let (Some(key), Some(value)) = (items.next(), items.next()) {
            drop(dict.insert(vm, key, value)?);
        }
        Ok(())
    }

    /// `ADDITEMS`
    pub(super) fn add_items(&mut self, at: usize) -> PyResult<()> {
        let vm = self.vm;
        let target = self.container(at)?;
        if at == self.stack.len() {
            return Ok(());
        }
        if vm.is_instance(&target, &vm.types.set) {
            for item in self.stack.drain(at..) {
                set::add(vm, &target, item)?;
            }
            return Ok(());
        }
        let items = self.stack.split_off(at);
        let add = vm.getattr_str(&target, "add")?;
        for item in items {
            vm.call1(&add, item)?;
        }
        Ok(())
    }
}
