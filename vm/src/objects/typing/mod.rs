//! Type parameters and type aliases: what `_typing` holds. Mirrors `Objects/typevarobject.c`.
//!
//! Everything that only checks or substitutes types is Python code of the `typing` module, called by name as in
//! CPython; here are the objects that `def f[T]`, `class C[T]` and `type X = ...` make.

use std::cell::RefCell;

use crate::error::PyResult;
use crate::heap::collect::Traverse;
use crate::heap::{Value, Visitor};
use crate::types::{Layout, NativeDef, TypeFlags, TypeSpec};
use crate::vm::Vm;

pub mod generic;
pub mod param_spec;
pub mod type_alias;
pub mod type_var;
pub mod type_var_tuple;

/// A value computed on first use by a function that the compiler made.
pub(super) struct Lazy {
    value: RefCell<Value>,
    evaluator: RefCell<Value>,
}

impl Lazy {
    /// Known from the start; unbound where there is none.
    fn known(value: Value) -> Lazy {
        Lazy { value: RefCell::new(value), evaluator: RefCell::new(Value::Unbound) }
    }

    /// Computed by `evaluator`; unbound where there is none.
    fn by(evaluator: Value) -> Lazy {
        Lazy { value: RefCell::new(Value::Unbound), evaluator: RefCell::new(evaluator) }
    }

    fn get(&self, vm: &Vm) -> PyResult<Option<Value>> {
        let known = self.value.borrow().clone();
        if !known.is_unbound() {
            return Ok(Some(known));
        }
        let evaluator = self.evaluator.borrow().clone();
        if evaluator.is_unbound() {
            return Ok(None);
        }
        let value = vm.call0(&evaluator)?;
        drop(self.value.replace(value.clone()));
        Ok(Some(value))
    }

    fn set_evaluator(&self, evaluator: Value) {
        drop(self.evaluator.replace(evaluator));
    }
}

impl Traverse for Lazy {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        self.value.traverse(visit);
        self.evaluator.traverse(visit);
    }
}

/// `__default__` of any type parameter.
fn default_of(vm: &Vm, default: &Lazy) -> PyResult {
    Ok(default.get(vm)?.unwrap_or_else(|| no_default(vm)))
}

/// `has_default()`, which evaluates nothing.
fn has_default(vm: &Vm, default: &Lazy) -> Value {
    let known = default.value.borrow();
    let is_known = !known.is_unbound() && !known.is(&no_default(vm));
    Value::Bool(is_known || !default.evaluator.borrow().is_unbound())
}

/// The variance of a `TypeVar` or `ParamSpec`.
#[derive(Debug, Clone, Copy)]
struct Variance {
    covariant: bool,
    contravariant: bool,
    inferred: bool,
}

impl Variance {
    /// What the syntax for type parameters gives.
    const INFERRED: Variance = Variance { covariant: false, contravariant: false, inferred: true };

    /// From the arguments `covariant, contravariant, infer_variance`.
    fn from_args(vm: &Vm, args: &[Value]) -> PyResult<Variance> {
        let (covariant, contravariant) = (vm.is_true(&args[0])?, vm.is_true(&args[1])?);
        let inferred = vm.is_true(&args[2])?;
        if covariant && contravariant {
            return Err(vm.value_error("Bivariant types are not supported."));
        }
        if inferred && (covariant || contravariant) {
            return Err(vm.value_error("Variance cannot be specified with infer_variance."));
        }
        Ok(Variance { covariant, contravariant, inferred })
    }

    /// What stands before the name in the `repr`.
    fn sign(self) -> &'static str {
        match self {
            Variance { inferred: true, .. } => "",
            Variance { covariant: true, .. } => "+",
            Variance { contravariant: true, .. } => "-",
            _ => "~",
        }
    }
}

/// A function of the `typing` module, called.
pub(crate) fn call_typing(vm: &Vm, name: &str, args: &[Value]) -> PyResult {
    let typing = vm.import("typing")?;
    vm.call_method(&typing, &vm.intern(name), args)
}

/// `bound=`, checked to be a type; `None` for none.
fn checked_bound(vm: &Vm, bound: &Value) -> PyResult {
    if bound.is_none() {
        return Ok(Value::None);
    }
    call_typing(vm, "_type_check", &[bound.clone(), Value::str("Bound must be a type.")])
}

/// The module of the running Python code.
fn caller_module(vm: &Vm) -> Value {
    let globals = vm.caller_globals();
    globals.and_then(|g| super::Dict::of(&g)?.get_str(&vm.names.name)).unwrap_or(Value::None)
}

/// Sets `__module__` of a type parameter made by a call.
fn set_module(vm: &Vm, param: &Value) {
    let module = caller_module(vm);
    if let Some(object) = param.as_obj() {
        crate::types::attribute::set_own(vm, object, &vm.names.module, module);
    }
}

/// The `name` argument of a constructor.
fn name_argument(vm: &Vm, value: &Value, constructor: &str) -> PyResult {
    vm.expect_str(value, &format!("{constructor}() argument 'name'"))?;
    Ok(value.clone())
}

/// A default given to a constructor.
fn default_argument(vm: &Vm, value: &Value) -> Lazy {
    Lazy::known(if value.is_unbound() { no_default(vm) } else { value.clone() })
}

/// `__mro_entries__`: no type parameter can be a base.
fn no_base(vm: &Vm, args: &[Value]) -> PyResult {
    Err(vm.type_error(format!("Cannot subclass an instance of {}", vm.class_of(&args[0]).name())))
}

/// `typing.Unpack[Ts]`
fn unpack(vm: &Vm, type_var_tuple: &Value) -> PyResult {
    let form = vm.getattr_str(&vm.import("typing")?, "Unpack")?;
    vm.getitem(&form, type_var_tuple)
}

/// `typing.Unpack[...]` in place of each `TypeVarTuple`.
fn unpack_type_var_tuples(vm: &Vm, params: &[Value]) -> PyResult {
    let each = |param: &Value| match param.native::<type_var_tuple::TypeVarTuple>() {
        Some(_) => unpack(vm, param),
        None => Ok(param.clone()),
    };
    Ok(vm.new_tuple(params.iter().map(each).collect::<PyResult<_>>()?))
}

/// What the operand of `MakeTypeParam` says: the sort of parameter, and what its evaluator computes.
///
/// # Errors
/// SystemError for a parameter that no compiler makes.
pub fn make_param(vm: &Vm, name: &Value, evaluator: &Value, sort: u16) -> PyResult {
    let evaluator = if evaluator.is_none() { Value::Unbound } else { evaluator.clone() };
    match sort {
        0 | 1 => Ok(type_var::made_by_syntax(vm, name, Lazy::by(evaluator), Lazy::known(Value::Unbound))),
        2 => Ok(type_var::made_by_syntax(vm, name, Lazy::known(Value::Unbound), Lazy::by(evaluator))),
        3 => Ok(param_spec::made_by_syntax(vm, name)),
        4 => Ok(type_var_tuple::made_by_syntax(vm, name)),
        _ => Err(vm.system_error("no such type parameter")),
    }
}

/// Gives a type parameter the function that computes its default.
pub fn set_default_evaluator(param: &Value, evaluator: Value) {
    if let Some(p) = param.native::<type_var::TypeVar>() {
        p.default.set_evaluator(evaluator);
    } else if let Some(p) = param.native::<param_spec::ParamSpec>() {
        p.default.set_evaluator(evaluator);
    } else if let Some(p) = param.native::<type_var_tuple::TypeVarTuple>() {
        p.default.set_evaluator(evaluator);
    }
}

/// `NoDefaultType`
pub static NO_DEFAULT: TypeSpec = TypeSpec {
    doc: Some("The type of the NoDefault singleton."),
    layout: Some(Layout::Native("NoDefaultType")),
    slots: |s| s.repr.set(Some(|_, _| Ok(Value::str("typing.NoDefault")))),
    new: Some(&NO_DEFAULT_NEW),
    methods: NO_DEFAULT_METHODS,
    is_static: true,
    ..TypeSpec::named("NoDefaultType", "builtins")
};

static NO_DEFAULT_NEW: NativeDef =
    NativeDef::static_("__new__", "($type, /, *args, **kwargs)", no_default_new, "");
static NO_DEFAULT_METHODS: &[NativeDef] =
    &[NativeDef::method("__reduce__", "($self, /)", |_, _| Ok(Value::str("NoDefault")), "")
        .hidden_signature()];

fn no_default_new(vm: &Vm, args: &[Value]) -> PyResult {
    super::singletons::no_arguments(vm, args, "NoDefaultType")?;
    Ok(no_default(vm))
}

/// `typing.NoDefault`
pub fn no_default(vm: &Vm) -> Value {
    vm.module_state("typing.NoDefault", |vm| vm.new_object(&vm.native_type(&NO_DEFAULT), super::Kind::Plain))
}

/// What instances of the three sorts of type parameters are like.
const PARAM_FLAGS: TypeFlags = TypeFlags::HAS_DICT.with(TypeFlags::HAS_WEAKREF).with(TypeFlags::IMMUTABLE);
