//! `OSError`: its constructor picks the subclass of the error number.

use super::Exception;
use super::base::{of, reduced, refuse_keywords};
use crate::error::PyResult;
use crate::heap::{TypeRef, Value};
use crate::objects::Kind;
use crate::types::{NativeDef, Slots, lookup};
use crate::vm::Vm;

pub(super) static NEW: NativeDef = NativeDef::static_("__new__", "($type, /, *args, **kwargs)", new, "");
pub(super) static INIT: NativeDef = NativeDef::method("__init__", "($self, /, *args, **kwargs)", init, "");
pub(super) static METHODS: &[NativeDef] =
    &[NativeDef::method("__reduce__", "($self, /)", reduce, "").hidden_signature()];

/// The class for an error number (Linux numbers).
pub fn class_for_errno(vm: &Vm, errno: i64) -> Option<&TypeRef> {
    Some(match errno {
        11 | 115 | 114 => &vm.exc.blocking_io_error,
        32 | 108 => &vm.exc.broken_pipe_error,
        10 => &vm.exc.child_process_error,
        103 => &vm.exc.connection_aborted_error,
        111 => &vm.exc.connection_refused_error,
        104 => &vm.exc.connection_reset_error,
        17 => &vm.exc.file_exists_error,
        2 => &vm.exc.file_not_found_error,
        21 => &vm.exc.is_a_directory_error,
        20 => &vm.exc.not_a_directory_error,
        4 => &vm.exc.interrupted_error,
        1 | 13 => &vm.exc.permission_error,
        3 => &vm.exc.process_lookup_error,
        110 => &vm.exc.timeout_error,
        _ => return None,
    })
}

/// An int, of whatever class, that can be an error number.
fn small_number(value: &Value) -> Option<i64> {
    match value.unwrapped() {
        Value::Int(n) => Some(*n),
        Value::Bool(b) => Some(i64::from(*b)),
        _ => None,
    }
}

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    let class = vm.expect_type(&args[0], "OSError.__new__(X): X")?;
    let given = args[1].as_tuple().unwrap_or(&[]);
    if uses_init(vm, class) {
        let payload = Exception::new(vm.new_tuple(Vec::new()));
        return Ok(vm.new_object(class, Kind::Exception(Box::new(payload))));
    }
    let mut chosen = class.clone();
    if class.is(&vm.exc.os_error)
        && (2..=5).contains(&given.len())
        && let Some(errno) = small_number(&given[0])
        && let Some(found) = class_for_errno(vm, errno)
    {
        chosen = found.clone();
    }
    let payload = Exception::new(args[1].clone());
    fill(vm, &chosen, &payload, given)?;
    Ok(vm.new_object(&chosen, Kind::Exception(Box::new(payload))))
}

fn fill(vm: &Vm, class: &TypeRef, payload: &Exception, given: &[Value]) -> PyResult<()> {
    let written = match given {
        [_, _, third, ..] if given.len() <= 5 && class.is_subtype(&vm.exc.blocking_io_error) => third,
        _ => {
            super::fields::fill(vm, class, payload, given);
            return Ok(());
        }
    };
    if !is_number(vm, written) {
        super::fields::fill(vm, class, payload, given);
        return Ok(());
    }
    // The number takes the place of a file name, and stays among the arguments.
    super::fields::fill(vm, class, payload, &given[..2]);
    let count = vm.index_i64_or(written, |vm| {
        let name = vm.type_name(written);
        vm.value_error(format!("cannot fit '{name}' into an index-sized integer"))
    })?;
    payload.set_field("characters_written", Value::Int(count));
    Ok(())
}

/// As `PyNumber_Check`.
fn is_number(vm: &Vm, value: &Value) -> bool {
    let slots = &vm.class_of(value).ty().slots;
    slots.index.get().is_some() || slots.int.get().is_some() || slots.float.get().is_some()
}

/// Whether the class has a constructor of its own but not `__new__`: then `__init__` reads the arguments, else `__new__` did.
fn uses_init(vm: &Vm, class: &TypeRef) -> bool {
    let own = |name| match (lookup::lookup(class, name), lookup::lookup(&vm.exc.os_error, name)) {
        (Some(found), Some(native)) => !found.is(&native),
        _ => false,
    };
    own(&vm.names.init) && !own(&vm.names.new)
}

fn init(vm: &Vm, args: &[Value]) -> PyResult {
    if !uses_init(vm, vm.class_of(&args[0])) {
        return Ok(Value::None);
    }
    refuse_keywords(vm, &args[0], &args[2])?;
    let payload = of(vm, &args[0])?;
    drop(payload.args.replace(args[1].clone()));
    fill(vm, vm.class_of(&args[0]), payload, args[1].as_tuple().unwrap_or(&[]))?;
    Ok(Value::None)
}

pub(super) fn slots(s: &Slots) {
    s.str.set(Some(str));
}

fn or_none(value: Value) -> Value {
    if value.is_unbound() { Value::None } else { value }
}

fn str(vm: &Vm, value: &Value) -> PyResult {
    let e = of(vm, value)?;
    let (errno, strerror) = (e.field("errno"), e.field("strerror"));
    let (file, file2) = (e.field("filename"), e.field("filename2"));
    if !file.is_unbound() && !file.is_none() {
        let head = format!("[Errno {}] {}", vm.str(&or_none(errno))?, vm.str(&or_none(strerror))?);
        let first = vm.repr(&file)?;
        if file2.is_unbound() || file2.is_none() {
            return Ok(Value::str(&format!("{head}: {first}")));
        }
        return Ok(Value::str(&format!("{head}: {first} -> {}", vm.repr(&file2)?)));
    }
    if !errno.is_unbound() && !strerror.is_unbound() {
        return Ok(Value::str(&format!("[Errno {}] {}", vm.str(&errno)?, vm.str(&strerror)?)));
    }
    super::base::str(vm, value)
}

/// The file names go back into the arguments.
fn reduce(vm: &Vm, args: &[Value]) -> PyResult {
    let e = of(vm, &args[0])?;
    let mut own_args = e.args.get();
    let (file, file2) = (e.field("filename"), e.field("filename2"));
    if let Some([errno, strerror]) = own_args.as_tuple()
        && !file.is_unbound()
    {
        let mut all = vec![errno.clone(), strerror.clone(), file];
        if !file2.is_unbound() {
            all.extend([Value::None, file2]);
        }
        own_args = vm.new_tuple(all);
    }
    let state = crate::types::attribute::existing_dict(vm, &args[0]);
    reduced(vm, &args[0], own_args, state)
}

impl Vm {
    /// The OSError (or subclass) of a failed system call, with the file it was about.
    pub fn io_error(&self, error: &std::io::Error, filename: Option<&Value>) -> crate::error::PyError {
        let errno = i64::from(error.raw_os_error().unwrap_or(5));
        let class = class_for_errno(self, errno).unwrap_or(&self.exc.os_error);
        let full = error.to_string();
        let text = full.split(" (os error").next().unwrap_or(&full);
        let mut args = vec![Value::Int(errno), Value::str(text)];
        args.extend(filename.cloned());
        self.new_exception(class, args)
    }
}
