//! What modules and class bodies do with their namespaces.

use super::{Flow, Machine};
use crate::bytecode::instruction::Instr;
use crate::error::PyResult;
use crate::heap::Value;

impl Machine<'_> {
    pub(super) fn setup_annotations(&mut self, _i: Instr) -> PyResult<Flow> {
        let locals = self.frame_locals();
        self.save_ip();
        let key = Value::Str(self.vm.names.annotations.clone());
        match self.vm.getitem(&locals, &key) {
            Ok(_) => {}
            Err(e) if e.matches(self.vm, &self.vm.exc.key_error) => {
                let made = self.vm.new_dict();
                self.vm.setitem(&locals, &key, made)?;
            }
            Err(e) => return Err(e),
        }
        self.next()
    }

    pub(super) fn print_expr(&mut self, i: Instr) -> PyResult<Flow> {
        let value = self.operand_a(i);
        self.save_ip();
        let sys = self.vm.import("sys")?;
        let hook = self.vm.lookup_attr(&sys, &self.vm.intern("displayhook"))?;
        let Some(hook) = hook else { return Err(self.vm.runtime_error("lost sys.displayhook")) };
        self.vm.call1(&hook, value)?;
        self.next()
    }
}
