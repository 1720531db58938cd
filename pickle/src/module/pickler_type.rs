//! `Pickler`

use std::cell::{Cell, RefCell};

use pyvm_vm::PyResult;
use pyvm_vm::heap::collect::Traverse;
use pyvm_vm::heap::{Ref, TypeRef, Value, Visitor};
use pyvm_vm::objects::{Dict, Kind, Native, type_};
use pyvm_vm::types::{GetSetDef, Layout, NativeDef, TypeFlags, TypeSpec, attribute, lookup};
use pyvm_vm::vm::Vm;

use super::memo_proxy;
use crate::pickler::{Memo, Options, dump};

/// The payload; without a `write` method before `__init__`.
struct Pickler {
    write: RefCell<Value>,
    protocol: Cell<u8>,
    fix_imports: Cell<bool>,
    bin: Cell<i32>,
    fast: Cell<i32>,
    buffer_callback: RefCell<Value>,
    dispatch_table: RefCell<Value>,
    memo: Memo,
}

/// The type.
pub(super) static SPEC: TypeSpec = TypeSpec {
    doc: Some(super::docs::PICKLER),
    flags: TypeFlags::BASETYPE,
    layout: Some(Layout::Native("Pickler")),
    new: Some(&NEW),
    init: Some(&INIT),
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::named("Pickler", "_pickle")
};

static NEW: NativeDef = NativeDef::static_("__new__", "($type, /, *args, **kwargs)", new, "");
static INIT: NativeDef = NativeDef::method(
    "__init__",
    "($self, /, file, protocol=None, fix_imports=True, buffer_callback=None)",
    init,
    "",
);

static METHODS: &[NativeDef] = &[
    NativeDef::method(
        "dump",
        "($self, obj, /)",
        dump_method,
        "Write a pickled representation of the given object to the open file.",
    )
    .by_keyword_parser(),
    NativeDef::method(
        "clear_memo",
        "($self, /)",
        |vm, a| clear_memo(vm, &a[0]).map(|()| Value::None),
        super::docs::CLEAR_MEMO,
    ),
    NativeDef::method("persistent_id", "($self, obj, /)", |_, _| Ok(Value::None), ""),
];

static GETSET: &[GetSetDef] = &[
    int_member(
        "bin",
        |vm, v| Ok(Value::from(of(vm, v)?.bin.get())),
        |vm, v, n| {
            of(vm, v)?.bin.set(int_value(vm, n)?);
            Ok(())
        },
    ),
    int_member(
        "fast",
        |vm, v| Ok(Value::from(of(vm, v)?.fast.get())),
        |vm, v, n| {
            of(vm, v)?.fast.set(int_value(vm, n)?);
            Ok(())
        },
    ),
    GetSetDef { is_member: true, ..GetSetDef::get_set("dispatch_table", get_table, set_table, "") },
    GetSetDef::get_set("memo", |vm, v| Ok(memo_proxy::pickler(vm, v)), set_memo, ""),
];

const fn int_member(
    name: &'static str,
    get: fn(&Vm, &Value) -> PyResult,
    set: pyvm_vm::types::spec::Setter,
) -> GetSetDef {
    GetSetDef { name, get, set: Some(set), doc: "", is_member: true }
}

/// A value for a member that is a C int.
fn int_value(vm: &Vm, value: Option<Value>) -> PyResult<i32> {
    let Some(value) = value else { return Err(vm.type_error("can't delete numeric/char attribute")) };
    let n = vm.index_i64(&value)?;
    if let Ok(n) = i32::try_from(n) {
        return Ok(n);
    }
    vm.warn(&vm.exc.runtime_warning, "Truncation of value to int", 1)?;
    Ok(n as i32)
}

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Pickler> {
    vm.payload(value, "_pickle.Pickler")
}

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    let class = vm.expect_type(&args[0], "Pickler.__new__(X): X")?;
    let payload = Pickler {
        write: RefCell::new(Value::Unbound),
        protocol: Cell::new(0),
        fix_imports: Cell::new(true),
        bin: Cell::new(0),
        fast: Cell::new(0),
        buffer_callback: RefCell::new(Value::Unbound),
        dispatch_table: RefCell::new(Value::Unbound),
        memo: Memo::lasting(),
    };
    Ok(Value::Obj(Ref::new(class, Kind::Native(Box::new(payload)))))
}

fn init(vm: &Vm, args: &[Value]) -> PyResult {
    let p = of(vm, &args[0])?;
    drop(p.write.replace(Value::Unbound));
    let protocol = super::protocol(vm, &args[2])?;
    p.protocol.set(protocol);
    p.bin.set(i32::from(protocol > 0));
    p.fix_imports.set(vm.is_true(&args[3])? && protocol < 3);
    let write = super::file_method(vm, &args[1], "write", "file must have a 'write' attribute")?;
    if !args[4].is_none() && protocol < 5 {
        return Err(vm.value_error("buffer_callback needs protocol >= 5"));
    }
    drop(p.buffer_callback.replace(args[4].clone()));
    p.memo.clear();
    p.fast.set(0);
    p.memo.forget_nesting();
    let table = vm.lookup_attr(&args[0], &vm.intern("dispatch_table"))?;
    drop(p.dispatch_table.replace(table.unwrap_or_default()));
    drop(p.write.replace(write));
    Ok(Value::None)
}

fn get_table(vm: &Vm, value: &Value) -> PyResult {
    let table = of(vm, value)?.dispatch_table.borrow().clone();
    table.bound().ok_or_else(|| {
        let class = type_::full_name(vm, vm.class_of(value));
        vm.attribute_error(format!("'{class}' object has no attribute 'dispatch_table'"))
    })
}

fn set_table(vm: &Vm, value: &Value, new: Option<Value>) -> PyResult<()> {
    let p = of(vm, value)?;
    if new.is_none() && p.dispatch_table.borrow().is_unbound() {
        return Err(vm.attribute_error("dispatch_table"));
    }
    drop(p.dispatch_table.replace(new.unwrap_or_default()));
    Ok(())
}

/// `Pickler.clear_memo`
pub(super) fn clear_memo(vm: &Vm, value: &Value) -> PyResult<()> {
    of(vm, value)?.memo.clear();
    Ok(())
}

/// The memo as a dict from ids to pairs of index and object.
pub(super) fn copy_memo(vm: &Vm, value: &Value) -> PyResult<Dict> {
    let copy = Dict::new();
    for (index, object) in of(vm, value)?.memo.entries() {
        let id = Value::from(vm.id(&object));
        drop(copy.insert(vm, id, vm.new_tuple(vec![Value::from(index), object]))?);
    }
    Ok(copy)
}

fn set_memo(vm: &Vm, value: &Value, new: Option<Value>) -> PyResult<()> {
    let given = memo_proxy::for_pickler(vm, new)?;
    let mut entries = Vec::new();
    for pair in given.values() {
        let Some([index, object]) = pair.as_tuple() else {
            return Err(vm.type_error("'memo' values must be 2-item tuples"));
        };
        if !matches!(index.unwrapped(), Value::Int(_) | Value::Big(_) | Value::Bool(_)) {
            return Err(vm.type_error("an integer is required"));
        }
        let index =
            vm.index_i64_or(index, |vm| vm.overflow_error("Python int too large to convert to C ssize_t"))?;
        entries.push((u32::try_from(index).unwrap_or(u32::MAX), object.clone()));
    }
    of(vm, value)?.memo.set(entries);
    Ok(())
}

/// A method of the instance that its class or the instance itself overrides.
pub(super) fn overridden(vm: &Vm, object: &Value, name: &str, native: &TypeRef) -> PyResult<Option<Value>> {
    let key = vm.intern(name);
    let own = object.as_obj().and_then(|r| attribute::own_attribute(r, &key));
    let in_class = lookup::lookup(vm.class_of(object), &key);
    let base = lookup::lookup(native, &key);
    let same = match (&in_class, &base) {
        (Some(a), Some(b)) => a.is(b),
        (None, None) => true,
        _ => false,
    };
    if own.is_none() && same { Ok(None) } else { vm.lookup_attr(object, &key) }
}

fn dump_method(vm: &Vm, args: &[Value]) -> PyResult {
    let p = of(vm, &args[0])?;
    let write = p.write.borrow().clone();
    if write.is_unbound() {
        let names = super::names(vm)?;
        let name = type_::full_name(vm, vm.class_of(&args[0]));
        let name = name.strip_prefix("__main__.").unwrap_or(&name);
        let text = format!("Pickler.__init__() was not called by {name}.__init__()");
        return Err(vm.new_error(&names.pickling_error, text));
    }
    let native = vm.native_type(&SPEC);
    let options = Options {
        protocol: p.protocol.get(),
        fix_imports: p.fix_imports.get(),
        persistent_id: overridden(vm, &args[0], "persistent_id", &native)?,
        reducer_override: vm.lookup_attr(&args[0], &vm.intern("reducer_override"))?,
        dispatch_table: p.dispatch_table.borrow().clone().bound(),
        buffer_callback: Some(p.buffer_callback.borrow().clone()).filter(|c| !c.is_none() && !c.is_unbound()),
        fast: p.fast.get() != 0,
        bin: Some(p.bin.get() != 0),
    };
    dump(vm, &args[1], &write, &p.memo, &options).map(|()| Value::None)
}

impl Native for Pickler {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        self.write.traverse(visit);
        self.buffer_callback.traverse(visit);
        self.dispatch_table.traverse(visit);
        self.memo.traverse(visit);
    }
}
