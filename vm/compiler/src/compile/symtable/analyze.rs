//! Resolving names to places, scope by scope. Mirrors `analyze_block` of `Python/symtable.c`.

use hashbrown::HashSet;

use super::{
    super::error::{CompileError, ErrorKind, Res, syntax},
    Kind, Name, Place, ScopeId, Symbol, Symtable, def,
};

type Names = HashSet<Name>;

/// Names a scope asks of the scopes around it.
#[derive(Default)]
struct Wanted {
    /// Needed as cells.
    cells: Names,
    /// Needed only by code inlined there.
    direct: Names,
}

pub(super) fn analyze(table: &mut Symtable) -> Res<()> {
    if table.scopes.is_empty() {
        return Ok(());
    }
    Analyzer { table, type_params: Names::new() }.scope(0, &Names::new(), &Names::new()).map(drop)
}

struct Analyzer<'t> {
    table: &'t mut Symtable,
    type_params: Names,
}

impl Analyzer<'_> {
    fn scope(&mut self, id: ScopeId, bound: &Names, global: &Names) -> Res<Wanted> {
        let mut bound = bound.clone();
        let mut global = global.clone();
        let kind = self.table.scopes[id].kind;
        let is_class = kind == Kind::Class;
        let mut local = Names::new();
        let mut wanted = Wanted::default();
        let shadowed: Names = self.table.scopes[id]
            .symbols
            .iter()
            .filter(|s| {
                s.flags & (def::LOCAL | def::TYPE_PARAM) == def::LOCAL && self.type_params.contains(&s.name)
            })
            .map(|s| Name::clone(&s.name))
            .collect();
        let (class_bound, class_global) = (bound.clone(), global.clone());
        for at in 0..self.table.scopes[id].symbols.len() {
            let symbol = self.table.scopes[id].symbols[at].clone();
            let place = self.place(id, &symbol, &bound, &global)?;
            let name = symbol.name;
            match place {
                Place::Local => {
                    local.insert(Name::clone(&name));
                    if !is_class {
                        global.remove(&name);
                    }
                }
                Place::GlobalExplicit if !is_class => {
                    global.insert(Name::clone(&name));
                    bound.remove(&name);
                }
                Place::Free => {
                    wanted.direct.insert(Name::clone(&name));
                }
                _ => {}
            }
            self.table.scopes[id].symbols[at].place = place;
        }
        let (mut child_bound, child_global) =
            if is_class { (class_bound, class_global) } else { (bound, global) };
        if is_class {
            child_bound.insert("__class__".into());
            child_bound.insert("__classdict__".into());
        } else if kind != Kind::Module {
            child_bound.extend(local.iter().cloned());
        }
        let outer_params = self.type_params.clone();
        for name in &shadowed {
            self.type_params.remove(name);
        }
        if kind == Kind::TypeParams {
            let symbols = &self.table.scopes[id].symbols;
            self.type_params.extend(
                symbols.iter().filter(|s| s.flags & def::TYPE_PARAM != 0).map(|s| Name::clone(&s.name)),
            );
        }
        for child in self.table.scopes[id].children.clone() {
            let below = self.scope(child, &child_bound, &child_global)?;
            wanted.cells.extend(below.cells);
            if self.table.scopes[child].is_inlined() {
                wanted.direct.extend(below.direct);
            } else {
                wanted.cells.extend(below.direct);
            }
        }
        self.type_params = outer_params;
        self.settle(id, &local, wanted)
    }

    fn place(&mut self, id: ScopeId, symbol: &Symbol, bound: &Names, global: &Names) -> Res<Place> {
        let Symbol { name, flags, declared, .. } = symbol;
        let is_module = self.table.scopes[id].kind == Kind::Module;
        let range = declared.unwrap_or_default();
        if flags & def::GLOBAL != 0 {
            if flags & def::NONLOCAL != 0 {
                return syntax(format!("name '{name}' is nonlocal and global"), range);
            }
            return Ok(Place::GlobalExplicit);
        }
        if flags & def::NONLOCAL != 0 {
            if is_module {
                return syntax("nonlocal declaration not allowed at module level", range);
            }
            if !bound.contains(name) {
                return syntax(format!("no binding for nonlocal '{name}' found"), range);
            }
            if self.type_params.contains(name) {
                return syntax(format!("nonlocal binding not allowed for type parameter '{name}'"), range);
            }
            return Ok(Place::Free);
        }
        if flags & def::BOUND != 0 {
            return Ok(Place::Local);
        }
        if let Some(class) = self.table.scopes[id].sees_class
            && let Some(seen) = self.table.scopes[class].symbol(name)
        {
            if seen.flags & def::GLOBAL != 0 {
                return Ok(Place::GlobalExplicit);
            }
            let bound = seen.flags & (def::BOUND | def::NONLOCAL);
            if bound & def::BOUND == bound && bound != 0 && !bound_nearer(self.table, id, class, name) {
                return Ok(Place::GlobalImplicit);
            }
        }
        if !is_module && bound.contains(name) {
            return Ok(Place::Free);
        }
        let _ = global;
        Ok(Place::GlobalImplicit)
    }

    /// Turns locals that inner scopes want into cells and passes the rest on.
    fn settle(&mut self, id: ScopeId, local: &Names, mut wanted: Wanted) -> Res<Wanted> {
        let scope = &mut self.table.scopes[id];
        match scope.kind {
            Kind::Class => {
                scope.needs_class_cell = wanted.cells.remove("__class__");
                // The body itself means the class around it.
                if scope.symbol("__class__").is_none_or(|s| s.place != Place::Free) {
                    wanted.direct.remove("__class__");
                }
                scope.needs_classdict = wanted.cells.remove("__classdict__");
            }
            Kind::Module => {
                if let Some(name) = wanted.cells.iter().next() {
                    let message = format!("compiler: '{name}' free in module");
                    return Err(CompileError { kind: ErrorKind::Syntax, message, range: None });
                }
            }
            _ => {
                for symbol in &mut scope.symbols {
                    if local.contains(&symbol.name) {
                        wanted.direct.remove(&symbol.name);
                        if wanted.cells.remove(&symbol.name) {
                            symbol.place = Place::Cell;
                        }
                    }
                }
            }
        }
        scope.frees = wanted.cells.iter().chain(&wanted.direct).cloned().collect();
        Ok(wanted)
    }
}

/// Whether a scope between `id` and the class it sees binds `name` itself (a type parameter does).
fn bound_nearer(table: &Symtable, id: ScopeId, class: ScopeId, name: &str) -> bool {
    let mut at = table.scopes[id].parent;
    while let Some(up) = at {
        if up == class {
            return false;
        }
        if table.scopes[up].symbol(name).is_some_and(|s| s.flags & def::BOUND != 0) {
            return true;
        }
        at = table.scopes[up].parent;
    }
    false
}
