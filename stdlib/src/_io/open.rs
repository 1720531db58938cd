//! The functions of the module: `open` and its helpers. Mirrors `Modules/_io/_iomodule.c`.

use pyvm_vm::call::Args;
use pyvm_vm::heap::intern;
use pyvm_vm::types::{NativeDef, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::{DEFAULT_BUFFER_SIZE, buffered, fileio, text};
use crate::posix::path::fspath;
use crate::support::method;

pub(super) static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function(
        "open",
        "($module, /, file, mode='r', buffering=-1, encoding=None,\n     errors=None, newline=None, closefd=True, opener=None)",
        open,
        "Open file and return a stream.  Raise OSError upon failure.",
    ),
    NativeDef::function(
        "open_code",
        "($module, /, path)",
        open_code,
        "Opens the provided file with the intent to import the contents.",
    ),
    NativeDef::function(
        "text_encoding",
        "($module, encoding, stacklevel=2, /)",
        text_encoding,
        "A helper function to choose the text encoding.",
    ),
];

/// What `-X warn_default_encoding` says.
pub(super) const UNSPECIFIED: &str = "'encoding' argument not specified";

/// What a mode such as `r+b` asks for.
struct Mode {
    /// The mode for `FileIO`.
    raw: String,
    updating: bool,
    writing: bool,
    binary: bool,
}

impl Mode {
    fn parse(vm: &Vm, mode: &str) -> PyResult<Mode> {
        let repeated = mode.char_indices().any(|(i, c)| mode.chars().take(i).any(|d| d == c));
        if repeated || mode.chars().any(|c| !"xrwa+tb".contains(c)) {
            return Err(vm.value_error(format!("invalid mode: '{mode}'")));
        }
        let has = |c: char| mode.contains(c);
        if has('t') && has('b') {
            return Err(vm.value_error("can't have text and binary mode at once"));
        }
        // No kind at all is found by `FileIO`.
        if ['x', 'r', 'w', 'a'].iter().filter(|c| has(**c)).count() > 1 {
            return Err(vm.value_error("must have exactly one of create/read/write/append mode"));
        }
        Ok(Mode {
            raw: ['x', 'r', 'w', 'a', '+'].into_iter().filter(|c| has(*c)).collect(),
            updating: has('+'),
            writing: !has('r'),
            binary: has('b'),
        })
    }
}

fn refuse_text_arguments(vm: &Vm, args: &[Value]) -> PyResult<()> {
    for (value, article, name) in
        [(&args[3], "an", "encoding"), (&args[4], "an", "errors"), (&args[5], "a", "newline")]
    {
        if !value.is_none() {
            return Err(vm.value_error(format!("binary mode doesn't take {article} {name} argument")));
        }
    }
    Ok(())
}

/// An argument that is a string or `None`, checked before anything is opened.
fn check_text(vm: &Vm, value: &Value, name: &str) -> PyResult<()> {
    if value.is_none() || value.as_text().is_some() {
        return Ok(());
    }
    let got = vm.type_name(value);
    Err(vm.type_error(format!("open() argument '{name}' must be str or None, not {got}")))
}

/// `open(file, mode, buffering, encoding, errors, newline, closefd, opener)`
fn open(vm: &Vm, args: &[Value]) -> PyResult {
    let mode_text = vm.expect_str(&args[1], "open() argument 'mode'")?.to_string();
    let buffering = crate::posix::path::c_int(vm, &args[2])?;
    for (i, name) in [(3, "encoding"), (4, "errors"), (5, "newline")] {
        check_text(vm, &args[i], name)?;
    }
    let is_number = matches!(args[0].unwrapped(), Value::Int(_) | Value::Bool(_) | Value::Big(_));
    let file = if is_number { args[0].clone() } else { fspath(vm, &args[0])? };
    let mode = Mode::parse(vm, &mode_text)?;
    if mode.binary {
        refuse_text_arguments(vm, args)?;
        if buffering == 1 {
            vm.warn(
                &vm.exc.runtime_warning,
                "line buffering (buffering=1) isn't supported in binary mode, the default buffer size will be used",
                1,
            )?;
        }
    }
    let parts = [file, Value::str(&mode.raw), args[6].clone(), args[7].clone()];
    let raw = make(vm, &fileio::FILE_IO, &parts)?;
    layers(vm, &raw, &mode, &mode_text, buffering, args).inspect_err(|_| drop(method(vm, &raw, "close", &[])))
}

fn make(vm: &Vm, spec: &'static TypeSpec, parts: &[Value]) -> PyResult {
    vm.call(&vm.native_type(spec).to_value(), Args::positional(parts))
}

/// Puts the buffer and the text layer on a raw file.
fn layers(vm: &Vm, raw: &Value, mode: &Mode, mode_text: &str, buffering: i32, args: &[Value]) -> PyResult {
    let is_terminal = buffering < 0 && vm.is_true(&method(vm, raw, "isatty", &[])?)?;
    let lines = !mode.binary && (buffering == 1 || is_terminal);
    let size = match buffering {
        0 if mode.binary => return Ok(raw.clone()),
        0 => return Err(vm.value_error("can't have unbuffered text I/O")),
        n if n > 1 => Value::from(n),
        _ => match vm.getattr_str(raw, "_blksize")? {
            Value::Int(n) if n > 1 => Value::Int(n),
            _ => Value::from(DEFAULT_BUFFER_SIZE),
        },
    };
    let spec = match (mode.updating, mode.writing) {
        (true, _) => &buffered::RANDOM,
        (false, true) => &buffered::WRITER,
        (false, false) => &buffered::READER,
    };
    let buffer = make(vm, spec, &[raw.clone(), size])?;
    if mode.binary {
        return Ok(buffer);
    }
    let parts = [buffer, args[3].clone(), args[4].clone(), args[5].clone(), Value::Bool(lines)];
    let made = make(vm, &text::TEXT, &parts)?;
    vm.setattr(&made, &intern::intern_str("mode"), Value::str(mode_text))?;
    Ok(made)
}

fn open_code(vm: &Vm, args: &[Value]) -> PyResult {
    if args[0].as_text().is_none() {
        let got = vm.type_name(&args[0]);
        return Err(vm.type_error(format!("open_code() argument 'path' must be str, not {got}")));
    }
    let module = vm.import("_io")?;
    method(vm, &module, "open", &[args[0].clone(), Value::str("rb")])
}

/// `None` means the locale's encoding, unless UTF-8 mode says otherwise.
fn text_encoding(vm: &Vm, args: &[Value]) -> PyResult {
    if !args[0].is_none() {
        return Ok(args[0].clone());
    }
    if vm.flags.warn_default_encoding {
        vm.warn(&vm.exc.encoding_warning, UNSPECIFIED, vm.index_i64(&args[1])?)?;
    }
    let flags = vm.getattr_str(&vm.import("sys")?, "flags")?;
    let utf8 = vm.getattr_str(&flags, "utf8_mode")?;
    Ok(Value::str(if vm.is_true(&utf8)? { "utf-8" } else { "locale" }))
}
