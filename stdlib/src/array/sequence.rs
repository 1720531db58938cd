//! Arrays as sequences and buffers.

use pyvm_vm::objects::slice::{Indices, Slice};
use pyvm_vm::protocol::buffer::{Buffer, Exporter};
use pyvm_vm::types::Slots;
use pyvm_vm::types::slots::CmpOp;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult, Value};

use super::code::Item;
use super::methods::is_equal;
use super::{Array, make_array, of};

pub(super) fn slots(s: &Slots) {
    s.repr.set(Some(repr));
    s.richcompare.set(Some(compare));
    s.len.set(Some(|vm, v| Ok(of(vm, v)?.len())));
    s.getitem.set(Some(getitem));
    s.setitem.set(Some(setitem));
    s.contains.set(Some(|vm, v, item| {
        let (array, mut i) = (of(vm, v)?, 0);
        while let Some(found) = array.get(vm, i)? {
            if is_equal(vm, &found, item)? {
                return Ok(true);
            }
            i += 1;
        }
        Ok(false)
    }));
    s.concat.set(Some(|vm, a, b| {
        let array = of(vm, a)?;
        let Some(other) = b.native::<Array>() else {
            let got = vm.type_name(b);
            return Err(vm.type_error(format!("can only append array (not \"{got}\") to array")));
        };
        if other.code != array.code {
            return Err(bad_argument(vm));
        }
        let bytes = [array.bytes.borrow().as_slice(), other.bytes.borrow().as_slice()].concat();
        Ok(make_array(vm, array.code, bytes))
    }));
    s.repeat.set(Some(|vm, v, times| {
        let array = of(vm, v)?;
        Ok(make_array(vm, array.code, repeated(vm, array, times)?))
    }));
    s.inplace_concat.set(Some(|vm, v, other| {
        if other.native::<Array>().is_none() {
            let got = vm.type_name(other);
            return Err(vm.type_error(format!("can only extend array with array (not \"{got}\")")));
        }
        super::methods::extend(vm, &[v.clone(), other.clone()])?;
        Ok(v.clone())
    }));
    s.inplace_repeat.set(Some(|vm, v, times| {
        let array = of(vm, v)?;
        let bytes = repeated(vm, array, times)?;
        if bytes.len() != array.bytes.borrow().len() {
            *array.resize(vm)? = bytes;
        }
        Ok(v.clone())
    }));
    s.buffer.set(Some(buffer));
}

fn bad_argument(vm: &Vm) -> PyError {
    vm.type_error("bad argument type for built-in operation")
}

fn repeated(vm: &Vm, array: &Array, times: &Value) -> PyResult<Vec<u8>> {
    let times = usize::try_from(vm.index_i64(times)?).unwrap_or(0);
    let bytes = array.bytes.borrow();
    let fits = bytes.len().checked_mul(times).is_some_and(|size| vm.check_size(size));
    if fits { Ok(bytes.repeat(times)) } else { Err(vm.out_of_memory()) }
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let array = of(vm, value)?;
    let (class, code) = (vm.class_of(value).name(), array.code);
    if array.len() == 0 {
        return Ok(vm.new_str(format!("{class}('{}')", code.name).as_str()));
    }
    let items = if code.item == Item::Text {
        let bytes = array.bytes.borrow().clone();
        vm.new_str(code.text(vm, &bytes)?)
    } else {
        vm.new_list(array.items(vm)?)
    };
    let items = vm.repr(&items)?;
    Ok(vm.new_str(format!("{class}('{}', {items})", code.name).as_str()))
}

fn compare(vm: &Vm, a: &Value, b: &Value, op: CmpOp) -> PyResult {
    let (Some(x), Some(y)) = (a.native::<Array>(), b.native::<Array>()) else {
        return Ok(Value::NotImplemented);
    };
    if x.len() != y.len() && matches!(op, CmpOp::Eq | CmpOp::Ne) {
        return Ok(Value::Bool(op == CmpOp::Ne));
    }
    if x.code == y.code && x.code.item != Item::Float && matches!(op, CmpOp::Eq | CmpOp::Ne) {
        let same = *x.bytes.borrow() == *y.bytes.borrow();
        return Ok(Value::Bool(same == (op == CmpOp::Eq)));
    }
    let mut i = 0;
    loop {
        let (Some(left), Some(right)) = (x.get(vm, i)?, y.get(vm, i)?) else {
            return Ok(Value::Bool(op.matches(x.len().cmp(&y.len()))));
        };
        if !is_equal(vm, &left, &right)? {
            return match op {
                CmpOp::Eq => Ok(Value::Bool(false)),
                CmpOp::Ne => Ok(Value::Bool(true)),
                _ => vm.compare(&left, &right, op),
            };
        }
        i += 1;
    }
}

fn place(vm: &Vm, array: &Array, key: &Value, refusal: &str) -> PyResult<usize> {
    if !vm.has_index(key) {
        return Err(vm.type_error("array indices must be integers"));
    }
    let index = vm.sequence_index(key)?;
    let len = array.len();
    let index = if index < 0 { index.saturating_add(i64::try_from(len).unwrap_or(i64::MAX)) } else { index };
    usize::try_from(index).ok().filter(|i| *i < len).ok_or_else(|| vm.index_error(refusal))
}

fn getitem(vm: &Vm, value: &Value, key: &Value) -> PyResult {
    let array = of(vm, value)?;
    let Some(slice) = key.native::<Slice>() else {
        let index = place(vm, array, key, "array index out of range")?;
        return array.get(vm, index)?.ok_or_else(|| vm.index_error("array index out of range"));
    };
    let indices = slice.indices(vm, array.len())?;
    let (bytes, size) = (array.bytes.borrow(), array.code.size);
    let mut taken = Vec::with_capacity(indices.count * size);
    for i in indices.iter() {
        taken.extend_from_slice(bytes.get(i * size..(i + 1) * size).unwrap_or(&[]));
    }
    Ok(make_array(vm, array.code, taken))
}

fn setitem(vm: &Vm, value: &Value, key: &Value, item: Option<Value>) -> PyResult<()> {
    let array = of(vm, value)?;
    let size = array.code.size;
    if let Some(slice) = key.native::<Slice>() {
        return set_slice(vm, array, slice, item);
    }
    let refusal = "array assignment index out of range";
    let index = place(vm, array, key, refusal)?;
    let Some(item) = item else {
        array.resize(vm)?.drain(index * size..(index + 1) * size);
        return Ok(());
    };
    let new = array.write(vm, &item)?;
    match array.bytes.borrow_mut().get_mut(index * size..(index + 1) * size) {
        Some(old) => old.copy_from_slice(&new),
        None => return Err(vm.index_error(refusal)),
    }
    Ok(())
}

fn set_slice(vm: &Vm, array: &Array, slice: &Slice, item: Option<Value>) -> PyResult<()> {
    let size = array.code.size;
    let new = match &item {
        None => Vec::new(),
        Some(item) => match item.native::<Array>() {
            None => {
                let got = vm.type_name(item);
                return Err(vm.type_error(format!("can only assign array (not \"{got}\") to array slice")));
            }
            Some(other) if other.code != array.code => return Err(bad_argument(vm)),
            Some(other) => other.bytes.borrow().clone(),
        },
    };
    let indices = slice.indices(vm, array.len())?;
    if indices.step == 1 {
        return replace(vm, array, &indices, &new);
    }
    let (count, needed) = (indices.count, new.len() / size);
    if item.is_none() {
        let mut gone = vec![false; array.len()];
        indices.iter().for_each(|i| {
            if let Some(mark) = gone.get_mut(i) {
                *mark = true;
            }
        });
        if count == 0 {
            return Ok(());
        }
        let mut bytes = array.resize(vm)?;
        let kept = bytes.chunks_exact(size).zip(&gone).filter(|(_, gone)| !**gone);
        *bytes = kept.flat_map(|(item, _)| item.to_vec()).collect();
        return Ok(());
    }
    if needed != count {
        return Err(vm.value_error(format!(
            "attempt to assign array of size {needed} to extended slice of size {count}"
        )));
    }
    let mut bytes = array.bytes.borrow_mut();
    for (i, item) in indices.iter().zip(new.chunks_exact(size)) {
        if let Some(old) = bytes.get_mut(i * size..(i + 1) * size) {
            old.copy_from_slice(item);
        }
    }
    Ok(())
}

/// Puts items in the place of a run of others.
fn replace(vm: &Vm, array: &Array, indices: &Indices, new: &[u8]) -> PyResult<()> {
    let size = array.code.size;
    let start = usize::try_from(indices.start).unwrap_or(0) * size;
    let end = start + indices.count * size;
    if new.len() == end - start {
        if let Some(old) = array.bytes.borrow_mut().get_mut(start..end) {
            old.copy_from_slice(new);
        }
        return Ok(());
    }
    array.resize(vm)?.splice(start..end, new.iter().copied());
    Ok(())
}

/// An array's bytes, lent.
struct Lender(Value);

impl Exporter for Lender {
    fn read(&self, f: &mut dyn FnMut(&[u8])) {
        if let Some(array) = self.0.native::<Array>() {
            f(&array.bytes.borrow());
        }
    }

    fn write(&self, f: &mut dyn FnMut(&mut [u8])) -> bool {
        match self.0.native::<Array>() {
            Some(array) => {
                f(&mut array.bytes.borrow_mut());
                true
            }
            None => false,
        }
    }

    fn release(&self) {
        if let Some(array) = self.0.native::<Array>() {
            array.exports.set(array.exports.get().saturating_sub(1));
        }
    }
}

fn buffer(vm: &Vm, value: &Value, _writable: bool) -> PyResult<Buffer> {
    let array = of(vm, value)?;
    array.exports.set(array.exports.get() + 1);
    let (len, size) = (array.bytes.borrow().len(), array.code.size);
    let mut buffer = Buffer::simple(value.clone(), Box::new(Lender(value.clone())), len, false);
    buffer.format = array.code.format.to_owned();
    buffer.itemsize = size;
    buffer.shape = vec![len / size];
    buffer.strides = vec![isize::try_from(size).unwrap_or(1)];
    Ok(buffer)
}
