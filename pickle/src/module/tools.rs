//! `_pickletools`: what `pickletools` takes from the wire format.

use std::fmt;

use pyvm_vm::call::Args;
use pyvm_vm::heap::{TypeRef, Value};
use pyvm_vm::objects::bytearray::new_bytearray;
use pyvm_vm::types::NativeDef;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult};

use crate::opcode::{Arg, Opcode};
use crate::wire::dis::{self, Memo};
use crate::wire::genops::{self, ToolError};
use crate::wire::{optimize, text::Number};

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function("table", "($module, /)", table, "The rows of the opcode table."),
    NativeDef::function("genops", "($module, data, /)", steps, "Steps, the end of the last, and an error."),
    NativeDef::function("optimize", "($module, data, /)", optimized, "Drop the PUTs that no GET asks for."),
    NativeDef::function(
        "dis",
        "($module, data, memo, base, indentlevel, annotate, write, /)",
        disassembled,
        "The text, the end, the memo, and an error.",
    ),
];

/// Makes the module.
///
/// # Errors
/// None at present.
pub fn make(vm: &Vm) -> PyResult {
    Ok(pyvm_vm::modules::make(vm, "_pickletools", "The wire format for pickletools.", FUNCTIONS))
}

fn table(vm: &Vm, _args: &[Value]) -> PyResult {
    let rows = Opcode::ALL.iter().map(|opcode| {
        let info = opcode.info();
        let names =
            |items: &[crate::opcode::Item]| vm.new_list(items.iter().map(|i| Value::str(i.name())).collect());
        let arg = if info.arg == Arg::Nothing { Value::None } else { Value::str(info.arg.name()) };
        vm.new_tuple(vec![
            Value::str(info.name),
            vm.new_str(char::from(info.code).to_string()),
            arg,
            names(info.before),
            names(info.after),
            Value::from(i32::from(info.protocol)),
            Value::str(info.doc),
        ])
    });
    Ok(vm.new_list(rows.collect()))
}

/// `(exception class, *arguments)`
fn problem(vm: &Vm, error: &ToolError) -> Value {
    if let Some(detail) = &error.decode {
        let mut parts = vec![vm.exc.unicode_decode_error.to_value()];
        parts.extend(crate::unpickler::decode_arguments(vm, detail));
        return vm.new_tuple(parts);
    }
    let class: &TypeRef = match error.class {
        "IndexError" => &vm.exc.index_error,
        "TypeError" => &vm.exc.type_error,
        "OSError" => &vm.exc.os_error,
        _ => &vm.exc.value_error,
    };
    vm.new_tuple(vec![class.to_value(), Value::str(&error.message)])
}

fn argument(vm: &Vm, value: &genops::Value<'_>) -> PyResult {
    use genops::Value as V;
    Ok(match value {
        V::Nothing => Value::None,
        V::Number(Number::Bool(b)) => Value::Bool(*b),
        V::Number(Number::Small(n)) => Value::Int(*n),
        V::Number(Number::Big(n)) => Value::from(n.clone()),
        V::Float(x) => Value::Float(*x),
        V::Str(s) => crate::unpickler::text_of(vm, s)?,
        V::String(s) => crate::unpickler::text_of(vm, s)?,
        V::Bytes(b) => vm.new_bytes(b),
        V::ByteArray(b) => new_bytearray(vm, b.to_vec()),
    })
}

/// The warnings of escapes that mean nothing.
fn warn(vm: &Vm, data: &[u8], last: u64) -> PyResult<()> {
    genops::invalid_escapes(data, last).iter().try_for_each(|escape| vm.warn_of_escape(escape))
}

fn steps(vm: &Vm, args: &[Value]) -> PyResult {
    let data = vm.bytes_of(&args[0])?;
    warn(vm, &data, u64::MAX)?;
    let (mut rows, mut end, mut error) = (Vec::new(), 0, Value::None);
    for step in genops::genops(&data) {
        match step {
            Ok(step) => {
                end = step.end;
                let code = vm.new_str(char::from(step.code.byte()).to_string());
                rows.push(vm.new_tuple(vec![code, argument(vm, &step.arg)?, Value::from(step.offset)]));
            }
            Err(e) => error = problem(vm, &e),
        }
    }
    Ok(vm.new_tuple(vec![vm.new_list(rows), Value::from(end), error]))
}

fn raised(vm: &Vm, error: &ToolError) -> PyError {
    let made = problem(vm, error);
    let Some([class, args @ ..]) = made.as_tuple() else { return vm.value_error(error.message.clone()) };
    match vm.call(class, Args::positional(args)).map(PyError::new) {
        Ok(Ok(error)) | Err(error) => error,
        Ok(Err(_)) => vm.value_error(error.message.clone()),
    }
}

fn optimized(vm: &Vm, args: &[Value]) -> PyResult {
    let data = vm.bytes_of(&args[0])?;
    warn(vm, &data, u64::MAX)?;
    optimize::optimize(&data).map(|bytes| vm.new_bytes(&bytes)).map_err(|e| raised(vm, &e))
}

/// Hands text to a function by the piece: deep marks make lines longer than memory, all together.
struct Pieces<'a> {
    vm: &'a Vm,
    write: &'a Value,
    text: String,
    error: Option<PyError>,
}

/// Bytes of a piece.
const PIECE: usize = 1 << 16;

impl Pieces<'_> {
    fn flush(&mut self) -> fmt::Result {
        if self.text.is_empty() || self.error.is_some() {
            return Ok(());
        }
        let text = Value::from(std::mem::take(&mut self.text));
        self.error = self.vm.call1(self.write, text).err();
        if self.error.is_some() { Err(fmt::Error) } else { Ok(()) }
    }
}

impl fmt::Write for Pieces<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.text.push_str(text);
        if self.text.len() < PIECE { Ok(()) } else { self.flush() }
    }
}

fn disassembled(vm: &Vm, args: &[Value]) -> PyResult {
    let data = vm.bytes_of(&args[0])?;
    let mut memo = Memo::default();
    for pair in vm.list_from_iterable(&args[1])? {
        if let Some([key, name]) = pair.as_tuple()
            && let Some(name) = name.as_text()
        {
            memo.insert(vm.index_i64(key)?, &name.to_string());
        }
    }
    let whole = |v: &Value| vm.index_i64(v).map(|n| usize::try_from(n).unwrap_or(0));
    let base = u64::try_from(vm.index_i64(&args[2])?).unwrap_or(0);
    let options = dis::Options { indent: whole(&args[3])?, annotate: whole(&args[4])?, base };
    let mut out = Pieces { vm, write: &args[5], text: String::new(), error: None };
    let done = dis::dis_with(&data, &mut out, options, &mut memo);
    let _ = out.flush();
    if let Some(error) = out.error {
        return Err(error);
    }
    warn(vm, &data, done.as_ref().err().map_or(u64::MAX, |e| e.offset - base))?;
    let (end, error) = match done {
        Ok(end) => (Value::from(end), Value::None),
        Err(e) => (Value::None, problem(vm, &e)),
    };
    let entries = memo.entries().into_iter();
    let entries = entries.map(|(key, name)| vm.new_tuple(vec![Value::Int(key), Value::str(name)])).collect();
    Ok(vm.new_tuple(vec![end, vm.new_list(entries), error]))
}
