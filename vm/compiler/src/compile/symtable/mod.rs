//! Scopes and their names, found in a pass of its own before code is made.
//!
//! Mirrors `Python/symtable.c`: `build.rs` and `visit.rs` collect, `analyze.rs` resolves. A comprehension other than a generator expression keeps a scope here
//! but is inlined by the compiler (PEP 709), so it does not turn the names it reads into cells.

mod analyze;
mod build;
pub(crate) mod future;
mod visit;

use std::{collections::BTreeSet, rc::Rc};

use hashbrown::HashMap;

use rustpython_parser::{ast::Mod, text_size::TextRange};

use super::{
    Extras,
    error::{CompileError, ErrorKind, Res},
};

pub(crate) use build::{mangle, too_deep};

/// A name, shared.
pub(crate) type Name = Rc<str>;
/// Index of a scope.
pub(crate) type ScopeId = usize;

/// The outermost scope.
pub(crate) const MODULE: ScopeId = 0;

/// What was seen of a name in a scope.
pub(crate) mod def {
    pub(crate) const GLOBAL: u16 = 1;
    pub(crate) const LOCAL: u16 = 2;
    pub(crate) const PARAM: u16 = 4;
    pub(crate) const NONLOCAL: u16 = 8;
    pub(crate) const USE: u16 = 16;
    pub(crate) const ANNOT: u16 = 32;
    pub(crate) const COMP_ITER: u16 = 64;
    pub(crate) const TYPE_PARAM: u16 = 128;
    pub(crate) const DELETED: u16 = 256;
    /// Gives the scope a binding.
    pub(crate) const BOUND: u16 = LOCAL | PARAM | TYPE_PARAM;
}

/// Where a name lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Local,
    Cell,
    Free,
    GlobalExplicit,
    GlobalImplicit,
}

/// The kind of a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Module,
    Class,
    Function,
    /// The scope around a generic function, class or alias.
    TypeParams,
    /// A lazily evaluated piece; the text is what error messages call it.
    Lazy(&'static str),
    /// List, set and dict comprehensions; inlined.
    Comp(&'static str),
    /// A generator expression.
    Generator,
}

/// Distinguishes the scopes that hang on one syntax node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Tag {
    Body,
    TypeParams,
    Bound,
    Default,
}

/// One name of a scope.
#[derive(Clone, Debug)]
pub(crate) struct Symbol {
    pub(crate) name: Name,
    pub(crate) flags: u16,
    pub(crate) place: Place,
    /// The statement that declared it global or nonlocal.
    pub(crate) declared: Option<TextRange>,
}

/// One scope.
#[derive(Debug)]
pub(crate) struct Scope {
    pub(crate) kind: Kind,
    pub(crate) parent: Option<ScopeId>,
    pub(crate) children: Vec<ScopeId>,
    pub(crate) symbols: Vec<Symbol>,
    index: HashMap<Name, usize>,
    /// Class whose names a lazily evaluated scope sees.
    pub(crate) sees_class: Option<ScopeId>,
    pub(crate) private: Option<build::Private>,
    pub(crate) nested: bool,
    pub(crate) is_async: bool,
    pub(crate) has_yield: bool,
    pub(crate) has_await: bool,
    /// Assignment expressions inside: operands must be copied.
    pub(crate) has_walrus: bool,
    pub(crate) has_annotations: bool,
    pub(crate) needs_class_cell: bool,
    pub(crate) needs_classdict: bool,
    /// Free variables of the code object.
    pub(crate) frees: BTreeSet<Name>,
}

impl Scope {
    pub(crate) fn symbol(&self, name: &str) -> Option<&Symbol> {
        self.index.get(name).and_then(|&i| self.symbols.get(i))
    }

    pub(crate) fn is_inlined(&self) -> bool {
        matches!(self.kind, Kind::Comp(_))
    }

    /// Whether names live in registers.
    pub(crate) fn is_function_like(&self) -> bool {
        !matches!(self.kind, Kind::Module | Kind::Class)
    }
}

/// All scopes of a module, by syntax node.
#[derive(Debug)]
pub(crate) struct Symtable {
    pub(crate) scopes: Vec<Scope>,
    map: HashMap<(usize, Tag), ScopeId>,
}

impl Symtable {
    /// The scope that hangs on `node`.
    ///
    /// # Errors
    /// Never in practice: both passes walk the same tree.
    pub(crate) fn scope_of<T>(&self, node: &T, tag: Tag) -> Res<ScopeId> {
        self.map.get(&(std::ptr::from_ref(node) as usize, tag)).copied().ok_or_else(|| CompileError {
            kind: ErrorKind::Syntax,
            message: "compiler: scope missing".into(),
            range: None,
        })
    }
}

/// Collects and resolves the names of a module.
pub(crate) fn build(module: &Mod, extras: &Extras, future: u32) -> Res<Symtable> {
    let mut builder = build::Builder::new(extras, future);
    builder.module(module)?;
    let mut table = builder.finish();
    analyze::analyze(&mut table)?;
    Ok(table)
}
