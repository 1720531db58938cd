//! Assignment, augmented and annotated assignment, deletion. The parser accepts any expression as target; the checks are here.

use rustpython_parser::{
    ast::{Constant, Expr, Ranged, StmtAnnAssign, StmtAssign, StmtAugAssign, UnaryOp},
    text_size::TextRange,
};

use super::{
    error::{Res, syntax},
    expr::binary_ops,
    names::Loc,
    symtable::{Kind, Name},
    unit::{Compiler, Operand},
    unparse,
};
use crate::bytecode::{CodeFlags, Const, Instr, Op, flag};
use crate::parser::expression_name;

/// So many targets may stand before a starred one.
const MAX_BEFORE_STAR: usize = 256;

fn is_target(e: &Expr) -> bool {
    matches!(
        e,
        Expr::Attribute(_)
            | Expr::Subscript(_)
            | Expr::Starred(_)
            | Expr::Name(_)
            | Expr::List(_)
            | Expr::Tuple(_)
    )
}

impl<'a> Compiler<'a> {
    pub(crate) fn assign_stmt(&mut self, s: &'a StmtAssign) -> Res<()> {
        for target in &s.targets {
            if matches!(target, Expr::Starred(_)) {
                return syntax("starred assignment target must be in a list or tuple", target.range());
            }
            if !is_target(target) {
                let what = expression_name(target);
                let hint = match target {
                    Expr::Compare(_) | Expr::IfExp(_) | Expr::Lambda(_) | Expr::GeneratorExp(_) => "",
                    Expr::BoolOp(_) => "",
                    Expr::UnaryOp(x) if x.op == UnaryOp::Not => "",
                    _ if s.targets.len() > 1 || matches!(&*s.value, Expr::Lambda(_) | Expr::Yield(_)) => "",
                    Expr::Constant(k) if matches!(k.value, Constant::None | Constant::Bool(_)) => "",
                    _ => " here. Maybe you meant '==' instead of '='?",
                };
                return syntax(format!("cannot assign to {what}{hint}"), target.range());
            }
        }
        if let [target] = &*s.targets {
            if let (Expr::Tuple(left), Expr::Tuple(right)) = (target, &*s.value)
                && self.parallel(&left.elts, &right.elts, &s.value)?
            {
                return Ok(());
            }
            return self.assign_value(target, &s.value);
        }
        let value = self.operand_temp(&s.value)?;
        let last = s.targets.len() - 1;
        for (i, target) in s.targets.iter().enumerate() {
            let mark = self.mark();
            self.assign(target, if i == last { value } else { value.kept() })?;
            self.release(mark);
        }
        Ok(())
    }

    /// `target = value`, computed straight into the register when the target is a local.
    fn assign_value(&mut self, target: &'a Expr, value: &'a Expr) -> Res<()> {
        if let Expr::Name(n) = target
            && n.id.as_str() != "__debug__"
            && let Some(reg) = self.local_register(n.id.as_str())
        {
            self.expr_to(value, reg)?;
            self.pass_behind(n.range, value.range());
            self.set_bound(reg, true);
            return Ok(());
        }
        let value = self.operand(value)?;
        let walrus = self.table.scopes.get(self.unit().scope).is_some_and(|s| s.has_walrus);
        if walrus && !value.temp && !matches!(target, Expr::Name(_)) {
            let copy = self.alloc();
            self.move_to(value, copy);
            return self.assign(target, Operand::temp(copy));
        }
        self.assign(target, value)
    }

    /// `a, b = x, y` without a tuple.
    fn parallel(&mut self, left: &'a [Expr], right: &'a [Expr], value: &'a Expr) -> Res<bool> {
        let starred = |list: &[Expr]| list.iter().any(|e| matches!(e, Expr::Starred(_)));
        if left.len() != right.len()
            || left.len() > 64
            || starred(left)
            || starred(right)
            || self.fold(value).is_some()
        {
            return Ok(false);
        }
        let base = self.window(right)?;
        for (i, target) in left.iter().enumerate() {
            let mark = self.mark();
            self.assign(target, Operand::temp(base + i as u16))?;
            self.release(mark);
        }
        Ok(true)
    }

    /// Assigns an operand to a target.
    pub(crate) fn assign(&mut self, target: &'a Expr, value: Operand) -> Res<()> {
        match target {
            Expr::Name(n) => {
                self.at(n.range);
                self.store_name(n.id.as_str(), value, n.range)
            }
            Expr::Attribute(x) => {
                if x.attr.as_str() == "__debug__" {
                    return syntax("cannot assign to __debug__", x.range);
                }
                self.note_static(x);
                let object = self.operand(&x.value)?;
                let name = self.mangled(x.attr.as_str());
                let index = self.name(&name);
                self.at(x.range);
                self.emit(
                    Instr::new(Op::StoreAttr, object.reg, index, value.reg).with(object.a() | value.c()),
                );
                Ok(())
            }
            Expr::Subscript(x) => {
                let object = self.operand_before(&x.value, &[&x.slice])?;
                if let Some(base) = self.plain_slice(&x.slice)? {
                    self.at(x.range);
                    self.emit(
                        Instr::new(Op::SetSlice, object.reg, base, value.reg).with(object.a() | value.c()),
                    );
                } else if let Some(k) = self.fold(&x.slice).and_then(|k| self.small_constant(&k)) {
                    self.pass(x.slice.range());
                    self.at(x.range);
                    self.emit(
                        Instr::new(Op::SetItemK, object.reg, k, value.reg).with(object.a() | value.c()),
                    );
                } else {
                    let index = self.index(&x.slice)?;
                    self.at(x.range);
                    let x = object.a() | index.b() | value.c();
                    self.emit(Instr::new(Op::SetItem, object.reg, index.reg, value.reg).with(x));
                }
                Ok(())
            }
            Expr::Tuple(x) => self.unpack(&x.elts, x.range, value),
            Expr::List(x) => self.unpack(&x.elts, x.range, value),
            Expr::Starred(x) => syntax("starred assignment target must be in a list or tuple", x.range),
            other => syntax(format!("cannot assign to {}", expression_name(other)), other.range()),
        }
    }

    /// Remembers `self.name = …` in methods for `__static_attributes__`.
    fn note_static(&mut self, x: &rustpython_parser::ast::ExprAttribute) {
        let is_self = matches!(&*x.value, Expr::Name(n) if n.id.as_str() == "self");
        if !is_self || self.kind() != Kind::Function {
            return;
        }
        let name: Name = x.attr.as_str().into();
        let table = self.table;
        let class = self
            .units
            .iter_mut()
            .rev()
            .find(|u| table.scopes.get(u.scope).is_some_and(|s| s.kind == Kind::Class));
        if let Some(class) = class
            && !class.static_attributes.contains(&name)
        {
            class.static_attributes.push(name);
        }
    }

    fn unpack(&mut self, elts: &'a [Expr], range: TextRange, value: Operand) -> Res<()> {
        let star = elts.iter().position(|e| matches!(e, Expr::Starred(_)));
        let mut others = elts.iter().filter(|e| matches!(e, Expr::Starred(_))).skip(1);
        if others.next().is_some() {
            return syntax("multiple starred expressions in assignment", range);
        }
        if star.is_some_and(|before| before >= MAX_BEFORE_STAR) {
            return syntax("too many expressions in star-unpacking assignment", range);
        }
        let mark = self.mark();
        let base = self.alloc_n(elts.len() as u32);
        self.at(range);
        let count = elts.len() as u16;
        match star {
            None => self.emit(Instr::new(Op::UnpackSequence, value.reg, base, count).with(value.a())),
            Some(before) => {
                let after = (elts.len() - before - 1) as u32;
                self.emit_ext(
                    Instr::new(Op::UnpackEx, value.reg, base, before as u16).with(value.a()),
                    after,
                );
            }
        }
        for (i, target) in elts.iter().enumerate() {
            let inner = self.mark();
            let item = Operand::temp(base + i as u16);
            match target {
                Expr::Starred(s) => self.assign(&s.value, item)?,
                target => self.deeper(target.range(), |c| c.assign(target, item))?,
            }
            self.release(inner);
        }
        self.release(mark);
        Ok(())
    }

    // -- augmented ----------------------------------------------------------------------------------------------------

    pub(crate) fn aug_assign(&mut self, s: &'a StmtAugAssign) -> Res<()> {
        match &*s.target {
            Expr::Name(n) => {
                let name = self.mangled(n.id.as_str());
                if let Loc::Reg(reg) = self.locate(&name) {
                    self.at(n.range);
                    let left = self.operand_before(&s.target, &[&s.value])?;
                    return self.augment(s, left, reg);
                }
                let left = self.alloc();
                self.at(n.range);
                self.load_name(&name, left);
                self.augment(s, Operand::temp(left), left)?;
                self.at(n.range);
                self.store_name(n.id.as_str(), Operand::temp(left), n.range)
            }
            Expr::Attribute(x) => {
                if x.attr.as_str() == "__debug__" {
                    return syntax("cannot assign to __debug__", x.range);
                }
                let object = self.operand_before(&x.value, &[&s.value])?;
                let name = self.mangled(x.attr.as_str());
                let index = self.name(&name);
                let left = self.alloc();
                self.at(x.range);
                self.emit(Instr::new(Op::LoadAttr, left, object.reg, index));
                self.augment(s, Operand::temp(left), left)?;
                self.at(x.range);
                self.emit(Instr::new(Op::StoreAttr, object.reg, index, left).with(object.a() | flag::TEMP_C));
                Ok(())
            }
            Expr::Subscript(x) => self.augment_item(s, x),
            other => {
                let what = expression_name(other);
                syntax(format!("'{what}' is an illegal expression for augmented assignment"), other.range())
            }
        }
    }

    fn augment_item(
        &mut self,
        s: &'a StmtAugAssign,
        x: &'a rustpython_parser::ast::ExprSubscript,
    ) -> Res<()> {
        let object = self.operand_before(&x.value, &[&x.slice, &s.value])?;
        if let Some(base) = self.plain_slice(&x.slice)? {
            let copy = self.alloc_n(2);
            let left = self.alloc();
            self.at(x.range);
            self.move_to(Operand { reg: base, temp: false }, copy);
            self.move_to(Operand { reg: base + 1, temp: false }, copy + 1);
            self.emit(Instr::new(Op::GetSlice, left, object.reg, copy));
            self.augment(s, Operand::temp(left), left)?;
            self.at(x.range);
            self.emit(Instr::new(Op::SetSlice, object.reg, base, left).with(object.a() | flag::TEMP_C));
            return Ok(());
        }
        if let Some(k) = self.fold(&x.slice).and_then(|k| self.small_constant(&k)) {
            self.pass(x.slice.range());
            let left = self.alloc();
            self.at(x.range);
            self.emit(Instr::new(Op::GetItemK, left, object.reg, k));
            self.augment(s, Operand::temp(left), left)?;
            self.at(x.range);
            self.emit(Instr::new(Op::SetItemK, object.reg, k, left).with(object.a() | flag::TEMP_C));
            return Ok(());
        }
        let index = match &*x.slice {
            starred @ Expr::Starred(_) => self.index(starred)?,
            plain => self.operand_before(plain, &[&s.value])?,
        };
        let left = self.alloc();
        self.at(x.range);
        self.emit(Instr::new(Op::GetItem, left, object.reg, index.reg));
        self.augment(s, Operand::temp(left), left)?;
        self.at(x.range);
        let flags = object.a() | index.b() | flag::TEMP_C;
        self.emit(Instr::new(Op::SetItem, object.reg, index.reg, left).with(flags));
        Ok(())
    }

    fn augment(&mut self, s: &'a StmtAugAssign, left: Operand, dst: u16) -> Res<()> {
        let (rr, rk) = binary_ops(s.op);
        let mark = self.mark();
        if let Some(k) = self.fold(&s.value).and_then(|k| self.small_constant(&k)) {
            self.pass(s.value.range());
            self.at(s.range);
            self.emit(Instr::new(rk, dst, left.reg, k).with(left.b() | flag::INPLACE));
            return Ok(());
        }
        let right = self.operand(&s.value)?;
        self.at(s.range);
        self.emit(Instr::new(rr, dst, left.reg, right.reg).with(left.b() | right.c() | flag::INPLACE));
        self.release(mark);
        Ok(())
    }

    // -- annotated ----------------------------------------------------------------------------------------------------

    pub(crate) fn ann_assign(&mut self, s: &'a StmtAnnAssign) -> Res<()> {
        if !matches!(&*s.target, Expr::Name(_) | Expr::Attribute(_) | Expr::Subscript(_)) {
            let message = match &*s.target {
                Expr::List(_) => "only single target (not list) can be annotated",
                Expr::Tuple(_) => "only single target (not tuple) can be annotated",
                _ => "illegal target for annotation",
            };
            return syntax(message, s.target.range());
        }
        let mark = self.mark();
        if let Some(value) = s.value.as_deref() {
            self.assign_value(&s.target, value)?;
            self.release(mark);
        }
        let annotated = matches!(self.kind(), Kind::Module | Kind::Class) && self.unit().comps.is_empty();
        match &*s.target {
            Expr::Name(n) if n.id.as_str() == "__debug__" => {
                return syntax("cannot assign to __debug__", n.range);
            }
            Expr::Name(n) if s.simple && annotated => {
                let note = self.alloc();
                self.annotation_to(&s.annotation, note)?;
                let dict = self.alloc();
                self.at(s.range);
                self.load_name("__annotations__", dict);
                let name = self.mangled(n.id.as_str());
                let flags = flag::TEMP_A | flag::TEMP_C;
                match self.small_constant(&Const::str(&name)) {
                    Some(k) => self.emit(Instr::new(Op::SetItemK, dict, k, note).with(flags)),
                    None => {
                        let key = self.alloc();
                        self.load_const(Const::str(&name), key);
                        self.emit(Instr::new(Op::SetItem, dict, key, note).with(flags | flag::TEMP_B));
                    }
                }
                return Ok(());
            }
            Expr::Attribute(x) if s.value.is_none() => self.effect(&x.value)?,
            Expr::Subscript(x) if s.value.is_none() => {
                self.effect(&x.value)?;
                self.effect(&x.slice)?;
            }
            _ => {}
        }
        if !s.simple && annotated && self.future & CodeFlags::FUTURE_ANNOTATIONS == 0 {
            self.effect(&s.annotation)?;
        }
        Ok(())
    }

    /// An annotation: its value, or its text under `from __future__ import annotations`.
    pub(crate) fn annotation_to(&mut self, e: &'a Expr, dst: u16) -> Res<()> {
        if self.future & CodeFlags::FUTURE_ANNOTATIONS != 0 {
            self.at(e.range());
            let text = unparse::unparse(e, self.extras);
            self.load_const(Const::Str(text.into()), dst);
            return Ok(());
        }
        if let Expr::Starred(s) = e {
            let value = self.operand(&s.value)?;
            self.at(e.range());
            let flags = value.a();
            self.emit(Instr::new(Op::UnpackSequence, value.reg, dst, 1).with(flags));
            return Ok(());
        }
        self.expr_to(e, dst)
    }

    // -- del ----------------------------------------------------------------------------------------------------------

    pub(crate) fn delete(&mut self, target: &'a Expr) -> Res<()> {
        let mark = self.mark();
        self.at(target.range());
        match target {
            Expr::Name(n) => self.delete_name(n.id.as_str(), n.range)?,
            Expr::Attribute(x) => {
                if x.attr.as_str() == "__debug__" {
                    return syntax("cannot delete __debug__", x.range);
                }
                let object = self.operand(&x.value)?;
                let name = self.mangled(x.attr.as_str());
                let index = self.name(&name);
                self.at(x.range);
                self.emit(Instr::new(Op::DeleteAttr, object.reg, index, 0).with(object.a()));
            }
            Expr::Subscript(x) => {
                let object = self.operand_before(&x.value, &[&x.slice])?;
                let index = self.index(&x.slice)?;
                self.at(x.range);
                self.emit(Instr::new(Op::DelItem, object.reg, index.reg, 0).with(object.a() | index.b()));
            }
            Expr::Tuple(x) => x.elts.iter().try_for_each(|t| self.deeper(t.range(), |c| c.delete(t)))?,
            Expr::List(x) => x.elts.iter().try_for_each(|t| self.deeper(t.range(), |c| c.delete(t)))?,
            other => return syntax(format!("cannot delete {}", expression_name(other)), other.range()),
        }
        self.release(mark);
        Ok(())
    }
}
