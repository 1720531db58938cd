//! Tuples, lists, dicts and sets.

use pyvm_vm::PyResult;
use pyvm_vm::heap::Value;
use pyvm_vm::objects::{Dict, set};

use super::{ObjectSink, Saver, Task};
use crate::opcode::Opcode;
use crate::wire::writer::BATCH;

impl<S: ObjectSink> Saver<'_, S> {
    /// Whether a tuple of this length has an opcode of its own.
    fn is_short(&self, len: usize) -> bool {
        len <= 3 && self.options.protocol >= 2
    }

    pub(super) fn save_tuple(&mut self, value: Value) -> PyResult<()> {
        let len = value.as_tuple().map_or(0, <[Value]>::len);
        if len == 0 {
            if self.options.protocol >= 1 {
                self.out.op(Opcode::EmptyTuple);
            } else {
                self.out.op(Opcode::Mark);
                self.out.op(Opcode::Tuple);
            }
            return Ok(());
        }
        if !self.is_short(len) {
            self.out.op(Opcode::Mark);
        }
        self.tuple_step(value, 0)
    }

    pub(super) fn tuple_step(&mut self, tuple: Value, mut next: usize) -> PyResult<()> {
        for item in tuple.as_tuple().and_then(|t| t.get(next..)).unwrap_or(&[]) {
            next += 1;
            if !self.save_atom(item)? {
                let item = item.clone();
                self.tasks.push(Task::Tuple { tuple, next });
                self.queue(item);
                return Ok(());
            }
        }
        self.tuple_end(&tuple, next);
        Ok(())
    }

    /// A tuple that its own items contain was written on the way: its items are thrown away and it is fetched.
    fn tuple_end(&mut self, value: &Value, len: usize) {
        let short = self.is_short(len);
        if let Some(index) = self.memoized(value) {
            if short {
                (0..len).for_each(|_| self.out.op(Opcode::Pop));
            } else if self.out.is_binary() {
                self.out.op(Opcode::PopMark);
            } else {
                (0..=len).for_each(|_| self.out.op(Opcode::Pop));
            }
            self.out.get(index);
            return;
        }
        self.out.op(match (short, len) {
            (true, 1) => Opcode::Tuple1,
            (true, 2) => Opcode::Tuple2,
            (true, 3) => Opcode::Tuple3,
            _ => Opcode::Tuple,
        });
        self.put(value);
    }

    fn empty(&mut self, binary: Opcode, text: Opcode) {
        if self.out.is_binary() {
            self.out.op(binary);
        } else {
            self.out.op(Opcode::Mark);
            self.out.op(text);
        }
    }

    pub(super) fn save_list(&mut self, value: Value) -> PyResult<()> {
        self.fast_enter(&value)?;
        self.empty(Opcode::EmptyList, Opcode::List);
        self.put(&value);
        let Some(items) = value.as_list() else { return Ok(()) };
        if items.is_empty() {
            return Ok(());
        }
        if self.options.protocol == 0 {
            let iterator = self.vm.iter(&value)?;
            return self.items_step(iterator, false, None);
        }
        if items.len() == 1
            && let Some(item) = items.get(0)
        {
            if self.save_atom(&item)? {
                self.out.op(Opcode::Append);
                return Ok(());
            }
            self.tasks.push(Task::Op(Opcode::Append));
            self.queue(item);
            return Ok(());
        }
        self.out.op(Opcode::Mark);
        self.list_step(value, 0, 0)
    }

    pub(super) fn list_step(&mut self, list: Value, mut next: usize, mut in_batch: usize) -> PyResult<()> {
        while let Some(item) = list.as_list().and_then(|l| l.get(next)) {
            if in_batch == BATCH {
                self.out.op(Opcode::Appends);
                self.out.op(Opcode::Mark);
                in_batch = 0;
            }
            next += 1;
            in_batch += 1;
            if !self.save_atom(&item)? {
                self.tasks.push(Task::List { list, next, in_batch });
                self.queue(item);
                return Ok(());
            }
            item.release();
        }
        self.out.op(Opcode::Appends);
        Ok(())
    }

    pub(super) fn save_dict(&mut self, value: Value) -> PyResult<()> {
        self.fast_enter(&value)?;
        self.empty(Opcode::EmptyDict, Opcode::Dict);
        self.put(&value);
        let Some(dict) = value.as_dict() else { return Ok(()) };
        let len = dict.len();
        if len == 0 {
            return Ok(());
        }
        if self.options.protocol == 0 {
            let items = self.vm.call_method(&value, &self.vm.intern("items"), &[])?;
            let iterator = self.vm.iter(&items)?;
            return self.items_step(iterator, true, None);
        }
        if len == 1
            && let Some((_, key, item)) = dict.next_entry(0)
        {
            self.push_all([Task::Save(key), Task::Save(item), Task::Op(Opcode::SetItem)]);
            return Ok(());
        }
        self.out.op(Opcode::Mark);
        self.dict_step(value, 0, 0, len)
    }

    /// The next pairs of an exact dict. After a full batch another one is opened even where nothing is left.
    pub(super) fn dict_step(
        &mut self,
        dict: Value,
        mut position: usize,
        mut in_batch: usize,
        len: usize,
    ) -> PyResult<()> {
        loop {
            let Some(d) = dict.as_dict() else { return Ok(()) };
            if in_batch == BATCH {
                self.out.op(Opcode::SetItems);
                self.check_size(d, len)?;
                self.out.op(Opcode::Mark);
                in_batch = 0;
            }
            let Some((next, key, item)) = d.next_entry(position) else {
                self.out.op(Opcode::SetItems);
                return self.check_size(d, len);
            };
            position = next;
            in_batch += 1;
            if !self.save_atom(&key)? {
                self.tasks.push(Task::DictValue { dict, position, in_batch, len, item });
                self.queue(key);
                return Ok(());
            }
            key.release();
            if !self.save_atom(&item)? {
                self.tasks.push(Task::Dict { dict, position, in_batch, len });
                self.queue(item);
                return Ok(());
            }
            item.release();
        }
    }

    fn check_size(&self, dict: &Dict, len: usize) -> PyResult<()> {
        if dict.len() == len {
            return Ok(());
        }
        Err(self.vm.runtime_error("dictionary changed size during iteration"))
    }

    pub(super) fn save_set(&mut self, value: Value) -> PyResult<()> {
        if self.options.protocol < 4 {
            return self.save_set_as_list(value);
        }
        self.out.op(Opcode::EmptySet);
        self.put(&value);
        let len = set::of(&value).map_or(0, set::Set::len);
        if len == 0 {
            return Ok(());
        }
        self.out.op(Opcode::Mark);
        self.set_step(value, 0, 0, len)
    }

    /// Below protocol 4 a set is a call with a list.
    fn save_set_as_list(&mut self, value: Value) -> PyResult<()> {
        let vm = self.vm;
        let members = set::of(&value).map(set::Set::keys).unwrap_or_default();
        let args = vm.new_tuple(vec![vm.new_list(members)]);
        self.save_reduce(&[vm.class_of(&value).to_value(), args], Some(&value))
    }

    pub(super) fn set_step(
        &mut self,
        set: Value,
        mut slot: usize,
        mut in_batch: usize,
        len: usize,
    ) -> PyResult<()> {
        loop {
            let Some(s) = set::of(&set) else { return Ok(()) };
            let found = if in_batch == BATCH { None } else { s.next_from(slot) };
            let Some((next, item)) = found else {
                self.out.op(Opcode::AddItems);
                if s.len() != len {
                    return Err(self.vm.runtime_error("set changed size during iteration"));
                }
                if in_batch < BATCH {
                    return Ok(());
                }
                self.out.op(Opcode::Mark);
                in_batch = 0;
                continue;
            };
            slot = next;
            in_batch += 1;
            if !self.save_atom(&item)? {
                self.tasks.push(Task::Set { set, slot, in_batch, len });
                self.queue(item);
                return Ok(());
            }
        }
    }

    pub(super) fn save_frozenset(&mut self, value: Value) -> PyResult<()> {
        self.fast_enter_for_good(&value)?;
        if self.options.protocol < 4 {
            return self.save_set_as_list(value);
        }
        self.out.op(Opcode::Mark);
        self.frozen_step(value, 0)
    }

    pub(super) fn frozen_step(&mut self, set: Value, mut slot: usize) -> PyResult<()> {
        while let Some((next, item)) = set::of(&set).and_then(|s| s.next_from(slot)) {
            slot = next;
            if !self.save_atom(&item)? {
                self.tasks.push(Task::Frozen { set, slot });
                self.queue(item);
                return Ok(());
            }
        }
        if let Some(index) = self.memoized(&set) {
            self.out.op(Opcode::PopMark);
            self.out.get(index);
            return Ok(());
        }
        self.out.op(Opcode::FrozenSet);
        self.put(&set);
        Ok(())
    }

    /// Items (or pairs) of an iterator: one by one in protocol 0, else in batches of which a single item has no mark.
    pub(super) fn items_step(
        &mut self,
        iterator: Value,
        pairs: bool,
        in_batch: Option<usize>,
    ) -> PyResult<()> {
        let (one, many) =
            if pairs { (Opcode::SetItem, Opcode::SetItems) } else { (Opcode::Append, Opcode::Appends) };
        if in_batch == Some(BATCH) {
            self.out.op(many);
            self.tasks.push(Task::Items { iterator, pairs, in_batch: None });
            return Ok(());
        }
        let Some(item) = self.vm.next(&iterator)? else {
            if in_batch.is_some() {
                self.out.op(many);
            }
            return Ok(());
        };
        if self.options.protocol == 0 {
            self.tasks.push(Task::Items { iterator, pairs, in_batch: None });
            self.tasks.push(Task::Op(one));
            return self.push_item(item, pairs);
        }
        if let Some(n) = in_batch {
            self.tasks.push(Task::Items { iterator, pairs, in_batch: Some(n + 1) });
            return self.push_item(item, pairs);
        }
        // C checks the first pair before it asks for the second.
        if pairs {
            self.pair_of(&item)?;
        }
        match self.vm.next(&iterator)? {
            None => {
                self.tasks.push(Task::Op(one));
                self.push_item(item, pairs)
            }
            // That it is a pair is checked once the first is written.
            Some(second) => {
                self.out.op(Opcode::Mark);
                self.tasks.push(Task::SecondItem { iterator, pairs, second });
                self.push_item(item, pairs)
            }
        }
    }

    pub(super) fn push_item(&mut self, item: Value, pairs: bool) -> PyResult<()> {
        if !pairs {
            self.tasks.push(Task::Save(item));
            return Ok(());
        }
        let (key, value) = self.pair_of(&item)?;
        self.tasks.push(Task::Save(value));
        self.tasks.push(Task::Save(key));
        Ok(())
    }

    fn pair_of(&self, item: &Value) -> PyResult<(Value, Value)> {
        match item.as_tuple() {
            Some([key, value]) => Ok((key.clone(), value.clone())),
            _ => Err(self.vm.type_error("dict items iterator must return 2-tuples")),
        }
    }
}
