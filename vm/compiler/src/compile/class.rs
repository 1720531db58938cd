//! Classes. Mirrors `compiler_class` of `Python/compile.c`.

use std::rc::Rc;

use rustpython_parser::ast::{Ranged, StmtClassDef};

use super::{
    call::{Args, check_keywords},
    error::{Res, syntax},
    symtable::{Name, Tag},
    unit::{Compiler, Operand},
};
use crate::bytecode::{Code, Const, Instr, Op};

impl<'a> Compiler<'a> {
    pub(crate) fn class_def(&mut self, s: &'a StmtClassDef) -> Res<()> {
        let name = s.name.as_str();
        if name == "__debug__" {
            return syntax("cannot assign to __debug__", s.range);
        }
        check_keywords(&s.keywords)?;
        let first = self.decorators(&s.decorator_list)?;
        let dst = self.alloc();
        let generic = !s.type_params.is_empty();
        if generic {
            self.generic_class(s, dst)?;
        } else {
            self.make_class(s, dst, None)?;
        }
        let value = self.apply_decorators(&s.decorator_list, first, dst);
        self.at(s.range);
        self.store_name(name, value, s.range)
    }

    fn generic_class(&mut self, s: &'a StmtClassDef, dst: u16) -> Res<()> {
        let outer = self.table.scope_of(s, Tag::TypeParams)?;
        let name: Name = format!("<generic parameters of {}>", s.name).into();
        let base = self.alloc_n(2);
        let start = s.decorator_list.first().map_or(s.range, Ranged::range);
        let qualname = self.qualname(&name);
        self.push_unit(outer, name, qualname, start, [0; 3], 0);
        self.at(s.range);
        self.prologue();
        let params = self.type_params(&s.type_params, s.range)?;
        let value = Operand::temp(params);
        self.store_name(".type_params", value.kept(), s.range)?;
        let generic = self.alloc();
        self.emit(Instr::new(Op::SubscriptGeneric, generic, params, 0).with(value.b()));
        self.store_name(".generic_base", Operand::temp(generic), s.range)?;
        let class = self.alloc();
        self.make_class(s, class, Some(".generic_base"))?;
        self.at(s.range);
        self.emit_return(Operand::temp(class));
        let code = self.finish_unit()?;
        self.at(s.range);
        self.closure_function(code, base);
        self.emit(Instr::new(Op::Call, dst, base, 0));
        Ok(())
    }

    fn make_class(&mut self, s: &'a StmtClassDef, dst: u16, extra: Option<&'static str>) -> Res<()> {
        let mark = self.mark();
        let base = self.alloc_n(3);
        self.at(s.range);
        self.emit(Instr::new(Op::LoadBuildClass, base, 0, 0));
        let code = self.class_body(s, extra.is_some())?;
        self.at(s.range);
        self.closure_function(code, base + 2);
        let name = self.alloc();
        self.load_const(Const::str(s.name.as_str()), name);
        let args = Args { args: &s.bases, keywords: &s.keywords, extra, range: s.range };
        self.finish_call(dst, base, 2, false, args)?;
        self.release(mark);
        Ok(())
    }

    fn class_body(&mut self, s: &'a StmtClassDef, generic: bool) -> Res<Code> {
        let scope = self.table.scope_of(s, Tag::Body)?;
        let start = s.decorator_list.first().map_or(s.range, Ranged::range);
        let qualname = self.qualname(s.name.as_str());
        self.push_unit(scope, s.name.as_str().into(), Rc::clone(&qualname), start, [0; 3], 0);
        self.at(start);
        self.prologue();
        let reg = self.alloc();
        self.load_name("__name__", reg);
        self.store_name("__module__", Operand::temp(reg), start)?;
        self.load_const(Const::str(&qualname), reg);
        self.store_name("__qualname__", Operand::temp(reg), start)?;
        let line = self.lines.location(start.start().into()).0;
        self.load_const(Const::Int(i64::from(line)), reg);
        self.store_name("__firstlineno__", Operand::temp(reg), start)?;
        if generic {
            self.load_name(".type_params", reg);
            self.store_name("__type_params__", Operand::temp(reg), start)?;
        }
        if let Some(cell) =
            self.unit().cells.get("__classdict__").copied().filter(|_| self.own_cell("__classdict__"))
        {
            self.emit(Instr::new(Op::LoadLocals, reg, 0, 0));
            self.emit(Instr::new(Op::StoreDeref, cell, reg, 0).with(Operand::temp(reg).b()));
        }
        let info = &self.table.scopes[scope];
        if info.has_annotations {
            self.emit(Instr::new(Op::SetupAnnotations, 0, 0, 0));
        }
        self.release(u32::from(reg));
        self.docstring_name(&s.body)?;
        self.stmts(if self.docstring(&s.body).is_some() { &s.body[1..] } else { &s.body })?;
        self.class_end(start)?;
        self.finish_unit()
    }

    fn own_cell(&self, name: &str) -> bool {
        self.unit().cellvars.iter().any(|c| &**c == name)
    }

    fn class_end(&mut self, range: rustpython_parser::text_size::TextRange) -> Res<()> {
        let reg = self.alloc();
        self.u().range = None;
        self.u().static_attributes.sort();
        let names: Rc<[Const]> = self.unit().static_attributes.iter().map(|n| Const::str(n)).collect();
        self.load_const(Const::Tuple(names), reg);
        self.store_name("__static_attributes__", Operand::temp(reg), range)?;
        for (cell, name) in [("__classdict__", "__classdictcell__"), ("__class__", "__classcell__")] {
            if !self.own_cell(cell) {
                continue;
            }
            let Some(&source) = self.unit().cells.get(cell) else { continue };
            self.emit(Instr::new(Op::Move, reg, source, 0));
            let value = Operand::temp(reg);
            if cell == "__class__" {
                self.store_name(name, value.kept(), range)?;
                self.emit_return(value);
            } else {
                self.store_name(name, value, range)?;
            }
        }
        Ok(())
    }
}
