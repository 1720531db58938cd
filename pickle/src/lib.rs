//! Pickle without a virtual machine: the opcode table, the decoder and encoder of the wire format, the
//! disassembler and checker, an inert object graph, and serde on top of it.
//!
//! Everything here treats a pickle as data. Nothing is imported, nothing is called.
#![forbid(unsafe_code)]

pub mod check;
pub mod compat;
pub mod graph;
pub mod opcode;
pub mod policy;
pub mod serde;
pub mod wire;

pub use graph::{Graph, GraphError, Limits, Node, NodeId};
pub use serde::{
    Error, Value, from_reader, from_slice, from_slice_within, to_graph, to_vec, to_vec_protocol, to_writer,
};

#[cfg(feature = "vm")]
pub mod module;
#[cfg(feature = "vm")]
pub mod pickler;
#[cfg(feature = "vm")]
pub mod unpickler;
