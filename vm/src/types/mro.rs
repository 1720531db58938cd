//! The method resolution order: C3.

use std::rc::Rc;

use crate::error::PyResult;
use crate::heap::TypeRef;
use crate::vm::Vm;

/// The C3 linearisation of a class with these bases, the class itself left out.
///
/// # Errors
/// TypeError where the bases have no consistent order or name a class twice.
pub fn linearise(vm: &Vm, bases: &[TypeRef]) -> PyResult<Vec<TypeRef>> {
    for (i, base) in bases.iter().enumerate() {
        if bases[i + 1..].iter().any(|b| b.is(base)) {
            return Err(vm.type_error(format!("duplicate base class {}", base.name())));
        }
    }
    if let Some(base) = bases.iter().find(|base| base.ty().mro.borrow().is_empty()) {
        return Err(vm.type_error(format!("Cannot extend an incomplete type '{}'", base.name())));
    }
    if let [only] = bases {
        return Ok(only.ty().mro.borrow().to_vec());
    }
    let mut sequences: Vec<Rc<[TypeRef]>> = bases.iter().map(|b| b.ty().mro.borrow().clone()).collect();
    sequences.push(bases.to_vec().into());
    merge(vm, &sequences)
}

fn merge(vm: &Vm, sequences: &[Rc<[TypeRef]>]) -> PyResult<Vec<TypeRef>> {
    let mut heads = vec![0usize; sequences.len()];
    let mut order: Vec<TypeRef> = Vec::new();
    loop {
        let open = |heads: &[usize], i: usize| sequences[i].get(heads[i]);
        let in_a_tail = |candidate: &TypeRef, heads: &[usize]| {
            sequences.iter().zip(heads).any(|(s, h)| s.iter().skip(h + 1).any(|t| t.is(candidate)))
        };
        let next =
            (0..sequences.len()).filter_map(|i| open(&heads, i)).find(|c| !in_a_tail(c, &heads)).cloned();
        match next {
            Some(next) => {
                for (sequence, head) in sequences.iter().zip(&mut heads) {
                    if sequence.get(*head).is_some_and(|t| t.is(&next)) {
                        *head += 1;
                    }
                }
                order.push(next);
            }
            None if (0..sequences.len()).all(|i| open(&heads, i).is_none()) => return Ok(order),
            None => return Err(inconsistent(vm, sequences, &heads)),
        }
    }
}

fn inconsistent(vm: &Vm, sequences: &[Rc<[TypeRef]>], heads: &[usize]) -> crate::error::PyError {
    let mut names: Vec<String> = Vec::new();
    for (sequence, head) in sequences.iter().zip(heads) {
        if let Some(class) = sequence.get(*head) {
            let name = class.name().to_string();
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    vm.type_error(format!(
        "Cannot create a consistent method resolution order (MRO) for bases {}",
        names.join(", ")
    ))
}
