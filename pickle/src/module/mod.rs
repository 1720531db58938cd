//! `_pickle`: the functions and classes that Python code sees.

use std::cell::RefCell;
use std::rc::Rc;

use pyvm_vm::heap::{Str, TypeRef, Value, intern};
use pyvm_vm::types::NativeDef;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult};

use crate::pickler;
use crate::unpickler;

mod compat;
mod pickler_type;
mod unpickler_type;

pub use compat::to_python2;

/// What the pickler and unpickler share with `copyreg` and the module.
pub struct PickleNames {
    /// `PickleError`
    pub pickle_error: TypeRef,
    /// `PicklingError`
    pub pickling_error: TypeRef,
    /// `UnpicklingError`
    pub unpickling_error: TypeRef,
    /// `copyreg.dispatch_table`
    pub dispatch_table: Value,
    /// `copyreg._extension_registry`
    pub extension_registry: Value,
    /// `copyreg._inverted_registry`
    pub inverted_registry: Value,
    /// `copyreg._extension_cache`
    pub extension_cache: Value,
    /// `'latin1'`, one object so that it is memoized.
    pub latin1: Value,
}

thread_local! {
    static NAMES: RefCell<Vec<(usize, Rc<PickleNames>)>> = const { RefCell::new(Vec::new()) };
}

/// The names of a VM, looked up once.
///
/// # Errors
/// What importing `copyreg` raises.
pub fn names(vm: &Vm) -> PyResult<Rc<PickleNames>> {
    let key = vm.modules.address();
    if let Some(found) = NAMES.with_borrow(|all| all.iter().find(|(k, _)| *k == key).map(|(_, n)| n.clone()))
    {
        return Ok(found);
    }
    let copyreg = vm.import("copyreg")?;
    let module = Value::str("_pickle");
    let error = |name: &str, base: &TypeRef| -> PyResult<TypeRef> {
        let namespace = vm.new_dict();
        vm.setitem(&namespace, &Value::Str(vm.names.module.clone()), module.clone())?;
        let args = [Value::Str(vm.intern(name)), vm.new_tuple(vec![base.to_value()]), namespace];
        let made = vm.call(&vm.types.type_.to_value(), pyvm_vm::call::Args::positional(&args))?;
        TypeRef::from_value(&made).cloned().ok_or_else(|| vm.system_error("no class"))
    };
    let pickle_error = error("PickleError", &vm.exc.exception)?;
    let made = Rc::new(PickleNames {
        pickling_error: error("PicklingError", &pickle_error)?,
        unpickling_error: error("UnpicklingError", &pickle_error)?,
        pickle_error,
        dispatch_table: vm.getattr_str(&copyreg, "dispatch_table")?,
        extension_registry: vm.getattr_str(&copyreg, "_extension_registry")?,
        inverted_registry: vm.getattr_str(&copyreg, "_inverted_registry")?,
        extension_cache: vm.getattr_str(&copyreg, "_extension_cache")?,
        latin1: Value::Str(vm.intern("latin1")),
    });
    NAMES.with_borrow_mut(|all| all.push((key, made.clone())));
    Ok(made)
}

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function(
        "dump",
        "($module, /, obj, file, protocol=None, *, fix_imports=True, buffer_callback=None)",
        dump,
        "Write a pickled representation of obj to the open file object file.",
    ),
    NativeDef::function(
        "dumps",
        "($module, /, obj, protocol=None, *, fix_imports=True, buffer_callback=None)",
        dumps,
        "Return the pickled representation of the object as a bytes object.",
    ),
    NativeDef::function(
        "load",
        "($module, /, file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())",
        load,
        "Read and return an object from the pickle data stored in a file.",
    ),
    NativeDef::function(
        "loads",
        "($module, data, /, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())",
        loads,
        "Read and return an object from the given pickle data.",
    ),
];

/// Makes the module.
///
/// # Errors
/// What making a member raises.
pub fn make(vm: &Vm) -> PyResult {
    let module = pyvm_vm::modules::make(
        vm,
        "_pickle",
        "Optimized C implementation for the Python pickle module.",
        FUNCTIONS,
    );
    let names = names(vm)?;
    for class in [&names.pickle_error, &names.pickling_error, &names.unpickling_error] {
        pyvm_vm::modules::set(vm, &module, &class.name().to_string(), class.to_value())?;
    }
    for spec in [&pickler_type::SPEC, &unpickler_type::SPEC] {
        let class = vm.native_type(spec);
        pyvm_vm::modules::set(vm, &module, spec.name, class.to_value())?;
    }
    Ok(module)
}

/// The protocol of an argument: negative means the highest, `None` the default.
///
/// # Errors
/// ValueError above the highest.
pub(crate) fn protocol(vm: &Vm, value: &Value) -> PyResult<u8> {
    const HIGHEST: i64 = 5;
    if value.is_none() || value.is_unbound() {
        return Ok(4);
    }
    let n = vm.index_i64(value)?;
    if n > HIGHEST {
        return Err(vm.value_error(format!("pickle protocol must be <= {HIGHEST}")));
    }
    Ok(u8::try_from(if n < 0 { HIGHEST } else { n }).unwrap_or(5))
}

fn save_options(
    vm: &Vm,
    protocol_arg: &Value,
    fix_imports: &Value,
    callback: &Value,
) -> PyResult<pickler::Options> {
    let protocol = protocol(vm, protocol_arg)?;
    let buffer_callback = Some(callback.clone()).filter(|c| !c.is_none());
    if buffer_callback.is_some() && protocol < 5 {
        return Err(vm.value_error("buffer_callback needs protocol >= 5"));
    }
    Ok(pickler::Options {
        protocol,
        fix_imports: vm.is_true(fix_imports)?,
        buffer_callback,
        ..Default::default()
    })
}

fn dumps(vm: &Vm, args: &[Value]) -> PyResult {
    let options = save_options(vm, &args[1], &args[2], &args[3])?;
    pickler::dumps(vm, &args[0], &options).map(|bytes| vm.new_bytes(&bytes))
}

fn dump(vm: &Vm, args: &[Value]) -> PyResult {
    let options = save_options(vm, &args[2], &args[3], &args[4])?;
    let write = file_method(vm, &args[1], "write", "file must have a 'write' attribute")?;
    pickler::dump(vm, &args[0], &write, &pickler::Memo::new(), &options).map(|()| Value::None)
}

/// A method that a file argument must have.
pub(crate) fn file_method(vm: &Vm, file: &Value, name: &str, message: &str) -> PyResult {
    vm.lookup_attr(file, &vm.intern(name))?.ok_or_else(|| vm.type_error(message))
}

/// The options of a load.
pub(crate) fn load_options(
    vm: &Vm,
    fix: &Value,
    encoding: &Value,
    errors: &Value,
    buffers: &Value,
) -> PyResult<unpickler::Options> {
    let text = |v: &Value, what: &str| match v.as_text() {
        Some(t) => Ok(t.to_string()),
        None => Err(vm.type_error(format!("argument '{what}' must be str, not {}", vm.type_name(v)))),
    };
    let has_buffers = !buffers.is_unbound() && !buffers.is_none();
    Ok(unpickler::Options {
        fix_imports: vm.is_true(fix)?,
        encoding: text(encoding, "encoding")?,
        errors: text(errors, "errors")?,
        buffers: if has_buffers { Some(vm.iter(buffers)?) } else { None },
        find_class: None,
        persistent_load: None,
    })
}

fn loads(vm: &Vm, args: &[Value]) -> PyResult {
    let options = load_options(vm, &args[1], &args[2], &args[3], &args[4])?;
    let data = vm.bytes_of(&args[0])?;
    unpickler::loads(vm, &data, &options)
}

fn load(vm: &Vm, args: &[Value]) -> PyResult {
    let options = load_options(vm, &args[1], &args[2], &args[3], &args[4])?;
    load_file(vm, &args[0], &options)
}

/// Reads one pickle from a file object, which is left just behind it.
pub(crate) fn load_file(vm: &Vm, file: &Value, options: &unpickler::Options) -> PyResult {
    let message = "file must have 'read' and 'readline' attributes";
    let host = unpickler::FileHost {
        vm,
        read: file_method(vm, file, "read", message)?,
        readline: file_method(vm, file, "readline", message)?,
        peek: vm.lookup_attr(file, &vm.intern("peek"))?,
    };
    let names = names(vm)?;
    let mut loader = unpickler::Loader::new(vm, crate::wire::PullSource::new(host), options, &names);
    let value = loader.load()?;
    loader.source().finish()?;
    Ok(value)
}

/// `Unpickler.find_class`: the object that a pickle names.
///
/// # Errors
/// What the import raises; AttributeError where the module lacks the name.
pub fn find_class(vm: &Vm, module: &Value, name: &Value, protocol: u8, fix_imports: bool) -> PyResult {
    let (Some(mut module), Some(mut name)) = (module.as_text().cloned(), name.as_text().cloned()) else {
        return Err(vm.type_error("find_class() takes strings"));
    };
    if protocol < 3 && fix_imports {
        (module, name) = compat::to_python3(vm, &module, &name)?;
    }
    let found = vm.import(&module.to_string_lossy())?;
    if protocol < 4 {
        return vm.getattr(&found, &intern::intern(name));
    }
    let mut at = found.clone();
    for part in name.to_string_lossy().split('.') {
        at = match vm.lookup_attr(&at, &intern::intern_str(part))? {
            Some(next) if part != "<locals>" => next,
            _ => return Err(cannot_find(vm, &found, &module, &name)),
        };
    }
    Ok(at)
}

fn cannot_find(vm: &Vm, module: &Value, module_name: &Str, name: &Str) -> PyError {
    let shown = vm.repr(module).map_or_else(|_| module_name.to_string(), |s| s.to_string());
    vm.attribute_error(format!("Can't get attribute '{name}' on {shown}"))
}
