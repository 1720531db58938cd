//! Collecting names: the scope stack and definitions; the walk over the tree is in `visit.rs`.

use std::{collections::BTreeSet, rc::Rc};

use hashbrown::HashMap;

use rustpython_parser::{
    ast::{Mod, TypeParam},
    text_size::TextRange,
};

use super::{
    super::{
        Extras,
        error::{CompileError, ErrorKind, Res, syntax},
    },
    Kind, MODULE, Name, Place, Scope, ScopeId, Symbol, Symtable, Tag, def,
};
use crate::bytecode::CodeFlags;

/// Deepest nesting of syntax the compiler follows on the machine stack.
pub(crate) const MAX_DEPTH: usize = 400;

/// The class whose private names a scope has.
#[derive(Clone, Debug)]
pub(crate) struct Private {
    class: Name,
    /// The only names that are private: around a generic class, its type parameters.
    only: Option<Rc<[Name]>>,
}

impl Private {
    /// The names of a class body.
    pub(super) fn body(class: &str) -> Option<Private> {
        Some(Private { class: class.into(), only: None })
    }

    /// The names of the scope around a generic class.
    pub(super) fn params(class: &str, params: &[TypeParam]) -> Option<Private> {
        let names = params.iter().map(|param| match param {
            TypeParam::TypeVar(p) => p.name.as_str().into(),
            TypeParam::ParamSpec(p) => p.name.as_str().into(),
            TypeParam::TypeVarTuple(p) => p.name.as_str().into(),
        });
        Some(Private { class: class.into(), only: Some(names.collect()) })
    }
}

/// Private names in classes: `__x` becomes `_Class__x`.
pub(crate) fn mangle(private: Option<&Private>, name: &str) -> Name {
    let Some(Private { class, only }) = private else { return name.into() };
    if !name.starts_with("__") || name.ends_with("__") || name.contains('.') {
        return name.into();
    }
    if only.as_ref().is_some_and(|only| only.iter().all(|known| **known != *name)) {
        return name.into();
    }
    let class = class.trim_start_matches('_');
    if class.is_empty() { name.into() } else { format!("_{class}{name}").into() }
}

pub(crate) struct Builder<'e> {
    pub(super) scopes: Vec<Scope>,
    map: HashMap<(usize, Tag), ScopeId>,
    stack: Vec<ScopeId>,
    pub(super) private: Option<Private>,
    pub(super) extras: &'e Extras,
    pub(super) future_annotations: bool,
    /// Inside the iterable of a comprehension, where assignment expressions are not allowed.
    pub(super) comp_iter: usize,
    /// Inside the target of a comprehension.
    pub(super) comp_target: bool,
    pub(super) depth: usize,
}

impl<'e> Builder<'e> {
    pub(crate) fn new(extras: &'e Extras, future: u32) -> Self {
        Self {
            scopes: Vec::new(),
            map: HashMap::new(),
            stack: Vec::new(),
            private: None,
            extras,
            future_annotations: future & CodeFlags::FUTURE_ANNOTATIONS != 0,
            comp_iter: 0,
            comp_target: false,
            depth: 0,
        }
    }

    pub(crate) fn finish(self) -> Symtable {
        Symtable { scopes: self.scopes, map: self.map }
    }

    pub(crate) fn module(&mut self, module: &Mod) -> Res<()> {
        self.enter(module, Tag::Body, Kind::Module);
        match module {
            Mod::Module(m) => self.stmts(&m.body)?,
            Mod::Interactive(m) => self.stmts(&m.body)?,
            Mod::Expression(m) => self.expr(&m.body)?,
            Mod::FunctionType(m) => self.expr(&m.returns)?,
        }
        self.leave();
        Ok(())
    }

    pub(super) fn enter<T>(&mut self, node: &T, tag: Tag, kind: Kind) -> ScopeId {
        let id = self.scopes.len();
        let parent = self.stack.last().copied();
        let up = parent.and_then(|p| self.scopes.get(p));
        let nested = up.is_some_and(|p| p.nested || p.is_function_like());
        let sees_class = match (kind, parent, up) {
            (Kind::TypeParams | Kind::Lazy(_), Some(p), Some(scope)) => {
                if scope.kind == Kind::Class {
                    Some(p)
                } else {
                    scope.sees_class.filter(|_| lazy(scope.kind))
                }
            }
            _ => None,
        };
        self.scopes.push(Scope {
            kind,
            parent,
            children: Vec::new(),
            symbols: Vec::new(),
            index: HashMap::new(),
            sees_class,
            private: self.private.clone(),
            nested,
            is_async: false,
            has_yield: false,
            has_await: false,
            has_walrus: false,
            has_annotations: false,
            needs_class_cell: false,
            needs_classdict: false,
            frees: BTreeSet::new(),
        });
        if let Some(scope) = parent.and_then(|p| self.scopes.get_mut(p)) {
            scope.children.push(id);
        }
        self.map.insert((std::ptr::from_ref(node) as usize, tag), id);
        self.stack.push(id);
        if sees_class.is_some() {
            self.define_raw(id, "__classdict__".into(), def::USE, None);
        }
        id
    }

    pub(super) fn leave(&mut self) {
        self.stack.pop();
    }

    pub(super) fn current(&self) -> ScopeId {
        self.stack.last().copied().unwrap_or(0)
    }

    pub(super) fn cur(&mut self) -> &mut Scope {
        let id = self.current();
        &mut self.scopes[id]
    }

    pub(super) fn kind(&self) -> Kind {
        self.scopes.get(self.current()).map_or(Kind::Module, |s| s.kind)
    }

    pub(super) fn flags(&self, name: &str) -> u16 {
        self.scopes.get(self.current()).and_then(|s| s.symbol(name)).map_or(0, |s| s.flags)
    }

    pub(super) fn define_raw(
        &mut self,
        id: ScopeId,
        name: Name,
        flags: u16,
        declared: Option<TextRange>,
    ) -> u16 {
        let scope = &mut self.scopes[id];
        let next = scope.symbols.len();
        let at = *scope.index.entry(Rc::clone(&name)).or_insert(next);
        if at == next {
            scope.symbols.push(Symbol { name, flags: 0, place: Place::GlobalImplicit, declared: None });
        }
        let symbol = &mut scope.symbols[at];
        let before = symbol.flags;
        symbol.flags |= flags;
        symbol.declared = symbol.declared.or(declared);
        before
    }

    /// Records that the current scope uses or binds `name`.
    pub(super) fn define(&mut self, name: &str, flags: u16, range: TextRange) -> Res<()> {
        let name = mangle(self.private.as_ref(), name);
        let before = self.flags(&name);
        if flags & def::PARAM != 0 && before & def::PARAM != 0 {
            return syntax(format!("duplicate argument '{name}' in function definition"), range);
        }
        if flags & def::TYPE_PARAM != 0 && before & def::TYPE_PARAM != 0 {
            return syntax(format!("duplicate type parameter '{name}'"), range);
        }
        let mut flags = flags;
        if self.comp_target && flags & def::LOCAL != 0 {
            if before & (def::GLOBAL | def::NONLOCAL) != 0 {
                return syntax(
                    format!("comprehension inner loop cannot rebind assignment expression target '{name}'"),
                    range,
                );
            }
            flags |= def::COMP_ITER;
        }
        self.define_raw(self.current(), name, flags, None);
        Ok(())
    }

    /// A `global` or `nonlocal` statement.
    pub(super) fn declare(&mut self, name: &str, flag: u16, range: TextRange) -> Res<()> {
        let name = mangle(self.private.as_ref(), name);
        let before = self.flags(&name);
        let word = if flag == def::GLOBAL { "global" } else { "nonlocal" };
        let message = if before & def::PARAM != 0 {
            format!("name '{name}' is parameter and {word}")
        } else if before & def::ANNOT != 0 {
            format!("annotated name '{name}' can't be {word}")
        } else if before & def::LOCAL != 0 {
            format!("name '{name}' is assigned to before {word} declaration")
        } else if before & def::USE != 0 {
            format!("name '{name}' is used prior to {word} declaration")
        } else {
            if flag == def::GLOBAL {
                // The module's own uses of the name are explicit from now on, as in CPython: it matters where locals are not globals.
                self.define_raw(MODULE, Name::clone(&name), flag, None);
            }
            self.define_raw(self.current(), name, flag, Some(range));
            return Ok(());
        };
        syntax(message, range)
    }

    /// An assignment expression in a comprehension binds in the scope around all comprehensions.
    pub(super) fn walrus(&mut self, name: &str, range: TextRange) -> Res<()> {
        let mangled = mangle(self.private.as_ref(), name);
        let inner = self.current();
        for &id in self.stack.clone().iter().rev() {
            self.scopes[id].has_walrus = true;
            let flags = self.scopes[id].symbol(&mangled).map_or(0, |s| s.flags);
            match self.scopes[id].kind {
                Kind::Comp(_) | Kind::Generator => {
                    if flags & def::COMP_ITER != 0 {
                        let what = "assignment expression cannot rebind comprehension iteration variable";
                        return syntax(format!("{what} '{name}'"), range);
                    }
                    continue;
                }
                _ if id == inner => {}
                Kind::Function => {
                    let how = if flags & def::GLOBAL != 0 { def::GLOBAL } else { def::NONLOCAL };
                    self.define_raw(inner, Rc::clone(&mangled), how, Some(range));
                    if flags & (def::GLOBAL | def::NONLOCAL) == 0 {
                        self.define_raw(id, mangled, def::LOCAL, None);
                    }
                    return Ok(());
                }
                Kind::Module => {
                    self.define_raw(inner, Rc::clone(&mangled), def::GLOBAL, Some(range));
                    self.define_raw(id, mangled, def::GLOBAL, None);
                    return Ok(());
                }
                Kind::Class => {
                    let what = "assignment expression within a comprehension cannot be used in a class body";
                    return syntax(what, range);
                }
                Kind::TypeParams => {
                    let what = "assignment expression within a comprehension cannot be used within the definition of a generic";
                    return syntax(what, range);
                }
                Kind::Lazy(what) => {
                    return syntax(
                        format!("assignment expression within a comprehension cannot be used in {what}"),
                        range,
                    );
                }
            }
            break;
        }
        Ok(())
    }

    /// Guards the machine stack.
    pub(super) fn deeper(&mut self, range: TextRange) -> Res<()> {
        self.depth += 1;
        too_deep(self.depth, range)
    }
}

fn lazy(kind: Kind) -> bool {
    matches!(kind, Kind::TypeParams | Kind::Lazy(_))
}

/// The error for syntax nested deeper than the compiler follows.
pub(crate) fn too_deep(depth: usize, range: TextRange) -> Res<()> {
    if depth <= MAX_DEPTH {
        return Ok(());
    }
    let message = "maximum recursion depth exceeded during compilation".into();
    Err(CompileError { kind: ErrorKind::Recursion, message, range: Some(range) })
}
