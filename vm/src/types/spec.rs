//! How a native type describes itself.
//!
//! A native type is one `static SPEC: TypeSpec`; its methods are [`NativeDef`] rows whose text signatures are
//! CPython's own. Everything visible from Python (`__text_signature__`, arity errors, `dir`) derives from them.

use super::{Layout, Slots, TypeFlags};
use crate::error::PyResult;
use crate::heap::Value;
use crate::vm::Vm;

/// A native function. `args` holds one value per parameter of the signature, `self` (or the class) first:
/// defaults are filled in, `Value::Unbound` stands for an argument that was not given and has no literal
/// default, `*args` is a tuple and `**kwargs` a dict.
pub type NativeFn = fn(&Vm, &[Value]) -> PyResult<Value>;

/// How a native is reached from its type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Binding {
    /// A function of a module.
    Function,
    /// A method: the first parameter is `$self`.
    Method,
    /// A class method: the first parameter is `$type`.
    Class,
    /// A static method.
    Static,
}

/// A native function or method, declared by CPython's text signature.
pub struct NativeDef {
    /// The name.
    pub name: &'static str,
    /// The text signature as CPython has it (`"($self, object, /)"`).
    pub signature: &'static str,
    /// The function.
    pub func: NativeFn,
    /// How it is bound.
    pub binding: Binding,
    /// Docstring, without the signature.
    pub doc: &'static str,
    /// Whether `__text_signature__` shows the signature; some of CPython's natives have none.
    pub shows_signature: bool,
}

impl NativeDef {
    /// A method.
    pub const fn method(
        name: &'static str,
        signature: &'static str,
        func: NativeFn,
        doc: &'static str,
    ) -> Self {
        NativeDef { name, signature, func, binding: Binding::Method, doc, shows_signature: true }
    }

    /// A class method.
    pub const fn class(
        name: &'static str,
        signature: &'static str,
        func: NativeFn,
        doc: &'static str,
    ) -> Self {
        NativeDef { name, signature, func, binding: Binding::Class, doc, shows_signature: true }
    }

    /// A static method.
    pub const fn static_(
        name: &'static str,
        signature: &'static str,
        func: NativeFn,
        doc: &'static str,
    ) -> Self {
        NativeDef { name, signature, func, binding: Binding::Static, doc, shows_signature: true }
    }

    /// A module function.
    pub const fn function(
        name: &'static str,
        signature: &'static str,
        func: NativeFn,
        doc: &'static str,
    ) -> Self {
        NativeDef { name, signature, func, binding: Binding::Function, doc, shows_signature: true }
    }

    /// The same without a visible `__text_signature__`.
    pub const fn hidden_signature(mut self) -> Self {
        self.shows_signature = false;
        self
    }
}

/// Assigns an attribute, or deletes it without a value.
pub type Setter = fn(&Vm, &Value, Option<Value>) -> PyResult<()>;

/// A computed attribute.
pub struct GetSetDef {
    /// The name.
    pub name: &'static str,
    /// Reads it.
    pub get: fn(&Vm, &Value) -> PyResult<Value>,
    /// Assigns it, or deletes it without a value; none where it is read-only.
    pub set: Option<Setter>,
    /// Docstring.
    pub doc: &'static str,
    /// Whether Python sees a `member_descriptor` instead of a `getset_descriptor`.
    pub is_member: bool,
}

impl GetSetDef {
    /// A read-only computed attribute.
    pub const fn get(name: &'static str, get: fn(&Vm, &Value) -> PyResult<Value>, doc: &'static str) -> Self {
        GetSetDef { name, get, set: None, doc, is_member: false }
    }

    /// A computed attribute that can be assigned.
    pub const fn get_set(
        name: &'static str,
        get: fn(&Vm, &Value) -> PyResult<Value>,
        set: Setter,
        doc: &'static str,
    ) -> Self {
        GetSetDef { name, get, set: Some(set), doc, is_member: false }
    }

    /// A read-only member, as C structs expose their fields.
    pub const fn member(
        name: &'static str,
        get: fn(&Vm, &Value) -> PyResult<Value>,
        doc: &'static str,
    ) -> Self {
        GetSetDef { name, get, set: None, doc, is_member: true }
    }
}

/// A native type.
pub struct TypeSpec {
    /// `__name__`
    pub name: &'static str,
    /// `__module__`
    pub module: &'static str,
    /// `__doc__`; none where the attribute is `None`.
    pub doc: Option<&'static str>,
    /// The base; none for `object`.
    pub base: Option<&'static TypeSpec>,
    /// See [`TypeFlags`].
    pub flags: TypeFlags,
    /// What instances look like; `None` takes the base's.
    pub layout: Option<Layout>,
    /// Attributes that instances keep beside their payload, hidden behind [`crate::heap::Object::attrs`].
    pub hidden_slots: usize,
    /// Sets the slots that the type defines itself.
    pub slots: fn(&Slots),
    /// `__new__`, if the type defines it: signature `($type, ...)`; the native gets the class first.
    pub new: Option<&'static NativeDef>,
    /// `__init__`, if the type defines it: signature `($self, ...)`.
    pub init: Option<&'static NativeDef>,
    /// Methods.
    pub methods: &'static [NativeDef],
    /// Computed attributes.
    pub getset: &'static [GetSetDef],
    /// Other attributes: called once with the VM when the type is made.
    pub attributes: fn(&Vm) -> Vec<(&'static str, Value)>,
}

impl TypeSpec {
    /// A spec without content, for `..TypeSpec::base("name", "module")`.
    pub const fn named(name: &'static str, module: &'static str) -> TypeSpec {
        TypeSpec {
            name,
            module,
            doc: None,
            base: Some(&crate::objects::object::SPEC),
            flags: TypeFlags::empty(),
            layout: None,
            hidden_slots: 0,
            slots: |_| {},
            new: None,
            init: None,
            methods: &[],
            getset: &[],
            attributes: |_| Vec::new(),
        }
    }

    /// The key under which the VM keeps the type made from this spec.
    pub(crate) fn key(&'static self) -> usize {
        std::ptr::from_ref(self) as usize
    }
}
