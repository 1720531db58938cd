//! Writes images.

use std::rc::Rc;

use hashbrown::HashMap;

use super::DEPTH;
use crate::bytecode::code::Code;
use crate::bytecode::constant::Const;
use crate::bytecode::instruction::Instr;
use crate::bytecode::line_table::{LineTable, put};

fn put_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    put(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)) as u64
}

/// The bytes of a code object; `None` where it is nested too deeply for one.
pub fn write(code: &Code) -> Option<Vec<u8>> {
    let mut writer = Writer::default();
    writer.code(code, DEPTH)?;
    let mut out = Vec::new();
    put(&mut out, writer.texts.len() as u64);
    for text in &writer.texts {
        put(&mut out, text.len() as u64);
        out.extend_from_slice(text.as_bytes());
    }
    out.append(&mut writer.out);
    Some(out)
}

#[derive(Default)]
struct Writer {
    out: Vec<u8>,
    texts: Vec<Rc<str>>,
    known: HashMap<Rc<str>, usize>,
}

impl Writer {
    fn number(&mut self, value: u32) {
        put(&mut self.out, u64::from(value));
    }

    fn count(&mut self, count: usize) {
        put(&mut self.out, count as u64);
    }

    fn text(&mut self, text: &Rc<str>) {
        let next = self.texts.len();
        let index = *self.known.entry(Rc::clone(text)).or_insert(next);
        if index == next {
            self.texts.push(Rc::clone(text));
        }
        self.count(index);
    }

    fn texts(&mut self, texts: &[Rc<str>]) {
        self.count(texts.len());
        for text in texts {
            self.text(text);
        }
    }

    fn code(&mut self, code: &Code, depth: usize) -> Option<()> {
        for number in [
            code.argcount,
            code.posonlyargcount,
            code.kwonlyargcount,
            code.nregs,
            u32::from(code.first_temp),
            code.flags,
            code.firstlineno,
        ] {
            self.number(number);
        }
        self.text(&code.name);
        self.text(&code.qualname);
        self.texts(&code.freevars);
        let before = std::mem::take(&mut self.out);
        self.body(code, depth)?;
        let body = std::mem::replace(&mut self.out, before);
        put_bytes(&mut self.out, &body);
        Some(())
    }

    fn body(&mut self, code: &Code, depth: usize) -> Option<()> {
        for names in [&code.names, &code.varnames, &code.cellvars] {
            self.texts(names);
        }
        self.instructions(&code.instrs);
        self.count(code.exceptions.len());
        for e in &code.exceptions {
            for number in [e.start, e.end, e.handler, u32::from(e.depth), u32::from(e.exc)] {
                self.number(number);
            }
        }
        self.lines(&code.lines);
        self.count(code.scoped.len());
        for scoped in &code.scoped {
            self.text(&scoped.name);
            for number in [u32::from(scoped.reg), u32::from(scoped.cell), scoped.start, scoped.end] {
                self.number(number);
            }
        }
        self.constants(&code.consts, depth.checked_sub(1)?)
    }

    /// The operation, the sizes of its parts in two bits each, and the bytes of the parts that are not zero.
    fn instructions(&mut self, instrs: &[Instr]) {
        self.count(instrs.len());
        let mut rest = instrs.iter();
        while let Some(i) = rest.next() {
            let parts = [i.a, i.b, i.c, u16::from(i.x)];
            let sizes = parts.map(|part| 2 - part.leading_zeros() / 8);
            let shape = sizes.iter().rev().fold(0, |shape, size| shape << 2 | *size as u8);
            self.out.extend([i.op as u8, shape]);
            for (part, size) in parts.into_iter().zip(sizes) {
                self.out.extend(part.to_le_bytes().into_iter().take(size as usize));
            }
            if super::has_cache(i.op) {
                rest.next();
            }
        }
    }

    fn lines(&mut self, lines: &LineTable) {
        let (first_line, bytes, vias) = lines.as_parts();
        self.number(first_line);
        put_bytes(&mut self.out, bytes);
        self.count(vias.len());
        for (word, delta) in vias {
            self.number(*word);
            put(&mut self.out, zigzag(*delta));
        }
    }

    fn constants(&mut self, constants: &[Const], depth: usize) -> Option<()> {
        self.count(constants.len());
        constants.iter().try_for_each(|constant| self.constant(constant, depth))
    }

    fn constant(&mut self, constant: &Const, depth: usize) -> Option<()> {
        let tag = match constant {
            Const::None => b'N',
            Const::Ellipsis => b'.',
            Const::Bool(false) => b'F',
            Const::Bool(true) => b'T',
            Const::Int(_) => b'i',
            Const::BigInt(_) => b'l',
            Const::Float(_) => b'g',
            Const::Complex(..) => b'y',
            Const::Str(_) => b'u',
            Const::Bytes(_) => b's',
            Const::Tuple(_) => b'(',
            Const::FrozenSet(_) => b'>',
            Const::Code(_) | Const::Unread(_) => b'c',
        };
        self.out.push(tag);
        match constant {
            Const::None | Const::Ellipsis | Const::Bool(_) => {}
            Const::Int(n) => put(&mut self.out, zigzag(*n)),
            Const::BigInt(n) => put_bytes(&mut self.out, &n.to_signed_bytes_le()),
            Const::Float(x) => self.out.extend(x.to_bits().to_le_bytes()),
            Const::Complex(re, im) => {
                self.out.extend([re, im].into_iter().flat_map(|x| x.to_bits().to_le_bytes()));
            }
            Const::Str(text) => put_bytes(&mut self.out, text.as_bytes()),
            Const::Bytes(bytes) => put_bytes(&mut self.out, bytes),
            Const::Tuple(items) | Const::FrozenSet(items) => {
                return self.constants(items, depth.checked_sub(1)?);
            }
            Const::Code(code) => return self.code(code, depth),
            Const::Unread(code) => return self.code(&code.read()?, depth),
        }
        Some(())
    }
}
