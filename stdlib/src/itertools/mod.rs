//! `itertools`: mirrors `Modules/itertoolsmodule.c`.

use pyvm_vm::types::NativeDef;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult, Value};

/// Declares the spec of an iterator type and its constructor from their parts.
macro_rules! iterator_type {
    (
        $(#[$doc:meta])* $spec:ident $name:literal, $text:expr, $flags:expr, $($payload:ty)?,
        new: $new_spec:ident $new_def:expr, next: $next:path, methods: $methods:expr $(, repr: $repr:path)?
    ) => {
        $(#[$doc])*
        pub(super) static $spec: TypeSpec = TypeSpec {
            doc: Some($text),
            flags: $flags,
            layout: Some(Layout::Native($name)),
            slots: |s: &Slots| {
                s.getattro.set(Some(pyvm_vm::types::attribute::generic_getattr));
                s.iter.set(Some(|_, v| Ok(v.clone())));
                // Iterators over iterators may be nested deeper than the native stack.
                s.iternext.set(Some(|vm, v| vm.with_depth("", || $next(vm, v))));
                $(s.repr.set(Some($repr));)?
            },
            new: Some(&$new_spec),
            methods: $methods,
            ..TypeSpec::named($name, "itertools")
        };
        static $new_spec: NativeDef = $new_def;

        $(impl $payload {
            fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Self> {
                vm.payload(value, concat!("itertools.", $name))
            }
        })?
    };
}

mod accumulate;
mod chain;
mod combinations;
mod count;
mod cycle;
mod filters;
mod groupby;
mod islice;
mod pairs;
mod permutations;
mod product;
mod repeat;
mod tee;
mod zip_longest;

const DOC: &str = "Functional tools for creating and using iterators.\n\nInfinite iterators:\ncount(start=0, step=1) --> start, start+step, start+2*step, ...\ncycle(p) --> p0, p1, ... plast, p0, p1, ...\nrepeat(elem [,n]) --> elem, elem, elem, ... endlessly or up to n times\n\nIterators terminating on the shortest input sequence:\naccumulate(p[, func]) --> p0, p0+p1, p0+p1+p2\nbatched(p, n) --> [p0, p1, ..., p_n-1], [p_n, p_n+1, ..., p_2n-1], ...\nchain(p, q, ...) --> p0, p1, ... plast, q0, q1, ...\nchain.from_iterable([p, q, ...]) --> p0, p1, ... plast, q0, q1, ...\ncompress(data, selectors) --> (d[0] if s[0]), (d[1] if s[1]), ...\ndropwhile(predicate, seq) --> seq[n], seq[n+1], starting when predicate fails\ngroupby(iterable[, keyfunc]) --> sub-iterators grouped by value of keyfunc(v)\nfilterfalse(predicate, seq) --> elements of seq where predicate(elem) is False\nislice(seq, [start,] stop [, step]) --> elements from\n       seq[start:stop:step]\npairwise(s) --> (s[0],s[1]), (s[1],s[2]), (s[2], s[3]), ...\nstarmap(fun, seq) --> fun(*seq[0]), fun(*seq[1]), ...\ntee(it, n=2) --> (it1, it2 , ... itn) splits one iterator into n\ntakewhile(predicate, seq) --> seq[0], seq[1], until predicate fails\nzip_longest(p, q, ...) --> (p[0], q[0]), (p[1], q[1]), ...\n\nCombinatoric generators:\nproduct(p, q, ... [repeat=1]) --> cartesian product\npermutations(p[, r])\ncombinations(p, r)\ncombinations_with_replacement(p, r)\n";

/// Makes the module.
///
/// # Errors
/// What setting its members raises.
pub(crate) fn make(vm: &Vm) -> PyResult {
    let module = pyvm_vm::modules::make(vm, "itertools", DOC, tee::FUNCTIONS);
    crate::support::add_types(
        vm,
        &module,
        &[
            &accumulate::SPEC,
            &pairs::BATCHED,
            &chain::SPEC,
            &combinations::COMBINATIONS,
            &combinations::WITH_REPLACEMENT,
            &filters::COMPRESS,
            &count::SPEC,
            &cycle::SPEC,
            &filters::DROPWHILE,
            &filters::TAKEWHILE,
            &islice::SPEC,
            &filters::STARMAP,
            &pairs::PAIRWISE,
            &permutations::SPEC,
            &filters::FILTERFALSE,
            &repeat::SPEC,
            &zip_longest::SPEC,
            &product::SPEC,
            &groupby::SPEC,
            &groupby::GROUPER,
            &tee::SPEC,
            &tee::DATA,
        ],
    )?;
    Ok(module)
}

/// `__reduce__`, which every iterator here writes in its own way.
const fn reducer(func: pyvm_vm::types::spec::NativeFn) -> NativeDef {
    NativeDef::method("__reduce__", "($self, /)", func, crate::support::REDUCE)
}

/// `__setstate__`
const fn setter(func: pyvm_vm::types::spec::NativeFn) -> NativeDef {
    NativeDef::method("__setstate__", "($self, object, /)", func, crate::support::SETSTATE)
}

/// Pickling these iterators goes away in 3.14, which CPython says each time.
fn warn_pickling(vm: &Vm) -> PyResult<()> {
    vm.warn(
        &vm.exc.deprecation_warning,
        "Pickle, copy, and deepcopy support will be removed from itertools in Python 3.14.",
        1,
    )
}

/// The elements of a state tuple, `least` to `most` of them.
fn state_parts<'a>(vm: &Vm, state: &'a Value, least: usize, most: usize) -> PyResult<&'a [Value]> {
    let Some(parts) = state.as_tuple() else { return Err(vm.type_error("state is not a tuple")) };
    let given = parts.len();
    if (least..=most).contains(&given) {
        return Ok(parts);
    }
    let (bound, expected) = match (least == most, given < least) {
        (true, _) => ("exactly", least),
        (false, true) => ("at least", least),
        (false, false) => ("at most", most),
    };
    let plural = if expected == 1 { "" } else { "s" };
    Err(vm.type_error(format!("function takes {bound} {expected} argument{plural} ({given} given)")))
}

/// "argument 1 must be tuple, not int"
fn wrong_part(vm: &Vm, wanted: &str, got: &Value) -> PyError {
    let got = if got.is_none() { "None".into() } else { vm.type_name(got) };
    vm.type_error(format!("argument 1 must be {wanted}, not {got}"))
}

/// An index of a state tuple, within bounds.
fn clamped(vm: &Vm, value: &Value, least: i64, most: i64) -> PyResult<usize> {
    let n = plain_int(vm, value)?;
    Ok(usize::try_from(n.min(most).max(least)).unwrap_or(0))
}

/// An exact or derived `int` as CPython's `PyLong_AsSsize_t` takes it.
fn plain_int(vm: &Vm, value: &Value) -> PyResult<i64> {
    match value.unwrapped() {
        Value::Int(_) | Value::Bool(_) | Value::Big(_) => vm.index_i64(value),
        _ => Err(vm.type_error("an integer is required")),
    }
}

/// Room for `n` more values, or MemoryError.
fn check_room(vm: &Vm, n: usize) -> PyResult<()> {
    let bytes = n.checked_mul(8).filter(|b| vm.check_size(*b));
    bytes.map(drop).ok_or_else(|| vm.out_of_memory())
}

/// Indices into pools, as a tuple.
fn indices_tuple(vm: &Vm, indices: &[usize]) -> Value {
    vm.new_tuple(indices.iter().map(|i| crate::support::size(*i)).collect())
}
