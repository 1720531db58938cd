//! From instructions with labels to words: jump distances, exception table, line table. Mirrors `Python/assemble.c`.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use rustpython_parser::text_size::TextRange;

use super::{
    LineIndex, Options,
    compiler::too_many,
    error::Res,
    unit::{Ir, Label, LabelInfo, Unit},
};
use crate::bytecode::{
    Code, CodeFlags, ExceptionEntry, Instr, LineTableBuilder, Op, Operand, Position, ScopedLocal,
};

/// How a jump is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// As it is.
    Plain,
    /// Leads to the next instruction: left out.
    Gone,
    /// Too far for 16 bits: hops over a pair of `JUMP`s.
    Far,
}

pub(crate) fn assemble(mut unit: Unit<'_>, options: &Options, lines: &dyn LineIndex) -> Res<Code> {
    if unit.too_many {
        return too_many("variables, temporaries or names");
    }
    let vias = thread_jumps(&mut unit);
    copy_exits(&mut unit, &vias);
    keep_lines(&mut unit, lines);
    let (forms, offsets) = layout(&unit);
    let Some(&total) = offsets.last() else { return too_many("instructions") };
    if total > u32::MAX / 2 {
        return too_many("instructions");
    }
    let firstlineno = if unit.first.is_empty() { 1 } else { lines.location(unit.first.start().into()).0 };
    let mut table = LineTableBuilder::new(firstlineno);
    let mut instrs = Vec::with_capacity(total as usize);
    let mut last: (Option<TextRange>, Option<Position>) = (None, None);
    let line = |range: &TextRange| lines.location(range.start().into()).0;
    let mut passed: Vec<TextRange> = Vec::new();
    for (i, ir) in unit.ir.iter().enumerate() {
        passed.extend(&ir.marks);
        let via = vias.get(&i).map_or(&[][..], |via| via);
        if forms[i] == Form::Gone {
            passed.extend(via);
            continue;
        }
        via.iter().for_each(|range| table.via(offsets[i], line(range)));
        let own = ir.range.as_ref().map(line);
        let mut marks: Vec<u32> = passed.drain(..).map(|range| line(&range)).collect();
        marks.dedup();
        if marks.iter().any(|mark| Some(*mark) != own) {
            marks.into_iter().for_each(|mark| table.mark(mark));
        }
        write(&unit, i, ir, &forms, &offsets, &mut instrs);
        if ir.range != last.0 {
            last = (ir.range, ir.range.map(|r| position(r, lines)));
        }
        table.push(offsets[i + 1] - offsets[i], last.1);
    }
    let exceptions = exception_table(&unit, &offsets);
    let word = |at: usize| offsets.get(at).copied().unwrap_or(total);
    let scoped = unit.scoped.iter().map(|s| ScopedLocal {
        name: Rc::clone(&s.name),
        reg: s.reg,
        cell: s.cell,
        start: word(s.start),
        end: word(s.end),
    });
    let [argcount, posonlyargcount, kwonlyargcount] = unit.counts;
    Ok(Code {
        argcount,
        posonlyargcount,
        kwonlyargcount,
        nregs: unit.max,
        first_temp: unit.first_temp as u16,
        flags: unit.flags,
        firstlineno,
        scoped: scoped.collect(),
        instrs,
        exceptions,
        lines: table.finish(),
        name: unit.name,
        qualname: unit.qualname,
        filename: Rc::clone(&options.filename),
        consts: unit.consts,
        names: unit.names,
        varnames: unit.varnames,
        cellvars: unit.cellvars,
        freevars: unit.freevars,
    })
}

/// Jumps to a `JUMP` go where that one goes; returns what jumps pass on the way.
fn thread_jumps(unit: &mut Unit<'_>) -> HashMap<usize, Vec<TextRange>> {
    let mut vias: HashMap<usize, Vec<TextRange>> = HashMap::new();
    for (i, range) in std::mem::take(&mut unit.vias) {
        vias.entry(i).or_default().push(range);
    }
    for i in 0..unit.ir.len() {
        let Some(mut label) = unit.ir[i].target else { continue };
        let own = unit.ir[i].range;
        for _ in 0..8 {
            let Some(at) = unit.labels.get(label).and_then(|l| l.at) else { break };
            let Some(next) = unit.ir.get(at) else { break };
            match next.target {
                Some(target) if next.instr.op == Op::Jump && target != label => {
                    label = target;
                    let further = vias.get(&at).map_or(&[][..], |further| further);
                    let passed = next.marks.iter().chain(&next.range).chain(further);
                    let passed: Vec<TextRange> = passed.filter(|r| Some(**r) != own).copied().collect();
                    if !passed.is_empty() {
                        vias.entry(i).or_default().extend(passed);
                    }
                }
                _ => break,
            }
        }
        unit.ir[i].target = Some(label);
    }
    vias
}

/// An implicit `return None` stands on no line: every way to it gets a copy that stands on the line it comes from.
fn copy_exits(unit: &mut Unit<'_>, vias: &HashMap<usize, Vec<TextRange>>) {
    let mut copies: HashMap<(usize, Option<TextRange>), Label> = HashMap::new();
    let mut line = None;
    for i in 0..unit.ir.len() {
        line = unit.ir[i].range.or(line);
        let exit = unit.ir[i].target.and_then(|label| unit.labels.get(label)?.at);
        let Some((exit, copy)) = exit.and_then(|exit| Some((exit, unit.ir.get(exit)?.clone()))) else {
            continue;
        };
        if copy.instr.op != Op::ReturnConst || copy.range.is_some() {
            continue;
        }
        let way = vias.get(&i).map_or(&[][..], |way| way);
        let mut copy = Ir { range: way.last().copied().or(line), ..copy };
        if unit.ir[i].instr.op == Op::Jump {
            copy.marks = unit.ir[i].marks.iter().chain(way).chain(&copy.marks).copied().collect();
            unit.ir[i] = copy;
            continue;
        }
        let known = copies.get(&(exit, copy.range)).copied();
        let label = known.unwrap_or_else(|| {
            copies.insert((exit, copy.range), unit.labels.len());
            unit.labels.push(LabelInfo { at: Some(unit.ir.len()), state: None });
            unit.ir.push(copy);
            unit.labels.len() - 1
        });
        unit.ir[i].target = Some(label);
    }
    let targets = unit.ir.iter().filter_map(|ir| ir.target).chain(unit.handlers.iter().map(|h| h.label));
    let merges: HashSet<usize> = targets.filter_map(|label| unit.labels.get(label)?.at).collect();
    let mut line = None;
    for (i, ir) in unit.ir.iter_mut().enumerate() {
        if merges.contains(&i) {
            line = None;
        }
        if ir.instr.op == Op::ReturnConst && ir.range.is_none() {
            ir.range = line;
        }
        line = ir.range.or(line);
    }
}

/// A jump that leads to the next instruction but is all there is of a line stays, as a `NOP`.
fn keep_lines(unit: &mut Unit<'_>, lines: &dyn LineIndex) {
    let line = |range: &TextRange| lines.location(range.start().into()).0;
    let mut before = None;
    for i in 0..unit.ir.len() {
        let own = unit.ir[i].range.as_ref().map(line);
        let leads_on = unit.ir[i].target.and_then(|label| unit.labels[label].at) == Some(i + 1);
        let ir = &mut unit.ir[i];
        if leads_on && ir.instr.op == Op::Jump && (own.is_some() && own != before || !ir.marks.is_empty()) {
            (ir.instr, ir.target) = (Instr::new(Op::Nop, 0, 0, 0), None);
        }
        before = own.or(before);
    }
}

fn is_near(op: Op) -> bool {
    op.operands()[2] == Operand::Near
}

fn layout(unit: &Unit<'_>) -> (Vec<Form>, Vec<u32>) {
    let mut forms: Vec<Form> = unit
        .ir
        .iter()
        .enumerate()
        .map(|(i, ir)| {
            let next = ir.target.and_then(|l| unit.labels[l].at) == Some(i + 1);
            if next && ir.instr.op == Op::Jump { Form::Gone } else { Form::Plain }
        })
        .collect();
    loop {
        let mut offsets = Vec::with_capacity(unit.ir.len() + 1);
        let mut at = 0u32;
        for (ir, form) in unit.ir.iter().zip(&forms) {
            offsets.push(at);
            at = at.saturating_add(match form {
                Form::Plain => ir.instr.op.words() as u32,
                Form::Gone => 0,
                Form::Far => 3,
            });
        }
        offsets.push(at);
        let mut changed = false;
        for (i, ir) in unit.ir.iter().enumerate() {
            let Some(label) = ir.target.filter(|_| is_near(ir.instr.op) && forms[i] == Form::Plain) else {
                continue;
            };
            let distance = i64::from(target_of(unit, label, &offsets)) - i64::from(offsets[i]);
            if i16::try_from(distance).is_err() {
                forms[i] = Form::Far;
                changed = true;
            }
        }
        if !changed {
            return (forms, offsets);
        }
    }
}

fn target_of(unit: &Unit<'_>, label: Label, offsets: &[u32]) -> u32 {
    let at = unit.labels.get(label).and_then(|l| l.at).unwrap_or(usize::MAX);
    offsets.get(at).or(offsets.last()).copied().unwrap_or(0)
}

fn write(unit: &Unit<'_>, i: usize, ir: &Ir, forms: &[Form], offsets: &[u32], out: &mut Vec<Instr>) {
    if forms[i] == Form::Gone {
        return;
    }
    let mut instr = ir.instr;
    if let Some(label) = ir.target {
        let target = target_of(unit, label, offsets);
        if forms[i] == Form::Far {
            instr.c = 2;
            let mut over = Instr::new(Op::Jump, 0, 0, 0);
            over.set_wide(offsets[i] + 3);
            let mut far = Instr::new(Op::Jump, 0, 0, 0);
            far.set_wide(target);
            out.extend([instr, over, far]);
            return;
        }
        if is_near(instr.op) {
            instr.c = (i64::from(target) - i64::from(offsets[i])) as i16 as u16;
        } else {
            instr.set_wide(target);
        }
    }
    out.push(instr);
    out.extend(ir.ext);
}

fn position(range: TextRange, lines: &dyn LineIndex) -> Position {
    let (line, col) = lines.location(range.start().into());
    let (end_line, end_col) = lines.location(range.end().into());
    Position { line, end_line, col, end_col }
}

fn exception_table(unit: &Unit<'_>, offsets: &[u32]) -> Vec<ExceptionEntry> {
    let mut out: Vec<ExceptionEntry> = Vec::new();
    for (i, ir) in unit.ir.iter().enumerate() {
        let (start, end) = (offsets[i], offsets[i + 1]);
        let Some(handler) = ir.handler.checked_sub(1).and_then(|h| unit.handlers.get(h)) else { continue };
        if start == end {
            continue;
        }
        let target = target_of(unit, handler.label, offsets);
        match out.last_mut() {
            Some(e) if e.end == start && e.handler == target && e.depth == handler.depth => e.end = end,
            _ => out.push(ExceptionEntry {
                start,
                end,
                handler: target,
                depth: handler.depth,
                exc: handler.exc,
            }),
        }
    }
    out
}

/// Generator-like kinds of code by flags.
pub(crate) const GENERATORS: u32 = CodeFlags::GENERATOR | CodeFlags::COROUTINE | CodeFlags::ASYNC_GENERATOR;
