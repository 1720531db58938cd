//! Suspending and resuming frames.

use super::frame::{CALL_WORDS, Extra};
use super::{Drain, Flow, Frame, Machine, OnReturn, Outcome, delegation, run};
use crate::bytecode::code::CodeFlags;
use crate::bytecode::instruction::{Instr, flag};
use crate::error::{PyError, PyResult};
use crate::heap::stack::Running;
use crate::heap::{Ref, Value};
use crate::objects::CodeObject;
use crate::objects::generator::{self, Generator};
use crate::types::slots::Sent;
use crate::vm::Vm;

/// Where a generator is suspended.
struct Place {
    /// The instruction to go on with.
    ip: usize,
    /// The register that receives what is sent in.
    receiver: u16,
    /// The register of the iterator that it delegates to.
    delegate: Option<u16>,
    /// Registers that hold something.
    live: u16,
}

impl Machine<'_> {
    pub(super) fn return_generator(&mut self, i: Instr) -> PyResult<Flow> {
        let Some(mut frame) = self.vm.eval.frames.borrow_mut().pop() else {
            return Err(self.vm.system_error("no frame"));
        };
        frame.ip = self.cur.ip + i.op.words();
        let on_return = std::mem::replace(&mut frame.on_return, OnReturn::Leave);
        let locals = frame.code().first_temp as usize;
        self.cur.move_out(&mut frame.extra_mut().registers, locals);
        self.vm.eval.stack.set_top(frame.base);
        let value = generator::new(self.vm, frame)?;
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
            OnReturn::Item => {
                self.resume_caller();
                return self.next_item(value);
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

    #[inline(never)]
    pub(super) fn op_yield(&mut self, i: Instr) -> PyResult<Flow> {
        let mut value = self.operand_b(i);
        if i.x & flag::SPECIAL != 0 {
            value = generator::wrap_async(self.vm, value);
        }
        let place = Place { ip: self.cur.ip + i.op.words(), receiver: i.a, delegate: None, live: i.c };
        self.pack_away(place, value)
    }

    /// Suspends the running generator with a value, and those that delegate to it.
    #[inline(always)]
    fn pack_away(&mut self, mut place: Place, mut value: Value) -> PyResult<Flow> {
        let vm = self.vm;
        loop {
            if let Some(drain) = &mut self.drain
                && vm.eval.frames.borrow().last().is_some_and(|top| top.on_return == OnReturn::Leave)
            {
                match drain(value) {
                    Some(back) => value = back,
                    None => {
                        self.cur.ip = place.ip;
                        self.cur.set(place.receiver, Value::None);
                        return Ok(Flow::Stay);
                    }
                }
            }
            let mut frames = vm.eval.frames.borrow_mut();
            let top = frames.last_mut();
            let Some((on_return, extra)) = top.and_then(|f| Some((f.on_return, f.extra.as_mut()?))) else {
                return Err(vm.system_error("no generator's frame"));
            };
            let Some(owner) = extra.generator.take() else {
                return Err(vm.system_error("yield outside a generator"));
            };
            let Some(g) = Generator::of(&owner) else { return Err(vm.system_error("no generator")) };
            self.cur.move_out(&mut extra.registers, usize::from(place.live));
            extra.receiver = Some(place.receiver);
            extra.delegate = place.delegate;
            let outermost = extra.outermost.take();
            keep_handled(vm, extra);
            let mut home = g.frame.borrow_mut();
            frames.pop_into(&mut home);
            if let Some(frame) = &mut *home {
                frame.ip = place.ip;
            }
            drop(home);
            if let Some(outermost) = outermost {
                g.running.set(false);
                delegation::set_running(&outermost, &owner, false);
            }
            if on_return == OnReturn::Leave {
                vm.eval.stack.set_top(self.cur.base);
                self.result = value;
                self.yielded = true;
                return Ok(Flow::Done);
            }
            g.running.set(false);
            if let Some(caller) = frames.last() {
                self.cur.enter(&vm.eval.stack, caller.running, caller.base, caller.ip);
            }
            drop(frames);
            Value::Obj(owner).release();
            if on_return == OnReturn::Iterate {
                return self.next_item(value);
            }
            let i = self.cur.instr();
            place = Place { ip: self.cur.ip, receiver: i.a, delegate: Some(i.b), live: i.c };
            if super::watch::is_on() {
                self.return_event(&value)?;
            }
        }
    }

    /// Gives the loop whose `FOR_NEXT` is the running instruction its next item.
    #[inline(always)]
    pub(super) fn next_item(&mut self, value: Value) -> PyResult<Flow> {
        let i = self.cur.instr();
        self.cur.set(i.b, value);
        self.jump_near(i)
    }

    /// Resumes a generator from within this evaluation loop; says no where its frame is not suspended, so that the
    /// general way raises or ends the loop.
    #[inline(always)]
    pub(super) fn resume_within(&mut self, owner: Ref, on_return: OnReturn, sent: Value) -> PyResult<bool> {
        match Generator::of(&owner) {
            Some(g) if !g.running.get() && (g.started.get() || sent.is_none()) => {}
            _ => return Ok(false),
        }
        let base = self.cur.base + self.cur.count();
        let Some((running, ip)) = install(self.vm, owner, base, self.cur.ip, on_return, sent)? else {
            return Ok(false);
        };
        if on_return == OnReturn::Delegate {
            // What was sent lives on in the delegate alone.
            let i = self.cur.instr();
            self.cur.set(i.a, Value::Unbound);
        }
        self.cur.enter(&self.vm.eval.stack, running, base, ip);
        Ok(true)
    }

    #[inline(never)]
    pub(super) fn yield_from(&mut self, i: Instr) -> PyResult<Flow> {
        if let Value::Obj(r) = self.cur.reg(i.b)
            && (r.class().is(&self.vm.types.generator) || r.class().is(&self.vm.types.coroutine))
        {
            let (owner, sent) = (r.clone(), self.cur.reg(i.a).clone());
            if self.resume_within(owner, OnReturn::Delegate, sent)? {
                return Ok(Flow::Stay);
            }
        }
        let sent = self.send_on(i)?;
        self.sent(i, sent)
    }

    /// Sends the value in register `a` to the iterator in register `b`.
    pub(super) fn send_on(&mut self, i: Instr) -> PyResult<Sent> {
        let iterator = self.cur.reg(i.b).clone();
        let sent = self.cur.take(i.a);
        self.save_ip();
        send(self.vm, &iterator, sent)
    }

    /// Goes on with what the iterator delegated to gave.
    pub(super) fn sent(&mut self, i: Instr, answer: Sent) -> PyResult<Flow> {
        match answer {
            Sent::Yielded(value) => {
                let place = Place { ip: self.cur.ip, receiver: i.a, delegate: Some(i.b), live: i.c };
                self.pack_away(place, value)
            }
            Sent::Returned(value) => {
                self.cur.set(i.b, Value::Unbound);
                self.store(i.a, value)
            }
        }
    }

    /// Goes on behind the running `YIELD_FROM` with what the generator that it delegated to returned.
    pub(super) fn delegate_returned(&mut self, value: Value) -> Flow {
        let i = self.cur.instr();
        self.cur.set(i.b, Value::Unbound);
        self.cur.set(i.a, value);
        self.cur.ip += i.op.words();
        Flow::Stay
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
                frames.last().is_some_and(|f| f.code().head.flags & is_async != 0)
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
        if let Some(g) = iterator.as_obj().and_then(Generator::of)
            && vm.is_exact(&iterator, &vm.types.coroutine)
            && g.delegate().is_some()
        {
            return Err(vm.runtime_error("coroutine is being awaited already"));
        }
        self.store(i.a, iterator)
    }
}

fn is_iterable_coroutine(value: &Value) -> bool {
    let code = value.as_obj().and_then(Generator::of).map(|g| g.code.clone());
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

/// A generator is suspended: what its caller handles is handled again, what its frame handles waits with it.
#[inline(always)]
fn keep_handled(vm: &Vm, extra: &mut Extra) {
    if extra.handled.is_none() && vm.eval.handled.borrow().is_none() {
        return;
    }
    let outer = std::mem::replace(&mut extra.handled, Value::None);
    let inner = swap_handled(vm, outer);
    if extra.handles {
        extra.handled = inner;
    }
}

/// An exception is handled from now on. What is handled again behind that; nothing where it is what the caller of a
/// generator handles then.
pub(super) fn begin_handling(vm: &Vm, exception: Value) -> Value {
    let before = vm.eval.handled.replace(exception);
    let mut frames = vm.eval.frames.borrow_mut();
    match frames.last_mut().and_then(|top| top.extra.as_mut()) {
        Some(extra) if extra.generator.is_some() && !extra.handles => {
            extra.handles = true;
            Value::Unbound
        }
        _ => before,
    }
}

/// What [`begin_handling`] gave is handled again, by the frame of this number.
pub fn end_handling(vm: &Vm, frame: usize, mut before: Value) {
    if before.is_unbound()
        && let Some(frame) = vm.eval.frames.borrow_mut().get_mut(frame)
        && let Some(extra) = frame.extra.as_mut()
    {
        extra.handles = false;
        before = extra.handled.clone();
    }
    drop(vm.eval.handled.replace(before));
}

/// A generator is resumed: what its caller handles waits until it yields or [`leave`]s, what its frame was handling is
/// handled again. A frame that handles nothing of its own sees what its caller handles.
#[inline(always)]
fn restore_handled(vm: &Vm, extra: &mut Extra) {
    if extra.handled.is_none() && vm.eval.handled.borrow().is_none() {
        return;
    }
    extra.handled = match std::mem::take(&mut extra.handled) {
        Value::None | Value::Unbound => vm.eval.handled.borrow().clone(),
        handled => swap_handled(vm, handled),
    };
}

/// Resumes a suspended generator, or the innermost of those that it delegates to, with what is sent: puts its frame on
/// top of the frame stack, its registers from `base` on, and says what it runs and where; none where it is not suspended.
/// The frame below waits at `waiting`.
///
/// # Errors
/// RecursionError where there is no room for it.
#[inline(always)]
fn install(
    vm: &Vm,
    owner: Ref,
    base: usize,
    waiting: usize,
    on_return: OnReturn,
    sent: Value,
) -> PyResult<Option<(Running, usize)>> {
    let eval = &vm.eval;
    let (owner, outermost) = match delegation::innermost(vm, &owner, base) {
        Some(inner) => (inner, Some(owner)),
        None => (owner, None),
    };
    {
        let mut frames = eval.frames.borrow_mut();
        if let Some(below) = frames.last_mut() {
            below.ip = waiting;
        }
        let Some(g) = Generator::of(&owner) else { return Ok(None) };
        let home = g.frame.borrow();
        let Some(suspended) = &*home else { return Ok(None) };
        let count = suspended.running.code().register_count();
        if frames.len() >= eval.recursion_limit.get() || !eval.stack.fits(base, count) {
            drop((frames, home));
            if let Some(outermost) = outermost {
                delegation::set_running(&outermost, &owner, false);
            }
            return Err(vm.too_deep());
        }
    }
    Ok(put_on_stack(vm, owner, outermost, base, on_return, sent))
}

/// Puts the suspended frame of a generator, for which there is room, on top of the frame stack. `outermost` is the generator
/// that was resumed in its stead.
#[inline(always)]
pub(super) fn put_on_stack(
    vm: &Vm,
    owner: Ref,
    outermost: Option<Ref>,
    base: usize,
    on_return: OnReturn,
    sent: Value,
) -> Option<(Running, usize)> {
    let g = Generator::of(&owner)?;
    let eval = &vm.eval;
    let mut home = g.frame.borrow_mut();
    home.as_ref()?;
    let mut frames = eval.frames.borrow_mut();
    g.started.set(true);
    g.running.set(true);
    frames.push_from(&mut home);
    drop(home);
    let frame = frames.last_mut()?;
    frame.base = base;
    frame.on_return = on_return;
    let place = (frame.running, frame.ip);
    let extra = frame.extra.as_mut()?;
    eval.stack.move_in(base, &mut extra.registers);
    if let Some(register) = extra.receiver {
        eval.stack.write(base + usize::from(register), sent).release();
    }
    restore_handled(vm, extra);
    extra.generator = Some(owner);
    extra.outermost = outermost;
    Some(place)
}

/// A generator's frame returned or raised: its caller handles again what it did before.
pub(super) fn leave(vm: &Vm, frame: &mut Frame) {
    let Some(extra) = frame.extra.as_mut() else { return };
    drop(swap_handled(vm, std::mem::take(&mut extra.handled)));
    if let Some(g) = extra.generator.as_ref().and_then(Generator::of) {
        g.running.set(false);
    }
}

/// Resumes a generator that is suspended with a value or an exception, until it yields what `drain` does not take.
///
/// # Errors
/// What the frame raises.
pub fn resume<'a>(
    vm: &'a Vm,
    owner: &Ref,
    input: Result<Value, PyError>,
    drain: Option<Drain<'a>>,
) -> PyResult<Outcome> {
    let (sent, thrown) = match input {
        Ok(value) => (value, None),
        Err(error) => (Value::Unbound, Some(error)),
    };
    // Interrupted here, or refused for its depth, the generator has not begun.
    vm.with_depth(" while calling a Python object", || enter(vm, owner, sent, thrown, drain))
}

fn enter<'a>(
    vm: &'a Vm,
    owner: &Ref,
    sent: Value,
    thrown: Option<PyError>,
    drain: Option<Drain<'a>>,
) -> PyResult<Outcome> {
    let (base, outer) = (vm.eval.stack.top(), vm.eval.handled.borrow().clone());
    let waiting = vm.eval.frames.borrow().last().map_or(0, |below| below.ip);
    if install(vm, owner.clone(), base, waiting, OnReturn::Leave, sent)?.is_none() {
        return Err(vm.system_error("the generator is not suspended"));
    }
    if let Some(error) = &thrown
        && vm.eval.frames.borrow().last().and_then(|top| top.extra.as_ref()).is_some_and(|e| e.handles)
    {
        // The frame handles an exception of its own.
        super::unwind::set_context(vm, error);
    }
    if thrown.is_some()
        && let Some(top) = vm.eval.frames.borrow_mut().last_mut()
    {
        // Raised at the `yield`, which may be the last instruction of a `try`.
        top.ip = top.ip.saturating_sub(1);
    }
    let result = run(vm, thrown, drain);
    let inner = swap_handled(vm, outer);
    inner.release();
    result
}
