//! `sys.stdin`, `sys.stdout` and `sys.stderr`: line-oriented text streams over the process's own.

use std::cell::RefCell;
use std::io::{BufRead, Write};

use pyvm_vm::heap::Visitor;
use pyvm_vm::objects::Native;
use pyvm_vm::types::{GetSetDef, Layout, NativeDef, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

/// Buffered bytes of one stream; standard error is not buffered.
struct Stream {
    name: &'static str,
    fd: i64,
    buffer: RefCell<Vec<u8>>,
}

/// Bytes kept before they are written.
const BUFFER: usize = 8192;

static SPEC: TypeSpec = TypeSpec {
    flags: TypeFlags::NO_NEW.with(TypeFlags::HAS_DICT),
    layout: Some(Layout::Native("TextIOWrapper")),
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::named("TextIOWrapper", "_io")
};

static METHODS: &[NativeDef] = &[
    NativeDef::method("write", "($self, text, /)", write, "Write string s to stream."),
    NativeDef::method(
        "flush",
        "($self, /)",
        |vm, a| stream(vm, &a[0])?.flush(vm).map(|()| Value::None),
        "Flush write buffers, if applicable.",
    ),
    NativeDef::method("readline", "($self, size=-1, /)", readline, "Read until newline or EOF."),
    NativeDef::method("read", "($self, size=-1, /)", read, "Read at most size characters from stream."),
    NativeDef::method(
        "fileno",
        "($self, /)",
        |vm, a| Ok(Value::Int(stream(vm, &a[0])?.fd)),
        "Return underlying file descriptor if one exists.",
    ),
    NativeDef::method("isatty", "($self, /)", isatty, "Return whether this is an 'interactive' stream."),
    NativeDef::method("writable", "($self, /)", |vm, a| Ok(Value::Bool(stream(vm, &a[0])?.fd > 0)), ""),
    NativeDef::method("readable", "($self, /)", |vm, a| Ok(Value::Bool(stream(vm, &a[0])?.fd == 0)), ""),
];

static GETSET: &[GetSetDef] = &[
    GetSetDef::get("name", |vm, v| Ok(Value::str(stream(vm, v)?.name)), ""),
    GetSetDef::get("encoding", |_, _| Ok(Value::str("utf-8")), ""),
    GetSetDef::get("errors", |_, _| Ok(Value::str("strict")), ""),
    GetSetDef::get("closed", |_, _| Ok(Value::Bool(false)), ""),
];

fn stream<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Stream> {
    vm.payload(value, "TextIOWrapper")
}

impl Stream {
    fn flush(&self, vm: &Vm) -> PyResult<()> {
        let pending = self.buffer.take();
        if pending.is_empty() {
            return Ok(());
        }
        let result = if self.fd == 2 {
            std::io::stderr().write_all(&pending)
        } else {
            let mut out = std::io::stdout().lock();
            out.write_all(&pending).and_then(|()| out.flush())
        };
        result.map_err(|e| vm.io_error(&e, None))
    }
}

fn write(vm: &Vm, args: &[Value]) -> PyResult {
    let s = stream(vm, &args[0])?;
    let Some(text) = args[1].as_text() else {
        let got = vm.type_name(&args[1]);
        return Err(vm.type_error(format!("write() argument must be str, not {got}")));
    };
    let errors = if s.fd == 2 { "backslashreplace" } else { "strict" };
    let bytes = pyvm_vm::objects::str::codec::encode(vm, text, "utf-8", errors)?;
    s.buffer.borrow_mut().extend_from_slice(&bytes);
    let full = s.buffer.borrow().len() >= BUFFER;
    if full || s.fd == 2 {
        s.flush(vm)?;
    }
    Ok(Value::from(text.char_len()))
}

fn readline(vm: &Vm, args: &[Value]) -> PyResult {
    let _ = stream(vm, &args[0])?;
    let mut line = Vec::new();
    std::io::stdin().lock().read_until(b'\n', &mut line).map_err(|e| vm.io_error(&e, None))?;
    vm.decode(&line, "utf-8", "surrogateescape").map(Value::Str)
}

fn read(vm: &Vm, args: &[Value]) -> PyResult {
    let _ = stream(vm, &args[0])?;
    let mut all = Vec::new();
    std::io::Read::read_to_end(&mut std::io::stdin().lock(), &mut all).map_err(|e| vm.io_error(&e, None))?;
    vm.decode(&all, "utf-8", "surrogateescape").map(Value::Str)
}

fn isatty(vm: &Vm, args: &[Value]) -> PyResult {
    use std::io::IsTerminal;
    Ok(Value::Bool(match stream(vm, &args[0])?.fd {
        0 => std::io::stdin().is_terminal(),
        1 => std::io::stdout().is_terminal(),
        _ => std::io::stderr().is_terminal(),
    }))
}

impl Native for Stream {
    fn traverse(&self, _visit: &mut Visitor<'_>) {}
}

/// Sets the three streams and their originals.
pub(crate) fn install(vm: &Vm, sys: &Value) -> PyResult<()> {
    let class = vm.native_type(&SPEC);
    for (name, shown, fd) in [("stdin", "<stdin>", 0), ("stdout", "<stdout>", 1), ("stderr", "<stderr>", 2)] {
        let made = vm.new_native(&class, Stream { name: shown, fd, buffer: RefCell::new(Vec::new()) });
        pyvm_vm::modules::set(vm, sys, name, made.clone())?;
        pyvm_vm::modules::set(vm, sys, &format!("__{name}__"), made)?;
    }
    Ok(())
}
