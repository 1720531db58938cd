//! The short way for instances of plain classes: what `object.__reduce_ex__(2)` would say, without asking it.
//!
//! It is taken where a [`Plan`] says so. The `__dict__` of such an instance often does not exist yet; its memo index is reserved, and a stamp bit lets the dict inherit it
//! should it come to be while the pickle is written.

use pyvm_vm::PyResult;
use pyvm_vm::heap::{Ref, Str, Value};
use pyvm_vm::objects::Dict;
use pyvm_vm::types::attribute;

use super::plan::Plan;
use super::{ObjectSink, Saver, Task};
use crate::opcode::Opcode;

impl<S: ObjectSink> Saver<'_, S> {
    /// Writes an instance of which a [`Plan`] is known; says no where it must be asked to reduce itself.
    pub(super) fn save_instance(&mut self, object: &Ref) -> PyResult<bool> {
        let options = self.options;
        if options.protocol < 2 || options.fast || options.dispatch_table.is_some() || !self.unhooked {
            return Ok(false);
        }
        let plan = self.plan(object.class());
        if matches!(plan, Plan::Ask) || !self.has_plain_attributes(object) {
            return Ok(false);
        }
        let value = || Value::Obj(object.clone());
        let reduced = match plan {
            Plan::Attributes => return self.save_made(Task::Instance(object.clone())).map(|()| true),
            Plan::Slots(places) if !self.memo.lasts() => {
                let items = self.slot_values(object, &places);
                let task = Task::SlotInstance { object: object.clone(), items };
                return self.save_made(task).map(|()| true);
            }
            Plan::Ask | Plan::Slots(_) => return Ok(false),
            Plan::Reduce(function) => self.vm.call1(&function, value())?,
            Plan::ReduceEx(function) => {
                self.vm.call2(&function, value(), Value::Int(i64::from(options.protocol)))?
            }
        };
        self.save_reduced(value(), reduced)?;
        Ok(true)
    }

    /// Writes the class of an instance, then the instance.
    fn save_made(&mut self, then: Task) -> PyResult<()> {
        let (Task::Instance(object) | Task::SlotInstance { object, .. }) = &then else { return Ok(()) };
        let class = object.class().to_value();
        self.open_reduces += 1;
        match self.memoized(&class) {
            Some(index) => {
                self.out.boundary()?;
                self.out.get(index);
                self.perform(then)
            }
            None => {
                self.tasks.push(then);
                self.save(class)
            }
        }
    }

    /// The class is written: no arguments, then the object. Says no where it was written on the way.
    fn new_object(&mut self, object: &Ref) -> PyResult<bool> {
        self.out.boundary()?;
        self.out.op(Opcode::EmptyTuple);
        self.out.op(Opcode::NewObj);
        Ok(self.reduce_end(&Value::Obj(object.clone())))
    }

    /// The class is written: the object, its attributes.
    pub(super) fn instance_made(&mut self, object: Ref) -> PyResult<()> {
        if !self.new_object(&object)? {
            return Ok(());
        }
        let total = object.shape().keys().len();
        let shaped = !object.shape().is_dict() && total > 0;
        if !shaped || !self.memo.mark_attributes(&Value::Obj(object.clone())) {
            return self.save_dict_state(&object);
        }
        self.out.boundary()?;
        self.out.op(Opcode::EmptyDict);
        let index = self.memo.step();
        self.out.put(index);
        if total > 1 {
            self.out.op(Opcode::Mark);
        }
        self.attributes_step(object, 0, total)
    }

    /// The state of an instance whose `__dict__` exists, or has to.
    fn save_dict_state(&mut self, object: &Ref) -> PyResult<()> {
        let Some(state) = attribute::existing_dict(self.vm, &Value::Obj(object.clone())) else {
            return Ok(());
        };
        self.tasks.push(Task::Op(Opcode::Build));
        self.save(state)
    }

    pub(super) fn attributes_step(&mut self, object: Ref, mut next: usize, total: usize) -> PyResult<()> {
        // Twice the index: even for a name, odd for its value.
        while next < 2 * total {
            let shape = object.shape();
            if shape.is_dict() || shape.keys().len() != total {
                return self.attributes_moved(&object, next, total);
            }
            let at = next / 2;
            let item = if next.is_multiple_of(2) {
                shape.keys().get(at).map_or(Value::Unbound, |k| Value::Str(k.clone()))
            } else {
                object.attrs().get(shape.slot_count() + at)
            };
            next += 1;
            if !self.save_atom(&item)? {
                self.tasks.push(Task::Attributes { object, next, total });
                self.queue(item);
                return Ok(());
            }
            item.release();
        }
        self.out.op(if total > 1 { Opcode::SetItems } else { Opcode::SetItem });
        let left = if object.shape().is_dict() {
            Dict::of(&attribute::instance_dict(self.vm, &object)).map_or(0, Dict::len)
        } else {
            object.shape().keys().len()
        };
        if total > 1 && left != total {
            return Err(self.vm.runtime_error("dictionary changed size during iteration"));
        }
        self.out.op(Opcode::Build);
        Ok(())
    }

    /// Attributes were added or moved to a `__dict__` while they were written: go on in it, as a dict would.
    fn attributes_moved(&mut self, object: &Ref, next: usize, total: usize) -> PyResult<()> {
        let dict = attribute::instance_dict(self.vm, object);
        self.tasks.push(Task::Op(Opcode::Build));
        let position = next.div_ceil(2);
        let rest = Task::Dict { dict: Value::Obj(dict.clone()), position, in_batch: position, len: total };
        self.tasks.push(if total > 1 { rest } else { Task::Op(Opcode::SetItem) });
        if next % 2 == 1
            && let Some((_, _, value)) = Dict::of(&dict).and_then(|d| d.next_entry(next / 2))
        {
            self.tasks.push(Task::Save(value));
        }
        Ok(())
    }

    /// The names of the slots that hold something and their values, last first, as they are now: what comes before
    /// they are written may change them.
    fn slot_values(&mut self, object: &Ref, places: &[(Str, usize)]) -> Vec<Value> {
        let mut items = std::mem::take(&mut self.spare);
        for (name, index) in places.iter().rev() {
            if let Some(value) = object.attrs().get(*index).bound() {
                items.push(value);
                items.push(Value::Str(name.clone()));
            }
        }
        items
    }

    /// The class is written: the object, then the pair of no `__dict__` and a new dict of the slots, of which only
    /// the memo indices count, since nothing else can refer to them.
    pub(super) fn slot_instance_made(&mut self, object: &Ref, items: Vec<Value>) -> PyResult<()> {
        if !self.new_object(object)? || items.is_empty() {
            return Ok(());
        }
        self.out.boundary()?;
        self.save(Value::None)?;
        self.out.boundary()?;
        self.out.op(Opcode::EmptyDict);
        let index = self.memo.step();
        self.out.put(index);
        let several = items.len() > 2;
        if several {
            self.out.op(Opcode::Mark);
        }
        self.slots_step(items, several)
    }

    pub(super) fn slots_step(&mut self, mut items: Vec<Value>, several: bool) -> PyResult<()> {
        while let Some(item) = items.pop() {
            if !self.save_atom(&item)? {
                self.tasks.push(Task::SlotValues { items, several });
                self.queue(item);
                return Ok(());
            }
            item.release();
        }
        self.spare = items;
        self.out.op(if several { Opcode::SetItems } else { Opcode::SetItem });
        self.out.op(Opcode::Tuple2);
        let index = self.memo.step();
        self.out.put(index);
        self.out.op(Opcode::Build);
        Ok(())
    }
}
