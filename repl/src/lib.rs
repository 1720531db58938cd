//! pyvm: a small Python 3.13 object VM whose reason to exist is pickle, to be embedded.
//!
//! A [`Vm`] is an owned handle without lifetimes; so is [`Obj`], a Python object. Values convert by [`FromPy`] and
//! [`IntoPy`]; errors are plain data that any thread may hold.
//!
//! ```
//! use pyvm::{Class, ClassBuilder, Obj, Ref, Vm, args};
//!
//! let vm = Vm::new();
//! vm.exec("def greet(n): return f'hello {n}'")?;
//! let text: String = vm.eval("greet('world')")?;
//! assert_eq!(text, "hello world");
//!
//! // Python functions are called with tuples, or with `args!` for keywords.
//! vm.exec("def area(width, height=1.0): return width * height")?;
//! let area: Obj = vm.get("area")?;
//! let a: f64 = area.call(args!(3.0, height = 4.0))?;
//! assert_eq!(a, 12.0);
//!
//! // Errors carry CPython's traceback as text.
//! let error = area.call::<f64>(("x", "y")).unwrap_err();
//! assert_eq!(error.class_name(), "TypeError");
//! assert!(error.report().starts_with("Traceback (most recent call last):"));
//!
//! // Rust functions and types become modules.
//! struct Vec2 { x: f64, y: f64 }
//!
//! impl Class for Vec2 {
//!     const NAME: &'static str = "geo.Vec2";
//!     fn define(class: &mut ClassBuilder<Self>) {
//!         class
//!             .init("(x=0.0, y=0.0)", |x: f64, y: f64| Vec2 { x, y })
//!             .get("x", |v| v.x)
//!             .set("x", |v, x: f64| v.x = x)
//!             .method("dot(other, /)", |v, (o,): (Ref<Vec2>,)| v.x * o.x + v.y * o.y)
//!             .pickle(|v| (v.x, v.y), |(x, y)| Vec2 { x, y });
//!     }
//! }
//!
//! vm.add_module("geo", |m| {
//!     m.class::<Vec2>().def("scale(v, by=2.0)", |v: Ref<Vec2>, by: f64| (v.x * by, v.y * by));
//! })?;
//! vm.exec("import geo; v = geo.Vec2(3.0, y=4.0)")?;
//! assert_eq!(vm.eval::<f64>("v.dot(v)")?, 25.0);
//! assert_eq!(vm.eval::<(f64, f64)>("geo.scale(v)")?, (6.0, 8.0));
//!
//! // Pickles are CPython's, byte for byte.
//! let data = vm.dumps(&vm.get("v")?)?;
//! let back: Obj = vm.loads(&data)?;
//! assert_eq!(back.getattr::<f64>("x")?, 3.0);
//!
//! // Output can be captured, and modules given as source.
//! vm.add_source("shop.models", "class Order: pass")?;
//! let (result, output) = vm.capture(|vm| vm.exec("from shop.models import Order; print(Order.__module__)"));
//! result?;
//! assert_eq!(output.stdout, "shop.models\n");
//! # Ok::<(), pyvm::Error>(())
//! ```

pub mod cli;
mod convert;
mod embed;
mod error;
pub mod repl;
mod run;

pub use convert::{FromPy, IntoPy};
pub use embed::args::{Args, Bound, IntoArgs};
pub use embed::builder::Builder;
pub use embed::capture::Output;
pub use embed::class::{Class, ClassBuilder, New, Ref, RefMut};
pub use embed::function::{FromArgs, Function};
pub use embed::module::ModuleBuilder;
pub use embed::obj::{Iter, Obj};
pub use embed::pickling::{Pickler, Unpickler};
pub use embed::vm::Vm;
pub use embed::worker::Worker;
pub use error::{Error, ErrorKind};
pub use pyvm_pickle as pickle;
pub use pyvm_vm as core;
pub use pyvm_vm::control::{Interrupter, Limits, Passed};

/// The result of what may fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;
