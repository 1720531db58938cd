//! The text layer: everything about characters, numbers and encodings that needs no objects.

//!
//! Text is WTF-8, UTF-8 that may hold lone surrogates. Nothing here raises: refusals are values that carry
//! CPython's message, and the caller picks the exception.

pub mod codec;
pub mod complex;
pub mod escape;
pub mod float;
pub mod float_hex;
pub mod format_spec;
pub mod format_string;
pub mod int;
pub mod percent;
pub use pyvm_compiler::unicode;
