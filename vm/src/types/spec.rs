//! How a native type describes itself.
//!
//! A native type is one `static SPEC: TypeSpec`; its methods are [`NativeDef`] rows whose text signatures are
//! CPython's own. Everything visible from Python (`__text_signature__`, arity errors, `dir`) derives from them.

use super::{Layout, Slots, TypeFlags};
use crate::call::Signature;
use crate::call::signature::Family;
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
    /// What `__text_signature__` says.
    pub shown: Shown,
    /// Whether CPython's parser for keywords reads the arguments although none has a name, as it does for methods
    /// that are told their defining class: errors differ in wording.
    pub by_keyword_parser: bool,
}

/// What `__text_signature__` of a native says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// Its signature.
    Signature,
    /// What follows from its calling convention: natives without arguments or with a single one show
    /// `($self, object, /)` and the like, others nothing.
    Convention,
    /// This text, which is no signature that could be parsed.
    Text(&'static str),
}

impl NativeDef {
    /// A method.
    pub const fn method(
        name: &'static str,
        signature: &'static str,
        func: NativeFn,
        doc: &'static str,
    ) -> Self {
        NativeDef {
            name,
            signature,
            func,
            binding: Binding::Method,
            doc,
            shown: Shown::Signature,
            by_keyword_parser: false,
        }
    }

    /// A class method.
    pub const fn class(
        name: &'static str,
        signature: &'static str,
        func: NativeFn,
        doc: &'static str,
    ) -> Self {
        NativeDef {
            name,
            signature,
            func,
            binding: Binding::Class,
            doc,
            shown: Shown::Signature,
            by_keyword_parser: false,
        }
    }

    /// A static method.
    pub const fn static_(
        name: &'static str,
        signature: &'static str,
        func: NativeFn,
        doc: &'static str,
    ) -> Self {
        NativeDef {
            name,
            signature,
            func,
            binding: Binding::Static,
            doc,
            shown: Shown::Signature,
            by_keyword_parser: false,
        }
    }

    /// A module function.
    pub const fn function(
        name: &'static str,
        signature: &'static str,
        func: NativeFn,
        doc: &'static str,
    ) -> Self {
        NativeDef {
            name,
            signature,
            func,
            binding: Binding::Function,
            doc,
            shown: Shown::Signature,
            by_keyword_parser: false,
        }
    }

    /// The same for natives whose `__text_signature__` CPython derives from the calling convention.
    pub const fn hidden_signature(mut self) -> Self {
        self.shown = Shown::Convention;
        self
    }

    /// The same with a `__text_signature__` of its own.
    pub const fn shown_as(mut self, text: &'static str) -> Self {
        self.shown = Shown::Text(text);
        self
    }

    /// The same with [`NativeDef::by_keyword_parser`].
    pub const fn by_keyword_parser(mut self) -> Self {
        self.by_keyword_parser = true;
        self
    }

    /// The parsed signature.
    pub(crate) fn parse(&self) -> Signature {
        let mut signature = Signature::parse(self.signature);
        if self.by_keyword_parser {
            signature.family = Family::Nameless;
        }
        signature
    }

    /// `__text_signature__`; `signature` is the parsed one.
    pub fn text_signature(&self, signature: &Signature) -> Option<&'static str> {
        match (self.shown, signature.family, self.binding) {
            (Shown::Signature, ..) => Some(self.signature),
            (Shown::Text(text), ..) => Some(text),
            (Shown::Convention, Family::NoArgs, Binding::Method) => Some("($self, /)"),
            (Shown::Convention, Family::One, Binding::Method) => Some("($self, object, /)"),
            (Shown::Convention, Family::NoArgs, Binding::Class) => Some("($type, /)"),
            (Shown::Convention, Family::One, Binding::Class) => Some("($type, object, /)"),
            (Shown::Convention, Family::NoArgs, Binding::Function) => Some("($module, /)"),
            (Shown::Convention, Family::One, Binding::Function) => Some("($module, object, /)"),
            (Shown::Convention, ..) => None,
        }
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

    /// The same as a member of the C struct.
    pub const fn as_member(mut self) -> Self {
        self.is_member = true;
        self
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
    /// Whether CPython's is a static type: those keep no `__module__` in their dict. All of `builtins` are.
    pub is_static: bool,
    /// `__doc__`; none where the attribute is `None`.
    pub doc: Option<&'static str>,
    /// `__text_signature__` where it does not follow from the constructors.
    pub signature: Option<&'static str>,
    /// What argument errors call the constructor where that is not the type's name.
    pub constructor: Option<&'static str>,
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
            is_static: false,
            doc: None,
            signature: None,
            constructor: None,
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

    /// Whether the type's dict holds its `__module__`.
    pub(crate) fn has_own_module(&self) -> bool {
        !self.is_static && self.module != "builtins"
    }

    /// The key under which the VM keeps the type made from this spec.
    pub(crate) fn key(&'static self) -> usize {
        std::ptr::from_ref(self) as usize
    }
}
