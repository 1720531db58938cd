//! The methods of `list`.

use super::{items, iter, sort};
use crate::error::PyResult;
use crate::heap::{Items, Value};
use crate::types::NativeDef;
use crate::types::slots::CmpOp;
use crate::vm::Vm;

pub(super) static METHODS: &[NativeDef] = &[
    NativeDef::method(
        "__getitem__",
        "($self, index, /)",
        |vm, a| super::subscript::getitem(vm, &a[0], &a[1]),
        "Return self[index].",
    ),
    NativeDef::method("append", "($self, object, /)", append, "Append object to the end of the list."),
    NativeDef::method("clear", "($self, /)", clear, "Remove all items from list."),
    NativeDef::method("copy", "($self, /)", copy, "Return a shallow copy of the list."),
    NativeDef::method("count", "($self, value, /)", count, "Return number of occurrences of value."),
    NativeDef::method(
        "extend",
        "($self, iterable, /)",
        extend,
        "Extend list by appending elements from the iterable.",
    ),
    NativeDef::method(
        "index",
        "($self, value, start=0, stop=sys.maxsize, /)",
        index,
        "Return first index of value.\n\nRaises ValueError if the value is not present.",
    ),
    NativeDef::method("insert", "($self, index, object, /)", insert, "Insert object before index."),
    NativeDef::method(
        "pop",
        "($self, index=-1, /)",
        pop,
        "Remove and return item at index (default last).\n\nRaises IndexError if list is empty or index is out of range.",
    ),
    NativeDef::method(
        "remove",
        "($self, value, /)",
        remove,
        "Remove first occurrence of value.\n\nRaises ValueError if the value is not present.",
    ),
    NativeDef::method("reverse", "($self, /)", reverse, "Reverse *IN PLACE*."),
    NativeDef::method(
        "sort",
        "($self, /, *, key=None, reverse=False)",
        sort_method,
        "Sort the list in ascending order and return None.",
    ),
    NativeDef::method(
        "__reversed__",
        "($self, /)",
        iter::reversed,
        "Return a reverse iterator over the list.",
    ),
    NativeDef::method("__sizeof__", "($self, /)", sizeof, "Return the size of the list in memory, in bytes."),
    NativeDef::class(
        "__class_getitem__",
        "($type, object, /)",
        crate::objects::generic_alias::class_getitem,
        "See PEP 585",
    )
    .hidden_signature(),
];

fn append(vm: &Vm, args: &[Value]) -> PyResult {
    items(vm, &args[0])?.push(args[1].clone());
    Ok(Value::None)
}

fn clear(vm: &Vm, args: &[Value]) -> PyResult {
    drop(items(vm, &args[0])?.take());
    Ok(Value::None)
}

fn copy(vm: &Vm, args: &[Value]) -> PyResult {
    Ok(vm.new_list(items(vm, &args[0])?.to_vec()))
}

fn count(vm: &Vm, args: &[Value]) -> PyResult {
    let list = items(vm, &args[0])?;
    let (mut i, mut n) = (0, 0);
    while let Some(item) = list.get(i) {
        n += i64::from(vm.eq(&item, &args[1])?);
        i += 1;
    }
    Ok(Value::Int(n))
}

pub(super) fn extend(vm: &Vm, args: &[Value]) -> PyResult {
    let list = items(vm, &args[0])?;
    let source = &args[1];
    if source.is(&args[0]) || vm.is_exact(source, &vm.types.list) || vm.is_exact(source, &vm.types.tuple) {
        list.extend(vm.list_from_iterable(source)?);
        return Ok(Value::None);
    }
    // Elements arrive one by one, so that those before an error stay, as in CPython.
    let iterator = vm.iter(source)?;
    let hint = vm.length_hint(source, 0)?;
    // A hint that goes beyond all sizes is taken for a lie.
    if isize::try_from(hint.saturating_add(list.len())).is_ok() {
        if !vm.check_size(hint.saturating_mul(size_of::<Value>())) || hint > Items::MAX - list.len() {
            return Err(vm.out_of_memory());
        }
        list.reserve(hint.min(1 << 16));
    }
    let mut take = |item| {
        list.push(item);
        None
    };
    while let Some(item) = vm.draw(&iterator, &mut take)? {
        list.push(item);
    }
    Ok(Value::None)
}

/// A `start`/`stop` argument: cut to 64 bits, negative ones counted from the end.
pub(crate) fn bound(vm: &Vm, value: &Value, len: usize) -> PyResult<usize> {
    if !vm.has_index(value) {
        return Err(vm.type_error("slice indices must be integers or have an __index__ method"));
    }
    let n = vm.index_clamped(value)?;
    let n = if n < 0 { n.saturating_add(i64::try_from(len).unwrap_or(i64::MAX)).max(0) } else { n };
    Ok(usize::try_from(n).unwrap_or(usize::MAX))
}

fn index(vm: &Vm, args: &[Value]) -> PyResult {
    let list = items(vm, &args[0])?;
    let (mut i, stop) = (bound(vm, &args[2], list.len())?, bound(vm, &args[3], list.len())?);
    while i < stop
        && let Some(item) = list.get(i)
    {
        if vm.eq(&item, &args[1])? {
            return Ok(Value::from(i));
        }
        i += 1;
    }
    let shown = vm.repr(&args[1])?;
    Err(vm.value_error(format!("{shown} is not in list")))
}

fn insert(vm: &Vm, args: &[Value]) -> PyResult {
    let list = items(vm, &args[0])?;
    let index = vm.index_i64(&args[1])?;
    let len = i64::try_from(list.len()).unwrap_or(i64::MAX);
    let at = if index < 0 { index.saturating_add(len).max(0) } else { index };
    list.insert(usize::try_from(at).unwrap_or(usize::MAX), args[2].clone());
    Ok(Value::None)
}

fn pop(vm: &Vm, args: &[Value]) -> PyResult {
    let list = items(vm, &args[0])?;
    if let Value::Int(-1) = args[1]
        && let Some(last) = list.pop()
    {
        return Ok(last);
    }
    let index = vm.index_i64(&args[1])?;
    if list.is_empty() {
        return Err(vm.index_error("pop from empty list"));
    }
    let len = i64::try_from(list.len()).unwrap_or(i64::MAX);
    let at = if index < 0 { index.saturating_add(len) } else { index };
    let found = usize::try_from(at).ok().and_then(|i| list.remove(i));
    found.ok_or_else(|| vm.index_error("pop index out of range"))
}

fn remove(vm: &Vm, args: &[Value]) -> PyResult {
    let list = items(vm, &args[0])?;
    let mut i = 0;
    while let Some(item) = list.get(i) {
        if vm.eq(&item, &args[1])? {
            drop(list.remove(i));
            return Ok(Value::None);
        }
        i += 1;
    }
    Err(vm.value_error("list.remove(x): x not in list"))
}

fn reverse(vm: &Vm, args: &[Value]) -> PyResult {
    items(vm, &args[0])?.reverse();
    Ok(Value::None)
}

fn sizeof(vm: &Vm, args: &[Value]) -> PyResult {
    Ok(Value::from(40 + items(vm, &args[0])?.capacity() * 8))
}

fn sort_method(vm: &Vm, args: &[Value]) -> PyResult {
    let list = items(vm, &args[0])?;
    let descending = vm.is_true(&args[2])?;
    // The list is empty while it is sorted; what is put in meanwhile is found and reported.
    let mut values = list.take();
    let outcome = sort_values(vm, &mut values, &args[1], descending);
    if !args[1].is_none() {
        // The keys are gone, and their finalizers may be of those that touch the list.
        vm.run_all_pending();
    }
    let meanwhile = list.replace(values);
    outcome?;
    if meanwhile.is_empty() && meanwhile.capacity() == 0 {
        return Ok(Value::None);
    }
    Err(vm.value_error("list modified during sort"))
}

/// Sorts as `list.sort` does; on an error the values are a permutation of what they were.
pub(crate) fn sort_values(vm: &Vm, values: &mut [Value], key: &Value, descending: bool) -> PyResult<()> {
    if key.is_none() {
        return sort_by(descending, values, |values| sort_plain(vm, values));
    }
    let mut keys = Vec::with_capacity(values.len());
    for value in values.iter() {
        keys.push(vm.call1(key, value.clone())?);
    }
    if descending {
        keys.reverse();
    }
    sort_by(descending, values, |values| {
        sort::sort_pairs(&mut keys, values, |a, b| vm.compare_bool(a, b, CmpOp::Lt))
    })
}

/// A descending sort reverses before and after, so that equal elements keep their order.
fn sort_by(
    descending: bool,
    values: &mut [Value],
    sort: impl FnOnce(&mut [Value]) -> PyResult<()>,
) -> PyResult<()> {
    if !descending {
        return sort(values);
    }
    values.reverse();
    let outcome = sort(values);
    values.reverse();
    outcome
}

fn sort_plain(vm: &Vm, values: &mut [Value]) -> PyResult<()> {
    if values.iter().all(|v| matches!(v, Value::Int(_))) {
        return sort_scalars(
            values,
            |v| if let Value::Int(n) = v { Some(*n) } else { None },
            |n| Value::Int(*n),
        );
    }
    if values.iter().all(|v| matches!(v, Value::Float(x) if !x.is_nan())) {
        let get = |v: &Value| if let Value::Float(x) = v { Some(*x) } else { None };
        return sort_scalars(values, get, |x| Value::Float(*x));
    }
    if values.iter().all(|v| matches!(v, Value::Str(_))) {
        // Equal texts may be different objects, so the sort must be stable; comparing cannot fail.
        values.sort_by(|a, b| match (a, b) {
            (Value::Str(x), Value::Str(y)) => x.as_bytes().cmp(y.as_bytes()),
            _ => std::cmp::Ordering::Equal,
        });
        return Ok(());
    }
    sort::sort(values, |a, b| vm.compare_bool(a, b, CmpOp::Lt))
}

/// Sorts values that are all of one scalar type, whose equal members cannot be told apart (`0.0` and `-0.0` can:
/// the sort is stable).
fn sort_scalars<T: PartialOrd + Copy>(
    values: &mut [Value],
    get: impl Fn(&Value) -> Option<T>,
    put: impl Fn(&T) -> Value,
) -> PyResult<()> {
    let mut scalars: Vec<T> = values.iter().filter_map(get).collect();
    scalars.sort_by(|a, b| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal));
    for (slot, scalar) in values.iter_mut().zip(&scalars) {
        *slot = put(scalar);
    }
    Ok(())
}
