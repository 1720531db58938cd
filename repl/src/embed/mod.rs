//! The embedding API: owned handles over the VM.

pub(crate) mod args;
pub(crate) mod border;
pub(crate) mod builder;
pub(crate) mod capture;
pub(crate) mod class;
pub(crate) mod function;
pub(crate) mod module;
pub(crate) mod obj;
pub(crate) mod pickling;
pub(crate) mod vm;
pub(crate) mod worker;
