//! `_bisect`: mirrors `Modules/_bisectmodule.c`.

use pyvm_vm::types::NativeDef;
use pyvm_vm::types::slots::CmpOp;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use crate::support::{method, size};

const DOC: &str = "Bisection algorithms.\n\nThis module provides support for maintaining a list in sorted order without\nhaving to sort the list after each insertion. For long lists of items with\nexpensive comparison operations, this can be an improvement over the more\ncommon approach.\n";

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function(
        "bisect_right",
        "($module, /, a, x, lo=0, hi=None, *, key=None)",
        bisect_right,
        "Return the index where to insert item x in list a, assuming a is sorted.\n\nThe return value i is such that all e in a[:i] have e <= x, and all e in\na[i:] have e > x.  So if x already appears in the list, a.insert(i, x) will\ninsert just after the rightmost x already there.\n\nOptional args lo (default 0) and hi (default len(a)) bound the\nslice of a to be searched.\n\nA custom key function can be supplied to customize the sort order.",
    ),
    NativeDef::function(
        "insort_right",
        "($module, /, a, x, lo=0, hi=None, *, key=None)",
        insort_right,
        "Insert item x in list a, and keep it sorted assuming a is sorted.\n\nIf x is already in a, insert it to the right of the rightmost x.\n\nOptional args lo (default 0) and hi (default len(a)) bound the\nslice of a to be searched.\n\nA custom key function can be supplied to customize the sort order.",
    ),
    NativeDef::function(
        "bisect_left",
        "($module, /, a, x, lo=0, hi=None, *, key=None)",
        bisect_left,
        "Return the index where to insert item x in list a, assuming a is sorted.\n\nThe return value i is such that all e in a[:i] have e < x, and all e in\na[i:] have e >= x.  So if x already appears in the list, a.insert(i, x) will\ninsert just before the leftmost x already there.\n\nOptional args lo (default 0) and hi (default len(a)) bound the\nslice of a to be searched.\n\nA custom key function can be supplied to customize the sort order.",
    ),
    NativeDef::function(
        "insort_left",
        "($module, /, a, x, lo=0, hi=None, *, key=None)",
        insort_left,
        "Insert item x in list a, and keep it sorted assuming a is sorted.\n\nIf x is already in a, insert it to the left of the leftmost x.\n\nOptional args lo (default 0) and hi (default len(a)) bound the\nslice of a to be searched.\n\nA custom key function can be supplied to customize the sort order.",
    ),
];

/// Makes the module.
///
/// # Errors
/// None.
pub(crate) fn make(vm: &Vm) -> PyResult {
    Ok(pyvm_vm::modules::make(vm, "_bisect", DOC, FUNCTIONS))
}

/// Where `x` belongs in the sorted `args[0]`, after equal items or before them.
fn bisect(vm: &Vm, args: &[Value], x: &Value, is_right: bool) -> PyResult<usize> {
    let (list, key) = (&args[0], &args[4]);
    let Ok(mut low) = usize::try_from(vm.index_i64(&args[2])?) else {
        return Err(vm.value_error("lo must be non-negative"));
    };
    let mut high = match &args[3] {
        Value::None => vm.len(list)?,
        given if !vm.has_index(given) => {
            let got = vm.type_name(given);
            return Err(vm.type_error(format!("argument should be integer or None, not '{got}'")));
        }
        // As CPython: a negative bound is no bound at all where it came as -1, and an empty range else.
        given => match vm.index_i64(given)? {
            -1 => vm.len(list)?,
            n => usize::try_from(n).unwrap_or(0),
        },
    };
    while low < high {
        let middle = low + (high - low) / 2;
        let mut item = vm.getitem(list, &size(middle))?;
        if !key.is_none() {
            item = vm.call1(key, item)?;
        }
        let goes_left = if is_right {
            vm.compare_bool(x, &item, CmpOp::Lt)?
        } else {
            !vm.compare_bool(&item, x, CmpOp::Lt)?
        };
        if goes_left {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Ok(low)
}

fn insort(vm: &Vm, args: &[Value], is_right: bool) -> PyResult {
    let place = if args[4].is_none() {
        bisect(vm, args, &args[1], is_right)?
    } else {
        let x = vm.call1(&args[4], args[1].clone())?;
        bisect(vm, args, &x, is_right)?
    };
    method(vm, &args[0], "insert", &[size(place), args[1].clone()])?;
    Ok(Value::None)
}

fn bisect_right(vm: &Vm, args: &[Value]) -> PyResult {
    bisect(vm, args, &args[1], true).map(size)
}

fn bisect_left(vm: &Vm, args: &[Value]) -> PyResult {
    bisect(vm, args, &args[1], false).map(size)
}

fn insort_right(vm: &Vm, args: &[Value]) -> PyResult {
    insort(vm, args, true)
}

fn insort_left(vm: &Vm, args: &[Value]) -> PyResult {
    insort(vm, args, false)
}
