//! A code object in the making: its instructions, labels, handlers, and which locals are provably bound.

use hashbrown::HashMap;

use rustpython_parser::text_size::{TextRange, TextSize};

use super::{
    Extras, LineIndex, Options,
    symtable::{Name, ScopeId, Symtable},
    unwind::Block,
};
use crate::bytecode::{Const, ConstKey, Instr, flag};

/// A jump target.
pub(crate) type Label = usize;

/// A register that holds a value, and whether it is a temporary to be moved out at this use.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Operand {
    pub(crate) reg: u16,
    pub(crate) temp: bool,
}

impl Operand {
    pub(crate) fn temp(reg: u16) -> Self {
        Self { reg, temp: true }
    }

    /// The same register, to be used again later.
    pub(crate) fn kept(self) -> Self {
        Self { temp: false, ..self }
    }

    pub(crate) fn a(self) -> u8 {
        if self.temp { flag::TEMP_A } else { 0 }
    }

    pub(crate) fn b(self) -> u8 {
        if self.temp { flag::TEMP_B } else { 0 }
    }

    pub(crate) fn c(self) -> u8 {
        if self.temp { flag::TEMP_C } else { 0 }
    }
}

/// Registers that are certainly bound.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bits(Vec<u64>);

impl Bits {
    pub(crate) fn get(&self, i: u16) -> bool {
        self.0.get(usize::from(i / 64)).is_some_and(|w| w >> (i % 64) & 1 == 1)
    }

    pub(crate) fn set(&mut self, i: u16, value: bool) {
        let word = usize::from(i / 64);
        if word >= self.0.len() {
            if !value {
                return;
            }
            self.0.resize(word + 1, 0);
        }
        if let Some(w) = self.0.get_mut(word) {
            *w = *w & !(1 << (i % 64)) | u64::from(value) << (i % 64);
        }
    }

    pub(crate) fn meet(&mut self, other: &Self) {
        self.0.truncate(other.0.len());
        self.0.iter_mut().zip(&other.0).for_each(|(a, b)| *a &= b);
    }

    pub(crate) fn without(mut self, other: &Self) -> Self {
        self.0.iter_mut().zip(&other.0).for_each(|(a, b)| *a &= !b);
        self
    }
}

/// One instruction before assembly.
#[derive(Clone, Debug)]
pub(crate) struct Ir {
    pub(crate) instr: Instr,
    pub(crate) ext: Option<Instr>,
    pub(crate) target: Option<Label>,
    pub(crate) range: Option<TextRange>,
    pub(crate) handler: usize,
    /// Lines passed on the way to it, on which no instruction stands.
    pub(crate) marks: Vec<TextRange>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct LabelInfo {
    pub(crate) at: Option<usize>,
    pub(crate) state: Option<Bits>,
}

/// An exception handler: its label and how to unwind to it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Handler {
    pub(crate) label: Label,
    pub(crate) depth: u16,
    pub(crate) exc: u16,
}

/// An inlined comprehension being compiled.
#[derive(Debug)]
pub(crate) struct CompFrame {
    pub(crate) scope: ScopeId,
    pub(crate) vars: HashMap<Name, u16>,
}

/// A comprehension variable for the code object, ranges still as instruction numbers.
#[derive(Debug)]
pub(crate) struct Scoped {
    pub(crate) name: Name,
    pub(crate) reg: u16,
    pub(crate) cell: bool,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// A code object in the making.
#[derive(Debug)]
pub(crate) struct Unit<'a> {
    pub(crate) scope: ScopeId,
    pub(crate) name: Name,
    pub(crate) qualname: Name,
    pub(crate) first: TextRange,
    pub(crate) flags: u32,
    pub(crate) counts: [u32; 3],
    pub(crate) ir: Vec<Ir>,
    pub(crate) labels: Vec<LabelInfo>,
    pub(crate) handlers: Vec<Handler>,
    /// Handler in force: 0 for none, else index + 1.
    pub(crate) handler: usize,
    pub(crate) consts: Vec<Const>,
    pub(crate) const_map: HashMap<ConstKey, u32>,
    pub(crate) names: Vec<Name>,
    pub(crate) name_map: HashMap<Name, u32>,
    pub(crate) varnames: Vec<Name>,
    pub(crate) cellvars: Vec<Name>,
    pub(crate) freevars: Vec<Name>,
    pub(crate) locals: HashMap<Name, u16>,
    pub(crate) cells: HashMap<Name, u16>,
    pub(crate) first_temp: u32,
    pub(crate) top: u32,
    pub(crate) max: u32,
    /// `None`: this point cannot be reached.
    pub(crate) bound: Option<Bits>,
    pub(crate) deletable: Bits,
    pub(crate) muted: usize,
    pub(crate) blocks: Vec<Block<'a>>,
    pub(crate) comps: Vec<CompFrame>,
    pub(crate) scoped: Vec<Scoped>,
    pub(crate) range: Option<TextRange>,
    /// Lines passed since the last instruction.
    pub(crate) marks: Vec<TextRange>,
    /// Places that jumps, by number, pass when they are taken.
    pub(crate) vias: Vec<(usize, TextRange)>,
    /// The last instruction to which several ways lead, by number.
    pub(crate) merge: usize,
    pub(crate) static_attributes: Vec<Name>,
    pub(crate) too_many: bool,
}

/// The compiler.
pub(crate) struct Compiler<'a> {
    pub(crate) options: &'a Options,
    pub(crate) extras: &'a Extras,
    pub(crate) lines: &'a dyn LineIndex,
    pub(crate) table: &'a Symtable,
    pub(crate) future: u32,
    /// Where the last `from __future__` import that counts begins.
    pub(crate) last_future: Option<TextSize>,
    pub(crate) units: Vec<Unit<'a>>,
    pub(crate) depth: usize,
    /// Range of a generator expression that borrows the parentheses of a call.
    pub(crate) bare_generator: Option<TextRange>,
}
