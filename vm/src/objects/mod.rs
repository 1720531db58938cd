//! The objects of the VM: one payload enum and one row per built-in type.
//!
//! To add a type: its file (or folder) with `static SPEC: TypeSpec`, and a row in [`builtin_types`].
//! Types that the evaluation loop does not look into keep their payload in [`Kind::Native`].

use std::any::Any;
use std::rc::Rc;

use crate::error::PyResult;
use crate::heap::collect::Traverse;
use crate::heap::{Items, Ref, TypeRef, Value, ValueCell, Visitor};
use crate::types::{TypeObj, TypeSpec};
use crate::vm::Vm;

pub mod adapters;
pub mod bool;
pub mod bound_method;
pub mod bytearray;
pub mod bytes;
pub mod capsule;
pub mod cell;
pub mod classmethod;
pub mod code;
pub mod complex;
pub mod dict;
pub mod exception;
pub mod float;
pub mod frame;
pub mod function;
pub mod generator;
pub mod generic_alias;
pub mod getset;
pub mod int;
pub mod list;
pub mod mappingproxy;
pub mod memoryview;
pub mod module;
pub mod namespace;
pub mod native_function;
pub mod native_types;
pub mod object;
pub mod property;
pub mod range;
pub mod reduce;
pub mod sequence_iterator;
pub mod set;
pub mod singletons;
pub mod slice;
pub mod staticmethod;
pub mod str;
pub mod struct_sequence;
pub mod super_;
pub mod traceback;
pub mod tuple;
pub mod type_;
pub mod typing;
pub mod union;

pub use code::CodeObject;
pub use dict::Dict;
pub use exception::Exception;
pub use function::Function;
pub use generator::Generator;
pub use native_function::NativeFunction;

/// The payload of a heap object.
#[derive(Default)]
pub enum Kind {
    /// A freed payload.
    #[default]
    Dead,
    /// No payload: `object()` and instances of plain classes.
    Plain,
    /// An instance of a subclass of `int`, `float`, `str`, `bytes` or `bool`'s kin: the value it extends.
    Wrapped(Value),
    /// `tuple`
    Tuple(Box<[Value]>),
    /// `list`
    List(Items),
    /// `dict`
    Dict(Dict),
    /// A type.
    Type(Box<TypeObj>),
    /// A Python function.
    Function(Box<Function>),
    /// A compiled code object.
    Code(Box<CodeObject>),
    /// A cell of a closure.
    Cell(ValueCell),
    /// A native function, method descriptor or bound native method.
    NativeFunction(Box<NativeFunction>),
    /// An exception.
    Exception(Box<Exception>),
    /// A generator, coroutine or asynchronous generator.
    Generator(Box<Generator>),
    /// Any other native payload.
    Native(Box<dyn Native>),
}

/// A native payload outside the enum. Downcast with [`Ref::native`].
pub trait Native: Any {
    /// Reports every handle to the collector.
    fn traverse(&self, visit: &mut Visitor<'_>);

    /// Whether the object must be closed by the VM when it dies (a suspended generator).
    fn needs_close(&self) -> bool {
        false
    }

    /// The next item of an iterator that has one at hand, without raising and without calling Python; nothing at the end,
    /// which the general way sees to, and where this is no such iterator.
    #[inline]
    fn next_plain(&self) -> Option<Value> {
        None
    }

    /// The next item of an iterator over pairs in its two parts, for loops that unpack it at once and so need no tuple;
    /// nothing where this is no such iterator.
    fn next_pair(&self, _vm: &Vm) -> Option<PyResult<Option<(Value, Value)>>> {
        None
    }
}

impl Kind {
    /// See [`Native::needs_close`].
    pub(crate) fn needs_close(&self) -> bool {
        match self {
            Kind::Native(n) => n.needs_close(),
            Kind::Generator(g) => g.needs_close(),
            _ => false,
        }
    }

    /// Empties a type that is garbage.
    pub(crate) fn clear_type(&self) {
        if let Kind::Type(t) = self {
            t.clear();
        }
    }
}

impl Traverse for Kind {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        match self {
            Kind::Dead | Kind::Plain => {}
            Kind::Wrapped(v) => visit.value(v),
            Kind::Tuple(items) => visit.values(items),
            Kind::List(items) => items.for_each(|v| visit.value(v)),
            Kind::Dict(d) => d.traverse(visit),
            Kind::Type(t) => t.traverse(visit),
            Kind::Function(f) => f.traverse(visit),
            Kind::Code(c) => c.traverse(visit),
            Kind::Cell(c) => c.traverse(visit),
            Kind::NativeFunction(f) => f.traverse(visit),
            Kind::Exception(e) => e.traverse(visit),
            Kind::Generator(g) => g.traverse(visit),
            Kind::Native(n) => n.traverse(visit),
        }
    }
}

impl Ref {
    /// The native payload of type `T`, if the object has one.
    #[inline]
    pub fn native<T: Native>(&self) -> Option<&T> {
        match self.kind() {
            Kind::Native(n) => {
                let any: &dyn Any = &**n;
                any.downcast_ref()
            }
            _ => None,
        }
    }
}

impl Value {
    /// The native payload of type `T`, if the value is an object that has one.
    #[inline]
    pub fn native<T: Native>(&self) -> Option<&T> {
        self.as_obj().and_then(Ref::native)
    }

    /// The value that an instance of a subclass of `int`, `str`, … extends; any other value itself.
    #[inline]
    pub fn unwrapped(&self) -> &Value {
        match self {
            Value::Obj(r) => match r.kind() {
                Kind::Wrapped(inner) => inner,
                _ => self,
            },
            _ => self,
        }
    }

    /// The elements of a tuple (or of an instance of a subclass).
    #[inline]
    pub fn as_tuple(&self) -> Option<&[Value]> {
        match self.as_obj()?.kind() {
            Kind::Tuple(items) => Some(items),
            _ => None,
        }
    }

    /// The elements of a list (or of an instance of a subclass).
    #[inline]
    pub fn as_list(&self) -> Option<&Items> {
        match self.as_obj()?.kind() {
            Kind::List(items) => Some(items),
            _ => None,
        }
    }

    /// The dict in a value, if it is one (or of a subclass).
    #[inline]
    pub fn as_dict(&self) -> Option<&Dict> {
        Dict::of_value(self)
    }

    /// The text of a `str` (or of an instance of a subclass).
    #[inline]
    pub fn as_text(&self) -> Option<&crate::heap::Str> {
        match self.unwrapped() {
            Value::Str(s) => Some(s),
            _ => None,
        }
    }
}

/// Declares [`Types`] from `field: path::SPEC,` rows; a type stands after its bases.
macro_rules! builtin_types {
    ($($(#[$doc:meta])* $field:ident: $spec:path,)*) => {
        /// The built-in types of a VM.
        pub struct Types {
            $($(#[$doc])* pub $field: TypeRef,)*
        }

        impl Types {
            /// Makes every type, without attributes: see [`Types::populate`].
            pub(crate) fn make(made: &mut crate::types::native_class::Bootstrap) -> Types {
                Types { $($field: made.make(&$spec),)* }
            }

            /// Gives every type its methods and attributes.
            pub(crate) fn populate(&self, vm: &crate::vm::Vm) {
                $(crate::types::native_class::populate(vm, &self.$field, &$spec);)*
            }

            /// Every type with its spec.
            pub(crate) fn rows(&self) -> Vec<(&'static TypeSpec, &TypeRef)> {
                vec![$((&$spec, &self.$field),)*]
            }
        }
    };
}

builtin_types! {
    /// `object`
    object: object::SPEC,
    /// `type`
    type_: type_::SPEC,
    /// `dict`
    dict: dict::SPEC,
    /// `dict_keys`
    dict_keys: dict::views::KEYS,
    /// `dict_values`
    dict_values: dict::views::VALUES,
    /// `dict_items`
    dict_items: dict::views::ITEMS,
    /// `dict_keyiterator`
    dict_keyiterator: dict::views::KEY_ITER,
    /// `dict_valueiterator`
    dict_valueiterator: dict::views::VALUE_ITER,
    /// `dict_itemiterator`
    dict_itemiterator: dict::views::ITEM_ITER,
    /// `dict_reversekeyiterator`
    dict_reversekeyiterator: dict::views::REVERSE_KEY_ITER,
    /// `dict_reversevalueiterator`
    dict_reversevalueiterator: dict::views::REVERSE_VALUE_ITER,
    /// `dict_reverseitemiterator`
    dict_reverseitemiterator: dict::views::REVERSE_ITEM_ITER,
    /// `tuple`
    tuple: tuple::SPEC,
    /// `tuple_iterator`
    tuple_iterator: tuple::iter::SPEC,
    /// `list`
    list: list::SPEC,
    /// `list_iterator`
    list_iterator: list::iter::ITER_SPEC,
    /// `list_reverseiterator`
    list_reverseiterator: list::iter::REVERSE_SPEC,
    /// `slice`
    slice: slice::SPEC,
    /// `NoneType`
    none: singletons::NONE_SPEC,
    /// `ellipsis`
    ellipsis: singletons::ELLIPSIS_SPEC,
    /// `NotImplementedType`
    not_implemented: singletons::NOT_IMPLEMENTED_SPEC,
    /// `int`
    int: int::SPEC,
    /// `bool`
    bool: bool::SPEC,
    /// `float`
    float: float::SPEC,
    /// `complex`
    complex: complex::SPEC,
    /// `str`
    str: str::SPEC,
    /// `str_iterator`
    str_iterator: str::ITER_SPEC,
    /// `str_ascii_iterator`
    str_ascii_iterator: str::ASCII_ITER_SPEC,
    /// `bytes`
    bytes: bytes::SPEC,
    /// `bytes_iterator`
    bytes_iterator: bytes::ITER_SPEC,
    /// `bytearray`
    bytearray: bytearray::SPEC,
    /// `bytearray_iterator`
    bytearray_iterator: bytearray::ITER_SPEC,
    /// `memoryview`
    memoryview: memoryview::SPEC,
    /// `memory_iterator`
    memory_iterator: memoryview::ITER_SPEC,
    /// `set`
    set: set::SPEC,
    /// `frozenset`
    frozenset: set::FROZEN_SPEC,
    /// `set_iterator`
    set_iterator: set::ITER_SPEC,
    /// `range`
    range: range::SPEC,
    /// `range_iterator`
    range_iterator: range::ITER_SPEC,
    /// `longrange_iterator`
    longrange_iterator: range::LONG_ITER_SPEC,
    /// `iterator`
    sequence_iterator: sequence_iterator::SPEC,
    /// `callable_iterator`
    callable_iterator: sequence_iterator::CALLABLE_SPEC,
    /// `enumerate`
    enumerate: adapters::ENUMERATE,
    /// `zip`
    zip: adapters::ZIP,
    /// `map`
    map: adapters::MAP,
    /// `filter`
    filter: adapters::FILTER,
    /// `reversed`
    reversed: adapters::REVERSED,
    /// `module`
    module: module::SPEC,
    /// `mappingproxy`
    mappingproxy: mappingproxy::SPEC,
    /// `property`
    property: property::SPEC,
    /// `classmethod`
    classmethod: classmethod::SPEC,
    /// `staticmethod`
    staticmethod: staticmethod::SPEC,
    /// `super`
    super_: super_::SPEC,
    /// `method`
    method: bound_method::SPEC,
    /// `builtin_function_or_method`
    builtin_function: native_types::BUILTIN_FUNCTION,
    /// `method_descriptor`
    method_descriptor: native_types::METHOD_DESCRIPTOR,
    /// `classmethod_descriptor`
    classmethod_descriptor: native_types::CLASSMETHOD_DESCRIPTOR,
    /// `wrapper_descriptor`
    wrapper_descriptor: native_types::WRAPPER_DESCRIPTOR,
    /// `method-wrapper`
    method_wrapper: native_types::METHOD_WRAPPER,
    /// `getset_descriptor`
    getset_descriptor: getset::GETSET_SPEC,
    /// `member_descriptor`
    member_descriptor: getset::MEMBER_SPEC,
    /// `types.GenericAlias`
    generic_alias: generic_alias::SPEC,
    /// `types.UnionType`
    union: union::SPEC,
    /// `code`
    code: code::SPEC,
    /// `cell`
    cell: cell::SPEC,
    /// `function`
    function: function::SPEC,
    /// `frame`
    frame: frame::SPEC,
    /// `traceback`
    traceback: traceback::SPEC,
    /// `generator`
    generator: generator::SPEC,
    /// `coroutine`
    coroutine: generator::COROUTINE_SPEC,
    /// `async_generator`
    async_generator: generator::ASYNC_GENERATOR_SPEC,
}

/// A shared list of types.
pub type TypeList = Rc<[TypeRef]>;
