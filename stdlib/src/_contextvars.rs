//! `_contextvars`: variables that each context has its own values of. Mirrors `Python/context.c`; contexts share their
//! variables until one of them changes, so copying is cheap.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use pyvm_vm::call::Args;
use pyvm_vm::heap::Visitor;
use pyvm_vm::objects::Native;
use pyvm_vm::types::slots::CmpOp;
use pyvm_vm::types::{GetSetDef, Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult, Value};

use crate::support::{add_types, elements, instance};

type Bindings = Rc<Vec<(Value, Value)>>;

/// A mapping of variables to values.
struct Context {
    bindings: RefCell<Bindings>,
    entered: Cell<bool>,
}

/// A variable.
struct Variable {
    name: Value,
    /// Unbound where there is none.
    default: Value,
}

/// What setting a variable leaves, to undo it.
struct Token {
    context: Value,
    variable: Value,
    /// Unbound where the variable had no value.
    old: Value,
    used: Cell<bool>,
}

/// An iterator over a context.
struct Walk {
    bindings: Bindings,
    next: Cell<usize>,
    part: fn(&Vm, &(Value, Value)) -> Value,
}

static CONTEXT: TypeSpec = TypeSpec {
    flags: TypeFlags::MAPPING.with(TypeFlags::HAS_WEAKREF),
    layout: Some(Layout::Native("Context")),
    slots: |s: &Slots| {
        s.len.set(Some(|vm, v| Ok(bindings(vm, v)?.len())));
        s.getitem.set(Some(|vm, v, key| {
            let found = find(&bindings(vm, v)?, variable_key(vm, key)?);
            found.ok_or_else(|| vm.key_error(key))
        }));
        s.contains.set(Some(|vm, v, key| Ok(find(&bindings(vm, v)?, variable_key(vm, key)?).is_some())));
        s.iter.set(Some(|vm, v| walk(vm, v, &KEYS, |_, pair| pair.0.clone())));
        s.richcompare.set(Some(compare));
    },
    new: Some(&NEW_CONTEXT),
    methods: CONTEXT_METHODS,
    is_static: true,
    ..TypeSpec::named("Context", "_contextvars")
};
static NEW_CONTEXT: NativeDef = NativeDef::static_("__new__", "($type, /, *args, **kwargs)", new_context, "");
static CONTEXT_METHODS: &[NativeDef] = &[
    NativeDef::method(
        "get",
        "($self, key, default=None, /)",
        |vm, a| {
            let found = find(&bindings(vm, &a[0])?, variable_key(vm, &a[1])?);
            Ok(found.unwrap_or_else(|| a[2].clone()))
        },
        "Return the value for `key` if `key` has the value in the context object.\n\nIf `key` does not exist, return `default`. If `default` is not given,\nreturn None.",
    ),
    NativeDef::method(
        "items",
        "($self, /)",
        |vm, a| walk(vm, &a[0], &ITEMS, |vm, pair| vm.new_tuple(vec![pair.0.clone(), pair.1.clone()])),
        "Return all variables and their values in the context object.\n\nThe result is returned as a list of 2-tuples (variable, value).",
    ),
    NativeDef::method(
        "keys",
        "($self, /)",
        |vm, a| walk(vm, &a[0], &KEYS, |_, pair| pair.0.clone()),
        "Return a list of all variables in the context object.",
    ),
    NativeDef::method(
        "values",
        "($self, /)",
        |vm, a| walk(vm, &a[0], &VALUES, |_, pair| pair.1.clone()),
        "Return a list of all variables' values in the context object.",
    ),
    NativeDef::method(
        "copy",
        "($self, /)",
        |vm, a| Ok(make_context(vm, bindings(vm, &a[0])?)),
        "Return a shallow copy of the context object.",
    ),
    NativeDef::method("run", "($self, /, *args, **kwargs)", run, "").hidden_signature(),
];

static VARIABLE: TypeSpec = TypeSpec {
    layout: Some(Layout::Native("ContextVar")),
    slots: |s: &Slots| {
        s.repr.set(Some(|vm, v| {
            let variable = variable(vm, v)?;
            let default = match &variable.default {
                Value::Unbound => String::new(),
                default => format!(" default={}", vm.repr(default)?),
            };
            let (name, id) = (vm.repr(&variable.name)?, vm.id(v));
            Ok(vm.new_str(format!("<ContextVar name={name}{default} at {id:#x}>").as_str()))
        }));
    },
    new: Some(&NEW_VARIABLE),
    methods: VARIABLE_METHODS,
    getset: &[GetSetDef::member("name", |vm, v| Ok(variable(vm, v)?.name.clone()), "")],
    is_static: true,
    ..TypeSpec::named("ContextVar", "_contextvars")
};
static NEW_VARIABLE: NativeDef =
    NativeDef::static_("__new__", "($type, name, /, *, default=<unrepresentable>)", new_variable, "");
static VARIABLE_METHODS: &[NativeDef] = &[
    NativeDef::method(
        "get",
        "($self, default=<unrepresentable>, /)",
        |vm, a| {
            let found = lookup(vm, &a[0])?.or_else(|| a[1].clone().bound());
            let found = found.or_else(|| a[0].native::<Variable>()?.default.clone().bound());
            found.ok_or_else(|| vm.new_exception(&vm.exc.lookup_error, vec![a[0].clone()]))
        },
        "Return a value for the context variable for the current context.\n\nIf there is no value for the variable in the current context, the method will:\n * return the value of the default argument of the method, if provided; or\n * return the default value for the context variable, if it was created\n   with one; or\n * raise a LookupError.",
    ),
    NativeDef::method(
        "set",
        "($self, value, /)",
        |vm, a| set(vm, &a[0], a[1].clone()),
        "Call to set a new value for the context variable in the current context.\n\nThe required value argument is the new value for the context variable.\n\nReturns a Token object that can be used to restore the variable to its previous\nvalue via the `ContextVar.reset()` method.",
    ),
    NativeDef::method(
        "reset",
        "($self, token, /)",
        reset,
        "Reset the context variable.\n\nThe variable is reset to the value it had before the `ContextVar.set()` that\ncreated the token was used.",
    ),
    CLASS_GETITEM,
];

const CLASS_GETITEM: NativeDef = NativeDef::class(
    "__class_getitem__",
    "($type, object, /)",
    pyvm_vm::objects::generic_alias::class_getitem,
    "See PEP 585",
)
.hidden_signature();

static TOKEN: TypeSpec = TypeSpec {
    layout: Some(Layout::Native("Token")),
    slots: |s: &Slots| {
        s.repr.set(Some(|vm, v| {
            let token = token(vm, v)?;
            let used = if token.used.get() { " used" } else { "" };
            let (variable, id) = (vm.repr(&token.variable)?, vm.id(v));
            Ok(vm.new_str(format!("<Token{used} var={variable} at {id:#x}>").as_str()))
        }));
        s.hash.set(Some(|vm, v| Err(vm.unhashable(v))));
    },
    new: Some(&NEW_TOKEN),
    methods: &[CLASS_GETITEM],
    getset: &[
        GetSetDef::get("var", |vm, v| Ok(token(vm, v)?.variable.clone()), ""),
        GetSetDef::get(
            "old_value",
            |vm, v| {
                let old = token(vm, v)?.old.clone();
                old.bound().map_or_else(|| missing(vm), Ok)
            },
            "",
        ),
    ],
    attributes: |vm| {
        let missing = vm.module_state(MISSING, |vm| vm.new_native(&vm.native_type(&MISSING_TYPE), Missing));
        vec![("MISSING", missing), ("__hash__", Value::None)]
    },
    is_static: true,
    ..TypeSpec::named("Token", "_contextvars")
};
static NEW_TOKEN: NativeDef = NativeDef::static_(
    "__new__",
    "($type, /, *args, **kwargs)",
    |vm, _| Err(vm.runtime_error("Tokens can only be created by ContextVars")),
    "",
);

/// The key of the state that keeps `Token.MISSING`.
const MISSING: &str = "_contextvars.Token.MISSING";
/// `Token.MISSING`
struct Missing;
static MISSING_TYPE: TypeSpec = TypeSpec {
    flags: TypeFlags::NO_NEW,
    layout: Some(Layout::Native("Token.MISSING")),
    slots: |s: &Slots| s.repr.set(Some(|_, _| Ok(Value::str("<Token.MISSING>")))),
    is_static: true,
    ..TypeSpec::named("Token.MISSING", "builtins")
};

const fn iterator(name: &'static str) -> TypeSpec {
    TypeSpec {
        flags: TypeFlags::NO_NEW,
        layout: Some(Layout::Native("context iterator")),
        slots: |s: &Slots| {
            s.iter.set(Some(|_, v| Ok(v.clone())));
            s.iternext.set(Some(|vm, v| {
                let walk: &Walk = vm.payload(v, "context iterator")?;
                let found = walk.bindings.get(walk.next.get());
                walk.next.set(walk.next.get().saturating_add(1));
                Ok(found.map(|pair| (walk.part)(vm, pair)))
            }));
        },
        ..TypeSpec::named(name, "builtins")
    }
}
static KEYS: TypeSpec = iterator("keys");
static VALUES: TypeSpec = iterator("values");
static ITEMS: TypeSpec = iterator("items");

static FUNCTIONS: &[NativeDef] = &[NativeDef::function(
    "copy_context",
    "($module, /)",
    |vm, _| Ok(make_context(vm, bindings(vm, &current(vm))?)),
    "",
)];

/// Makes the module.
///
/// # Errors
/// What setting its members raises.
pub(crate) fn make(vm: &Vm) -> PyResult {
    let module = pyvm_vm::modules::make(vm, "_contextvars", "Context Variables", FUNCTIONS);
    add_types(vm, &module, &[&CONTEXT, &VARIABLE, &TOKEN])?;
    Ok(module)
}

fn missing(vm: &Vm) -> PyResult {
    vm.getattr_str(&vm.native_type(&TOKEN).to_value(), "MISSING")
}

fn make_context(vm: &Vm, bindings: Bindings) -> Value {
    let context = Context { bindings: RefCell::new(bindings), entered: Cell::new(false) };
    vm.new_native(&vm.native_type(&CONTEXT), context)
}

/// The running thread's context.
fn current(vm: &Vm) -> Value {
    let context = vm.context_variables();
    if !context.is_unbound() {
        return context;
    }
    let context = make_context(vm, Bindings::default());
    if let Some(payload) = context.native::<Context>() {
        payload.entered.set(true);
    }
    vm.set_context_variables(context.clone());
    context
}

fn bindings(vm: &Vm, context: &Value) -> PyResult<Bindings> {
    Ok(vm.payload::<Context>(context, "_contextvars.Context")?.bindings.borrow().clone())
}

fn variable<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Variable> {
    vm.payload(value, "_contextvars.ContextVar")
}

fn token<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Token> {
    vm.payload(value, "_contextvars.Token")
}

fn variable_key<'a>(vm: &Vm, key: &'a Value) -> PyResult<&'a Value> {
    match key.native::<Variable>() {
        Some(_) => Ok(key),
        None => Err(expected(vm, "a ContextVar key was expected, got", key)?),
    }
}

fn expected(vm: &Vm, what: &str, got: &Value) -> PyResult<PyError> {
    Ok(vm.type_error(format!("{what} {}", vm.repr(got)?)))
}

fn find(bindings: &[(Value, Value)], variable: &Value) -> Option<Value> {
    bindings.iter().find(|(key, _)| key.is(variable)).map(|(_, value)| value.clone())
}

/// A new variable without a default.
pub(crate) fn new(vm: &Vm, name: &str) -> Value {
    vm.new_native(&vm.native_type(&VARIABLE), Variable { name: Value::str(name), default: Value::Unbound })
}

/// The value of a variable in the running thread's context.
///
/// # Errors
/// What a value that is no context raises.
pub(crate) fn lookup(vm: &Vm, variable: &Value) -> PyResult<Option<Value>> {
    Ok(find(&bindings(vm, &current(vm))?, variable))
}

/// Sets a variable in the running thread's context; returns the token.
///
/// # Errors
/// TypeError where it is no variable.
pub(crate) fn set(vm: &Vm, variable: &Value, value: Value) -> PyResult {
    let context = current(vm);
    let old = lookup(vm, variable)?.unwrap_or_default();
    bind(vm, &context, variable, value)?;
    let token = Token { context, variable: variable.clone(), old, used: Cell::new(false) };
    Ok(vm.new_native(&vm.native_type(&TOKEN), token))
}

/// Gives a variable a value in a context, or takes it away.
fn bind(vm: &Vm, context: &Value, variable: &Value, value: Value) -> PyResult<()> {
    let context: &Context = vm.payload(context, "_contextvars.Context")?;
    let old = {
        let mut bindings = context.bindings.borrow_mut();
        let all = Rc::make_mut(&mut *bindings);
        let place = all.iter().position(|(key, _)| key.is(variable));
        match (place, value.bound()) {
            (Some(i), Some(value)) => Some((Value::Unbound, std::mem::replace(&mut all[i].1, value))),
            (Some(i), None) => Some(all.remove(i)),
            (None, Some(value)) => {
                all.push((variable.clone(), value));
                None
            }
            (None, None) => None,
        }
    };
    drop(old);
    Ok(())
}

fn reset(vm: &Vm, args: &[Value]) -> PyResult {
    let Some(token) = args[1].native::<Token>() else {
        return Err(expected(vm, "expected an instance of Token, got", &args[1])?);
    };
    let shown = vm.repr(&args[1])?;
    if token.used.get() {
        return Err(vm.runtime_error(format!("{shown} has already been used once")));
    }
    if !token.variable.is(&args[0]) {
        return Err(vm.value_error(format!("{shown} was created by a different ContextVar")));
    }
    let context = current(vm);
    if !token.context.is(&context) {
        return Err(vm.value_error(format!("{shown} was created in a different Context")));
    }
    token.used.set(true);
    bind(vm, &context, &args[0], token.old.clone())?;
    Ok(Value::None)
}

fn new_variable(vm: &Vm, args: &[Value]) -> PyResult {
    if args[1].as_text().is_none() {
        return Err(vm.type_error("context variable name must be a str"));
    }
    instance(vm, &args[0], Variable { name: args[1].clone(), default: args[2].clone() })
}

fn new_context(vm: &Vm, args: &[Value]) -> PyResult {
    if !elements(&args[1]).is_empty() || args[2].as_dict().is_some_and(|d| !d.is_empty()) {
        return Err(vm.type_error("Context() does not accept any arguments"));
    }
    instance(vm, &args[0], Context { bindings: RefCell::default(), entered: Cell::new(false) })
}

fn walk(
    vm: &Vm,
    context: &Value,
    spec: &'static TypeSpec,
    part: fn(&Vm, &(Value, Value)) -> Value,
) -> PyResult {
    let walk = Walk { bindings: bindings(vm, context)?, next: Cell::new(0), part };
    Ok(vm.new_native(&vm.native_type(spec), walk))
}

fn compare(vm: &Vm, a: &Value, b: &Value, op: CmpOp) -> PyResult {
    if !matches!(op, CmpOp::Eq | CmpOp::Ne)
        || a.native::<Context>().is_none()
        || b.native::<Context>().is_none()
    {
        return Ok(Value::NotImplemented);
    }
    let (x, y) = (bindings(vm, a)?, bindings(vm, b)?);
    let mut same = x.len() == y.len();
    for (variable, value) in x.iter() {
        same = same
            && match find(&y, variable) {
                Some(other) => value.is(&other) || vm.eq(value, &other)?,
                None => false,
            };
    }
    Ok(Value::Bool(same == (op == CmpOp::Eq)))
}

/// Leaves a context when it goes.
struct Inside<'a> {
    vm: &'a Vm,
    context: &'a Context,
    before: Value,
}

impl Drop for Inside<'_> {
    fn drop(&mut self) {
        self.context.entered.set(false);
        drop(self.vm.set_context_variables(std::mem::take(&mut self.before)));
    }
}

fn run(vm: &Vm, args: &[Value]) -> PyResult {
    let Some((callable, arguments)) = elements(&args[1]).split_first() else {
        return Err(vm.type_error("run() missing 1 required positional argument"));
    };
    let context: &Context = vm.payload(&args[0], "_contextvars.Context")?;
    if context.entered.replace(true) {
        let shown = vm.repr(&args[0])?;
        return Err(vm.runtime_error(format!("cannot enter context: {shown} is already entered")));
    }
    let before = vm.set_context_variables(args[0].clone());
    let inside = Inside { vm, context, before };
    let keywords: Vec<(Value, Value)> = args[2].as_dict().map(|d| d.entries()).unwrap_or_default();
    let (values, names) = pyvm_vm::call::join(arguments, &keywords);
    let result = vm.call(callable, Args::with_keywords(&values, &names));
    drop(inside);
    result
}

impl Native for Context {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        // Bindings that are shared are each sharer's: a value is counted once for every one of them only where it is alone.
        if let Ok(bindings) = self.bindings.try_borrow()
            && Rc::strong_count(&*bindings) == 1
        {
            for (variable, value) in bindings.iter() {
                visit.value(variable);
                visit.value(value);
            }
        }
    }
}

impl Native for Variable {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.name);
        visit.value(&self.default);
    }
}

impl Native for Token {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.context);
        visit.value(&self.variable);
        visit.value(&self.old);
    }
}

impl Native for Walk {
    fn traverse(&self, _visit: &mut Visitor<'_>) {}
}

impl Native for Missing {
    fn traverse(&self, _visit: &mut Visitor<'_>) {}
}
