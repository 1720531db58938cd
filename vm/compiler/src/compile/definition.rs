//! `def` and `async def` statements, seen alike.

use rustpython_parser::{
    ast::{Arguments, Expr, Stmt, TypeParam},
    text_size::TextRange,
};

/// A `def` statement, asynchronous or not.
#[derive(Clone, Copy)]
pub(crate) struct Definition<'a> {
    /// The statement: what its scopes are found by.
    pub(crate) node: &'a Stmt,
    pub(crate) name: &'a str,
    pub(crate) args: &'a Arguments,
    pub(crate) body: &'a [Stmt],
    pub(crate) decorators: &'a [Expr],
    pub(crate) returns: Option<&'a Expr>,
    pub(crate) type_params: &'a [TypeParam],
    pub(crate) range: TextRange,
    pub(crate) is_async: bool,
}

impl<'a> Definition<'a> {
    /// The definition that a statement is, if it is one.
    pub(crate) fn of(node: &'a Stmt) -> Option<Definition<'a>> {
        /// The two kinds of statement have the same fields.
        macro_rules! parts {
            ($s:ident, $is_async:literal) => {
                Definition {
                    node,
                    name: $s.name.as_str(),
                    args: &$s.args,
                    body: &$s.body,
                    decorators: &$s.decorator_list,
                    returns: $s.returns.as_deref(),
                    type_params: &$s.type_params,
                    range: $s.range,
                    is_async: $is_async,
                }
            };
        }
        match node {
            Stmt::FunctionDef(s) => Some(parts!(s, false)),
            Stmt::AsyncFunctionDef(s) => Some(parts!(s, true)),
            _ => None,
        }
    }
}
