//! Displays: tuples, lists, sets, dicts and strings.

use rustpython_wtf8::Wtf8Buf;

use super::{Flow, Machine};
use crate::bytecode::instruction::Instr;
use crate::error::{PyError, PyResult};
use crate::heap::{Str, Value};
use crate::objects::Dict;
use crate::objects::dict::methods;

impl Machine<'_> {
    pub(super) fn build_tuple(&mut self, i: Instr) -> PyResult<Flow> {
        let items = self.cur.take_window(i.b, usize::from(i.c));
        let value = self.vm.new_tuple(items);
        self.store(i.a, value)
    }

    pub(super) fn build_list(&mut self, i: Instr) -> PyResult<Flow> {
        let items = self.cur.take_window(i.b, usize::from(i.c));
        let value = self.vm.new_list(items);
        self.store(i.a, value)
    }

    pub(super) fn build_set(&mut self, i: Instr) -> PyResult<Flow> {
        let items = self.cur.take_window(i.b, usize::from(i.c));
        self.save_ip();
        let value = crate::objects::set::from_values(self.vm, items)?;
        self.store(i.a, value)
    }

    /// Adds the pairs of a window to a dict.
    fn add_pairs(&mut self, dict: &Dict, start: u16, pairs: u16) -> PyResult<()> {
        let mut items = self.cur.take_window(start, 2 * usize::from(pairs)).into_iter();
        self.save_ip();
        while let (Some(key), Some(value)) = (items.next(), items.next()) {
            drop(dict.insert(self.vm, key, value)?);
        }
        Ok(())
    }

    pub(super) fn build_map(&mut self, i: Instr) -> PyResult<Flow> {
        let dict = Dict::new();
        self.add_pairs(&dict, i.b, i.c)?;
        let value = self.vm.dict_from(dict);
        self.store(i.a, value)
    }

    pub(super) fn build_string(&mut self, i: Instr) -> PyResult<Flow> {
        let parts = self.cur.take_window(i.b, usize::from(i.c));
        let len = parts.iter().filter_map(Value::as_text).map(Str::len).sum();
        let mut text = Wtf8Buf::with_capacity(len);
        for part in parts.iter().filter_map(Value::as_text) {
            text.push_wtf8(part.as_wtf8());
        }
        let value = self.vm.new_str(text);
        self.store(i.a, value)
    }

    #[inline(always)]
    pub(super) fn list_append(&mut self, i: Instr) -> PyResult<Flow> {
        let item = self.operand_b(i);
        if let Some(list) = self.cur.reg(i.a).as_list() {
            list.push(item);
        }
        Ok(Flow::Next)
    }

    pub(super) fn list_append_n(&mut self, i: Instr) -> PyResult<Flow> {
        let items = self.cur.take_window(i.b, usize::from(i.c));
        if let Some(list) = self.cur.reg(i.a).as_list() {
            list.extend(items);
        }
        self.next()
    }

    pub(super) fn list_extend(&mut self, i: Instr) -> PyResult<Flow> {
        let source = self.operand_b(i);
        let list = self.cur.reg(i.a).clone();
        self.save_ip();
        let vm = self.vm;
        let items = vm.list_from_iterable(&source).map_err(|e| {
            let slots = &vm.class_of(&source).ty().slots;
            if e.matches(vm, &vm.exc.type_error)
                && slots.iter.get().is_none()
                && slots.getitem.get().is_none()
            {
                let name = vm.type_name(&source);
                vm.type_error(format!("Value after * must be an iterable, not {name}"))
            } else {
                e
            }
        })?;
        if let Some(list) = list.as_list() {
            list.extend(items);
        }
        drop(source);
        self.next()
    }

    pub(super) fn list_to_tuple(&mut self, i: Instr) -> PyResult<Flow> {
        let list = self.operand_b(i);
        let items = list.as_list().map(crate::heap::Items::to_vec).unwrap_or_default();
        let value = self.vm.new_tuple(items);
        self.store(i.a, value)
    }

    pub(super) fn list_from_const(&mut self, i: Instr) -> PyResult<Flow> {
        let items = self.cur.constant(i.wide() as usize).as_tuple().unwrap_or(&[]).to_vec();
        let value = self.vm.new_list(items);
        self.store(i.a, value)
    }

    pub(super) fn set_add(&mut self, i: Instr) -> PyResult<Flow> {
        let item = self.operand_b(i);
        let set = self.cur.reg(i.a).clone();
        self.save_ip();
        crate::objects::set::add(self.vm, &set, item)?;
        self.next()
    }

    pub(super) fn set_add_n(&mut self, i: Instr) -> PyResult<Flow> {
        let items = self.cur.take_window(i.b, usize::from(i.c));
        let set = self.cur.reg(i.a).clone();
        self.save_ip();
        for item in items {
            crate::objects::set::add(self.vm, &set, item)?;
        }
        self.next()
    }

    pub(super) fn set_update(&mut self, i: Instr) -> PyResult<Flow> {
        let source = self.operand_b(i);
        let set = self.cur.reg(i.a).clone();
        self.save_ip();
        crate::objects::set::update(self.vm, &set, &source)?;
        self.next()
    }

    pub(super) fn set_from_const(&mut self, i: Instr) -> PyResult<Flow> {
        let source = self.cur.constant(i.wide() as usize).clone();
        self.save_ip();
        let value = self.vm.call1(&self.vm.types.set.to_value(), source)?;
        self.store(i.a, value)
    }

    pub(super) fn map_add(&mut self, i: Instr) -> PyResult<Flow> {
        let (key, value) = (self.operand_b(i), self.operand_c(i));
        let dict = self.cur.reg(i.a).clone();
        self.save_ip();
        if let Some(dict) = dict.as_dict() {
            drop(dict.insert(self.vm, key, value)?);
        }
        self.next()
    }

    pub(super) fn map_add_n(&mut self, i: Instr) -> PyResult<Flow> {
        let dict = self.cur.reg(i.a).clone();
        if let Some(dict) = dict.as_dict() {
            self.add_pairs(dict, i.b, i.c)?;
        }
        self.next()
    }

    pub(super) fn dict_update(&mut self, i: Instr) -> PyResult<Flow> {
        let source = self.operand_b(i);
        let dict = self.cur.reg(i.a).clone();
        self.save_ip();
        let vm = self.vm;
        methods::merge(vm, &dict, &source).map_err(|error| {
            match error.matches(vm, &vm.exc.attribute_error) {
                true => vm.type_error(format!("'{}' object is not a mapping", vm.type_name(&source))),
                false => error,
            }
        })?;
        self.next()
    }

    pub(super) fn dict_merge(&mut self, i: Instr) -> PyResult<Flow> {
        let source = self.operand_b(i);
        let dict = self.cur.reg(i.a).clone();
        let callee = self.cur.reg(i.c).clone();
        self.save_ip();
        match methods::merge_unique(self.vm, &dict, &source) {
            Ok(()) => self.next(),
            Err(error) => Err(self.keywords_error(&callee, &source, error)?),
        }
    }

    /// What was raised while keywords were gathered, as a call tells it. Any KeyError is taken for one of a keyword
    /// that is there already.
    fn keywords_error(&self, callee: &Value, source: &Value, error: PyError) -> PyResult<PyError> {
        let vm = self.vm;
        if error.matches(vm, &vm.exc.attribute_error) {
            let (name, got) = (super::call::callee_name(vm, callee)?, vm.type_name(source));
            return Ok(vm.type_error(format!("{name} argument after ** must be a mapping, not {got}")));
        }
        let args = error.payload().args.get();
        if error.matches(vm, &vm.exc.key_error)
            && let Some([key]) = args.as_tuple()
        {
            let (name, key) = (super::call::callee_name(vm, callee)?, vm.str(key)?);
            return Ok(vm.type_error(format!("{name} got multiple values for keyword argument '{key}'")));
        }
        Ok(error)
    }

    pub(super) fn convert(&mut self, i: Instr) -> PyResult<Flow> {
        let value = self.operand_b(i);
        self.save_ip();
        let text = match i.c {
            1 => self.vm.str_object(&value)?,
            2 => self.vm.repr_object(&value)?,
            _ => self.vm.ascii_object(&value)?,
        };
        self.store(i.a, text)
    }

    pub(super) fn format_simple(&mut self, i: Instr) -> PyResult<Flow> {
        let value = self.operand_b(i);
        let text = match value {
            Value::Str(_) => value,
            Value::Int(n) => Value::str(itoa::Buffer::new().format(n)),
            value => {
                self.save_ip();
                self.vm.format_object(&value, &Value::Str(self.vm.names.empty.clone()))?
            }
        };
        self.store(i.a, text)
    }

    pub(super) fn format_spec(&mut self, i: Instr) -> PyResult<Flow> {
        let (value, spec) = (self.operand_b(i), self.operand_c(i));
        self.save_ip();
        if spec.as_text().is_none() {
            return Err(self.vm.type_error("format spec must be str"));
        }
        let text = self.vm.format_object(&value, &spec)?;
        drop(value);
        self.store(i.a, text)
    }
}
