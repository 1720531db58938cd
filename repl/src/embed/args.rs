//! The arguments of a call from the host.

use pyvm_vm::{Str, Value};

use crate::embed::vm::Vm;
use crate::{IntoPy, Obj, Result};

/// The arguments of one call, converted: positional values, then the values of the keywords.
#[derive(Default)]
pub struct Bound {
    pub(crate) values: Vec<Value>,
    pub(crate) names: Vec<Str>,
}

/// What [`Obj::call`] takes: a tuple of positional arguments, or [`args!`](crate::args) for keywords too.
pub trait IntoArgs {
    /// Converts the arguments.
    ///
    /// # Errors
    /// Where one does not convert.
    fn into_args(self, vm: &Vm) -> Result<Bound>;
}

type Convert<'a> = Box<dyn FnOnce(&Vm) -> Result<Obj> + 'a>;

/// Arguments with keywords; [`args!`](crate::args) makes them.
#[derive(Default)]
pub struct Args<'a> {
    positional: Vec<Convert<'a>>,
    keywords: Vec<(String, Convert<'a>)>,
}

impl<'a> Args<'a> {
    /// No arguments.
    pub fn new() -> Self {
        Args::default()
    }

    /// Adds a positional argument.
    #[must_use]
    pub fn arg(mut self, value: impl IntoPy + 'a) -> Self {
        self.positional.push(Box::new(|vm| value.into_py(vm)));
        self
    }

    /// Adds a keyword argument.
    #[must_use]
    pub fn keyword(mut self, name: &str, value: impl IntoPy + 'a) -> Self {
        self.keywords.push((name.to_owned(), Box::new(|vm| value.into_py(vm))));
        self
    }
}

impl IntoArgs for Args<'_> {
    fn into_args(self, vm: &Vm) -> Result<Bound> {
        let mut bound = Bound::default();
        for convert in self.positional {
            bound.values.push(convert(vm)?.into_value());
        }
        for (name, convert) in self.keywords {
            bound.values.push(convert(vm)?.into_value());
            bound.names.push(vm.core().intern(&name));
        }
        Ok(bound)
    }
}

impl IntoArgs for () {
    fn into_args(self, _vm: &Vm) -> Result<Bound> {
        Ok(Bound::default())
    }
}

macro_rules! tuples {
    ($(($($name:ident),*))*) => {
        $(impl<$($name: IntoPy),*> IntoArgs for ($($name,)*) {
            #[expect(non_snake_case, reason = "one variable per type")]
            fn into_args(self, vm: &Vm) -> Result<Bound> {
                let ($($name,)*) = self;
                let values = vec![$($name.into_py(vm)?.into_value(),)*];
                Ok(Bound { values, names: Vec::new() })
            }
        })*
    };
}

tuples! { (A) (A, B) (A, B, C) (A, B, C, D) (A, B, C, D, E) (A, B, C, D, E, F) (A, B, C, D, E, F, G) (A, B, C, D, E, F, G, H) }

/// Arguments of a call, keywords included: `area.call(args!(3.0, height = 4.0))`.
#[macro_export]
macro_rules! args {
    (@ $made:expr;) => { $made };
    (@ $made:expr; $name:ident = $value:expr $(, $($rest:tt)*)?) => {
        $crate::args!(@ $made.keyword(stringify!($name), $value); $($($rest)*)?)
    };
    (@ $made:expr; $value:expr $(, $($rest:tt)*)?) => {
        $crate::args!(@ $made.arg($value); $($($rest)*)?)
    };
    ($($all:tt)*) => { $crate::args!(@ $crate::Args::new(); $($all)*) };
}
