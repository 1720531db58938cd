//! The quick forms of the commonest instructions: numbers, locals, jumps, cached lookups, plain calls and returns.
//!
//! A quick form works on the loop's [`Position`], which stays in the processor's registers since every quick form is
//! inlined into the loop. It does the whole of an instruction or nothing: what it cannot do is left to the full form.

use super::{Frame, Machine, OnReturn};
use crate::bytecode::instruction::{Instr, flag};
use crate::bytecode::opcode::Op;
use crate::eval::frame::CALL_WORDS;
use crate::heap::position::Position;
use crate::heap::stack::Running;
use crate::heap::{Value, breaker};
use crate::objects::Kind;
use crate::types::slots::CmpOp;

use super::{arith, attr, compare, load_store};

/// What became of an instruction.
pub(super) enum Quick {
    /// It is done.
    Done,
    /// It is done, and the breaker is up.
    Attend,
    /// It is done but for going on behind it, `usize` words, and the breaker is up.
    AttendHere(usize),
    /// Nothing was done.
    Full,
}

/// Sets the result register and goes on; what the old value leaves behind is finalized before the next instruction.
#[inline(always)]
fn store(at: &mut Position, register: u16, value: Value, words: usize) -> Quick {
    let old = at.replace(register, value);
    let plain = old.is_scalar();
    old.release();
    if !plain && breaker::is_raised() {
        return Quick::AttendHere(words);
    }
    at.skip(words);
    Quick::Done
}

/// The value of an operand, moved where it is a temporary at its last use.
#[inline(always)]
fn operand(at: &mut Position, register: u16, last: bool) -> Value {
    if last { at.take(register) } else { at.reg(register).clone() }
}

#[inline(always)]
fn drop_if(at: &mut Position, register: u16, last: bool) {
    if last {
        at.set(register, Value::Unbound);
    }
}

/// Jumps near where `condition` holds, else goes on behind the instruction of one word.
#[inline(always)]
fn branch(at: &mut Position, i: Instr, condition: bool) -> Quick {
    if !condition {
        at.skip(1);
        return Quick::Done;
    }
    at.jump(i.near());
    if i.near() < 0 && breaker::is_raised() { Quick::Attend } else { Quick::Done }
}

#[inline(always)]
pub(super) fn op_move(at: &mut Position, i: Instr) -> Quick {
    let value = operand(at, i.b, i.x & flag::TEMP_B != 0);
    store(at, i.a, value, 1)
}

#[inline(always)]
pub(super) fn load_const(at: &mut Position, i: Instr) -> Quick {
    let value = at.constant(i.wide() as usize).clone();
    store(at, i.a, value, 1)
}

#[inline(always)]
pub(super) fn clear(at: &mut Position, i: Instr) -> Quick {
    store(at, i.a, Value::Unbound, 1)
}

#[inline(always)]
pub(super) fn check_bound(at: &mut Position, i: Instr) -> Quick {
    if at.reg(i.a).is_unbound() {
        return Quick::Full;
    }
    at.skip(1);
    Quick::Done
}

#[inline(always)]
pub(super) fn load_deref(at: &mut Position, i: Instr) -> Quick {
    let content = load_store::cell_content(at.reg(i.b));
    if content.is_unbound() {
        return Quick::Full;
    }
    store(at, i.a, content, 1)
}

/// An arithmetic operator of two numbers. The operands, if they are temporaries, hold what needs no dropping.
#[inline(always)]
fn numbers(at: &mut Position, i: Instr, value: Option<Value>) -> Quick {
    match value {
        Some(value) => store(at, i.a, value, 1),
        None => Quick::Full,
    }
}

#[inline(always)]
pub(super) fn binary(at: &mut Position, i: Instr, op: Op) -> Quick {
    let value = arith::of_numbers(op, at.reg(i.b), at.reg(i.c));
    numbers(at, i, value)
}

#[inline(always)]
pub(super) fn binary_k(at: &mut Position, i: Instr, op: Op) -> Quick {
    let value = arith::of_numbers(op, at.reg(i.b), at.constant(usize::from(i.c)));
    numbers(at, i, value)
}

#[inline(always)]
pub(super) fn compare(at: &mut Position, i: Instr, op: CmpOp) -> Quick {
    let answer = compare::of_numbers(at.reg(i.b), at.reg(i.c), op);
    numbers(at, i, answer.map(Value::Bool))
}

#[inline(always)]
pub(super) fn compare_k(at: &mut Position, i: Instr, op: CmpOp) -> Quick {
    let answer = compare::of_numbers(at.reg(i.b), at.constant(usize::from(i.c)), op);
    numbers(at, i, answer.map(Value::Bool))
}

/// Jumps where the comparison of two numbers gives `wanted`.
#[inline(always)]
pub(super) fn jump_compare(at: &mut Position, i: Instr, op: CmpOp, wanted: bool) -> Quick {
    match compare::of_numbers(at.reg(i.a), at.reg(i.b), op) {
        Some(answer) => branch(at, i, answer == wanted),
        None => Quick::Full,
    }
}

/// [`jump_compare`] with a constant on the right.
#[inline(always)]
pub(super) fn jump_compare_k(at: &mut Position, i: Instr, op: CmpOp, wanted: bool) -> Quick {
    match compare::of_numbers(at.reg(i.a), at.constant(usize::from(i.b)), op) {
        Some(answer) => branch(at, i, answer == wanted),
        None => Quick::Full,
    }
}

#[inline(always)]
pub(super) fn jump_is(at: &mut Position, i: Instr, wanted: bool) -> Quick {
    if i.x & (flag::TEMP_A | flag::TEMP_B) != 0 {
        return Quick::Full;
    }
    let answer = at.reg(i.a).is(at.reg(i.b));
    branch(at, i, answer == wanted)
}

impl Machine<'_> {
    #[inline(always)]
    pub(super) fn quick_jump(&self, at: &mut Position, i: Instr) -> Quick {
        let target = i.wide() as usize;
        let backward = target <= self.cur.index(at);
        self.cur.jump(at, target);
        if backward && breaker::is_raised() { Quick::Attend } else { Quick::Done }
    }

    /// Jumps where a truth that is plain to see is `wanted`.
    #[inline(always)]
    pub(super) fn quick_jump_if(&self, at: &mut Position, i: Instr, wanted: bool) -> Quick {
        let truth = match at.reg(i.a) {
            Value::Bool(b) => *b,
            Value::None => false,
            Value::Int(n) => *n != 0,
            _ => return Quick::Full,
        };
        if truth == wanted {
            return self.quick_jump(at, i);
        }
        at.skip(1);
        Quick::Done
    }

    #[inline(always)]
    pub(super) fn quick_jump_if_none(&self, at: &mut Position, i: Instr, wanted: bool) -> Quick {
        let is_none = at.reg(i.a).is_none();
        if i.x & flag::TEMP_A != 0 && !at.reg(i.a).is_scalar() {
            return Quick::Full;
        }
        if is_none == wanted {
            return self.quick_jump(at, i);
        }
        at.skip(1);
        Quick::Done
    }

    #[inline(always)]
    pub(super) fn quick_load_global(&self, at: &mut Position, i: Instr) -> Quick {
        let word = at.trailer();
        match load_store::cached_global(&self.cur, word, self.cur.name(i.b)) {
            Some(value) => store(at, i.a, value, 2),
            None => Quick::Full,
        }
    }

    #[inline(always)]
    pub(super) fn quick_store_global(&self, at: &mut Position, i: Instr) -> Quick {
        let word = at.trailer();
        if word.x != load_store::IN_GLOBALS {
            return Quick::Full;
        }
        let value = operand(at, i.a, i.x & flag::TEMP_A != 0);
        match self.cur.globals().replace_if_key(usize::from(word.c), self.cur.name(i.b), value) {
            Ok(old) => {
                let plain = old.is_scalar();
                old.release();
                if !plain && breaker::is_raised() {
                    return Quick::AttendHere(2);
                }
                at.skip(2);
                Quick::Done
            }
            Err(value) => {
                at.set(i.a, value);
                Quick::Full
            }
        }
    }

    #[inline(always)]
    pub(super) fn quick_load_attr(&self, at: &mut Position, i: Instr) -> Quick {
        let Value::Obj(r) = at.reg(i.b) else { return Quick::Full };
        let word = at.trailer();
        if word.ext() != r.shape().id() || word.x != attr::OWN {
            return Quick::Full;
        }
        let value = r.attrs().get(usize::from(word.c));
        if value.is_unbound() {
            return Quick::Full;
        }
        drop_if(at, i.b, i.x & flag::TEMP_B != 0);
        let stored = store(at, i.a, value, 2);
        match stored {
            Quick::Done if i.x & flag::TEMP_B != 0 && breaker::is_raised() => Quick::Attend,
            other => other,
        }
    }

    #[inline(always)]
    pub(super) fn quick_store_attr(&self, at: &mut Position, i: Instr) -> Quick {
        let Value::Obj(r) = at.reg(i.a) else { return Quick::Full };
        let word = at.trailer();
        if word.ext() != r.shape().id() {
            return Quick::Full;
        }
        let value = at.reg(i.c).clone();
        if word.x == attr::OWN {
            r.attrs().set(usize::from(word.c), value).release();
        } else if word.x == attr::ADD
            && let Some(larger) = r.shape().child_at(usize::from(word.c))
        {
            r.push_attr(value);
            r.set_shape(larger);
        } else {
            value.release();
            return Quick::Full;
        }
        drop_if(at, i.c, i.x & flag::TEMP_C != 0);
        drop_if(at, i.a, i.x & flag::TEMP_A != 0);
        if breaker::is_raised() {
            return Quick::AttendHere(2);
        }
        at.skip(2);
        Quick::Done
    }

    #[inline(always)]
    pub(super) fn quick_load_method(&self, at: &mut Position, i: Instr) -> Quick {
        let word = at.trailer();
        let (class, version) = match at.reg(i.b) {
            Value::Obj(r) => (r.class(), r.shape().id()),
            other => {
                let class = self.vm.class_of(other);
                (class, class.ty().shapes.root().id())
            }
        };
        if word.ext() != version || word.x != attr::METHOD {
            return Quick::Full;
        }
        let Some(function) = attr::cached_method(class, word) else { return Quick::Full };
        let receiver = operand(at, i.b, i.x & flag::TEMP_B != 0);
        at.set(i.a + 1, receiver);
        store(at, i.a, function, 2)
    }

    /// An element of an exact list or tuple.
    #[inline(always)]
    pub(super) fn quick_get_item(&self, at: &mut Position, i: Instr) -> Quick {
        match at.reg(i.c) {
            Value::Int(n) => self.item_at(at, i, *n),
            _ => Quick::Full,
        }
    }

    /// [`Machine::quick_get_item`] with a constant index.
    #[inline(always)]
    pub(super) fn quick_get_item_k(&self, at: &mut Position, i: Instr) -> Quick {
        match at.constant(usize::from(i.c)) {
            Value::Int(n) => self.item_at(at, i, *n),
            _ => Quick::Full,
        }
    }

    #[inline(always)]
    fn item_at(&self, at: &mut Position, i: Instr, n: i64) -> Quick {
        let Value::Obj(r) = at.reg(i.b) else { return Quick::Full };
        let item = match r.kind() {
            Kind::List(items) if r.class().is(&self.vm.types.list) => {
                let at = if n < 0 { n.wrapping_add(items.len() as i64) } else { n };
                items.get(at as usize)
            }
            Kind::Tuple(items) if r.class().is(&self.vm.types.tuple) => {
                let at = if n < 0 { n.wrapping_add(items.len() as i64) } else { n };
                items.get(at as usize).cloned()
            }
            _ => None,
        };
        let Some(item) = item else { return Quick::Full };
        if i.x & flag::TEMP_B != 0 {
            at.set(i.b, Value::Unbound);
            at.set(i.a, item);
            if breaker::is_raised() {
                return Quick::AttendHere(1);
            }
            at.skip(1);
            return Quick::Done;
        }
        store(at, i.a, item, 1)
    }

    /// Sets an element of an exact list that stays where it is.
    #[inline(always)]
    pub(super) fn quick_set_item(&self, at: &mut Position, i: Instr) -> Quick {
        let (Value::Obj(r), Value::Int(n)) = (at.reg(i.a), at.reg(i.b)) else { return Quick::Full };
        let Kind::List(items) = r.kind() else { return Quick::Full };
        if i.x & flag::TEMP_A != 0 || !r.class().is(&self.vm.types.list) {
            return Quick::Full;
        }
        let index = (if *n < 0 { n.wrapping_add(items.len() as i64) } else { *n }) as usize;
        if index >= items.len() {
            return Quick::Full;
        }
        let old = match items.set(index, at.reg(i.c).clone()) {
            Ok(old) | Err(old) => old,
        };
        old.release();
        drop_if(at, i.c, i.x & flag::TEMP_C != 0);
        if breaker::is_raised() {
            return Quick::AttendHere(1);
        }
        at.skip(1);
        Quick::Done
    }

    /// Appends to the list that a comprehension or a display makes.
    #[inline(always)]
    pub(super) fn quick_list_append(&self, at: &mut Position, i: Instr) -> Quick {
        let last = i.x & flag::TEMP_B != 0;
        let item = at.reg(i.b).clone();
        let Some(Kind::List(items)) = at.reg(i.a).as_obj().map(|r| r.kind()) else {
            item.release();
            return Quick::Full;
        };
        items.push(item);
        drop_if(at, i.b, last);
        at.skip(1);
        Quick::Done
    }

    /// The next item of a range, an exact list or an iterator that has one at hand.
    #[inline(always)]
    pub(super) fn quick_for_next(&self, at: &mut Position, i: Instr) -> Quick {
        let item = match (at.reg(i.a), at.reg(i.a + 1)) {
            (Value::Int(current), Value::Int(stop)) => {
                let Value::Int(step) = at.reg(i.a + 2) else { return Quick::Full };
                let (current, stop, step) = (*current, *stop, *step);
                if !((step > 0 && current < stop) || (step < 0 && current > stop)) {
                    return Quick::Full;
                }
                at.put(i.a, Value::Int(current.saturating_add(step)));
                Value::Int(current)
            }
            (Value::Obj(list), Value::Int(index)) => {
                let Kind::List(items) = list.kind() else { return Quick::Full };
                let index = *index;
                let Some(item) = items.get(index as usize) else { return Quick::Full };
                at.put(i.a + 1, Value::Int(index + 1));
                item
            }
            (Value::Obj(iterator), Value::Unbound) => {
                let Kind::Native(native) = iterator.kind() else { return Quick::Full };
                let Some(item) = native.next_plain() else { return Quick::Full };
                item
            }
            _ => return Quick::Full,
        };
        at.set(i.b, item);
        at.jump(i.near());
        if breaker::is_raised() { Quick::Attend } else { Quick::Done }
    }

    /// Calls the Python function in the window from `i.b` on whose arguments, from register `first` on, are as many as
    /// it has parameters.
    #[inline(always)]
    pub(super) fn quick_call(&mut self, at: &mut Position, i: Instr, first: u16, argc: u32) -> Quick {
        let Value::Obj(callee) = at.reg(i.b) else { return Quick::Full };
        let Kind::Function(f) = callee.kind() else { return Quick::Full };
        let running = Running::new(&f.tables);
        if running.code().simple_params() != argc {
            return Quick::Full;
        }
        let eval = &self.vm.eval;
        let base = self.cur.base + usize::from(first);
        let mut frames = eval.frames.borrow_mut();
        if let Some(top) = frames.last_mut() {
            top.ip = self.cur.index(at);
        }
        if frames.len() >= eval.recursion_limit.get() || !self.cur.try_enter(&eval.stack, running, base, 0) {
            return Quick::Full;
        }
        if let Value::Obj(function) = at.take(i.b) {
            frames.push_with(|| Frame::new(function, running, base, OnReturn::Store(i.a)));
        }
        drop(frames);
        self.cur.unbind_locals(argc);
        *at = self.cur.position();
        if breaker::is_raised() { Quick::Attend } else { Quick::Done }
    }

    #[inline(always)]
    pub(super) fn quick_call_method(&mut self, at: &mut Position, i: Instr) -> Quick {
        let argc = u32::from(i.c);
        if at.reg(i.b + 1).is_unbound() {
            return self.quick_call(at, i, i.b + 2, argc);
        }
        self.quick_call(at, i, i.b + 1, argc + 1)
    }

    /// Ends a frame that has nothing special about it with a value for a register of its caller: a constant, or that of
    /// a register.
    #[inline(always)]
    pub(super) fn quick_return(&mut self, at: &mut Position, i: Instr, constant: bool) -> Quick {
        let mut frames = self.vm.eval.frames.borrow_mut();
        let [.., caller, top] = &**frames else { return Quick::Full };
        let on_return = top.on_return;
        let is_plain = match on_return {
            OnReturn::Store(_) | OnReturn::Item => true,
            OnReturn::Construct { .. } if constant => at.constant(i.wide() as usize).is_none(),
            _ => false,
        };
        if !is_plain || top.extra.is_some() {
            return Quick::Full;
        }
        let (value, live) = if constant {
            (at.constant(i.wide() as usize).clone(), i.a)
        } else {
            (operand(at, i.a, i.x & flag::TEMP_A != 0), i.b)
        };
        for index in 0..live {
            at.set(index, Value::Unbound);
        }
        self.cur.enter(&self.vm.eval.stack, caller.running, caller.base, caller.ip);
        if let Some(top) = frames.pop() {
            top.release();
        }
        drop(frames);
        *at = self.cur.position();
        match on_return {
            OnReturn::Store(register) => {
                at.set(register, value);
                at.skip(CALL_WORDS);
            }
            OnReturn::Construct { result, instance } => {
                let made = at.take(instance);
                at.set(result, made);
                at.skip(CALL_WORDS);
            }
            _ => {
                let i = at.instr();
                at.set(i.b, value);
                at.jump(i.near());
            }
        }
        if breaker::is_raised() { Quick::Attend } else { Quick::Done }
    }
}
