//! `_io`: files and in-memory streams. Mirrors `Modules/_io/`.

use std::cell::{Cell, RefCell};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};

use pyvm_vm::heap::{Ref, Visitor};
use pyvm_vm::objects::{Kind, Native};
use pyvm_vm::types::{GetSetDef, Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

/// Where a stream's bytes are.
enum Backing {
    /// In memory.
    Memory(Vec<u8>),
    /// In a file.
    File(File),
    Closed,
}

/// The payload of `BytesIO`, `StringIO` and opened files: bytes with a position.
struct Stream {
    backing: RefCell<Backing>,
    position: Cell<usize>,
    is_text: bool,
    readable: bool,
    writable: bool,
    name: Value,
    mode: String,
}

/// Declares the specs, which differ in name, constructor and flags.
macro_rules! streams {
    ($($spec:ident $name:literal $new_def:ident $signature:literal $new:ident;)*) => {
        $(
            #[doc = concat!("`", $name, "`")]
            static $spec: TypeSpec = TypeSpec {
                flags: TypeFlags::BASETYPE.with(TypeFlags::HAS_DICT).with(TypeFlags::HAS_WEAKREF),
                layout: Some(Layout::Native($name)),
                slots,
                new: Some(&$new_def),
                methods: METHODS,
                getset: GETSET,
                ..TypeSpec::named($name, "_io")
            };
            static $new_def: NativeDef = NativeDef::static_("__new__", $signature, $new, "");
        )*
    };
}

streams! {
    BYTES_IO "BytesIO" BYTES_NEW "($type, initial_bytes=b'')" bytes_new;
    STRING_IO "StringIO" STRING_NEW "($type, initial_value='', newline='\n')" string_new;
    BUFFERED "BufferedRandom" BUFFERED_NEW "($type, raw, buffer_size=8192)" no_new;
    TEXT "TextIOWrapper" TEXT_NEW "($type, buffer, encoding=None)" no_new;
}

static METHODS: &[NativeDef] = &[
    NativeDef::method("read", "($self, size=-1, /)", read, "Read at most size bytes or characters."),
    NativeDef::method("readline", "($self, size=-1, /)", readline, "Read until newline or end."),
    NativeDef::method(
        "readlines",
        "($self, hint=-1, /)",
        readlines,
        "Return a list of lines from the stream.",
    ),
    NativeDef::method("write", "($self, b, /)", write, "Write to the stream."),
    NativeDef::method("getvalue", "($self, /)", getvalue, "Retrieve the entire contents."),
    NativeDef::method(
        "tell",
        "($self, /)",
        |vm, a| Ok(Value::from(open_stream(vm, &a[0])?.position.get())),
        "Current position.",
    ),
    NativeDef::method("seek", "($self, pos, whence=0, /)", seek, "Change stream position."),
    NativeDef::method(
        "close",
        "($self, /)",
        |vm, a| {
            drop(stream(vm, &a[0])?.backing.replace(Backing::Closed));
            Ok(Value::None)
        },
        "Close the stream.",
    ),
    NativeDef::method(
        "flush",
        "($self, /)",
        |vm, a| {
            open_stream(vm, &a[0])?;
            Ok(Value::None)
        },
        "Flush write buffers.",
    ),
    NativeDef::method("readable", "($self, /)", |vm, a| Ok(Value::Bool(stream(vm, &a[0])?.readable)), ""),
    NativeDef::method("writable", "($self, /)", |vm, a| Ok(Value::Bool(stream(vm, &a[0])?.writable)), ""),
    NativeDef::method("seekable", "($self, /)", |_, _| Ok(Value::Bool(true)), ""),
    NativeDef::method("isatty", "($self, /)", |_, _| Ok(Value::Bool(false)), ""),
    NativeDef::method(
        "__enter__",
        "($self, /)",
        |vm, a| {
            open_stream(vm, &a[0])?;
            Ok(a[0].clone())
        },
        "",
    ),
    NativeDef::method(
        "__exit__",
        "($self, /, *args)",
        |vm, a| vm.call_method(&a[0], &vm.names.close, &[]),
        "",
    ),
];

static GETSET: &[GetSetDef] = &[
    GetSetDef::get(
        "closed",
        |vm, v| Ok(Value::Bool(matches!(&*stream(vm, v)?.backing.borrow(), Backing::Closed))),
        "",
    ),
    GetSetDef::get("name", |vm, v| Ok(stream(vm, v)?.name.clone()), ""),
    GetSetDef::get("mode", |vm, v| Ok(Value::str(&stream(vm, v)?.mode)), ""),
];

static FUNCTIONS: &[NativeDef] = &[NativeDef::function(
    "open",
    "($module, /, file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)",
    open,
    "Open file and return a stream.  Raise OSError upon failure.",
)];

fn slots(s: &Slots) {
    s.iter.set(Some(|_, v| Ok(v.clone())));
    s.iternext.set(Some(|vm, v| {
        let line = next_line(vm, v)?;
        Some(line).filter(|l| !l.is_empty()).map(|l| result(vm, v, &l)).transpose()
    }));
}

/// Makes the module; `open` becomes a built-in too.
///
/// # Errors
/// What setting a member raises.
pub(crate) fn make(vm: &Vm) -> PyResult {
    let module = pyvm_vm::modules::make(vm, "_io", "", FUNCTIONS);
    for spec in [&BYTES_IO, &STRING_IO, &BUFFERED, &TEXT] {
        let class = vm.native_type(spec);
        pyvm_vm::modules::set(vm, &module, spec.name, class.to_value())?;
    }
    pyvm_vm::modules::set(vm, &module, "DEFAULT_BUFFER_SIZE", Value::Int(8192))?;
    Ok(module)
}

fn stream<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Stream> {
    vm.payload(value, "stream")
}

fn open_stream<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Stream> {
    let s = stream(vm, value)?;
    if matches!(&*s.backing.borrow(), Backing::Closed) {
        return Err(vm.value_error("I/O operation on closed file."));
    }
    Ok(s)
}

fn memory(vm: &Vm, class: &Value, data: Vec<u8>, is_text: bool) -> PyResult {
    let class = vm.expect_type(class, "__new__(X): X")?;
    let s = Stream {
        backing: RefCell::new(Backing::Memory(data)),
        position: Cell::new(0),
        is_text,
        readable: true,
        writable: true,
        name: Value::None,
        mode: "rb+".to_owned(),
    };
    Ok(Value::Obj(Ref::new(class, Kind::Native(Box::new(s)))))
}

fn bytes_new(vm: &Vm, args: &[Value]) -> PyResult {
    let data =
        if args[1].is_unbound() || args[1].is_none() { Vec::new() } else { vm.bytes_of(&args[1])?.to_vec() };
    memory(vm, &args[0], data, false)
}

fn string_new(vm: &Vm, args: &[Value]) -> PyResult {
    let data = if args[1].is_none() {
        Vec::new()
    } else {
        vm.expect_str(&args[1], "initial_value")?.as_bytes().to_vec()
    };
    memory(vm, &args[0], data, true)
}

fn no_new(vm: &Vm, args: &[Value]) -> PyResult {
    let class = vm.expect_type(&args[0], "__new__(X): X")?;
    Err(vm.unfinished(&format!("constructing _io.{} over another stream", class.name())))
}

fn result(vm: &Vm, value: &Value, data: &[u8]) -> PyResult {
    if stream(vm, value)?.is_text {
        return vm.decode(data, "utf-8", "surrogatepass").map(Value::Str);
    }
    Ok(vm.new_bytes(data))
}

/// Up to `limit` bytes from the position on, which moves.
fn take(vm: &Vm, value: &Value, limit: usize) -> PyResult<Vec<u8>> {
    let s = open_stream(vm, value)?;
    if !s.readable {
        return Err(vm.io_error(&std::io::Error::from_raw_os_error(9), None));
    }
    let start = s.position.get();
    let data = match &mut *s.backing.borrow_mut() {
        Backing::Memory(all) => {
            let end = start.saturating_add(limit).min(all.len());
            all.get(start..end).unwrap_or(&[]).to_vec()
        }
        Backing::File(file) => {
            let mut data = Vec::new();
            let read = file
                .seek(SeekFrom::Start(start as u64))
                .and_then(|_| file.take(limit as u64).read_to_end(&mut data));
            read.map_err(|e| vm.io_error(&e, None))?;
            data
        }
        Backing::Closed => Vec::new(),
    };
    s.position.set(start + data.len());
    Ok(data)
}

fn read(vm: &Vm, args: &[Value]) -> PyResult {
    let size = if args[1].is_none() { -1 } else { vm.index_i64(&args[1])? };
    let is_text = open_stream(vm, &args[0])?.is_text;
    if is_text && size >= 0 {
        let rest = take(vm, &args[0], usize::MAX)?;
        let text = vm.decode(&rest, "utf-8", "surrogatepass")?;
        let cut = text.byte_offset(usize::try_from(size).unwrap_or(usize::MAX));
        let s = stream(vm, &args[0])?;
        s.position.set(s.position.get() - (rest.len() - cut));
        return result(vm, &args[0], rest.get(..cut).unwrap_or(&rest));
    }
    let data = take(vm, &args[0], usize::try_from(size).unwrap_or(usize::MAX))?;
    result(vm, &args[0], &data)
}

fn next_line(vm: &Vm, value: &Value) -> PyResult<Vec<u8>> {
    let mut line = Vec::new();
    loop {
        let part = take(vm, value, 4096)?;
        if part.is_empty() {
            return Ok(line);
        }
        if let Some(at) = part.iter().position(|b| *b == b'\n') {
            let s = stream(vm, value)?;
            s.position.set(s.position.get() - (part.len() - at - 1));
            line.extend_from_slice(&part[..=at]);
            return Ok(line);
        }
        line.extend_from_slice(&part);
    }
}

fn readline(vm: &Vm, args: &[Value]) -> PyResult {
    let line = next_line(vm, &args[0])?;
    result(vm, &args[0], &line)
}

fn readlines(vm: &Vm, args: &[Value]) -> PyResult {
    let mut lines = Vec::new();
    loop {
        let line = next_line(vm, &args[0])?;
        if line.is_empty() {
            return Ok(vm.new_list(lines));
        }
        lines.push(result(vm, &args[0], &line)?);
    }
}

fn write(vm: &Vm, args: &[Value]) -> PyResult {
    let s = open_stream(vm, &args[0])?;
    let (data, count) = if s.is_text {
        let Some(text) = args[1].as_text() else {
            let got = vm.type_name(&args[1]);
            return Err(vm.type_error(format!("write() argument must be str, not {got}")));
        };
        (text.as_bytes().to_vec(), text.char_len())
    } else {
        let data = vm.bytes_of(&args[1])?.to_vec();
        let n = data.len();
        (data, n)
    };
    if !s.writable {
        return Err(vm.io_error(&std::io::Error::from_raw_os_error(9), None));
    }
    let start = s.position.get();
    match &mut *s.backing.borrow_mut() {
        Backing::Memory(all) => {
            if all.len() < start {
                all.resize(start, 0);
            }
            let overlap = (all.len() - start).min(data.len());
            all[start..start + overlap].copy_from_slice(&data[..overlap]);
            all.extend_from_slice(&data[overlap..]);
        }
        Backing::File(file) => {
            let written = file.seek(SeekFrom::Start(start as u64)).and_then(|_| file.write_all(&data));
            written.map_err(|e| vm.io_error(&e, None))?;
        }
        Backing::Closed => {}
    }
    s.position.set(start + data.len());
    Ok(Value::from(count))
}

fn getvalue(vm: &Vm, args: &[Value]) -> PyResult {
    let s = open_stream(vm, &args[0])?;
    let data = match &*s.backing.borrow() {
        Backing::Memory(all) => all.clone(),
        _ => return Err(vm.attribute_error("getvalue")),
    };
    result(vm, &args[0], &data)
}

fn seek(vm: &Vm, args: &[Value]) -> PyResult {
    let s = open_stream(vm, &args[0])?;
    let (offset, whence) = (vm.index_i64(&args[1])?, vm.index_i64(&args[2])?);
    let end = match &*s.backing.borrow() {
        Backing::Memory(all) => all.len() as u64,
        Backing::File(file) => file.metadata().map_err(|e| vm.io_error(&e, None))?.len(),
        Backing::Closed => 0,
    };
    let base = match whence {
        0 => 0,
        1 => s.position.get() as i64,
        2 => i64::try_from(end).unwrap_or(i64::MAX),
        _ => return Err(vm.value_error(format!("invalid whence ({whence}, should be 0, 1 or 2)"))),
    };
    let Ok(position) = usize::try_from(base.saturating_add(offset)) else {
        return Err(vm.value_error(format!("negative seek value {offset}")));
    };
    s.position.set(position);
    Ok(Value::from(position))
}

/// `open(file, mode)`
fn open(vm: &Vm, args: &[Value]) -> PyResult {
    let path = match args[0].as_text() {
        Some(path) => path.clone(),
        None => match vm.call_special(&args[0], &vm.intern("__fspath__"), &[])? {
            Some(path) => vm.expect_str(&path, "path")?.clone(),
            None => {
                let got = vm.type_name(&args[0]);
                return Err(vm.type_error(format!("expected str, bytes or os.PathLike object, not {got}")));
            }
        },
    };
    let mode = vm.expect_str(&args[1], "open() argument 'mode'")?.to_string();
    let has = |c: char| mode.contains(c);
    let kinds = ['r', 'w', 'a', 'x'].iter().filter(|c| has(**c)).count();
    if mode.chars().any(|c| !"rwaxbt+".contains(c)) || (has('b') && has('t')) {
        return Err(vm.value_error(format!("invalid mode: '{mode}'")));
    }
    if kinds != 1 {
        return Err(vm.value_error("must have exactly one of create/read/write/append mode"));
    }
    let mut options = File::options();
    options
        .read(has('r') || has('+'))
        .write(!has('r') || has('+'))
        .create(has('w') || has('a'))
        .truncate(has('w'))
        .create_new(has('x'));
    let file = options.open(path.to_string_lossy().as_ref()).map_err(|e| vm.io_error(&e, Some(&args[0])))?;
    let end = if has('a') { file.metadata().map_or(0, |m| m.len()) } else { 0 };
    let spec = if has('b') { &BUFFERED } else { &TEXT };
    let s = Stream {
        backing: RefCell::new(Backing::File(file)),
        position: Cell::new(usize::try_from(end).unwrap_or(0)),
        is_text: !has('b'),
        readable: has('r') || has('+'),
        writable: !has('r') || has('+'),
        name: args[0].clone(),
        mode,
    };
    Ok(vm.new_native(&vm.native_type(spec), s))
}

impl Native for Stream {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.name);
    }
}
