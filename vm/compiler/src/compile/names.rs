//! Loading, storing and deleting names. Mirrors `compiler_nameop` of `Python/compile.c`.

use rustpython_parser::text_size::TextRange;

use super::{
    error::{Res, syntax},
    symtable::{Kind, Place, def, mangle},
    unit::{Compiler, Operand},
};
use crate::bytecode::{Instr, Op, flag};

/// Where a name is found from here.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Loc {
    /// Register.
    Reg(u16),
    /// Cell in a register; whether it is a free variable.
    Cell(u16, bool),
    /// Globals and builtins.
    Global,
    /// Frame locals, globals, builtins.
    Name,
    /// In a class body: frame locals, then this cell.
    ClassCell(u16),
    /// In a scope that sees a class: that class's namespace, then globals.
    SeenGlobal,
    /// In a scope that sees a class: that class's namespace, then this cell.
    SeenCell(u16),
}

impl Compiler<'_> {
    /// The name as the program's tables know it.
    pub(crate) fn mangled(&self, name: &str) -> std::rc::Rc<str> {
        let scope = self.unit().comps.last().map_or(self.unit().scope, |c| c.scope);
        mangle(self.table.scopes.get(scope).and_then(|s| s.private.as_ref()), name)
    }

    /// Finds a (mangled) name.
    pub(crate) fn locate(&self, name: &str) -> Loc {
        let unit = self.unit();
        for comp in unit.comps.iter().rev() {
            let place = self.table.scopes.get(comp.scope).and_then(|s| s.symbol(name)).map(|s| s.place);
            match place {
                Some(Place::Local) => return comp.vars.get(name).map_or(Loc::Global, |&r| Loc::Reg(r)),
                Some(Place::Cell) => {
                    return comp.vars.get(name).map_or(Loc::Global, |&r| Loc::Cell(r, false));
                }
                Some(Place::GlobalExplicit) => return Loc::Global,
                Some(Place::GlobalImplicit | Place::Free) | None => {}
            }
        }
        let Some(scope) = self.table.scopes.get(unit.scope) else { return Loc::Global };
        let symbol = scope.symbol(name);
        let in_comp = !unit.comps.is_empty();
        let cell = unit.cells.get(name).copied();
        match scope.kind {
            Kind::Module => match symbol.map(|s| s.place) {
                Some(Place::GlobalExplicit) => Loc::Global,
                _ => Loc::Name,
            },
            Kind::Class if in_comp => cell.map_or(Loc::Global, |r| Loc::Cell(r, true)),
            Kind::Class => match symbol.map(|s| (s.place, s.flags)) {
                Some((Place::GlobalExplicit, _)) => Loc::Global,
                Some((Place::Free, flags)) => match self.free_cell(name).or(cell) {
                    Some(r) if flags & def::NONLOCAL != 0 => Loc::Cell(r, true),
                    Some(r) => Loc::ClassCell(r),
                    None => Loc::Name,
                },
                _ => Loc::Name,
            },
            _ => {
                // What a comprehension does not bind it finds around the class.
                let sees = !in_comp
                    && scope.sees_class.is_some()
                    && name != "__classdict__"
                    && !name.starts_with('.');
                match symbol.map(|s| s.place) {
                    Some(Place::Local) => unit.locals.get(name).map_or(Loc::Global, |&r| Loc::Reg(r)),
                    Some(Place::Cell) => cell.map_or(Loc::Global, |r| Loc::Cell(r, false)),
                    Some(Place::GlobalExplicit) => Loc::Global,
                    _ => match cell {
                        Some(r) if sees => Loc::SeenCell(r),
                        Some(r) => Loc::Cell(r, true),
                        None if sees => Loc::SeenGlobal,
                        None => Loc::Global,
                    },
                }
            }
        }
    }

    /// The register of a free variable, also where a cell of this scope has its name: `__class__` in a class body.
    fn free_cell(&self, name: &str) -> Option<u16> {
        let unit = self.unit();
        let place = unit.freevars.iter().position(|free| **free == *name)?;
        u16::try_from(unit.varnames.len() + unit.cellvars.len() + place).ok()
    }

    /// A name as an operand: its register when it is a local, else a temporary.
    pub(crate) fn name_operand(&mut self, name: &str) -> Res<Operand> {
        let name = self.mangled(name);
        if let Loc::Reg(reg) = self.locate(&name) {
            self.check_bound(reg, &name);
            return Ok(Operand { reg, temp: false });
        }
        let dst = self.alloc();
        self.load_name(&name, dst);
        Ok(Operand::temp(dst))
    }

    fn check_bound(&mut self, reg: u16, name: &str) {
        if !self.is_bound(reg) {
            let index = self.name(name);
            self.emit(Instr::new(Op::CheckBound, reg, index, 0));
            self.set_bound(reg, true);
        }
    }

    /// Loads a mangled name into a register.
    pub(crate) fn load_name(&mut self, name: &str, dst: u16) {
        let loc = self.locate(name);
        if let Loc::Reg(reg) = loc {
            self.check_bound(reg, name);
            self.move_to(Operand { reg, temp: false }, dst);
            return;
        }
        let index = self.name(name);
        match loc {
            Loc::Reg(_) => {}
            Loc::Cell(cell, free) => {
                let x = if free { flag::FREE } else { 0 };
                self.emit(Instr::new(Op::LoadDeref, dst, cell, index).with(x));
            }
            Loc::Global => self.emit(Instr::new(Op::LoadGlobal, dst, index, 0)),
            Loc::Name => self.emit(Instr::new(Op::LoadName, dst, index, 0)),
            Loc::ClassCell(cell) => {
                let mark = self.mark();
                let dict = self.alloc();
                self.emit(Instr::new(Op::LoadLocals, dict, 0, 0));
                self.emit_ext(
                    Instr::new(Op::LoadDictOrDeref, dst, dict, cell).with(flag::TEMP_B),
                    u32::from(index),
                );
                self.release(mark);
            }
            Loc::SeenGlobal | Loc::SeenCell(_) => {
                let mark = self.mark();
                let dict = self.alloc();
                self.load_name("__classdict__", dict);
                match loc {
                    Loc::SeenCell(cell) => {
                        let instr = Instr::new(Op::LoadDictOrDeref, dst, dict, cell).with(flag::TEMP_B);
                        self.emit_ext(instr, u32::from(index));
                    }
                    _ => self.emit(Instr::new(Op::LoadDictOrGlobal, dst, dict, index).with(flag::TEMP_B)),
                }
                self.release(mark);
            }
        }
    }

    /// The register a plain assignment to `name` can compute into; `None` when the name is not a local.
    pub(crate) fn local_register(&self, name: &str) -> Option<u16> {
        match self.locate(&self.mangled(name)) {
            Loc::Reg(reg) => Some(reg),
            _ => None,
        }
    }

    /// Stores into a name.
    ///
    /// # Errors
    /// `__debug__` cannot be assigned.
    pub(crate) fn store_name(&mut self, name: &str, value: Operand, range: TextRange) -> Res<()> {
        if name == "__debug__" {
            return syntax("cannot assign to __debug__", range);
        }
        let name = self.mangled(name);
        match self.locate(&name) {
            Loc::Reg(reg) => {
                self.move_to(value, reg);
                self.set_bound(reg, true);
            }
            Loc::Cell(cell, _) | Loc::SeenCell(cell) => {
                self.emit(Instr::new(Op::StoreDeref, cell, value.reg, 0).with(value.b()));
            }
            Loc::Global | Loc::SeenGlobal => {
                let index = self.name(&name);
                self.emit(Instr::new(Op::StoreGlobal, value.reg, index, 0).with(value.a()));
            }
            Loc::Name | Loc::ClassCell(_) => {
                let index = self.name(&name);
                self.emit(Instr::new(Op::StoreName, value.reg, index, 0).with(value.a()));
            }
        }
        Ok(())
    }

    /// Deletes a name.
    ///
    /// # Errors
    /// `__debug__` cannot be deleted.
    pub(crate) fn delete_name(&mut self, name: &str, range: TextRange) -> Res<()> {
        if name == "__debug__" {
            return syntax("cannot delete __debug__", range);
        }
        let name = self.mangled(name);
        let index = self.name(&name);
        match self.locate(&name) {
            Loc::Reg(reg) => {
                self.emit(Instr::new(Op::DeleteFast, reg, index, 0));
                self.set_bound(reg, false);
            }
            Loc::Cell(cell, free) => {
                let x = if free { flag::FREE } else { 0 };
                self.emit(Instr::new(Op::DeleteDeref, cell, index, 0).with(x));
            }
            Loc::SeenCell(cell) => self.emit(Instr::new(Op::DeleteDeref, cell, index, 0).with(flag::FREE)),
            Loc::Global | Loc::SeenGlobal => self.emit(Instr::new(Op::DeleteGlobal, 0, index, 0)),
            Loc::Name | Loc::ClassCell(_) => self.emit(Instr::new(Op::DeleteName, 0, index, 0)),
        }
        Ok(())
    }
}
