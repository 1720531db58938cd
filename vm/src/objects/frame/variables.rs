//! The variables of a frame by name, wherever its registers lie: on the stack while it runs, in its generator while it is
//! suspended, in the `frame` object once it has ended. Mirrors `frame_getlocals` and its kin of `Objects/frameobject.c`.

use super::FrameObject;
use crate::bytecode::code::{CodeFlags, ScopedLocal};
use crate::heap::{Ref, Str, Value, ValueCell};
use crate::objects::generator::Generator;
use crate::objects::{CodeObject, Kind};
use crate::vm::Vm;

/// Where the registers of a frame lie.
enum Home {
    /// On the stack, from this register on.
    Stack(usize),
    /// In the suspended frame of this generator.
    Generator(Ref),
    /// In the `frame` object.
    Object,
}

/// A variable: its name and the register of its value, of its cell, or of both in turn (a parameter that functions share).
pub(super) struct Variable {
    pub(super) name: Str,
    local: Option<usize>,
    cell: Option<usize>,
}

/// Whether the frame is a function's, whose variables lie in registers.
pub(super) fn is_optimized(f: &FrameObject) -> bool {
    CodeObject::of(&f.code).is_some_and(|c| c.has(CodeFlags::OPTIMIZED))
}

/// Whether a comprehension's variables hide the namespace of a module or a class.
pub(super) fn has_hidden(vm: &Vm, f: &FrameObject) -> bool {
    !is_optimized(f) && scoped(vm, f).iter().any(|v| !read(vm, f, v).is_unbound())
}

fn scoped(vm: &Vm, f: &FrameObject) -> Vec<Variable> {
    let Some(code) = CodeObject::of(&f.code) else { return Vec::new() };
    if code.code().scoped.is_empty() {
        return Vec::new();
    }
    let at = u32::try_from(super::ip(vm, f)).unwrap_or(u32::MAX);
    let active = code.code().scoped.iter().filter(|s| (s.start..s.end).contains(&at));
    active.map(|s| scoped_variable(vm, s)).collect()
}

fn scoped_variable(vm: &Vm, s: &ScopedLocal) -> Variable {
    let register = Some(usize::from(s.reg));
    let (local, cell) = if s.cell { (None, register) } else { (register, None) };
    Variable { name: vm.intern(&s.name), local, cell }
}

/// The variables of the frame in CPython's order: locals, cells, free variables. A comprehension's variable comes in
/// place of the local of its name.
pub(super) fn variables(vm: &Vm, f: &FrameObject) -> Vec<Variable> {
    let Some(code) = CodeObject::of(&f.code) else { return Vec::new() };
    let nlocals = code.code().nlocals();
    let cellvars = &code.code().cellvars;
    let mut all: Vec<Variable> = Vec::with_capacity(nlocals);
    for (i, name) in code.body().varnames.iter().enumerate() {
        let cell = cellvars.iter().position(|c| *name == **c).map(|n| nlocals + n);
        all.push(Variable { name: name.clone(), local: Some(i), cell });
    }
    let mut inner = scoped(vm, f);
    for variable in &mut all {
        while let Some(n) = inner.iter().position(|s| s.name == variable.name) {
            *variable = inner.remove(n);
        }
    }
    all.extend(inner);
    for (i, name) in cellvars.iter().chain(&code.head.freevars).enumerate() {
        let name = vm.intern(name);
        if !all.iter().any(|v| v.name == name) {
            all.push(Variable { name, local: None, cell: Some(nlocals + i) });
        }
    }
    all
}

fn home(vm: &Vm, f: &FrameObject) -> Home {
    if f.registers.borrow().is_some() {
        return Home::Object;
    }
    if let Some(owner) = suspended_owner(f) {
        return Home::Generator(owner);
    }
    let base = super::index(vm, f).and_then(|i| vm.eval.frames.borrow().get(i).map(|r| r.base));
    base.map_or(Home::Object, Home::Stack)
}

/// The generator of a suspended frame.
pub(super) fn suspended_owner(f: &FrameObject) -> Option<Ref> {
    let owner = f.generator.as_ref()?.upgrade()?;
    let suspended = Generator::of(&owner)?.frame.borrow().is_some();
    suspended.then_some(owner)
}

fn register(vm: &Vm, f: &FrameObject, index: usize) -> Value {
    let found = match home(vm, f) {
        Home::Stack(base) => Some(vm.eval.stack.read(base + index)),
        Home::Object => f.registers.borrow().as_ref().and_then(|r| r.get(index).cloned()),
        Home::Generator(owner) => Generator::of(&owner).and_then(|g| {
            let frame = g.frame.borrow();
            frame.as_ref()?.extra.as_ref()?.registers.get(index).cloned()
        }),
    };
    found.unwrap_or_default()
}

fn set_register(vm: &Vm, f: &FrameObject, index: usize, value: Value) {
    let old = match home(vm, f) {
        Home::Stack(base) => vm.eval.stack.write(base + index, value),
        Home::Object => put(f.registers.borrow_mut().as_mut(), index, value),
        Home::Generator(owner) => match Generator::of(&owner) {
            Some(g) => {
                let mut frame = g.frame.borrow_mut();
                put(frame.as_mut().map(|frame| &mut frame.extra_mut().registers), index, value)
            }
            None => value,
        },
    };
    drop(old);
}

/// Replaces an element, if it is there; gives what is to be dropped once nothing is borrowed.
fn put(registers: Option<&mut Vec<Value>>, index: usize, value: Value) -> Value {
    match registers.and_then(|r| r.get_mut(index)) {
        Some(slot) => std::mem::replace(slot, value),
        None => value,
    }
}

fn cell_of(raw: &Value) -> Option<&ValueCell> {
    match raw.as_obj().map(|r| r.kind()) {
        Some(Kind::Cell(content)) => Some(content),
        _ => None,
    }
}

/// The value of a variable; unbound where it has none.
pub(super) fn read(vm: &Vm, f: &FrameObject, variable: &Variable) -> Value {
    if let Some(cell) = variable.cell {
        let raw = register(vm, f, cell);
        if let Some(content) = cell_of(&raw) {
            return content.get();
        }
    }
    variable.local.map_or(Value::Unbound, |local| register(vm, f, local))
}

/// Gives a variable a value.
pub(super) fn write(vm: &Vm, f: &FrameObject, variable: &Variable, value: Value) {
    if let Some(cell) = variable.cell {
        let raw = register(vm, f, cell);
        if let Some(content) = cell_of(&raw) {
            content.set(value);
            return;
        }
    }
    if let Some(local) = variable.local {
        set_register(vm, f, local, value);
    }
}
