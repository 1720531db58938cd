//! `_tokenize`: the tokenizer behind `tokenize` (CPython: `Python/Python-tokenize.c`).
//!
//! The surprise: the source is read to its end before the first token, where CPython reads a line when it needs one.

use std::cell::{Cell, RefCell};

use pyvm_vm::heap::Visitor;
use pyvm_vm::objects::Native;
use pyvm_vm::parser::tokens::{Piece, kind, tokens};
use pyvm_vm::parser::{LineIndex, SyntaxError};
use pyvm_vm::types::{Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult, Value};

use crate::support::instance;

/// The payload: where lines come from, and what was made of them.
struct TokenizerIter {
    readline: Value,
    encoding: Option<String>,
    read: RefCell<Option<Source>>,
    next: Cell<usize>,
}

/// A source that was read, its line ends all `\n` and one at its end.
struct Source {
    text: String,
    index: LineIndex,
    /// The end of each line as it was read.
    ends: Vec<&'static str>,
    pieces: Vec<Piece>,
    error: Option<Box<SyntaxError>>,
}

static ITER: TypeSpec = TypeSpec {
    flags: TypeFlags::ATOM,
    layout: Some(Layout::Native("TokenizerIter")),
    constructor: Some("tokenizeriter"),
    slots: |s: &Slots| {
        s.iter.set(Some(|_, v| Ok(v.clone())));
        s.iternext.set(Some(next));
    },
    new: Some(&NEW),
    ..TypeSpec::named("TokenizerIter", "_tokenize")
};
static NEW: NativeDef =
    NativeDef::static_("__new__", "($type, readline, /, *, extra_tokens, encoding=None)", new, "");

/// Makes the module.
pub(crate) fn make(vm: &Vm) -> PyResult {
    let module = pyvm_vm::modules::make(vm, "_tokenize", "", &[]);
    crate::support::add_types(vm, &module, &[&ITER])?;
    Ok::<Value, _>(module)
}

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    if !vm.is_true(&args[2])? {
        return Err(vm.unfinished("_tokenize.TokenizerIter without extra tokens"));
    }
    let encoding = match &args[3] {
        Value::None | Value::Unbound => None,
        name => Some(vm.expect_str(name, "tokenizeriter() argument 'encoding'")?.to_string()),
    };
    let made =
        TokenizerIter { readline: args[1].clone(), encoding, read: RefCell::new(None), next: Cell::new(0) };
    instance(vm, &args[0], made)
}

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a TokenizerIter> {
    vm.payload(value, "_tokenize.TokenizerIter")
}

/// All lines, as text.
fn read_lines(vm: &Vm, this: &TokenizerIter) -> PyResult<String> {
    let mut all = String::new();
    loop {
        let line = match vm.call0(&this.readline) {
            Ok(line) => line,
            Err(error) if error.matches(vm, &vm.exc.stop_iteration) => return Ok(all),
            Err(error) => return Err(error),
        };
        let line = match &this.encoding {
            Some(encoding) if line.as_text().is_none() => {
                if !vm.is_bytes_like(&line) {
                    return Err(vm.type_error("readline() returned a non-bytes object"));
                }
                vm.decode(&vm.bytes_of(&line)?, encoding, "replace")?
            }
            None if line.as_text().is_none() => {
                return Err(vm.type_error("readline() returned a non-string object"));
            }
            _ => vm.expect_str(&line, "line")?.clone(),
        };
        if line.is_empty() {
            return Ok(all);
        }
        all.push_str(&line.to_string_lossy());
        vm.look_up()?;
    }
}

fn prepare(all: &str) -> Source {
    let (mut text, mut ends) = (String::with_capacity(all.len() + 1), Vec::new());
    for line in all.split_inclusive('\n') {
        let (body, end) = match (line.strip_suffix("\r\n"), line.strip_suffix('\n')) {
            (Some(body), _) => (body, "\r\n"),
            (None, Some(body)) => (body, "\n"),
            (None, None) => (line, ""),
        };
        text.push_str(body);
        text.push('\n');
        ends.push(end);
    }
    let index = LineIndex::new(&text);
    let (pieces, error) = tokens(&text, &index);
    Source { text, index, ends, pieces, error }
}

fn next(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
    let this = of(vm, value)?;
    if this.read.borrow().is_none() {
        let source = prepare(&read_lines(vm, this)?);
        this.read.replace(Some(source));
    }
    let read = this.read.borrow();
    let Some(source) = &*read else { return Ok(None) };
    let at = this.next.replace(this.next.get().saturating_add(1));
    match (source.pieces.get(at), &source.error) {
        (Some(piece), _) => Ok(Some(source.token(vm, piece))),
        (None, Some(error)) if at == source.pieces.len() => Err(raised(vm, error, source.ends.len())),
        (None, _) => Ok(None),
    }
}

impl Source {
    /// The end of a 1-based line as it was read.
    fn end_of(&self, line: u32) -> &'static str {
        usize::try_from(line).ok().and_then(|n| self.ends.get(n.checked_sub(1)?)).copied().unwrap_or("")
    }

    /// 1-based line and column in characters.
    fn place(&self, at: u32) -> (u32, u32) {
        (self.index.line(at), self.index.char_column(&self.text, at))
    }

    fn span(&self, start: u32, end: u32) -> &str {
        let bound = |at: u32| usize::try_from(at).unwrap_or(usize::MAX);
        self.text.get(bound(start)..bound(end)).unwrap_or("")
    }

    /// Lines from one to another, as they were read.
    fn lines(&self, first: u32, last: u32) -> String {
        let mut all = String::new();
        for line in (first..=last).take_while(|line| *line <= self.index.line_count()) {
            all.push_str(self.index.line_text(&self.text, line));
            all.push_str(self.end_of(line));
        }
        all
    }

    fn token(&self, vm: &Vm, piece: &Piece) -> Value {
        let start = self.place(piece.start);
        let line_end = matches!(piece.kind, kind::NEWLINE | kind::NL);
        let (text, end) = if line_end {
            let text = self.end_of(start.0);
            let width = u32::try_from(text.len()).unwrap_or(1).max(1);
            (text.to_owned(), (start.0, start.1 + width))
        } else {
            let text = self.span(piece.start, piece.end);
            // Line ends within a token are as they were read.
            let mut lines = start.0..;
            let text = text.split_inclusive('\n').map(|part| match (part.strip_suffix('\n'), lines.next()) {
                (Some(body), Some(line)) => format!("{body}{}", self.end_of(line)),
                _ => part.to_owned(),
            });
            (text.collect(), self.place(piece.end))
        };
        let line = self.lines(start.0, end.0);
        let place = |(line, column): (u32, u32)| {
            vm.new_tuple(vec![Value::Int(line.into()), Value::Int(column.into())])
        };
        vm.new_tuple(vec![
            Value::from(piece.kind),
            Value::str(&text),
            place(start),
            place(end),
            Value::str(&line),
        ])
    }
}

/// The exception of an error: ends that are not known are None.
fn raised(vm: &Vm, error: &SyntaxError, lines: usize) -> PyError {
    let class = match error.kind.name() {
        "IndentationError" => &vm.exc.indentation_error,
        "TabError" => &vm.exc.tab_error,
        _ => &vm.exc.syntax_error,
    };
    if error.lineno == 0 {
        // It is about the end, and told without a text.
        let made = vm.new_exception(class, vec![Value::str(&error.msg)]);
        made.payload().set_field("msg", Value::str(&error.msg));
        made.payload().set_field("lineno", crate::support::size(lines));
        made.payload().set_field("offset", Value::Int(0));
        return made;
    }
    let (line, column) = (Value::Int(error.lineno.into()), Value::Int(error.offset));
    let ends = if error.end_offset > 0 {
        [Value::Int(error.end_lineno.into()), Value::Int(error.end_offset)]
    } else {
        [Value::None, Value::None]
    };
    let text = error.text.as_deref().map_or(Value::None, |text| Value::str(text.trim_end_matches('\n')));
    let [end_line, end_column] = ends;
    let place = vm.new_tuple(vec![Value::str("<string>"), line, column, text, end_line, end_column]);
    let made = vm.call(&class.to_value(), pyvm_vm::call::Args::positional(&[Value::str(&error.msg), place]));
    match made.and_then(|value| PyError::new(value).map_err(|_| vm.system_error("SyntaxError was replaced")))
    {
        Ok(error) | Err(error) => error,
    }
}

impl Native for TokenizerIter {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.readline);
    }
}
