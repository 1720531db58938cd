//! `bytes`

use crate::types::{Layout, TypeFlags, TypeSpec};

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    flags: TypeFlags::BASETYPE.with(TypeFlags::MATCH_SELF),
    layout: Some(Layout::Native("bytes")),
    ..TypeSpec::named("bytes", "builtins")
};
