//! `bytes`: mirrors `Objects/bytesobject.c`.

use std::cell::{Cell, RefCell};

use crate::error::PyResult;
use crate::heap::collect::Traverse;
use crate::heap::{Bytes, Value, Visitor};
use crate::objects::slice::Slice;
use crate::objects::{Kind, Native};
use crate::protocol::buffer::{Buffer, BytesExporter};
use crate::types::slots::CmpOp;
use crate::types::{Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use crate::vm::Vm;

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: Some(
        "bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes\nbytes(bytes_or_buffer) -> immutable copy of bytes_or_buffer\nbytes(int) -> bytes object of size given by the parameter initialized with null bytes\nbytes() -> empty bytes object\n\nConstruct an immutable array of bytes from:\n  - an iterable yielding integers in range(256)\n  - a text string encoded using the specified encoding\n  - any object implementing the buffer API.\n  - an integer",
    ),
    flags: TypeFlags::BASETYPE.with(TypeFlags::MATCH_SELF),
    layout: Some(Layout::Native("bytes")),
    slots,
    new: Some(&NEW),
    methods: METHODS,
    ..TypeSpec::named("bytes", "builtins")
};

/// `bytes_iterator`
pub static ITER_SPEC: TypeSpec = TypeSpec {
    layout: Some(Layout::Native("bytes_iterator")),
    flags: TypeFlags::NO_NEW,
    slots: |s: &Slots| {
        s.iter.set(Some(|_, v| Ok(v.clone())));
        s.iternext.set(Some(next));
    },
    ..TypeSpec::named("bytes_iterator", "builtins")
};

static NEW: NativeDef = NativeDef::static_(
    "__new__",
    "($type, source=<unrepresentable>, encoding=<unrepresentable>, errors=<unrepresentable>)",
    new,
    "",
);

static METHODS: &[NativeDef] = &[
    NativeDef::method(
        "decode",
        "($self, /, encoding='utf-8', errors='strict')",
        decode,
        "Decode the bytes using the codec registered for encoding.",
    ),
    NativeDef::method(
        "hex",
        "($self, sep=<unrepresentable>, bytes_per_sep=1)",
        hex,
        "Create a string of hexadecimal numbers from a bytes object.",
    ),
    NativeDef::class(
        "fromhex",
        "($type, string, /)",
        fromhex,
        "Create a bytes object from a string of hexadecimal numbers.",
    ),
    NativeDef::method(
        "join",
        "($self, iterable_of_bytes, /)",
        join,
        "Concatenate any number of bytes objects.",
    ),
    NativeDef::method(
        "startswith",
        "($self, prefix, /)",
        |vm, a| affix(vm, a, |x, y| x.starts_with(y)),
        "Return True if the bytes starts with the specified prefix, False otherwise.",
    ),
    NativeDef::method(
        "endswith",
        "($self, suffix, /)",
        |vm, a| affix(vm, a, |x, y| x.ends_with(y)),
        "Return True if the bytes ends with the specified suffix, False otherwise.",
    ),
    NativeDef::method(
        "find",
        "($self, sub, /)",
        |vm, a| {
            let n = vm.bytes_of(&a[1])?;
            Ok(Value::Int(memchr::memmem::find(of(vm, &a[0])?, &n).map_or(-1, |i| i as i64)))
        },
        "Return the lowest index in B where subsection sub is found.",
    ),
    NativeDef::method(
        "count",
        "($self, sub, /)",
        |vm, a| {
            let n = vm.bytes_of(&a[1])?;
            Ok(Value::from(memchr::memmem::find_iter(of(vm, &a[0])?, &n[..]).count()))
        },
        "Return the number of non-overlapping occurrences of subsection sub.",
    ),
    NativeDef::method(
        "__getnewargs__",
        "($self, /)",
        |vm, a| {
            let copy = vm.new_bytes(of(vm, &a[0])?);
            Ok(vm.new_tuple(vec![copy]))
        },
        "",
    ),
    NativeDef::method(
        "__bytes__",
        "($self, /)",
        |vm, a| Ok(Value::Bytes(vm.bytes_of(&a[0])?)),
        "Convert this value to exact type bytes.",
    ),
];

struct BytesIter {
    data: RefCell<Value>,
    next: Cell<usize>,
}

fn slots(s: &Slots) {
    s.repr.set(Some(|vm, v| Ok(Value::str(&crate::text::escape::repr_bytes(of(vm, v)?)))));
    s.hash.set(Some(|vm, v| vm.hash(v.unwrapped())));
    s.richcompare.set(Some(richcompare));
    s.iter.set(Some(iter));
    s.len.set(Some(|vm, v| Ok(of(vm, v)?.len())));
    s.getitem.set(Some(getitem));
    s.contains.set(Some(contains));
    s.concat.set(Some(concat));
    s.repeat.set(Some(repeat));
    s.buffer.set(Some(buffer));
}

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Bytes> {
    match value.unwrapped() {
        Value::Bytes(b) => Ok(b),
        _ => Err(vm.wrong_payload(value, "bytes")),
    }
}

fn buffer(vm: &Vm, value: &Value, writable: bool) -> PyResult<Buffer> {
    if writable {
        return Err(vm.buffer_error("Object is not writable."));
    }
    let data = of(vm, value)?.clone();
    let len = data.len();
    Ok(Buffer::simple(value.clone(), Box::new(BytesExporter(data)), len, true))
}

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    let class = vm.expect_type(&args[0], "bytes.__new__(X): X")?;
    let value = construct(vm, &args[1], &args[2], &args[3])?;
    if class.is(&vm.types.bytes) { Ok(value) } else { Ok(vm.new_object(class, Kind::Wrapped(value))) }
}

fn construct(vm: &Vm, source: &Value, encoding: &Value, errors: &Value) -> PyResult {
    if let Some(text) = source.as_text() {
        if encoding.is_unbound() {
            return Err(vm.type_error("string argument without an encoding"));
        }
        let errors = if errors.is_unbound() { "strict".to_owned() } else { vm.str(errors)?.to_string() };
        let data =
            crate::objects::str::codec::encode(vm, text, &vm.str(encoding)?.to_string_lossy(), &errors)?;
        return Ok(vm.new_bytes(&data));
    }
    if !encoding.is_unbound() || !errors.is_unbound() {
        return Err(vm.type_error(if encoding.is_unbound() {
            "errors without a string argument"
        } else {
            "encoding without a string argument"
        }));
    }
    if source.is_unbound() {
        return Ok(vm.new_bytes(&[]));
    }
    if let Value::Bytes(_) = source {
        return Ok(source.clone());
    }
    if let Some(made) = vm.call_special(source, &vm.names.bytes, &[])? {
        return match made.unwrapped() {
            Value::Bytes(_) => Ok(made),
            _ => {
                let got = vm.type_name(&made);
                Err(vm.type_error(format!("__bytes__ returned non-bytes (type {got})")))
            }
        };
    }
    if vm.is_bytes_like(source) {
        return Ok(Value::Bytes(vm.bytes_of(source)?));
    }
    if vm.has_index(source) {
        let n =
            vm.index_i64_or(source, |vm| vm.overflow_error("cannot fit 'int' into an index-sized integer"))?;
        let Ok(n) = usize::try_from(n) else { return Err(vm.value_error("negative count")) };
        let mut zeros = Vec::new();
        if !vm.check_size(n) || zeros.try_reserve_exact(n).is_err() {
            return Err(vm.out_of_memory());
        }
        zeros.resize(n, 0);
        return Ok(vm.new_bytes(&zeros));
    }
    let slots = &vm.class_of(source).ty().slots;
    if slots.iter.get().is_none() && slots.getitem.get().is_none() {
        let got = vm.type_name(source);
        return Err(vm.type_error(format!("cannot convert '{got}' object to bytes")));
    }
    let mut data = Vec::new();
    for item in vm.list_from_iterable(source)? {
        let n = vm.index_i64(&item)?;
        data.push(u8::try_from(n).map_err(|_| vm.value_error("bytes must be in range(0, 256)"))?);
    }
    Ok(vm.new_bytes(&data))
}

fn richcompare(_vm: &Vm, a: &Value, b: &Value, op: CmpOp) -> PyResult {
    match (a.unwrapped(), b.unwrapped()) {
        (Value::Bytes(x), Value::Bytes(y)) => Ok(Value::Bool(op.matches(x.as_slice().cmp(y.as_slice())))),
        _ => Ok(Value::NotImplemented),
    }
}

fn getitem(vm: &Vm, value: &Value, key: &Value) -> PyResult {
    let data = of(vm, value)?;
    if let Some(slice) = key.native::<Slice>() {
        let indices = slice.indices(vm, data.len())?;
        if indices.step == 1 && indices.count == data.len() && matches!(value, Value::Bytes(_)) {
            return Ok(value.clone());
        }
        let picked: Vec<u8> = indices.iter().filter_map(|i| data.get(i).copied()).collect();
        return Ok(vm.new_bytes(&picked));
    }
    if !vm.has_index(key) {
        let got = vm.type_name(key);
        return Err(vm.type_error(format!("byte indices must be integers or slices, not {got}")));
    }
    let index = vm.sequence_index(key)?;
    let index = if index < 0 { index.saturating_add(data.len() as i64) } else { index };
    match usize::try_from(index).ok().and_then(|i| data.get(i)) {
        Some(b) => Ok(Value::Int(i64::from(*b))),
        None => Err(vm.index_error("index out of range")),
    }
}

fn contains(vm: &Vm, value: &Value, item: &Value) -> PyResult<bool> {
    let data = of(vm, value)?;
    if vm.has_index(item) {
        let n = vm.index_i64(item)?;
        let byte = u8::try_from(n).map_err(|_| vm.value_error("byte must be in range(0, 256)"))?;
        return Ok(data.contains(&byte));
    }
    Ok(memchr::memmem::find(data, &vm.bytes_of(item)?).is_some())
}

fn concat(vm: &Vm, a: &Value, b: &Value) -> PyResult {
    if !vm.is_bytes_like(b) {
        let got = vm.type_name(b);
        return Err(vm.type_error(format!("can't concat {got} to bytes")));
    }
    let (x, y) = (of(vm, a)?, vm.bytes_of(b)?);
    Ok(vm.new_bytes(&[x.as_slice(), y.as_slice()].concat()))
}

fn repeat(vm: &Vm, value: &Value, count: &Value) -> PyResult {
    let data = of(vm, value)?;
    let n = usize::try_from(vm.index_i64(count)?).unwrap_or(0);
    if data.len().checked_mul(n).is_none_or(|t| !vm.check_size(t)) {
        return Err(vm.out_of_memory());
    }
    Ok(vm.new_bytes(&data.repeat(n)))
}

fn decode(vm: &Vm, args: &[Value]) -> PyResult {
    let (encoding, errors) = (vm.str(&args[1])?, vm.str(&args[2])?);
    vm.decode(of(vm, &args[0])?, &encoding.to_string_lossy(), &errors.to_string_lossy()).map(Value::Str)
}

fn hex(vm: &Vm, args: &[Value]) -> PyResult {
    if !args[1].is_unbound() {
        return Err(vm.unfinished("bytes.hex() with a separator"));
    }
    let text: String = of(vm, &args[0])?.iter().map(|b| format!("{b:02x}")).collect();
    Ok(vm.new_str(text))
}

fn fromhex(vm: &Vm, args: &[Value]) -> PyResult {
    let text = vm.expect_str(&args[1], "fromhex() argument")?.to_string();
    let mut data = Vec::new();
    let mut digits: Vec<(usize, u8)> = Vec::new();
    for (i, c) in text.chars().enumerate() {
        if c.is_ascii_whitespace() && digits.is_empty() {
            continue;
        }
        match c.to_digit(16) {
            Some(d) => digits.push((i, d as u8)),
            None => {
                return Err(
                    vm.value_error(format!("non-hexadecimal number found in fromhex() arg at position {i}"))
                );
            }
        }
        if let [(_, a), (_, b)] = digits[..] {
            data.push(a << 4 | b);
            digits.clear();
        }
    }
    if !digits.is_empty() {
        let n = text.chars().count();
        return Err(vm.value_error(format!("non-hexadecimal number found in fromhex() arg at position {n}")));
    }
    let made = vm.new_bytes(&data);
    if args[0].is(&vm.types.bytes.to_value()) { Ok(made) } else { vm.call1(&args[0], made) }
}

fn join(vm: &Vm, args: &[Value]) -> PyResult {
    let separator = of(vm, &args[0])?;
    let mut all = Vec::new();
    for (i, item) in vm.list_from_iterable(&args[1])?.iter().enumerate() {
        if !vm.is_bytes_like(item) {
            let got = vm.type_name(item);
            return Err(
                vm.type_error(format!("sequence item {i}: expected a bytes-like object, {got} found"))
            );
        }
        if i > 0 {
            all.extend_from_slice(separator);
        }
        all.extend_from_slice(&vm.bytes_of(item)?);
    }
    Ok(vm.new_bytes(&all))
}

fn affix(vm: &Vm, args: &[Value], test: fn(&[u8], &[u8]) -> bool) -> PyResult {
    let data = of(vm, &args[0])?;
    let options = match args[1].as_tuple() {
        Some(items) => items.to_vec(),
        None => vec![args[1].clone()],
    };
    for option in &options {
        if test(data, &vm.bytes_of(option)?) {
            return Ok(Value::Bool(true));
        }
    }
    Ok(Value::Bool(false))
}

fn iter(vm: &Vm, value: &Value) -> PyResult {
    let data = Value::Bytes(of(vm, value)?.clone());
    Ok(vm.new_native(&vm.types.bytes_iterator, BytesIter { data: RefCell::new(data), next: Cell::new(0) }))
}

fn next(vm: &Vm, iterator: &Value) -> PyResult<Option<Value>> {
    let it: &BytesIter = vm.payload(iterator, "bytes_iterator")?;
    let index = it.next.get();
    let item = match &*it.data.borrow() {
        Value::Bytes(b) => b.get(index).copied(),
        _ => None,
    };
    it.next.set(index + 1);
    Ok(item.map(|b| Value::Int(i64::from(b))))
}

impl Native for BytesIter {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        self.data.traverse(visit);
    }
}
