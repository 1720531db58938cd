//! Where the evaluation loop is: the part of a [`Cursor`](super::stack::Cursor) that the loop keeps in local variables,
//! and so in the processor's registers, from one instruction to the next.

use std::cell::Cell;
use std::ptr::NonNull;

use super::value::{Value, read_words, write_words};
use crate::bytecode::instruction::Instr;

/// The instruction being executed, and the registers and constants of its frame. Made by a cursor, and sound as long as
/// the cursor is on that frame.
pub struct Position {
    pub(super) pc: NonNull<Cell<Instr>>,
    pub(super) registers: NonNull<Value>,
    pub(super) consts: NonNull<Value>,
}

impl Position {
    /// The current instruction.
    #[inline(always)]
    pub fn instr(&self) -> Instr {
        // SAFETY: jumps land on instructions of the code and control does not run off its end (verified).
        unsafe { self.pc.as_ref().get() }
    }

    /// The word behind the current instruction, which has one.
    #[inline(always)]
    pub fn trailer(&self) -> Instr {
        // SAFETY: instructions with a trailer are followed by one (verified).
        unsafe { self.pc.add(1).as_ref().get() }
    }

    /// Goes on behind the current instruction of `words` words.
    #[inline(always)]
    pub fn skip(&mut self, words: usize) {
        // SAFETY: control does not run off the end of the code (verified).
        self.pc = unsafe { self.pc.add(words) };
    }

    /// Jumps by a distance in words.
    #[inline(always)]
    pub fn jump(&mut self, distance: i16) {
        // SAFETY: jumps land on instructions of the code (verified).
        self.pc = unsafe { self.pc.offset(isize::from(distance)) };
    }

    /// A constant.
    #[inline(always)]
    pub fn constant(&self, index: usize) -> &Value {
        // SAFETY: constant operands are in range (verified).
        unsafe { self.consts.add(index).as_ref() }
    }

    /// A register.
    #[inline(always)]
    pub fn reg(&self, index: u16) -> &Value {
        // SAFETY: register operands are below the frame's register count (verified).
        unsafe { self.registers.add(usize::from(index)).as_ref() }
    }

    /// Replaces a register and returns the old value.
    #[inline(always)]
    pub fn replace(&mut self, index: u16, value: Value) -> Value {
        // SAFETY: as in `reg`; the exclusive borrow excludes borrows of registers.
        unsafe {
            let register = self.registers.add(usize::from(index)).as_ptr();
            let old = read_words(register);
            write_words(register, value);
            old
        }
    }

    /// Sets a register and drops the old value.
    #[inline(always)]
    pub fn set(&mut self, index: u16, value: Value) {
        self.replace(index, value).release();
    }

    /// Moves a register's value out.
    #[inline(always)]
    pub fn take(&mut self, index: u16) -> Value {
        self.replace(index, Value::Unbound)
    }

    /// Sets a register that is known to hold nothing that needs dropping.
    #[inline(always)]
    pub fn put(&mut self, index: u16, value: Value) {
        debug_assert!(self.reg(index).is_scalar());
        // SAFETY: as in `replace`.
        unsafe { write_words(self.registers.add(usize::from(index)).as_ptr(), value) }
    }
}
