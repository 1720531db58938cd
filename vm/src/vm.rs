//! One virtual machine: its types, modules, limits and the state of what it runs.

use std::any::{Any, TypeId};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use hashbrown::HashMap;

use crate::control::Control;
use crate::error::PyResult;
use crate::heap::{Items, Ref, Str, TypeRef, Value, intern, memory};
use crate::names::Names;
use crate::objects::exception::Exceptions;
use crate::objects::{Dict, Generator, Kind, Types};
use crate::text::format_spec::{Family, Spec};
use crate::thread::Threads;
use crate::types::TypeSpec;
use crate::types::native_class::Bootstrap;

/// Native calls that may nest before RecursionError, as CPython's C recursion limit.
const NATIVE_LIMIT: usize = 10_000;
/// Native stack that must be left when a nested call begins; else the stack grows.
const STACK_RED_ZONE: usize = 128 * 1024;
/// Bytes of each further piece of native stack.
const STACK_PIECE: usize = 4 * 1024 * 1024;

/// Bytes from which an allocation is tried before it is made.
const LARGE_SIZE: usize = 1 << 28;

/// Bytes of memory and swap that the machine has. Linux refuses to map more than that at once; an allocator that maps
/// without reserving finds out too late.
fn machine_memory() -> usize {
    static KNOWN: std::sync::OnceLock<usize> = std::sync::OnceLock::new();
    *KNOWN.get_or_init(|| {
        let text = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
        let totals =
            text.lines().filter(|line| line.starts_with("MemTotal:") || line.starts_with("SwapTotal:"));
        let kilobytes = totals.filter_map(|line| line.split_ascii_whitespace().nth(1)?.parse::<usize>().ok());
        let bytes = kilobytes.sum::<usize>().saturating_mul(1024);
        if bytes == 0 { usize::MAX } else { bytes }
    })
}

/// A virtual machine. Natives get `&Vm`; everything that changes is behind cells.
pub struct Vm {
    /// Built-in types.
    pub types: Types,
    /// Exception classes.
    pub exc: Exceptions,
    /// Interned names.
    pub names: Names,
    /// Types made from specs outside [`Types`], by [`TypeSpec::key`].
    pub native_types: RefCell<HashMap<usize, TypeRef>>,
    /// `sys.modules`, a dict.
    pub modules: Ref,
    /// The namespace of `builtins`, a dict.
    pub builtins: Ref,
    /// Containers whose `repr` is being made, by address.
    pub(crate) repr_active: RefCell<Vec<usize>>,
    /// What was chosen for the whole VM: `sys.flags`.
    pub flags: crate::flags::Flags,
    /// What the program may touch of the world outside.
    pub permissions: crate::permissions::Permissions,
    /// Frames and registers.
    pub eval: crate::eval::State,
    /// `sys.get_int_max_str_digits()`
    pub int_digit_limit: Cell<usize>,
    /// Makes built-in modules by name; filled by the embedding crates.
    pub native_modules: RefCell<HashMap<String, crate::import::ModuleMaker>>,
    /// Sources of Python modules compiled into the program, by dotted name.
    pub frozen_sources: RefCell<HashMap<String, crate::import::FrozenSource>>,
    /// Text of sources that are no files, by `co_filename`, for tracebacks.
    pub sources: RefCell<HashMap<String, String>>,
    /// What native modules keep for themselves, by module name: see [`Vm::module_state`].
    pub(crate) module_states: RefCell<HashMap<&'static str, Value>>,
    /// The cycle collector's lists, flags and counts.
    pub collector: crate::collector::Collector,
    /// Codec error handlers of `codecs.register_error`, by name.
    pub codec_handlers: RefCell<HashMap<String, Value>>,
    /// Search functions of `codecs.register`, in order.
    pub codec_search: RefCell<Vec<Value>>,
    /// What `codecs.lookup` found, by normalized name.
    pub codec_cache: RefCell<HashMap<String, Value>>,
    /// What the hooks of `sys` keep.
    pub(crate) hooks: crate::modules::sys::hooks::State,
    /// What other crates keep with a VM, by type.
    pub(crate) extensions: RefCell<HashMap<TypeId, Rc<dyn Any>>>,
    /// The name under which a native module is being made.
    pub(crate) making: RefCell<Option<Str>>,
    pub(crate) control: Control,
    pub(crate) threads: Threads,
    /// The `contextvars.Context` of the running thread; unbound before it needs one.
    pub(crate) context_variables: RefCell<Value>,
    pub(crate) native_depth: Cell<usize>,
    empty_tuple: Value,
    empty_bytes: Value,
    latin1: Vec<Str>,
    single_bytes: Vec<Value>,
}

impl Vm {
    /// A machine with its built-in types and empty modules.
    pub fn bare() -> Vm {
        Vm::with_settings(crate::flags::Flags::default(), crate::permissions::Permissions::default())
    }

    /// A machine of these settings with its built-in types and empty modules.
    pub fn with_settings(flags: crate::flags::Flags, permissions: crate::permissions::Permissions) -> Vm {
        let mut made = Bootstrap::new();
        let types = Types::make(&mut made);
        let exc = Exceptions::make(&mut made);
        let dict = || Ref::new(&types.dict, Kind::Dict(Dict::new()));
        let (modules, builtins) = (dict(), dict());
        let list = || Value::Obj(Ref::new(&types.list, Kind::List(Items::new(Vec::new()))));
        let collector = crate::collector::Collector::new(list(), list());
        let empty_tuple = Value::Obj(Ref::new(&types.tuple, Kind::Tuple(Box::new([]))));
        let latin1 =
            (0..=255u8).map(|b| intern::intern(Str::new(char::from(b).encode_utf8(&mut [0; 4])))).collect();
        let single_bytes = (0..=255u8).map(|b| Value::bytes(&[b])).collect();
        let vm = Vm {
            types,
            exc,
            names: Names::new(),
            native_types: RefCell::new(HashMap::new()),
            modules,
            builtins,
            flags,
            permissions,
            repr_active: RefCell::new(Vec::new()),
            eval: crate::eval::State::new(),
            int_digit_limit: Cell::new(flags.int_max_str_digits),
            native_modules: RefCell::new(HashMap::new()),
            frozen_sources: RefCell::new(HashMap::new()),
            sources: RefCell::new(HashMap::new()),
            module_states: RefCell::new(HashMap::new()),
            collector,
            codec_handlers: RefCell::new(HashMap::new()),
            codec_search: RefCell::new(Vec::new()),
            codec_cache: RefCell::new(HashMap::new()),
            extensions: RefCell::new(HashMap::new()),
            making: RefCell::new(None),
            control: Control::new(),
            threads: Threads::default(),
            context_variables: RefCell::new(Value::Unbound),
            native_depth: Cell::new(0),
            hooks: crate::modules::sys::hooks::State::default(),
            empty_tuple,
            empty_bytes: Value::bytes(&[]),
            latin1,
            single_bytes,
        };
        vm.types.populate(&vm);
        vm.exc.populate(&vm);
        crate::heap::generations::settle();
        vm
    }

    /// The class of a value.
    #[inline(always)]
    pub fn class_of<'a>(&'a self, value: &'a Value) -> &'a TypeRef {
        match value {
            Value::Obj(r) => r.class(),
            Value::Int(_) | Value::Big(_) => &self.types.int,
            Value::Str(_) => &self.types.str,
            Value::Float(_) => &self.types.float,
            Value::Bool(_) => &self.types.bool,
            Value::Bytes(_) => &self.types.bytes,
            Value::None | Value::Unbound => &self.types.none,
            Value::Ellipsis => &self.types.ellipsis,
            Value::NotImplemented => &self.types.not_implemented,
        }
    }

    /// The type made from a spec, on first use.
    pub fn native_type(&self, spec: &'static TypeSpec) -> TypeRef {
        crate::types::native_class::native_type(self, spec)
    }

    /// An object with a payload.
    #[inline]
    pub fn new_object(&self, class: &TypeRef, kind: Kind) -> Value {
        Value::Obj(Ref::new(class, kind))
    }

    /// An object with a payload outside [`Kind`].
    pub fn new_native(&self, class: &TypeRef, payload: impl crate::objects::Native) -> Value {
        self.new_object(class, Kind::Native(Box::new(payload)))
    }

    /// A tuple; the empty one is a singleton.
    #[inline]
    pub fn new_tuple(&self, items: Vec<Value>) -> Value {
        if items.is_empty() {
            return self.empty_tuple.clone();
        }
        self.new_object(&self.types.tuple, Kind::Tuple(items.into_boxed_slice()))
    }

    /// The empty tuple.
    pub fn empty_tuple(&self) -> Value {
        self.empty_tuple.clone()
    }

    /// A list.
    #[inline]
    pub fn new_list(&self, items: Vec<Value>) -> Value {
        self.new_object(&self.types.list, Kind::List(Items::new(items)))
    }

    /// An empty dict.
    #[inline]
    pub fn new_dict(&self) -> Value {
        self.new_object(&self.types.dict, Kind::Dict(Dict::new()))
    }

    /// A dict object of this payload.
    pub fn dict_from(&self, dict: Dict) -> Value {
        self.new_object(&self.types.dict, Kind::Dict(dict))
    }

    /// A string; the empty one and one-character Latin-1 ones are singletons.
    pub fn new_str(&self, text: impl Into<Str>) -> Value {
        Value::Str(self.canonical(text.into()))
    }

    /// The singleton for an empty or one-character Latin-1 string, else the string itself.
    pub fn canonical(&self, text: Str) -> Str {
        if text.len() > 2 {
            return text;
        }
        let mut chars = text.as_str().unwrap_or("--").chars();
        match (chars.next(), chars.next()) {
            (None, _) => self.names.empty.clone(),
            (Some(c), None) => self.latin1.get(c as usize).cloned().unwrap_or(text),
            _ => text,
        }
    }

    /// A string whose length CPython fixes before it fills it in: of those only the empty one is a singleton.
    pub fn fresh_str(&self, text: impl Into<Str>) -> Value {
        let text = text.into();
        Value::Str(if text.is_empty() { self.names.empty.clone() } else { text })
    }

    /// The same of bytes.
    pub fn fresh_bytes(&self, data: &[u8]) -> Value {
        if data.is_empty() { self.empty_bytes.clone() } else { Value::bytes(data) }
    }

    /// A bytes object; the empty one and one-byte ones are singletons.
    pub fn new_bytes(&self, data: &[u8]) -> Value {
        match data {
            [] => self.empty_bytes.clone(),
            [b] => self.single_bytes[usize::from(*b)].clone(),
            _ => Value::bytes(data),
        }
    }

    /// The interned string of this text.
    pub fn intern(&self, text: &str) -> Str {
        intern::intern_str(text)
    }

    /// Runs `f` one native level deeper, with enough native stack; `doing` completes the message
    /// "maximum recursion depth exceeded".
    ///
    /// # Errors
    /// RecursionError past the limit, and what `f` gives.
    #[inline]
    pub fn with_depth<R>(&self, doing: &str, f: impl FnOnce() -> PyResult<R>) -> PyResult<R> {
        self.look_up()?;
        let depth = self.native_depth.get();
        if depth >= NATIVE_LIMIT {
            return Err(self.recursion_error(format!("maximum recursion depth exceeded{doing}")));
        }
        self.native_depth.set(depth + 1);
        let result = stacker::maybe_grow(STACK_RED_ZONE, STACK_PIECE, f);
        self.native_depth.set(depth);
        result
    }

    /// Whether `bytes` more may be allocated under the memory limit.
    pub fn check_size(&self, bytes: usize) -> bool {
        if bytes > isize::MAX as usize {
            return false;
        }
        if memory::try_charge(bytes).is_err() {
            self.refuse_memory();
            return false;
        }
        // The system may refuse what no limit forbids: large sizes are tried.
        bytes < LARGE_SIZE || bytes <= machine_memory() && Vec::<u8>::new().try_reserve_exact(bytes).is_ok()
    }

    /// `MemoryError` without a message.
    pub fn out_of_memory(&self) -> crate::error::PyError {
        self.new_exception(&self.exc.memory_error, Vec::new())
    }

    /// A name of the `builtins` module.
    ///
    /// # Errors
    /// AttributeError where it was deleted.
    pub fn builtin(&self, name: &str) -> PyResult {
        let name = self.intern(name);
        Dict::of(&self.builtins)
            .map_or(Ok(None), |d| d.get(self, &Value::Str(name.clone())))?
            .ok_or_else(|| self.attribute_error(name.to_string()))
    }

    /// The number that `id(value)` gives.
    pub fn id(&self, value: &Value) -> usize {
        match value {
            Value::Obj(r) => r.address(),
            Value::Str(s) => s.address(),
            Value::Bytes(b) => b.address(),
            Value::Big(n) => n.address(),
            Value::Int(n) => (n.cast_unsigned() as usize).wrapping_mul(32).wrapping_add(0x5000_0000_0008),
            Value::Float(x) => (x.to_bits() as usize).rotate_left(17) & 0x7FFF_FFFF_FFF8 | 0x4000_0000_0000,
            Value::Bool(b) => 0x5600_0000_0000 + 32 * usize::from(*b),
            Value::None | Value::Unbound => 0x5600_0000_1000,
            Value::Ellipsis => 0x5600_0000_2000,
            Value::NotImplemented => 0x5600_0000_3000,
        }
    }

    /// The built-in type made from a spec.
    pub(crate) fn builtin_type(&self, spec: &'static TypeSpec) -> Option<TypeRef> {
        if let Some((_, found)) = self.types.rows().into_iter().find(|(s, _)| s.key() == spec.key()) {
            return Some(found.clone());
        }
        let same = |t: &&&TypeRef| t.ty().spec.is_some_and(|s| s.key() == spec.key());
        self.exc.all().iter().find(same).map(|t| (*t).clone())
    }

    /// The globals of the running Python frame.
    pub fn caller_globals(&self) -> Option<Ref> {
        self.eval.frames.borrow().last().map(|f| f.globals().clone())
    }

    /// The namespace of built-in names for a module with these globals.
    pub fn builtins_of(&self, globals: &Ref) -> Ref {
        let given = Dict::of(globals).and_then(|d| d.get_str(&self.names.builtins));
        match given {
            Some(Value::Obj(r)) if Dict::of(&r).is_some() => r,
            Some(Value::Obj(r)) if r.class().is_subtype(&self.types.module) => {
                crate::types::attribute::instance_dict(self, &r)
            }
            _ => self.builtins.clone(),
        }
    }

    /// `__class__` and the first argument of the running function, for `super()` without arguments.
    ///
    /// # Errors
    /// RuntimeError where there is no such function.
    pub fn super_arguments(&self) -> PyResult<(Value, Value)> {
        let top = {
            let frames = self.eval.frames.borrow();
            frames.last().map(|f| (f.code_object(), f.base))
        };
        let Some((code, base)) = top else { return Err(self.runtime_error("super(): no current frame")) };
        let Some(co) = crate::objects::CodeObject::of(&code) else {
            return Err(self.runtime_error("super(): no code object"));
        };
        if co.head.argcount == 0 {
            return Err(self.runtime_error("super(): no arguments"));
        }
        let mut first = self.eval.stack.read(base);
        let nlocals = co.code().nlocals();
        let frees = nlocals + co.code().cellvars.len();
        if first.is_unbound()
            && let Some(i) =
                co.code().cellvars.iter().position(|c| Some(&**c) == co.code().varnames.first().map(|v| &**v))
        {
            first = crate::objects::cell::content(&self.eval.stack.read(base + nlocals + i));
        }
        if first.is_unbound() {
            return Err(self.runtime_error("super(): arg[0] deleted"));
        }
        let Some(i) = co.head.freevars.iter().position(|n| &**n == "__class__") else {
            return Err(self.runtime_error("super(): __class__ cell not found"));
        };
        let class = crate::objects::cell::content(&self.eval.stack.read(base + frees + i));
        match class.bound() {
            Some(class) => Ok((class, first)),
            None => Err(self.runtime_error("super(): empty __class__ cell")),
        }
    }

    /// Runs what the heap left to do: finalizers, weak-reference callbacks, a collection, the memory limit;
    /// then answers requests from outside.
    ///
    /// # Errors
    /// MemoryError past the limit, what was asked from outside. Errors of finalizers are reported and dropped.
    pub fn attend(&self) -> PyResult<()> {
        use crate::heap::breaker;
        if breaker::reasons() & breaker::COLLECT != 0 {
            self.collect_due();
        }
        if breaker::reasons() & breaker::PENDING != 0 {
            self.run_all_pending();
        }
        self.attend_to_limits()
    }

    /// The part of [`Vm::attend`] that natives wait for, too, where they may call Python.
    ///
    /// # Errors
    /// As [`Vm::attend`].
    pub(crate) fn attend_to_limits(&self) -> PyResult<()> {
        use crate::heap::breaker;
        if breaker::reasons() & breaker::MEMORY != 0 {
            breaker::lower(breaker::MEMORY);
            if memory::is_over_limit() {
                self.collect_garbage(2);
            }
            if memory::is_over_limit() {
                return Err(self.memory_passed());
            }
        }
        if breaker::reasons() & (breaker::VM | breaker::FUEL) != 0 {
            self.answer_requests()?;
        }
        Ok(())
    }

    /// Does one thing that the heap left to do, and says whether it was a callback that the weak reference went with.
    pub(crate) fn run_pending(&self, work: crate::heap::drop_queue::Pending) -> bool {
        use crate::heap::drop_queue::Pending;
        let (result, source, is_freed) = match work {
            Pending::Finalize(object) => {
                let value = Value::Obj(object);
                (self.finalize(&value), self.finalizer_of(&value), false)
            }
            Pending::Callback { reference, callback } => {
                let result = self.call1(&callback, Value::Obj(reference.clone())).map(drop);
                (result, callback, reference.refcount() == 1)
            }
        };
        if let Err(error) = result {
            self.report_unraisable(&error, &source);
        }
        is_freed
    }

    /// Calls `__del__`, or closes a generator. The exception being handled stays as it is.
    pub(crate) fn finalize(&self, value: &Value) -> PyResult<()> {
        let handled = self.eval.handled.replace(Value::None);
        let result = if value.as_obj().and_then(Generator::of).is_some() {
            crate::objects::generator::finalize(self, value).map(drop)
        } else if let Some(result) = crate::objects::generator::finalize_step(self, value) {
            result
        } else {
            self.call_special(value, &self.names.del, &[]).map(drop)
        };
        drop(self.eval.handled.replace(handled));
        result
    }

    /// What an error in the finalizer of a value is blamed on: its class's `__del__`.
    pub(crate) fn finalizer_of(&self, value: &Value) -> Value {
        crate::types::lookup::lookup(self.class_of(value), &self.names.del)
            .filter(|_| value.as_obj().and_then(Generator::of).is_none())
            .unwrap_or_else(|| value.clone())
    }

    /// Issues a warning through the `warnings` machinery.
    ///
    /// # Errors
    /// The warning itself, where a filter turns it into an error.
    pub fn warn(&self, category: &TypeRef, text: &str, stacklevel: i64) -> PyResult<()> {
        let warnings = self.import("_warnings")?;
        let args = [Value::str(text), category.to_value(), Value::Int(stacklevel)];
        self.call_method(&warnings, &self.intern("warn"), &args).map(drop)
    }

    /// A ResourceWarning of something that nobody closed and nobody holds any more. One that the filters make an error is
    /// reported, for there is nothing to raise it in.
    pub fn warn_unclosed(&self, source: &Value, reporter: &Value) {
        let warned = self.repr(source).and_then(|shown| {
            let warnings = self.import("_warnings")?;
            let text = Value::str(&format!("unclosed file {shown}"));
            let args = [text, self.exc.resource_warning.to_value(), Value::Int(1), source.clone()];
            self.call_method(&warnings, &self.intern("warn"), &args)
        });
        if let Err(error) = warned {
            self.report_unraisable(&error, reporter);
        }
    }

    /// Imports a module by its dotted name and returns the module itself. Its name is interned, as in an `import`
    /// statement: that is how most modules are imported first.
    ///
    /// # Errors
    /// What the import raises.
    pub fn import(&self, name: &str) -> PyResult {
        crate::import::import_module(self, &self.intern(name))
    }

    /// Reads a format specification; what it asks to be padded must fit in memory.
    ///
    /// # Errors
    /// ValueError for what is no specification, MemoryError.
    pub(crate) fn format_spec(&self, spec: &Str, family: Family, name: &str) -> PyResult<Spec> {
        let parsed = Spec::parse(spec.as_wtf8(), family, name).map_err(|e| self.format_error(&e))?;
        // A precision past 31 bits is refused by the number formats and without effect on strings.
        let digits = parsed.precision.filter(|p| i32::try_from(*p).is_ok()).unwrap_or(0);
        if !self.check_size(parsed.width.saturating_add(digits)) {
            return Err(self.out_of_memory());
        }
        Ok(parsed)
    }

    /// The error of a refused format specification.
    pub fn format_error(&self, error: &crate::text::format_spec::FormatError) -> crate::error::PyError {
        match error.kind {
            crate::text::format_spec::ErrorKind::Value => self.value_error(error.message.clone()),
            crate::text::format_spec::ErrorKind::Overflow => self.overflow_error(error.message.clone()),
            crate::text::format_spec::ErrorKind::Memory => self.out_of_memory(),
        }
    }

    /// Whether the value is `bytes`, `bytearray` or another exporter of a buffer.
    pub fn is_bytes_like(&self, value: &Value) -> bool {
        matches!(value.unwrapped(), Value::Bytes(_)) || self.class_of(value).ty().slots.buffer.get().is_some()
    }

    /// `bytes(value)` for natives that take any bytes-like object or iterable of integers.
    ///
    /// # Errors
    /// What the conversion raises.
    pub fn to_bytes_object(&self, value: &Value) -> PyResult<crate::heap::Bytes> {
        if self.is_bytes_like(value) {
            return self.bytes_of(value);
        }
        match self.call1(&self.types.bytes.to_value(), value.clone())?.unwrapped() {
            Value::Bytes(b) => Ok(b.clone()),
            other => Err(self.wrong_payload(other, "bytes")),
        }
    }

    /// `ascii(value)`
    ///
    /// # Errors
    /// What `__repr__` raises.
    pub fn ascii(&self, value: &Value) -> PyResult<Str> {
        let shown = self.ascii_object(value)?;
        Ok(shown.as_text().cloned().unwrap_or_else(|| self.names.empty.clone()))
    }

    /// The same with the object that `__repr__` gave where it is ASCII.
    ///
    /// # Errors
    /// What `repr` raises.
    pub fn ascii_object(&self, value: &Value) -> PyResult {
        let shown = self.repr_object(value)?;
        let Some(text) = shown.as_text().filter(|text| !text.is_ascii()) else { return Ok(shown) };
        let mut escaped = String::new();
        for point in text.as_wtf8().code_points() {
            match point.to_char() {
                Some(c) if c.is_ascii() => escaped.push(c),
                _ => escaped.push_str(&crate::text::escape::numeric_escape(point.to_u32())),
            }
        }
        Ok(Value::str(&escaped))
    }

    /// Decodes bytes.
    ///
    /// # Errors
    /// UnicodeDecodeError, LookupError for unknown encodings.
    pub fn decode(&self, data: &[u8], encoding: &str, errors: &str) -> PyResult<Str> {
        let lower = encoding.to_ascii_lowercase();
        if matches!(lower.as_str(), "utf-8" | "utf8")
            && let Some(text) = Str::from_utf8(data)
        {
            return Ok(self.canonical(text));
        }
        crate::objects::str::codec::decode(self, data, encoding, errors)
    }
}
