//! `BaseExceptionGroup` and `ExceptionGroup`.

use super::Exception;
use super::base::of;
use crate::error::PyResult;
use crate::heap::{TypeRef, Value};
use crate::objects::Kind;
use crate::types::{NativeDef, Slots};
use crate::vm::Vm;

pub(super) static NEW: NativeDef = NativeDef::static_("__new__", "($type, /, *args, **kwargs)", new, "");
pub(super) static INIT: NativeDef = NativeDef::method("__init__", "($self, /, *args, **kwargs)", init, "");

pub(super) static METHODS: &[NativeDef] = &[
    NativeDef::method("derive", "($self, excs, /)", derive, "").hidden_signature(),
    NativeDef::method("split", "($self, matcher_value, /)", split, "").hidden_signature(),
    NativeDef::method("subgroup", "($self, matcher_value, /)", subgroup, "").hidden_signature(),
    NativeDef::class(
        "__class_getitem__",
        "($type, object, /)",
        crate::objects::generic_alias::class_getitem,
        "See PEP 585",
    )
    .hidden_signature(),
];

pub(super) fn slots(s: &Slots) {
    s.str.set(Some(str));
}

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    let class = vm.expect_type(&args[0], "BaseExceptionGroup.__new__(X): X")?;
    let given = args[1].as_tuple().unwrap_or(&[]);
    let [message, exceptions] = given else {
        return Err(vm.type_error(format!(
            "BaseExceptionGroup.__new__() takes exactly 2 arguments ({} given)",
            given.len()
        )));
    };
    if message.as_text().is_none() {
        let name = vm.type_name(message);
        return Err(vm.type_error(format!("BaseExceptionGroup.__new__() argument 1 must be str, not {name}")));
    }
    let members = members(vm, exceptions)?;
    let class = checked_class(vm, class, &members)?;
    let payload = Exception::new(args[1].clone());
    payload.set_field("message", message.clone());
    payload.set_field("exceptions", vm.new_tuple(members));
    Ok(vm.new_object(&class, Kind::Exception(Box::new(payload))))
}

fn members(vm: &Vm, exceptions: &Value) -> PyResult<Vec<Value>> {
    let is_mapping = exceptions.as_dict().is_some() || vm.is_instance(exceptions, &vm.types.mappingproxy);
    let is_sequence = vm.class_of(exceptions).ty().slots.getitem.get().is_some() && !is_mapping;
    if !is_sequence {
        return Err(vm.type_error("second argument (exceptions) must be a sequence"));
    }
    let members = vm.list_from_iterable(exceptions)?;
    if members.is_empty() {
        return Err(vm.value_error("second argument (exceptions) must be a non-empty sequence"));
    }
    for (i, member) in members.iter().enumerate() {
        if of(vm, member).is_err() {
            return Err(
                vm.value_error(format!("Item {i} of second argument (exceptions) is not an exception"))
            );
        }
    }
    Ok(members)
}

/// `BaseExceptionGroup` of nothing but `Exception`s is an `ExceptionGroup`, which takes nothing else.
fn checked_class(vm: &Vm, class: &TypeRef, members: &[Value]) -> PyResult<TypeRef> {
    let plain = members.iter().all(|m| vm.is_instance(m, &vm.exc.exception));
    if class.is(&vm.exc.base_exception_group) && plain {
        return TypeRef::from_value(&vm.builtin("ExceptionGroup")?)
            .cloned()
            .ok_or_else(|| vm.system_error("ExceptionGroup was replaced"));
    }
    if plain {
        return Ok(class.clone());
    }
    if class.is_subtype(&vm.exc.exception) {
        let name = class.name();
        let text = if name == *"ExceptionGroup" {
            "Cannot nest BaseExceptions in an ExceptionGroup".to_owned()
        } else {
            format!("Cannot nest BaseExceptions in '{name}'")
        };
        return Err(vm.type_error(text));
    }
    Ok(class.clone())
}

fn init(vm: &Vm, args: &[Value]) -> PyResult {
    super::base::refuse_keywords(vm, &args[0], &args[2])?;
    drop(of(vm, &args[0])?.args.replace(args[1].clone()));
    Ok(Value::None)
}

fn str(vm: &Vm, value: &Value) -> PyResult {
    let e = of(vm, value)?;
    let message = vm.str(&e.field("message"))?;
    let n = e.field("exceptions").as_tuple().map_or(0, <[Value]>::len);
    let plural = if n == 1 { "" } else { "s" };
    Ok(Value::str(&format!("{message} ({n} sub-exception{plural})")))
}

fn derive(vm: &Vm, args: &[Value]) -> PyResult {
    let message = of(vm, &args[0])?.field("message");
    vm.call2(&vm.exc.base_exception_group.to_value(), message, args[1].clone())
}

/// A new group of `members` that keeps the traceback, cause, context and notes of `group`.
fn derived(vm: &Vm, group: &Value, members: Vec<Value>) -> PyResult {
    if members.is_empty() {
        return Ok(Value::None);
    }
    let list = vm.new_list(members);
    let made = vm.call_method(group, &vm.intern("derive"), &[list])?;
    if of(vm, &made).is_err() || !vm.is_instance(&made, &vm.exc.base_exception_group) {
        return Err(vm.type_error("derive must return an instance of BaseExceptionGroup"));
    }
    let (from, to) = (of(vm, group)?, of(vm, &made)?);
    for (a, b) in [(&from.traceback, &to.traceback), (&from.context, &to.context), (&from.cause, &to.cause)] {
        b.set(a.get());
    }
    to.suppress_context.set(from.suppress_context.get());
    let notes = vm.intern("__notes__");
    if let Some(list) = vm.lookup_attr(group, &notes)?
        && list.as_list().is_some()
    {
        let copy = vm.new_list(vm.list_from_iterable(&list)?);
        vm.setattr(&made, &notes, copy)?;
    }
    Ok(made)
}

/// What decides which members match.
enum Matcher<'a> {
    Types(&'a Value),
    Function(&'a Value),
    /// Exactly these objects, for `except*`.
    Members(&'a [Value]),
}

impl Matcher<'_> {
    fn new<'a>(vm: &Vm, value: &'a Value) -> PyResult<Matcher<'a>> {
        let is_class =
            |v: &Value| TypeRef::from_value(v).is_some_and(|t| t.is_subtype(&vm.exc.base_exception));
        if is_class(value) || value.as_tuple().is_some_and(|t| t.iter().all(is_class)) {
            return Ok(Matcher::Types(value));
        }
        if TypeRef::from_value(value).is_none() && vm.is_callable(value) {
            return Ok(Matcher::Function(value));
        }
        Err(vm.type_error(
            "expected an exception type, a tuple of exception types, or a callable (other than a class)",
        ))
    }

    fn matches(&self, vm: &Vm, exception: &Value) -> PyResult<bool> {
        match self {
            Matcher::Types(types) => vm.isinstance(exception, types),
            Matcher::Function(f) => {
                let answer = vm.call1(f, exception.clone())?;
                vm.is_true(&answer)
            }
            Matcher::Members(members) => Ok(members.iter().any(|m| m.is(exception))),
        }
    }
}

/// The matching part and the rest, each `None` where it is empty.
fn partition(vm: &Vm, group: &Value, matcher: &Matcher<'_>) -> PyResult<(Value, Value)> {
    if !matches!(matcher, Matcher::Members(_)) && matcher.matches(vm, group)? {
        return Ok((group.clone(), Value::None));
    }
    let exceptions = of(vm, group)?.field("exceptions");
    let (mut matching, mut rest) = (Vec::new(), Vec::new());
    for member in exceptions.as_tuple().unwrap_or(&[]) {
        if vm.is_instance(member, &vm.exc.base_exception_group) {
            let (yes, no) =
                vm.with_depth(" in exceptiongroup_split_recursive", || partition(vm, member, matcher))?;
            matching.extend(Some(yes).filter(|v| !v.is_none()));
            rest.extend(Some(no).filter(|v| !v.is_none()));
        } else if matcher.matches(vm, member)? {
            matching.push(member.clone());
        } else {
            rest.push(member.clone());
        }
    }
    Ok((derived(vm, group, matching)?, derived(vm, group, rest)?))
}

fn split(vm: &Vm, args: &[Value]) -> PyResult {
    let matcher = Matcher::new(vm, &args[1])?;
    let (matching, rest) = partition(vm, &args[0], &matcher)?;
    Ok(vm.new_tuple(vec![matching, rest]))
}

fn subgroup(vm: &Vm, args: &[Value]) -> PyResult {
    let matcher = Matcher::new(vm, &args[1])?;
    partition(vm, &args[0], &matcher).map(|(matching, _)| matching)
}

/// `except* types`: the part of an exception that matches and the rest. A plain exception that matches is wrapped
/// in a group.
///
/// # Errors
/// TypeError where `types` is no exception class or names a group.
pub fn split_for_except_star(vm: &Vm, exception: &Value, types: &Value) -> PyResult<(Value, Value)> {
    if vm.isinstance(exception, types)? {
        if vm.is_instance(exception, &vm.exc.base_exception_group) {
            return Ok((exception.clone(), Value::None));
        }
        let members = vm.new_tuple(vec![exception.clone()]);
        let group =
            vm.call2(&vm.exc.base_exception_group.to_value(), Value::Str(vm.names.empty.clone()), members)?;
        let traceback = of(vm, exception)?.traceback.get();
        drop(of(vm, &group)?.traceback.replace(traceback));
        return Ok((group, Value::None));
    }
    if vm.is_instance(exception, &vm.exc.base_exception_group) {
        return partition(vm, exception, &Matcher::Types(types));
    }
    Ok((Value::None, exception.clone()))
}

/// After `except*`: what is still to be raised from the group `original` and the exceptions that the clauses
/// raised or passed on. Exceptions re-raised unchanged keep the structure of the original.
///
/// # Errors
/// What `derive` raises.
pub fn merge_reraised(vm: &Vm, original: &Value, raised: Vec<Value>) -> PyResult {
    let raised: Vec<Value> = raised.into_iter().filter(|v| !v.is_none()).collect();
    if raised.is_empty() {
        return Ok(Value::None);
    }
    if !vm.is_instance(original, &vm.exc.base_exception_group) {
        return match <[Value; 1]>::try_from(raised) {
            Ok([only]) => Ok(only),
            Err(raised) => new_group(vm, raised),
        };
    }
    let source = of(vm, original)?.traceback.get();
    let same_origin = |v: &Value| {
        of(vm, v).is_ok_and(|e| e.traceback.get().is(&source))
            && vm.is_instance(v, &vm.exc.base_exception_group)
    };
    let (reraised, fresh): (Vec<Value>, Vec<Value>) = raised.into_iter().partition(same_origin);
    let mut leaves = Vec::new();
    for group in &reraised {
        collect_leaves(vm, group, &mut leaves)?;
    }
    let (kept, _) = partition(vm, original, &Matcher::Members(&leaves))?;
    if fresh.is_empty() {
        return Ok(kept);
    }
    let mut all = fresh;
    all.extend(Some(kept).filter(|v| !v.is_none()));
    match <[Value; 1]>::try_from(all) {
        Ok([only]) => Ok(only),
        Err(all) => new_group(vm, all),
    }
}

fn new_group(vm: &Vm, members: Vec<Value>) -> PyResult {
    let members = vm.new_list(members);
    vm.call2(&vm.exc.base_exception_group.to_value(), Value::Str(vm.names.empty.clone()), members)
}

fn collect_leaves(vm: &Vm, group: &Value, leaves: &mut Vec<Value>) -> PyResult<()> {
    let exceptions = of(vm, group)?.field("exceptions");
    for member in exceptions.as_tuple().unwrap_or(&[]) {
        if vm.is_instance(member, &vm.exc.base_exception_group) {
            vm.with_depth(" in collect_exception_group_leaf_ids", || collect_leaves(vm, member, leaves))?;
        } else {
            leaves.push(member.clone());
        }
    }
    Ok(())
}
