//! The heap: every unsafe block of pyvm lives in this folder.
//!
//! Three layers, as `docs/adr/0001-heap.md` explains:
//! * [`leaf`]: text, bytes and big integers, thin counted pointers that cannot form cycles;
//! * [`object`] and [`page`]: everything else, one 56-byte [`Object`] in a page that a `gc::Gc` owns, counted by
//!   our own handles so that finalization is prompt;
//! * [`collect`]: the cycle collector (CPython's subtract-references on our counts), and [`drop_queue`], which
//!   frees structures of any depth without recursion.
//!
//! No Python code runs while the heap works: finalizers and weak-reference callbacks are queued
//! ([`drop_queue::Pending`]) and the evaluation loop runs them at its next safe point. So a `Value` may be
//! dropped anywhere, even under a `RefCell` borrow.
#![expect(unsafe_code, reason = "the one folder that may hold it; every block states why it is sound")]

#[cfg(feature = "mimalloc")]
pub mod allocator;
pub mod attrs;
pub mod breaker;
pub mod cell;
pub mod collect;
pub mod drop_queue;
pub mod fiber;
pub mod generations;
pub mod intern;
pub mod items;
pub mod leaf;
pub mod memory;
pub mod object;
pub mod page;
pub mod position;
pub mod shape;
pub mod stack;
#[cfg(debug_assertions)]
pub mod stress;
pub mod type_ref;
pub mod value;
pub mod weak;

pub use cell::ValueCell;
pub use collect::Visitor;
pub use items::Items;
pub use leaf::{Big, Bytes, Str};
pub use object::{Object, Ref};
pub use shape::Shape;
pub use type_ref::TypeRef;
pub use value::Value;
