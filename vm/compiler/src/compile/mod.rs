//! From syntax tree to bytecode.
//!
//! Mirrors CPython's `Python/symtable.c` (`symtable/`), `Python/compile.c` (the statement and expression files), `Python/flowgraph.c`
//! (`unit.rs`, `assemble.rs`: labels, jumps, exception table) and `Python/ast_opt.c` (`fold.rs`). The surprise: there is no stack. An
//! expression is asked either for an operand (a register or constant that already holds it) or to put its value in a given
//! register, so `i += 1` on a local is one instruction.

mod assemble;
mod assign;
mod call;
mod class;
mod compiler;
mod comprehension;
mod cond;
mod definition;
mod display;
mod docstring;
mod error;
mod expr;
mod fold;
mod fstring;
mod function;
mod import;
mod loops;
mod match_;
mod match_class;
mod names;
mod percent;
mod stmt;
mod suspects;
mod symtable;
mod try_;
mod try_star;
mod typeparams;
mod unit;
mod unparse;
mod unparse_str;
mod unwind;
mod with_;

use std::{cell::RefCell, rc::Rc};

use hashbrown::HashMap;

use rustpython_parser::{
    ast::{self, Expr},
    text_size::TextRange,
};
use rustpython_wtf8::Wtf8Buf;

use crate::bytecode::Code;

pub use error::{CompileError, ErrorKind};
pub use suspects::Warning;
pub use unparse::unparse;

/// Finds line and column of byte offsets.
pub trait LineIndex {
    /// Line (from 1) and column (UTF-8 bytes, from 0) of a byte offset.
    fn location(&self, offset: u32) -> (u32, u32);
}

impl LineIndex for crate::parser::LineIndex {
    fn location(&self, offset: u32) -> (u32, u32) {
        self.position(offset)
    }
}

/// What the syntax tree of `rustpython-parser` cannot hold, keyed by source range.
#[derive(Debug, Default)]
pub struct Extras {
    /// String constants with lone surrogates, by the range of their `Constant` node.
    pub strings: HashMap<TextRange, Wtf8Buf>,
    /// PEP 696 defaults, by the range of the type parameter.
    pub type_defaults: HashMap<TextRange, Expr>,
    /// What the compiler warns of.
    pub warnings: RefCell<Vec<Warning>>,
}

/// What is compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// A module.
    Exec,
    /// One expression, whose value is returned.
    Eval,
    /// An interactive statement: expression values are displayed.
    Single,
}

/// Compiler options.
#[derive(Clone, Debug)]
pub struct Options {
    /// `co_filename`
    pub filename: Rc<str>,
    /// The mode.
    pub mode: Mode,
    /// `-O` level: 1 drops asserts and makes `__debug__` false, 2 drops docstrings too.
    pub optimize: u8,
    /// `CO_FUTURE_*` flags inherited from the caller.
    pub future: u32,
    /// Whether source that merely ends too early is an `_IncompleteInputError`.
    pub incomplete: bool,
}

impl Options {
    /// Options for a module.
    pub fn new(filename: &str) -> Self {
        Self { filename: filename.into(), mode: Mode::Exec, optimize: 0, future: 0, incomplete: false }
    }
}

/// Compiles a parsed module.
///
/// # Errors
/// SyntaxError in CPython's words, or the error for too deep nesting.
pub fn compile(
    module: &ast::Mod,
    options: &Options,
    extras: &Extras,
    lines: &dyn LineIndex,
) -> Result<Code, CompileError> {
    let future = symtable::future::scan(module, options.future)?;
    let in_table = |e: CompileError| match e.kind {
        ErrorKind::Syntax => CompileError { kind: ErrorKind::Table, ..e },
        _ => e,
    };
    let table = symtable::build(module, extras, future).map_err(in_table)?;
    let mut compiler = unit::Compiler::new(options, extras, lines, &table, future);
    compiler.last_future = symtable::future::last(module);
    compiler.module(module)
}
