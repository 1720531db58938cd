//! The register stack and the cursor that the evaluation loop runs with.
//!
//! ```text
//! registers:  … │ caller's locals │ temps │ callee, self │ callee's locals │ temps │ (unbound) …
//!                                          └ arguments ──┘ become the callee's first registers
//! ```
//!
//! The stack is one fixed block of zeroed memory, so every register is a valid value (zero is `Unbound`) and no
//! window ever moves. Everything above the topmost frame is `Unbound`.
//!
//! A [`Cursor`] reads instructions, constants and registers without bounds checks. That is sound because
//! [`crate::bytecode::verify`] has checked every operand of a [`CodeObject`] against its tables and its register
//! count, and because [`Stack::reserve`] makes room for all registers of a frame before a cursor enters it.

use std::alloc::{Layout, alloc_zeroed, dealloc, handle_alloc_error};
use std::cell::Cell;
use std::ptr::NonNull;

use super::leaf::Str;
use super::value::Value;
use crate::bytecode::instruction::Instr;
use crate::objects::Dict;
use crate::objects::code::CodeObject;

/// Registers of one stack: 64 MiB of address space, touched as used.
const REGISTERS: usize = 4 << 20;

/// The registers of one VM.
pub struct Stack {
    memory: NonNull<Value>,
    top: Cell<usize>,
}

fn layout() -> Layout {
    match Layout::array::<Value>(REGISTERS) {
        Ok(layout) => layout,
        Err(_) => handle_alloc_error(Layout::new::<Value>()),
    }
}

impl Stack {
    /// A stack of unbound registers.
    pub fn new() -> Stack {
        // SAFETY: the layout is not empty; zeroed memory is valid `Unbound` values.
        let memory = unsafe { alloc_zeroed(layout()) };
        let Some(memory) = NonNull::new(memory.cast()) else { handle_alloc_error(layout()) };
        Stack { memory, top: Cell::new(0) }
    }

    /// The first register above the topmost frame.
    #[inline(always)]
    pub fn top(&self) -> usize {
        self.top.get()
    }

    /// Makes `base..base + count` the topmost frame's registers; says no where the stack is used up.
    #[inline(always)]
    pub fn reserve(&self, base: usize, count: usize) -> bool {
        let end = base + count;
        if end > REGISTERS {
            return false;
        }
        self.top.set(end);
        true
    }

    /// Gives back the registers above `top`, which are unbound.
    #[inline(always)]
    pub fn set_top(&self, top: usize) {
        debug_assert!(top <= REGISTERS);
        self.top.set(top);
    }

    /// A copy of the register `index`, for frames seen from outside.
    pub fn read(&self, index: usize) -> Value {
        if index >= self.top.get() {
            return Value::Unbound;
        }
        // SAFETY: within the block, whose registers are always valid; cloning only counts.
        unsafe { self.memory.add(index).as_ref().clone() }
    }

    /// Replaces the register `index` from outside (a debugger assigning a local, arguments of a new frame).
    pub fn write(&self, index: usize, value: Value) -> Value {
        if index >= REGISTERS {
            return value;
        }
        // SAFETY: within the block; the loop holds no borrow of a local's register while it calls out.
        unsafe { std::ptr::replace(self.memory.add(index).as_ptr(), value) }
    }
}

impl Default for Stack {
    fn default() -> Self {
        Stack::new()
    }
}

impl Drop for Stack {
    fn drop(&mut self) {
        // SAFETY: allocated with this layout; frames have dropped their values when they ended.
        unsafe { dealloc(self.memory.as_ptr().cast(), layout()) }
    }
}

/// What a cursor needs of a frame.
pub struct Entry<'a> {
    /// Verified code.
    pub code: &'a CodeObject,
    /// Namespace of global names.
    pub globals: &'a Dict,
    /// Namespace of built-in names.
    pub builtins: &'a Dict,
    /// First register.
    pub base: usize,
    /// Instruction to begin at.
    pub ip: usize,
}

/// The running frame: instruction pointer, registers and tables.
pub struct Cursor {
    instrs: NonNull<Cell<Instr>>,
    consts: NonNull<Value>,
    names: NonNull<Str>,
    registers: NonNull<Value>,
    globals: NonNull<Dict>,
    builtins: NonNull<Dict>,
    /// Index of the instruction being executed.
    pub ip: usize,
    /// First register of the frame on the stack.
    pub base: usize,
    /// Number of registers of the frame.
    pub count: usize,
}

impl Cursor {
    /// A cursor on a frame. The frame stack keeps the frame's code and namespaces alive while it is on it.
    #[inline]
    pub fn new(stack: &Stack, frame: Entry<'_>) -> Cursor {
        let mut cursor = Cursor {
            instrs: NonNull::dangling(),
            consts: NonNull::dangling(),
            names: NonNull::dangling(),
            registers: stack.memory,
            globals: NonNull::from(frame.globals),
            builtins: NonNull::from(frame.builtins),
            ip: 0,
            base: 0,
            count: 0,
        };
        cursor.enter(stack, frame);
        cursor
    }

    /// Moves to another frame.
    #[inline(always)]
    pub fn enter(&mut self, stack: &Stack, frame: Entry<'_>) {
        let Entry { code, globals, builtins, base, ip } = frame;
        assert!(base + code.register_count() <= stack.top.get(), "the frame's registers were reserved");
        self.instrs = code.instrs_ptr();
        self.consts = code.consts_ptr();
        self.names = code.names_ptr();
        self.globals = NonNull::from(globals);
        self.builtins = NonNull::from(builtins);
        // SAFETY: the frame lies within the stack.
        self.registers = unsafe { stack.memory.add(base) };
        self.ip = ip;
        self.base = base;
        self.count = code.register_count();
    }

    /// The namespace of global names.
    #[inline(always)]
    pub fn globals(&self) -> &Dict {
        // SAFETY: the frame keeps its globals alive.
        unsafe { self.globals.as_ref() }
    }

    /// The namespace of built-in names.
    #[inline(always)]
    pub fn builtins(&self) -> &Dict {
        // SAFETY: the frame keeps its builtins alive.
        unsafe { self.builtins.as_ref() }
    }

    /// The current instruction.
    #[inline(always)]
    pub fn instr(&self) -> Instr {
        // SAFETY: jumps land on instructions of the code and control does not run off its end (verified).
        unsafe { self.instrs.add(self.ip).as_ref().get() }
    }

    /// The word behind the current instruction: its cache or extension.
    #[inline(always)]
    pub fn trailer(&self) -> Instr {
        // SAFETY: instructions with a trailer are followed by one (verified).
        unsafe { self.instrs.add(self.ip + 1).as_ref().get() }
    }

    /// Rewrites the cache word behind the current instruction.
    #[inline(always)]
    pub fn set_trailer(&self, word: Instr) {
        // SAFETY: as in `trailer`.
        unsafe { self.instrs.add(self.ip + 1).as_ref().set(word) }
    }

    /// A constant.
    #[inline(always)]
    pub fn constant(&self, index: usize) -> &Value {
        // SAFETY: constant operands are in range (verified).
        unsafe { self.consts.add(index).as_ref() }
    }

    /// A name.
    #[inline(always)]
    pub fn name(&self, index: u16) -> &Str {
        // SAFETY: name operands are in range (verified).
        unsafe { self.names.add(usize::from(index)).as_ref() }
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
        // SAFETY: as in `reg`; the exclusive borrow of the cursor excludes borrows of registers.
        unsafe { std::ptr::replace(self.registers.add(usize::from(index)).as_ptr(), value) }
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

    /// `count` registers from `start`.
    #[inline(always)]
    pub fn window(&self, start: u16, count: usize) -> &[Value] {
        // SAFETY: windows lie within the frame's registers (verified).
        unsafe { std::slice::from_raw_parts(self.registers.add(usize::from(start)).as_ptr(), count) }
    }

    /// Moves `count` registers from `start` out.
    pub fn take_window(&mut self, start: u16, count: usize) -> Vec<Value> {
        // The verifier's limit of 65,536 registers keeps the sum within a `u16`.
        (0..count).map(|i| self.take(start + i as u16)).collect()
    }

    /// Moves all registers of the frame behind those in `room`.
    pub fn move_out(&mut self, room: &mut Vec<Value>) {
        room.reserve(self.count);
        for i in 0..self.count {
            // SAFETY: below the frame's register count; the exclusive borrow excludes borrows of registers.
            let register = unsafe { self.registers.add(i).as_mut() };
            room.push(std::mem::take(register));
        }
    }

    /// Unbinds `count` registers from `start`, the last first.
    #[inline(always)]
    pub fn clear(&mut self, start: u16, count: usize) {
        for i in (0..count).rev() {
            self.set(start + i as u16, Value::Unbound);
        }
    }
}
