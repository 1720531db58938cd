//! The register stack and the cursor that the evaluation loop runs with.
//!
//! ```text
//! registers:  … │ caller's locals │ temps │ callee, self │ callee's locals │ temps │ (unbound) …
//!                                          └ arguments ──┘ become the callee's first registers
//! ```
//!
//! The stack is one fixed block of zeroed memory, so every register is a valid value (zero is `Unbound`) and no
//! window ever moves. What lies above the topmost frame, and in dead temporaries, needs no dropping: it is unbound or
//! a number. Locals are unbound when their frame begins.
//!
//! A [`Cursor`] reads instructions, constants and registers without bounds checks. That is sound because
//! [`crate::bytecode::verify`] has checked every operand of a [`CodeObject`] against its tables and its register
//! count, and because [`Stack::reserve`] makes room for all registers of a frame before a cursor enters it.

use std::alloc::{Layout, alloc_zeroed, dealloc, handle_alloc_error};
use std::cell::Cell;
use std::ptr::NonNull;

use super::leaf::Str;
use super::position::Position;
use super::value::{Value, read_each_word, read_words, write_words};
use crate::bytecode::instruction::Instr;
use crate::objects::Dict;
use crate::objects::code::{Body, CodeObject};

/// Registers of one stack: 64 MiB of address space, touched as used.
const REGISTERS: usize = 4 << 20;

/// The registers of one VM.
pub struct Stack {
    memory: Cell<NonNull<Value>>,
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
        Stack { memory: Cell::new(memory), top: Cell::new(0) }
    }

    /// The first register above the topmost frame.
    #[inline(always)]
    pub fn top(&self) -> usize {
        self.top.get()
    }

    /// Whether a frame of `count` registers from `base` on has room.
    #[inline(always)]
    pub fn fits(&self, base: usize, count: usize) -> bool {
        base + count <= REGISTERS
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

    /// Changes places with another stack. Cursors keep to the registers that they were made for.
    pub fn exchange(&self, other: &Stack) {
        self.memory.swap(&other.memory);
        self.top.swap(&other.top);
    }

    /// A copy of the register `index`, for frames seen from outside.
    pub fn read(&self, index: usize) -> Value {
        if index >= self.top.get() {
            return Value::Unbound;
        }
        // SAFETY: within the block, whose registers are always valid; cloning only counts.
        unsafe { self.memory.get().add(index).as_ref().clone() }
    }

    /// Moves `values` into the registers from `base` on, which hold nothing that needs dropping; does nothing where the
    /// stack is used up.
    #[inline(always)]
    pub fn move_in(&self, base: usize, values: &mut Vec<Value>) {
        let count = values.len();
        if !self.fits(base, count) {
            return;
        }
        // SAFETY: within the block; the vector no longer owns what was moved.
        unsafe {
            values.set_len(0);
            for i in 0..count {
                write_words(self.memory.get().add(base + i).as_ptr(), read_each_word(values.as_ptr().add(i)));
            }
        }
    }

    /// Replaces the register `index` from outside (a debugger assigning a local, arguments of a new frame).
    pub fn write(&self, index: usize, value: Value) -> Value {
        if index >= REGISTERS {
            return value;
        }
        // SAFETY: within the block; the loop holds no borrow of a local's register while it calls out.
        unsafe { std::ptr::replace(self.memory.get().add(index).as_ptr(), value) }
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
        unsafe { dealloc(self.memory.get().as_ptr().cast(), layout()) }
    }
}

/// A vector whose usual way of pushing is a few stores.
pub struct Records<T>(Vec<T>);

impl<T> Records<T> {
    /// Adds a record, made in its place.
    #[inline(always)]
    pub fn push_with(&mut self, make: impl FnOnce() -> T) {
        if self.0.len() == self.0.capacity() {
            self.grow();
        }
        // SAFETY: there is room for one more.
        unsafe {
            self.0.as_mut_ptr().add(self.0.len()).write(make());
            self.0.set_len(self.0.len() + 1);
        }
    }

    #[cold]
    fn grow(&mut self) {
        self.0.reserve(64);
    }

    /// Moves a record from the place where it was kept on top; does nothing where there is none.
    #[inline(always)]
    pub fn push_from(&mut self, place: &mut Option<T>) {
        if self.0.len() == self.0.capacity() {
            self.grow();
        }
        if let Some(record) = place {
            // SAFETY: there is room for one more; the record is moved, since the place is emptied without dropping.
            unsafe {
                std::ptr::copy_nonoverlapping(record, self.0.as_mut_ptr().add(self.0.len()), 1);
                std::ptr::write(place, None);
                self.0.set_len(self.0.len() + 1);
            }
        }
    }

    /// Moves the last record to a place that is empty; does nothing where there is none.
    #[inline(always)]
    pub fn pop_into(&mut self, place: &mut Option<T>) {
        if let (None, Some(last)) = (&place, self.0.len().checked_sub(1)) {
            // SAFETY: the record is moved, since the vector no longer holds it; the place holds nothing to drop.
            unsafe {
                self.0.set_len(last);
                std::ptr::write(place, Some(self.0.as_ptr().add(last).read()));
            }
        }
    }

    /// Takes the last record off.
    #[inline(always)]
    pub fn pop(&mut self) -> Option<T> {
        self.0.pop()
    }
}

impl<T> Default for Records<T> {
    fn default() -> Self {
        Records(Vec::new())
    }
}

impl<T> std::ops::Deref for Records<T> {
    type Target = [T];
    #[inline(always)]
    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T> std::ops::DerefMut for Records<T> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut [T] {
        &mut self.0
    }
}

/// Where a function's code and namespaces lie. The function keeps them alive.
#[derive(Clone, Copy)]
pub struct Tables {
    code: NonNull<CodeObject>,
    globals: NonNull<Dict>,
    builtins: NonNull<Dict>,
}

impl Tables {
    /// The tables of verified code and two namespaces.
    pub fn new(code: &CodeObject, globals: &Dict, builtins: &Dict) -> Tables {
        Tables {
            code: NonNull::from(code),
            globals: NonNull::from(globals),
            builtins: NonNull::from(builtins),
        }
    }
}

/// What a frame runs. The frame keeps its function alive, and the function every code that it ever had: it may get
/// another one while the frame runs.
#[derive(Clone, Copy)]
pub struct Running {
    code: NonNull<CodeObject>,
    tables: NonNull<Cell<Tables>>,
}

impl Running {
    /// A function as it is now, from the beginning.
    #[inline(always)]
    pub fn new(tables: &Cell<Tables>) -> Running {
        Running { code: tables.get().code, tables: NonNull::from(tables) }
    }

    /// The code's payload.
    #[inline(always)]
    pub fn code(&self) -> &CodeObject {
        // SAFETY: whoever holds this keeps the function alive.
        unsafe { self.code.as_ref() }
    }

    /// The namespace of global names.
    #[inline(always)]
    fn globals(&self) -> &Dict {
        // SAFETY: as in `code`; the namespaces of a function never change.
        unsafe { self.tables.as_ref().get().globals.as_ref() }
    }

    /// The namespace of built-in names.
    #[inline(always)]
    fn builtins(&self) -> &Dict {
        // SAFETY: as in `globals`.
        unsafe { self.tables.as_ref().get().builtins.as_ref() }
    }
}

/// The running frame: instruction pointer, registers and tables.
pub struct Cursor {
    running: Running,
    registers: NonNull<Value>,
    /// Index of the instruction being executed.
    pub ip: usize,
    /// First register of the frame on the stack.
    pub base: usize,
}

impl Cursor {
    /// A cursor on a frame. The frame stack keeps the frame's function alive while it is on it.
    #[inline]
    pub fn new(stack: &Stack, running: Running, base: usize, ip: usize) -> Cursor {
        let mut cursor = Cursor { running, registers: stack.memory.get(), ip: 0, base: 0 };
        cursor.enter(stack, running, base, ip);
        cursor
    }

    /// Moves to another frame, whose registers become the topmost ones.
    ///
    /// # Panics
    /// Where the frame does not fit: those on the frame stack do.
    #[inline(always)]
    pub fn enter(&mut self, stack: &Stack, running: Running, base: usize, ip: usize) {
        assert!(self.try_enter(stack, running, base, ip), "the frame's registers were reserved");
    }

    /// [`Cursor::enter`], or nothing where the stack is used up.
    #[inline(always)]
    pub fn try_enter(&mut self, stack: &Stack, running: Running, base: usize, ip: usize) -> bool {
        let end = base + running.code().register_count();
        if end > REGISTERS {
            return false;
        }
        stack.top.set(end);
        self.running = running;
        // SAFETY: the frame lies within the stack.
        self.registers = unsafe { stack.memory.get().add(base) };
        self.ip = ip;
        self.base = base;
        true
    }

    /// Unbinds the locals of the frame just entered that no argument has filled: what frames before it left there.
    #[inline(always)]
    pub fn unbind_locals(&mut self, filled: u32) {
        for index in filled..self.running.code().first_temp {
            // SAFETY: below the frame's register count. What lies there needs no dropping (see the module).
            unsafe { write_words(self.registers.add(index as usize).as_ptr(), Value::Unbound) };
        }
    }

    /// What the frame runs.
    #[inline(always)]
    pub fn running(&self) -> Running {
        self.running
    }

    /// The code's payload.
    #[inline(always)]
    pub fn code(&self) -> &CodeObject {
        self.running.code()
    }

    /// The code's body.
    #[inline(always)]
    fn body(&self) -> &Body {
        // SAFETY: code without a body has more registers than fit, so that no cursor gets on it; a body stays.
        unsafe { self.code().place().get().unwrap_unchecked() }
    }

    /// The loop's own view of where the frame is.
    #[inline(always)]
    pub fn position(&mut self) -> Position {
        let body = self.body();
        // SAFETY: the instruction pointer is within the code.
        let pc = unsafe { body.instrs_ptr().add(self.ip) };
        Position { pc, registers: self.registers, consts: body.consts_ptr() }
    }

    /// Takes over the instruction that the loop's view is at.
    #[inline(always)]
    pub fn arrive(&mut self, at: &Position) {
        self.ip = self.index(at);
    }

    /// Index of the instruction that the loop's view is at.
    #[inline(always)]
    pub fn index(&self, at: &Position) -> usize {
        // SAFETY: both point into the code of the frame.
        unsafe { at.pc.offset_from_unsigned(self.body().instrs_ptr()) }
    }

    /// The loop's view, at another instruction.
    #[inline(always)]
    pub fn jump(&self, at: &mut Position, ip: usize) {
        // SAFETY: jumps land on instructions of the code (verified).
        at.pc = unsafe { self.body().instrs_ptr().add(ip) };
    }

    /// Number of registers of the frame.
    #[inline(always)]
    pub fn count(&self) -> usize {
        self.running.code().register_count()
    }

    /// The namespace of global names.
    #[inline(always)]
    pub fn globals(&self) -> &Dict {
        self.running.globals()
    }

    /// The namespace of built-in names.
    #[inline(always)]
    pub fn builtins(&self) -> &Dict {
        self.running.builtins()
    }

    /// The current instruction.
    #[inline(always)]
    pub fn instr(&self) -> Instr {
        // SAFETY: jumps land on instructions of the code and control does not run off its end (verified).
        unsafe { self.body().instrs_ptr().add(self.ip).as_ref().get() }
    }

    /// The word behind the current instruction: its cache or extension.
    #[inline(always)]
    pub fn trailer(&self) -> Instr {
        // SAFETY: instructions with a trailer are followed by one (verified).
        unsafe { self.body().instrs_ptr().add(self.ip + 1).as_ref().get() }
    }

    /// The instruction that the current one, `i`, jumps to by the distance in its operand `c`.
    #[inline(always)]
    pub fn target(&self, i: Instr) -> Instr {
        let at = self.ip.wrapping_add_signed(isize::from(i.near()));
        // SAFETY: jumps land on instructions of the code (verified).
        unsafe { self.body().instrs_ptr().add(at).as_ref().get() }
    }

    /// Rewrites the cache word behind the current instruction.
    #[inline(always)]
    pub fn set_trailer(&self, word: Instr) {
        // SAFETY: as in `trailer`.
        unsafe { self.body().instrs_ptr().add(self.ip + 1).as_ref().set(word) }
    }

    /// A constant.
    #[inline(always)]
    pub fn constant(&self, index: usize) -> &Value {
        // SAFETY: constant operands are in range (verified).
        unsafe { self.body().consts_ptr().add(index).as_ref() }
    }

    /// A name.
    #[inline(always)]
    pub fn name(&self, index: u16) -> &Str {
        // SAFETY: name operands are in range (verified).
        unsafe { self.body().names_ptr().add(usize::from(index)).as_ref() }
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

    /// Moves the first `live` registers of the frame, behind which none holds anything that needs dropping, into `room`,
    /// which is empty.
    #[inline(always)]
    pub fn move_out(&mut self, room: &mut Vec<Value>, live: usize) {
        let live = live.min(self.count());
        room.clear();
        if room.capacity() < live {
            room.reserve_exact(self.count());
        }
        for i in 0..live {
            // SAFETY: below the frame's register count and within the room just made; the exclusive borrow excludes
            // borrows of registers.
            unsafe {
                let register = self.registers.add(i).as_ptr();
                write_words(room.as_mut_ptr().add(i), read_each_word(register));
                register.write(Value::Unbound);
            }
        }
        // SAFETY: that many values were moved in.
        unsafe { room.set_len(live) };
    }

    /// Unbinds `count` registers from `start`, the last first.
    #[inline(always)]
    pub fn clear(&mut self, start: u16, count: usize) {
        for i in (0..count).rev() {
            self.set(start + i as u16, Value::Unbound);
        }
    }

    /// Unbinds the first `live` registers of the frame. Those behind are dead temporaries.
    #[inline(always)]
    pub fn clear_all(&mut self, live: usize) {
        let live = live.min(self.count());
        for i in 0..live {
            self.set(i as u16, Value::Unbound);
        }
        debug_assert!(
            (live..self.count()).all(|i| self.reg(i as u16).is_scalar()),
            "a dead temporary holds a number"
        );
    }
}
