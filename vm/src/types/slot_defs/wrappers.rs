//! The table of wrapper descriptors: one row per dunder method that a native slot provides.

use super::{Arity, SlotDef};
use crate::call::Args;
use crate::error::PyResult;
use crate::heap::{TypeRef, Value};
use crate::types::slots::CmpOp;
use crate::vm::Vm;

/// The slot of the owner, or the error for a slot that is gone.
macro_rules! slot {
    ($vm:expr, $owner:expr, $slot:ident) => {
        match $owner.ty().slots.$slot.get() {
            Some(f) => f,
            None => return Err($vm.system_error(concat!("slot ", stringify!($slot), " is gone"))),
        }
    };
}

macro_rules! rows {
    ($($name:literal $slot:ident $arity:expr, $signature:literal $doc:literal $run:expr;)*) => {
        /// Every row, in the order CPython's `dir` is built from.
        pub static DEFS: &[SlotDef] = &[$(SlotDef {
            name: $name,
            doc: $doc,
            signature: $signature,
            arity: $arity,
            is_set: |s| s.$slot.get().is_some(),
            run: $run,
        },)*];
    };
}

const NONE: Arity = Arity::Exactly(0);
const ONE: Arity = Arity::Exactly(1);
const TWO: Arity = Arity::Exactly(2);
/// One argument that CPython unpacks as it unpacks several.
const UNPACKED: Arity = Arity::Between(1, 1);

fn index_argument(vm: &Vm, value: &Value) -> PyResult {
    vm.index_i64_or(value, |vm| {
        let name = vm.type_name(value);
        vm.overflow_error(format!("cannot fit '{name}' into an index-sized integer"))
    })
    .map(Value::Int)
}

fn compare(vm: &Vm, owner: &TypeRef, a: &Value, args: Args<'_>, op: CmpOp) -> PyResult {
    slot!(vm, owner, richcompare)(vm, a, &args.pos()[0], op)
}

macro_rules! unary {
    ($slot:ident) => {
        |vm, owner, a, _| slot!(vm, owner, $slot)(vm, a)
    };
}

macro_rules! left {
    ($slot:ident) => {
        |vm, owner, a, args| slot!(vm, owner, $slot)(vm, a, &args.pos()[0])
    };
}

macro_rules! right {
    ($slot:ident) => {
        |vm, owner, a, args| slot!(vm, owner, $slot)(vm, &args.pos()[0], a)
    };
}

macro_rules! repeat {
    ($slot:ident) => {
        |vm, owner, a, args| slot!(vm, owner, $slot)(vm, a, &index_argument(vm, &args.pos()[0])?)
    };
}

rows! {
    "__repr__" repr NONE, "($self, /)" "Return repr(self)." unary!(repr);
    "__hash__" hash NONE, "($self, /)" "Return hash(self)." |vm, owner, a, _| slot!(vm, owner, hash)(vm, a).map(Value::Int);
    "__call__" call Arity::Any, "($self, /, *args, **kwargs)" "Call self as a function." |vm, owner, a, args| slot!(vm, owner, call)(vm, a, args);
    "__str__" str NONE, "($self, /)" "Return str(self)." unary!(str);
    "__getattribute__" getattro ONE, "($self, name, /)" "Return getattr(self, name)." |vm, owner, a, args| {
        let name = attribute_name(vm, &args.pos()[0])?;
        slot!(vm, owner, getattro)(vm, a, &name)
    };
    "__setattr__" setattro TWO, "($self, name, value, /)" "Implement setattr(self, name, value)." |vm, owner, a, args| {
        check_setattr(vm, owner, a, "__setattr__")?;
        let name = attribute_name(vm, &args.pos()[0])?;
        slot!(vm, owner, setattro)(vm, a, &name, Some(args.pos()[1].clone())).map(|()| Value::None)
    };
    "__delattr__" setattro ONE, "($self, name, /)" "Implement delattr(self, name)." |vm, owner, a, args| {
        check_setattr(vm, owner, a, "__delattr__")?;
        let name = attribute_name(vm, &args.pos()[0])?;
        slot!(vm, owner, setattro)(vm, a, &name, None).map(|()| Value::None)
    };
    "__lt__" richcompare ONE, "($self, value, /)" "Return self<value." |vm, owner, a, args| compare(vm, owner, a, args, CmpOp::Lt);
    "__le__" richcompare ONE, "($self, value, /)" "Return self<=value." |vm, owner, a, args| compare(vm, owner, a, args, CmpOp::Le);
    "__eq__" richcompare ONE, "($self, value, /)" "Return self==value." |vm, owner, a, args| compare(vm, owner, a, args, CmpOp::Eq);
    "__ne__" richcompare ONE, "($self, value, /)" "Return self!=value." |vm, owner, a, args| compare(vm, owner, a, args, CmpOp::Ne);
    "__gt__" richcompare ONE, "($self, value, /)" "Return self>value." |vm, owner, a, args| compare(vm, owner, a, args, CmpOp::Gt);
    "__ge__" richcompare ONE, "($self, value, /)" "Return self>=value." |vm, owner, a, args| compare(vm, owner, a, args, CmpOp::Ge);
    "__iter__" iter NONE, "($self, /)" "Implement iter(self)." unary!(iter);
    "__next__" iternext NONE, "($self, /)" "Implement next(self)." |vm, owner, a, _| {
        match slot!(vm, owner, iternext)(vm, a)? {
            Some(value) => Ok(value),
            None => Err(vm.stop_iteration(Value::None)),
        }
    };
    "__get__" descr_get Arity::Between(1, 2), "($self, instance, owner=None, /)" "Return an attribute of instance, which is of type owner." |vm, owner, a, args| {
        let instance = Some(&args.pos()[0]).filter(|v| !v.is_none());
        let class = args.pos().get(1).and_then(TypeRef::from_value);
        if instance.is_none() && class.is_none() {
            return Err(vm.type_error("__get__(None, None) is invalid"));
        }
        slot!(vm, owner, descr_get)(vm, a, instance, class)
    };
    "__set__" descr_set TWO, "($self, instance, value, /)" "Set an attribute of instance to value." |vm, owner, a, args| {
        slot!(vm, owner, descr_set)(vm, a, &args.pos()[0], Some(args.pos()[1].clone())).map(|()| Value::None)
    };
    "__delete__" descr_set ONE, "($self, instance, /)" "Delete an attribute of instance." |vm, owner, a, args| {
        slot!(vm, owner, descr_set)(vm, a, &args.pos()[0], None).map(|()| Value::None)
    };
    "__init__" init Arity::Any, "($self, /, *args, **kwargs)" "Initialize self.  See help(type(self)) for accurate signature." |vm, owner, a, args| {
        slot!(vm, owner, init)(vm, a, args).map(|()| Value::None)
    };
    "__await__" am_await NONE, "($self, /)" "Return an iterator to be used in await expression." unary!(am_await);
    "__aiter__" aiter NONE, "($self, /)" "Return an awaitable, that resolves in asynchronous iterator." unary!(aiter);
    "__anext__" anext NONE, "($self, /)" "Return a value or raise StopAsyncIteration." unary!(anext);
    "__add__" add ONE, "($self, value, /)" "Return self+value." left!(add);
    "__radd__" add ONE, "($self, value, /)" "Return value+self." right!(add);
    "__sub__" sub ONE, "($self, value, /)" "Return self-value." left!(sub);
    "__rsub__" sub ONE, "($self, value, /)" "Return value-self." right!(sub);
    "__mul__" mul ONE, "($self, value, /)" "Return self*value." left!(mul);
    "__rmul__" mul ONE, "($self, value, /)" "Return value*self." right!(mul);
    "__mod__" rem ONE, "($self, value, /)" "Return self%value." left!(rem);
    "__rmod__" rem ONE, "($self, value, /)" "Return value%self." right!(rem);
    "__divmod__" divmod ONE, "($self, value, /)" "Return divmod(self, value)." left!(divmod);
    "__rdivmod__" divmod ONE, "($self, value, /)" "Return divmod(value, self)." right!(divmod);
    "__pow__" pow Arity::Between(1, 2), "($self, value, mod=None, /)" "Return pow(self, value, mod)." |vm, owner, a, args| {
        slot!(vm, owner, pow)(vm, a, &args.pos()[0], args.pos().get(1).unwrap_or(&Value::None))
    };
    "__rpow__" pow Arity::Between(1, 2), "($self, value, mod=None, /)" "Return pow(value, self, mod)." |vm, owner, a, args| {
        slot!(vm, owner, pow)(vm, &args.pos()[0], a, args.pos().get(1).unwrap_or(&Value::None))
    };
    "__neg__" neg NONE, "($self, /)" "-self" unary!(neg);
    "__pos__" pos NONE, "($self, /)" "+self" unary!(pos);
    "__abs__" abs NONE, "($self, /)" "abs(self)" unary!(abs);
    "__bool__" bool NONE, "($self, /)" "True if self else False" |vm, owner, a, _| slot!(vm, owner, bool)(vm, a).map(Value::Bool);
    "__invert__" invert NONE, "($self, /)" "~self" unary!(invert);
    "__lshift__" lshift ONE, "($self, value, /)" "Return self<<value." left!(lshift);
    "__rlshift__" lshift ONE, "($self, value, /)" "Return value<<self." right!(lshift);
    "__rshift__" rshift ONE, "($self, value, /)" "Return self>>value." left!(rshift);
    "__rrshift__" rshift ONE, "($self, value, /)" "Return value>>self." right!(rshift);
    "__and__" and ONE, "($self, value, /)" "Return self&value." left!(and);
    "__rand__" and ONE, "($self, value, /)" "Return value&self." right!(and);
    "__xor__" xor ONE, "($self, value, /)" "Return self^value." left!(xor);
    "__rxor__" xor ONE, "($self, value, /)" "Return value^self." right!(xor);
    "__or__" or ONE, "($self, value, /)" "Return self|value." left!(or);
    "__ror__" or ONE, "($self, value, /)" "Return value|self." right!(or);
    "__int__" int NONE, "($self, /)" "int(self)" unary!(int);
    "__float__" float NONE, "($self, /)" "float(self)" unary!(float);
    "__iadd__" iadd ONE, "($self, value, /)" "Return self+=value." left!(iadd);
    "__isub__" isub ONE, "($self, value, /)" "Return self-=value." left!(isub);
    "__imul__" imul ONE, "($self, value, /)" "Return self*=value." left!(imul);
    "__imod__" irem ONE, "($self, value, /)" "Return self%=value." left!(irem);
    "__ipow__" ipow ONE, "($self, value, /)" "Return self**=value." |vm, owner, a, args| {
        slot!(vm, owner, ipow)(vm, a, &args.pos()[0], &Value::None)
    };
    "__ilshift__" ilshift ONE, "($self, value, /)" "Return self<<=value." left!(ilshift);
    "__irshift__" irshift ONE, "($self, value, /)" "Return self>>=value." left!(irshift);
    "__iand__" iand ONE, "($self, value, /)" "Return self&=value." left!(iand);
    "__ixor__" ixor ONE, "($self, value, /)" "Return self^=value." left!(ixor);
    "__ior__" ior ONE, "($self, value, /)" "Return self|=value." left!(ior);
    "__floordiv__" floordiv ONE, "($self, value, /)" "Return self//value." left!(floordiv);
    "__rfloordiv__" floordiv ONE, "($self, value, /)" "Return value//self." right!(floordiv);
    "__truediv__" truediv ONE, "($self, value, /)" "Return self/value." left!(truediv);
    "__rtruediv__" truediv ONE, "($self, value, /)" "Return value/self." right!(truediv);
    "__ifloordiv__" ifloordiv ONE, "($self, value, /)" "Return self//=value." left!(ifloordiv);
    "__itruediv__" itruediv ONE, "($self, value, /)" "Return self/=value." left!(itruediv);
    "__index__" index NONE, "($self, /)" "Return self converted to an integer, if self is suitable for use as an index into a list." unary!(index);
    "__matmul__" matmul ONE, "($self, value, /)" "Return self@value." left!(matmul);
    "__rmatmul__" matmul ONE, "($self, value, /)" "Return value@self." right!(matmul);
    "__imatmul__" imatmul ONE, "($self, value, /)" "Return self@=value." left!(imatmul);
    "__len__" len NONE, "($self, /)" "Return len(self)." |vm, owner, a, _| slot!(vm, owner, len)(vm, a).map(Value::from);
    "__getitem__" getitem ONE, "($self, key, /)" "Return self[key]." left!(getitem);
    "__setitem__" setitem TWO, "($self, key, value, /)" "Set self[key] to value." |vm, owner, a, args| {
        slot!(vm, owner, setitem)(vm, a, &args.pos()[0], Some(args.pos()[1].clone())).map(|()| Value::None)
    };
    "__delitem__" setitem ONE, "($self, key, /)" "Delete self[key]." |vm, owner, a, args| {
        slot!(vm, owner, setitem)(vm, a, &args.pos()[0], None).map(|()| Value::None)
    };
    "__add__" concat ONE, "($self, value, /)" "Return self+value." left!(concat);
    "__mul__" repeat UNPACKED, "($self, value, /)" "Return self*value." repeat!(repeat);
    "__rmul__" repeat UNPACKED, "($self, value, /)" "Return value*self." repeat!(repeat);
    "__contains__" contains ONE, "($self, key, /)" "Return bool(key in self)." |vm, owner, a, args| {
        slot!(vm, owner, contains)(vm, a, &args.pos()[0]).map(Value::Bool)
    };
    "__buffer__" buffer UNPACKED, "($self, flags, /)" "Return a buffer object that exposes the underlying memory of the object." |vm, _, a, args| {
        crate::objects::memoryview::from_flags(vm, a, &args.pos()[0])
    };
    "__release_buffer__" release_buffer UNPACKED, "($self, buffer, /)" "Release the buffer object that exposes the underlying memory of the object." left!(release_buffer);
    "__del__" finalize NONE, "($self, /)" "Called when the instance is about to be destroyed." unary!(finalize);
    "__iadd__" inplace_concat ONE, "($self, value, /)" "Implement self+=value." left!(inplace_concat);
    "__imul__" inplace_repeat UNPACKED, "($self, value, /)" "Implement self*=value." repeat!(inplace_repeat);
}

fn attribute_name(vm: &Vm, name: &Value) -> PyResult<crate::heap::Str> {
    match name.as_text() {
        Some(text) => Ok(crate::heap::intern::intern(text.clone())),
        None => Err(vm.type_error(format!("attribute name must be string, not '{}'", vm.type_name(name)))),
    }
}

/// `object.__setattr__(cls, …)` must not get around a metaclass.
fn check_setattr(vm: &Vm, owner: &TypeRef, receiver: &Value, what: &str) -> PyResult<()> {
    let class = vm.class_of(receiver);
    let native = class.ty().mro.borrow().iter().find(|t| !t.has(crate::types::TypeFlags::HEAP)).cloned();
    match native {
        Some(native) if !native.is(owner) && native.is(&vm.types.type_) => {
            let name = class.name();
            Err(vm.type_error(format!("can't apply this {what} to {name} object")))
        }
        _ => Ok(()),
    }
}
