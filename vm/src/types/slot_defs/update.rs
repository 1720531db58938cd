//! Decides the slots of heap types from the dunder methods that their MRO holds. Mirrors `update_one_slot`.

use super::dispatch;
use crate::heap::{Str, TypeRef, Value, intern};
use crate::objects::Kind;
use crate::objects::native_function::Code;
use crate::types::{TypeFlags, lookup};
use crate::vm::Vm;

/// What a type's MRO says about one slot.
enum Source {
    /// No method.
    Absent,
    /// Nothing but the native slot of this type.
    Native(TypeRef),
    /// A method of a class statement.
    Python,
}

/// The native type whose slot `method` stands for, if it is a wrapper of one of `names` or a native `__new__`.
pub(super) fn native_owner(method: &Value, name: &str) -> Option<TypeRef> {
    match method.as_obj()?.kind() {
        Kind::NativeFunction(f) => match &f.code {
            // `__str__ = int.__repr__` is no slot of its own.
            Code::Slot(owner, def) if def.name == name => Some(owner.clone()),
            Code::Native(def)
                if def.name == name
                    && matches!(def.name, "__new__" | "__init__" | "__getitem__" | "__contains__") =>
            {
                f.owner.clone().or_else(|| TypeRef::from_value(&f.receiver).cloned())
            }
            _ => None,
        },
        _ => None,
    }
}

fn source(class: &TypeRef, names: &[Str]) -> Source {
    let mut native: Option<TypeRef> = None;
    for name in names {
        let Some(method) = lookup::lookup(class, name) else { continue };
        match native_owner(&method, name.as_str().unwrap_or_default()) {
            // A wrapper of a type that is no base checks its receiver: only the dispatcher calls it. A foreign
            // `__new__` changes nothing.
            Some(owner) if !class.is_subtype(&owner) => {
                let base = class.ty().base.borrow().clone();
                return base.filter(|_| *name == *"__new__").map_or(Source::Python, Source::Native);
            }
            Some(owner) if native.as_ref().is_none_or(|n| n.is(&owner)) => native = Some(owner),
            _ => return Source::Python,
        }
    }
    native.map_or(Source::Absent, Source::Native)
}

/// Declares the slots that dunder methods decide: `slot: dispatcher ["__name__", …];`.
macro_rules! dispatched {
    ($($slot:ident: $dispatcher:ident [$($name:literal),*];)*) => {
        /// Sets every slot of a heap type anew.
        pub fn update_all(_vm: &Vm, class: &TypeRef) {
            let slots = &class.ty().slots;
            $({
                let names = [$(intern::intern_str($name)),*];
                slots.$slot.set(match source(class, &names) {
                    Source::Absent => None,
                    Source::Native(owner) => owner.ty().slots.$slot.get(),
                    Source::Python => Some(dispatch::$dispatcher),
                });
            })*
            update_flags(class);
        }

        /// Sets the slot that the dunder method `name` belongs to, if it is one.
        fn update_one(class: &TypeRef, name: &Str) {
            let slots = &class.ty().slots;
            let text = name.as_str().unwrap_or("");
            match text {
                $($($name)|* => {
                    let names = [$(intern::intern_str($name)),*];
                    slots.$slot.set(match source(class, &names) {
                        Source::Absent => None,
                        Source::Native(owner) => owner.ty().slots.$slot.get(),
                        Source::Python => Some(dispatch::$dispatcher),
                    });
                })*
                _ => {}
            }
        }
    };
}

dispatched! {
    repr: repr ["__repr__"];
    str: str ["__str__"];
    hash: hash ["__hash__"];
    call: call ["__call__"];
    getattro: getattro ["__getattribute__", "__getattr__"];
    setattro: setattro ["__setattr__", "__delattr__"];
    richcompare: richcompare ["__lt__", "__le__", "__eq__", "__ne__", "__gt__", "__ge__"];
    iter: iter ["__iter__"];
    iternext: iternext ["__next__"];
    descr_get: descr_get ["__get__"];
    descr_set: descr_set ["__set__", "__delete__"];
    new: new ["__new__"];
    init: init ["__init__"];
    am_await: am_await ["__await__"];
    aiter: aiter ["__aiter__"];
    anext: anext ["__anext__"];
    add: add ["__add__", "__radd__"];
    sub: sub ["__sub__", "__rsub__"];
    mul: mul ["__mul__", "__rmul__"];
    rem: rem ["__mod__", "__rmod__"];
    divmod: divmod ["__divmod__", "__rdivmod__"];
    pow: pow ["__pow__", "__rpow__"];
    neg: neg ["__neg__"];
    pos: pos ["__pos__"];
    abs: abs ["__abs__"];
    bool: bool ["__bool__"];
    invert: invert ["__invert__"];
    lshift: lshift ["__lshift__", "__rlshift__"];
    rshift: rshift ["__rshift__", "__rrshift__"];
    and: and ["__and__", "__rand__"];
    xor: xor ["__xor__", "__rxor__"];
    or: or ["__or__", "__ror__"];
    int: int ["__int__"];
    float: float ["__float__"];
    floordiv: floordiv ["__floordiv__", "__rfloordiv__"];
    truediv: truediv ["__truediv__", "__rtruediv__"];
    matmul: matmul ["__matmul__", "__rmatmul__"];
    index: index ["__index__"];
    iadd: iadd ["__iadd__"];
    isub: isub ["__isub__"];
    imul: imul ["__imul__"];
    irem: irem ["__imod__"];
    ipow: ipow ["__ipow__"];
    ilshift: ilshift ["__ilshift__"];
    irshift: irshift ["__irshift__"];
    iand: iand ["__iand__"];
    ixor: ixor ["__ixor__"];
    ior: ior ["__ior__"];
    ifloordiv: ifloordiv ["__ifloordiv__"];
    itruediv: itruediv ["__itruediv__"];
    imatmul: imatmul ["__imatmul__"];
    len: len ["__len__"];
    getitem: getitem ["__getitem__"];
    setitem: setitem ["__setitem__", "__delitem__"];
    contains: contains ["__contains__"];
    buffer: buffer ["__buffer__"];
}

/// Sets the slots of a new heap type: those of its base where it has one base and defines no dunder for them.
pub fn set_slots(vm: &Vm, class: &TypeRef) {
    let bases = class.ty().bases.borrow().clone();
    let [only] = &bases[..] else {
        inherit_sequence_slots(class);
        return update_all(vm, class);
    };
    class.ty().slots.copy_from(&only.ty().slots);
    let dict = class.ty().dict.clone();
    let keys = crate::objects::Dict::of(&dict).map(crate::objects::Dict::keys).unwrap_or_default();
    for key in keys {
        if let Value::Str(name) = key
            && name.as_bytes().starts_with(b"__")
        {
            update_one(class, &name);
        }
    }
    restrict_sequence_slots(class);
    update_flags(class);
}

/// A dunder method of a class was assigned or deleted: its slot and those of its subclasses follow.
pub fn update_for(class: &TypeRef, name: &Str) {
    update_one(class, name);
    restrict_sequence_slots(class);
    update_flags(class);
    for subclass in lookup::subclasses(class) {
        if lookup::own(&subclass, name).is_none() {
            update_for(&subclass, name);
        }
    }
}

/// The sequence slots have no dunder of their own: they come from the first native base that has them.
fn inherit_sequence_slots(class: &TypeRef) {
    let mro = class.ty().mro.borrow().clone();
    let slots = &class.ty().slots;
    for base in mro.iter().skip(1) {
        let from = &base.ty().slots;
        if slots.concat.get().is_none() {
            slots.concat.set(from.concat.get());
        }
        if slots.repeat.get().is_none() {
            slots.repeat.set(from.repeat.get());
        }
        if slots.inplace_concat.get().is_none() {
            slots.inplace_concat.set(from.inplace_concat.get());
        }
        if slots.inplace_repeat.get().is_none() {
            slots.inplace_repeat.set(from.inplace_repeat.get());
        }
        if slots.send.get().is_none() {
            slots.send.set(from.send.get());
        }
    }
    restrict_sequence_slots(class);
}

/// `add` of a class whose `__add__` is a sequence's wrapper stays empty, so that `concat` is used; a class that
/// overrides `__add__` loses `concat`.
fn restrict_sequence_slots(class: &TypeRef) {
    let slots = &class.ty().slots;
    let overridden = |name: &str| {
        let found = lookup::lookup(class, &intern::intern_str(name));
        found.is_some_and(|m| native_owner(&m, name).is_none())
    };
    if slots.concat.get().is_some() && overridden("__add__") {
        slots.concat.set(None);
    }
    if slots.repeat.get().is_some() && overridden("__mul__") {
        slots.repeat.set(None);
    }
    if slots.inplace_concat.get().is_some() && overridden("__iadd__") {
        slots.inplace_concat.set(None);
    }
    if slots.inplace_repeat.get().is_some() && overridden("__imul__") {
        slots.inplace_repeat.set(None);
    }
}

/// Flags that follow from dunder methods.
fn update_flags(class: &TypeRef) {
    let has = |name: &str| lookup::lookup(class, &intern::intern_str(name)).is_some();
    class.ty().set_flag(TypeFlags::HAS_DEL, has("__del__"));
    let native_lookup = matches!(
        source(class, &[intern::intern_str("__getattribute__"), intern::intern_str("__getattr__")]),
        Source::Native(owner) if owner.has(TypeFlags::GENERIC_GETATTR)
    );
    class.ty().set_flag(TypeFlags::GENERIC_GETATTR, native_lookup);
}
