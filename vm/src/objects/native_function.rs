//! Native functions and everything that wraps one: `builtin_function_or_method`, `method_descriptor`,
//! `classmethod_descriptor`, `wrapper_descriptor` and `method-wrapper` share one payload and differ in their class.

use std::cell::OnceCell;
use std::rc::Rc;

use crate::call::bind::{Callee, bind};
use crate::call::{Args, Signature};
use crate::error::PyResult;
use crate::heap::collect::Traverse;
use crate::heap::{Str, TypeRef, Value, Visitor};
use crate::types::slot_defs::SlotDef;
use crate::types::spec::{Binding, NativeDef, NativeFn};
use crate::vm::Vm;

/// A closure that an embedder gave.
pub type HostFn = Rc<dyn Fn(&Vm, &[Value]) -> PyResult<Value>>;

/// What runs.
#[derive(Clone)]
pub enum Code {
    /// A native of this project.
    Native(&'static NativeDef),
    /// The slot of a type, seen as a method: `int.__add__`.
    Slot(TypeRef, &'static SlotDef),
    /// A function of the embedding program.
    Host(Rc<HostDef>),
}

/// A function of the embedding program.
pub struct HostDef {
    /// The name.
    pub name: Str,
    /// The text signature.
    pub signature: String,
    /// The docstring.
    pub doc: String,
    /// What runs.
    pub func: HostFn,
    /// How it is bound.
    pub binding: Binding,
}

/// The payload.
pub struct NativeFunction {
    /// What runs.
    pub code: Code,
    /// The bound first argument; `Unbound` for descriptors and plain functions.
    pub receiver: Value,
    /// `__module__` of functions.
    pub module: Value,
    /// The type that a descriptor belongs to.
    pub owner: Option<TypeRef>,
    signature: OnceCell<Rc<Signature>>,
}

impl NativeFunction {
    /// A function or descriptor.
    pub fn new(code: Code, receiver: Value, module: Value, owner: Option<TypeRef>) -> Self {
        NativeFunction { code, receiver, module, owner, signature: OnceCell::new() }
    }

    /// The same function with its first argument bound.
    pub fn bound(&self, receiver: Value) -> Self {
        NativeFunction {
            code: self.code.clone(),
            receiver,
            module: self.module.clone(),
            owner: self.owner.clone(),
            signature: self.signature.clone(),
        }
    }

    /// The name.
    pub fn name(&self) -> &str {
        match &self.code {
            Code::Native(def) => def.name,
            Code::Slot(_, def) => def.name,
            Code::Host(def) => def.name.as_str().unwrap_or("?"),
        }
    }

    /// How it is bound.
    pub fn binding(&self) -> Binding {
        match &self.code {
            Code::Native(def) => def.binding,
            Code::Slot(..) => Binding::Method,
            Code::Host(def) => def.binding,
        }
    }

    /// The parsed signature; none for slots, which check their own arguments.
    pub fn signature(&self) -> Option<&Signature> {
        Some(match &self.code {
            Code::Native(def) => self.signature.get_or_init(|| Rc::new(def.parse())),
            Code::Host(def) => self.signature.get_or_init(|| Rc::new(Signature::parse(&def.signature))),
            Code::Slot(..) => return None,
        })
    }

    /// Calls with `receiver` as the first argument of a method.
    ///
    /// # Errors
    /// TypeError where the arguments do not fit, and what the native raises.
    pub fn invoke(&self, vm: &Vm, receiver: Option<&Value>, args: Args<'_>) -> PyResult<Value> {
        let signature = match &self.code {
            Code::Slot(owner, def) => return def.call(vm, owner, receiver, args),
            _ => self.signature(),
        };
        let Some(signature) = signature else { return Ok(Value::None) };
        if let Code::Native(def) = &self.code
            && signature.is_simple
            && (receiver.is_none() || !signature.has_self)
            && args.kwnames().is_empty()
        {
            if fits(signature, args) {
                return (def.func)(vm, args.pos());
            }
            if let Some(result) = call_with_defaults(vm, def.func, signature, args.pos(), 0) {
                return result;
            }
        }
        let qualified = || self.qualified_name(vm);
        let callee = Callee { qualified: &qualified, name: self.name() };
        let receiver = if signature.has_self { receiver } else { None };
        let bound = bind(vm, &callee, signature, receiver, args)?;
        self.run(vm, &bound)
    }

    /// Calls a method whose receiver is the first of `values`, in place where nothing has to be bound.
    ///
    /// # Errors
    /// As [`NativeFunction::invoke`].
    #[inline]
    pub fn invoke_method(&self, vm: &Vm, values: &[Value], kwnames: &[Str]) -> PyResult<Value> {
        if let Code::Native(def) = &self.code
            && kwnames.is_empty()
            && let Some(signature) = self.signature()
            && signature.is_simple
        {
            if values.len() == signature.params.len() + 1 {
                return (def.func)(vm, values);
            }
            if let Some(result) = call_with_defaults(vm, def.func, signature, values, 1) {
                return result;
            }
        }
        match values.split_first() {
            Some((receiver, rest)) => self.invoke(vm, Some(receiver), Args::with_keywords(rest, kwnames)),
            None => self.invoke(vm, None, Args::none()),
        }
    }

    #[inline]
    fn run(&self, vm: &Vm, values: &[Value]) -> PyResult<Value> {
        match &self.code {
            Code::Native(def) => (def.func as NativeFn)(vm, values),
            Code::Host(def) => (def.func)(vm, values),
            Code::Slot(..) => Ok(Value::None),
        }
    }

    /// The class that qualifies the name: a bound method goes by its receiver's, which may derive from its owner.
    pub fn qualifier(&self, vm: &Vm) -> Option<TypeRef> {
        match (&self.receiver, &self.code) {
            (Value::Unbound, _) | (_, Code::Slot(..)) => self.owner.clone(),
            (receiver, _) if self.owner.is_some() => {
                Some(TypeRef::from_value(receiver).unwrap_or_else(|| vm.class_of(receiver)).clone())
            }
            _ => None,
        }
    }

    /// `list.append` for methods, `len` for functions: how errors name it.
    pub fn qualified_name(&self, vm: &Vm) -> String {
        match self.qualifier(vm) {
            Some(owner) => format!("{}.{}", owner.ty().qualname.borrow(), self.name()),
            None => match &self.module {
                Value::Str(m) if *m != *"builtins" => format!("{m}.{}", self.name()),
                _ => self.name().to_owned(),
            },
        }
    }
}

/// Parameters of natives that are filled in on the native stack.
const FEW: usize = 4;

/// Calls a native whose last parameters take their defaults, where there are few and nothing is missing.
#[inline]
fn call_with_defaults(
    vm: &Vm,
    func: NativeFn,
    signature: &Signature,
    given: &[Value],
    receivers: usize,
) -> Option<PyResult<Value>> {
    let count = signature.params.len() + receivers;
    if count > FEW || given.len() < receivers {
        return None;
    }
    let rest = signature.params.get(given.len() - receivers..)?;
    let mut values = [const { Value::Unbound }; FEW];
    for (slot, value) in values.iter_mut().zip(given) {
        *slot = value.clone();
    }
    for (slot, param) in values.iter_mut().skip(given.len()).zip(rest) {
        *slot = param.default.as_ref()?.clone();
    }
    let result = func(vm, values.get(..count)?);
    for value in values {
        value.release();
    }
    Some(result)
}

fn fits(signature: &Signature, args: Args<'_>) -> bool {
    args.pos().len() == signature.params.len()
}

impl Traverse for NativeFunction {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.receiver);
        visit.value(&self.module);
        self.owner.traverse(visit);
        if let Code::Slot(owner, _) = &self.code {
            visit.object(owner.as_ref());
        }
    }
}
