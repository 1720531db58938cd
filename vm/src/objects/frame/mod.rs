//! `frame`: a running, suspended or finished frame seen from Python. Mirrors `Objects/frameobject.c`.

pub(crate) mod jump;
mod proxy;
mod temps;
mod variables;

use std::cell::{Cell, RefCell};

use crate::error::PyResult;
use crate::eval::Frame;
use crate::eval::delegation::delegators;
use crate::heap::collect::Traverse;
use crate::heap::weak::Weak;
use crate::heap::{Ref, Value, Visitor};
use crate::objects::generator::{self, Generator};
use crate::objects::{CodeObject, Native};
use crate::types::{GetSetDef, Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use crate::vm::Vm;

/// Where a frame says it is while a hook is told of a line on which it does not stand.
#[derive(Clone, Copy)]
pub(crate) struct Shown {
    pub(crate) line: u32,
    /// The code unit.
    pub(crate) unit: u32,
}

/// The payload.
pub struct FrameObject {
    code: Ref,
    globals: Ref,
    builtins: Ref,
    /// The namespace of modules and class bodies; unbound in functions.
    locals: Value,
    /// The generator that the frame belongs to. It owns the frame, not the other way round.
    generator: Option<Weak>,
    /// What `f_locals` was given under names that are no variables; a dict, or unbound.
    extra: RefCell<Value>,
    /// Registers once the frame has ended.
    registers: RefCell<Option<Vec<Value>>>,
    ip: Cell<usize>,
    back: RefCell<Value>,
    /// `f_trace`
    pub(crate) trace: RefCell<Value>,
    /// `f_trace_lines` and `f_trace_opcodes`
    pub(crate) traces: (Cell<bool>, Cell<bool>),
    /// Where it says it is while its hook is told of something.
    pub(crate) shown_line: Cell<Option<Shown>>,
    /// The jump that a hook asks for.
    pub(crate) jump: Cell<Option<jump::Jump>>,
    /// While it is traced: the line that control came from to an instruction that has none.
    pub(crate) flow_line: Cell<Option<u32>>,
    /// The jump by which control may have entered a loop that has not gone round yet.
    pub(crate) entrance: Cell<Option<usize>>,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    layout: Some(Layout::Native("frame")),
    flags: TypeFlags::NO_NEW,
    slots: |s: &Slots| s.repr.set(Some(repr)),
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::named("frame", "builtins")
};

static METHODS: &[NativeDef] =
    &[NativeDef::method("clear", "($self, /)", clear, "F.clear(): clear all references held by the frame")
        .hidden_signature()];

static GETSET: &[GetSetDef] = &[
    GetSetDef::get("f_back", back, ""),
    GetSetDef::get("f_code", |vm, v| Ok(Value::Obj(of(vm, v)?.code.clone())), ""),
    GetSetDef::get("f_globals", |vm, v| Ok(Value::Obj(of(vm, v)?.globals.clone())), ""),
    GetSetDef::get("f_builtins", |vm, v| Ok(Value::Obj(of(vm, v)?.builtins.clone())), ""),
    GetSetDef::get("f_locals", f_locals, ""),
    GetSetDef::get_set("f_lineno", lineno, jump::set_lineno, ""),
    GetSetDef::get("f_lasti", f_lasti, ""),
    GetSetDef::get_set(
        "f_trace",
        |vm, v| Ok(of(vm, v)?.trace.borrow().clone()),
        |vm, v, n| {
            let old = of(vm, v)?.trace.replace(n.unwrap_or(Value::None));
            drop(old);
            Ok(())
        },
        "",
    ),
    GetSetDef::get_set(
        "f_trace_lines",
        |vm, v| Ok(Value::Bool(of(vm, v)?.traces.0.get())),
        |vm, v, new| match new {
            Some(Value::Bool(on)) => {
                of(vm, v)?.traces.0.set(on);
                Ok(())
            }
            Some(_) => Err(vm.type_error("attribute value type must be bool")),
            None => Err(vm.type_error("can't delete numeric/char attribute")),
        },
        "",
    )
    .as_member(),
    GetSetDef::get_set(
        "f_trace_opcodes",
        |vm, v| Ok(Value::Bool(of(vm, v)?.traces.1.get())),
        |vm, v, new| match new {
            Some(Value::Bool(on)) => {
                of(vm, v)?.traces.1.set(on);
                Ok(())
            }
            _ => Err(vm.type_error("attribute value type must be bool")),
        },
        "",
    ),
];

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a FrameObject> {
    vm.payload(value, "frame")
}

/// The object of the innermost running frame.
pub fn innermost(vm: &Vm) -> Option<Ref> {
    let count = vm.eval.frames.borrow().len();
    count.checked_sub(1).and_then(|index| of_running(vm, index))
}

impl FrameObject {
    fn new(frame: &Frame) -> FrameObject {
        FrameObject {
            code: frame.code_object(),
            globals: frame.globals().clone(),
            builtins: frame.builtins().clone(),
            locals: frame.locals().clone(),
            generator: frame.generator().map(|owner| Weak::new(owner, Value::None)),
            extra: RefCell::new(Value::Unbound),
            registers: RefCell::new(None),
            ip: Cell::new(frame.ip),
            back: RefCell::new(Value::None),
            trace: RefCell::new(Value::None),
            traces: (Cell::new(true), Cell::new(false)),
            shown_line: Cell::new(None),
            jump: Cell::new(None),
            flow_line: Cell::new(None),
            entrance: Cell::new(None),
        }
    }

    /// The code.
    pub(crate) fn code(&self) -> Option<&CodeObject> {
        CodeObject::of(&self.code)
    }
}

/// The `frame` object of the `index`-th running frame, made on first request.
pub fn of_running(vm: &Vm, index: usize) -> Option<Ref> {
    let payload = {
        let frames = vm.eval.frames.borrow();
        let frame = frames.get(index)?;
        if let Some(object) = frame.object() {
            return Some(object.clone());
        }
        FrameObject::new(frame)
    };
    let object = vm.new_native(&vm.types.frame, payload);
    let Value::Obj(object) = object else { return None };
    vm.eval.frames.borrow_mut().get_mut(index)?.extra_mut().object = Some(object.clone());
    Some(object)
}

/// The `frame` object of a generator, running or suspended; none once it has ended.
pub fn of_generator(vm: &Vm, owner: &Ref) -> Option<Ref> {
    let g = Generator::of(owner)?;
    if g.running.get() {
        let index = {
            let frames = vm.eval.frames.borrow();
            frames.iter().rposition(|r| r.generator().is_some_and(|of| of.is(owner)))
        };
        if let Some(index) = index {
            return of_running(vm, index);
        }
    }
    let payload = {
        let suspended = g.frame.borrow();
        let frame = suspended.as_ref()?;
        if let Some(object) = frame.object() {
            return Some(object.clone());
        }
        FrameObject { generator: Some(Weak::new(owner, Value::None)), ..FrameObject::new(frame) }
    };
    let object = vm.new_native(&vm.types.frame, payload);
    let Value::Obj(object) = object else { return None };
    g.frame.borrow_mut().as_mut()?.extra_mut().object = Some(object.clone());
    Some(object)
}

/// The namespace of global names of a `frame` object.
pub fn globals(object: &Ref) -> Option<Value> {
    object.native::<FrameObject>().map(|f| Value::Obj(f.globals.clone()))
}

/// The code of a `frame` object and the line that it is at.
pub fn place(vm: &Vm, object: &Ref) -> Option<(Ref, Option<u32>)> {
    let f = object.native::<FrameObject>()?;
    Some((f.code.clone(), f.code()?.line_before(ip(vm, f))))
}

/// The `frame` object at a depth below the innermost Python frame, which is at 0.
pub fn at_depth(vm: &Vm, depth: usize) -> Option<Ref> {
    let mut depth = depth;
    let count = vm.eval.frames.borrow().len();
    for index in (0..count).rev() {
        if depth == 0 {
            return of_running(vm, index);
        }
        depth -= 1;
        let delegators = vm.eval.frames.borrow().get(index).map(delegators).unwrap_or_default();
        if let Some(owner) = delegators.iter().rev().nth(depth) {
            return of_generator(vm, owner);
        }
        depth -= delegators.len();
    }
    None
}

/// The frame ended: its registers stay with the object, and so does the frame below, which is that of the innermost of the
/// generators that delegate to it, or the topmost one now.
pub fn detach(vm: &Vm, frame: &Frame, registers: Vec<Value>, ip: usize) {
    let Some(object) = frame.object() else { return };
    let Some(f) = object.native::<FrameObject>() else { return };
    f.ip.set(ip);
    drop(f.registers.replace(Some(registers)));
    if object.refcount() > 1 {
        let back = match delegators(frame).last() {
            Some(owner) => of_generator(vm, owner),
            None => innermost(vm),
        };
        drop(f.back.replace(back.map_or(Value::None, Value::Obj)));
    }
}

/// A suspended frame is dropped: its registers stay with the object, if it has one.
pub fn detach_suspended(mut frame: Frame) {
    let ip = frame.ip.saturating_sub(1);
    let object = frame.object().cloned();
    if let Some(f) = object.as_ref().and_then(|o| o.native::<FrameObject>()) {
        f.ip.set(ip);
        let registers = std::mem::take(&mut frame.extra_mut().registers);
        drop(f.registers.replace(Some(registers)));
    }
    drop(frame);
}

/// Whether the value is a frame on the stack of the running thread.
pub(crate) fn is_running(vm: &Vm, value: &Value) -> bool {
    value.native::<FrameObject>().is_some_and(|f| index(vm, f).is_some())
}

/// The place of a running frame on the frame stack.
fn index(vm: &Vm, f: &FrameObject) -> Option<usize> {
    let frames = vm.eval.frames.borrow();
    let is_this = |o: &FrameObject| std::ptr::eq(o, f);
    frames.iter().rposition(|r| r.object().and_then(|o| o.native::<FrameObject>()).is_some_and(is_this))
}

fn back(vm: &Vm, value: &Value) -> PyResult {
    let f = of(vm, value)?;
    let below = match (index(vm, f), variables::suspended_owner(f)) {
        (Some(index), _) => {
            let delegator = vm.eval.frames.borrow().get(index).and_then(|r| delegators(r).pop());
            match delegator {
                Some(owner) => of_generator(vm, &owner),
                None => index.checked_sub(1).and_then(|below| of_running(vm, below)),
            }
        }
        (None, Some(owner)) => below_delegator(vm, &owner),
        (None, None) => return Ok(f.back.borrow().clone()),
    };
    Ok(below.map_or(Value::None, Value::Obj))
}

/// The `frame` object below that of a generator which only delegates to one that runs.
fn below_delegator(vm: &Vm, owner: &Ref) -> Option<Ref> {
    if !Generator::of(owner)?.running.get() {
        return None;
    }
    let count = vm.eval.frames.borrow().len();
    for index in (0..count).rev() {
        let delegators = vm.eval.frames.borrow().get(index).map(delegators)?;
        if let Some(place) = delegators.iter().position(|d| d.is(owner)) {
            return match place.checked_sub(1).and_then(|below| delegators.get(below)) {
                Some(below) => of_generator(vm, below),
                None => index.checked_sub(1).and_then(|below| of_running(vm, below)),
            };
        }
    }
    None
}

/// The instruction being executed, or the one that a generator waits at.
fn ip(vm: &Vm, f: &FrameObject) -> usize {
    if f.registers.borrow().is_some() {
        return f.ip.get();
    }
    if let Some(owner) = variables::suspended_owner(f) {
        return Generator::of(&owner).and_then(Generator::waits_at).unwrap_or(f.ip.get());
    }
    let running = index(vm, f).and_then(|index| vm.eval.frames.borrow().get(index).map(|r| r.ip));
    running.unwrap_or(f.ip.get())
}

fn lineno(vm: &Vm, value: &Value) -> PyResult {
    let f = of(vm, value)?;
    let line = f
        .shown_line
        .get()
        .map(|shown| shown.line)
        .or_else(|| CodeObject::of(&f.code)?.line_before(ip(vm, f)));
    Ok(line.map_or(Value::None, Value::from))
}

fn f_lasti(vm: &Vm, value: &Value) -> PyResult {
    let f = of(vm, value)?;
    let unit = f.shown_line.get().map(|shown| shown.unit);
    let unit = unit.or_else(|| Some(f.code()?.units().of(ip(vm, f))));
    Ok(unit.map_or(Value::None, |unit| Value::from(unit * 2)))
}

/// The namespace of modules and classes, a proxy of the variables of functions.
fn f_locals(vm: &Vm, value: &Value) -> PyResult {
    let f = of(vm, value)?;
    let Value::Obj(object) = value else { return Err(vm.wrong_payload(value, "frame")) };
    if !f.locals.is_unbound() && !variables::has_hidden(vm, f) {
        return Ok(f.locals.clone());
    }
    Ok(proxy::new(vm, object.clone()))
}

/// `locals()` of the running frame: the namespace of modules and classes, a new dict in functions.
///
/// # Errors
/// SystemError where nothing runs.
pub fn current_locals(vm: &Vm) -> PyResult {
    let depth = vm.eval.frames.borrow().len();
    let object = depth.checked_sub(1).and_then(|top| of_running(vm, top));
    let Some(f) = object.as_ref().and_then(|o| o.native::<FrameObject>()) else {
        return Err(vm.system_error("frame does not exist"));
    };
    if !f.locals.is_unbound() && !variables::has_hidden(vm, f) {
        return Ok(f.locals.clone());
    }
    proxy::dict(vm, f)
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let f = of(vm, value)?;
    let Some(code) = CodeObject::of(&f.code) else { return Ok(Value::str("<frame>")) };
    let line = code.line_at(ip(vm, f)).unwrap_or(0);
    let (at, file, name) = (vm.id(value), vm.repr(&Value::Str(code.filename.clone()))?, &code.name);
    Ok(Value::str(&format!("<frame at {at:#x}, file {file}, line {line}, code {name}>")))
}

fn clear(vm: &Vm, args: &[Value]) -> PyResult {
    let f = of(vm, &args[0])?;
    if let Some(owner) = variables::suspended_owner(f) {
        if Generator::of(&owner).is_some_and(|g| g.running.get()) {
            return Err(vm.runtime_error("cannot clear an executing frame"));
        }
        if Generator::of(&owner).is_some_and(|g| g.started.get()) {
            return Err(vm.runtime_error("cannot clear a suspended frame"));
        }
        return generator::close(vm, &Value::Obj(owner)).map(|_| Value::None);
    }
    if f.registers.borrow().is_none() && index(vm, f).is_some() {
        return Err(vm.runtime_error("cannot clear an executing frame"));
    }
    let old = f.registers.replace(Some(Vec::new()));
    drop(old);
    Ok(Value::None)
}

impl Native for FrameObject {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.object(&self.code);
        visit.object(&self.globals);
        visit.object(&self.builtins);
        visit.value(&self.locals);
        self.extra.traverse(visit);
        self.registers.traverse(visit);
        self.back.traverse(visit);
        self.trace.traverse(visit);
    }
}
