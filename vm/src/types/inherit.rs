//! What a native type takes from its base.

use super::{TypeFlags, TypeObj};
use crate::heap::TypeRef;

/// Flags that instances of derived types share.
const INHERITED: [TypeFlags; 6] = [
    TypeFlags::HAS_DICT,
    TypeFlags::HAS_WEAKREF,
    TypeFlags::HAS_DEL,
    TypeFlags::MAPPING,
    TypeFlags::SEQUENCE,
    TypeFlags::MATCH_SELF,
];

/// Fills the slots and flags that a native type does not set. A type that sets `richcompare` or `hash` inherits
/// neither.
pub fn inherit_native(ty: &TypeObj, base: &TypeRef) {
    let own_comparison = ty.slots.richcompare.get().is_some() || ty.slots.hash.get().is_some();
    let (hash, richcompare) = (ty.slots.hash.get(), ty.slots.richcompare.get());
    ty.slots.inherit(&base.ty().slots);
    if own_comparison {
        ty.slots.hash.set(hash);
        ty.slots.richcompare.set(richcompare);
    }
    inherit_flags(ty, base);
}

/// Takes the flags of instances from a base.
pub fn inherit_flags(ty: &TypeObj, base: &TypeRef) {
    for flag in INHERITED {
        if base.has(flag) {
            ty.set_flag(flag, true);
        }
    }
}
