//! Throwing into generators and coroutines, and into what they delegate to.

use super::{Generator, as_method, close, of, run};
use crate::error::{PyError, PyResult};
use crate::eval::Outcome;
use crate::heap::{TypeRef, Value};
use crate::vm::Vm;

/// The exception that `throw(type, value, traceback)` raises.
///
/// # Errors
/// TypeError where the arguments make none.
pub(crate) fn thrown(vm: &Vm, args: &[Value], method: &str) -> PyResult<PyError> {
    if !args[1].is_unbound() {
        let text = format!(
            "the (type, exc, tb) signature of {method}() is deprecated, use the single-arg signature instead."
        );
        vm.warn(&vm.exc.deprecation_warning, &text, 1)?;
    }
    let given = |value: &Value| value.clone().bound().unwrap_or(Value::None);
    let (kind, value, traceback) = (&args[0], &given(&args[1]), &given(&args[2]));
    if !traceback.is_none() && traceback.native::<crate::objects::traceback::Traceback>().is_none() {
        return Err(vm.type_error("throw() third argument must be a traceback object"));
    }
    let error = if let Some(class) = TypeRef::from_value(kind)
        && class.is_subtype(&vm.exc.base_exception)
    {
        let made = if value.is_none() {
            vm.call0(kind)
        } else if vm.is_instance(value, class) {
            Ok(value.clone())
        } else if let Some(items) = value.as_tuple() {
            vm.call(kind, crate::call::Args::positional(items))
        } else {
            vm.call1(kind, value.clone())
        };
        // What goes wrong while the exception is made is thrown in its place.
        made.map_or_else(|error| error, |made| instance_of(vm, kind, made))
    } else {
        match PyError::new(kind.clone()) {
            Ok(_) if !value.is_none() => {
                return Err(vm.type_error("instance exception may not have a separate value"));
            }
            Ok(error) => error,
            Err(_) => {
                let got = vm.type_name(kind);
                return Err(vm.type_error(format!(
                    "exceptions must be classes or instances deriving from BaseException, not {got}"
                )));
            }
        }
    };
    if !traceback.is_none() {
        drop(error.payload().traceback.replace(traceback.clone()));
    }
    Ok(error)
}

fn instance_of(vm: &Vm, class: &Value, made: Value) -> PyError {
    PyError::new(made).unwrap_or_else(|got| match vm.repr(class) {
        Ok(class) => {
            let got = vm.type_name(&got);
            vm.type_error(format!(
                "calling {class} should have returned an instance of BaseException, not {got}"
            ))
        }
        Err(error) => error,
    })
}

pub(super) fn throw_method(vm: &Vm, args: &[Value]) -> PyResult {
    let error = thrown(vm, &args[1..], "throw")?;
    throw(vm, &args[0], error)
}

/// Throws into the frame, or into what it delegates to.
pub(crate) fn throw(vm: &Vm, value: &Value, error: PyError) -> PyResult {
    throw_in(vm, value, error, true)
}

/// [`throw`]; `closes` says whether GeneratorExit closes what the frame delegates to.
pub(super) fn throw_in(vm: &Vm, value: &Value, error: PyError, closes: bool) -> PyResult {
    let g = of(vm, value)?;
    let Some(delegate) = g.delegate() else {
        let outcome = run(vm, value, Err(error))?;
        return as_method(vm, outcome);
    };
    if closes && error.matches(vm, &vm.exc.generator_exit) {
        if let Err(e) = running(g, || vm.with_depth("", || close_iterator(vm, &delegate))) {
            let outcome = leave_delegate(vm, value, Err(e))?;
            return as_method(vm, outcome);
        }
        let outcome = leave_delegate(vm, value, Err(error))?;
        return as_method(vm, outcome);
    }
    if let Value::Obj(owner) = value
        && crate::eval::delegation::throws_within(vm, owner)
    {
        let outcome = run(vm, value, Err(error))?;
        return as_method(vm, outcome);
    }
    let result = if delegate.as_obj().and_then(Generator::of).is_some() {
        running(g, || vm.with_depth("", || throw_in(vm, &delegate, error, closes)))
    } else {
        match vm.lookup_attr(&delegate, &vm.names.throw)? {
            Some(method) => running(g, || vm.call1(&method, error.to_value())),
            None => {
                let outcome = leave_delegate(vm, value, Err(error))?;
                return as_method(vm, outcome);
            }
        }
    };
    match result {
        Ok(item) => Ok(item),
        Err(e) if e.matches(vm, &vm.exc.stop_iteration) => {
            let result = e.payload().field("value").bound().unwrap_or(Value::None);
            let outcome = leave_delegate(vm, value, Ok(result))?;
            as_method(vm, outcome)
        }
        Err(e) => {
            let outcome = leave_delegate(vm, value, Err(e))?;
            as_method(vm, outcome)
        }
    }
}

fn running<R>(g: &Generator, f: impl FnOnce() -> R) -> R {
    g.running.set(true);
    let result = f();
    g.running.set(false);
    result
}

/// Goes on behind the `yield from` with the delegate's result, or raises there.
fn leave_delegate(vm: &Vm, value: &Value, input: Result<Value, PyError>) -> PyResult<Option<Outcome>> {
    let g = of(vm, value)?;
    if let Some(suspended) = g.frame.borrow_mut().as_mut()
        && let extra = suspended.extra_mut()
        && let Some(register) = extra.delegate.take()
    {
        if let Some(slot) = extra.registers.get_mut(usize::from(register)) {
            *slot = Value::Unbound;
        }
        // An exception is raised at the instruction in front of the one that comes next.
        suspended.ip += crate::bytecode::opcode::Op::YieldFrom.words();
    }
    run(vm, value, input)
}

/// `close()` of whatever a generator delegates to.
fn close_iterator(vm: &Vm, iterator: &Value) -> PyResult<()> {
    if iterator.as_obj().and_then(Generator::of).is_some() {
        return close(vm, iterator).map(drop);
    }
    match vm.lookup_attr(iterator, &vm.names.close)? {
        Some(method) => vm.call0(&method).map(drop),
        None => Ok(()),
    }
}
