//! A handle of an object that is known to be a type.

use std::ptr::NonNull;

use super::leaf::Str;
use super::object::{Object, Ref};
use super::value::Value;
use crate::objects::Kind;
use crate::types::{TypeFlags, TypeObj};

/// A handle of an object that is a type.
#[derive(Clone)]
#[repr(transparent)]
pub struct TypeRef(Ref);

impl TypeRef {
    /// The handle as a type, if the object is one.
    pub fn from_ref(object: &Ref) -> Option<&TypeRef> {
        matches!(object.kind(), Kind::Type(_)).then(|| TypeRef::wrap(object))
    }

    /// The value as a type, if it is one.
    pub fn from_value(value: &Value) -> Option<&TypeRef> {
        value.as_obj().and_then(TypeRef::from_ref)
    }

    fn wrap(object: &Ref) -> &TypeRef {
        // SAFETY: `TypeRef` is a transparent wrapper of `Ref`.
        unsafe { &*std::ptr::from_ref(object).cast::<TypeRef>() }
    }

    /// The payload.
    ///
    /// # Panics
    /// Never: handles are made by [`TypeRef::from_ref`] only.
    #[inline(always)]
    pub fn ty(&self) -> &TypeObj {
        match self.0.kind() {
            Kind::Type(t) => t,
            _ => unreachable!("a TypeRef holds a type"),
        }
    }

    /// The object.
    #[inline(always)]
    pub fn object(&self) -> &Object {
        self.0.object()
    }

    pub(crate) fn object_ptr(&self) -> NonNull<Object> {
        NonNull::from(self.0.object())
    }

    /// Whether both are the same type.
    #[inline(always)]
    pub fn is(&self, other: &TypeRef) -> bool {
        self.0.is(&other.0)
    }

    /// `__name__`
    pub fn name(&self) -> Str {
        self.ty().name.borrow().clone()
    }

    /// The name in messages, CPython's `tp_name`: of native types outside `builtins` it has the module before it.
    pub fn tp_name(&self) -> Str {
        match self.ty().spec {
            Some(spec) if spec.module != "builtins" => Str::new(&format!("{}.{}", spec.module, spec.name)),
            _ => self.name(),
        }
    }

    /// The type as a value.
    pub fn to_value(&self) -> Value {
        Value::Obj(self.0.clone())
    }

    /// `issubclass` by MRO, without `__subclasscheck__`.
    pub fn is_subtype(&self, of: &TypeRef) -> bool {
        if self.is(of) {
            return true;
        }
        let mro = self.ty().mro.borrow();
        // While `mro()` of its metaclass runs a new class has none yet.
        mro.iter().any(|t| t.is(of))
            || (mro.is_empty() && self.ty().base.borrow().as_ref().is_some_and(|base| base.is_subtype(of)))
    }

    /// Whether all of `flags` are set.
    #[inline]
    pub fn has(&self, flags: TypeFlags) -> bool {
        self.ty().flags.get().contains(flags)
    }
}

impl AsRef<Ref> for TypeRef {
    fn as_ref(&self) -> &Ref {
        &self.0
    }
}

impl From<TypeRef> for Value {
    fn from(t: TypeRef) -> Value {
        Value::Obj(t.0)
    }
}

impl From<&TypeRef> for Value {
    fn from(t: &TypeRef) -> Value {
        Value::Obj(t.0.clone())
    }
}

impl std::fmt::Debug for TypeRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "<class '{}'>", self.name())
    }
}
