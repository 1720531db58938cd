//! From Python's nodes to the tree that the compiler takes.
//!
//! The compiler knows places as byte offsets of a source. Nodes made by hand have none, so they are laid out along a
//! made-up text: each node opens at the next offset and closes behind its children, and [`Places`] leads from
//! offsets back to lines and columns.

use hashbrown::HashMap;
use std::cell::{Cell, RefCell};

use rustpython_parser::ast::{Expr, Mod};
use rustpython_parser::text_size::TextRange;
use rustpython_wtf8::Wtf8Buf;

use super::classes;
use super::field::{Node, Place};
use crate::compile::{Extras, LineIndex};
use crate::error::{PyError, PyResult};
use crate::heap::{Str, TypeRef, Value};
use crate::vm::Vm;

/// The room before an end, in which the compiler counts back from it: the length of the longest name that does.
const GAP: u32 = 128;

/// Lines and columns by made-up offset.
#[derive(Default)]
pub(super) struct Places {
    /// Offset, line and column, in ascending order.
    known: Vec<(u32, u32, u32)>,
}

impl LineIndex for Places {
    fn location(&self, offset: u32) -> (u32, u32) {
        let at = self.known.partition_point(|&(known, ..)| known < offset);
        let Some(&(known, line, column)) = self.known.get(at).or(self.known.last()) else { return (1, 0) };
        (line, column.saturating_sub(known.saturating_sub(offset)))
    }
}

/// What reading a tree needs.
pub(super) struct Reader<'a> {
    pub vm: &'a Vm,
    classes: HashMap<usize, Str>,
    places: RefCell<Places>,
    next: Cell<u32>,
    surrogates: RefCell<Option<Wtf8Buf>>,
    extras: RefCell<Extras>,
}

/// A node whose children are being read: its offset, and where it ends.
pub(super) struct Open {
    start: u32,
    end: (u32, u32),
}

/// A tree ready for the compiler.
pub(super) struct Tree {
    pub module: Mod,
    pub extras: Extras,
    pub places: Places,
}

/// Reads a `mod` node.
///
/// # Errors
/// TypeError and ValueError for what no tree can be.
pub(super) fn tree(vm: &Vm, node: &Value) -> PyResult<Tree> {
    let table = classes::classes(vm)?;
    let entries = table.as_dict().map(crate::objects::Dict::entries).unwrap_or_default();
    let classes = entries.iter().filter_map(|(name, class)| {
        TypeRef::from_value(class)?;
        Some((vm.id(class), name.as_text()?.clone()))
    });
    let reader = Reader {
        vm,
        classes: classes.collect(),
        places: RefCell::default(),
        next: Cell::new(0),
        surrogates: RefCell::default(),
        extras: RefCell::default(),
    };
    let module = Mod::read(&reader, node)?;
    Ok(Tree { module, extras: reader.extras.into_inner(), places: reader.places.into_inner() })
}

impl Reader<'_> {
    /// Reads one level deeper.
    pub(super) fn deeper<T>(&self, what: &str, read: impl FnOnce() -> PyResult<T>) -> PyResult<T> {
        let mut result = None;
        self.vm.with_depth(&format!(" during traversing '{what}' node"), || {
            result = Some(read()?);
            Ok(Value::None)
        })?;
        result.ok_or_else(|| self.vm.system_error("nothing read"))
    }

    /// A field, where the object has it.
    pub(super) fn lookup(&self, place: Place<'_>) -> PyResult<Option<Value>> {
        self.vm.lookup_attr(place.object, &self.vm.intern(place.field))
    }

    /// A field that must be there and not `None`.
    pub(super) fn required(&self, place: Place<'_>) -> PyResult {
        let Place { class, field, .. } = place;
        match self.lookup(place)? {
            Some(found) if field == "value" && matches!(class, "Constant" | "MatchSingleton") => Ok(found),
            Some(Value::None) => Err(self.vm.value_error(format!("field '{field}' is required for {class}"))),
            Some(found) => Ok(found),
            None => Err(self.vm.type_error(format!("required field \"{field}\" missing from {class}"))),
        }
    }

    /// The error of a `None` in a list of nodes.
    pub(super) fn required_item(&self, what: &str) -> PyError {
        self.vm.value_error(format!("None disallowed in {what} list"))
    }

    /// The items of a list field; a missing one is empty.
    pub(super) fn list<T>(
        &self,
        place: Place<'_>,
        mut read: impl FnMut(&Value) -> PyResult<T>,
    ) -> PyResult<Vec<T>> {
        let Some(found) = self.lookup(place)? else { return Ok(Vec::new()) };
        let Place { class, field, .. } = place;
        let Some(items) = found.as_list() else {
            let got = self.vm.type_name(&found);
            return Err(self.vm.type_error(format!("{class} field \"{field}\" must be a list, not a {got}")));
        };
        let length = items.len();
        let mut all = Vec::with_capacity(length);
        for item in items.to_vec() {
            all.push(read(&item)?);
            if items.len() != length {
                let message = format!("{class} field \"{field}\" changed size during iteration");
                return Err(self.vm.runtime_error(message));
            }
        }
        Ok(all)
    }

    /// An integer field.
    pub(super) fn int(&self, value: &Value) -> PyResult<i64> {
        match value {
            Value::Int(n) => Ok(*n),
            Value::Bool(b) => Ok(i64::from(*b)),
            _ => Err(self.vm.value_error(format!("invalid integer value: {}", self.vm.repr(value)?))),
        }
    }

    /// Which of these node classes the object is an instance of.
    pub(super) fn kind(&self, value: &Value, names: &[&'static str]) -> PyResult<Option<&'static str>> {
        let mro = self.vm.class_of(value).ty().mro.borrow().clone();
        let known = mro.iter().find_map(|c| self.classes.get(&self.vm.id(&c.to_value())));
        Ok(known.and_then(|known| names.iter().copied().find(|name| known.as_str() == Some(name))))
    }

    /// The error of an object that is no node of its group.
    pub(super) fn unexpected(&self, what: &str, value: &Value) -> PyResult<PyError> {
        let got = self.vm.repr(value)?;
        Ok(self.vm.type_error(format!("expected some sort of {what}, but got {got}")))
    }

    /// Opens a node that has a place.
    pub(super) fn open(&self, object: &Value, what: &'static str) -> PyResult<Open> {
        let required = |field| {
            let place = Place { object, class: what, field };
            let found = self.required(place)?;
            self.int(&found)
        };
        let (line, col) = (required("lineno")?, required("col_offset")?);
        if what == "pattern" || what == "type_param" {
            required("end_lineno")?;
            required("end_col_offset")?;
        }
        let optional = |field, default| match self.lookup(Place { object, class: what, field })? {
            Some(found) if !found.is_none() => self.int(&found),
            _ => Ok(default),
        };
        let (end_line, end_col) = (optional("end_lineno", line)?, optional("end_col_offset", col)?);
        if line > end_line {
            let message = format!("AST node line range ({line}, {end_line}) is not valid");
            return Err(self.vm.value_error(message));
        }
        if (line < 0 && end_line != line) || (col < 0 && col != end_col) {
            let message = format!(
                "AST node column range ({col}, {end_col}) for line range ({line}, {end_line}) is not valid"
            );
            return Err(self.vm.value_error(message));
        }
        if line == end_line && col > end_col {
            let message = format!("line {line}, column {col}-{end_col} is not a valid range");
            return Err(self.vm.value_error(message));
        }
        let small = |n: i64| u32::try_from(n.max(0)).unwrap_or(u32::MAX);
        let start = self.mark(1, (small(line), small(col)));
        Ok(Open { start, end: (small(end_line), small(end_col)) })
    }

    /// Closes a node behind its children.
    pub(super) fn close(&self, open: Open) -> TextRange {
        let end = self.mark(GAP, open.end);
        let range = TextRange::new(open.start.into(), end.max(open.start).into());
        if let Some(text) = self.surrogates.take() {
            self.extras.borrow_mut().strings.insert(range, text);
        }
        range
    }

    fn mark(&self, step: u32, (line, column): (u32, u32)) -> u32 {
        let at = self.next.get().saturating_add(step);
        self.next.set(at);
        self.places.borrow_mut().known.push((at, line, column));
        at
    }

    /// Keeps the true value of the constant being read.
    pub(super) fn keep_surrogates(&self, text: &Str) {
        self.surrogates.replace(Some(text.as_wtf8().to_owned()));
    }

    /// Keeps the default of a type parameter.
    pub(super) fn keep_default(&self, range: TextRange, default: Expr) {
        self.extras.borrow_mut().type_defaults.insert(range, default);
    }
}

/// Whether an object is an instance of `ast.AST`.
pub(super) fn is_node(vm: &Vm, value: &Value) -> bool {
    let known = vm.known_state("_ast");
    let Some(table) = known else { return false };
    let ast = table.as_dict().and_then(|d| d.get_str(&vm.intern("AST")));
    let is = |class: &TypeRef| vm.is_instance(value, class);
    ast.as_ref().and_then(TypeRef::from_value).is_some_and(is)
        && value.as_obj().is_some_and(|r| TypeRef::from_ref(r).is_none())
}
