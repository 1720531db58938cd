//! Suspending and resuming frames.

use super::frame::CALL_WORDS;
use super::{Flow, Frame, Machine, OnReturn, Outcome, run};
use crate::bytecode::code::CodeFlags;
use crate::bytecode::instruction::{Instr, flag};
use crate::error::{PyError, PyResult};
use crate::heap::{Ref, Value};
use crate::objects::CodeObject;
use crate::objects::generator::{self, Generator};
use crate::types::slots::Sent;
use crate::vm::Vm;

impl Machine<'_> {
    /// Takes the running frame off the stack with its registers.
    fn suspend(&mut self, ip: usize, receiver: Option<u16>, delegate: Option<u16>) -> Option<Frame> {
        let mut frame = self.vm.eval.frames.borrow_mut().pop()?;
        let extra = frame.extra_mut();
        self.cur.move_out(&mut extra.registers);
        extra.receiver = receiver;
        extra.delegate = delegate;
        self.vm.eval.stack.set_top(frame.base);
        frame.ip = ip;
        Some(frame)
    }

    pub(super) fn return_generator(&mut self, i: Instr) -> PyResult<Flow> {
        let next = self.cur.ip + i.op.words();
        let Some(mut suspended) = self.suspend(next, None, None) else {
            return Err(self.vm.system_error("no frame"));
        };
        let on_return = std::mem::replace(&mut suspended.on_return, OnReturn::Leave);
        let value = generator::new(self.vm, suspended)?;
        match on_return {
            OnReturn::Leave | OnReturn::Iterate | OnReturn::Delegate => {
                self.result = value;
                return Ok(Flow::Done);
            }
            OnReturn::Store(register) => {
                self.resume_caller();
                self.cur.ip += CALL_WORDS;
                self.cur.set(register, value);
            }
            OnReturn::Construct { instance, .. } => {
                self.resume_caller();
                drop(self.cur.take(instance));
                let got = self.vm.type_name(&value);
                return Err(self.vm.type_error(format!("__init__() should return None, not '{got}'")));
            }
        }
        Ok(Flow::Stay)
    }

    pub(super) fn op_yield(&mut self, i: Instr) -> PyResult<Flow> {
        let mut value = self.operand_b(i);
        if i.x & flag::SPECIAL != 0 {
            value = generator::wrap_async(self.vm, value);
        }
        let next = self.cur.ip + i.op.words();
        self.pack_away(next, i.a, None, value)
    }

    /// Suspends the running generator with a value, and those that delegate to it.
    fn pack_away(
        &mut self,
        mut ip: usize,
        mut receiver: u16,
        mut delegate: Option<u16>,
        value: Value,
    ) -> PyResult<Flow> {
        loop {
            let Some(mut suspended) = self.suspend(ip, Some(receiver), delegate) else {
                return Err(self.vm.system_error("no frame"));
            };
            let on_return = suspended.on_return;
            let extra = suspended.extra_mut();
            // What the caller handles is handled again; what the frame handles waits with it.
            let outer = std::mem::replace(&mut extra.handled, Value::None);
            let inner = swap_handled(self.vm, outer);
            if !self.vm.eval.handled.borrow().is(&inner) {
                extra.handled = inner;
            }
            let owner = extra.generator.take();
            let Some(g) = owner.as_ref().and_then(|g| g.native::<Generator>()) else {
                return Err(self.vm.system_error("yield outside a generator"));
            };
            drop(g.frame.replace(Some(suspended)));
            if on_return == OnReturn::Leave {
                self.result = value;
                self.yielded = true;
                return Ok(Flow::Done);
            }
            g.running.set(false);
            self.resume_caller();
            let i = self.cur.instr();
            if on_return == OnReturn::Iterate {
                self.cur.set(i.b, value);
                return self.jump_near(i);
            }
            (ip, receiver, delegate) = (self.cur.ip, i.a, Some(i.b));
        }
    }

    /// Resumes a generator that a loop draws from within this evaluation loop; says no where its frame is not
    /// suspended, so that the general way raises or ends the loop.
    pub(super) fn iterate_generator(&mut self, owner: &Ref, g: &Generator) -> PyResult<bool> {
        self.resume_within(owner, g, OnReturn::Iterate, Value::None)
    }

    fn resume_within(
        &mut self,
        owner: &Ref,
        g: &Generator,
        on_return: OnReturn,
        sent: Value,
    ) -> PyResult<bool> {
        if g.running.get() || !(g.started.get() || sent.is_none()) {
            return Ok(false);
        }
        let Some(mut suspended) = g.frame.take() else { return Ok(false) };
        self.save_ip();
        if !has_room(self.vm, &suspended) {
            drop(g.frame.replace(Some(suspended)));
            return Err(self.vm.too_deep());
        }
        g.started.set(true);
        g.running.set(true);
        suspended.on_return = on_return;
        if on_return == OnReturn::Delegate {
            // What was sent lives on in the delegate alone.
            let i = self.cur.instr();
            self.cur.set(i.a, Value::Unbound);
        }
        install(self.vm, owner, suspended, sent);
        let frames = self.vm.eval.frames.borrow();
        if let Some(top) = frames.last() {
            self.cur.enter(&self.vm.eval.stack, top.running, top.base, top.ip);
        }
        Ok(true)
    }

    pub(super) fn yield_from(&mut self, i: Instr) -> PyResult<Flow> {
        let iterator = self.cur.reg(i.b).clone();
        if let Value::Obj(r) = &iterator
            && r.class().is(&self.vm.types.generator)
            && let Some(g) = r.native::<Generator>()
        {
            let sent = self.cur.reg(i.a).clone();
            if self.resume_within(r, g, OnReturn::Delegate, sent)? {
                return Ok(Flow::Stay);
            }
        }
        let sent = self.cur.take(i.a);
        self.save_ip();
        match send(self.vm, &iterator, sent)? {
            Sent::Yielded(value) => {
                drop(iterator);
                let at = self.cur.ip;
                self.pack_away(at, i.a, Some(i.b), value)
            }
            Sent::Returned(value) => {
                drop(iterator);
                self.cur.set(i.b, Value::Unbound);
                self.store(i.a, value)
            }
        }
    }

    pub(super) fn get_yield_from_iter(&mut self, i: Instr) -> PyResult<Flow> {
        let value = self.operand_b(i);
        self.save_ip();
        let vm = self.vm;
        if vm.is_exact(&value, &vm.types.generator) {
            return self.store(i.a, value);
        }
        if vm.is_exact(&value, &vm.types.coroutine) {
            let may_await = {
                let frames = vm.eval.frames.borrow();
                let is_async = CodeFlags::COROUTINE | CodeFlags::ITERABLE_COROUTINE;
                frames.last().is_some_and(|f| f.code().code.flags & is_async != 0)
            };
            if !may_await {
                return Err(
                    vm.type_error("cannot 'yield from' a coroutine object in a non-coroutine generator")
                );
            }
            return self.store(i.a, value);
        }
        let iterator = vm.iter(&value)?;
        self.store(i.a, iterator)
    }

    pub(super) fn get_awaitable(&mut self, i: Instr) -> PyResult<Flow> {
        let value = self.operand_b(i);
        self.save_ip();
        let vm = self.vm;
        let is_awaitable =
            vm.class_of(&value).ty().slots.am_await.get().is_some() || is_iterable_coroutine(&value);
        if !is_awaitable && i.c > 0 {
            let (got, method) = (vm.type_name(&value), if i.c == 1 { "__aenter__" } else { "__aexit__" });
            return Err(vm.type_error(format!(
                "'async with' received an object from {method} that does not implement __await__: {got}"
            )));
        }
        let iterator = awaitable_iter(vm, &value)?;
        if let Some(g) = iterator.native::<Generator>()
            && vm.is_exact(&iterator, &vm.types.coroutine)
            && g.delegate().is_some()
        {
            return Err(vm.runtime_error("coroutine is being awaited already"));
        }
        self.store(i.a, iterator)
    }
}

fn is_iterable_coroutine(value: &Value) -> bool {
    let code = value.native::<Generator>().map(|g| g.code.clone());
    code.as_ref().and_then(CodeObject::of).is_some_and(|c| c.has(CodeFlags::ITERABLE_COROUTINE))
}

/// The iterator that `await value` drives.
///
/// # Errors
/// TypeError where the value cannot be awaited.
pub fn awaitable_iter(vm: &Vm, value: &Value) -> PyResult {
    if vm.is_exact(value, &vm.types.coroutine) || is_iterable_coroutine(value) {
        return Ok(value.clone());
    }
    let Some(am_await) = vm.class_of(value).ty().slots.am_await.get() else {
        let got = vm.type_name(value);
        return Err(vm.type_error(format!("object {got} can't be used in 'await' expression")));
    };
    let iterator = am_await(vm, value)?;
    if vm.is_exact(&iterator, &vm.types.coroutine) || is_iterable_coroutine(&iterator) {
        return Err(vm.type_error("__await__() returned a coroutine"));
    }
    if !vm.is_iterator(&iterator) {
        let got = vm.type_name(&iterator);
        return Err(vm.type_error(format!("__await__() returned non-iterator of type '{got}'")));
    }
    Ok(iterator)
}

/// Sends a value into an iterator, as `yield from` does.
///
/// # Errors
/// What the iterator raises.
pub fn send(vm: &Vm, iterator: &Value, sent: Value) -> PyResult<Sent> {
    if let Some(send) = vm.class_of(iterator).ty().slots.send.get() {
        return send(vm, iterator, sent);
    }
    let result = if sent.is_none() || sent.is_unbound() {
        vm.next_raw(iterator)
    } else {
        vm.call_method(iterator, &vm.names.send, &[sent]).map(Some)
    };
    match result {
        Ok(Some(value)) => Ok(Sent::Yielded(value)),
        Ok(None) => Ok(Sent::Returned(Value::None)),
        Err(e) if e.matches(vm, &vm.exc.stop_iteration) => {
            Ok(Sent::Returned(e.payload().field("value").bound().unwrap_or(Value::None)))
        }
        Err(e) => Err(e),
    }
}

/// Makes `handled` the exception being handled and returns the one before.
fn swap_handled(vm: &Vm, handled: Value) -> Value {
    vm.eval.handled.replace(handled)
}

/// Whether the frame fits on the stacks.
fn has_room(vm: &Vm, suspended: &Frame) -> bool {
    let eval = &vm.eval;
    let base = eval.stack.top();
    eval.frames.borrow().len() < eval.recursion_limit.get()
        && eval.stack.reserve(base, suspended.code().register_count())
        && {
            eval.stack.set_top(base);
            true
        }
}

/// Puts a suspended frame, for which there is room, on top of the frame stack. What it handles is swapped with what
/// its caller handles until it yields ([`Machine::pack_away`]) or is [`left`].
fn install(vm: &Vm, owner: &Ref, mut frame: Frame, sent: Value) {
    let base = vm.eval.stack.top();
    frame.base = base;
    let extra = frame.extra_mut();
    vm.eval.stack.move_in(base, &mut extra.registers);
    if let Some(register) = extra.receiver {
        vm.eval.stack.write(base + usize::from(register), sent).release();
    }
    // A frame that handles nothing of its own sees what its caller handles.
    extra.handled = match std::mem::take(&mut extra.handled) {
        Value::None | Value::Unbound => vm.eval.handled.borrow().clone(),
        handled => swap_handled(vm, handled),
    };
    extra.generator = Some(owner.clone());
    vm.eval.frames.borrow_mut().push_with(|| frame);
}

/// A generator's frame returned or raised: its caller handles again what it did before.
pub(super) fn left(vm: &Vm, mut frame: Frame) {
    let Some(extra) = frame.extra.as_mut() else { return };
    drop(swap_handled(vm, std::mem::take(&mut extra.handled)));
    if let Some(g) = extra.generator.as_ref().and_then(|g| g.native::<Generator>()) {
        g.running.set(false);
    }
}

/// Resumes a suspended frame with a value or an exception.
///
/// # Errors
/// What the frame raises.
pub fn resume(
    vm: &Vm,
    owner: &Ref,
    mut suspended: Frame,
    input: Result<Value, PyError>,
) -> PyResult<Outcome> {
    if !has_room(vm, &suspended) {
        return Err(vm.too_deep());
    }
    suspended.on_return = OnReturn::Leave;
    let outer = vm.eval.handled.borrow().clone();
    let (sent, thrown) = match input {
        Ok(value) => (value, None),
        Err(error) => (Value::Unbound, Some(error)),
    };
    install(vm, owner, suspended, sent);
    let result = vm.with_depth(" while calling a Python object", || run(vm, thrown));
    drop(swap_handled(vm, outer));
    result
}
