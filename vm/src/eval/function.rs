//! Making functions, and the pieces of generic syntax.

use super::{Flow, Machine};
use crate::bytecode::instruction::Instr;
use crate::error::PyResult;
use crate::heap::Value;
use crate::objects::{Kind, function, typing};

impl Machine<'_> {
    pub(super) fn make_function(&mut self, i: Instr) -> PyResult<Flow> {
        let code = self.cur.constant(self.cur.trailer().ext() as usize).clone();
        let mut window = self.cur.take_window(i.b, i.c.count_ones() as usize).into_iter();
        let mut part =
            |bit: u16| if i.c & bit != 0 { window.next().unwrap_or_default() } else { Value::Unbound };
        let (defaults, kwdefaults, annotations, closure) = (part(1), part(2), part(4), part(8));
        let (globals, builtins) = {
            let frames = self.vm.eval.frames.borrow();
            match frames.last() {
                Some(top) => (top.globals().clone(), top.builtins().clone()),
                None => return Err(self.vm.system_error("no frame")),
            }
        };
        let Value::Obj(code) = code else { return Err(self.vm.system_error("no code")) };
        let value = function::new(self.vm, code, globals, builtins, closure);
        if let Some(Kind::Function(f)) = value.as_obj().map(|r| r.kind()) {
            let set = |cell: &std::cell::RefCell<Value>, value: Value| {
                if !value.is_unbound() {
                    drop(cell.replace(value));
                }
            };
            set(&f.defaults, defaults);
            set(&f.kwdefaults, kwdefaults);
            set(&f.annotations, annotations);
        }
        self.store(i.a, value)
    }

    pub(super) fn set_type_params(&mut self, i: Instr) -> PyResult<Flow> {
        let params = self.operand_b(i);
        if let Some(Kind::Function(f)) = self.cur.reg(i.a).as_obj().map(|r| r.kind()) {
            drop(f.type_params.replace(params));
        }
        self.next()
    }

    pub(super) fn make_type_param(&mut self, i: Instr) -> PyResult<Flow> {
        let window = self.cur.take_window(i.b, 2);
        let value = typing::make_param(self.vm, &window[0], &window[1], i.c)?;
        self.store(i.a, value)
    }

    pub(super) fn set_type_param_default(&mut self, i: Instr) -> PyResult<Flow> {
        let evaluator = self.operand_b(i);
        typing::set_default_evaluator(self.cur.reg(i.a), evaluator);
        self.next()
    }

    pub(super) fn make_type_alias(&mut self, i: Instr) -> PyResult<Flow> {
        let window = self.cur.take_window(i.b, 3);
        let value = typing::type_alias::made_by_syntax(self.vm, &window[0], &window[1], &window[2]);
        self.store(i.a, value)
    }

    pub(super) fn subscript_generic(&mut self, i: Instr) -> PyResult<Flow> {
        let params = self.operand_b(i);
        self.save_ip();
        let value = typing::generic::subscript(self.vm, &params)?;
        self.store(i.a, value)
    }
}
