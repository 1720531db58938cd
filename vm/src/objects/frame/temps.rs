//! What the temporaries of a frame hold at each instruction, for jumps of a debugger. Mirrors `mark_stacks` of
//! `Objects/frameobject.c`.

use crate::bytecode::code::Code;
use crate::bytecode::instruction::{Instr, flag};
use crate::bytecode::opcode::{Op, Operand};
use crate::objects::code::lines::target;

/// What a temporary holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Held {
    /// Nothing.
    Nothing,
    /// The value of an expression, or what leaving a `with` block takes.
    Value,
    /// The state of a loop.
    Iterator,
    /// The exception that a handler is at work on.
    Exception,
    /// The exception that was handled outside the handler.
    Outer,
}

/// The temporaries of a frame.
pub(super) type Temps = Vec<Held>;

/// Temporaries by word; none for words that control does not reach.
pub(super) fn temps(code: &Code) -> Vec<Option<Temps>> {
    let first = usize::from(code.first_temp);
    let start = vec![Held::Nothing; (code.nregs as usize).saturating_sub(first)];
    let mut found: Vec<Option<Temps>> = vec![None; code.instrs.len()];
    let mut work = vec![(0usize, start)];
    while let Some((at, temps)) = work.pop() {
        let Some(i) = code.instrs.get(at) else { continue };
        if found[at].is_some() {
            continue;
        }
        found[at] = Some(temps.clone());
        let handler = u32::try_from(at).ok().and_then(|ip| code.handler_at(ip));
        if let Some(entry) = handler {
            let mut caught = temps.clone();
            for (n, held) in caught.iter_mut().enumerate() {
                if n + first >= usize::from(entry.depth) {
                    *held = Held::Nothing;
                }
            }
            put(&mut caught, first, entry.exc, 1, Held::Exception);
            work.push((entry.handler as usize, caught));
        }
        let ext = code.instrs.get(at + 1).map_or(0, Instr::ext) as usize;
        let after = after(i, ext, temps, first);
        if let Some(jump) = target(i, at) {
            work.push((jump, after.clone()));
        }
        if i.op.falls_through() {
            let mut on = after;
            if i.op == Op::ForNext {
                put(&mut on, first, i.a, 3, Held::Nothing);
            }
            work.push((at + i.op.words(), on));
        }
    }
    found
}

fn put(temps: &mut Temps, first: usize, register: u16, count: usize, held: Held) {
    for n in usize::from(register)..usize::from(register) + count {
        if let Some(slot) = n.checked_sub(first).and_then(|n| temps.get_mut(n)) {
            *slot = held;
        }
    }
}

/// The temporaries behind an instruction.
fn after(i: &Instr, ext: usize, mut temps: Temps, first: usize) -> Temps {
    let c = usize::from(i.c);
    let moved = usize::from(i.b).checked_sub(first).and_then(|n| temps.get(n)).copied();
    let kinds = i.op.operands().into_iter().zip([i.a, i.b, i.c]);
    let flags = [flag::TEMP_A, flag::TEMP_B, flag::TEMP_C];
    for ((kind, register), last) in kinds.clone().zip(flags) {
        let count = match kind {
            Operand::In => usize::from(i.x & last != 0),
            Operand::WinC(n) => c + usize::from(n),
            Operand::WinPairs => 2 * c,
            Operand::WinBits => i.c.count_ones() as usize,
            Operand::Win(n) => usize::from(n),
            _ => 0,
        };
        put(&mut temps, first, register, count, Held::Nothing);
    }
    for (kind, register) in kinds {
        let count = match kind {
            Operand::Out | Operand::InOut => 1,
            Operand::OutWin(n) => usize::from(n),
            Operand::OutC => c,
            Operand::OutUnpackEx => c + 1 + ext,
            _ => 0,
        };
        put(&mut temps, first, register, count, Held::Value);
    }
    match i.op {
        Op::Move => {
            put(&mut temps, first, i.a, 1, moved.filter(|m| *m != Held::Nothing).unwrap_or(Held::Value))
        }
        Op::Clear => put(&mut temps, first, i.a, 1, Held::Nothing),
        Op::ClearN => put(&mut temps, first, i.a, usize::from(i.b), Held::Nothing),
        Op::ForPrep => put(&mut temps, first, i.a, 3, Held::Iterator),
        Op::GetIter | Op::GetAiter => put(&mut temps, first, i.a, 1, Held::Iterator),
        Op::YieldFrom => put(&mut temps, first, i.b, 1, Held::Nothing),
        Op::PushExc => {
            put(&mut temps, first, i.a, 1, Held::Outer);
            put(&mut temps, first, i.b, 1, Held::Exception);
        }
        _ => {}
    }
    temps
}
