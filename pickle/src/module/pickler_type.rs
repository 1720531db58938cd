//! `Pickler`

use std::cell::{Cell, RefCell};

use pyvm_vm::PyResult;
use pyvm_vm::heap::collect::Traverse;
use pyvm_vm::heap::{Ref, TypeRef, Value, Visitor};
use pyvm_vm::objects::{Kind, Native};
use pyvm_vm::types::{GetSetDef, Layout, NativeDef, TypeFlags, TypeSpec, lookup};
use pyvm_vm::vm::Vm;

use crate::pickler::{Memo, Options, dump};

/// The payload; without a `write` method before `__init__`.
struct Pickler {
    write: RefCell<Value>,
    protocol: Cell<u8>,
    fix_imports: Cell<bool>,
    fast: Cell<bool>,
    buffer_callback: RefCell<Value>,
    dispatch_table: RefCell<Value>,
    memo: Memo,
}

/// The type.
pub(super) static SPEC: TypeSpec = TypeSpec {
    doc: Some("This takes a binary file for writing a pickle data stream."),
    flags: TypeFlags::BASETYPE.with(TypeFlags::HAS_DICT),
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
    ),
    NativeDef::method(
        "clear_memo",
        "($self, /)",
        |vm, a| {
            of(vm, &a[0])?.memo.clear();
            Ok(Value::None)
        },
        "Clears the pickler's \"memo\".",
    ),
    NativeDef::method("persistent_id", "($self, obj, /)", |_, _| Ok(Value::None), ""),
];

static GETSET: &[GetSetDef] = &[
    GetSetDef::get("bin", |vm, v| Ok(Value::Int(i64::from(of(vm, v)?.protocol.get() > 0))), ""),
    GetSetDef::get_set(
        "fast",
        |vm, v| Ok(Value::Int(i64::from(of(vm, v)?.fast.get()))),
        |vm, v, n| {
            let on = n.map(|n| vm.is_true(&n)).transpose()?.unwrap_or(false);
            of(vm, v)?.fast.set(on);
            Ok(())
        },
        "",
    ),
    GetSetDef::get_set("dispatch_table", get_table, set_table, ""),
    GetSetDef::get("memo", |vm, _| Err(vm.unfinished("Pickler.memo")), ""),
];

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Pickler> {
    vm.payload(value, "Pickler")
}

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    let class = vm.expect_type(&args[0], "Pickler.__new__(X): X")?;
    let payload = Pickler {
        write: RefCell::new(Value::Unbound),
        protocol: Cell::new(4),
        fix_imports: Cell::new(true),
        fast: Cell::new(false),
        buffer_callback: RefCell::new(Value::Unbound),
        dispatch_table: RefCell::new(Value::Unbound),
        memo: Memo::new(),
    };
    Ok(Value::Obj(Ref::new(class, Kind::Native(Box::new(payload)))))
}

fn init(vm: &Vm, args: &[Value]) -> PyResult {
    let p = of(vm, &args[0])?;
    p.protocol.set(super::protocol(vm, &args[2])?);
    p.fix_imports.set(vm.is_true(&args[3])?);
    if !args[4].is_none() && p.protocol.get() < 5 {
        return Err(vm.value_error("buffer_callback needs protocol >= 5"));
    }
    drop(p.buffer_callback.replace(args[4].clone()));
    let write = super::file_method(vm, &args[1], "write", "file must have a 'write' attribute")?;
    drop(p.write.replace(write));
    p.memo.clear();
    Ok(Value::None)
}

fn get_table(vm: &Vm, value: &Value) -> PyResult {
    let table = of(vm, value)?.dispatch_table.borrow().clone();
    table.bound().ok_or_else(|| vm.new_error(&vm.exc.attribute_error, "dispatch_table"))
}

fn set_table(vm: &Vm, value: &Value, new: Option<Value>) -> PyResult<()> {
    let old = of(vm, value)?.dispatch_table.replace(new.unwrap_or_default());
    drop(old);
    Ok(())
}

/// A method of the instance that its class or the instance itself overrides.
pub(super) fn overridden(vm: &Vm, object: &Value, name: &str, native: &TypeRef) -> PyResult<Option<Value>> {
    let key = vm.intern(name);
    let own = object.as_obj().and_then(|r| pyvm_vm::types::attribute::own_attribute(r, &key));
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
        let name = vm.type_name(&args[0]);
        return Err(vm.new_error(
            &names.pickling_error,
            format!("Pickler.__init__() was not called by {name}.__init__()"),
        ));
    }
    let native = vm.native_type(&SPEC);
    let table = p.dispatch_table.borrow().clone().bound();
    let table = match table {
        Some(table) => Some(table),
        None => {
            let key = vm.intern("dispatch_table");
            let in_class = lookup::lookup(vm.class_of(&args[0]), &key);
            let base = lookup::lookup(&native, &key);
            match (in_class, base) {
                (Some(a), Some(b)) if !a.is(&b) => vm.lookup_attr(&args[0], &key)?,
                _ => None,
            }
        }
    };
    let options = Options {
        protocol: p.protocol.get(),
        fix_imports: p.fix_imports.get(),
        persistent_id: overridden(vm, &args[0], "persistent_id", &native)?,
        reducer_override: vm.lookup_attr(&args[0], &vm.intern("reducer_override"))?,
        dispatch_table: table,
        buffer_callback: Some(p.buffer_callback.borrow().clone()).filter(|c| !c.is_none() && !c.is_unbound()),
        fast: p.fast.get(),
    };
    dump(vm, &args[1], &write, &p.memo, &options).map(|()| Value::None)
}

impl Native for Pickler {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        self.write.traverse(visit);
        self.buffer_callback.traverse(visit);
        self.dispatch_table.traverse(visit);
    }
}
