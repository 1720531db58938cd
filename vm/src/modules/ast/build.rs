//! From the parser's tree to Python's nodes.

use rustpython_parser::text_size::TextRange;

use super::classes;
use super::field::Node;
use super::schema::ATTRIBUTES;
use crate::error::PyResult;
use crate::heap::{Str, Value, intern};
use crate::objects::Dict;
use crate::parser::Parsed;
use crate::vm::Vm;

/// What building a tree needs.
pub(super) struct Builder<'a> {
    pub vm: &'a Vm,
    pub parsed: &'a Parsed,
    classes: Value,
    attributes: [Str; 4],
}

/// The Python tree of a parsed source.
///
/// # Errors
/// What making a node raises.
pub(super) fn tree(vm: &Vm, parsed: &Parsed) -> PyResult {
    let attributes = ATTRIBUTES.map(intern::intern_str);
    let builder = Builder { vm, parsed, classes: classes::classes(vm)?, attributes };
    parsed.ast.build(&builder, TextRange::default())
}

impl Builder<'_> {
    /// A node with its fields, and with a position where it has one.
    pub(super) fn node(
        &self,
        class: &'static str,
        fields: Vec<(&'static str, Value)>,
        range: Option<TextRange>,
    ) -> PyResult {
        let mut all: Vec<(Str, Value)> =
            fields.into_iter().map(|(name, value)| (intern::intern_str(name), value)).collect();
        if let Some(range) = range {
            let (line, col) = self.parsed.lines.position(range.start().into());
            let (end_line, end_col) = self.parsed.lines.position(range.end().into());
            let places = [line, col, end_line, end_col].map(Value::from);
            all.extend(self.attributes.iter().cloned().zip(places));
        }
        let Some(table) = Dict::of_value(&self.classes) else {
            return Err(self.vm.system_error("no table of node classes"));
        };
        classes::instance(self.vm, table, &intern::intern_str(class), all)
    }

    /// The instance of a node class without fields.
    pub(super) fn single(&self, name: &str) -> PyResult {
        classes::single(self.vm, name)
    }
}
