//! Tuples, lists, dicts, sets, bytes and buffers.

use pyvm_vm::heap::{Bytes, TypeRef, Value};
use pyvm_vm::objects::{Dict, set};
use pyvm_vm::{PyError, PyResult};

use super::{Saver, Task};
use crate::opcode::Opcode;
use crate::wire::Sink;
use crate::wire::writer::BATCH;

impl<S: Sink<Error = PyError>> Saver<'_, S> {
    pub(super) fn save_tuple(&mut self, value: Value) -> PyResult<()> {
        let items = value.as_tuple().unwrap_or(&[]).to_vec();
        if items.is_empty() {
            if self.options.protocol >= 1 {
                self.out.op(Opcode::EmptyTuple);
            } else {
                self.out.op(Opcode::Mark);
                self.out.op(Opcode::Tuple);
            }
            return Ok(());
        }
        if items.len() > 3 || self.options.protocol < 2 {
            self.out.op(Opcode::Mark);
        }
        self.tasks.push(Task::TupleEnd(value));
        self.tasks.extend(items.into_iter().rev().map(Task::Save));
        Ok(())
    }

    /// A tuple that its own items contain was written on the way: its items are thrown away and it is fetched.
    pub(super) fn tuple_end(&mut self, value: &Value) -> PyResult<()> {
        let len = value.as_tuple().map_or(0, <[Value]>::len);
        let short = len <= 3 && self.options.protocol >= 2;
        if let Some(index) = self.memoized(value) {
            if short {
                (0..len).for_each(|_| self.out.op(Opcode::Pop));
            } else if self.options.protocol >= 1 {
                self.out.op(Opcode::PopMark);
            } else {
                (0..=len).for_each(|_| self.out.op(Opcode::Pop));
            }
            self.out.get(index);
            return Ok(());
        }
        self.out.op(match (short, len) {
            (true, 1) => Opcode::Tuple1,
            (true, 2) => Opcode::Tuple2,
            (true, 3) => Opcode::Tuple3,
            _ => Opcode::Tuple,
        });
        self.put(value);
        Ok(())
    }

    fn empty(&mut self, binary: Opcode, text: Opcode) {
        if self.options.protocol >= 1 {
            self.out.op(binary);
        } else {
            self.out.op(Opcode::Mark);
            self.out.op(text);
        }
    }

    pub(super) fn save_list(&mut self, value: Value) -> PyResult<()> {
        self.empty(Opcode::EmptyList, Opcode::List);
        self.put(&value);
        let len = value.as_list().map_or(0, pyvm_vm::heap::Items::len);
        if len == 0 {
            return Ok(());
        }
        if self.options.protocol == 0 {
            let iterator = self.vm.iter(&value)?;
            return self.save_items(iterator, false);
        }
        if len == 1
            && let Some(item) = value.as_list().and_then(|l| l.get(0))
        {
            self.push_all([Task::Save(item), Task::Op(Opcode::Append)]);
            return Ok(());
        }
        self.out.op(Opcode::Mark);
        self.tasks.push(Task::List { list: value, next: 0, in_batch: 0 });
        Ok(())
    }

    /// The next item of an exact list. Scalars are written at once; anything else is queued.
    pub(super) fn list_step(&mut self, list: Value, mut next: usize, mut in_batch: usize) {
        let Some(items) = list.as_list() else { return };
        let item = items.get(next);
        match item {
            Some(item) if in_batch < BATCH => {
                next += 1;
                in_batch += 1;
                self.tasks.push(Task::List { list, next, in_batch });
                self.tasks.push(Task::Save(item));
            }
            Some(_) => {
                self.out.op(Opcode::Appends);
                self.out.op(Opcode::Mark);
                self.tasks.push(Task::List { list, next, in_batch: 0 });
            }
            None => self.out.op(Opcode::Appends),
        }
    }

    pub(super) fn save_dict(&mut self, value: Value) -> PyResult<()> {
        self.empty(Opcode::EmptyDict, Opcode::Dict);
        self.put(&value);
        let len = value.as_dict().map_or(0, Dict::len);
        if len == 0 {
            return Ok(());
        }
        if self.options.protocol == 0 {
            let items = self.vm.call_method(&value, &self.vm.intern("items"), &[])?;
            let iterator = self.vm.iter(&items)?;
            return self.save_items(iterator, true);
        }
        if len == 1
            && let Some((_, key, item)) = value.as_dict().and_then(|d| d.next_entry(0))
        {
            self.push_all([Task::Save(key), Task::Save(item), Task::Op(Opcode::SetItem)]);
            return Ok(());
        }
        self.out.op(Opcode::Mark);
        self.tasks.push(Task::Dict { dict: value, position: 0, in_batch: 0, len });
        Ok(())
    }

    /// The next pair of an exact dict. After a full batch another one is opened even where nothing is left.
    pub(super) fn dict_step(
        &mut self,
        dict: Value,
        position: usize,
        in_batch: usize,
        len: usize,
    ) -> PyResult<()> {
        let Some(d) = dict.as_dict() else { return Ok(()) };
        if in_batch == BATCH {
            self.out.op(Opcode::SetItems);
            self.check_size(d, len)?;
            self.out.op(Opcode::Mark);
            self.tasks.push(Task::Dict { dict, position, in_batch: 0, len });
            return Ok(());
        }
        match d.next_entry(position) {
            Some((next, key, item)) => {
                self.tasks.push(Task::Dict { dict, position: next, in_batch: in_batch + 1, len });
                self.tasks.push(Task::Save(item));
                self.tasks.push(Task::Save(key));
            }
            None => {
                self.out.op(Opcode::SetItems);
                self.check_size(d, len)?;
            }
        }
        Ok(())
    }

    fn check_size(&self, dict: &Dict, len: usize) -> PyResult<()> {
        if dict.len() == len {
            return Ok(());
        }
        Err(self.vm.runtime_error("dictionary changed size during iteration"))
    }

    pub(super) fn save_set(&mut self, value: Value) -> PyResult<()> {
        self.out.op(Opcode::EmptySet);
        self.put(&value);
        let members = set::of(&value).map(set::Set::keys).unwrap_or_default();
        if members.is_empty() {
            return Ok(());
        }
        self.out.op(Opcode::Mark);
        self.tasks.push(Task::Set { members: members.into_iter(), in_batch: 0 });
        Ok(())
    }

    pub(super) fn set_step(&mut self, mut members: std::vec::IntoIter<Value>, in_batch: usize) {
        if in_batch == BATCH {
            self.out.op(Opcode::AddItems);
            self.out.op(Opcode::Mark);
            self.tasks.push(Task::Set { members, in_batch: 0 });
            return;
        }
        match members.next() {
            Some(item) => {
                self.tasks.push(Task::Set { members, in_batch: in_batch + 1 });
                self.tasks.push(Task::Save(item));
            }
            None => self.out.op(Opcode::AddItems),
        }
    }

    pub(super) fn save_frozenset(&mut self, value: Value) -> PyResult<()> {
        self.out.op(Opcode::Mark);
        let members = set::of(&value).map(set::Set::keys).unwrap_or_default();
        self.tasks.push(Task::FrozenEnd(value));
        self.tasks.extend(members.into_iter().rev().map(Task::Save));
        Ok(())
    }

    pub(super) fn frozen_end(&mut self, value: &Value) {
        if let Some(index) = self.memoized(value) {
            self.out.op(Opcode::PopMark);
            self.out.get(index);
            return;
        }
        self.out.op(Opcode::FrozenSet);
        self.put(value);
    }

    /// Items (or pairs) of an iterator: one by one in protocol 0, else in batches of which a single item has no mark.
    pub(super) fn save_items(&mut self, iterator: Value, pairs: bool) -> PyResult<()> {
        self.items_step(iterator, pairs, None)
    }

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
        match in_batch {
            Some(n) => {
                self.tasks.push(Task::Items { iterator, pairs, in_batch: Some(n + 1) });
                self.push_item(item, pairs)
            }
            None => match self.vm.next(&iterator)? {
                None => {
                    self.tasks.push(Task::Op(one));
                    self.push_item(item, pairs)
                }
                Some(second) => {
                    self.out.op(Opcode::Mark);
                    self.tasks.push(Task::Items { iterator, pairs, in_batch: Some(2) });
                    self.push_item(second, pairs)?;
                    self.push_item(item, pairs)
                }
            },
        }
    }

    fn push_item(&mut self, item: Value, pairs: bool) -> PyResult<()> {
        if !pairs {
            self.tasks.push(Task::Save(item));
            return Ok(());
        }
        match item.as_tuple() {
            Some([key, value]) => {
                self.tasks.push(Task::Save(value.clone()));
                self.tasks.push(Task::Save(key.clone()));
                Ok(())
            }
            _ => Err(self.vm.type_error("dict items iterator must return 2-tuples")),
        }
    }

    /// Bytes below protocol 3: a call of `bytes` or `_codecs.encode`.
    pub(super) fn save_old_bytes(&mut self, value: &Value, data: &Bytes) -> PyResult<()> {
        let vm = self.vm;
        if data.is_empty() {
            let parts = vec![vm.types.bytes.to_value(), vm.empty_tuple()];
            return self.save_reduce(parts, Some(value.clone()));
        }
        let text: String = data.iter().map(|b| char::from(*b)).collect();
        let codecs = vm.import("_codecs")?;
        let encode = vm.getattr_str(&codecs, "encode")?;
        let latin1 = self.names.latin1.clone();
        let args = vm.new_tuple(vec![vm.new_str(text), latin1]);
        self.save_reduce(vec![encode, args], Some(value.clone()))
    }

    /// `bytearray` and `PickleBuffer` in protocol 5; says whether the object was one.
    pub(super) fn save_buffer(&mut self, value: &Value, class: &TypeRef) -> PyResult<bool> {
        if self.options.protocol < 5
            || *class.name().as_bytes() != *b"bytearray"
            || class.has(pyvm_vm::types::TypeFlags::HEAP)
        {
            return Ok(false);
        }
        let data = self.vm.bytes_of(value)?;
        self.out.bytearray(&data)?;
        self.put(value);
        Ok(true)
    }
}
