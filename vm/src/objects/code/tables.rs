//! The tables of a code object as bytes, in CPython's formats (`Objects/locations.md`, `Objects/exception_handling_notes.txt`).
//!
//! What counts as a code unit of two bytes is up to [`super::units`], so that offsets, `f_lasti` and the tables fit together. What
//! stands in `co_code` is an excerpt: the operation and the low byte of its first operand.

use crate::bytecode::Position;
use crate::bytecode::opcode::Op;
use crate::objects::CodeObject;

/// Units that one entry of the location table can cover.
const RUN: u32 = 8;
/// The code of an entry with all four numbers, and of one without any.
const LONG: u8 = 14;
const NONE: u8 = 15;

/// `co_code`
pub(super) fn code(code: &CodeObject) -> Vec<u8> {
    let shown = |word: u32| code.code().instrs.get(word as usize).map(|i| [i.op as u8, i.a as u8]);
    let units = code.units().all().iter();
    units.flat_map(|(word, _)| word.and_then(shown).unwrap_or([Op::Nop as u8, 0])).collect()
}

/// A number in groups of six bits, the lowest first; a group that others follow has bit 6 set.
fn varint(out: &mut Vec<u8>, mut value: u32) {
    while value >= 64 {
        out.push(0x40 | (value & 0x3F) as u8);
        value >>= 6;
    }
    out.push(value as u8);
}

fn signed_varint(out: &mut Vec<u8>, value: i64) {
    let magnitude = u32::try_from(value.unsigned_abs()).unwrap_or(u32::MAX >> 1);
    varint(out, magnitude << 1 | u32::from(value < 0));
}

/// `co_linetable`
pub(super) fn locations(code: &CodeObject) -> Vec<u8> {
    let mut out = Vec::new();
    let mut line = i64::from(code.head.firstlineno);
    for (start, end, position) in code.units().runs() {
        let mut left = end.saturating_sub(start);
        while left > 0 {
            let units = left.min(RUN);
            left -= units;
            location(&mut out, units, position, &mut line);
        }
    }
    out
}

fn location(out: &mut Vec<u8>, units: u32, position: Option<Position>, line: &mut i64) {
    let head = |kind: u8| 0x80 | kind << 3 | (units - 1) as u8;
    let Some(p) = position else { return out.push(head(NONE)) };
    out.push(head(LONG));
    signed_varint(out, i64::from(p.line) - *line);
    *line = i64::from(p.line);
    varint(out, p.end_line.saturating_sub(p.line));
    varint(out, p.col + 1);
    varint(out, p.end_col + 1);
}

/// `co_exceptiontable`
pub(super) fn exceptions(code: &CodeObject) -> Vec<u8> {
    let mut out = Vec::new();
    let unit = |word: u32| code.units().of(word as usize);
    for entry in &code.code().exceptions {
        let depth = u32::from(entry.depth) << 1;
        let fields = [unit(entry.start), unit(entry.end) - unit(entry.start), unit(entry.handler), depth];
        for (i, field) in fields.into_iter().enumerate() {
            let mut bytes = Vec::new();
            big_endian(&mut bytes, field);
            if let Some(first) = bytes.first_mut().filter(|_| i == 0) {
                // Bit 7 marks where an entry begins.
                *first |= 0x80;
            }
            out.extend(bytes);
        }
    }
    out
}

/// A number in groups of six bits, the highest first.
fn big_endian(out: &mut Vec<u8>, value: u32) {
    let mut groups = vec![(value & 0x3F) as u8];
    let mut rest = value >> 6;
    while rest > 0 {
        groups.push(0x40 | (rest & 0x3F) as u8);
        rest >>= 6;
    }
    groups.reverse();
    out.extend(groups);
}

/// `co_lnotab`: pairs of a step in bytes and a step in lines.
pub(super) fn lnotab(code: &CodeObject) -> Vec<u8> {
    let mut out = Vec::new();
    let (mut line, mut at) = (i64::from(code.head.firstlineno), 0u32);
    for (start, _, position) in code.units().runs() {
        let Some(p) = position.filter(|p| i64::from(p.line) != line) else { continue };
        let (mut bytes, mut lines) = ((start - at) * 2, i64::from(p.line) - line);
        while bytes > 255 {
            out.extend([255, 0]);
            bytes -= 255;
        }
        while !(-128..=127).contains(&lines) {
            let step = if lines < 0 { -128i8 } else { 127 };
            out.extend([bytes as u8, step as u8]);
            bytes = 0;
            lines -= i64::from(step);
        }
        out.extend([bytes as u8, lines as i8 as u8]);
        (line, at) = (i64::from(p.line), start);
    }
    out
}
