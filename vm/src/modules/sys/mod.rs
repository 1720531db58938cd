//! `sys`: mirrors `Python/sysmodule.c`.

use crate::error::PyResult;
use crate::heap::{Value, intern};
use crate::import;
use crate::objects::{Dict, Kind};
use crate::types::NativeDef;
use crate::vm::Vm;

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
        "gettrace",
        "($module, /)",
        |_, _| Ok(Value::None),
        "Return the global debug tracing function set with sys.settrace.",
    ),
    NativeDef::function(
        "settrace",
        "($module, function, /)",
        |vm, a| if a[0].is_none() { Ok(Value::None) } else { Err(vm.unfinished("sys.settrace()")) },
        "Set the global debug tracing function.",
    ),
    NativeDef::function(
        "audit",
        "($module, event, /, *args)",
        |_, _| Ok(Value::None),
        "Passes the event to any hooks that are attached.",
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
    let module = super::make(vm, "sys", "", FUNCTIONS);
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
    set("version", Value::str("3.13.0 (pyvm)"))?;
    set("hexversion", Value::Int(0x030D_00F0))?;
    set("copyright", Value::str("Copyright (c) the pyvm authors."))?;
    set("api_version", Value::Int(1013))?;
    set("executable", Value::str(""))?;
    set("prefix", Value::str(""))?;
    set("base_prefix", Value::str(""))?;
    set("exec_prefix", Value::str(""))?;
    set("platlibdir", Value::str("lib"))?;
    set("dont_write_bytecode", Value::Bool(true))?;
    set("pycache_prefix", Value::None)?;
    set("float_repr_style", Value::str("short"))?;
    set("abiflags", Value::str(""))?;
    records(vm, &module)?;
    let displayhook = vm.getattr_str(&module, "displayhook")?;
    set("__displayhook__", displayhook)?;
    let excepthook = vm.getattr_str(&module, "excepthook")?;
    set("__excepthook__", excepthook)?;
    if let Some(modules) = Dict::of(&vm.modules) {
        drop(modules.set_str(&intern::intern_str("sys"), module.clone()));
    }
    Ok(module)
}

/// `version_info`, `flags` and the other records.
fn records(vm: &Vm, module: &Value) -> PyResult<()> {
    use crate::objects::struct_sequence::record;
    let int = Value::Int;
    let version = [int(3), int(13), int(0), Value::str("final"), int(0)];
    let version = record(
        vm,
        "sys.version_info",
        &["major", "minor", "micro", "releaselevel", "serial"],
        version.to_vec(),
    )?;
    super::set(vm, module, "version_info", version.clone())?;
    let flags = [
        "debug",
        "inspect",
        "interactive",
        "optimize",
        "dont_write_bytecode",
        "no_user_site",
        "no_site",
        "ignore_environment",
        "verbose",
        "bytes_warning",
        "quiet",
        "hash_randomization",
        "isolated",
        "dev_mode",
        "utf8_mode",
        "warn_default_encoding",
        "safe_path",
        "int_max_str_digits",
    ];
    let values = flags
        .iter()
        .map(|f| match *f {
            "int_max_str_digits" => int(4300),
            "dev_mode" | "safe_path" => Value::Bool(false),
            _ => int(0),
        })
        .collect();
    super::set(vm, module, "flags", record(vm, "sys.flags", &flags, values)?)?;
    let hash = ["width", "modulus", "inf", "nan", "imag", "algorithm", "hash_bits", "seed_bits", "cutoff"];
    let values = vec![
        int(64),
        int((1 << 61) - 1),
        int(314_159),
        int(0),
        int(1_000_003),
        Value::str("siphash13"),
        int(64),
        int(128),
        int(0),
    ];
    super::set(vm, module, "hash_info", record(vm, "sys.hash_info", &hash, values)?)?;
    let float = [
        "max",
        "max_exp",
        "max_10_exp",
        "min",
        "min_exp",
        "min_10_exp",
        "dig",
        "mant_dig",
        "epsilon",
        "radix",
        "rounds",
    ];
    let values = vec![
        Value::Float(f64::MAX),
        int(1024),
        int(308),
        Value::Float(f64::MIN_POSITIVE),
        int(-1021),
        int(-307),
        int(15),
        int(53),
        Value::Float(f64::EPSILON),
        int(2),
        int(1),
    ];
    super::set(vm, module, "float_info", record(vm, "sys.float_info", &float, values)?)?;
    let ints = ["bits_per_digit", "sizeof_digit", "default_max_str_digits", "str_digits_check_threshold"];
    super::set(
        vm,
        module,
        "int_info",
        record(vm, "sys.int_info", &ints, vec![int(30), int(4), int(4300), int(640)])?,
    )?;
    let threads = ["name", "lock", "version"];
    super::set(
        vm,
        module,
        "thread_info",
        record(vm, "sys.thread_info", &threads, vec![Value::str("pthread"), Value::None, Value::None])?,
    )?;
    let implementation = vm.new_object(&vm.native_type(&crate::objects::namespace::SPEC), Kind::Plain);
    for (name, value) in [
        ("name", Value::str("pyvm")),
        ("cache_tag", Value::str("pyvm-313")),
        ("version", version),
        ("hexversion", int(0x030D_00F0)),
        ("_multiarch", Value::str("x86_64-linux-gnu")),
    ] {
        super::set(vm, &implementation, name, value)?;
    }
    super::set(vm, module, "implementation", implementation)
}

fn exc_info(vm: &Vm, _args: &[Value]) -> PyResult {
    let handled = vm.eval.handled.borrow().clone();
    match crate::objects::exception::base::of(vm, &handled) {
        Ok(e) => {
            let class = vm.class_of(&handled).to_value();
            let traceback = e.traceback.borrow().clone();
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

fn setrecursionlimit(vm: &Vm, args: &[Value]) -> PyResult {
    let limit = vm.index_i64(&args[0])?;
    let Some(limit) = usize::try_from(limit).ok().filter(|n| *n > 0) else {
        return Err(vm.value_error("recursion limit must be greater or equal than 1"));
    };
    let depth = vm.eval.frames.borrow().len();
    if depth >= limit {
        return Err(vm.recursion_error(format!(
            "cannot set the recursion limit to {limit} at the recursion depth {depth}: the limit is too low"
        )));
    }
    vm.eval.recursion_limit.set(limit);
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
    let depth = usize::try_from(vm.index_i64(&args[0])?.max(0)).unwrap_or(0);
    let count = vm.eval.frames.borrow().len();
    let index = count.checked_sub(depth + 1);
    match index.and_then(|i| crate::objects::frame::of_running(vm, i)) {
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
    if let Ok(error) = crate::error::PyError::new(args[1].clone()) {
        let text = crate::error::traceback::render(vm, &error);
        crate::error::traceback::write(vm, &text);
    }
    Ok(Value::None)
}

fn set_int_max_str_digits(vm: &Vm, args: &[Value]) -> PyResult {
    let digits = vm.index_i64(&args[0])?;
    match usize::try_from(digits) {
        Ok(n) if n == 0 || n >= 640 => vm.int_digit_limit.set(n),
        _ => return Err(vm.value_error("maxdigits must be 0 or larger than 640")),
    }
    Ok(Value::None)
}
