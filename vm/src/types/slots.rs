//! The slots of a type: one optional function per protocol operation, as `PyTypeObject` has them.
//!
//! Each slot is a row of one table; the struct, inheritance ([`Slots::inherit`]) and the mapping to dunder
//! methods ([`super::slot_defs`]) follow from the rows.

use std::cell::Cell;

use super::TypeRef;
use crate::call::Args;
use crate::error::PyResult;
use crate::heap::{Str, Value};
use crate::protocol::buffer::Buffer;
use crate::vm::Vm;

/// A comparison operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CmpOp {
    /// `<`
    Lt,
    /// `<=`
    Le,
    /// `==`
    Eq,
    /// `!=`
    Ne,
    /// `>`
    Gt,
    /// `>=`
    Ge,
}

impl CmpOp {
    /// The operator with its operands exchanged.
    pub fn swapped(self) -> CmpOp {
        match self {
            CmpOp::Lt => CmpOp::Gt,
            CmpOp::Le => CmpOp::Ge,
            CmpOp::Gt => CmpOp::Lt,
            CmpOp::Ge => CmpOp::Le,
            same => same,
        }
    }

    /// The operator as written.
    pub fn symbol(self) -> &'static str {
        match self {
            CmpOp::Lt => "<",
            CmpOp::Le => "<=",
            CmpOp::Eq => "==",
            CmpOp::Ne => "!=",
            CmpOp::Gt => ">",
            CmpOp::Ge => ">=",
        }
    }

    /// The method as written.
    pub fn dunder(self) -> &'static str {
        match self {
            CmpOp::Lt => "__lt__",
            CmpOp::Le => "__le__",
            CmpOp::Eq => "__eq__",
            CmpOp::Ne => "__ne__",
            CmpOp::Gt => "__gt__",
            CmpOp::Ge => "__ge__",
        }
    }

    /// Whether the operator holds for operands in this order.
    #[inline(always)]
    pub fn matches(self, order: std::cmp::Ordering) -> bool {
        match self {
            CmpOp::Lt => order.is_lt(),
            CmpOp::Le => order.is_le(),
            CmpOp::Eq => order.is_eq(),
            CmpOp::Ne => order.is_ne(),
            CmpOp::Gt => order.is_gt(),
            CmpOp::Ge => order.is_ge(),
        }
    }
}

/// What sending a value into an iterator gave.
pub enum Sent {
    /// It yielded.
    Yielded(Value),
    /// It returned.
    Returned(Value),
}

/// `f(self)`
pub type Unary = fn(&Vm, &Value) -> PyResult<Value>;
/// `f(a, b)`; may return `NotImplemented`. Number slots are called with the operands as written, in both roles.
pub type Binary = fn(&Vm, &Value, &Value) -> PyResult<Value>;
/// `pow(a, b, c)`; `c` is `None` for `**`.
pub type Ternary = fn(&Vm, &Value, &Value, &Value) -> PyResult<Value>;
/// Truth of `self`.
pub type Inquiry = fn(&Vm, &Value) -> PyResult<bool>;
/// Length of `self`.
pub type Length = fn(&Vm, &Value) -> PyResult<usize>;
/// Hash of `self`; never -1.
pub type HashFn = fn(&Vm, &Value) -> PyResult<i64>;
/// `self[key] = value`, or `del self[key]` without a value.
pub type SetItem = fn(&Vm, &Value, &Value, Option<Value>) -> PyResult<()>;
/// `item in self`
pub type Contains = fn(&Vm, &Value, &Value) -> PyResult<bool>;
/// `self(...)`
pub type Call = fn(&Vm, &Value, Args<'_>) -> PyResult<Value>;
/// `self.name`; the name is interned.
pub type GetAttr = fn(&Vm, &Value, &Str) -> PyResult<Value>;
/// `self.name = value`, or `del self.name` without a value; the name is interned.
pub type SetAttr = fn(&Vm, &Value, &Str, Option<Value>) -> PyResult<()>;
/// A rich comparison; may return `NotImplemented`.
pub type RichCompare = fn(&Vm, &Value, &Value, CmpOp) -> PyResult<Value>;
/// The next element, or `None` at the end. `StopIteration` is an error here only where it carries a value.
pub type IterNext = fn(&Vm, &Value) -> PyResult<Option<Value>>;
/// `__get__(self, instance, owner)`; an absent instance or owner is `None`.
pub type DescrGet = fn(&Vm, &Value, Option<&Value>, Option<&TypeRef>) -> PyResult<Value>;
/// `__set__(self, instance, value)`, or `__delete__` without a value.
pub type DescrSet = fn(&Vm, &Value, &Value, Option<Value>) -> PyResult<()>;
/// `__new__(cls, ...)`
pub type New = fn(&Vm, &TypeRef, Args<'_>) -> PyResult<Value>;
/// `__init__(self, ...)`
pub type Init = fn(&Vm, &Value, Args<'_>) -> PyResult<()>;
/// `send(value)`
pub type Send = fn(&Vm, &Value, Value) -> PyResult<Sent>;
/// The buffer of `self`.
pub type GetBuffer = fn(&Vm, &Value, bool) -> PyResult<Buffer>;

/// Declares [`Slots`] from `name: FunctionType,` rows.
macro_rules! slots {
    ($($(#[$doc:meta])* $slot:ident: $ty:ident,)*) => {
        /// One optional function per operation.
        #[derive(Default)]
        pub struct Slots {
            $($(#[$doc])* pub $slot: Cell<Option<$ty>>,)*
        }

        impl Slots {
            /// Takes every slot that is not set here from `base`. `hash` and `richcompare` go together:
            /// a type that sets one of them inherits neither (see [`super::inherit`]).
            pub fn inherit(&self, base: &Slots) {
                $(if self.$slot.get().is_none() { self.$slot.set(base.$slot.get()); })*
            }

            /// Copies every slot.
            pub fn copy_from(&self, other: &Slots) {
                $(self.$slot.set(other.$slot.get());)*
            }
        }
    };
}

slots! {
    /// `__repr__`
    repr: Unary,
    /// `__str__`
    str: Unary,
    /// `__hash__`
    hash: HashFn,
    /// `__call__`
    call: Call,
    /// `__getattribute__` and `__getattr__`
    getattro: GetAttr,
    /// `__setattr__` and `__delattr__`
    setattro: SetAttr,
    /// `__lt__` and its family
    richcompare: RichCompare,
    /// `__iter__`
    iter: Unary,
    /// `__next__`
    iternext: IterNext,
    /// `send` of generators and coroutines
    send: Send,
    /// `__get__`
    descr_get: DescrGet,
    /// `__set__` and `__delete__`
    descr_set: DescrSet,
    /// `__new__`
    new: New,
    /// `__init__`
    init: Init,
    /// `__await__`
    am_await: Unary,
    /// `__aiter__`
    aiter: Unary,
    /// `__anext__`
    anext: Unary,
    /// `__add__`, `__radd__` of numbers
    add: Binary,
    /// `__sub__`
    sub: Binary,
    /// `__mul__`
    mul: Binary,
    /// `__mod__`
    rem: Binary,
    /// `__divmod__`
    divmod: Binary,
    /// `__pow__`
    pow: Ternary,
    /// `__neg__`
    neg: Unary,
    /// `__pos__`
    pos: Unary,
    /// `__abs__`
    abs: Unary,
    /// `__bool__`
    bool: Inquiry,
    /// `__invert__`
    invert: Unary,
    /// `__lshift__`
    lshift: Binary,
    /// `__rshift__`
    rshift: Binary,
    /// `__and__`
    and: Binary,
    /// `__xor__`
    xor: Binary,
    /// `__or__`
    or: Binary,
    /// `__int__`
    int: Unary,
    /// `__float__`
    float: Unary,
    /// `__floordiv__`
    floordiv: Binary,
    /// `__truediv__`
    truediv: Binary,
    /// `__matmul__`
    matmul: Binary,
    /// `__index__`
    index: Unary,
    /// `__iadd__`
    iadd: Binary,
    /// `__isub__`
    isub: Binary,
    /// `__imul__`
    imul: Binary,
    /// `__imod__`
    irem: Binary,
    /// `__ipow__`
    ipow: Ternary,
    /// `__ilshift__`
    ilshift: Binary,
    /// `__irshift__`
    irshift: Binary,
    /// `__iand__`
    iand: Binary,
    /// `__ixor__`
    ixor: Binary,
    /// `__ior__`
    ior: Binary,
    /// `__ifloordiv__`
    ifloordiv: Binary,
    /// `__itruediv__`
    itruediv: Binary,
    /// `__imatmul__`
    imatmul: Binary,
    /// `__len__`
    len: Length,
    /// `__getitem__`
    getitem: Binary,
    /// `__setitem__` and `__delitem__`
    setitem: SetItem,
    /// `__contains__`
    contains: Contains,
    /// `__add__` of sequences; `+` tries it after the numbers
    concat: Binary,
    /// `__mul__` of sequences: `repeat(self, count)` with an integer-like count
    repeat: Binary,
    /// `__iadd__` of sequences
    inplace_concat: Binary,
    /// `__imul__` of sequences
    inplace_repeat: Binary,
    /// The buffer protocol; the flag asks for a writable one.
    buffer: GetBuffer,
    /// `__release_buffer__`: takes the memoryview.
    release_buffer: Binary,
    /// `__del__` of native types, as far as Python sees it: the heap finalizes them without.
    finalize: Unary,
}
