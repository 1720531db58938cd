//! `sys`: mirrors `Python/sysmodule.c`.

use crate::error::PyResult;
use crate::heap::{Value, intern};
use crate::import;
use crate::objects::Dict;
use crate::types::NativeDef;
use crate::vm::Vm;

pub mod hooks;
mod names;
mod records;

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function(
        "exc_info",
        "($module, /)",
        exc_info,
        "Return current exception information: (type, value, traceback).",
    ),
    NativeDef::function(
        "exception",
        "($module, /)",
        |vm, _| Ok(vm.eval.handled.borrow().clone()),
        "Return the current exception.",
    ),
    NativeDef::function(
        "exit",
        "($module, status=None, /)",
        exit,
        "Exit the interpreter by raising SystemExit(status).",
    ),
    NativeDef::function(
        "getrecursionlimit",
        "($module, /)",
        |vm, _| Ok(Value::from(vm.eval.recursion_limit.get())),
        "Return the current value of the recursion limit.",
    ),
    NativeDef::function(
        "setrecursionlimit",
        "($module, limit, /)",
        setrecursionlimit,
        "Set the maximum depth of the Python interpreter stack to n.",
    ),
    NativeDef::function("intern", "($module, string, /)", intern_string, "``Intern'' the given string."),
    NativeDef::function(
        "getdlopenflags",
        "($module, /)",
        |vm, _| Ok(Value::from(vm.hooks.dlopen_flags.get())),
        "Return the current value of the flags that are used for dlopen calls.",
    ),
    NativeDef::function(
        "setdlopenflags",
        "($module, flags, /)",
        set_dlopen_flags,
        "Set the flags used by the interpreter for dlopen calls.",
    ),
    NativeDef::function(
        "activate_stack_trampoline",
        "($module, backend, /)",
        activate_trampoline,
        "Activate stack profiler trampoline *backend*.",
    ),
    NativeDef::function(
        "deactivate_stack_trampoline",
        "($module, /)",
        |_, _| Ok(Value::None),
        "Deactivate the current stack profiler trampoline backend.",
    ),
    NativeDef::function(
        "is_stack_trampoline_active",
        "($module, /)",
        |_, _| Ok(Value::Bool(false)),
        "Return *True* if a stack profiler trampoline is active.",
    ),
    NativeDef::function(
        "getrefcount",
        "($module, object, /)",
        getrefcount,
        "Return the reference count of object.",
    ),
    NativeDef::function(
        "getsizeof",
        "($module, /, object, default=<unrepresentable>)",
        getsizeof,
        "Return the size of object in bytes.",
    )
    .hidden_signature(),
    NativeDef::function(
        "_getframe",
        "($module, depth=0, /)",
        getframe,
        "Return a frame object from the call stack.",
    ),
    NativeDef::function(
        "displayhook",
        "($module, object, /)",
        displayhook,
        "Print an object to sys.stdout and also save it in builtins._",
    ),
    NativeDef::function(
        "excepthook",
        "($module, exctype, value, traceback, /)",
        excepthook,
        "Handle an exception by displaying it with a traceback on sys.stderr.",
    ),
    NativeDef::function(
        "getdefaultencoding",
        "($module, /)",
        |_, _| Ok(Value::str("utf-8")),
        "Return the current default encoding used by the Unicode implementation.",
    ),
    NativeDef::function(
        "getfilesystemencoding",
        "($module, /)",
        |_, _| Ok(Value::str("utf-8")),
        "Return the encoding used to convert Unicode filenames to OS filenames.",
    ),
    NativeDef::function(
        "getfilesystemencodeerrors",
        "($module, /)",
        |_, _| Ok(Value::str("surrogateescape")),
        "Return the error mode used Unicode to OS filename conversion.",
    ),
    NativeDef::function(
        "get_int_max_str_digits",
        "($module, /)",
        |vm, _| Ok(Value::from(vm.int_digit_limit.get())),
        "Return the maximum string digits limit for non-binary int<->str conversions.",
    ),
    NativeDef::function(
        "set_int_max_str_digits",
        "($module, /, maxdigits)",
        set_int_max_str_digits,
        "Set the maximum string digits limit for non-binary int<->str conversions.",
    ),
    NativeDef::function(
        "audit",
        "($module, event, /, *args)",
        |_, _| Ok(Value::None),
        "Passes the event to any hooks that are attached.",
    ),
    NativeDef::function(
        "_get_cpu_count_config",
        "($module, /)",
        |_, _| Ok(Value::Int(-1)),
        "Private function for getting PyConfig.cpu_count",
    ),
    NativeDef::function(
        "is_finalizing",
        "($module, /)",
        |_, _| Ok(Value::Bool(false)),
        "Return True if Python is exiting.",
    ),
];

/// Makes the module and puts it in `sys.modules`.
///
/// # Errors
/// What setting a member raises.
pub fn install(vm: &Vm) -> PyResult<Value> {
    let module = super::make(
        vm,
        "sys",
        "This module provides access to some objects used or maintained by the\ninterpreter and to functions that interact strongly with the interpreter.",
        FUNCTIONS,
    );
    let set = |name: &str, value: Value| super::set(vm, &module, name, value);
    set("modules", Value::Obj(vm.modules.clone()))?;
    set("argv", vm.new_list(vec![Value::str("")]))?;
    set("orig_argv", vm.new_list(Vec::new()))?;
    set("path", vm.new_list(Vec::new()))?;
    set("path_hooks", vm.new_list(Vec::new()))?;
    // Files come before the sources compiled into the program, so that a CPython home can replace those.
    let finders = [&import::loader::BUILTIN, &import::loader::PATH, &import::loader::FROZEN];
    set("meta_path", vm.new_list(finders.map(|f| vm.native_type(f).to_value()).to_vec()))?;
    set("path_importer_cache", vm.new_dict())?;
    set("warnoptions", vm.new_list(Vec::new()))?;
    set("maxsize", Value::Int(i64::MAX))?;
    set("maxunicode", Value::Int(0x10FFFF))?;
    set("byteorder", Value::str("little"))?;
    set("platform", Value::str("linux"))?;
    set("version", Value::str("3.13.0 (pyvm) [Rust]"))?;
    set("hexversion", Value::Int(0x030D_00F0))?;
    set("copyright", Value::str("Copyright (c) the pyvm authors.\nAll Rights Reserved."))?;
    set("api_version", Value::Int(1013))?;
    set("executable", Value::str(""))?;
    set("prefix", Value::str(""))?;
    set("base_prefix", Value::str(""))?;
    set("exec_prefix", Value::str(""))?;
    set("base_exec_prefix", Value::str(""))?;
    set("_base_executable", Value::str(""))?;
    set("_framework", Value::str(""))?;
    set("_home", Value::None)?;
    set("_xoptions", vm.new_dict())?;
    set("platlibdir", Value::str("lib"))?;
    set("dont_write_bytecode", Value::Bool(vm.flags.dont_write_bytecode))?;
    set("pycache_prefix", Value::None)?;
    set("float_repr_style", Value::str("short"))?;
    set("abiflags", Value::str(""))?;
    records::install(vm, &module)?;
    hooks::install(vm, &module)?;
    for name in ["displayhook", "excepthook", "breakpointhook", "unraisablehook"] {
        let hook = vm.getattr_str(&module, name)?;
        set(&format!("__{name}__"), hook)?;
    }
    set("builtin_module_names", builtin_module_names(vm))?;
    let names = names::STDLIB.split_whitespace().map(|name| Value::Str(vm.intern(name))).collect();
    set("stdlib_module_names", vm.call1(&vm.types.frozenset.to_value(), vm.new_list(names))?)?;
    if let Some(modules) = Dict::of(&vm.modules) {
        drop(modules.set_str(&intern::intern_str("sys"), module.clone()));
    }
    Ok(module)
}

/// The native modules, those of the VM included, in order.
fn builtin_module_names(vm: &Vm) -> Value {
    let mut names: Vec<String> = vm.native_modules.borrow().keys().cloned().collect();
    names.extend(["builtins".to_owned(), "sys".to_owned()]);
    names.sort();
    names.dedup();
    vm.new_tuple(names.iter().map(|name| Value::Str(vm.intern(name))).collect())
}

fn exc_info(vm: &Vm, _args: &[Value]) -> PyResult {
    let handled = vm.eval.handled.borrow().clone();
    match crate::objects::exception::base::of(vm, &handled) {
        Ok(e) => {
            let class = vm.class_of(&handled).to_value();
            let traceback = e.traceback.get();
            Ok(vm.new_tuple(vec![class, handled.clone(), traceback]))
        }
        Err(_) => Ok(vm.new_tuple(vec![Value::None, Value::None, Value::None])),
    }
}

fn exit(vm: &Vm, args: &[Value]) -> PyResult {
    let arguments = match &args[0] {
        Value::None => Vec::new(),
        status => vec![status.clone()],
    };
    let made = vm.call(&vm.exc.system_exit.to_value(), crate::call::Args::positional(&arguments))?;
    Err(crate::error::PyError::new(made).unwrap_or_else(|_| vm.system_error("SystemExit was replaced")))
}

/// An argument that is a C `int`.
fn c_int(vm: &Vm, value: &Value) -> PyResult<i64> {
    let too_large = |vm: &Vm| vm.overflow_error("Python int too large to convert to C int");
    let n = vm.index_i64_or(value, too_large)?;
    if i32::try_from(n).is_ok() { Ok(n) } else { Err(too_large(vm)) }
}

fn setrecursionlimit(vm: &Vm, args: &[Value]) -> PyResult {
    let limit = c_int(vm, &args[0])?;
    let Some(limit) = usize::try_from(limit).ok().filter(|n| *n > 0) else {
        return Err(vm.value_error("recursion limit must be greater or equal than 1"));
    };
    let depth = vm.eval.frames.borrow().len();
    if depth >= limit {
        return Err(vm.recursion_error(format!(
            "cannot set the recursion limit to {limit} at the recursion depth {depth}: the limit is too low"
        )));
    }
    vm.set_recursion_limit(limit);
    Ok(Value::None)
}

fn intern_string(vm: &Vm, args: &[Value]) -> PyResult {
    match &args[0] {
        Value::Str(text) => Ok(Value::Str(intern::intern(text.clone()))),
        other => {
            let got = vm.type_name(other);
            Err(vm.type_error(if other.as_text().is_some() {
                format!("can't intern {got}")
            } else {
                format!("intern() argument must be str, not {got}")
            }))
        }
    }
}

/// `setdlopenflags(flags)`: noted; no extension module of C is ever opened.
fn set_dlopen_flags(vm: &Vm, args: &[Value]) -> PyResult {
    let large = |vm: &Vm| vm.overflow_error("Python int too large to convert to C int");
    let flags = i32::try_from(vm.index_i64_or(&args[0], large)?).map_err(|_| large(vm))?;
    vm.hooks.dlopen_flags.set(flags);
    Ok(Value::None)
}

/// `activate_stack_trampoline(backend)`: frames of this VM are none of the processor's, so that no backend is there.
fn activate_trampoline(vm: &Vm, args: &[Value]) -> PyResult {
    let Some(name) = args[0].as_text() else {
        let got = vm.type_name(&args[0]);
        return Err(vm.type_error(format!("activate_stack_trampoline() argument must be str, not {got}")));
    };
    match name.as_str() {
        Some("perf" | "perf_jit") => Err(vm.value_error("perf trampoline not available")),
        _ => Err(vm.value_error(format!("invalid backend: {name}"))),
    }
}

fn getrefcount(_vm: &Vm, args: &[Value]) -> PyResult {
    Ok(Value::from(match &args[0] {
        Value::Obj(r) => r.refcount(),
        Value::Str(s) => s.refcount(),
        Value::Bytes(b) => b.refcount(),
        Value::Big(n) => n.refcount(),
        _ => u32::MAX,
    }))
}

fn getsizeof(vm: &Vm, args: &[Value]) -> PyResult {
    match vm.call_special(&args[0], &vm.names.sizeof, &[])? {
        Some(Value::Int(n)) if n < 0 => Err(vm.value_error("__sizeof__() should return >= 0")),
        Some(Value::Int(n)) => {
            let header = if matches!(args[0], Value::Obj(_)) { 16 } else { 0 };
            Ok(Value::Int(n + header))
        }
        Some(_) => Err(vm.type_error("an integer is required")),
        None if args[1].is_unbound() => {
            let got = vm.type_name(&args[0]);
            Err(vm.type_error(format!("Type {got} doesn't define __sizeof__")))
        }
        None => Ok(args[1].clone()),
    }
}

fn getframe(vm: &Vm, args: &[Value]) -> PyResult {
    let depth = usize::try_from(c_int(vm, &args[0])?.max(0)).unwrap_or(0);
    match crate::objects::frame::at_depth(vm, depth) {
        Some(frame) => Ok(Value::Obj(frame)),
        None => Err(vm.value_error("call stack is not deep enough")),
    }
}

fn displayhook(vm: &Vm, args: &[Value]) -> PyResult {
    if args[0].is_none() {
        return Ok(Value::None);
    }
    let Some(names) = Dict::of(&vm.builtins) else { return Ok(Value::None) };
    let underscore = vm.intern("_");
    drop(names.set_str(&underscore, Value::None));
    let shown = vm.repr(&args[0])?;
    let sys = vm.import("sys")?;
    let stdout = vm.getattr_str(&sys, "stdout")?;
    for text in [Value::Str(shown), Value::str("\n")] {
        vm.call_method(&stdout, &vm.names.write, &[text])?;
    }
    drop(names.set_str(&underscore, args[0].clone()));
    Ok(Value::None)
}

fn excepthook(vm: &Vm, args: &[Value]) -> PyResult {
    let Ok(error) = crate::error::PyError::new(args[1].clone()) else {
        let got = vm.type_name(&args[1]);
        let error = vm.type_error(format!("print_exception(): Exception expected for value, {got} found"));
        crate::error::traceback::write(vm, &crate::error::traceback::render(vm, &error));
        return Ok(Value::None);
    };
    crate::error::traceback::write(vm, &crate::error::traceback::render(vm, &error));
    Ok(Value::None)
}

fn set_int_max_str_digits(vm: &Vm, args: &[Value]) -> PyResult {
    let digits = c_int(vm, &args[0])?;
    match usize::try_from(digits) {
        Ok(n) if n == 0 || n >= 640 => vm.int_digit_limit.set(n),
        _ => return Err(vm.value_error("maxdigits must be 0 or larger than 640")),
    }
    Ok(Value::None)
}
