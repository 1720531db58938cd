//! Subscription and slices.

use super::{Flow, Machine};
use crate::bytecode::instruction::{Instr, flag};
use crate::error::PyResult;
use crate::heap::Value;
use crate::objects::Kind;
use crate::objects::slice::Slice;

impl Machine<'_> {
    /// `list[int]`, `tuple[int]` and `dict[key]` of exact types, without calling out.
    #[inline(always)]
    fn quick_item(&self, container: &Value, key: &Value) -> PyResult<Option<Value>> {
        let Value::Obj(r) = container else { return Ok(None) };
        match (r.kind(), key) {
            (Kind::List(items), Value::Int(n)) if r.class().is(&self.vm.types.list) => {
                let len = items.len() as i64;
                let at = if *n < 0 { n.wrapping_add(len) } else { *n };
                Ok(usize::try_from(at).ok().and_then(|at| items.get(at)))
            }
            (Kind::Tuple(items), Value::Int(n)) if r.class().is(&self.vm.types.tuple) => {
                let len = items.len() as i64;
                let at = if *n < 0 { n.wrapping_add(len) } else { *n };
                Ok(usize::try_from(at).ok().and_then(|at| items.get(at)).cloned())
            }
            (Kind::Dict(d), Value::Str(key)) if r.class().is(&self.vm.types.dict) => Ok(d.get_str(key)),
            (Kind::Dict(d), Value::Int(_)) if r.class().is(&self.vm.types.dict) => d.get(self.vm, key),
            _ => Ok(None),
        }
    }

    #[inline(never)]
    pub(super) fn get_item(&mut self, i: Instr) -> PyResult<Flow> {
        if let Some(value) = self.quick_item(self.cur.reg(i.b), self.cur.reg(i.c))? {
            return self.finish(i, value);
        }
        let (container, key) = (self.cur.reg(i.b).clone(), self.cur.reg(i.c).clone());
        self.save_ip();
        let value = self.vm.getitem(&container, &key)?;
        drop((container, key));
        self.finish(i, value)
    }

    #[inline(never)]
    pub(super) fn get_item_k(&mut self, i: Instr) -> PyResult<Flow> {
        if let Some(value) = self.quick_item(self.cur.reg(i.b), self.cur.constant(usize::from(i.c)))? {
            return self.finish_b(i, value);
        }
        let (container, key) = (self.cur.reg(i.b).clone(), self.cur.constant(usize::from(i.c)).clone());
        self.save_ip();
        let value = self.vm.getitem(&container, &key)?;
        drop(container);
        self.finish_b(i, value)
    }

    /// Stores into an exact list or dict without calling out; gives the value back where it cannot.
    #[inline(always)]
    fn quick_store(&self, container: &Value, key: &Value, value: Value) -> Result<Value, Value> {
        let Value::Obj(r) = container else { return Err(value) };
        match (r.kind(), key) {
            (Kind::List(items), Value::Int(n)) if r.class().is(&self.vm.types.list) => {
                let len = items.len() as i64;
                let at = if *n < 0 { n.wrapping_add(len) } else { *n };
                match usize::try_from(at) {
                    Ok(at) => items.set(at, value),
                    Err(_) => Err(value),
                }
            }
            (Kind::Dict(d), Value::Str(key)) if r.class().is(&self.vm.types.dict) => {
                Ok(d.set_str(key, value).unwrap_or_default())
            }
            _ => Err(value),
        }
    }

    #[inline(never)]
    pub(super) fn set_item(&mut self, i: Instr) -> PyResult<Flow> {
        let value = self.operand_c(i);
        match self.quick_store(self.cur.reg(i.a), self.cur.reg(i.b), value) {
            Ok(old) => drop(old),
            Err(value) => {
                let (container, key) = (self.cur.reg(i.a).clone(), self.cur.reg(i.b).clone());
                self.save_ip();
                self.vm.setitem(&container, &key, value)?;
            }
        }
        self.drop_a(i);
        if i.x & flag::TEMP_B != 0 {
            self.cur.set(i.b, Value::Unbound);
        }
        self.next()
    }

    #[inline(never)]
    pub(super) fn set_item_k(&mut self, i: Instr) -> PyResult<Flow> {
        let value = self.operand_c(i);
        match self.quick_store(self.cur.reg(i.a), self.cur.constant(usize::from(i.b)), value) {
            Ok(old) => drop(old),
            Err(value) => {
                let (container, key) =
                    (self.cur.reg(i.a).clone(), self.cur.constant(usize::from(i.b)).clone());
                self.save_ip();
                self.vm.setitem(&container, &key, value)?;
            }
        }
        self.drop_a(i);
        self.next()
    }

    pub(super) fn del_item(&mut self, i: Instr) -> PyResult<Flow> {
        let (container, key) = (self.operand_a(i), self.operand_b(i));
        self.save_ip();
        self.vm.delitem(&container, &key)?;
        drop((container, key));
        self.next()
    }

    pub(super) fn build_slice(&mut self, i: Instr) -> PyResult<Flow> {
        let mut parts = self.cur.take_window(i.b, usize::from(i.c)).into_iter();
        let mut part = || parts.next().unwrap_or(Value::None);
        let slice = Slice::object(self.vm, part(), part(), part());
        self.store(i.a, slice)
    }

    /// A slice of an exact list between bounds that are small ints or absent, without a slice object.
    fn quick_slice(&self, container: &Value, start: &Value, stop: &Value) -> Option<Value> {
        let Value::Obj(r) = container else { return None };
        let Kind::List(items) = r.kind() else { return None };
        if !r.class().is(&self.vm.types.list) {
            return None;
        }
        let len = items.len() as i64;
        let bound = |value: &Value, absent: i64| match value {
            Value::Int(n) if *n < 0 => Some(n.saturating_add(len).max(0)),
            Value::Int(n) => Some((*n).min(len)),
            Value::None => Some(absent),
            _ => None,
        };
        let (start, stop) = (bound(start, 0)?, bound(stop, len)?);
        let range = usize::try_from(start).ok()?..usize::try_from(stop.max(start)).ok()?;
        Some(self.vm.new_list(items.copy_range(range)))
    }

    pub(super) fn get_slice(&mut self, i: Instr) -> PyResult<Flow> {
        let (stop, start) = (self.cur.take(i.c + 1), self.cur.take(i.c));
        let container = self.operand_b(i);
        if let Some(value) = self.quick_slice(&container, &start, &stop) {
            container.release();
            return self.store(i.a, value);
        }
        self.save_ip();
        let slice = Slice::object(self.vm, start, stop, Value::None);
        let value = self.vm.getitem(&container, &slice)?;
        drop(container);
        self.store(i.a, value)
    }

    pub(super) fn set_slice(&mut self, i: Instr) -> PyResult<Flow> {
        let (stop, start) = (self.cur.take(i.b + 1), self.cur.take(i.b));
        let (container, value) = (self.operand_a(i), self.operand_c(i));
        self.save_ip();
        let slice = Slice::object(self.vm, start, stop, Value::None);
        self.vm.setitem(&container, &slice, value)?;
        drop(container);
        self.next()
    }
}
