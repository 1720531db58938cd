//! What operators, attribute access, iteration and the rest do: methods of [`crate::vm::Vm`], a file per family.
//! Mirrors `Objects/abstract.c`.

pub mod attr;
pub mod buffer;
pub mod call;
pub mod compare;
pub mod hash;
pub mod index;
pub mod instance;
pub mod iter;
pub mod number;
pub mod repr;
pub mod subscript;
