//! One virtual machine: its types, modules, limits and the state of what it runs.

use std::cell::{Cell, RefCell};

use hashbrown::HashMap;

use crate::error::PyResult;
use crate::heap::{Items, Ref, Str, TypeRef, Value, intern, memory};
use crate::names::Names;
use crate::objects::exception::Exceptions;
use crate::objects::{Dict, Kind, Types};
use crate::types::TypeSpec;
use crate::types::new_class::Bootstrap;

/// Native calls that may nest before RecursionError, as CPython's C recursion limit.
const NATIVE_LIMIT: usize = 10_000;
/// Native stack that must be left when a nested call begins; else the stack grows.
const STACK_RED_ZONE: usize = 128 * 1024;
/// Bytes of each further piece of native stack.
const STACK_PIECE: usize = 4 * 1024 * 1024;

/// A virtual machine. Natives get `&Vm`; everything that changes is behind cells.
pub struct Vm {
    /// Built-in types.
    pub types: Types,
    /// Exception classes.
    pub exc: Exceptions,
    /// Interned names.
    pub names: Names,
    /// Types made from specs outside [`Types`], by [`TypeSpec::key`].
    pub native_types: RefCell<HashMap<usize, TypeRef>>,
    /// `sys.modules`, a dict.
    pub modules: Ref,
    /// The namespace of `builtins`, a dict.
    pub builtins: Ref,
    /// Containers whose `repr` is being made, by address.
    pub(crate) repr_active: RefCell<Vec<usize>>,
    native_depth: Cell<usize>,
    empty_tuple: Value,
    empty_bytes: Value,
    latin1: Vec<Str>,
    single_bytes: Vec<Value>,
}

impl Vm {
    /// A machine with its built-in types and empty modules.
    pub fn bare() -> Vm {
        let mut made = Bootstrap::new();
        let types = Types::make(&mut made);
        let exc = Exceptions::make(&mut made);
        let dict = || Ref::new(&types.dict, Kind::Dict(Box::new(Dict::new())));
        let (modules, builtins) = (dict(), dict());
        let empty_tuple = Value::Obj(Ref::new(&types.tuple, Kind::Tuple(Box::new([]))));
        let latin1 = (0..=255u8).map(|b| intern::intern(Str::new(char::from(b).encode_utf8(&mut [0; 4])))).collect();
        let single_bytes = (0..=255u8).map(|b| Value::bytes(&[b])).collect();
        let vm = Vm {
            types,
            exc,
            names: Names::new(),
            native_types: RefCell::new(HashMap::new()),
            modules,
            builtins,
            repr_active: RefCell::new(Vec::new()),
            native_depth: Cell::new(0),
            empty_tuple,
            empty_bytes: Value::bytes(&[]),
            latin1,
            single_bytes,
        };
        vm.types.populate(&vm);
        vm.exc.populate(&vm);
        vm
    }

    /// The class of a value.
    #[inline(always)]
    pub fn class_of<'a>(&'a self, value: &'a Value) -> &'a TypeRef {
        match value {
            Value::Obj(r) => r.class(),
            Value::Int(_) | Value::Big(_) => &self.types.int,
            Value::Str(_) => &self.types.str,
            Value::Float(_) => &self.types.float,
            Value::Bool(_) => &self.types.bool,
            Value::Bytes(_) => &self.types.bytes,
            Value::None | Value::Unbound => &self.types.none,
            Value::Ellipsis => &self.types.ellipsis,
            Value::NotImplemented => &self.types.not_implemented,
        }
    }

    /// The type made from a spec, on first use.
    pub fn native_type(&self, spec: &'static TypeSpec) -> TypeRef {
        crate::types::new_class::native_type(self, spec)
    }

    /// An object with a payload.
    #[inline]
    pub fn new_object(&self, class: &TypeRef, kind: Kind) -> Value {
        Value::Obj(Ref::new(class, kind))
    }

    /// An object with a payload outside [`Kind`].
    pub fn new_native(&self, class: &TypeRef, payload: impl crate::objects::Native) -> Value {
        self.new_object(class, Kind::Native(Box::new(payload)))
    }

    /// A tuple; the empty one is a singleton.
    #[inline]
    pub fn new_tuple(&self, items: Vec<Value>) -> Value {
        if items.is_empty() {
            return self.empty_tuple.clone();
        }
        self.new_object(&self.types.tuple, Kind::Tuple(items.into_boxed_slice()))
    }

    /// The empty tuple.
    pub fn empty_tuple(&self) -> Value {
        self.empty_tuple.clone()
    }

    /// A list.
    #[inline]
    pub fn new_list(&self, items: Vec<Value>) -> Value {
        self.new_object(&self.types.list, Kind::List(Items::new(items)))
    }

    /// An empty dict.
    #[inline]
    pub fn new_dict(&self) -> Value {
        self.new_object(&self.types.dict, Kind::Dict(Box::new(Dict::new())))
    }

    /// A dict object of this payload.
    pub fn dict_from(&self, dict: Dict) -> Value {
        self.new_object(&self.types.dict, Kind::Dict(Box::new(dict)))
    }

    /// A string; the empty one and one-character Latin-1 ones are singletons.
    pub fn new_str(&self, text: impl Into<Str>) -> Value {
        Value::Str(self.canonical(text.into()))
    }

    /// The singleton for an empty or one-character Latin-1 string, else the string itself.
    pub fn canonical(&self, text: Str) -> Str {
        if text.len() > 2 {
            return text;
        }
        let mut chars = text.as_str().unwrap_or("--").chars();
        match (chars.next(), chars.next()) {
            (None, _) => self.names.empty.clone(),
            (Some(c), None) => self.latin1.get(c as usize).cloned().unwrap_or(text),
            _ => text,
        }
    }

    /// A bytes object; the empty one and one-byte ones are singletons.
    pub fn new_bytes(&self, data: &[u8]) -> Value {
        match data {
            [] => self.empty_bytes.clone(),
            [b] => self.single_bytes[usize::from(*b)].clone(),
            _ => Value::bytes(data),
        }
    }

    /// The interned string of this text.
    pub fn intern(&self, text: &str) -> Str {
        intern::intern_str(text)
    }

    /// Runs `f` one native level deeper, with enough native stack; `doing` completes the message
    /// "maximum recursion depth exceeded".
    ///
    /// # Errors
    /// RecursionError past the limit, and what `f` gives.
    #[inline]
    pub fn with_depth<R>(&self, doing: &str, f: impl FnOnce() -> PyResult<R>) -> PyResult<R> {
        let depth = self.native_depth.get();
        if depth >= NATIVE_LIMIT {
            return Err(self.recursion_error(format!("maximum recursion depth exceeded{doing}")));
        }
        self.native_depth.set(depth + 1);
        let result = stacker::maybe_grow(STACK_RED_ZONE, STACK_PIECE, f);
        self.native_depth.set(depth);
        result
    }

    /// Whether `bytes` more may be allocated under the memory limit.
    pub fn check_size(&self, bytes: usize) -> bool {
        bytes <= isize::MAX as usize && memory::try_charge(bytes).is_ok()
    }

    /// `MemoryError` without a message.
    pub fn out_of_memory(&self) -> crate::error::PyError {
        self.new_exception(&self.exc.memory_error, Vec::new())
    }

    /// A name of the `builtins` module.
    ///
    /// # Errors
    /// AttributeError where it was deleted.
    pub fn builtin(&self, name: &str) -> PyResult {
        let name = self.intern(name);
        Dict::of(&self.builtins).and_then(|d| d.get_str(&name)).ok_or_else(|| {
            self.attribute_error(format!("module 'builtins' has no attribute '{name}'"))
        })
    }
}
