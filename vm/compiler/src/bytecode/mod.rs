//! The register bytecode: what the compiler produces and the evaluation loop runs.
//!
//! Plain data only, no values of the VM: a [`Code`] can be built, verified, listed and written to a cache without a heap. Mirrors
//! CPython's `Include/internal/pycore_opcode_metadata.h`, `Python/assemble.c` and `Objects/codeobject.c` in purpose; the instruction
//! set is our own. `opcode.rs` holds the table and the protocols (calls, exceptions, generators) in its module comment.

pub mod code;
pub mod constant;
pub mod dis;
pub mod image;
pub mod instruction;
pub mod line_table;
pub mod opcode;
pub mod verify;

pub use code::{Code, CodeFlags, ExceptionEntry, ScopedLocal};
pub use constant::{Const, ConstKey};
pub use dis::dis;
pub use instruction::{Instr, flag};
pub use line_table::{LineTable, LineTableBuilder, Position};
pub use opcode::{Effect, Op, Operand, Trailer};
pub use verify::{VerifyError, verify};
