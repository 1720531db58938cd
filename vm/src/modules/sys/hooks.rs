//! The hooks of `sys`: for exceptions that nothing catches, breakpoints, asynchronous generators, tracing and auditing.

use std::cell::{Cell, RefCell};

use crate::call::Args;
use crate::error::{PyError, PyResult};
use crate::heap::Value;
use crate::objects::struct_sequence;
use crate::types::NativeDef;
use crate::vm::Vm;

/// What the hooks keep.
pub struct State {
    /// `firstiter` and `finalizer` of asynchronous generators, or `None`.
    pub asyncgen: RefCell<(Value, Value)>,
    /// How many frames coroutines remember of where they were made.
    pub origin_depth: Cell<usize>,
    /// Microseconds between looks at other threads.
    switch_interval: Cell<i64>,
    /// What `setdlopenflags` noted; `RTLD_NOW` from the start.
    pub(super) dlopen_flags: Cell<i32>,
}

impl Default for State {
    fn default() -> Self {
        State {
            asyncgen: RefCell::new((Value::None, Value::None)),
            origin_depth: Cell::new(0),
            switch_interval: Cell::new(5000),
            dlopen_flags: Cell::new(2),
        }
    }
}

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function(
        "unraisablehook",
        "($module, unraisable, /)",
        unraisablehook,
        "Handle an unraisable exception.",
    ),
    NativeDef::function(
        "breakpointhook",
        "($module, /, *args, **kwargs)",
        breakpointhook,
        "This hook function is called by built-in breakpoint().",
    ),
    NativeDef::function(
        "get_asyncgen_hooks",
        "($module, /)",
        get_asyncgen_hooks,
        "Return the installed asynchronous generators hooks.",
    ),
    NativeDef::function(
        "set_asyncgen_hooks",
        "($module, firstiter=<unrepresentable>, finalizer=<unrepresentable>)",
        set_asyncgen_hooks,
        "set_asyncgen_hooks([firstiter] [, finalizer])\n\nSet a finalizer for async generators objects.",
    )
    .hidden_signature(),
    NativeDef::function(
        "get_coroutine_origin_tracking_depth",
        "($module, /)",
        |vm, _| Ok(Value::from(vm.hooks.origin_depth.get())),
        "Check status of origin tracking for coroutine objects in this thread.",
    ),
    NativeDef::function(
        "set_coroutine_origin_tracking_depth",
        "($module, /, depth)",
        set_coroutine_origin_tracking_depth,
        "Enable or disable origin tracking for coroutine objects in this thread.",
    ),
    NativeDef::function(
        "gettrace",
        "($module, /)",
        |vm, _| Ok(vm.eval.watch.trace()),
        "Return the global debug tracing function set with sys.settrace.",
    ),
    NativeDef::function(
        "settrace",
        "($module, function, /)",
        |vm, args| {
            vm.set_trace(&args[0]);
            Ok(Value::None)
        },
        "Set the global debug tracing function.",
    ),
    NativeDef::function(
        "getprofile",
        "($module, /)",
        |vm, _| Ok(vm.eval.watch.profile()),
        "Return the profiling function set with sys.setprofile.",
    ),
    NativeDef::function(
        "setprofile",
        "($module, function, /)",
        |vm, args| {
            vm.set_profile(&args[0]);
            Ok(Value::None)
        },
        "Set the profiling function.",
    ),
    NativeDef::function(
        "addaudithook",
        "($module, /, hook)",
        |vm, _| Err(vm.unfinished("sys.addaudithook()")),
        "Adds a new audit hook callback.",
    ),
    NativeDef::function(
        "call_tracing",
        "($module, func, args, /)",
        call_tracing,
        "Call func(*args), while tracing is enabled.",
    ),
    NativeDef::function(
        "getswitchinterval",
        "($module, /)",
        |vm, _| Ok(Value::Float(1e-6 * vm.hooks.switch_interval.get() as f64)),
        "Return the current thread switch interval; see sys.setswitchinterval().",
    ),
    NativeDef::function(
        "setswitchinterval",
        "($module, interval, /)",
        setswitchinterval,
        "Set the ideal thread switching delay inside the Python interpreter.",
    ),
    NativeDef::function(
        "_baserepl",
        "($module, /)",
        |vm, _| Err(vm.unfinished("sys._baserepl()")),
        "Private function for getting the base REPL",
    ),
    NativeDef::function(
        "_getframemodulename",
        "($module, /, depth=0)",
        getframemodulename,
        "Return the name of the module for a calling frame.",
    ),
    NativeDef::function(
        "_is_interned",
        "($module, string, /)",
        is_interned,
        "Return True if the given string is \"interned\".",
    ),
    NativeDef::function(
        "_is_gil_enabled",
        "($module, /)",
        |_, _| Ok(Value::Bool(true)),
        "Return True if the GIL is currently enabled and False if it's disabled.",
    ),
];

/// Adds the functions to the module.
pub(super) fn install(vm: &Vm, module: &Value) -> PyResult<()> {
    let name = vm.getattr(module, &vm.names.name)?;
    for def in FUNCTIONS {
        super::super::set(vm, module, def.name, super::super::function(vm, &name, def))?;
    }
    Ok(())
}

const UNRAISABLE: &[&str] = &["exc_type", "exc_value", "exc_traceback", "err_msg", "object"];

impl Vm {
    /// An exception that nothing can catch goes to `sys.unraisablehook`.
    pub fn report_unraisable(&self, error: &PyError, source: &Value) {
        self.report_unraisable_as(None, error, source);
    }

    /// The same with words of its own for "Exception ignored in".
    pub fn report_unraisable_as(&self, message: Option<&str>, error: &PyError, source: &Value) {
        // The end of a program past its limits is nobody's mistake.
        if self.passed().is_some() {
            return;
        }
        let hook = self.import("sys").and_then(|sys| self.getattr_str(&sys, "unraisablehook"));
        let Ok(hook) = hook else { return show_unraisable(self, error, message, source) };
        let value = error.to_value();
        if error.payload().traceback.get().is_none() {
            crate::objects::traceback::add_frame(self, error);
        }
        let traceback = error.payload().traceback.get();
        let class = self.class_of(&value).to_value();
        let called = struct_sequence::make_type(self, "UnraisableHookArgs", UNRAISABLE).and_then(|record| {
            let values =
                vec![class, value, traceback, message.map_or(Value::None, Value::str), source.clone()];
            self.call1(&hook, struct_sequence::instance(&record, values))
        });
        if let Err(second) = called {
            show_unraisable(self, &second, Some("Exception ignored in sys.unraisablehook"), &hook);
        }
    }
}

/// Shows an exception that cannot be raised on standard error.
fn show_unraisable(vm: &Vm, error: &PyError, message: Option<&str>, source: &Value) {
    let head = match message {
        _ if !source.is_none() => {
            let shown =
                vm.repr(source).map_or_else(|_| "<object repr() failed>".to_owned(), |s| s.to_string());
            format!("{}: {shown}\n", message.unwrap_or("Exception ignored in"))
        }
        Some(message) => format!("{message}:\n"),
        None => String::new(),
    };
    let text = format!("{head}{}", crate::error::traceback::render_alone(vm, error));
    crate::error::traceback::write(vm, &text);
}

fn unraisablehook(vm: &Vm, args: &[Value]) -> PyResult {
    let record = struct_sequence::make_type(vm, "UnraisableHookArgs", UNRAISABLE)?;
    let (true, Some([_, value, _, message, source])) = (vm.is_exact(&args[0], &record), args[0].as_tuple())
    else {
        return Err(vm.type_error("sys.unraisablehook argument type must be UnraisableHookArgs"));
    };
    if let Ok(error) = PyError::new(value.clone()) {
        let message = if message.is_none() { None } else { Some(vm.str(message)?.to_string()) };
        show_unraisable(vm, &error, message.as_deref(), source);
    }
    Ok(Value::None)
}

/// A variable of the environment as `os` has it, which knows what the program changed.
fn variable(vm: &Vm, name: &str) -> PyResult<String> {
    let environ = vm.import("os").and_then(|os| vm.getattr_str(&os, "environ"))?;
    let value = vm.call_method(&environ, &vm.intern("get"), &[Value::str(name), Value::str("")])?;
    Ok(value.as_text().map(|text| text.to_string()).unwrap_or_default())
}

/// `$PYTHONBREAKPOINT` names the function to call; `pdb.set_trace` by default, none for `0`.
fn breakpointhook(vm: &Vm, args: &[Value]) -> PyResult {
    let named = variable(vm, "PYTHONBREAKPOINT")?;
    let full = match named.as_str() {
        "0" => return Ok(Value::None),
        "" => "pdb.set_trace",
        name => name,
    };
    let (module, function) = full.rsplit_once('.').unwrap_or(("builtins", full));
    let found = vm.import(module).and_then(|module| vm.getattr(&module, &vm.intern(function)));
    let Ok(found) = found else {
        let text = format!("Ignoring unimportable $PYTHONBREAKPOINT: \"{full}\"");
        vm.warn(&vm.exc.runtime_warning, &text, 1)?;
        return Ok(Value::None);
    };
    let keywords = args[1].as_dict().map(crate::objects::Dict::entries).unwrap_or_default();
    let (values, names) = crate::call::join(args[0].as_tuple().unwrap_or(&[]), &keywords);
    vm.call(&found, Args::with_keywords(&values, &names))
}

fn get_asyncgen_hooks(vm: &Vm, _args: &[Value]) -> PyResult {
    let (firstiter, finalizer) = vm.hooks.asyncgen.borrow().clone();
    struct_sequence::record(vm, "asyncgen_hooks", &["firstiter", "finalizer"], vec![firstiter, finalizer])
}

fn set_asyncgen_hooks(vm: &Vm, args: &[Value]) -> PyResult {
    for (value, name) in [(&args[1], "finalizer"), (&args[0], "firstiter")] {
        if !value.is_unbound() && !value.is_none() && !vm.is_callable(value) {
            let got = vm.type_name(value);
            return Err(vm.type_error(format!("callable {name} expected, got {got}")));
        }
    }
    let (firstiter, finalizer) = vm.hooks.asyncgen.borrow().clone();
    let new = |given: &Value, old: Value| given.clone().bound().unwrap_or(old);
    drop(vm.hooks.asyncgen.replace((new(&args[0], firstiter), new(&args[1], finalizer))));
    Ok(Value::None)
}

fn set_coroutine_origin_tracking_depth(vm: &Vm, args: &[Value]) -> PyResult {
    let Ok(depth) = usize::try_from(super::c_int(vm, &args[0])?) else {
        return Err(vm.value_error("depth must be >= 0"));
    };
    vm.hooks.origin_depth.set(depth);
    Ok(Value::None)
}

fn call_tracing(vm: &Vm, args: &[Value]) -> PyResult {
    match args[1].as_tuple() {
        Some(items) => vm.call_tracing(&args[0], items),
        None => {
            let got = vm.type_name(&args[1]);
            Err(vm.type_error(format!("call_tracing() argument 2 must be tuple, not {got}")))
        }
    }
}

fn setswitchinterval(vm: &Vm, args: &[Value]) -> PyResult {
    let interval = vm.to_f64(&args[0])?;
    if interval <= 0.0 {
        return Err(vm.value_error("switch interval must be strictly positive"));
    }
    vm.hooks.switch_interval.set((1e6 * interval) as i64);
    Ok(Value::None)
}

fn getframemodulename(vm: &Vm, args: &[Value]) -> PyResult {
    let depth = usize::try_from(super::c_int(vm, &args[0])?.max(0)).unwrap_or(0);
    let frame = crate::objects::frame::at_depth(vm, depth);
    let name = frame.and_then(|f| crate::objects::frame::globals(&f)?.as_dict()?.get_str(&vm.names.name));
    Ok(name.unwrap_or(Value::None))
}

fn is_interned(vm: &Vm, args: &[Value]) -> PyResult {
    match &args[0] {
        Value::Str(text) => Ok(Value::Bool(text.is_interned())),
        other if other.as_text().is_some() => Ok(Value::Bool(false)),
        other => {
            let got = vm.type_name(other);
            Err(vm.type_error(format!("_is_interned() argument must be str, not {got}")))
        }
    }
}
