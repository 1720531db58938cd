//! The wire format: decoding, encoding, and the tools that read streams without building objects.

pub mod dis;
pub mod error;
pub mod framer;
pub mod genops;
pub mod optimize;
pub mod reader;
pub mod repr;
pub mod source;
pub mod text;
pub mod utf8;
pub mod writer;

pub use error::{Class, Fault, WireError};
pub use framer::{FRAME_TARGET, InMemory, Sink};
pub use reader::{Decoder, Op};
pub use source::{Ahead, Peek, Pull, PullError, PullSource, SliceSource, Source};
pub use writer::{Payload, Writer};
