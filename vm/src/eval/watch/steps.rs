//! The watched loop: what it looks at before and after an instruction.

use std::cmp::Ordering;

use super::super::quick::Quick;
use super::super::{Flow, Machine};
use super::{Event, is_on};
use crate::bytecode::instruction::{Instr, flag};
use crate::bytecode::opcode::Op;
use crate::error::{PyError, PyResult};
use crate::heap::{Ref, Value};
use crate::objects::bound_method::BoundMethod;
use crate::objects::code::lines::{Begun, Way, target};
use crate::objects::frame::jump::Jump;
use crate::objects::frame::{self, FrameObject, Shown};
use crate::objects::{CodeObject, Kind, generator};
use crate::types::TypeFlags;
use crate::types::slots::Sent;

impl Machine<'_> {
    /// Executes instructions, watched, until the loop is done or nothing watches any more, or one raises.
    pub(in crate::eval) fn watched_steps(&mut self) -> PyResult<bool> {
        // Every value yielded is told of, and every resumption.
        self.drain = None;
        while is_on() {
            let entered = self.entered;
            if entered && self.is_at_prologue() {
                self.save_ip();
            } else {
                self.entered = false;
                self.before_instruction(entered)?;
            }
            let (i, at) = (self.cur.instr(), self.cur.ip);
            let (depth, caller) = {
                let frames = self.vm.eval.frames.borrow();
                (frames.len(), frames.iter().rev().nth(1).map_or(0, |f| f.ip))
            };
            let entered = std::mem::take(&mut self.entered);
            if i.op == Op::Yield {
                self.yield_event(i)?;
                if self.leaves_yield()? {
                    continue;
                }
            }
            match self.watched(i)? {
                Flow::Next | Flow::Watch => self.cur.ip += i.op.words(),
                Flow::Stay => {}
                Flow::Done => return Ok(true),
            }
            let now = self.vm.eval.frames.borrow().len();
            // What looked up on the way has noted the next instruction already.
            match now.cmp(&depth) {
                Ordering::Less => self.set_ip(caller),
                Ordering::Equal => self.set_ip(at),
                Ordering::Greater => {}
            }
            self.entered = now > depth || entered && now == depth;
        }
        self.entered = false;
        Ok(false)
    }

    /// An exception is thrown into the topmost frame, a generator's.
    pub(in crate::eval) fn throw_watched(&mut self, error: PyError) -> PyResult<()> {
        self.entered = false;
        match self.enter_event(false) {
            Ok(()) => self.propagate(error),
            Err(other) => self.unwind(other),
        }
    }

    /// Whether the function entered just now is not yet where its body begins.
    fn is_at_prologue(&self) -> bool {
        self.cur.instr().op.is_prologue() && !self.is_resumed()
    }

    /// Whether the topmost frame is a generator's that has yielded before.
    fn is_resumed(&self) -> bool {
        let frames = self.vm.eval.frames.borrow();
        frames.last().and_then(|f| f.extra.as_ref()).is_some_and(|extra| extra.receiver.is_some())
    }

    /// The `frame` object of the topmost frame, made where `make` says so.
    fn frame_object(&self, make: bool) -> Option<Ref> {
        if make {
            return frame::innermost(self.vm);
        }
        let frames = self.vm.eval.frames.borrow();
        frames.last().and_then(|f| f.object()).cloned()
    }

    fn is_profiled(&self) -> bool {
        !self.vm.eval.watch.profile.borrow().is_unbound()
    }

    /// Tells of a frame that is entered or resumed.
    fn enter_event(&mut self, is_new: bool) -> PyResult<()> {
        let Some(object) = self.frame_object(true) else { return Ok(()) };
        let Some(f) = object.native::<FrameObject>() else { return Ok(()) };
        if is_new && let Some(code) = f.code() {
            let line = if code.name == *"<module>" { 0 } else { code.head.firstlineno };
            f.shown_line.set(Some(Shown { line, unit: 0 }));
        }
        let told = self
            .vm
            .trace_event(&object, Event::Call, Value::None)
            .and_then(|()| self.vm.profile_event(&object, Event::Call, Value::None));
        f.shown_line.set(None);
        told
    }

    /// Where the topmost frame says it is.
    fn set_ip(&self, ip: usize) {
        if let Some(top) = self.vm.eval.frames.borrow_mut().last_mut() {
            top.ip = ip;
        }
    }

    /// Tells of the frame that is entered, of the line that begins, of the instruction.
    fn before_instruction(&mut self, entered: bool) -> PyResult<()> {
        let mut before = {
            let mut frames = self.vm.eval.frames.borrow_mut();
            frames.last_mut().map(|top| std::mem::replace(&mut top.ip, self.cur.ip))
        };
        if entered {
            let is_new = !self.is_resumed();
            if !is_new && self.cur.instr().op != Op::YieldFrom {
                // It comes from the `yield`.
                let at = self.cur.ip.saturating_sub(1);
                before = Some(at);
                self.set_ip(at);
            }
            if let Err(error) = self.enter_event(is_new) {
                self.on_the_way = is_new;
                return Err(error);
            }
            self.save_ip();
            if is_new {
                before = None;
            }
        }
        let Some(object) = self.frame_object(false) else { return Ok(()) };
        let Some(f) = object.native::<FrameObject>() else { return Ok(()) };
        let Some(code) = f.code() else { return Ok(()) };
        let way = way(f, code, before, self.cur.ip);
        if f.trace.borrow().is_none() {
            return Ok(());
        }
        let jumped = self.take_jump(f, code)?;
        self.line_events(
            &object,
            f,
            code,
            jumped.unwrap_or_else(|| code.lines().begun(code.units(), &way, self.cur.ip)),
        )?;
        if f.traces.1.get() {
            self.vm.trace_event(&object, Event::Opcode, Value::None)?;
        }
        Ok(())
    }

    /// Tells of lines that begin.
    fn line_events(
        &mut self,
        object: &Ref,
        f: &FrameObject,
        code: &CodeObject,
        lines: Vec<Begun>,
    ) -> PyResult<()> {
        let mut lines = lines.into_iter();
        while let Some(Begun { line, unit, is_own }) = lines.next() {
            if !f.traces.0.get() {
                continue;
            }
            f.shown_line.set(Some(Shown { line, unit }));
            let told = self.vm.trace_event(object, Event::Line, Value::None);
            f.shown_line.set(None);
            if let Err(error) = told {
                self.on_the_way = !is_own;
                return Err(error);
            }
            if let Some(others) = self.take_jump(f, code)? {
                lines = others.into_iter();
            }
        }
        Ok(())
    }

    /// Goes where a hook asked to go, if it did; gives the lines that begin on the rest of the way.
    fn take_jump(&mut self, f: &FrameObject, code: &CodeObject) -> PyResult<Option<Vec<Begun>>> {
        let Some(Jump { ip, line }) = f.jump.take() else { return Ok(None) };
        self.cur.ip = ip;
        self.save_ip();
        f.flow_line.set(None);
        if ip == code.lines().body() && line == code.head.firstlineno {
            // The frame is entered again.
            self.enter_event(true)?;
            let way = Way { line: None, left: None, again: false };
            return Ok(Some(code.lines().begun(code.units(), &way, ip)));
        }
        Ok(Some(code.lines().begun_behind(code.units(), line, ip)))
    }

    /// Whether the hook that was told of a `yield` asked to go elsewhere; then the frame goes on there.
    fn leaves_yield(&mut self) -> PyResult<bool> {
        let Some(object) = self.frame_object(false) else { return Ok(false) };
        let Some(f) = object.native::<FrameObject>() else { return Ok(false) };
        let Some(code) = f.code() else { return Ok(false) };
        Ok(self.take_jump(f, code)?.is_some())
    }

    /// Tells of a value returned or yielded by the topmost frame.
    pub(in crate::eval) fn return_event(&self, value: &Value) -> PyResult<()> {
        if let Some(object) = self.frame_object(false) {
            self.vm.trace_event(&object, Event::Return, value.clone())?;
        }
        if self.is_profiled()
            && let Some(object) = self.frame_object(true)
        {
            self.vm.profile_event(&object, Event::Return, value.clone())?;
        }
        Ok(())
    }

    /// Tells of an exception that is raised in the topmost frame or has reached it. What the hook raises takes its
    /// place.
    #[cold]
    pub(in crate::eval) fn exception_event(&self, error: PyError) -> PyError {
        let Some(object) = self.frame_object(false) else { return error };
        let value = error.to_value();
        let class = self.vm.class_of(&value).to_value();
        let traceback = error.payload().traceback.get();
        let arg = self.vm.new_tuple(vec![class, value, traceback]);
        self.vm.trace_event(&object, Event::Exception, arg).err().unwrap_or(error)
    }

    /// Tells of the StopIteration that a generator ended with, whose value the topmost frame goes on with.
    #[cold]
    pub(in crate::eval) fn stop_event(&self, value: &Value) -> PyResult<()> {
        let args = if value.is_none() { Vec::new() } else { vec![value.clone()] };
        let error = self.vm.new_exception(&self.vm.exc.stop_iteration, args);
        let shown = error.to_value();
        let told = self.exception_event(error);
        if told.to_value().is(&shown) { Ok(()) } else { Err(told) }
    }

    /// Tells that the topmost frame is left by an exception. What a hook raises takes its place.
    #[cold]
    pub(in crate::eval) fn unwind_event(&self, error: PyError) -> PyError {
        self.return_event(&Value::None).err().unwrap_or(error)
    }

    fn yield_event(&self, i: Instr) -> PyResult<()> {
        let value = self.cur.reg(i.b).clone();
        let is_async = i.x & flag::SPECIAL != 0;
        let value = if is_async { generator::wrap_async(self.vm, value) } else { value };
        self.return_event(&value)
    }

    /// Executes an instruction and tells of what it does.
    fn watched(&mut self, i: Instr) -> PyResult<Flow> {
        match i.op {
            Op::Return => {
                let value = self.cur.reg(i.a).clone();
                self.return_event(&value)?;
                drop(value);
                self.execute(i)
            }
            Op::ReturnConst => {
                let value = self.cur.constant(i.wide() as usize).clone();
                self.return_event(&value)?;
                self.execute(i)
            }
            Op::YieldFrom => {
                let raises = {
                    let class = self.vm.class_of(self.cur.reg(i.b));
                    class.has(TypeFlags::HEAP) || class.ty().slots.send.get().is_some()
                };
                let answer = self.send_on(i)?;
                match &answer {
                    Sent::Yielded(value) => self.return_event(value)?,
                    Sent::Returned(value) if raises || !value.is_none() => self.stop_event(value)?,
                    Sent::Returned(_) => {}
                }
                self.sent(i, answer)
            }
            Op::Call | Op::CallMethod | Op::CallKw | Op::CallEx if self.is_profiled() => {
                self.profiled_call(i)
            }
            Op::ForNext => {
                // Items of ranges and lists are given by the quick form alone.
                let mut at = self.cur.position();
                match self.quick_for_next(&mut at, i) {
                    Quick::Full => self.execute(i),
                    _ => {
                        self.cur.arrive(&at);
                        self.attend()?;
                        self.end_turn()?;
                        Ok(Flow::Stay)
                    }
                }
            }
            _ => self.execute(i),
        }
    }

    /// Executes a call and, if it is one of a native function, tells of it.
    fn profiled_call(&mut self, i: Instr) -> PyResult<Flow> {
        let is_program = i.op != Op::CallMethod || i.x & flag::SPECIAL == 0;
        let native = if is_program { self.native_callee(i) } else { None };
        let (Some(native), Some(object)) = (native, self.frame_object(true)) else { return self.execute(i) };
        self.vm.profile_event(&object, Event::CCall, native.clone())?;
        match self.execute(i) {
            Ok(flow) => {
                self.vm.profile_event(&object, Event::CReturn, native)?;
                Ok(flow)
            }
            Err(error) => match self.vm.profile_event(&object, Event::CException, native) {
                Ok(()) => Err(error),
                Err(other) => Err(other),
            },
        }
    }

    /// The native function that a call is about to call; a method is bound to its first argument.
    fn native_callee(&self, i: Instr) -> Option<Value> {
        let types = &self.vm.types;
        let callee = self.cur.reg(i.b);
        let Value::Obj(r) = callee else { return None };
        if r.class().is(&types.builtin_function) {
            return Some(callee.clone());
        }
        if let Some(method) = r.native::<BoundMethod>() {
            let is_native = self.vm.is_exact(&method.function, &types.builtin_function);
            return is_native.then(|| method.function.clone());
        }
        let Kind::NativeFunction(f) = r.kind() else { return None };
        if !r.class().is(&types.method_descriptor) {
            return None;
        }
        let has_self = i.op == Op::CallMethod || i.x & flag::METHOD != 0;
        let receiver = self.cur.reg(i.b + 1);
        let receiver = if has_self && !receiver.is_unbound() {
            receiver.clone()
        } else if i.op == Op::CallEx {
            self.cur.reg(i.b + 2).as_tuple()?.first()?.clone()
        } else if i.c > 0 {
            self.cur.reg(i.b + 2).clone()
        } else {
            return None;
        };
        let bound = Kind::NativeFunction(Box::new(f.bound(receiver)));
        Some(self.vm.new_object(&types.builtin_function, bound))
    }
}

/// How control came from the instruction `before`, or from outside, to the one at `at`; what the frame knows of lines
/// and loops is brought up to date.
fn way(f: &FrameObject, code: &CodeObject, before: Option<usize>, at: usize) -> Way {
    let (lines, instrs) = (code.lines(), &code.code().instrs);
    let line = before.map(|before| f.flow_line.get().unwrap_or_else(|| lines.line(before)));
    f.flow_line.set(line.filter(|_| !lines.has_own(at)));
    let (Some(before), Some(arrived)) = (before, instrs.get(at)) else {
        return Way { line, left: None, again: false };
    };
    let from = instrs.get(before).copied().unwrap_or(*arrived);
    let is_straight = at == before + from.op.words();
    let left = (is_straight != target(&from, before).is_some()).then_some((before, from.op.words()));
    let again = if arrived.op == Op::ForNext {
        // The test of a `for` loop stands at the bottom; CPython's at the top, and it jumps back there.
        target(arrived, at).is_some_and(|top| (top..at).contains(&before))
    } else if from.op == Op::ForNext || at >= before {
        false
    } else if from.op == Op::Jump {
        true
    } else {
        // So does that of a `while` loop, but there the first test stands at the top in CPython.
        f.entrance.take().is_none_or(|entrance| (at..before).contains(&entrance))
    };
    let leaves = from.op == Op::ForNext && !is_straight;
    if leaves || at > before && !is_straight && (from.op == Op::Jump || f.entrance.get().is_none()) {
        f.entrance.set(Some(before));
    }
    Way { line, left, again }
}
