//! What all parts of the compiler work with: emitting, labels, handlers, registers, constants, names, and which locals are
//! provably bound.

use std::rc::Rc;

use hashbrown::HashMap;

use rustpython_parser::{
    ast::{Expr, Mod, Ranged, Stmt},
    text_size::TextRange,
};

use super::{
    Extras, LineIndex, Mode, Options, assemble,
    error::{CompileError, ErrorKind, Res, syntax},
    symtable::{Kind, Name, Place, ScopeId, Symtable, Tag, def},
    unit::{Bits, Compiler, Handler, Ir, Label, LabelInfo, Operand, Unit},
};
use crate::bytecode::{Code, CodeFlags, Const, Instr, Op, Operand as Use, Trailer, flag};

impl<'a> Compiler<'a> {
    pub(crate) fn new(
        options: &'a Options,
        extras: &'a Extras,
        lines: &'a dyn LineIndex,
        table: &'a Symtable,
        future: u32,
    ) -> Self {
        Self {
            options,
            extras,
            lines,
            table,
            future,
            last_future: None,
            units: Vec::new(),
            depth: 0,
            bare_generator: None,
        }
    }

    /// Compiles a whole module.
    pub(crate) fn module(mut self, module: &'a Mod) -> Res<Code> {
        let scope = self.table.scope_of(module, Tag::Body)?;
        self.push_unit(scope, "<module>".into(), "<module>".into(), TextRange::default(), [0; 3], 0);
        self.prologue();
        match module {
            Mod::Module(m) => self.body(&m.body)?,
            Mod::Interactive(m) => self.body(&m.body)?,
            Mod::Expression(m) => {
                let value = self.operand(&m.body)?;
                self.emit_return(value);
            }
            Mod::FunctionType(m) => return syntax("function types cannot be compiled", m.returns.range()),
        }
        self.finish_unit()
    }

    fn body(&mut self, body: &'a [Stmt]) -> Res<()> {
        if self.options.mode == Mode::Exec {
            if self.table.scopes.first().is_some_and(|s| s.has_annotations) {
                self.emit(Instr::new(Op::SetupAnnotations, 0, 0, 0));
            }
            self.docstring_name(body)?;
        } else if self.table.scopes.first().is_some_and(|s| s.has_annotations) {
            self.emit(Instr::new(Op::SetupAnnotations, 0, 0, 0));
        }
        self.stmts(body)
    }

    /// The unit being compiled.
    pub(crate) fn u(&mut self) -> &mut Unit<'a> {
        let last = self.units.len().saturating_sub(1);
        &mut self.units[last]
    }

    /// The unit being compiled, to look at.
    pub(crate) fn unit(&self) -> &Unit<'a> {
        let last = self.units.len().saturating_sub(1);
        &self.units[last]
    }

    /// Kind of the scope of the current unit.
    pub(crate) fn kind(&self) -> Kind {
        self.table.scopes.get(self.unit().scope).map_or(Kind::Module, |s| s.kind)
    }

    /// Begins a code object.
    pub(crate) fn push_unit(
        &mut self,
        scope: ScopeId,
        name: Name,
        qualname: Name,
        first: TextRange,
        counts: [u32; 3],
        flags: u32,
    ) {
        let table = self.table;
        let info = &table.scopes[scope];
        let functional = info.is_function_like();
        let mut varnames: Vec<Name> = Vec::new();
        let mut cellvars: Vec<Name> = Vec::new();
        for symbol in &info.symbols {
            if functional && symbol.flags & def::PARAM != 0 {
                varnames.push(Rc::clone(&symbol.name));
            }
        }
        for symbol in &info.symbols {
            let param = symbol.flags & def::PARAM != 0;
            match symbol.place {
                Place::Local if functional && !param => varnames.push(Rc::clone(&symbol.name)),
                Place::Cell => cellvars.push(Rc::clone(&symbol.name)),
                _ => {}
            }
        }
        if info.needs_class_cell {
            cellvars.push("__class__".into());
        }
        if info.needs_classdict {
            cellvars.push("__classdict__".into());
        }
        cellvars.sort();
        let freevars: Vec<Name> = info.frees.iter().cloned().collect();
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let first_temp = count(varnames.len() + cellvars.len() + freevars.len());
        let numbered = |base: usize, names: &[Name]| -> HashMap<Name, u16> {
            names.iter().enumerate().map(|(i, n)| (Rc::clone(n), (base + i) as u16)).collect()
        };
        let locals = numbered(0, &varnames);
        let mut cells = numbered(varnames.len() + cellvars.len(), &freevars);
        cells.extend(numbered(varnames.len(), &cellvars));
        let mut deletable = Bits::default();
        for symbol in info.symbols.iter().filter(|s| s.flags & def::DELETED != 0) {
            if let Some(&reg) = locals.get(&symbol.name) {
                deletable.set(reg, true);
            }
        }
        let mut flags = flags | self.future;
        if functional {
            flags |= CodeFlags::OPTIMIZED | CodeFlags::NEWLOCALS;
            if info.nested {
                flags |= CodeFlags::NESTED;
            }
        }
        let mut bound = Bits::default();
        for symbol in info.symbols.iter().filter(|s| s.flags & def::PARAM != 0) {
            if let Some(&reg) = locals.get(&symbol.name) {
                bound.set(reg, true);
            }
        }
        self.units.push(Unit {
            scope,
            name,
            qualname,
            first,
            flags,
            counts,
            ir: Vec::new(),
            labels: Vec::new(),
            handlers: Vec::new(),
            handler: 0,
            consts: Vec::new(),
            const_map: HashMap::new(),
            names: Vec::new(),
            name_map: HashMap::new(),
            varnames,
            cellvars,
            freevars,
            locals,
            cells,
            first_temp,
            top: first_temp,
            max: first_temp,
            bound: Some(bound),
            deletable,
            muted: 0,
            blocks: Vec::new(),
            comps: Vec::new(),
            scoped: Vec::new(),
            range: None,
            marks: Vec::new(),
            vias: Vec::new(),
            merge: 0,
            static_attributes: Vec::new(),
            too_many: first_temp > 60_000,
        });
    }

    /// Cells and free variables, before anything else.
    pub(crate) fn prologue(&mut self) {
        let unit = self.unit();
        let (nlocals, ncells, nfree) = (unit.varnames.len(), unit.cellvars.len(), unit.freevars.len());
        let cellvars = unit.cellvars.clone();
        if nfree > 0 {
            self.emit(Instr::new(Op::CopyFreeVars, (nlocals + ncells) as u16, 0, nfree as u16));
        }
        for (i, name) in cellvars.iter().enumerate() {
            let cell = (nlocals + i) as u16;
            match self.unit().locals.get(name).copied() {
                Some(param) => self.emit(Instr::new(Op::MakeCell, cell, param, 0).with(flag::TEMP_B)),
                None => self.emit(Instr::new(Op::MakeEmptyCell, cell, 0, 0)),
            }
        }
    }

    /// Ends the code object: `return None` where control can arrive, then assembly.
    pub(crate) fn finish_unit(&mut self) -> Res<Code> {
        if self.live() {
            let nop = self.take_last_nop();
            let unit = self.u();
            let is_empty = unit.ir.iter().all(|ir| ir.instr.op.is_prologue()) && unit.marks.is_empty();
            unit.range = nop
                .or_else(|| unit.marks.pop())
                .or_else(|| is_empty.then(|| TextRange::empty(unit.first.start())));
            self.emit_const_return(Const::None);
        }
        let Some(unit) = self.units.pop() else {
            return syntax("compiler: no unit", TextRange::default());
        };
        assemble::assemble(unit, self.options, self.lines)
    }

    /// A `pass` at the end gives its place to the implicit return.
    fn take_last_nop(&mut self) -> Option<TextRange> {
        let unit = self.u();
        let end = unit.ir.len();
        let straight = unit.labels.iter().all(|l| l.at != Some(end));
        let nop = unit.ir.pop_if(|ir| straight && ir.instr.op == Op::Nop)?;
        unit.marks.splice(..0, nop.marks);
        nop.range
    }

    // -- emitting -----------------------------------------------------------------------------------------------------

    /// Whether instructions are being kept.
    pub(crate) fn live(&self) -> bool {
        self.unit().muted == 0 && self.unit().bound.is_some()
    }

    /// Compiles something for its errors only.
    pub(crate) fn muted(&mut self, f: impl FnOnce(&mut Self) -> Res<()>) -> Res<()> {
        self.u().muted += 1;
        let bound = self.unit().bound.clone();
        let result = f(self);
        self.u().muted -= 1;
        self.u().bound = bound;
        result
    }

    /// Sets the source range of what is emitted next.
    pub(crate) fn at(&mut self, range: TextRange) {
        self.u().range = Some(range);
    }

    /// Where the last instruction stands.
    pub(crate) fn last_range(&self) -> Option<TextRange> {
        self.unit().ir.iter().rev().find_map(|ir| ir.range)
    }

    /// Notes for tracing that control passes here, where no instruction stands.
    pub(crate) fn pass(&mut self, range: TextRange) {
        if self.live() {
            self.u().marks.push(range);
        }
    }

    /// Gives what was passed a place of its own where another way joins.
    fn stand(&mut self) {
        if self.unit().bound.is_none() {
            self.u().marks.clear();
        }
        if let Some(range) = self.unit().marks.last().copied().filter(|_| self.live()) {
            let outer = self.u().range.replace(range);
            self.emit(Instr::new(Op::Nop, 0, 0, 0));
            self.u().range = outer;
        }
    }

    /// Notes that control passes `range` behind an expression that may end on another line.
    pub(crate) fn pass_behind(&mut self, range: TextRange, value: TextRange) {
        let line = |at| self.lines.location(u32::from(at)).0;
        if !self.live() || line(value.end()) == line(range.start()) {
            return;
        }
        let unit = self.u();
        let end = unit.ir.len();
        if unit.merge == end {
            self.at(range);
            self.emit(Instr::new(Op::Nop, 0, 0, 0));
        } else if let Some(last) = end.checked_sub(1) {
            unit.vias.push((last, range));
        }
    }

    fn push_ir(&mut self, instr: Instr, ext: Option<Instr>, target: Option<Label>) {
        if !self.live() {
            let unit = self.u();
            if unit.bound.is_none() {
                unit.marks.clear();
            }
            return;
        }
        let unit = self.u();
        let (range, handler) = (unit.range, unit.handler);
        let marks = std::mem::take(&mut unit.marks);
        unit.ir.push(Ir { instr, ext, target, range, handler, marks });
        if let (Some(label), Some(bound)) = (target, &unit.bound) {
            let info = &mut unit.labels[label];
            match (&mut info.state, info.at) {
                (_, Some(_)) => {}
                (Some(state), None) => state.meet(bound),
                (state, None) => *state = Some(bound.clone()),
            }
        }
        if !instr.op.falls_through() {
            unit.bound = None;
        }
    }

    /// Adds an instruction.
    pub(crate) fn emit(&mut self, instr: Instr) {
        let ext = (instr.op.trailer() == Trailer::Cache).then(|| Instr::new(Op::Cache, 0, 0, 0));
        self.push_ir(instr, ext, None);
        if instr.op.operands()[0] == Use::Out && matches!(instr.op, Op::Clear) {
            self.set_bound(instr.a, false);
        }
    }

    /// Adds an instruction with an extension word.
    pub(crate) fn emit_ext(&mut self, instr: Instr, ext: u32) {
        self.push_ir(instr, Some(Instr::ext_word(ext, 0)), None);
    }

    /// Adds a jump.
    pub(crate) fn emit_jump(&mut self, instr: Instr, label: Label) {
        self.push_ir(instr, None, Some(label));
    }

    /// `JUMP`
    pub(crate) fn jump(&mut self, label: Label) {
        self.emit_jump(Instr::new(Op::Jump, 0, 0, 0), label);
    }

    /// `R[dst] = constant`
    pub(crate) fn load_const(&mut self, value: Const, dst: u16) {
        let index = self.constant(value);
        let mut instr = Instr::new(Op::LoadConst, dst, 0, 0);
        instr.set_wide(index);
        self.emit(instr);
    }

    /// `MOVE`, nothing when source and destination agree.
    pub(crate) fn move_to(&mut self, src: Operand, dst: u16) {
        if src.reg != dst {
            self.emit(Instr::new(Op::Move, dst, src.reg, 0).with(src.b()));
        }
    }

    /// Drops the value of a temporary.
    pub(crate) fn drop_value(&mut self, value: Operand) {
        if value.temp {
            self.emit(Instr::new(Op::Clear, value.reg, 0, 0));
        }
    }

    /// How many registers may hold something, those in use and `others`.
    pub(crate) fn live_with(&mut self, others: &[u16]) -> u16 {
        others.iter().fold(self.u().top as u16, |live, register| live.max(register + 1))
    }

    /// Returns a value.
    pub(crate) fn emit_return(&mut self, value: Operand) {
        let live = self.live_with(&[value.reg]);
        self.emit(Instr::new(Op::Return, value.reg, live, 0).with(value.a()));
    }

    /// Returns a constant.
    pub(crate) fn emit_const_return(&mut self, value: Const) {
        let index = self.constant(value);
        let live = self.u().top as u16;
        let mut instr = Instr::new(Op::ReturnConst, live, 0, 0);
        instr.set_wide(index);
        self.emit(instr);
    }

    // -- labels and bound locals --------------------------------------------------------------------------------------

    /// A label not yet placed.
    pub(crate) fn label(&mut self) -> Label {
        let unit = self.u();
        unit.labels.push(LabelInfo::default());
        unit.labels.len() - 1
    }

    /// Places a label all jumps to which have been emitted.
    pub(crate) fn bind(&mut self, label: Label) {
        self.stand();
        let unit = self.u();
        let at = unit.ir.len();
        unit.merge = at;
        let info = &mut unit.labels[label];
        info.at = Some(at);
        if let Some(state) = info.state.take() {
            match &mut unit.bound {
                Some(bound) => bound.meet(&state),
                bound => *bound = Some(state),
            }
        }
    }

    /// Places the label of a loop's top, to which later code jumps back: what the loop may delete is not bound there.
    pub(crate) fn bind_loop(&mut self, label: Label, entry: Option<Bits>) {
        self.stand();
        let unit = self.u();
        unit.merge = unit.ir.len();
        unit.labels[label].at = Some(unit.ir.len());
        unit.bound = entry.map(|bits| bits.without(&unit.deletable));
    }

    /// What is bound here, as far as it stays so in a loop or handler.
    pub(crate) fn stable_bound(&self) -> Option<Bits> {
        let unit = self.unit();
        unit.bound.clone().map(|bits| bits.without(&unit.deletable))
    }

    /// Marks a register bound or unbound from here on.
    pub(crate) fn set_bound(&mut self, reg: u16, value: bool) {
        if let Some(bound) = &mut self.u().bound {
            bound.set(reg, value);
        }
    }

    /// Whether a register is certainly bound.
    pub(crate) fn is_bound(&self, reg: u16) -> bool {
        self.unit().bound.as_ref().is_none_or(|b| b.get(reg))
    }

    /// Guards what is emitted until [`Self::leave_handler`]; the exception goes to a register at the current top.
    pub(crate) fn enter_handler(&mut self) -> (Label, usize, u16) {
        let label = self.label();
        let state = self.stable_bound();
        let unit = self.u();
        unit.labels[label].state = state;
        let depth = unit.top as u16;
        unit.handlers.push(Handler { label, depth, exc: depth });
        unit.max = unit.max.max(unit.top + 1);
        let outer = unit.handler;
        unit.handler = unit.handlers.len();
        (label, outer, depth)
    }

    /// Ends the guarded range.
    pub(crate) fn leave_handler(&mut self, outer: usize) {
        self.u().handler = outer;
    }

    /// Places a handler's code. It is dead code when nothing was guarded.
    pub(crate) fn bind_handler(&mut self, label: Label) {
        self.u().bound = None;
        self.u().marks.clear();
        let unit = self.unit();
        let guards = unit
            .handlers
            .iter()
            .position(|h| h.label == label)
            .is_some_and(|i| unit.ir.iter().rev().any(|ir| ir.handler == i + 1));
        if guards {
            self.bind(label);
        } else {
            let at = self.unit().ir.len();
            self.u().labels[label].at = Some(at);
        }
    }

    // -- registers ----------------------------------------------------------------------------------------------------

    /// A new temporary on top.
    pub(crate) fn alloc(&mut self) -> u16 {
        self.alloc_n(1)
    }

    /// `n` new temporaries in a row.
    pub(crate) fn alloc_n(&mut self, n: u32) -> u16 {
        let unit = self.u();
        let reg = unit.top;
        unit.top = unit.top.saturating_add(n);
        unit.max = unit.max.max(unit.top);
        if unit.top > 65_000 {
            unit.too_many = true;
            unit.top = unit.top.min(65_000);
        }
        reg as u16
    }

    /// The current top, to be handed to [`Self::release`].
    pub(crate) fn mark(&self) -> u32 {
        self.unit().top
    }

    /// Frees every temporary above `mark`.
    pub(crate) fn release(&mut self, mark: u32) {
        self.u().top = mark;
    }

    /// Whether a register is a temporary, that is, not seen by anyone before the statement ends.
    pub(crate) fn is_temp(&self, reg: u16) -> bool {
        u32::from(reg) >= self.unit().first_temp
            && !self.unit().comps.iter().any(|c| c.vars.values().any(|&r| r == reg))
    }

    // -- constants and names ------------------------------------------------------------------------------------------

    /// Index of a constant.
    pub(crate) fn constant(&mut self, value: Const) -> u32 {
        if !self.live() {
            return 0;
        }
        let unit = self.u();
        let next = unit.consts.len() as u32;
        let index = *unit.const_map.entry(value.key()).or_insert(next);
        if index == next {
            unit.consts.push(value);
        }
        index
    }

    /// Index of a constant when it fits a 16-bit operand.
    pub(crate) fn small_constant(&mut self, value: &Const) -> Option<u16> {
        u16::try_from(self.constant(value.clone())).ok()
    }

    /// Index of a name.
    pub(crate) fn name(&mut self, name: &str) -> u16 {
        if !self.live() {
            return 0;
        }
        let unit = self.u();
        if let Some(&index) = unit.name_map.get(name) {
            return index as u16;
        }
        let index = unit.names.len() as u32;
        let name: Name = name.into();
        unit.names.push(Rc::clone(&name));
        unit.name_map.insert(name, index);
        unit.too_many |= index > 65_535;
        index as u16
    }

    // -- depth --------------------------------------------------------------------------------------------------------

    /// Runs `f` one level deeper, guarding the machine stack.
    pub(crate) fn deeper<T>(&mut self, range: TextRange, f: impl FnOnce(&mut Self) -> Res<T>) -> Res<T> {
        self.depth += 1;
        super::symtable::too_deep(self.depth, range)?;
        let result = f(self);
        self.depth -= 1;
        result
    }

    /// Qualified name of something defined in the current unit.
    pub(crate) fn qualname(&self, name: &str) -> Name {
        let mut units = self.units.iter().rev();
        let mut unit = units.next();
        while let Some(u) = unit {
            let Some(scope) = self.table.scopes.get(u.scope) else { break };
            match scope.kind {
                Kind::TypeParams => unit = units.next(),
                Kind::Module => return name.into(),
                kind => {
                    if scope.symbol(name).is_some_and(|s| s.place == Place::GlobalExplicit) {
                        return name.into();
                    }
                    let middle = if kind == Kind::Function { ".<locals>." } else { "." };
                    return format!("{}{middle}{name}", u.qualname).into();
                }
            }
        }
        name.into()
    }

    /// Evaluates, for the compiler's own checks, whether an expression leaves all locals as they are.
    pub(crate) fn is_simple(e: &Expr) -> bool {
        match e {
            Expr::Name(_) | Expr::Constant(_) => true,
            Expr::Attribute(x) => Self::is_simple(&x.value),
            _ => false,
        }
    }
}

/// The error for code objects beyond the register machine's limits.
pub(crate) fn too_many<T>(what: &str) -> Res<T> {
    Err(CompileError {
        kind: ErrorKind::Syntax,
        message: format!("too many {what} in one code object"),
        range: None,
    })
}
