//! What CPython says of the memory layout of types: sizes, offsets and `Py_TPFLAGS_*`. Instances here look different; the
//! numbers are those of a 64-bit CPython 3.13.

use super::of;
use crate::error::PyResult;
use crate::heap::{TypeRef, Value};
use crate::types::{TypeFlags, TypeSpec};
use crate::vm::Vm;

/// `__basicsize__` of native types; 16 for all others.
const SIZES: &[(&str, i64)] = &[
    ("ArithmeticError", 72),
    ("AssertionError", 72),
    ("AttributeError", 88),
    ("BaseException", 72),
    ("BufferError", 72),
    ("EOFError", 72),
    ("FrameLocalsProxy", 24),
    ("ImportError", 104),
    ("LookupError", 72),
    ("MemoryError", 72),
    ("NameError", 80),
    ("OSError", 112),
    ("ReferenceError", 72),
    ("RuntimeError", 72),
    ("StopAsyncIteration", 72),
    ("StopIteration", 80),
    ("SyntaxError", 136),
    ("SystemError", 72),
    ("TypeError", 72),
    ("ValueError", 72),
    ("Warning", 72),
    ("anext_awaitable", 32),
    ("async_generator", 144),
    ("async_generator_asend", 40),
    ("async_generator_athrow", 40),
    ("async_generator_wrapped_value", 24),
    ("bool", 24),
    ("builtin_function_or_method", 56),
    ("bytearray", 56),
    ("bytearray_iterator", 32),
    ("bytes", 33),
    ("bytes_iterator", 32),
    ("callable_iterator", 32),
    ("cell", 24),
    ("classmethod", 32),
    ("classmethod_descriptor", 56),
    ("code", 200),
    ("complex", 32),
    ("coroutine", 144),
    ("coroutine_wrapper", 24),
    ("dict", 48),
    ("dict_itemiterator", 56),
    ("dict_items", 24),
    ("dict_keyiterator", 56),
    ("dict_keys", 24),
    ("dict_reverseitemiterator", 56),
    ("dict_reversekeyiterator", 56),
    ("dict_reversevalueiterator", 56),
    ("dict_valueiterator", 56),
    ("dict_values", 24),
    ("enumerate", 56),
    ("filter", 32),
    ("float", 24),
    ("frame", 136),
    ("frozenset", 200),
    ("function", 144),
    ("generator", 144),
    ("generic_alias_iterator", 24),
    ("getset_descriptor", 48),
    ("int", 24),
    ("list", 40),
    ("list_iterator", 32),
    ("list_reverseiterator", 32),
    ("longrange_iterator", 40),
    ("map", 32),
    ("mappingproxy", 24),
    ("member_descriptor", 48),
    ("memory_iterator", 48),
    ("memoryview", 144),
    ("method", 48),
    ("method-wrapper", 32),
    ("method_descriptor", 56),
    ("module", 56),
    ("odict_iterator", 64),
    ("property", 64),
    ("range", 48),
    ("range_iterator", 40),
    ("reversed", 32),
    ("set", 200),
    ("set_iterator", 48),
    ("slice", 40),
    ("staticmethod", 32),
    ("str", 64),
    ("str_ascii_iterator", 32),
    ("str_iterator", 32),
    ("super", 40),
    ("traceback", 40),
    ("tuple", 24),
    ("tuple_iterator", 32),
    ("type", 928),
    ("wrapper_descriptor", 56),
    ("zip", 48),
];

/// Native types with fixed places for `__dict__` and for weak references.
const OFFSETS: &[(&str, i64, i64)] = &[
    ("BaseException", 16, 0),
    ("async_generator", 0, 16),
    ("builtin_function_or_method", 0, 40),
    ("classmethod", 24, 0),
    ("code", 0, 144),
    ("coroutine", 0, 16),
    ("frozenset", 0, 192),
    ("function", 88, 96),
    ("generator", 0, 16),
    ("memoryview", 0, 136),
    ("method", 0, 32),
    ("module", 16, 40),
    ("set", 0, 192),
    ("staticmethod", 24, 0),
    ("type", 264, 368),
];

/// Native types whose instances are called without a tuple of arguments.
const VECTORCALL: &[&str] =
    &["builtin_function_or_method", "function", "method", "method_descriptor", "type"];

/// Native types whose instances the cycle collector of CPython does not look at.
const ATOMIC: &[&str] = &[
    "object",
    "NoneType",
    "NotImplementedType",
    "ellipsis",
    "bool",
    "int",
    "float",
    "complex",
    "str",
    "bytes",
    "bytearray",
    "code",
    "range",
    "range_iterator",
    "longrange_iterator",
];

/// The native types among the bases, the nearest first.
fn natives(class: &TypeRef) -> Vec<&'static TypeSpec> {
    class.ty().mro.borrow().iter().filter_map(|t| t.ty().spec).collect()
}

fn native_size(class: &TypeRef) -> i64 {
    let row = |spec: &&TypeSpec| SIZES.iter().find(|(name, _)| *name == spec.name);
    natives(class).iter().find_map(row).map_or(16, |(_, size)| *size)
}

pub(super) fn basicsize(vm: &Vm, value: &Value) -> PyResult {
    let class = of(vm, value)?;
    let slots = i64::try_from(class.ty().shapes.root().slot_count()).unwrap_or(0);
    Ok(Value::Int(native_size(class) + 8 * slots))
}

pub(super) fn itemsize(vm: &Vm, value: &Value) -> PyResult {
    let class = of(vm, value)?;
    Ok(Value::Int(items(vm, class)))
}

fn items(vm: &Vm, class: &TypeRef) -> i64 {
    let types = &vm.types;
    let rows = [
        (&types.int, 4),
        (&types.tuple, 8),
        (&types.bytes, 1),
        (&types.type_, 40),
        (&types.code, 2),
        (&types.frame, 8),
        (&types.generator, 8),
        (&types.coroutine, 8),
        (&types.async_generator, 8),
        (&types.memoryview, 8),
    ];
    rows.iter().find(|(t, _)| class.is_subtype(t)).map_or(0, |(_, size)| *size)
}

pub(super) fn dictoffset(vm: &Vm, value: &Value) -> PyResult {
    let class = of(vm, value)?;
    let fixed = offsets(class).map_or(0, |(_, dict, _)| *dict);
    Ok(Value::Int(offset(class, TypeFlags::HAS_DICT, fixed, -1)))
}

pub(super) fn weakrefoffset(vm: &Vm, value: &Value) -> PyResult {
    let class = of(vm, value)?;
    let fixed = offsets(class).map_or(0, |(_, _, weak)| *weak);
    Ok(Value::Int(offset(class, TypeFlags::HAS_WEAKREF, fixed, -32)))
}

/// The row of the nearest native type that has one.
fn offsets(class: &TypeRef) -> Option<&'static (&'static str, i64, i64)> {
    natives(class).iter().find_map(|spec| OFFSETS.iter().find(|(name, ..)| *name == spec.name))
}

/// Where instances keep their `__dict__` or weak references: at a fixed place, or managed by the interpreter.
fn offset(class: &TypeRef, flag: TypeFlags, fixed: i64, managed: i64) -> i64 {
    match fixed {
        0 if class.has(flag) => managed,
        fixed => fixed,
    }
}

/// Bits that follow from how instances are laid out.
fn memory_flags(vm: &Vm, class: &TypeRef) -> i64 {
    let native = class.ty().spec.filter(|_| !class.has(TypeFlags::HEAP));
    let own_module = native.is_some_and(TypeSpec::has_own_module);
    let mut bits = 0;
    if native.is_some() && !own_module {
        bits |= 1 << 1;
    } else {
        bits |= 1 << 9;
    }
    if native.is_none_or(|spec| !ATOMIC.contains(&spec.name)) {
        bits |= 1 << 14;
    }
    let is_plain = !class.is_subtype(&vm.types.type_);
    if native.is_some_and(|spec| VECTORCALL.contains(&spec.name)) || !is_plain {
        bits |= 1 << 11;
    }
    if native.is_some_and(|spec| spec.flags.contains(TypeFlags::NO_NEW)) {
        bits |= 1 << 7;
    }
    if native.is_none() && is_plain {
        let fixed = offsets(class).is_some_and(|(_, dict, _)| *dict != 0);
        let managed = class.has(TypeFlags::HAS_DICT) && !fixed;
        if managed {
            bits |= 1 << 4;
        }
        if managed && native_size(class) == 16 && class.ty().shapes.root().slot_count() == 0 {
            bits |= 1 << 2;
        }
        if class.has(TypeFlags::HAS_WEAKREF) && offsets(class).is_none_or(|(_, _, weak)| *weak == 0) {
            bits |= 1 << 3;
        }
    }
    if !is_plain {
        // Members of types lie at their end.
        bits |= 1 << 23;
    }
    bits
}

/// `__flags__`
pub(super) fn flags(vm: &Vm, value: &Value) -> PyResult {
    let class = of(vm, value)?;
    let mut bits: i64 = 1 << 12 | memory_flags(vm, class);
    let rows = [
        (TypeFlags::BASETYPE, 1 << 10),
        (TypeFlags::ABSTRACT, 1 << 20),
        (TypeFlags::IMMUTABLE, 1 << 8),
        (TypeFlags::SEQUENCE, 1 << 5),
        (TypeFlags::MAPPING, 1 << 6),
        (TypeFlags::MATCH_SELF, 1 << 22),
        (TypeFlags::METHOD_DESCRIPTOR, 1 << 17),
    ];
    for (flag, bit) in rows {
        if class.has(flag) {
            bits |= bit;
        }
    }
    let kinds = [
        (&vm.types.int, 1 << 24),
        (&vm.types.list, 1 << 25),
        (&vm.types.tuple, 1 << 26),
        (&vm.types.bytes, 1 << 27),
        (&vm.types.str, 1 << 28),
        (&vm.types.dict, 1 << 29),
        (&vm.exc.base_exception, 1 << 30),
        (&vm.types.type_, 1 << 31),
    ];
    for (t, bit) in kinds {
        if class.is_subtype(t) {
            bits |= bit;
        }
    }
    Ok(Value::Int(bits))
}
