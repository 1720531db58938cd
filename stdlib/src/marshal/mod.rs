//! `marshal`: mirrors `Python/marshal.c`, but for code objects, whose form is the interpreter's own.
//!
//! Where CPython's bytes depend on how many references there are to an integer or a float, which are no objects here,
//! these are written as if there were several.

use pyvm_vm::types::NativeDef;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

mod reader;
mod writer;

use reader::{Reader, Source};
use writer::Writer;

const DOC: &str = "This module contains functions that can read and write Python values in\na binary format. The format is specific to Python, but independent of\nmachine architecture issues.";
const VERSION: i64 = 4;
/// How deep objects may lie within each other.
const MAX_DEPTH: usize = 2000;
/// The bit of a type code that says that the object is referred to later.
const FLAG_REF: u8 = 0x80;

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function(
        "dump",
        "($module, value, file, version=version, /, *, allow_code=True)",
        dump,
        "Write the value on the open file.\n\n  value\n    Must be a supported type.\n  file\n    Must be a writeable binary file.\n  version\n    Indicates the data format that dump should use.\n  allow_code\n    Allow to write code objects.",
    ),
    NativeDef::function(
        "load",
        "($module, file, /, *, allow_code=True)",
        load,
        "Read one value from the open file and return it.\n\n  file\n    Must be readable binary file.\n  allow_code\n    Allow to load code objects.",
    ),
    NativeDef::function(
        "dumps",
        "($module, value, version=version, /, *, allow_code=True)",
        dumps,
        "Return the bytes object that would be written to a file by dump(value, file).\n\n  value\n    Must be a supported type.\n  version\n    Indicates the data format that dumps should use.\n  allow_code\n    Allow to write code objects.",
    ),
    NativeDef::function(
        "loads",
        "($module, bytes, /, *, allow_code=True)",
        loads,
        "Convert the bytes-like object to a value.\n\n  allow_code\n    Allow to load code objects.",
    ),
];

/// Makes the module.
///
/// # Errors
/// What setting its members raises.
pub(crate) fn make(vm: &Vm) -> PyResult {
    let module = pyvm_vm::modules::make(vm, "marshal", DOC, FUNCTIONS);
    pyvm_vm::modules::set(vm, &module, "version", Value::Int(VERSION))?;
    Ok(module)
}

/// The bytes of a value.
fn written(vm: &Vm, value: &Value, version: &Value, allow_code: &Value) -> PyResult {
    let version = if version.is_unbound() { VERSION } else { vm.index_i64(version)? };
    let mut writer = Writer::new(vm, version, vm.is_true(allow_code)?);
    writer.object(value)?;
    Ok(vm.new_bytes(&writer.out))
}

fn dump(vm: &Vm, args: &[Value]) -> PyResult {
    let bytes = written(vm, &args[0], &args[2], &args[3])?;
    crate::support::method(vm, &args[1], "write", &[bytes])
}

fn dumps(vm: &Vm, args: &[Value]) -> PyResult {
    written(vm, &args[0], &args[1], &args[2])
}

fn load(vm: &Vm, args: &[Value]) -> PyResult {
    let probe = crate::support::method(vm, &args[0], "read", &[Value::Int(0)])?;
    if !matches!(probe.unwrapped(), Value::Bytes(_)) {
        let got = vm.type_name(&probe);
        return Err(vm.type_error(format!("file.read() returned not bytes but {got}")));
    }
    Reader::new(vm, Source::File(args[0].clone()), vm.is_true(&args[1])?).value()
}

fn loads(vm: &Vm, args: &[Value]) -> PyResult {
    let bytes = vm.bytes_of(&args[0])?;
    Reader::new(vm, Source::Bytes(bytes, 0), vm.is_true(&args[1])?).value()
}
