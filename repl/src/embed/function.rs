//! Rust functions that Python calls.

use std::rc::Rc;

use pyvm_vm::call::Signature;
use pyvm_vm::objects::Kind;
use pyvm_vm::objects::native_function::{Code, HostDef, HostFn, NativeFunction};
use pyvm_vm::types::spec::Binding;
use pyvm_vm::{Str, TypeRef, Value};

use crate::embed::vm::Vm;
use crate::error::Error;
use crate::{FromPy, IntoPy, Obj, Result};

/// A tuple of arguments as a callback takes them.
pub trait FromArgs: Sized {
    /// How many there are.
    const COUNT: usize;

    /// Converts the arguments.
    ///
    /// # Errors
    /// TypeError or OverflowError where one does not convert.
    fn from_args(vm: &Vm, args: &[Value]) -> Result<Self>;
}

/// A function or closure of up to eight arguments.
pub trait Function<A>: 'static {
    /// What it returns.
    type Output;
    /// How many arguments it takes.
    const COUNT: usize;

    /// Converts the arguments and calls it.
    ///
    /// # Errors
    /// Where an argument does not convert.
    fn invoke(&self, vm: &Vm, args: &[Value]) -> Result<Self::Output>;
}

impl FromArgs for () {
    const COUNT: usize = 0;

    fn from_args(_vm: &Vm, _args: &[Value]) -> Result<Self> {
        Ok(())
    }
}

impl<Fun, Out> Function<()> for Fun
where
    Fun: Fn() -> Out + 'static,
{
    type Output = Out;
    const COUNT: usize = 0;

    fn invoke(&self, _vm: &Vm, _args: &[Value]) -> Result<Out> {
        Ok(self())
    }
}

macro_rules! arities {
    ($($count:literal ($($name:ident),*))*) => {
        $(impl<$($name: FromPy),*> FromArgs for ($($name,)*) {
            const COUNT: usize = $count;

            fn from_args(vm: &Vm, args: &[Value]) -> Result<Self> {
                let mut args = args.iter();
                Ok(($(argument::<$name>(vm, args.next())?,)*))
            }
        }

        impl<Fun, Out, $($name: FromPy),*> Function<($($name,)*)> for Fun
        where
            Fun: Fn($($name),*) -> Out + 'static,
        {
            type Output = Out;
            const COUNT: usize = $count;

            #[expect(non_snake_case, reason = "one variable per type")]
            fn invoke(&self, vm: &Vm, args: &[Value]) -> Result<Out> {
                let ($($name,)*) = <($($name,)*)>::from_args(vm, args)?;
                Ok(self($($name),*))
            }
        })*
    };
}

arities! {
    1 (A)
    2 (A, B)
    3 (A, B, C)
    4 (A, B, C, D)
    5 (A, B, C, D, E)
    6 (A, B, C, D, E, F)
    7 (A, B, C, D, E, F, G)
    8 (A, B, C, D, E, F, G, H)
}

fn argument<T: FromPy>(vm: &Vm, value: Option<&Value>) -> Result<T> {
    match value {
        Some(value) if !value.is_unbound() => T::from_py(&vm.obj(value.clone())),
        _ => T::from_absent().ok_or_else(|| Error::type_error("an argument is missing")),
    }
}

/// A function's name and its parameters, `"scale(v, by=2.0)"`, checked against how many a closure takes.
pub(crate) fn parse_signature(text: &str, count: usize) -> Result<(String, String)> {
    let parts = text.find('(').map(|at| text.split_at(at)).filter(|(_, p)| p.ends_with(')'));
    let Some((name, parameters)) = parts.map(|(n, p)| (n.trim(), p)) else {
        return Err(Error::value(format!("'{text}' is no signature: write \"name(a, b=1)\"")));
    };
    let signature = Signature::parse(parameters);
    let given = signature.params.len();
    if given != count {
        return Err(Error::value(format!("{text}: {given} parameters, but the function takes {count}")));
    }
    Ok((name.to_owned(), parameters.to_owned()))
}

/// The host function behind a Python function; panics and errors become exceptions.
pub(crate) fn host(vm: &Vm, name: &str, f: impl Fn(&Vm, &[Value]) -> Result<Obj> + 'static) -> HostFn {
    let (weak, name) = (vm.downgrade(), name.to_owned());
    Rc::new(move |core, args| {
        let Some(vm) = weak.upgrade() else {
            return Err(core.runtime_error(format!("{name}() was called after its VM ended")));
        };
        vm.callback(&name, || f(&vm, args).map(Obj::into_value))
    })
}

/// A function object of module `module`.
pub(crate) fn function_object(vm: &Vm, module: &str, name: &str, parameters: String, func: HostFn) -> Value {
    let def = definition(name, parameters, func, Binding::Function);
    let module = Value::Str(vm.core().intern(module));
    let payload = NativeFunction::new(Code::Host(def), Value::Unbound, module, None);
    let core = vm.core();
    core.new_object(&core.types.builtin_function, Kind::NativeFunction(Box::new(payload)))
}

/// A method or static method of `class`.
pub(crate) fn method_object(
    vm: &Vm,
    class: &TypeRef,
    name: &str,
    parameters: String,
    func: HostFn,
    binding: Binding,
) -> Value {
    let core = vm.core();
    let def = definition(name, parameters, func, binding);
    let is_static = binding == Binding::Static;
    let receiver = if is_static { class.to_value() } else { Value::Unbound };
    let payload = NativeFunction::new(Code::Host(def), receiver, Value::None, Some(class.clone()));
    let kind = Kind::NativeFunction(Box::new(payload));
    if is_static {
        let function = core.new_object(&core.types.builtin_function, kind);
        return pyvm_vm::objects::staticmethod::new(core, function);
    }
    core.new_object(&core.types.method_descriptor, kind)
}

fn definition(name: &str, signature: String, func: HostFn, binding: Binding) -> Rc<HostDef> {
    Rc::new(HostDef { name: Str::new(name), signature, doc: String::new(), func, binding })
}

/// What a callback returned, as an object.
pub(crate) fn returned(vm: &Vm, value: impl IntoPy) -> Result<Obj> {
    value.into_py(vm)
}
