//! `frame.f_lineno = line`: a debugger jumps. Mirrors `frame_setlineno` of `Objects/frameobject.c`.

use super::temps::{Held, Temps, temps};
use super::{FrameObject, Shown, index, of};
use crate::bytecode::opcode::Op;
use crate::error::{PyError, PyResult};
use crate::eval::watch::Event;
use crate::heap::Value;
use crate::objects::CodeObject;
use crate::vm::Vm;

/// Where a jump leads: a word, and one of the lines on the way to it or its own.
#[derive(Clone, Copy)]
pub(crate) struct Jump {
    pub(crate) ip: usize,
    pub(crate) line: u32,
}

pub(super) fn set_lineno(vm: &Vm, value: &Value, new: Option<Value>) -> PyResult<()> {
    let f = of(vm, value)?;
    let Some(new) = new else { return Err(vm.attribute_error("cannot delete attribute")) };
    if !vm.class_of(&new).is_subtype(&vm.types.int) {
        return Err(vm.value_error("lineno must be an integer"));
    }
    let Some(code) = f.code() else { return Err(vm.wrong_payload(value, "frame")) };
    let frame = check_event(vm, f, code)?;
    let asked = vm.index_i64(&new).ok().and_then(|line| i32::try_from(line).ok());
    let Some(asked) = asked else { return Err(vm.value_error("lineno out of range")) };
    let line = u32::try_from(asked).ok().filter(|line| *line >= code.head.firstlineno);
    let Some(line) = line else {
        return Err(vm.value_error(format!("line {asked} comes before the current code block")));
    };
    let places = places(code);
    let Some(line) = places.iter().map(|place| place.line).filter(|at| *at >= line).min() else {
        return Err(vm.value_error(format!("line {asked} comes after the current code block")));
    };
    let from = vm.eval.frames.borrow().get(frame).map_or(0, |top| top.ip);
    let all = temps(code.code());
    let start = all.get(from).and_then(Option::as_ref);
    let Some(start) = start else { return Err(vm.value_error("can't jump from unreachable code")) };
    let (jump, target) = best(vm, code, (&places, line), start, &all)?;
    bind_locals(vm, frame, code)?;
    drop_temps(vm, frame, code, start, target);
    f.jump.set(Some(jump));
    f.shown_line.set(Some(Shown { line: jump.line, unit: code.units().of(jump.ip) }));
    Ok(())
}

/// The place on the stack of the frame whose hook runs, if it was told of something that allows a jump.
fn check_event(vm: &Vm, f: &FrameObject, code: &CodeObject) -> PyResult<usize> {
    let (Some(event), Some(frame)) = (vm.eval.watch.event(), index(vm, f)) else {
        return Err(vm.value_error("f_lineno can only be set in a trace function"));
    };
    let ip = vm.eval.frames.borrow().get(frame).map_or(0, |top| top.ip);
    let op = code.code().instrs.get(ip).map(|i| i.op);
    let resumes = matches!(op, Some(Op::Yield | Op::YieldFrom));
    match event {
        Event::Line => {}
        Event::Call if resumes => {}
        Event::Return if resumes => return Err(vm.unfinished("setting f_lineno where a generator yields")),
        Event::Call => return Err(vm.value_error("can't jump from the 'call' trace event of a new frame")),
        _ => return Err(vm.value_error("can only jump from a 'line' trace event")),
    }
    if vm.eval.watch.told() != frame {
        return Err(vm.unfinished("setting f_lineno of a frame that waits for a call"));
    }
    Ok(frame)
}

/// Where lines begin.
fn places(code: &CodeObject) -> Vec<Jump> {
    let lines = code.lines();
    let begin = Jump { ip: lines.body(), line: code.head.firstlineno };
    std::iter::once(begin).chain(lines.all().map(|(ip, line)| Jump { ip, line })).collect()
}

/// The place on a line that keeps most of what the temporaries hold.
fn best<'a>(
    vm: &Vm,
    code: &CodeObject,
    (places, line): (&[Jump], u32),
    start: &Temps,
    all: &'a [Option<Temps>],
) -> PyResult<(Jump, &'a Temps)> {
    let depth = |temps: &Temps| temps.iter().filter(|held| **held != Held::Nothing).count();
    let mut best: Option<(Jump, &Temps)> = None;
    let mut refused: Option<PyError> = None;
    let op = |at: usize| code.code().instrs.get(at).map(|i| i.op);
    for place in places.iter().filter(|place| place.line == line && op(place.ip) != Some(Op::ForNext)) {
        let Some(target) = all.get(place.ip).and_then(Option::as_ref) else { continue };
        // The first line of a handler begins before it has taken the exception.
        let takes = place.ip.checked_sub(1).and_then(op) == Some(Op::PushExc);
        if takes || !is_compatible(start, target) {
            refused.get_or_insert_with(|| vm.value_error(explain(target)));
        } else if best.is_none_or(|(_, known)| depth(target) > depth(known)) {
            best = Some((*place, target));
        }
    }
    best.ok_or_else(|| refused.unwrap_or_else(|| vm.value_error("cannot find bytecode for specified line")))
}

/// Whether what `target` holds is there at `start` too.
fn is_compatible(start: &Temps, target: &Temps) -> bool {
    start.iter().zip(target).all(|(from, to)| match to {
        Held::Nothing => true,
        Held::Value => *from != Held::Nothing,
        other => from == other,
    })
}

/// Why a jump to where `target` is held is refused.
fn explain(target: &Temps) -> &'static str {
    match target.iter().rfind(|held| **held != Held::Nothing) {
        Some(Held::Exception | Held::Outer) => "can't jump into an 'except' block as there's no exception",
        Some(Held::Iterator) => "can't jump into the body of a for loop",
        _ => "incompatible stacks",
    }
}

/// Binds locals that the code at the new place may take for bound.
fn bind_locals(vm: &Vm, frame: usize, code: &CodeObject) -> PyResult<()> {
    let base = vm.eval.frames.borrow().get(frame).map_or(0, |top| top.base);
    let locals = base..base + code.code().nlocals();
    let unbound: Vec<usize> = locals.filter(|at| vm.eval.stack.read(*at).is_unbound()).collect();
    if !unbound.is_empty() {
        let (count, s) = (unbound.len(), if unbound.len() == 1 { "" } else { "s" });
        vm.warn(&vm.exc.runtime_warning, &format!("assigning None to {count} unbound local{s}"), 1)?;
    }
    for at in unbound {
        drop(vm.eval.stack.write(at, Value::None));
    }
    Ok(())
}

/// Drops what temporaries hold but will not hold at the new place; handlers that are left have done their work.
fn drop_temps(vm: &Vm, frame: usize, code: &CodeObject, start: &Temps, target: &Temps) {
    let base = vm.eval.frames.borrow().get(frame).map_or(0, |top| top.base);
    let first = base + usize::from(code.code().first_temp);
    for (n, (from, to)) in start.iter().zip(target).enumerate().rev() {
        if *to != Held::Nothing {
            continue;
        }
        let old = vm.eval.stack.write(first + n, Value::Unbound);
        if *from == Held::Outer {
            crate::eval::generator::end_handling(vm, frame, old);
        } else {
            drop(old);
        }
    }
}
