//! `posix`: the operating system under `os`. Mirrors `Modules/posixmodule.c`.

mod attributes;
mod configuration;
mod configuration_names;
mod constants;
mod dir;
pub(crate) mod fd;
mod file;
mod functions;
mod objects;
pub(crate) mod path;
pub(crate) mod process;
mod sandbox;
mod schedule;
pub(crate) mod spawn;
mod stat;
mod transfer;
mod users;
mod wait;

use pyvm_vm::objects::struct_sequence::make_type;
use pyvm_vm::types::NativeDef;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

const DOC: &str = "This module provides access to operating system functionality that is\nstandardized by the C Standard and the POSIX standard (a thinly\ndisguised Unix interface).  Refer to the library manual and\ncorresponding Unix manual entries for more information on calls.";

pub(crate) use objects::duplicate;

/// The functions of the other files; those of `functions.rs` come with the module.
static TABLES: &[&[NativeDef]] = &[
    attributes::FUNCTIONS,
    configuration::FUNCTIONS,
    objects::FUNCTIONS,
    objects::RANDOM,
    schedule::QUESTIONS,
    schedule::CHANGES,
    spawn::FUNCTIONS,
    spawn::NOTES,
    transfer::FUNCTIONS,
    users::QUESTIONS,
    users::CHANGES,
    wait::FUNCTIONS,
];

/// Makes the module.
///
/// # Errors
/// What making its types raises.
pub(crate) fn make(vm: &Vm) -> PyResult {
    let module = pyvm_vm::modules::make(vm, "posix", DOC, functions::FUNCTIONS);
    let set = |name: &str, value: Value| pyvm_vm::modules::set(vm, &module, name, value);
    for def in TABLES.iter().copied().flatten() {
        set(def.name, pyvm_vm::modules::function(vm, &Value::str("posix"), def))?;
    }
    for def in sandbox::replaced(&vm.permissions) {
        set(def.name, pyvm_vm::modules::function(vm, &Value::str("posix"), def))?;
    }
    for (name, value) in constants::INTS {
        set(name, Value::Int(*value))?;
    }
    set("environ", process::environ(vm)?)?;
    set("error", vm.exc.os_error.to_value())?;
    set("stat_result", stat::make_type(vm)?.to_value())?;
    set("terminal_size", make_type(vm, "os.terminal_size", &["columns", "lines"])?.to_value())?;
    let uname = ["sysname", "nodename", "release", "version", "machine"];
    set("uname_result", make_type(vm, "posix.uname_result", &uname)?.to_value())?;
    set("_have_functions", vm.new_list(constants::HAVE.iter().map(|n| Value::str(n)).collect()))?;
    set("DirEntry", vm.native_type(&dir::ENTRY).to_value())?;
    configuration::add(vm, &module)?;
    schedule::add(vm, &module)?;
    wait::add(vm, &module)?;
    Ok(module)
}
