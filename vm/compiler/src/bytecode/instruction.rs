//! One instruction word, and what follows it.
//!
//! Every word is 8 bytes. Words after an instruction that has a trailer are `CACHE` (all zero at compile time, rewritten by the loop:
//! version in `a` and `b`, index in `c`, kind in `x`) or `EXT` (static data that did not fit).

use super::opcode::Op;

/// Bits of [`Instr::x`]. The low three say that an operand is a temporary at its last use: the loop must move it out, which also drops
/// the value at the moment CPython would.
pub mod flag {
    /// Operand `a` is a temporary read for the last time.
    pub const TEMP_A: u8 = 1;
    /// Operand `b` is a temporary read for the last time.
    pub const TEMP_B: u8 = 2;
    /// Operand `c` is a temporary read for the last time.
    pub const TEMP_C: u8 = 4;
    /// Binary operation: the augmented form, try `__iadd__` and its like first.
    pub const INPLACE: u8 = 8;
    /// `LOAD_DEREF`, `DELETE_DEREF`: the cell is a free variable (other wording of the NameError).
    pub const FREE: u8 = 16;
    /// `FOR_PREP`: the operand is an iterator already. `YIELD`: inside an asynchronous generator, wrap the value.
    /// `CALL_METHOD`: no call that stands in the program, profilers do not hear of it. `RERAISE`: the frame counts as being
    /// where it was when the handler was entered.
    pub const SPECIAL: u8 = 32;
    /// `LOAD_SUPER_*`: zero-argument form. `CALL_KW`, `CALL_EX`: the self slot may be filled (callee came from `LOAD_METHOD`).
    /// `RERAISE`: the frame counts as being where the exception was raised.
    pub const METHOD: u8 = 64;
}

/// One 8-byte word of code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub struct Instr {
    /// The operation.
    pub op: Op,
    /// Flags, see [`flag`].
    pub x: u8,
    /// First operand, most often the destination register.
    pub a: u16,
    /// Second operand.
    pub b: u16,
    /// Third operand.
    pub c: u16,
}

impl Instr {
    /// A word with no flags.
    pub const fn new(op: Op, a: u16, b: u16, c: u16) -> Self {
        Self { op, x: 0, a, b, c }
    }

    /// The 32-bit quantity kept in `b` (low half) and `c`: a jump target or a constant index.
    pub const fn wide(&self) -> u32 {
        self.b as u32 | (self.c as u32) << 16
    }

    /// Stores a 32-bit quantity in `b` and `c`.
    pub const fn set_wide(&mut self, value: u32) {
        self.b = (value & 0xffff) as u16;
        self.c = (value >> 16) as u16;
    }

    /// The signed 16-bit jump distance in `c`, in words, counted from this very instruction.
    pub const fn near(&self) -> i16 {
        self.c as i16
    }

    /// The 32-bit quantity an `EXT` word keeps in `a` and `b`; also the version of a `CACHE` word.
    pub const fn ext(&self) -> u32 {
        self.a as u32 | (self.b as u32) << 16
    }

    /// An `EXT` word.
    pub const fn ext_word(value: u32, c: u16) -> Self {
        Self { op: Op::Ext, x: 0, a: (value & 0xffff) as u16, b: (value >> 16) as u16, c }
    }

    /// The same word with more flags.
    pub const fn with(mut self, x: u8) -> Self {
        self.x |= x;
        self
    }
}
