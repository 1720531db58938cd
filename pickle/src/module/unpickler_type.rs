//! `Unpickler`

use std::cell::RefCell;

use pyvm_vm::PyResult;
use pyvm_vm::heap::collect::Traverse;
use pyvm_vm::heap::{Ref, Value, Visitor};
use pyvm_vm::objects::{Kind, Native};
use pyvm_vm::types::{GetSetDef, Layout, NativeDef, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;

use super::pickler_type::overridden;

/// The payload; without arguments before `__init__`.
struct Unpickler(RefCell<Option<[Value; 5]>>);

/// The type.
pub(super) static SPEC: TypeSpec = TypeSpec {
    doc: Some("This takes a binary file for reading a pickle data stream."),
    flags: TypeFlags::BASETYPE.with(TypeFlags::HAS_DICT),
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
    "($self, /, file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())",
    init,
    "",
);

static METHODS: &[NativeDef] = &[
    NativeDef::method("load", "($self, /)", load, "Load a pickle."),
    NativeDef::method(
        "find_class",
        "($self, module_name, global_name, /)",
        |vm, a| super::find_class(vm, &a[1], &a[2], 4, true),
        "Return an object from a specified module.",
    ),
    NativeDef::method("persistent_load", "($self, pid, /)", no_persistent_load, ""),
];

static GETSET: &[GetSetDef] = &[GetSetDef::get("memo", |vm, _| Err(vm.unfinished("Unpickler.memo")), "")];

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Unpickler> {
    vm.payload(value, "Unpickler")
}

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    let class = vm.expect_type(&args[0], "Unpickler.__new__(X): X")?;
    Ok(Value::Obj(Ref::new(class, Kind::Native(Box::new(Unpickler(RefCell::new(None)))))))
}

fn init(vm: &Vm, args: &[Value]) -> PyResult {
    let message = "file must have 'read' and 'readline' attributes";
    super::file_method(vm, &args[1], "read", message)?;
    super::file_method(vm, &args[1], "readline", message)?;
    let kept = [&args[1], &args[2], &args[3], &args[4], &args[5]].map(Value::clone);
    drop(of(vm, &args[0])?.0.replace(Some(kept)));
    Ok(Value::None)
}

fn no_persistent_load(vm: &Vm, _args: &[Value]) -> PyResult {
    let names = super::names(vm)?;
    let text =
        "A load persistent id instruction was encountered, but no persistent_load function was specified.";
    Err(vm.new_error(&names.unpickling_error, text))
}

fn load(vm: &Vm, args: &[Value]) -> PyResult {
    let kept = of(vm, &args[0])?.0.borrow().clone();
    let Some([file, fix, encoding, errors, buffers]) = kept else {
        let names = super::names(vm)?;
        let name = vm.type_name(&args[0]);
        return Err(vm.new_error(
            &names.unpickling_error,
            format!("Unpickler.__init__() was not called by {name}.__init__()"),
        ));
    };
    let native = vm.native_type(&SPEC);
    let mut options = super::load_options(vm, &fix, &encoding, &errors, &buffers)?;
    options.find_class = overridden(vm, &args[0], "find_class", &native)?;
    options.persistent_load = overridden(vm, &args[0], "persistent_load", &native)?;
    super::load_file(vm, &file, &options)
}

impl Native for Unpickler {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        if let Ok(kept) = self.0.try_borrow()
            && let Some(kept) = &*kept
        {
            kept.iter().for_each(|v| v.traverse(visit));
        }
    }
}
