//! `Unpickler`

use std::cell::{Cell, RefCell};

use pyvm_vm::PyResult;
use pyvm_vm::heap::{Ref, Value, Visitor};
use pyvm_vm::objects::{Dict, Kind, Native, type_};
use pyvm_vm::types::{GetSetDef, Layout, NativeDef, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;

use super::memo_proxy;
use super::pickler_type::overridden;
use crate::unpickler::{FileHost, Loader, Memo, Options};
use crate::wire::{Ahead, PullSource};

/// The payload.
#[derive(Default)]
struct Unpickler {
    /// None before `__init__`.
    input: RefCell<Option<Input>>,
    memo: RefCell<Memo>,
    protocol: Cell<u8>,
    fix_imports: Cell<bool>,
}

/// What `__init__` was given.
#[derive(Clone)]
struct Input {
    read: Value,
    readline: Value,
    readinto: Option<Value>,
    peek: Option<Value>,
    encoding: String,
    errors: String,
    buffers: Option<Value>,
    /// Bytes of the file that belong to no pickle read so far.
    ahead: Ahead,
}

/// The type.
pub(super) static SPEC: TypeSpec = TypeSpec {
    doc: Some(super::docs::UNPICKLER),
    flags: TypeFlags::BASETYPE,
    layout: Some(Layout::Native("Unpickler")),
    new: Some(&NEW),
    init: Some(&INIT),
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::named("Unpickler", "_pickle")
};

static NEW: NativeDef = NativeDef::static_("__new__", "($type, /, *args, **kwargs)", new, "");
static INIT: NativeDef = NativeDef::method(
    "__init__",
    "($self, /, file, *, fix_imports=True, encoding='ASCII', errors='strict',\n          buffers=())",
    init,
    "",
);

static METHODS: &[NativeDef] = &[
    NativeDef::method("load", "($self, /)", load, super::docs::LOAD).by_keyword_parser(),
    NativeDef::method(
        "find_class",
        "($self, module_name, global_name, /)",
        |vm, a| {
            let u = of(vm, &a[0])?;
            super::find_class(vm, &a[1], &a[2], u.protocol.get(), u.fix_imports.get())
        },
        super::docs::FIND_CLASS,
    )
    .by_keyword_parser(),
    NativeDef::method("persistent_load", "($self, pid, /)", no_persistent_load, "").by_keyword_parser(),
];

static GETSET: &[GetSetDef] =
    &[GetSetDef::get_set("memo", |vm, v| Ok(memo_proxy::unpickler(vm, v)), set_memo, "")];

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Unpickler> {
    vm.payload(value, "_pickle.Unpickler")
}

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    let class = vm.expect_type(&args[0], "Unpickler.__new__(X): X")?;
    Ok(Value::Obj(Ref::new(class, Kind::Native(Box::new(Unpickler::default())))))
}

fn init(vm: &Vm, args: &[Value]) -> PyResult {
    let u = of(vm, &args[0])?;
    drop(u.input.take());
    let file = &args[1];
    let Options { fix_imports, encoding, errors, .. } = super::text_options(vm, "Unpickler", &args[2..])?;
    let method = |name: &str| vm.lookup_attr(file, &vm.intern(name));
    let (peek, readinto) = (method("peek")?, method("readinto")?);
    let (Some(read), Some(readline)) = (method("read")?, method("readline")?) else {
        return Err(vm.type_error("file must have 'read' and 'readline' attributes"));
    };
    u.fix_imports.set(fix_imports);
    let buffers = super::buffers(vm, &args[5])?;
    u.protocol.set(0);
    let input = Input { read, readline, readinto, peek, encoding, errors, buffers, ahead: Ahead::default() };
    drop(u.memo.take());
    drop(u.input.replace(Some(input)));
    Ok(Value::None)
}

fn no_persistent_load(vm: &Vm, _args: &[Value]) -> PyResult {
    let names = super::names(vm)?;
    let text =
        "A load persistent id instruction was encountered, but no persistent_load function was specified.";
    Err(vm.new_error(&names.unpickling_error, text))
}

/// `Unpickler.memo.clear()`
pub(super) fn clear_memo(vm: &Vm, value: &Value) -> PyResult<()> {
    drop(of(vm, value)?.memo.take());
    Ok(())
}

/// The memo as a dict from indices to objects.
pub(super) fn copy_memo(vm: &Vm, value: &Value) -> PyResult<Dict> {
    let entries = of(vm, value)?.memo.borrow().entries();
    let copy = Dict::new();
    for (index, object) in entries {
        drop(copy.insert(vm, Value::from(index), object)?);
    }
    Ok(copy)
}

fn set_memo(vm: &Vm, value: &Value, new: Option<Value>) -> PyResult<()> {
    let mut memo = Memo::default();
    // CPython 3.13 checks the entries of a dict and then drops them.
    let keeps = new.as_ref().is_none_or(|n| n.as_dict().is_none());
    for (key, object) in memo_proxy::for_unpickler(vm, new)?.entries() {
        if !matches!(key.unwrapped(), Value::Int(_) | Value::Big(_) | Value::Bool(_)) {
            return Err(vm.type_error("memo key must be integers"));
        }
        let too_large = |vm: &Vm| vm.overflow_error("Python int too large to convert to C ssize_t");
        let Ok(index) = u64::try_from(vm.index_i64_or(&key, too_large)?) else {
            return Err(vm.value_error("memo key must be positive integers."));
        };
        if keeps {
            memo.put(index, object);
        }
    }
    drop(of(vm, value)?.memo.replace(memo));
    Ok(())
}

fn load(vm: &Vm, args: &[Value]) -> PyResult {
    let u = of(vm, &args[0])?;
    let input = u.input.borrow().clone();
    let names = super::names(vm)?;
    let Some(mut input) = input else {
        let name = type_::full_name(vm, vm.class_of(&args[0]));
        let name = name.strip_prefix("__main__.").unwrap_or(&name);
        let text = format!("Unpickler.__init__() was not called by {name}.__init__()");
        return Err(vm.new_error(&names.unpickling_error, text));
    };
    let native = vm.native_type(&SPEC);
    let options = Options {
        fix_imports: u.fix_imports.get(),
        encoding: std::mem::take(&mut input.encoding),
        errors: std::mem::take(&mut input.errors),
        buffers: input.buffers.take(),
        find_class: overridden(vm, &args[0], "find_class", &native)?,
        persistent_load: overridden(vm, &args[0], "persistent_load", &native)?,
        reduced: None,
    };
    let host = FileHost {
        vm,
        read: input.read,
        readline: input.readline,
        readinto: input.readinto,
        peek: input.peek,
    };
    let mut memo = u.memo.take();
    let source = PullSource::resume(host, input.ahead);
    let mut loader = Loader::new(vm, source, &options, &names, &mut memo, &u.protocol);
    let loaded = loader.load();
    let ahead = loader.into_source().into_ahead();
    drop(u.memo.replace(memo));
    if let Some(kept) = &mut *u.input.borrow_mut() {
        kept.ahead = ahead;
    }
    loaded
}

impl Native for Unpickler {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        if let Ok(input) = self.input.try_borrow()
            && let Some(input) = &*input
        {
            [&input.read, &input.readline].into_iter().for_each(|v| visit.value(v));
            let more = [&input.readinto, &input.peek, &input.buffers];
            more.into_iter().flatten().for_each(|v| visit.value(v));
        }
        if let Ok(memo) = self.memo.try_borrow() {
            memo.traverse(visit);
        }
    }
}
