//! The finders on `sys.meta_path` and the loader of source files, as far as Python sees them: the import system
//! itself takes the short way through [`super::find`].

use std::path::PathBuf;

use super::{Found, cache, find, source};
use crate::error::PyResult;
use crate::heap::{Str, Value};
use crate::objects::Kind;
use crate::types::slots::CmpOp;
use crate::types::{NativeDef, Slots, TypeFlags, TypeSpec};
use crate::vm::Vm;

const BOOTSTRAP: &str = "_frozen_importlib";
const EXTERNAL: &str = "_frozen_importlib_external";

/// `BuiltinImporter`
pub static BUILTIN: TypeSpec = TypeSpec {
    doc: Some(
        "Meta path import for built-in modules.\n\nAll methods are either class or static methods to avoid the need to\ninstantiate the class.",
    ),
    flags: TypeFlags::BASETYPE.with(TypeFlags::HAS_DICT).with(TypeFlags::HAS_WEAKREF),
    methods: &[
        NativeDef::class(
            "find_spec",
            "($type, /, fullname, path=None, target=None)",
            |vm, a| found_spec(vm, &a[1], find::native),
            "",
        ),
        NativeDef::static_("create_module", "(spec)", create_listed, "Create a built-in module"),
        NativeDef::static_("exec_module", "(module)", |_, _| Ok(Value::None), "Exec a built-in module"),
        NativeDef::class(
            "get_code",
            "($type, /, fullname)",
            |_, _| Ok(Value::None),
            "Return None as built-in modules do not have code objects.",
        ),
        NativeDef::class(
            "get_source",
            "($type, /, fullname)",
            |_, _| Ok(Value::None),
            "Return None as built-in modules do not have source code.",
        ),
        NativeDef::class(
            "is_package",
            "($type, /, fullname)",
            |_, _| Ok(Value::Bool(false)),
            "Return False as built-in modules are never packages.",
        ),
    ],
    attributes: |_| vec![("_ORIGIN", Value::str("built-in"))],
    ..TypeSpec::named("BuiltinImporter", BOOTSTRAP)
};

/// `FrozenImporter`
pub static FROZEN: TypeSpec = TypeSpec {
    doc: Some(
        "Meta path import for frozen modules.\n\nAll methods are either class or static methods to avoid the need to\ninstantiate the class.",
    ),
    flags: TypeFlags::BASETYPE.with(TypeFlags::HAS_DICT).with(TypeFlags::HAS_WEAKREF),
    methods: &[
        NativeDef::class(
            "find_spec",
            "($type, /, fullname, path=None, target=None)",
            |vm, a| found_spec(vm, &a[1], find::frozen),
            "",
        ),
        NativeDef::static_("create_module", "(spec)", |_, _| Ok(Value::None), "Set __file__, if able."),
        NativeDef::static_("exec_module", "(module)", |vm, a| exec_frozen(vm, &a[0]), ""),
        NativeDef::class(
            "get_source",
            "($type, /, fullname)",
            |_, _| Ok(Value::None),
            "Return None as frozen modules do not have source code.",
        ),
        NativeDef::class(
            "is_package",
            "($type, /, fullname)",
            frozen_is_package,
            "Return True if the frozen module is a package.",
        ),
    ],
    attributes: |_| vec![("_ORIGIN", Value::str("frozen"))],
    ..TypeSpec::named("FrozenImporter", BOOTSTRAP)
};

/// `PathFinder`
pub static PATH: TypeSpec = TypeSpec {
    doc: Some("Meta path finder for sys.path and package __path__ attributes."),
    flags: TypeFlags::BASETYPE.with(TypeFlags::HAS_DICT).with(TypeFlags::HAS_WEAKREF),
    methods: &[
        NativeDef::static_("invalidate_caches", "()", |_, _| Ok(Value::None), "Nothing is cached."),
        NativeDef::class(
            "find_spec",
            "($type, /, fullname, path=None, target=None)",
            |vm, a| {
                let path = a[2].clone();
                found_spec(vm, &a[1], |vm, name| find::on_path(vm, name, &path))
            },
            "Try to find a spec for 'fullname' on sys.path or 'path'.",
        ),
    ],
    ..TypeSpec::named("PathFinder", EXTERNAL)
};

/// `SourceFileLoader`
pub static SOURCE: TypeSpec = TypeSpec {
    doc: Some("Concrete implementation of SourceLoader using the file system."),
    flags: TypeFlags::BASETYPE.with(TypeFlags::HAS_DICT).with(TypeFlags::HAS_WEAKREF),
    init: Some(&SOURCE_INIT),
    slots: |s: &Slots| {
        s.richcompare.set(Some(same_loader));
        s.hash.set(Some(|vm, v| {
            Ok(vm.hash(&vm.getattr_str(v, "name")?)? ^ vm.hash(&vm.getattr_str(v, "path")?)?)
        }));
    },
    methods: SOURCE_METHODS,
    ..TypeSpec::named("SourceFileLoader", EXTERNAL)
};

static SOURCE_INIT: NativeDef = NativeDef::method(
    "__init__",
    "($self, /, fullname, path)",
    source_init,
    "Cache the module name and the path to the file found by the finder.",
);
static SOURCE_METHODS: &[NativeDef] = &[
    NativeDef::method(
        "create_module",
        "($self, /, spec)",
        |_, _| Ok(Value::None),
        "Use default semantics for module creation.",
    ),
    NativeDef::method("exec_module", "($self, /, module)", exec_source, "Execute the module."),
    NativeDef::method(
        "get_filename",
        "($self, /, name=None)",
        |vm, a| own_path(vm, &a[0], &a[1]),
        "Return the path to the source file as found by the finder.",
    ),
    NativeDef::method("get_data", "($self, /, path)", get_data, "Return the data from path as raw bytes."),
    NativeDef::method(
        "get_source",
        "($self, /, fullname)",
        get_source,
        "Concrete implementation of InspectLoader.get_source.",
    ),
    NativeDef::method(
        "get_code",
        "($self, /, fullname)",
        get_code,
        "Concrete implementation of InspectLoader.get_code.",
    ),
    NativeDef::method(
        "source_to_code",
        "($self, /, data, path, *, _optimize=-1)",
        source_to_code,
        "Return the code object compiled from source.\n\nThe 'data' argument can be any object type that compile() supports.",
    ),
    NativeDef::method(
        "is_package",
        "($self, /, fullname)",
        is_package,
        "Whether the file is the __init__ of a package.",
    ),
];

/// `find_spec` of a finder that looks for a name.
fn found_spec(vm: &Vm, name: &Value, look: impl FnOnce(&Vm, &str) -> PyResult<Option<Found>>) -> PyResult {
    let name = vm.expect_str(name, "fullname")?;
    match look(vm, &name.to_string_lossy())? {
        Some(found) => found.spec(vm, name),
        None => Ok(Value::None),
    }
}

/// A loader object for a source file.
///
/// # Errors
/// What setting attributes raises.
pub fn source_loader(vm: &Vm, name: &Str, file: &str) -> PyResult {
    let loader = vm.new_object(&vm.native_type(&SOURCE), Kind::Plain);
    vm.setattr(&loader, &vm.intern("name"), Value::Str(name.clone()))?;
    vm.setattr(&loader, &vm.intern("path"), Value::str(file))?;
    Ok(loader)
}

fn create_listed(vm: &Vm, args: &[Value]) -> PyResult {
    let name = vm.getattr_str(&args[0], "name")?;
    let text = vm.expect_str(&name, "name")?;
    let maker = vm.native_modules.borrow().get(&*text.to_string_lossy()).copied();
    match maker {
        Some(maker) => super::create_native(vm, text, maker),
        None => {
            let shown = vm.repr(&name)?;
            Err(vm.no_module(&vm.exc.import_error, text, format!("{shown} is not a built-in module")))
        }
    }
}

fn frozen_source(vm: &Vm, name: &Value) -> PyResult<(String, super::FrozenSource)> {
    let text = vm.expect_str(name, "name")?.to_string_lossy().into_owned();
    let found = vm.frozen_sources.borrow().get(text.as_str()).cloned();
    match found {
        Some(found) => Ok((text, found)),
        None => {
            let shown = vm.repr(name)?;
            Err(vm.no_module(
                &vm.exc.import_error,
                &vm.intern(&text),
                format!("{shown} is not a frozen module"),
            ))
        }
    }
}

fn exec_frozen(vm: &Vm, module: &Value) -> PyResult {
    let spec = vm.getattr(module, &vm.names.spec)?;
    let (name, found) = frozen_source(vm, &vm.getattr_str(&spec, "name")?)?;
    super::execute_code(vm, module, &found.code(vm, &name)?)?;
    Ok(Value::None)
}

fn frozen_is_package(vm: &Vm, args: &[Value]) -> PyResult {
    Ok(Value::Bool(frozen_source(vm, &args[1])?.1.is_package))
}

fn source_init(vm: &Vm, args: &[Value]) -> PyResult {
    vm.setattr(&args[0], &vm.intern("name"), args[1].clone())?;
    vm.setattr(&args[0], &vm.intern("path"), args[2].clone())?;
    Ok(Value::None)
}

fn same_loader(vm: &Vm, a: &Value, b: &Value, op: CmpOp) -> PyResult {
    if !matches!(op, CmpOp::Eq | CmpOp::Ne) || !vm.class_of(a).is(vm.class_of(b)) {
        return Ok(Value::NotImplemented);
    }
    let same = |key: &str| -> PyResult<bool> { vm.eq(&vm.getattr_str(a, key)?, &vm.getattr_str(b, key)?) };
    Ok(Value::Bool((same("name")? && same("path")?) == (op == CmpOp::Eq)))
}

/// The path of a loader; refuses the name of another module.
fn own_path(vm: &Vm, loader: &Value, name: &Value) -> PyResult {
    let own = vm.getattr_str(loader, "name")?;
    if !name.is_none() && !vm.eq(&own, name)? {
        let text = format!("loader for {} cannot handle {}", vm.str(&own)?, vm.str(name)?);
        let error = vm.import_error(text);
        error.payload().set_field("name", name.clone());
        return Err(error);
    }
    vm.getattr_str(loader, "path")
}

fn path_of(vm: &Vm, value: &Value) -> PyResult<PathBuf> {
    Ok(PathBuf::from(vm.expect_str(value, "path")?.to_string_lossy().as_ref()))
}

fn get_data(vm: &Vm, args: &[Value]) -> PyResult {
    let path = path_of(vm, &args[1])?;
    vm.ask_read(&path, &args[1])?;
    let data = std::fs::read(path).map_err(|e| vm.io_error(&e, Some(&args[1])))?;
    Ok(vm.new_bytes(&data))
}

fn get_source(vm: &Vm, args: &[Value]) -> PyResult {
    let path = own_path(vm, &args[0], &args[1])?;
    let text = source::read(vm, &path_of(vm, &path)?)?;
    Ok(Value::str(&text.replace("\r\n", "\n").replace('\r', "\n")))
}

fn get_code(vm: &Vm, args: &[Value]) -> PyResult {
    let path = own_path(vm, &args[0], &args[1])?;
    cache::code_of(vm, &path_of(vm, &path)?)
}

fn source_to_code(vm: &Vm, args: &[Value]) -> PyResult {
    let compile = vm.builtin("compile")?;
    let keywords = [(vm.intern("dont_inherit"), Value::Bool(true)), (vm.intern("optimize"), args[3].clone())];
    vm.call_kw(&compile, &[args[1].clone(), args[2].clone(), Value::str("exec")], &keywords)
}

fn exec_source(vm: &Vm, args: &[Value]) -> PyResult {
    let name = vm.getattr(&args[1], &vm.names.name)?;
    let code = vm.call_method(&args[0], &vm.intern("get_code"), &[name])?;
    super::execute_code(vm, &args[1], &code)?;
    Ok(Value::None)
}

fn is_package(vm: &Vm, args: &[Value]) -> PyResult {
    let path = own_path(vm, &args[0], &args[1])?;
    let stem = path_of(vm, &path)?.file_stem().map(|s| s.to_string_lossy().into_owned());
    let name = vm.expect_str(&args[1], "fullname")?.to_string_lossy().into_owned();
    let last = name.rsplit('.').next().unwrap_or_default();
    Ok(Value::Bool(stem.as_deref() == Some("__init__") && last != "__init__"))
}
