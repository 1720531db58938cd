//! The code object the compiler produces. Mirrors `Include/cpython/code.h`; plain data, so that it can be cached on disk.

use std::rc::Rc;

use super::{constant::Const, instruction::Instr, line_table::LineTable};

/// `co_flags`, with CPython's values.
pub struct CodeFlags;

impl CodeFlags {
    /// Locals live in registers.
    pub const OPTIMIZED: u32 = 0x1;
    /// A call makes a new namespace.
    pub const NEWLOCALS: u32 = 0x2;
    /// Has `*args`.
    pub const VARARGS: u32 = 0x4;
    /// Has `**kwargs`.
    pub const VARKEYWORDS: u32 = 0x8;
    /// Defined inside a function.
    pub const NESTED: u32 = 0x10;
    /// Generator function.
    pub const GENERATOR: u32 = 0x20;
    /// Coroutine function.
    pub const COROUTINE: u32 = 0x80;
    /// Generator made awaitable by `types.coroutine`.
    pub const ITERABLE_COROUTINE: u32 = 0x100;
    /// Asynchronous generator function.
    pub const ASYNC_GENERATOR: u32 = 0x200;
    /// `from __future__ import barry_as_FLUFL`.
    pub const FUTURE_BARRY: u32 = 0x40_0000;
    /// `from __future__ import annotations`.
    pub const FUTURE_ANNOTATIONS: u32 = 0x100_0000;
}

/// One row of the exception table: instructions `start..end` (word indices) are guarded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExceptionEntry {
    /// First guarded word.
    pub start: u32,
    /// First word after the range.
    pub end: u32,
    /// Word to go on at.
    pub handler: u32,
    /// Registers from here up are dead and dropped when unwinding.
    pub depth: u16,
    /// Register that receives the exception.
    pub exc: u16,
}

/// A comprehension variable: while the instruction is in `start..end`, `locals()` shows it under its name, before any local so named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScopedLocal {
    /// The name.
    pub name: Rc<str>,
    /// Its register; holds a cell when `cell`.
    pub reg: u16,
    /// Whether the register holds a cell.
    pub cell: bool,
    /// First word.
    pub start: u32,
    /// First word after.
    pub end: u32,
}

/// A code object.
#[derive(Clone, Debug)]
pub struct Code {
    /// Positional parameters, positional-only ones included.
    pub argcount: u32,
    /// Positional-only parameters.
    pub posonlyargcount: u32,
    /// Keyword-only parameters.
    pub kwonlyargcount: u32,
    /// Registers of the frame.
    pub nregs: u32,
    /// First temporary: locals, cells and free variables lie below.
    pub first_temp: u16,
    /// `co_flags`.
    pub flags: u32,
    /// `co_name`
    pub name: Rc<str>,
    /// `co_qualname`
    pub qualname: Rc<str>,
    /// `co_filename`
    pub filename: Rc<str>,
    /// `co_firstlineno`
    pub firstlineno: u32,
    /// The instructions.
    pub instrs: Vec<Instr>,
    /// `co_consts`
    pub consts: Vec<Const>,
    /// `co_names`; also names error messages need.
    pub names: Vec<Rc<str>>,
    /// `co_varnames`; register `i` is `varnames[i]`.
    pub varnames: Vec<Rc<str>>,
    /// `co_cellvars`; the cell of `cellvars[i]` is register `nlocals + i`.
    pub cellvars: Vec<Rc<str>>,
    /// `co_freevars`; the cell of `freevars[i]` is register `nlocals + cellvars.len() + i`.
    pub freevars: Vec<Rc<str>>,
    /// Exception table, sorted, without overlaps.
    pub exceptions: Vec<ExceptionEntry>,
    /// Positions of the instructions.
    pub lines: LineTable,
    /// Variables of inlined comprehensions, inner ones later.
    pub scoped: Vec<ScopedLocal>,
}

impl Code {
    /// `co_nlocals`.
    pub fn nlocals(&self) -> usize {
        self.varnames.len()
    }

    /// Registers filled by argument binding: all parameters, `*args` and `**kwargs` included.
    pub fn nparams(&self) -> u32 {
        self.argcount
            + self.kwonlyargcount
            + u32::from(self.flags & CodeFlags::VARARGS != 0)
            + u32::from(self.flags & CodeFlags::VARKEYWORDS != 0)
    }

    /// The exception table row that guards the word `ip`.
    pub fn handler_at(&self, ip: u32) -> Option<&ExceptionEntry> {
        let next = self.exceptions.partition_point(|entry| entry.start <= ip);
        let entry = self.exceptions.get(next.checked_sub(1)?)?;
        (ip < entry.end).then_some(entry)
    }
}
