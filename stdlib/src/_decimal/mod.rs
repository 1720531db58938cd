//! `_decimal`: arithmetic by the General Decimal Arithmetic Specification, on `num-bigint`. Mirrors
//! `Modules/_decimal/_decimal.c` and libmpdec, whose results it repeats to the digit.

use pyvm_vm::heap::Visitor;
use pyvm_vm::objects::Native;
use pyvm_vm::types::{Layout, NativeDef, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use crate::support::add_types;

mod apply;
mod arith;
mod context;
mod context_methods;
mod context_table;
mod convert;
mod env;
mod fixed;
mod format;
mod method_table;
mod methods;
mod misc;
mod number;
mod object;
mod power;
mod state;
mod text;

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function(
        "getcontext",
        "($module, /)",
        |vm, _| state::current(vm),
        "Get the current default context.\n",
    ),
    NativeDef::function(
        "setcontext",
        "($module, context, /)",
        |vm, a| state::set_current(vm, &a[0]).map(|()| Value::None),
        "Set a new default context.\n",
    ),
    NativeDef::function(
        "localcontext",
        "($module, /, ctx=None, **kwargs)",
        localcontext,
        "Return a context manager that will set the default context to a copy of ctx\non entry to the with-statement and restore the previous default context when\nexiting the with-statement. If no context is specified, a copy of the current\ndefault context is used.\n",
    ),
];

/// Makes the module.
///
/// # Errors
/// What setting its members raises.
pub(crate) fn make(vm: &Vm) -> PyResult {
    state::prepare(vm)?;
    let module = pyvm_vm::modules::make(vm, "_decimal", "C decimal arithmetic module", FUNCTIONS);
    let set = |name: &str, value: Value| pyvm_vm::modules::set(vm, &module, name, value);
    add_types(vm, &module, &[&object::SPEC, &context::SPEC])?;
    for (name, value) in state::members(vm)? {
        set(name, value)?;
    }
    for (rounding, name) in env::Rounding::NAMES {
        set(name, Value::Str(state::rounding_name(vm, rounding)))?;
    }
    set("MAX_PREC", Value::Int(env::MAX))?;
    set("MAX_EMAX", Value::Int(env::MAX))?;
    set("MIN_EMIN", Value::Int(-env::MAX))?;
    set("MIN_ETINY", Value::Int(-env::MAX - (env::MAX - 1)))?;
    set("HAVE_THREADS", Value::Bool(true))?;
    set("HAVE_CONTEXTVAR", Value::Bool(true))?;
    set("__version__", Value::str("1.70"))?;
    set("__libmpdec_version__", Value::str("2.5.1"))?;
    Ok(module)
}

/// What `localcontext` returns.
struct Manager {
    local: Value,
    global: Value,
}

static MANAGER: TypeSpec = TypeSpec {
    flags: TypeFlags::NO_NEW.with(TypeFlags::GENERIC_GETATTR),
    layout: Some(Layout::Native("decimal.ContextManager")),
    methods: &[
        NativeDef::method(
            "__enter__",
            "($self, /)",
            |vm, a| {
                let local = manager(vm, &a[0])?.local.clone();
                state::set_current(vm, &local)?;
                Ok(local)
            },
            "",
        )
        .hidden_signature(),
        NativeDef::method(
            "__exit__",
            "($self, /, *args)",
            |vm, a| state::set_current(vm, &manager(vm, &a[0])?.global).map(|()| Value::Bool(false)),
            "",
        )
        .hidden_signature(),
    ],
    ..TypeSpec::named("ContextManager", "decimal")
};

fn manager<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Manager> {
    vm.payload(value, "decimal.ContextManager")
}

const ATTRIBUTES: [&str; 8] = ["prec", "rounding", "Emin", "Emax", "capitals", "clamp", "flags", "traps"];

fn localcontext(vm: &Vm, args: &[Value]) -> PyResult {
    let global = state::current(vm)?;
    let source = apply::context_of(vm, &args[0])?;
    let local = context::copy(vm, &source)?;
    for (name, value) in args[1].as_dict().map(|d| d.entries()).unwrap_or_default() {
        let known =
            name.as_text().and_then(|name| ATTRIBUTES.iter().find(|known| name.as_str() == Some(known)));
        let Some(known) = known else {
            let name = vm.str(&name)?;
            return Err(vm.type_error(format!("this function got an unexpected keyword argument '{name}'")));
        };
        if !value.is_none() {
            context::assign(vm, &local, known, &value, true)?;
        }
    }
    Ok(vm.new_native(&vm.native_type(&MANAGER), Manager { local, global }))
}

impl Native for Manager {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.local);
        visit.value(&self.global);
    }
}
