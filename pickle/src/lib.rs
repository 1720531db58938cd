//! Pickle without a virtual machine: the opcode table, the decoder and encoder of the wire format, the
//! disassembler and checker, an inert object graph, and serde on top of it.
//!
//! Everything here treats a pickle as data. Nothing is imported, nothing is called.
#![forbid(unsafe_code)]

pub mod graph;
pub mod opcode;
pub mod wire;

pub use graph::{Graph, GraphError, Limits, Node, NodeId};

#[cfg(feature = "vm")]
pub mod module;
#[cfg(feature = "vm")]
pub mod pickler;
#[cfg(feature = "vm")]
pub mod unpickler;
