//! `compress`, `dropwhile`, `takewhile`, `filterfalse` and `starmap`: two parts and at most a flag.

use std::cell::Cell;

use pyvm_vm::call::Args;
use pyvm_vm::heap::Visitor;
use pyvm_vm::objects::Native;
use pyvm_vm::types::{Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::{reducer, setter, warn_pickling};
use crate::support::{instance, reduced};

struct Compress {
    data: Value,
    selectors: Value,
}

/// A function and the iterator whose elements it is called with.
struct Applied<const KIND: u8> {
    function: Value,
    iterator: Value,
    /// `dropwhile` began to give elements, or `takewhile` ended.
    switched: Cell<bool>,
}

type DropWhile = Applied<0>;
type TakeWhile = Applied<1>;
type FilterFalse = Applied<2>;
type StarMap = Applied<3>;

iterator_type! {
    /// `compress`
    COMPRESS "compress",
    "Return data elements corresponding to true selector elements.\n\nForms a shorter iterator from selected data elements using the selectors to\nchoose the data elements.",
    TypeFlags::BASETYPE, Compress,
    new: COMPRESS_NEW NativeDef::static_("__new__", "($type, data, selectors)", compress_new, ""),
    next: compress_next, methods: &[reducer(compress_reduce)]
}
iterator_type! {
    /// `dropwhile`
    DROPWHILE "dropwhile",
    "Drop items from the iterable while predicate(item) is true.\n\nAfterwards, return every element until the iterable is exhausted.",
    TypeFlags::BASETYPE,,
    new: DROPWHILE_NEW NativeDef::static_("__new__", "($type, predicate, iterable, /)", DropWhile::make, ""),
    next: dropwhile_next, methods: &[reducer(DropWhile::reduce_flag), setter(DropWhile::setstate)]
}
iterator_type! {
    /// `takewhile`
    TAKEWHILE "takewhile",
    "Return successive entries from an iterable as long as the predicate evaluates to true for each entry.",
    TypeFlags::BASETYPE,,
    new: TAKEWHILE_NEW NativeDef::static_("__new__", "($type, predicate, iterable, /)", TakeWhile::make, ""),
    next: takewhile_next, methods: &[reducer(TakeWhile::reduce_flag), setter(TakeWhile::setstate)]
}
iterator_type! {
    /// `filterfalse`
    FILTERFALSE "filterfalse",
    "Return those items of iterable for which function(item) is false.\n\nIf function is None, return the items that are false.",
    TypeFlags::BASETYPE,,
    new: FILTERFALSE_NEW NativeDef::static_("__new__", "($type, function, iterable, /)", FilterFalse::make, ""),
    next: filterfalse_next, methods: &[reducer(FilterFalse::reduce)]
}
iterator_type! {
    /// `starmap`
    STARMAP "starmap",
    "Return an iterator whose values are returned from the function evaluated with an argument tuple taken from the given sequence.",
    TypeFlags::BASETYPE,,
    new: STARMAP_NEW NativeDef::static_("__new__", "($type, function, iterable, /)", StarMap::make, ""),
    next: starmap_next, methods: &[reducer(StarMap::reduce)]
}

fn compress_new(vm: &Vm, args: &[Value]) -> PyResult {
    let payload = Compress { data: vm.iter(&args[1])?, selectors: vm.iter(&args[2])? };
    instance(vm, &args[0], payload)
}

fn compress_next(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
    let c = Compress::of(vm, value)?;
    loop {
        let Some(item) = vm.next(&c.data)? else { return Ok(None) };
        let Some(selector) = vm.next(&c.selectors)? else { return Ok(None) };
        if vm.is_true(&selector)? {
            return Ok(Some(item));
        }
    }
}

fn compress_reduce(vm: &Vm, args: &[Value]) -> PyResult {
    warn_pickling(vm)?;
    let c = Compress::of(vm, &args[0])?;
    Ok(reduced(vm, &args[0], vec![c.data.clone(), c.selectors.clone()], Vec::new()))
}

impl<const KIND: u8> Applied<KIND> {
    fn make(vm: &Vm, args: &[Value]) -> PyResult {
        let iterator = vm.iter(&args[2])?;
        let payload = Applied::<KIND> { function: args[1].clone(), iterator, switched: Cell::new(false) };
        instance(vm, &args[0], payload)
    }

    fn payload<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Self> {
        vm.payload(value, "an iterator of itertools")
    }

    fn reduce(vm: &Vm, args: &[Value]) -> PyResult {
        warn_pickling(vm)?;
        let a = Self::payload(vm, &args[0])?;
        Ok(reduced(vm, &args[0], vec![a.function.clone(), a.iterator.clone()], Vec::new()))
    }

    fn reduce_flag(vm: &Vm, args: &[Value]) -> PyResult {
        warn_pickling(vm)?;
        let a = Self::payload(vm, &args[0])?;
        let flag = Value::Int(i64::from(a.switched.get()));
        Ok(reduced(vm, &args[0], vec![a.function.clone(), a.iterator.clone()], vec![flag]))
    }

    fn setstate(vm: &Vm, args: &[Value]) -> PyResult {
        warn_pickling(vm)?;
        let a = Self::payload(vm, &args[0])?;
        a.switched.set(vm.is_true(&args[1])?);
        Ok(Value::None)
    }

    fn holds(&self, vm: &Vm, item: &Value) -> PyResult<bool> {
        let answer = vm.call1(&self.function, item.clone())?;
        vm.is_true(&answer)
    }
}

fn dropwhile_next(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
    let d = DropWhile::payload(vm, value)?;
    loop {
        let Some(item) = vm.next(&d.iterator)? else { return Ok(None) };
        if d.switched.get() {
            return Ok(Some(item));
        }
        if !d.holds(vm, &item)? {
            d.switched.set(true);
            return Ok(Some(item));
        }
    }
}

fn takewhile_next(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
    let t = TakeWhile::payload(vm, value)?;
    if t.switched.get() {
        return Ok(None);
    }
    let Some(item) = vm.next(&t.iterator)? else { return Ok(None) };
    if t.holds(vm, &item)? {
        return Ok(Some(item));
    }
    t.switched.set(true);
    Ok(None)
}

fn filterfalse_next(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
    let f = FilterFalse::payload(vm, value)?;
    let by_truth = f.function.is_none() || f.function.is(&vm.types.bool.to_value());
    while let Some(item) = vm.next(&f.iterator)? {
        let holds = if by_truth { vm.is_true(&item)? } else { f.holds(vm, &item)? };
        if !holds {
            return Ok(Some(item));
        }
    }
    Ok(None)
}

fn starmap_next(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
    let s = StarMap::payload(vm, value)?;
    let Some(item) = vm.next(&s.iterator)? else { return Ok(None) };
    match item.as_tuple() {
        Some(args) => vm.call(&s.function, Args::positional(args)).map(Some),
        None => {
            let args = vm.list_from_iterable(&item)?;
            vm.call(&s.function, Args::positional(&args)).map(Some)
        }
    }
}

impl Native for Compress {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.data);
        visit.value(&self.selectors);
    }
}

impl<const KIND: u8> Native for Applied<KIND> {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.iterator);
        visit.value(&self.function);
    }
}
