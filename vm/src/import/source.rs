//! From source text to code objects.

use std::path::Path;
use std::rc::Rc;

use crate::compile::{self, ErrorKind as CompileErrorKind, Extras, Mode, Options};
use crate::error::{PyError, PyResult};
use crate::heap::Value;
use crate::objects::CodeObject;
use crate::parser::{self, ErrorKind, LineIndex, SyntaxError};
use crate::vm::Vm;

struct Lines<'a>(&'a LineIndex);

impl compile::LineIndex for Lines<'_> {
    fn location(&self, offset: u32) -> (u32, u32) {
        self.0.position(offset)
    }
}

/// Reads a source file.
///
/// # Errors
/// OSError where it cannot be read, SyntaxError where it cannot be decoded.
pub fn read(vm: &Vm, path: &Path) -> PyResult<String> {
    let name = Value::str(&path.to_string_lossy());
    let bytes = std::fs::read(path).map_err(|e| vm.io_error(&e, Some(&name)))?;
    decode(vm, &bytes, &path.to_string_lossy())
}

/// Decodes source by its byte order mark or coding cookie.
///
/// # Errors
/// SyntaxError where it cannot be decoded.
pub fn decode(vm: &Vm, bytes: &[u8], file: &str) -> PyResult<String> {
    parser::decode_source(bytes).map_err(|e| syntax_error(vm, &e, file))
}

/// Compiles source text.
///
/// # Errors
/// SyntaxError and its kin.
pub fn compile(vm: &Vm, source: &str, file: &str, mode: Mode) -> PyResult {
    compile_with(vm, source, &Options { mode, ..Options::new(file) })
}

/// Compiles source text with options.
///
/// # Errors
/// SyntaxError and its kin, RecursionError for nesting that is too deep.
pub fn compile_with(vm: &Vm, source: &str, options: &Options) -> PyResult {
    let parser_mode = match options.mode {
        Mode::Exec => parser::Mode::Exec,
        Mode::Eval => parser::Mode::Eval,
        Mode::Single => parser::Mode::Single,
    };
    let parsed = parser::parse(source, parser_mode).map_err(|e| syntax_error(vm, &e, &options.filename))?;
    for warning in &parsed.warnings {
        warn(vm, warning, &parsed.source, &parsed.lines, &options.filename)?;
    }
    let extras = Extras { strings: parsed.surrogates, type_defaults: parsed.type_param_defaults };
    let code = compile::compile(&parsed.ast, options, &extras, &Lines(&parsed.lines)).map_err(|e| {
        if matches!(e.kind, CompileErrorKind::Recursion) {
            return vm.recursion_error(e.message.clone());
        }
        let error = vm.new_error(&vm.exc.syntax_error, e.message.as_str());
        place(vm, &error, &parsed.source, &parsed.lines, e.range, &options.filename);
        if matches!(e.kind, CompileErrorKind::Start) {
            forget_end(vm, &error);
        }
        error
    })?;
    CodeObject::object(vm, &Rc::new(code))
}

/// Issues a SyntaxWarning; the filters may turn it into a SyntaxError.
fn warn(vm: &Vm, warning: &parser::Warning, source: &str, lines: &LineIndex, file: &str) -> PyResult<()> {
    let line = lines.line(warning.offset);
    let category = vm.exc.syntax_warning.to_value();
    let args = [Value::str(&warning.msg), category, Value::str(file), Value::from(line)];
    let warnings = vm.import("_warnings")?;
    match vm.call_method(&warnings, &vm.intern("warn_explicit"), &args) {
        Err(e) if e.matches(vm, &vm.exc.syntax_warning) => {
            let error = vm.new_error(&vm.exc.syntax_error, warning.msg.as_str());
            let range =
                rustpython_parser::text_size::TextRange::new(warning.offset.into(), warning.end.into());
            place(vm, &error, source, lines, Some(range), file);
            Err(error)
        }
        issued => issued.map(drop),
    }
}

/// Sets the position fields of a compiler's error.
fn place(
    vm: &Vm,
    error: &PyError,
    source: &str,
    lines: &LineIndex,
    range: Option<rustpython_parser::text_size::TextRange>,
    file: &str,
) {
    let payload = error.payload();
    let message = payload.args.borrow().as_tuple().and_then(|a| a.first().cloned()).unwrap_or(Value::None);
    payload.set_field("msg", message.clone());
    payload.set_field("filename", Value::str(file));
    let Some(range) = range else { return };
    let (start, end) = (u32::from(range.start()), u32::from(range.end()));
    let (line, end_line) = (lines.line(start), lines.line(end));
    let fields = [
        Value::str(file),
        Value::from(line),
        Value::from(lines.char_column(source, start) + 1),
        Value::str(lines.line_text(source, line)),
        Value::from(end_line),
        Value::from(lines.char_column(source, end) + 1),
    ];
    let names = ["filename", "lineno", "offset", "text", "end_lineno", "end_offset"];
    for (name, value) in names.into_iter().zip(&fields) {
        payload.set_field(name, value.clone());
    }
    let details = vm.new_tuple(fields.to_vec());
    drop(payload.args.replace(vm.new_tuple(vec![message, details])));
}

/// A place without an end has `None` for its last column.
fn forget_end(vm: &Vm, error: &PyError) {
    let payload = error.payload();
    payload.set_field("end_offset", Value::None);
    let args = payload.args.borrow().clone();
    if let Some([message, details]) = args.as_tuple()
        && let Some([known @ .., _]) = details.as_tuple()
    {
        let details = known.iter().cloned().chain([Value::None]).collect();
        drop(payload.args.replace(vm.new_tuple(vec![message.clone(), vm.new_tuple(details)])));
    }
}

/// The exception of a parser's error.
pub fn syntax_error(vm: &Vm, e: &SyntaxError, file: &str) -> PyError {
    let class = match e.kind.name() {
        "IndentationError" => &vm.exc.indentation_error,
        "TabError" => &vm.exc.tab_error,
        "MemoryError" => &vm.exc.memory_error,
        "RecursionError" => &vm.exc.recursion_error,
        "ValueError" => &vm.exc.value_error,
        _ => &vm.exc.syntax_error,
    };
    let _: ErrorKind = e.kind;
    let message = Value::str(&e.msg);
    if !class.is_subtype(&vm.exc.syntax_error) {
        return vm.new_exception(class, vec![message]);
    }
    let error = vm.new_exception(class, vec![message.clone()]);
    let payload = error.payload();
    payload.set_field("msg", message.clone());
    let fields = [
        Value::str(file),
        Value::from(e.lineno),
        Value::from(e.offset),
        e.text.as_deref().map_or(Value::None, Value::str),
        Value::from(e.end_lineno),
        Value::from(e.end_offset),
    ];
    let names = ["filename", "lineno", "offset", "text", "end_lineno", "end_offset"];
    for (name, value) in names.into_iter().zip(&fields) {
        payload.set_field(name, value.clone());
    }
    let details = vm.new_tuple(fields.to_vec());
    drop(payload.args.replace(vm.new_tuple(vec![message, details])));
    error
}
