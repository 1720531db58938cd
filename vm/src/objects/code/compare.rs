//! Equality and hash of code objects. Mirrors `code_richcompare` and `code_hash` of `Objects/codeobject.c`.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::rc::Rc;

use super::payload;
use crate::bytecode::code::Code;
use crate::bytecode::constant::Const;
use crate::error::PyResult;
use crate::heap::Value;
use crate::types::slots::CmpOp;
use crate::vm::Vm;

/// Constants are equal where type and value are, down to the sign of a zero.
fn same_constant(a: &Const, b: &Const) -> bool {
    match (a, b) {
        (Const::Code(x), Const::Code(y)) => same(x, y),
        (Const::Unread(x), Const::Unread(y)) if !Rc::ptr_eq(x, y) => {
            x.read().zip(y.read()).is_some_and(|(x, y)| same(&Rc::new(x), &Rc::new(y)))
        }
        (Const::Tuple(x), Const::Tuple(y)) => {
            x.len() == y.len() && x.iter().zip(y.iter()).all(|(x, y)| same_constant(x, y))
        }
        _ => a.key() == b.key(),
    }
}

/// What counts besides names, constants and positions.
fn numbers(code: &Code) -> [u32; 5] {
    [code.argcount, code.posonlyargcount, code.kwonlyargcount, code.flags, code.firstlineno]
}

fn same(a: &Rc<Code>, b: &Rc<Code>) -> bool {
    Rc::ptr_eq(a, b)
        || (a.name == b.name
            && numbers(a) == numbers(b)
            && a.instrs == b.instrs
            && a.names == b.names
            && (&a.varnames, &a.cellvars, &a.freevars) == (&b.varnames, &b.cellvars, &b.freevars)
            && a.exceptions == b.exceptions
            && a.lines.as_parts() == b.lines.as_parts()
            && a.consts.len() == b.consts.len()
            && a.consts.iter().zip(&b.consts).all(|(x, y)| same_constant(x, y)))
}

pub(super) fn richcompare(vm: &Vm, a: &Value, b: &Value, op: CmpOp) -> PyResult {
    if !matches!(op, CmpOp::Eq | CmpOp::Ne) || !vm.is_exact(b, &vm.types.code) {
        return Ok(Value::NotImplemented);
    }
    Ok(Value::Bool(same(payload(vm, a)?.code(), payload(vm, b)?.code()) == (op == CmpOp::Eq)))
}

pub(super) fn hash(vm: &Vm, value: &Value) -> PyResult<i64> {
    let code = payload(vm, value)?.code();
    let mut hasher = DefaultHasher::new();
    (&code.name, numbers(code), &code.names, &code.varnames).hash(&mut hasher);
    (code.lines.as_parts(), code.instrs.len(), code.consts.len()).hash(&mut hasher);
    // -1 says that there was an error.
    Ok(match hasher.finish() as i64 {
        -1 => -2,
        hash => hash,
    })
}
