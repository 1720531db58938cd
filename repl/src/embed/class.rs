//! Rust types as Python classes.

use std::any::TypeId;
use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::{Deref, DerefMut};
use std::rc::Rc;
use std::sync::Arc;

use parking_lot::{ArcRwLockReadGuard, ArcRwLockWriteGuard, RawRwLock, RwLock};
use pyvm_vm as core;
use pyvm_vm::heap::Visitor;
use pyvm_vm::objects::{Kind, Native};
use pyvm_vm::types::spec::{Binding, NativeDef};
use pyvm_vm::types::{Layout, TypeFlags, TypeSpec};
use pyvm_vm::{PyResult, TypeRef, Value};

use crate::embed::function::{FromArgs, Function, host, method_object, parse_signature, returned};
use crate::embed::vm::Vm;
use crate::error::Error;
use crate::{FromPy, IntoPy, Obj, Result};

/// A Rust type that Python sees as a class. Values become instances by [`IntoPy`] of [`New`], and arguments give
/// access to them as [`Ref`] and [`RefMut`].
///
/// [`Obj`] handles inside a value keep their objects alive: the cycle collector does not look into Rust values.
pub trait Class: Sized + 'static {
    /// `module.Name`
    const NAME: &'static str;

    /// Gives the class its constructor, attributes and methods.
    fn define(class: &mut ClassBuilder<Self>);
}

type Cell<T> = Arc<RwLock<T>>;

/// The payload of an instance; nothing before `__init__` ran.
struct Instance<T>(RefCell<Option<Cell<T>>>);

impl<T: 'static> Native for Instance<T> {
    fn traverse(&self, _visit: &mut Visitor<'_>) {}
}

/// Shared access to the Rust value of an instance.
pub struct Ref<T>(ArcRwLockReadGuard<RawRwLock, T>);

impl<T> Deref for Ref<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

/// Exclusive access to the Rust value of an instance.
pub struct RefMut<T>(ArcRwLockWriteGuard<RawRwLock, T>);

impl<T> Deref for RefMut<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for RefMut<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

/// A Rust value on its way to a new instance of its class.
pub struct New<T>(pub T);

type Init<T> = Rc<dyn Fn(&Vm, &[Value]) -> Result<T>>;

/// What a VM keeps of a class.
struct ClassData<T> {
    spec: &'static TypeSpec,
    init: RefCell<Option<Init<T>>>,
}

/// Gives a class its constructor, attributes and methods: see [`Class::define`].
///
/// Signatures are in Python's notation; `/` and `*` mean what they mean there. What goes wrong is returned by
/// [`Vm::add_module`].
pub struct ClassBuilder<T> {
    vm: Vm,
    class: TypeRef,
    data: Rc<ClassData<T>>,
    error: Option<Error>,
}

/// The class of `T` in a VM, made on first use.
pub(crate) fn class_of<T: Class>(vm: &Vm) -> Result<TypeRef> {
    if let Some(data) = vm.core().known_extension::<ClassData<T>>() {
        return Ok(vm.core().native_type(data.spec));
    }
    let spec = spec_of::<T>();
    let data = vm.core().set_extension(ClassData::<T> { spec, init: RefCell::new(None) });
    let class = vm.enter(|core| Ok(core.native_type(spec)))?;
    // Methods are set as a program would set them, which also fills the slots; then the class is sealed.
    class.ty().set_flag(TypeFlags::IMMUTABLE, false);
    let mut builder = ClassBuilder { vm: vm.clone(), class: class.clone(), data, error: None };
    builder.add("__module__", Value::Str(vm.core().intern(spec.module)));
    T::define(&mut builder);
    class.ty().set_flag(TypeFlags::IMMUTABLE, true);
    match builder.error {
        Some(error) => {
            vm.core().drop_extension::<ClassData<T>>();
            Err(error)
        }
        None => Ok(class),
    }
}

/// The spec of a class. Specs live as long as the program, one per Rust type and thread.
fn spec_of<T: Class>() -> &'static TypeSpec {
    thread_local! {
        static SPECS: RefCell<HashMap<TypeId, &'static TypeSpec>> = RefCell::new(HashMap::new());
    }
    SPECS.with_borrow_mut(|all| {
        *all.entry(TypeId::of::<T>()).or_insert_with(|| {
            let (module, name) = T::NAME.rsplit_once('.').unwrap_or(("builtins", T::NAME));
            let new = NativeDef::static_("__new__", "($type, /, *args, **kwargs)", new_instance::<T>, "");
            Box::leak(Box::new(TypeSpec {
                // A heap type, so that number methods are dispatched to its dunder methods.
                flags: TypeFlags::HEAP.with(TypeFlags::BASETYPE).with(TypeFlags::HAS_WEAKREF),
                layout: Some(Layout::Native(T::NAME)),
                new: Some(Box::leak(Box::new(new))),
                ..TypeSpec::named(name, module)
            }))
        })
    })
}

fn new_instance<T: Class>(vm: &core::Vm, args: &[Value]) -> PyResult {
    let class = vm.expect_type(&args[0], "__new__(X): X")?;
    let payload = Instance::<T>(RefCell::new(None));
    Ok(Value::Obj(core::Ref::new(class, Kind::Native(Box::new(payload)))))
}

fn cell_of<T: Class>(value: &Value) -> Result<Cell<T>> {
    let Some(instance) = value.native::<Instance<T>>() else {
        return Err(Error::type_error(format!("expected {}", T::NAME)));
    };
    let cell = instance.0.borrow().clone();
    cell.ok_or_else(|| Error::value(format!("this {} was not initialized", T::NAME)))
}

fn read<T: Class>(value: &Value) -> Result<Ref<T>> {
    let guard = cell_of::<T>(value)?.try_read_arc();
    guard.map(Ref).ok_or_else(|| Error::new("RuntimeError", format!("{} is being changed", T::NAME)))
}

fn write<T: Class>(value: &Value) -> Result<RefMut<T>> {
    let guard = cell_of::<T>(value)?.try_write_arc();
    guard.map(RefMut).ok_or_else(|| Error::new("RuntimeError", format!("{} is in use", T::NAME)))
}

fn fill<T: Class>(value: &Value, made: T) -> Result<()> {
    let Some(instance) = value.native::<Instance<T>>() else {
        return Err(Error::type_error(format!("expected {}", T::NAME)));
    };
    let old = instance.0.replace(Some(Arc::new(RwLock::new(made))));
    drop(old);
    Ok(())
}

fn expected<T: Class>(obj: &Obj, error: Error) -> Error {
    match obj.value().native::<Instance<T>>() {
        Some(_) => error,
        None => {
            let name = T::NAME.rsplit('.').next().unwrap_or(T::NAME);
            Error::type_error(format!("expected {name}, got {}", obj.type_name()))
        }
    }
}

impl<T: Class> FromPy for Ref<T> {
    fn from_py(obj: &Obj) -> Result<Self> {
        read(obj.value()).map_err(|e| expected::<T>(obj, e))
    }
}

impl<T: Class> FromPy for RefMut<T> {
    fn from_py(obj: &Obj) -> Result<Self> {
        write(obj.value()).map_err(|e| expected::<T>(obj, e))
    }
}

impl<T: Class> IntoPy for New<T> {
    fn into_py(self, vm: &Vm) -> Result<Obj> {
        let class = class_of::<T>(vm)?;
        let payload = Instance(RefCell::new(Some(Arc::new(RwLock::new(self.0)))));
        Ok(vm.obj(vm.core().new_native(&class, payload)))
    }
}

/// Parameters of a method with its receiver before them.
fn with_self(parameters: &str) -> String {
    let rest = parameters.strip_prefix('(').unwrap_or(parameters);
    if rest.trim_start().starts_with(')') { "($self, /)".to_owned() } else { format!("($self, {rest}") }
}

impl<T: Class> ClassBuilder<T> {
    /// The docstring.
    pub fn doc(&mut self, text: &str) -> &mut Self {
        self.add("__doc__", Value::str(text))
    }

    /// The constructor: its parameters, `"(x=0.0, y=0.0)"`, and what makes the value.
    pub fn init<A, F>(&mut self, parameters: &str, f: F) -> &mut Self
    where
        F: Function<A, Output = T>,
    {
        self.set_init(parameters, F::COUNT, Rc::new(move |vm, args| f.invoke(vm, args)))
    }

    /// As [`ClassBuilder::init`], for a constructor that may fail.
    pub fn try_init<A, F, E>(&mut self, parameters: &str, f: F) -> &mut Self
    where
        F: Function<A, Output = std::result::Result<T, E>>,
        E: Into<Error>,
    {
        self.set_init(parameters, F::COUNT, Rc::new(move |vm, args| f.invoke(vm, args)?.map_err(Into::into)))
    }

    fn set_init(&mut self, parameters: &str, count: usize, init: Init<T>) -> &mut Self {
        let name = T::NAME.rsplit('.').next().unwrap_or(T::NAME);
        drop(self.data.init.replace(Some(init)));
        let data = Rc::downgrade(&self.data);
        match parse_signature(&format!("{name}{parameters}"), count) {
            Err(error) => self.keep(error),
            Ok((_, parameters)) => {
                let run = host(&self.vm, name, move |vm, args| {
                    let data =
                        data.upgrade().ok_or_else(|| Error::new("RuntimeError", "the class is gone"))?;
                    let (receiver, rest) = args.split_first().unwrap_or((&Value::None, &[]));
                    let init = data.init.borrow().clone();
                    match init {
                        Some(init) => fill(receiver, init(vm, rest)?)?,
                        None => return Err(Error::type_error("the class has no constructor")),
                    }
                    Ok(vm.obj(Value::None))
                });
                let method = method_object(
                    &self.vm,
                    &self.class,
                    "__init__",
                    with_self(&parameters),
                    run,
                    Binding::Method,
                );
                self.add("__init__", method)
            }
        }
    }

    /// A read-only attribute, or the reading half of one.
    pub fn get<R: IntoPy>(&mut self, name: &str, f: impl Fn(&T) -> R + 'static) -> &mut Self {
        let getter =
            self.function(name, "($self, /)", move |vm, args| returned(vm, f(&*read::<T>(receiver(args))?)));
        self.property(name, getter, None)
    }

    /// The writing half of an attribute that [`ClassBuilder::get`] has declared.
    pub fn set<V: FromPy>(&mut self, name: &str, f: impl Fn(&mut T, V) + 'static) -> &mut Self {
        let setter = self.function(name, "($self, value, /)", move |vm, args| {
            let value = V::from_py(&vm.obj(args.get(1).cloned().unwrap_or_default()))?;
            f(&mut *write::<T>(receiver(args))?, value);
            Ok(vm.obj(Value::None))
        });
        let existing = self.vm.obj(self.class.to_value()).getattr::<Obj>(name);
        match existing.and_then(|p| p.getattr::<Obj>("fget")) {
            Ok(getter) => self.property(name, getter.into_value(), Some(setter)),
            Err(_) => self.keep(Error::value(format!("{name}: get comes before set"))),
        }
    }

    /// A method that reads the value.
    pub fn method<A: FromArgs, R: IntoPy>(
        &mut self,
        signature: &str,
        f: impl Fn(&T, A) -> R + 'static,
    ) -> &mut Self {
        self.any_method::<A>(signature, move |vm, args| {
            let (this, rest) = split(args);
            let given = A::from_args(vm, rest)?;
            let result = f(&*read::<T>(this)?, given);
            returned(vm, result)
        })
    }

    /// A method that changes the value.
    pub fn method_mut<A: FromArgs, R: IntoPy>(
        &mut self,
        signature: &str,
        f: impl Fn(&mut T, A) -> R + 'static,
    ) -> &mut Self {
        self.any_method::<A>(signature, move |vm, args| {
            let (this, rest) = split(args);
            let given = A::from_args(vm, rest)?;
            let result = f(&mut *write::<T>(this)?, given);
            returned(vm, result)
        })
    }

    /// A static method.
    pub fn static_<A, F>(&mut self, signature: &str, f: F) -> &mut Self
    where
        F: Function<A>,
        F::Output: IntoPy,
    {
        match parse_signature(signature, F::COUNT) {
            Err(error) => self.keep(error),
            Ok((name, parameters)) => {
                let run = host(&self.vm, &name, move |vm, args| returned(vm, f.invoke(vm, args)?));
                let method = method_object(&self.vm, &self.class, &name, parameters, run, Binding::Static);
                self.add(&name, method)
            }
        }
    }

    /// Lets instances pickle and copy: `get` gives the state, which must pickle itself, and `make` makes a value of
    /// it. Subclasses in Python keep their class; attributes they add are not part of the state.
    pub fn pickle<S, G>(&mut self, get: impl Fn(&T) -> S + 'static, make: G) -> &mut Self
    where
        S: IntoPy + FromPy + 'static,
        G: Fn(S) -> T + 'static,
    {
        self.any_method::<()>("__reduce__()", move |vm, args| {
            let this = receiver(args);
            let state = get(&*read::<T>(this)?).into_py(vm)?.into_value();
            let made = vm.enter(|core| {
                let new = core.getattr_str(&core.import("copyreg")?, "__newobj__")?;
                let class = core.class_of(this).to_value();
                Ok(core.new_tuple(vec![new, core.new_tuple(vec![class]), state]))
            })?;
            Ok(vm.obj(made))
        });
        let name = "__setstate__";
        let setter = self.function(name, "($self, state, /)", move |vm, args| {
            let state = S::from_py(&vm.obj(args.get(1).cloned().unwrap_or_default()))?;
            fill(receiver(args), make(state))?;
            Ok(vm.obj(Value::None))
        });
        self.add(name, setter)
    }

    fn any_method<A: FromArgs>(
        &mut self,
        signature: &str,
        f: impl Fn(&Vm, &[Value]) -> Result<Obj> + 'static,
    ) -> &mut Self {
        match parse_signature(signature, A::COUNT) {
            Err(error) => self.keep(error),
            Ok((name, parameters)) => {
                let method = self.function(&name, &with_self(&parameters), f);
                self.add(&name, method)
            }
        }
    }

    fn function(
        &self,
        name: &str,
        parameters: &str,
        f: impl Fn(&Vm, &[Value]) -> Result<Obj> + 'static,
    ) -> Value {
        let run = host(&self.vm, name, f);
        method_object(&self.vm, &self.class, name, parameters.to_owned(), run, Binding::Method)
    }

    fn property(&mut self, name: &str, getter: Value, setter: Option<Value>) -> &mut Self {
        let made = self
            .vm
            .enter(|core| core.call2(&core.types.property.to_value(), getter, setter.unwrap_or(Value::None)));
        match made {
            Ok(property) => self.add(name, property),
            Err(error) => self.keep(error),
        }
    }

    fn add(&mut self, name: &str, value: Value) -> &mut Self {
        let class = self.class.to_value();
        match self.vm.enter(|core| core.setattr(&class, &core.intern(name), value)) {
            Ok(()) => self,
            Err(error) => self.keep(error),
        }
    }

    fn keep(&mut self, error: Error) -> &mut Self {
        self.error.get_or_insert(error);
        self
    }
}

fn receiver(args: &[Value]) -> &Value {
    args.first().unwrap_or(&Value::None)
}

fn split(args: &[Value]) -> (&Value, &[Value]) {
    args.split_first().unwrap_or((&Value::None, &[]))
}
