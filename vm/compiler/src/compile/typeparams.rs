//! Type parameters and `type` statements (PEP 695 and 696). Mirrors `compiler_type_params` and `compiler_typealias`.

use rustpython_parser::{
    ast::{Expr, Ranged, StmtTypeAlias, TypeParam},
    text_size::TextRange,
};

use super::{
    error::{Res, syntax},
    symtable::{Name, Tag},
    unit::{Compiler, Operand},
};
use crate::bytecode::{Const, Instr, Op, flag};

impl<'a> Compiler<'a> {
    /// Makes type parameters, binds their names, and leaves the tuple of them in a new temporary.
    pub(crate) fn type_params(&mut self, params: &'a [TypeParam], range: TextRange) -> Res<u16> {
        let tuple = self.alloc();
        let base = self.mark() as u16;
        let mut defaults = false;
        let extras = self.extras;
        for param in params {
            let (name, bound, mut kind) = match param {
                TypeParam::TypeVar(p) => (p.name.as_str(), p.bound.as_deref(), 0),
                TypeParam::ParamSpec(p) => (p.name.as_str(), None, 3),
                TypeParam::TypeVarTuple(p) => (p.name.as_str(), None, 4),
            };
            let dst = self.alloc();
            let mark = self.mark();
            let window = self.alloc_n(2);
            self.at(param.range());
            self.load_const(Const::str(name), window);
            match bound {
                Some(e) => {
                    kind = if matches!(e, Expr::Tuple(_)) { 2 } else { 1 };
                    self.evaluator(param, Tag::Bound, name, e, window + 1)?;
                }
                None => self.load_const(Const::None, window + 1),
            }
            self.at(param.range());
            self.emit(Instr::new(Op::MakeTypeParam, dst, window, kind));
            self.release(mark);
            match extras.type_defaults.get(&param.range()) {
                Some(e) => {
                    defaults = true;
                    let function = self.alloc();
                    self.evaluator(param, Tag::Default, name, e, function)?;
                    self.emit(Instr::new(Op::SetTypeParamDefault, dst, function, 0).with(flag::TEMP_B));
                    self.release(mark);
                }
                None if defaults && kind < 3 => {
                    let message =
                        format!("non-default type parameter '{name}' follows default type parameter");
                    return syntax(message, param.range());
                }
                None => {}
            }
            self.store_name(name, Operand { reg: dst, temp: false }, param.range())?;
        }
        self.at(range);
        self.emit(Instr::new(Op::BuildTuple, tuple, base, params.len() as u16));
        self.release(u32::from(base));
        Ok(tuple)
    }

    /// A function that computes a lazily evaluated expression.
    fn evaluator(&mut self, node: &TypeParam, tag: Tag, name: &str, e: &'a Expr, dst: u16) -> Res<()> {
        let scope = self.table.scope_of(node, tag)?;
        self.lazy_function(scope, name, e, dst)
    }

    fn lazy_function(&mut self, scope: usize, name: &str, e: &'a Expr, dst: u16) -> Res<()> {
        let qualname = self.qualname(name);
        self.push_unit(scope, name.into(), qualname, e.range(), [0; 3], 0);
        self.at(e.range());
        self.prologue();
        let value = match e {
            Expr::Starred(s) => {
                let reg = self.alloc();
                self.annotation_to_star(&s.value, reg, e.range())?;
                Operand::temp(reg)
            }
            e => self.operand(e)?,
        };
        self.at(e.range());
        self.emit_return(value);
        let code = self.finish_unit()?;
        self.closure_function(code, dst);
        Ok(())
    }

    /// `*Ts` where one value is wanted: the single item of the unpacked expression.
    fn annotation_to_star(&mut self, e: &'a Expr, dst: u16, range: TextRange) -> Res<()> {
        let value = self.operand(e)?;
        self.at(range);
        self.emit(Instr::new(Op::UnpackSequence, value.reg, dst, 1).with(value.a()));
        Ok(())
    }

    pub(crate) fn type_alias(&mut self, s: &'a StmtTypeAlias) -> Res<()> {
        let Expr::Name(name) = &*s.name else {
            return syntax("type alias target must be a name", s.name.range());
        };
        let alias = name.id.as_str();
        let dst = self.alloc();
        if s.type_params.is_empty() {
            self.make_alias(s, alias, None, dst)?;
        } else {
            let outer = self.table.scope_of(s, Tag::TypeParams)?;
            let base = self.alloc_n(2);
            let title: Name = format!("<generic parameters of {alias}>").into();
            let qualname = self.qualname(&title);
            self.push_unit(outer, title, qualname, s.range, [0; 3], 0);
            self.at(s.range);
            self.prologue();
            let params = self.type_params(&s.type_params, s.range)?;
            let value = self.alloc();
            self.make_alias(s, alias, Some(params), value)?;
            self.emit_return(Operand::temp(value));
            let code = self.finish_unit()?;
            self.at(s.range);
            self.closure_function(code, base);
            self.emit(Instr::new(Op::Call, dst, base, 0));
        }
        self.at(s.range);
        self.store_name(alias, Operand::temp(dst), name.range)
    }

    fn make_alias(&mut self, s: &'a StmtTypeAlias, name: &str, params: Option<u16>, dst: u16) -> Res<()> {
        let mark = self.mark();
        let window = self.alloc_n(3);
        self.at(s.range);
        self.load_const(Const::str(name), window);
        match params {
            Some(reg) => self.move_to(Operand::temp(reg), window + 1),
            None => self.load_const(Const::None, window + 1),
        }
        let scope = self.table.scope_of(s, Tag::Body)?;
        self.lazy_function(scope, name, &s.value, window + 2)?;
        self.at(s.range);
        self.emit(Instr::new(Op::MakeTypeAlias, dst, window, 0));
        self.release(mark);
        Ok(())
    }
}
