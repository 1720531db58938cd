//! `str`: mirrors `Objects/unicodeobject.c`.

use std::cell::{Cell, RefCell};

use crate::error::PyResult;
use crate::heap::collect::Traverse;
use crate::heap::{Str, Value, Visitor};
use crate::objects::slice::Slice;
use crate::objects::{Kind, Native};
use crate::types::slots::CmpOp;
use crate::types::{Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use crate::vm::Vm;

pub(crate) mod args;
pub mod codec;
mod find;
pub mod format;
mod handlers;
mod layout;
mod methods;
mod split;
mod translate;

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: Some(
        "str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str\n\nCreate a new string object from the given object. If encoding or\nerrors is specified, then the object must expose a data buffer\nthat will be decoded using the given encoding and error handler.\nOtherwise, returns the result of object.__str__() (if defined)\nor repr(object).\nencoding defaults to sys.getdefaultencoding().\nerrors defaults to 'strict'.",
    ),
    flags: TypeFlags::BASETYPE.with(TypeFlags::MATCH_SELF),
    layout: Some(Layout::Native("str")),
    slots,
    new: Some(&NEW),
    methods: methods::METHODS,
    ..TypeSpec::named("str", "builtins")
};

/// `str_iterator`
pub static ITER_SPEC: TypeSpec = TypeSpec {
    layout: Some(Layout::Native("str_iterator")),
    flags: TypeFlags::NO_NEW,
    slots: iter_slots,
    methods: ITER_METHODS,
    ..TypeSpec::named("str_iterator", "builtins")
};

/// `str_ascii_iterator`: the same for a string of ASCII characters.
pub static ASCII_ITER_SPEC: TypeSpec = TypeSpec {
    layout: Some(Layout::Native("str_iterator")),
    flags: TypeFlags::NO_NEW,
    slots: iter_slots,
    methods: ITER_METHODS,
    ..TypeSpec::named("str_ascii_iterator", "builtins")
};

static NEW: NativeDef = NativeDef::static_(
    "__new__",
    "($type, object=<unrepresentable>, encoding=<unrepresentable>, errors=<unrepresentable>)",
    new,
    "",
);

static ITER_METHODS: &[NativeDef] = &[
    NativeDef::method(
        "__length_hint__",
        "($self, /)",
        length_hint,
        "Private method returning an estimate of len(list(it)).",
    )
    .hidden_signature(),
    NativeDef::method("__reduce__", "($self, /)", iter_reduce, "Return state information for pickling.")
        .hidden_signature(),
    NativeDef::method(
        "__setstate__",
        "($self, object, /)",
        iter_setstate,
        "Set state information for unpickling.",
    )
    .hidden_signature(),
];

struct StrIter {
    text: RefCell<Value>,
    next: Cell<usize>,
}

fn slots(s: &Slots) {
    s.repr.set(Some(|vm, v| Ok(Value::Str(crate::text::escape::repr_str(of(vm, v)?.as_wtf8()).into()))));
    s.str.set(Some(|vm, v| match v {
        Value::Str(_) => Ok(v.clone()),
        subclass => Ok(Value::Str(copied(vm, of(vm, subclass)?))),
    }));
    s.hash.set(Some(|vm, v| vm.hash(v.unwrapped())));
    s.richcompare.set(Some(richcompare));
    s.iter.set(Some(iter));
    s.len.set(Some(|vm, v| Ok(of(vm, v)?.char_len())));
    s.getitem.set(Some(getitem));
    s.contains.set(Some(contains));
    s.concat.set(Some(concat));
    s.repeat.set(Some(repeat));
    s.rem.set(Some(|vm, a, b| {
        if a.as_text().is_some() { format::percent(vm, a, b) } else { Ok(Value::NotImplemented) }
    }));
}

fn iter_slots(s: &Slots) {
    s.iter.set(Some(|_, v| Ok(v.clone())));
    s.iternext.set(Some(next));
}

/// The text of a receiver.
pub(super) fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Str> {
    value.as_text().ok_or_else(|| vm.wrong_payload(value, "str"))
}

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    let class = vm.expect_type(&args[0], "str.__new__(X): X")?;
    let text = if args[1].is_unbound() {
        vm.names.empty.clone()
    } else if args[2].is_unbound() && args[3].is_unbound() {
        let text = vm.str_object(&args[1])?;
        if class.is(&vm.types.str) {
            return Ok(text);
        }
        text.as_text().cloned().unwrap_or_else(|| vm.names.empty.clone())
    } else {
        let option = |value: &Value, default: &str, what: &str| match value {
            Value::Unbound => Ok(default.to_owned()),
            given => args::name_argument(vm, given, what).map(|text| text.to_string_lossy().into_owned()),
        };
        let encoding = option(&args[2], "utf-8", "str() argument 'encoding'")?;
        let errors = option(&args[3], "strict", "str() argument 'errors'")?;
        if args[1].as_text().is_some() {
            return Err(vm.type_error("decoding str is not supported"));
        }
        let bytes = vm.bytes_of(&args[1]).map_err(|_| {
            let got = vm.type_name(&args[1]);
            vm.type_error(format!("decoding to str: need a bytes-like object, {got} found"))
        })?;
        if bytes.is_empty() { vm.names.empty.clone() } else { vm.decode(&bytes, &encoding, &errors)? }
    };
    if class.is(&vm.types.str) {
        return Ok(Value::Str(text));
    }
    Ok(vm.new_object(class, Kind::Wrapped(Value::Str(copied(vm, &text)))))
}

/// A string object of the same text: what belongs to an instance of a subclass is no object that others have.
fn copied(vm: &Vm, text: &Str) -> Str {
    if text.is_empty() { vm.names.empty.clone() } else { Str::from_wtf8(text.as_wtf8()) }
}

fn richcompare(_vm: &Vm, a: &Value, b: &Value, op: CmpOp) -> PyResult {
    let (Some(x), Some(y)) = (a.as_text(), b.as_text()) else { return Ok(Value::NotImplemented) };
    Ok(Value::Bool(op.matches(x.as_bytes().cmp(y.as_bytes()))))
}

fn getitem(vm: &Vm, value: &Value, key: &Value) -> PyResult {
    let text = of(vm, value)?;
    if let Some(slice) = key.native::<Slice>() {
        let indices = slice.indices(vm, text.char_len())?;
        if indices.step == 1 {
            let start = indices.start as usize;
            if indices.count == text.char_len() {
                return Ok(Value::Str(text.clone()));
            }
            return Ok(vm.new_str(text.slice_chars(start, start + indices.count)));
        }
        let picked: rustpython_wtf8::Wtf8Buf = indices.iter().filter_map(|i| text.char_at(i)).collect();
        return Ok(vm.fresh_str(picked));
    }
    if !vm.has_index(key) {
        let got = vm.type_name(key);
        return Err(vm.type_error(format!("string indices must be integers, not '{got}'")));
    }
    let index = vm.sequence_index(key)?;
    let len = i64::try_from(text.char_len()).unwrap_or(i64::MAX);
    let index = if index < 0 { index.saturating_add(len) } else { index };
    match usize::try_from(index).ok().filter(|i| *i < text.char_len()) {
        Some(i) => Ok(vm.new_str(text.slice_chars(i, i + 1))),
        None => Err(vm.index_error("string index out of range")),
    }
}

fn contains(vm: &Vm, value: &Value, item: &Value) -> PyResult<bool> {
    let Some(needle) = item.as_text() else {
        let got = vm.type_name(item);
        return Err(vm.type_error(format!("'in <string>' requires string as left operand, not {got}")));
    };
    Ok(memchr::memmem::find(of(vm, value)?.as_bytes(), needle.as_bytes()).is_some())
}

fn concat(vm: &Vm, a: &Value, b: &Value) -> PyResult {
    let Some(right) = b.as_text() else {
        let got = vm.type_name(b);
        return Err(vm.type_error(format!("can only concatenate str (not \"{got}\") to str")));
    };
    let left = of(vm, a)?;
    // The empty string is one object; an empty instance of a subclass is another.
    let is_empty = |value: &Value| matches!(value, Value::Str(text) if text.is_empty());
    if is_empty(a) {
        return Ok(Value::Str(right.clone()));
    }
    if is_empty(b) {
        return Ok(Value::Str(left.clone()));
    }
    if right.is_empty() {
        return Ok(vm.new_str(Str::from_wtf8(left.as_wtf8())));
    }
    Ok(Value::Str(Str::concat(left, right)))
}

fn repeat(vm: &Vm, value: &Value, count: &Value) -> PyResult {
    let text = of(vm, value)?;
    let n = usize::try_from(vm.index_i64(count)?).unwrap_or(0);
    if n == 0 || text.is_empty() {
        return Ok(Value::Str(vm.names.empty.clone()));
    }
    if n == 1 {
        return Ok(Value::Str(text.clone()));
    }
    if text.char_len().checked_mul(n).is_none_or(|t| isize::try_from(t).is_err()) {
        return Err(vm.overflow_error("repeated string is too long"));
    }
    let total = text.len().checked_mul(n).filter(|t| vm.check_size(*t));
    if total.is_none() {
        return Err(vm.out_of_memory());
    }
    let bytes = text.as_bytes().repeat(n);
    match Str::from_utf8(&bytes) {
        Some(repeated) => Ok(Value::Str(repeated)),
        None => {
            let mut all = rustpython_wtf8::Wtf8Buf::with_capacity(bytes.len());
            (0..n).for_each(|_| all.push_wtf8(text.as_wtf8()));
            Ok(Value::Str(all.into()))
        }
    }
}

fn iter(vm: &Vm, value: &Value) -> PyResult {
    let text = of(vm, value)?.clone();
    let class = if text.is_ascii() && matches!(value, Value::Str(_)) {
        &vm.types.str_ascii_iterator
    } else {
        &vm.types.str_iterator
    };
    let text = Value::Str(text);
    Ok(vm.new_native(class, StrIter { text: RefCell::new(text), next: Cell::new(0) }))
}

fn iter_of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a StrIter> {
    vm.payload(value, "str_iterator")
}

/// The position is a byte offset.
fn next(vm: &Vm, iterator: &Value) -> PyResult<Option<Value>> {
    let it = iter_of(vm, iterator)?;
    let text = it.text.borrow().clone();
    let Value::Str(text) = text else { return Ok(None) };
    let start = it.next.get();
    let Some(first) = text.as_bytes().get(start) else {
        drop(it.text.replace(Value::Unbound));
        return Ok(None);
    };
    let width = match first {
        0..0x80 => 1,
        0x80..0xE0 => 2,
        0xE0..0xF0 => 3,
        _ => 4,
    };
    it.next.set(start + width);
    let part = text.as_wtf8().get(start..start + width);
    Ok(part.map(|p| vm.new_str(Str::from_wtf8(p))))
}

fn length_hint(vm: &Vm, args: &[Value]) -> PyResult {
    let it = iter_of(vm, &args[0])?;
    let text = it.text.borrow().clone();
    let left = text.as_text().map_or(0, |t| t.char_len() - t.char_index(it.next.get()));
    Ok(Value::from(left))
}

fn iter_reduce(vm: &Vm, args: &[Value]) -> PyResult {
    let it = iter_of(vm, &args[0])?;
    let iter = vm.builtin("iter")?;
    let text = it.text.borrow().clone();
    match text.as_text() {
        Some(t) => {
            let index = Value::from(t.char_index(it.next.get()));
            Ok(vm.new_tuple(vec![iter, vm.new_tuple(vec![text.clone()]), index]))
        }
        None => Ok(vm.new_tuple(vec![iter, vm.new_tuple(vec![Value::Str(vm.names.empty.clone())])])),
    }
}

fn iter_setstate(vm: &Vm, args: &[Value]) -> PyResult {
    let it = iter_of(vm, &args[0])?;
    let index = usize::try_from(vm.int_i64(&args[1])?.max(0)).unwrap_or(0);
    if let Value::Str(text) = &*it.text.borrow() {
        it.next.set(text.byte_offset(index.min(text.char_len())));
    }
    Ok(Value::None)
}

impl Native for StrIter {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        self.text.traverse(visit);
    }
}
