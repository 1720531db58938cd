//! From source text to code objects.

use std::path::Path;
use std::rc::Rc;

use rustpython_parser::text_size::TextRange;

use crate::compile::{self, CompileError, ErrorKind as CompileErrorKind, Extras, Mode, Options};
use crate::error::{PyError, PyResult};
use crate::heap::{TypeRef, Value};
use crate::objects::CodeObject;
use crate::parser::{self, ErrorKind, LineIndex, SyntaxError};
use crate::vm::Vm;

/// Reads a source file.
///
/// # Errors
/// OSError where it cannot be read, SyntaxError where it cannot be decoded.
pub fn read(vm: &Vm, path: &Path) -> PyResult<String> {
    let name = Value::str(&path.to_string_lossy());
    vm.ask_import(path, &name)?;
    let bytes = std::fs::read(path).map_err(|e| vm.io_error(&e, Some(&name)))?;
    decode(vm, &bytes, &path.to_string_lossy())
}

/// Decodes source by its byte order mark or coding cookie.
///
/// # Errors
/// SyntaxError where it cannot be decoded.
pub fn decode(vm: &Vm, bytes: &[u8], file: &str) -> PyResult<String> {
    if let Some(text) = decode_other(vm, bytes)? {
        return Ok(text);
    }
    parser::decode_source(bytes).map_err(|e| syntax_error(vm, &e, file))
}

/// Decodes source in an encoding that the codecs know and the compiler does not.
///
/// # Errors
/// SyntaxError where it cannot be decoded.
pub fn decode_other(vm: &Vm, bytes: &[u8]) -> PyResult<Option<String>> {
    let Some(name) = parser::other_encoding(bytes) else { return Ok(None) };
    match vm.decode(bytes, &name, "strict") {
        Ok(text) => Ok(text.as_str().map(str::to_owned)),
        Err(error) if error.matches(vm, &vm.exc.lookup_error) => Ok(None),
        Err(error) if error.matches(vm, &vm.exc.unicode_decode_error) => {
            let message = vm.str(&error.to_value())?;
            let error = vm.new_error(&vm.exc.syntax_error, message.to_string());
            error.payload().set_field("msg", Value::Str(message));
            Err(error)
        }
        Err(error) => Err(error),
    }
}

/// Compiles source text.
///
/// # Errors
/// SyntaxError and its kin.
pub fn compile(vm: &Vm, source: &str, file: &str, mode: Mode) -> PyResult {
    let options = Options { mode, optimize: vm.flags.optimize, ..Options::new(file) };
    compile_with(vm, source, &options)
}

/// Compiles source text with options.
///
/// # Errors
/// SyntaxError and its kin, RecursionError for nesting that is too deep.
pub fn compile_with(vm: &Vm, source: &str, options: &Options) -> PyResult {
    let parsed = parse(vm, source, options)?;
    let extras =
        Extras { strings: parsed.surrogates, type_defaults: parsed.type_param_defaults, ..Extras::default() };
    let code = compile::compile(&parsed.ast, options, &extras, &parsed.lines).map_err(|e| {
        if matches!(e.kind, CompileErrorKind::Recursion) {
            return vm.recursion_error(e.message.clone());
        }
        let error = vm.new_error(&vm.exc.syntax_error, e.message.as_str());
        place(vm, &error, &(&parsed.source, &parsed.lines), &e, &options.filename);
        error
    })?;
    for compile::Warning { message, range } in extras.warnings.take() {
        let (offset, end) = (range.start().into(), range.end().into());
        let warning = parser::Warning { msg: message, offset, end };
        warn(vm, &warning, &parsed.source, &parsed.lines, &options.filename)?;
    }
    CodeObject::object(vm, &Rc::new(code))
}

/// Parses source text and issues its SyntaxWarnings.
///
/// # Errors
/// SyntaxError and its kin.
pub fn parse(vm: &Vm, source: &str, options: &Options) -> PyResult<parser::Parsed> {
    let mode = match options.mode {
        Mode::Exec => parser::Mode::Exec,
        Mode::Eval => parser::Mode::Eval,
        Mode::Single => parser::Mode::Single,
    };
    let parsed = parser::parse(source, mode).map_err(|e| match options.incomplete && e.incomplete {
        true => located(vm, &vm.exc.incomplete_input_error, "incomplete input", &e, &options.filename),
        false => syntax_error(vm, &e, &options.filename),
    })?;
    for warning in &parsed.warnings {
        warn(vm, warning, &parsed.source, &parsed.lines, &options.filename)?;
    }
    Ok(parsed)
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
            let range = TextRange::new(warning.offset.into(), warning.end.into());
            let refused = CompileError {
                kind: CompileErrorKind::Syntax,
                message: warning.msg.clone(),
                range: Some(range),
            };
            place(vm, &error, &(source, lines), &refused, file);
            Err(error)
        }
        issued => issued.map(drop),
    }
}

/// A source text and its lines.
type Source<'a> = (&'a str, &'a LineIndex);

/// Sets the position fields of a compiler's error.
fn place(vm: &Vm, error: &PyError, parsed: &Source<'_>, e: &CompileError, file: &str) {
    let payload = error.payload();
    let message = payload.args.get().as_tuple().and_then(|a| a.first().cloned()).unwrap_or(Value::None);
    payload.set_field("msg", message.clone());
    payload.set_field("filename", Value::str(file));
    let Some(range) = e.range else { return };
    let (source, lines) = *parsed;
    let (start, end) = (u32::from(range.start()), u32::from(range.end()));
    let (line, end_line) = (lines.line(start), lines.line(end));
    let fields = [
        Value::str(file),
        Value::from(line),
        Value::from(lines.char_column(source, start) + 1),
        file_line(vm, file, line),
        Value::from(end_line),
        match e.kind {
            CompileErrorKind::Start => Value::None,
            _ => Value::from(lines.char_column(source, end) + 1),
        },
    ];
    set_place(
        vm,
        error,
        message,
        fields,
        matches!(e.kind, CompileErrorKind::Start | CompileErrorKind::Table),
    );
}

/// The SyntaxError of a tree that was compiled without a source text.
pub fn tree_error(vm: &Vm, e: &CompileError, lines: &dyn compile::LineIndex, file: &str) -> PyError {
    if matches!(e.kind, CompileErrorKind::Recursion) {
        return vm.recursion_error(e.message.clone());
    }
    let error = vm.new_error(&vm.exc.syntax_error, e.message.as_str());
    let payload = error.payload();
    let message = payload.args.get().as_tuple().and_then(|a| a.first().cloned()).unwrap_or(Value::None);
    payload.set_field("msg", message.clone());
    payload.set_field("filename", Value::str(file));
    let Some(range) = e.range else { return error };
    let (line, column) = lines.location(range.start().into());
    let (end_line, end_column) = lines.location(range.end().into());
    let end_offset = match e.kind {
        CompileErrorKind::Start => Value::None,
        _ => Value::from(end_column + 1),
    };
    let text = file_line(vm, file, line);
    let fields = [
        Value::str(file),
        Value::from(line),
        Value::from(column + 1),
        text,
        Value::from(end_line),
        end_offset,
    ];
    set_place(
        vm,
        &error,
        message,
        fields,
        matches!(e.kind, CompileErrorKind::Start | CompileErrorKind::Table),
    );
    error
}

/// Sets the position fields of a SyntaxError, and its `args` unless `alone`.
fn set_place(vm: &Vm, error: &PyError, message: Value, fields: [Value; 6], alone: bool) {
    let payload = error.payload();
    let names = ["filename", "lineno", "offset", "text", "end_lineno", "end_offset"];
    for (name, value) in names.into_iter().zip(&fields) {
        payload.set_field(name, value.clone());
    }
    if !alone {
        let details = vm.new_tuple(fields.to_vec());
        drop(payload.args.replace(vm.new_tuple(vec![message, details])));
    }
}

/// A line of a source file with its newline: what CPython shows of errors found after parsing.
fn file_line(vm: &Vm, file: &str, line: u32) -> Value {
    let text = Some(file).filter(|file| vm.may_import(Path::new(file)));
    let text = text.and_then(|file| decode(vm, &std::fs::read(file).ok()?, file).ok());
    let index = usize::try_from(line).ok().and_then(|line| line.checked_sub(1));
    let line = text.as_deref().zip(index).and_then(|(text, at)| text.split_inclusive('\n').nth(at));
    line.map_or(Value::None, Value::str)
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
    if !class.is_subtype(&vm.exc.syntax_error) {
        return vm.new_exception(class, vec![Value::str(&e.msg)]);
    }
    located(vm, class, &e.msg, e, file)
}

/// An exception of a class of SyntaxErrors with a place.
fn located(vm: &Vm, class: &TypeRef, message: &str, e: &SyntaxError, file: &str) -> PyError {
    let message = Value::str(message);
    let error = vm.new_exception(class, vec![message.clone()]);
    let payload = error.payload();
    payload.set_field("msg", message.clone());
    if e.msg == "source code string cannot contain null bytes" {
        return error;
    }
    let text = match &e.text {
        Some(text) => Value::str(text),
        None => file_line(vm, file, e.lineno),
    };
    let fields = [
        Value::str(file),
        Value::from(e.lineno),
        Value::from(e.offset),
        text,
        Value::from(e.end_lineno),
        Value::from(e.end_offset),
    ];
    set_place(vm, &error, message, fields, false);
    error
}
