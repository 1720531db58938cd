//! The object VM of pyvm: a small Python 3.13 whose reason to exist is pickle.
//!
//! * [`heap`]: values, counted objects, the cycle collector; the only unsafe code.
//! * [`types`] and [`objects`]: classes, slots and the built-in types.
//! * [`protocol`] and [`call`]: what the operators, attribute access and calls do.
//! * [`vm`]: the state of one virtual machine.

#[macro_use]
mod bitflags;

pub mod call;
pub mod collector;
pub mod control;
pub mod error;
pub mod eval;
mod extension;
pub mod flags;
pub mod hash;
pub mod heap;
pub mod import;
pub mod modules;
pub mod names;
pub mod objects;
pub mod permissions;
pub mod protocol;
pub mod text;
pub mod thread;
pub mod types;
pub mod vm;
pub mod work;

pub use pyvm_compiler::{bytecode, compile, parser};

pub use error::{PyError, PyResult};
pub use heap::{Bytes, Ref, Str, TypeRef, Value};
pub use vm::Vm;
