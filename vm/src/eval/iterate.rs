//! Loops and unpacking.

use super::{Flow, Machine, OnReturn};
use crate::bytecode::instruction::{Instr, flag};
use crate::bytecode::opcode::Op;
use crate::error::PyResult;
use crate::heap::stack::Running;
use crate::heap::{Ref, Value, breaker};
use crate::objects::{Kind, range};
use crate::types::TypeFlags;
use crate::types::lookup::lookup;

impl Machine<'_> {
    pub(super) fn get_iter(&mut self, i: Instr) -> PyResult<Flow> {
        let value = self.operand_b(i);
        self.save_ip();
        let iterator = self.vm.iter(&value)?;
        drop(value);
        self.store(i.a, iterator)
    }

    pub(super) fn for_prep(&mut self, i: Instr) -> PyResult<Flow> {
        let value = self.operand_b(i);
        if i.x & flag::SPECIAL != 0 {
            return self.store_iterator(i, value);
        }
        if let Some((start, stop, step)) = range::small(self.vm, &value) {
            drop(value);
            self.cur.set(i.a, Value::Int(start));
            self.cur.set(i.a + 1, Value::Int(stop));
            self.cur.set(i.a + 2, Value::Int(step));
            return Ok(Flow::Next);
        }
        if self.vm.is_exact(&value, &self.vm.types.list) {
            self.cur.set(i.a, value);
            self.cur.set(i.a + 1, Value::Int(0));
            return Ok(Flow::Next);
        }
        self.save_ip();
        let iterator = self.vm.iter(&value)?;
        drop(value);
        self.store_iterator(i, iterator)
    }

    /// A loop state that is an iterator. The register behind it may hold a number that an expression left.
    fn store_iterator(&mut self, i: Instr, iterator: Value) -> PyResult<Flow> {
        self.cur.set(i.a + 1, Value::Unbound);
        self.store(i.a, iterator)
    }

    #[inline(never)]
    pub(super) fn for_next(&mut self, i: Instr) -> PyResult<Flow> {
        // The quick form has given all items of a range or a list.
        if matches!(self.cur.reg(i.a + 1), Value::Int(_)) {
            return self.exhausted(i);
        }
        if let Value::Obj(r) = self.cur.reg(i.a) {
            let r = r.clone();
            if r.class().is(&self.vm.types.generator) {
                if self.resume_within(r, OnReturn::Iterate, Value::None)? {
                    return Ok(Flow::Stay);
                }
            } else if !r.class().has(TypeFlags::HEAP) {
                if let Some(flow) = self.next_unpacked(i, &r)? {
                    return Ok(flow);
                }
            } else if self.call_next(r)? {
                return Ok(Flow::Stay);
            }
        }
        self.next_of(i)
    }

    /// The next item of an iterator over pairs where the loop begins with unpacking it; nothing where it is another
    /// iterator or another loop.
    #[inline(always)]
    fn next_unpacked(&mut self, i: Instr, iterator: &Ref) -> PyResult<Option<Flow>> {
        let unpack = self.cur.target(i);
        let is_pair = unpack.op == Op::UnpackSequence && unpack.a == i.b && unpack.c == 2;
        if !is_pair || unpack.x & flag::TEMP_A == 0 {
            return Ok(None);
        }
        let Kind::Native(native) = iterator.kind() else { return Ok(None) };
        self.save_ip();
        let Some(pair) = native.next_pair(self.vm) else { return Ok(None) };
        match pair? {
            Some((first, second)) => {
                self.cur.set(unpack.b, first);
                self.cur.set(unpack.b + 1, second);
                self.jump_near(i)?;
                self.cur.ip += unpack.op.words();
                Ok(Some(Flow::Stay))
            }
            None => self.exhausted(i).map(Some),
        }
    }

    /// Calls a `__next__` in Python within this loop; says no where it is none that takes `self` alone.
    #[inline(always)]
    fn call_next(&mut self, iterator: Ref) -> PyResult<bool> {
        let Some(Value::Obj(function)) = lookup(iterator.class(), &self.vm.names.next) else {
            return Ok(false);
        };
        let Kind::Function(f) = function.kind() else { return Ok(false) };
        if Running::new(&f.tables).code().simple_params() != 1 {
            return Ok(false);
        }
        let base = self.cur.base + self.cur.count();
        self.vm.eval.stack.write(base, Value::Obj(iterator)).release();
        self.push(function, base, 1, OnReturn::Item)?;
        if breaker::is_raised() {
            self.attend()?;
        }
        Ok(true)
    }

    /// The next item of any iterator.
    #[inline(never)]
    fn next_of(&mut self, i: Instr) -> PyResult<Flow> {
        let iterator = self.cur.reg(i.a).clone();
        self.save_ip();
        match self.vm.next(&iterator)? {
            Some(item) => {
                self.cur.set(i.b, item);
                self.jump_near(i)
            }
            None => {
                drop(iterator);
                self.exhausted(i)
            }
        }
    }

    pub(super) fn exhausted(&mut self, i: Instr) -> PyResult<Flow> {
        self.cur.clear(i.a, 3);
        self.next()
    }

    #[inline(never)]
    pub(super) fn unpack_sequence(&mut self, i: Instr) -> PyResult<Flow> {
        let source = self.operand_a(i);
        let count = usize::from(i.c);
        if let Value::Obj(r) = &source {
            match r.kind() {
                Kind::Tuple(items) if items.len() == count && r.class().is(&self.vm.types.tuple) => {
                    for (n, item) in items.iter().enumerate() {
                        self.cur.set(i.b + n as u16, item.clone());
                    }
                    source.release();
                    return self.next();
                }
                Kind::List(items) if items.len() == count && r.class().is(&self.vm.types.list) => {
                    for n in 0..count {
                        self.cur.set(i.b + n as u16, items.get(n).unwrap_or_default());
                    }
                    source.release();
                    return self.next();
                }
                _ => {}
            }
        }
        self.save_ip();
        let items = self.take_exactly(&source, count, None)?;
        drop(source);
        for (n, item) in items.into_iter().enumerate() {
            self.cur.set(i.b + n as u16, item);
        }
        self.next()
    }

    pub(super) fn unpack_ex(&mut self, i: Instr) -> PyResult<Flow> {
        let source = self.operand_a(i);
        let (before, after) = (usize::from(i.c), self.cur.trailer().ext() as usize);
        self.save_ip();
        let mut items = self.take_exactly(&source, before, Some(after))?;
        drop(source);
        let tail = items.split_off(items.len() - after);
        let middle = items.split_off(before);
        let middle = self.vm.new_list(middle);
        for (n, item) in items.into_iter().chain([middle]).chain(tail).enumerate() {
            self.cur.set(i.b + n as u16, item);
        }
        self.next()
    }

    /// `count` items, and with a starred target at least `after` more.
    fn take_exactly(&self, source: &Value, count: usize, after: Option<usize>) -> PyResult<Vec<Value>> {
        let vm = self.vm;
        let slots = &vm.class_of(source).ty().slots;
        if slots.iter.get().is_none() && slots.getitem.get().is_none() {
            let got = vm.type_name(source);
            return Err(vm.type_error(format!("cannot unpack non-iterable {got} object")));
        }
        let iterator = vm.iter(source)?;
        let mut items = Vec::new();
        while items.len() < count {
            match vm.next(&iterator)? {
                Some(item) => items.push(item),
                None => {
                    let (got, least) = (items.len(), if after.is_some() { "at least " } else { "" });
                    let wanted = count + after.unwrap_or(0);
                    return Err(vm.value_error(format!(
                        "not enough values to unpack (expected {least}{wanted}, got {got})"
                    )));
                }
            }
        }
        match after {
            None => {
                if vm.next(&iterator)?.is_some() {
                    return Err(vm.value_error(format!("too many values to unpack (expected {count})")));
                }
            }
            Some(after) => {
                vm.collect(&iterator, &mut items)?;
                if items.len() < count + after {
                    let (wanted, got) = (count + after, items.len());
                    return Err(vm.value_error(format!(
                        "not enough values to unpack (expected at least {wanted}, got {got})"
                    )));
                }
            }
        }
        Ok(items)
    }

    pub(super) fn get_aiter(&mut self, i: Instr) -> PyResult<Flow> {
        let value = self.operand_b(i);
        self.save_ip();
        let vm = self.vm;
        let Some(aiter) = vm.class_of(&value).ty().slots.aiter.get() else {
            let got = vm.type_name(&value);
            return Err(
                vm.type_error(format!("'async for' requires an object with __aiter__ method, got {got}"))
            );
        };
        let iterator = aiter(vm, &value)?;
        if vm.class_of(&iterator).ty().slots.anext.get().is_none() {
            let got = vm.type_name(&iterator);
            return Err(vm.type_error(format!(
                "'async for' received an object from __aiter__ that does not implement __anext__: {got}"
            )));
        }
        self.store(i.a, iterator)
    }

    pub(super) fn get_anext(&mut self, i: Instr) -> PyResult<Flow> {
        let iterator = self.cur.reg(i.b).clone();
        self.save_ip();
        let vm = self.vm;
        let Some(anext) = vm.class_of(&iterator).ty().slots.anext.get() else {
            let got = vm.type_name(&iterator);
            return Err(
                vm.type_error(format!("'async for' requires an iterator with __anext__ method, got {got}"))
            );
        };
        let awaitable = anext(vm, &iterator)?;
        let got = vm.type_name(&awaitable);
        let value = super::generator::awaitable_iter(vm, &awaitable).map_err(|e| {
            let text = format!("'async for' received an invalid object from __anext__: {got}");
            let error = vm.type_error(text);
            let payload = error.payload();
            payload.suppress_context.set(true);
            drop(payload.cause.replace(e.to_value()));
            drop(payload.context.replace(e.to_value()));
            error
        })?;
        self.store(i.a, value)
    }

    pub(super) fn end_async_for(&mut self, i: Instr) -> PyResult<Flow> {
        let exception = self.cur.take(i.a);
        match crate::error::PyError::new(exception) {
            Ok(error) if error.matches(self.vm, &self.vm.exc.stop_async_iteration) => {
                drop(error);
                self.cur.set(i.b, Value::Unbound);
                self.next()
            }
            Ok(error) => {
                self.reraising = true;
                Err(error)
            }
            Err(_) => Err(self.vm.system_error("no exception")),
        }
    }

    pub(super) fn get_len(&mut self, i: Instr) -> PyResult<Flow> {
        let value = self.cur.reg(i.b).clone();
        self.save_ip();
        let len = self.vm.len(&value)?;
        self.finish_b(i, Value::from(len))
    }
}
