//! `_operator`: mirrors `Modules/_operator.c`.

use pyvm_vm::call::Args;
use pyvm_vm::objects::Dict;
use pyvm_vm::protocol::number::{BinOp, UnaryOp};
use pyvm_vm::types::NativeDef;
use pyvm_vm::types::slots::CmpOp;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use crate::support::{elements, size};

mod digest;
mod getters;
mod methodcaller;

const DOC: &str = "Operator interface.\n\nThis module exports a set of functions implemented in C corresponding\nto the intrinsic operators of Python.  For example, operator.add(x, y)\nis equivalent to the expression x+y.  The function names are those\nused for special methods; variants without leading and trailing\n'__' are also provided for convenience.";

/// Declares a function for each `name(a, b) => what it gives` row.
macro_rules! operators {
    ($($(#[$doc:meta])* fn $name:ident($vm:ident, $a:ident $(, $b:ident)?) $body:block)*) => {
        $($(#[$doc])* fn $name($vm: &Vm, args: &[Value]) -> PyResult {
            let $a = &args[0];
            $(let $b = &args[1];)?
            $body
        })*
    };
}

operators! {
    fn lt(vm, a, b) { vm.compare(a, b, CmpOp::Lt) }
    fn le(vm, a, b) { vm.compare(a, b, CmpOp::Le) }
    fn eq(vm, a, b) { vm.compare(a, b, CmpOp::Eq) }
    fn ne(vm, a, b) { vm.compare(a, b, CmpOp::Ne) }
    fn ge(vm, a, b) { vm.compare(a, b, CmpOp::Ge) }
    fn gt(vm, a, b) { vm.compare(a, b, CmpOp::Gt) }
    fn truth(vm, a) { Ok(Value::Bool(vm.is_true(a)?)) }
    fn not(vm, a) { Ok(Value::Bool(!vm.is_true(a)?)) }
    fn is(_vm, a, b) { Ok(Value::Bool(a.is(b))) }
    fn is_not(_vm, a, b) { Ok(Value::Bool(!a.is(b))) }
    fn add(vm, a, b) { vm.binary_op(BinOp::Add, a, b) }
    fn sub(vm, a, b) { vm.binary_op(BinOp::Sub, a, b) }
    fn mul(vm, a, b) { vm.binary_op(BinOp::Mul, a, b) }
    fn matmul(vm, a, b) { vm.binary_op(BinOp::MatMul, a, b) }
    fn floordiv(vm, a, b) { vm.binary_op(BinOp::FloorDiv, a, b) }
    fn truediv(vm, a, b) { vm.binary_op(BinOp::TrueDiv, a, b) }
    fn rem(vm, a, b) { vm.binary_op(BinOp::Mod, a, b) }
    fn lshift(vm, a, b) { vm.binary_op(BinOp::LShift, a, b) }
    fn rshift(vm, a, b) { vm.binary_op(BinOp::RShift, a, b) }
    fn and(vm, a, b) { vm.binary_op(BinOp::And, a, b) }
    fn xor(vm, a, b) { vm.binary_op(BinOp::Xor, a, b) }
    fn or(vm, a, b) { vm.binary_op(BinOp::Or, a, b) }
    fn pow(vm, a, b) { vm.power(a, b, &Value::None) }
    fn iadd(vm, a, b) { vm.inplace_op(BinOp::Add, a, b) }
    fn isub(vm, a, b) { vm.inplace_op(BinOp::Sub, a, b) }
    fn imul(vm, a, b) { vm.inplace_op(BinOp::Mul, a, b) }
    fn imatmul(vm, a, b) { vm.inplace_op(BinOp::MatMul, a, b) }
    fn ifloordiv(vm, a, b) { vm.inplace_op(BinOp::FloorDiv, a, b) }
    fn itruediv(vm, a, b) { vm.inplace_op(BinOp::TrueDiv, a, b) }
    fn irem(vm, a, b) { vm.inplace_op(BinOp::Mod, a, b) }
    fn ilshift(vm, a, b) { vm.inplace_op(BinOp::LShift, a, b) }
    fn irshift(vm, a, b) { vm.inplace_op(BinOp::RShift, a, b) }
    fn iand(vm, a, b) { vm.inplace_op(BinOp::And, a, b) }
    fn ixor(vm, a, b) { vm.inplace_op(BinOp::Xor, a, b) }
    fn ior(vm, a, b) { vm.inplace_op(BinOp::Or, a, b) }
    fn ipow(vm, a, b) { vm.inplace_power(a, b) }
    fn neg(vm, a) { vm.unary_op(UnaryOp::Neg, a) }
    fn pos(vm, a) { vm.unary_op(UnaryOp::Pos, a) }
    fn invert(vm, a) { vm.unary_op(UnaryOp::Invert, a) }
    fn abs(vm, a) { vm.abs(a) }
    fn index(vm, a) { vm.index(a) }
    fn contains(vm, a, b) { Ok(Value::Bool(vm.contains(a, b)?)) }
    fn getitem(vm, a, b) { vm.getitem(a, b) }
    fn delitem(vm, a, b) { vm.delitem(a, b).map(|()| Value::None) }
}

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function("truth", "($module, a, /)", truth, "Return True if a is true, False otherwise."),
    NativeDef::function(
        "contains",
        "($module, a, b, /)",
        contains,
        "Same as b in a (note reversed operands).",
    ),
    NativeDef::function("indexOf", "($module, a, b, /)", index_of, "Return the first index of b in a."),
    NativeDef::function(
        "countOf",
        "($module, a, b, /)",
        count_of,
        "Return the number of items in a which are, or which equal, b.",
    ),
    NativeDef::function("is_", "($module, a, b, /)", is, "Same as a is b."),
    NativeDef::function("is_not", "($module, a, b, /)", is_not, "Same as a is not b."),
    NativeDef::function("add", "($module, a, b, /)", add, "Same as a + b."),
    NativeDef::function("sub", "($module, a, b, /)", sub, "Same as a - b."),
    NativeDef::function("mul", "($module, a, b, /)", mul, "Same as a * b."),
    NativeDef::function("matmul", "($module, a, b, /)", matmul, "Same as a @ b."),
    NativeDef::function("floordiv", "($module, a, b, /)", floordiv, "Same as a // b."),
    NativeDef::function("truediv", "($module, a, b, /)", truediv, "Same as a / b."),
    NativeDef::function("mod", "($module, a, b, /)", rem, "Same as a % b."),
    NativeDef::function("neg", "($module, a, /)", neg, "Same as -a."),
    NativeDef::function("pos", "($module, a, /)", pos, "Same as +a."),
    NativeDef::function("abs", "($module, a, /)", abs, "Same as abs(a)."),
    NativeDef::function("inv", "($module, a, /)", invert, "Same as ~a."),
    NativeDef::function("invert", "($module, a, /)", invert, "Same as ~a."),
    NativeDef::function("lshift", "($module, a, b, /)", lshift, "Same as a << b."),
    NativeDef::function("rshift", "($module, a, b, /)", rshift, "Same as a >> b."),
    NativeDef::function("not_", "($module, a, /)", not, "Same as not a."),
    NativeDef::function("and_", "($module, a, b, /)", and, "Same as a & b."),
    NativeDef::function("xor", "($module, a, b, /)", xor, "Same as a ^ b."),
    NativeDef::function("or_", "($module, a, b, /)", or, "Same as a | b."),
    NativeDef::function("iadd", "($module, a, b, /)", iadd, "Same as a += b."),
    NativeDef::function("isub", "($module, a, b, /)", isub, "Same as a -= b."),
    NativeDef::function("imul", "($module, a, b, /)", imul, "Same as a *= b."),
    NativeDef::function("imatmul", "($module, a, b, /)", imatmul, "Same as a @= b."),
    NativeDef::function("ifloordiv", "($module, a, b, /)", ifloordiv, "Same as a //= b."),
    NativeDef::function("itruediv", "($module, a, b, /)", itruediv, "Same as a /= b."),
    NativeDef::function("imod", "($module, a, b, /)", irem, "Same as a %= b."),
    NativeDef::function("ilshift", "($module, a, b, /)", ilshift, "Same as a <<= b."),
    NativeDef::function("irshift", "($module, a, b, /)", irshift, "Same as a >>= b."),
    NativeDef::function("iand", "($module, a, b, /)", iand, "Same as a &= b."),
    NativeDef::function("ixor", "($module, a, b, /)", ixor, "Same as a ^= b."),
    NativeDef::function("ior", "($module, a, b, /)", ior, "Same as a |= b."),
    NativeDef::function("concat", "($module, a, b, /)", concat, "Same as a + b, for a and b sequences."),
    NativeDef::function("iconcat", "($module, a, b, /)", iconcat, "Same as a += b, for a and b sequences."),
    NativeDef::function("getitem", "($module, a, b, /)", getitem, "Same as a[b]."),
    NativeDef::function("setitem", "($module, a, b, c, /)", setitem, "Same as a[b] = c."),
    NativeDef::function("delitem", "($module, a, b, /)", delitem, "Same as del a[b]."),
    NativeDef::function("pow", "($module, a, b, /)", pow, "Same as a ** b."),
    NativeDef::function("ipow", "($module, a, b, /)", ipow, "Same as a **= b."),
    NativeDef::function("eq", "($module, a, b, /)", eq, "Same as a == b."),
    NativeDef::function("ne", "($module, a, b, /)", ne, "Same as a != b."),
    NativeDef::function("lt", "($module, a, b, /)", lt, "Same as a < b."),
    NativeDef::function("le", "($module, a, b, /)", le, "Same as a <= b."),
    NativeDef::function("gt", "($module, a, b, /)", gt, "Same as a > b."),
    NativeDef::function("ge", "($module, a, b, /)", ge, "Same as a >= b."),
    NativeDef::function("index", "($module, a, /)", index, "Same as a.__index__()"),
    NativeDef::function(
        "length_hint",
        "($module, obj, default=0, /)",
        length_hint,
        "Return an estimate of the number of items in obj.\n\nThis is useful for presizing containers when building from an iterable.\n\nIf the object supports len(), the result will be exact.\nOtherwise, it may over- or under-estimate by an arbitrary amount.\nThe result will be an integer >= 0.",
    ),
    NativeDef::function("call", "($module, obj, /, *args, **kwargs)", call, "Same as obj(*args, **kwargs)."),
    NativeDef::function(
        "_compare_digest",
        "($module, a, b, /)",
        digest::compare,
        "Return 'a == b'.\n\nThis function uses an approach designed to prevent\ntiming analysis, making it appropriate for cryptography.\n\na and b must both be of the same type: either str (ASCII only),\nor any bytes-like object.\n\nNote: If a and b are of different lengths, or if an error occurs,\na timing attack could theoretically reveal information about the\ntypes and lengths of a and b--but not their values.",
    ),
];

/// Makes the module.
///
/// # Errors
/// What setting its members raises.
pub(crate) fn make(vm: &Vm) -> PyResult {
    let module = pyvm_vm::modules::make(vm, "_operator", DOC, FUNCTIONS);
    let types = [&getters::ITEMGETTER, &getters::ATTRGETTER, &methodcaller::SPEC];
    crate::support::add_types(vm, &module, &types)?;
    Ok(module)
}

fn setitem(vm: &Vm, args: &[Value]) -> PyResult {
    vm.setitem(&args[0], &args[1], args[2].clone()).map(|()| Value::None)
}

/// `PySequence_Check`
fn is_sequence(vm: &Vm, value: &Value) -> bool {
    value.as_dict().is_none() && vm.class_of(value).ty().slots.getitem.get().is_some()
}

fn concat(vm: &Vm, args: &[Value]) -> PyResult {
    if let Some(concat) = vm.class_of(&args[0]).ty().slots.concat.get() {
        return concat(vm, &args[0], &args[1]);
    }
    concat_by(vm, args, Vm::binary_op)
}

fn iconcat(vm: &Vm, args: &[Value]) -> PyResult {
    let slots = &vm.class_of(&args[0]).ty().slots;
    if let Some(concat) = slots.inplace_concat.get().or(slots.concat.get()) {
        return concat(vm, &args[0], &args[1]);
    }
    concat_by(vm, args, Vm::inplace_op)
}

/// Two sequences without a concatenation of their own are added.
fn concat_by(vm: &Vm, args: &[Value], operate: fn(&Vm, BinOp, &Value, &Value) -> PyResult) -> PyResult {
    if is_sequence(vm, &args[0]) && is_sequence(vm, &args[1]) {
        return operate(vm, BinOp::Add, &args[0], &args[1]);
    }
    let got = vm.type_name(&args[0]);
    Err(vm.type_error(format!("'{got}' object can't be concatenated")))
}

/// An iterator over an argument that must be a container.
fn search(vm: &Vm, container: &Value) -> PyResult {
    vm.iter(container).map_err(|e| {
        if !e.matches(vm, &vm.exc.type_error) {
            return e;
        }
        let got = vm.type_name(container);
        vm.type_error(format!("argument of type '{got}' is not iterable"))
    })
}

fn index_of(vm: &Vm, args: &[Value]) -> PyResult {
    let iterator = search(vm, &args[0])?;
    let mut index = 0;
    while let Some(item) = vm.next(&iterator)? {
        if vm.eq(&item, &args[1])? {
            return Ok(Value::Int(index));
        }
        index += 1;
    }
    Err(vm.value_error("sequence.index(x): x not in sequence"))
}

fn count_of(vm: &Vm, args: &[Value]) -> PyResult {
    let iterator = search(vm, &args[0])?;
    let mut count = 0;
    while let Some(item) = vm.next(&iterator)? {
        count += i64::from(vm.eq(&item, &args[1])?);
    }
    Ok(Value::Int(count))
}

fn length_hint(vm: &Vm, args: &[Value]) -> PyResult {
    let default = vm.index_i64(&args[1])?;
    match vm.length_hint(&args[0], usize::MAX)? {
        usize::MAX => Ok(Value::Int(default)),
        n => Ok(size(n)),
    }
}

fn call(vm: &Vm, args: &[Value]) -> PyResult {
    let keywords = args[2].as_dict().map(Dict::entries).unwrap_or_default();
    let (values, names) = pyvm_vm::call::join(elements(&args[1]), &keywords);
    vm.call(&args[0], Args::with_keywords(&values, &names))
}
