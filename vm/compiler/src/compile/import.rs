//! `import` in all forms. Mirrors `compiler_import` and `compiler_from_import` of `Python/compile.c`.

use rustpython_parser::ast::{StmtImport, StmtImportFrom};

use super::{
    error::{Res, syntax},
    symtable::future::is_future,
    unit::{Compiler, Operand},
};
use crate::bytecode::{Const, Instr, Op, flag};

impl<'a> Compiler<'a> {
    fn import_module(&mut self, name: &str, level: u32, fromlist: Const) -> u16 {
        let base = self.alloc_n(2);
        self.load_const(Const::Int(i64::from(level)), base);
        self.load_const(fromlist, base + 1);
        let mangled = self.mangled(name);
        let index = self.name(&mangled);
        self.emit(Instr::new(Op::ImportName, base, base, index));
        base
    }

    pub(crate) fn import(&mut self, s: &'a StmtImport) -> Res<()> {
        for alias in &s.names {
            let mark = self.mark();
            self.at(s.range);
            let full = alias.name.as_str();
            let mut module = self.import_module(full, 0, Const::None);
            let mut parts = full.split('.');
            let first = parts.next().unwrap_or(full);
            match &alias.asname {
                None => self.store_name(first, Operand::temp(module), s.range)?,
                Some(name) => {
                    for part in parts {
                        let index = self.name(part);
                        let inner = self.alloc();
                        self.emit(Instr::new(Op::ImportFrom, inner, module, index).with(flag::TEMP_B));
                        module = inner;
                    }
                    self.store_name(name.as_str(), Operand::temp(module), s.range)?;
                }
            }
            self.release(mark);
        }
        Ok(())
    }

    pub(crate) fn import_from(&mut self, s: &'a StmtImportFrom) -> Res<()> {
        if is_future(s) && self.last_future.is_none_or(|last| s.range.start() > last) {
            return syntax("from __future__ imports must occur at the beginning of the file", s.range);
        }
        let level = s.level.as_ref().map_or(0, |l| l.to_u32());
        let name = s.module.as_ref().map_or("", |m| m.as_str());
        let fromlist = Const::Tuple(s.names.iter().map(|a| Const::str(a.name.as_str())).collect());
        let module = self.import_module(name, level, fromlist);
        if let [only] = &*s.names
            && only.name.as_str() == "*"
        {
            self.emit(Instr::new(Op::ImportStar, module, 0, 0).with(flag::TEMP_A));
            return Ok(());
        }
        for alias in &s.names {
            let mark = self.mark();
            self.at(s.range);
            let attribute = self.mangled(alias.name.as_str());
            let index = self.name(&attribute);
            let value = self.alloc();
            self.emit(Instr::new(Op::ImportFrom, value, module, index));
            let name = alias.asname.as_ref().unwrap_or(&alias.name);
            self.store_name(name.as_str(), Operand::temp(value), s.range)?;
            self.release(mark);
        }
        self.at(s.range);
        self.emit(Instr::new(Op::Clear, module, 0, 0));
        Ok(())
    }
}
