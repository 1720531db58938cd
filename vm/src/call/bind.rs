//! Binds the arguments of a call to a native's signature, with CPython's wording where they do not fit.

use super::signature::{Family, Param, ParamKind};
use super::{Args, Signature, wording};
use crate::error::{PyError, PyResult};
use crate::heap::Value;
use crate::vm::Vm;

/// The name a native goes by in error messages.
pub struct Callee<'a> {
    /// `list.append` or `sorted`: what the message says before its parentheses.
    pub qualified: &'a dyn Fn() -> String,
    /// `append`: the bare name.
    pub name: &'a str,
}

/// The arguments of one call, in place for the usual few.
pub type Bound = smallvec::SmallVec<[Value; 6]>;

/// One value per parameter, after `receiver` if there is one.
///
/// # Errors
/// TypeError in CPython's words for the signature's family.
pub fn bind(
    vm: &Vm,
    callee: &Callee<'_>,
    signature: &Signature,
    receiver: Option<&Value>,
    args: Args<'_>,
) -> PyResult<Bound> {
    let given = args.pos();
    let offset = usize::from(receiver.is_some());
    let mut bound = Bound::with_capacity(signature.params.len() + offset);
    bound.extend(receiver.cloned());
    let takes_keywords = match signature.family {
        Family::Keywords => signature.params.iter().any(Param::is_named),
        family => family == Family::Nameless,
    };
    if !args.kwnames().is_empty() && !takes_keywords {
        return Err(wording::no_keywords(vm, callee));
    }
    let is_open = signature.var_args || signature.var_keywords;
    let too_many_in_all = args.all().len() > signature.params.len() && !is_open;
    if too_many_in_all || (given.len() > signature.max_positional && !signature.var_args) {
        return Err(wording::too_many(vm, callee, signature, args));
    }
    let direct = given.len().min(signature.max_positional);
    bound.extend(given[..direct].iter().cloned());
    for param in &signature.params[direct..] {
        bound.push(match param.kind {
            ParamKind::VarArgs => vm.new_tuple(given[direct..].to_vec()),
            ParamKind::VarKeywords => vm.new_dict(),
            _ => Value::Unbound,
        });
    }
    // A keyword that fits nowhere is an error only where nothing is missing.
    let misfit = match args.kwnames() {
        [] => None,
        _ => bind_keywords(vm, callee, signature, args, &mut bound[offset..])?,
    };
    for (i, param) in signature.params.iter().enumerate() {
        let slot = &mut bound[offset + i];
        if !slot.is_unbound() {
            continue;
        }
        match &param.default {
            Some(default) => *slot = default.clone(),
            None => return Err(wording::missing(vm, callee, signature, args, i)),
        }
    }
    match misfit {
        Some(error) => Err(error),
        None => Ok(bound),
    }
}

fn bind_keywords(
    vm: &Vm,
    callee: &Callee<'_>,
    signature: &Signature,
    args: Args<'_>,
    slots: &mut [Value],
) -> PyResult<Option<PyError>> {
    if signature.var_args && !signature.var_keywords && signature.max_positional == 0 {
        let most = signature.params.len() - 1;
        if args.kwnames().len() > most {
            return Err(wording::too_many_keyword_only(vm, callee, most, args.kwnames().len()));
        }
    }
    let mut misfit = None;
    for (name, value) in args.keywords() {
        let accepts = |p: &super::signature::Param| {
            matches!(p.kind, ParamKind::Standard | ParamKind::KeywordOnly) && p.name == *name
        };
        match signature.params.iter().position(accepts) {
            Some(i) if slots[i].is_unbound() => slots[i] = value.clone(),
            Some(i) => {
                misfit.get_or_insert_with(|| wording::given_twice(vm, callee, name, i));
            }
            None if signature.var_keywords => {
                let last = slots.last().and_then(Value::as_dict);
                if let Some(rest) = last {
                    rest.set_str(name, value.clone());
                }
            }
            None => {
                misfit.get_or_insert_with(|| wording::unexpected_keyword(vm, callee, signature, name));
            }
        }
    }
    Ok(misfit)
}
