//! `_pickle`: the functions and classes that Python code sees.

use std::cell::Cell;
use std::rc::Rc;

use pyvm_vm::heap::{Str, TypeRef, Value, intern};
use pyvm_vm::types::NativeDef;
use pyvm_vm::types::native_class::exception_class;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult};

use crate::pickler;
use crate::unpickler;

mod compat;
mod docs;
mod memo_proxy;
pub(crate) mod pickle_buffer;
mod pickler_type;
pub mod tools;
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
    /// `PickleBuffer`
    pub pickle_buffer: TypeRef,
    /// `'latin1'`, one object so that it is memoized.
    pub latin1: Value,
}

/// The names of a VM, looked up once.
///
/// # Errors
/// What importing `copyreg` raises.
pub fn names(vm: &Vm) -> PyResult<Rc<PickleNames>> {
    if let Some(known) = vm.known_extension() {
        return Ok(known);
    }
    let copyreg = vm.import("copyreg")?;
    let error = |name: &str, base: &TypeRef| exception_class(vm, "_pickle", name, std::slice::from_ref(base));
    let pickle_error = error("PickleError", &vm.exc.exception)?;
    Ok(vm.set_extension(PickleNames {
        pickling_error: error("PicklingError", &pickle_error)?,
        unpickling_error: error("UnpicklingError", &pickle_error)?,
        pickle_error,
        dispatch_table: vm.getattr_str(&copyreg, "dispatch_table")?,
        extension_registry: vm.getattr_str(&copyreg, "_extension_registry")?,
        inverted_registry: vm.getattr_str(&copyreg, "_inverted_registry")?,
        extension_cache: vm.getattr_str(&copyreg, "_extension_cache")?,
        pickle_buffer: vm.native_type(&pickle_buffer::SPEC),
        latin1: Value::Str(vm.intern("latin1")),
    }))
}

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function(
        "dump",
        "($module, /, obj, file, protocol=None, *, fix_imports=True,\n     buffer_callback=None)",
        dump,
        "Write a pickled representation of obj to the open file object file.",
    ),
    NativeDef::function(
        "dumps",
        "($module, /, obj, protocol=None, *, fix_imports=True,\n      buffer_callback=None)",
        dumps,
        "Return the pickled representation of the object as a bytes object.",
    ),
    NativeDef::function(
        "load",
        "($module, /, file, *, fix_imports=True, encoding='ASCII',\n     errors='strict', buffers=())",
        load,
        "Read and return an object from the pickle data stored in a file.",
    ),
    NativeDef::function(
        "loads",
        "($module, data, /, *, fix_imports=True, encoding='ASCII',\n      errors='strict', buffers=())",
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
    for spec in [&pickle_buffer::SPEC, &pickler_type::SPEC, &unpickler_type::SPEC] {
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
    let n = vm.index_i64_or(value, |vm| vm.overflow_error("Python int too large to convert to C long"))?;
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
    let fix_imports = vm.is_true(fix_imports)?;
    let protocol = protocol(vm, protocol_arg)?;
    let buffer_callback = Some(callback.clone()).filter(|c| !c.is_none());
    Ok(pickler::Options { protocol, fix_imports, buffer_callback, ..Default::default() })
}

fn check_callback(vm: &Vm, options: &pickler::Options) -> PyResult<()> {
    if options.buffer_callback.is_some() && options.protocol < 5 {
        return Err(vm.value_error("buffer_callback needs protocol >= 5"));
    }
    Ok(())
}

fn dumps(vm: &Vm, args: &[Value]) -> PyResult {
    let options = save_options(vm, &args[1], &args[2], &args[3])?;
    check_callback(vm, &options)?;
    pickler::dumps(vm, &args[0], &options)?.to_object(vm)
}

fn dump(vm: &Vm, args: &[Value]) -> PyResult {
    let options = save_options(vm, &args[2], &args[3], &args[4])?;
    let write = file_method(vm, &args[1], "write", "file must have a 'write' attribute")?;
    check_callback(vm, &options)?;
    pickler::dump(vm, &args[0], &write, &pickler::Memo::new(), &options).map(|()| Value::None)
}

/// A method that a file argument must have.
pub(crate) fn file_method(vm: &Vm, file: &Value, name: &str, message: &str) -> PyResult {
    vm.lookup_attr(file, &vm.intern(name))?.ok_or_else(|| vm.type_error(message))
}

/// How text of Python 2 is read: `fix_imports`, `encoding` and `errors`, as the argument parser checks them.
pub(crate) fn text_options(vm: &Vm, function: &str, args: &[Value]) -> PyResult<unpickler::Options> {
    let [fix_imports, encoding, errors, ..] = args else { return Ok(unpickler::Options::default()) };
    let text = |v: &Value, what: &str| {
        let Some(text) = v.as_text() else {
            let got = if v.is_none() { "None".into() } else { vm.type_name(v) };
            return Err(vm.type_error(format!("{function}() argument '{what}' must be str, not {got}")));
        };
        if text.as_bytes().contains(&0) {
            return Err(vm.value_error("embedded null character"));
        }
        Ok(text.to_string())
    };
    Ok(unpickler::Options {
        fix_imports: vm.is_true(fix_imports)?,
        encoding: text(encoding, "encoding")?,
        errors: text(errors, "errors")?,
        ..Default::default()
    })
}

/// The iterator of the argument `buffers`.
pub(crate) fn buffers(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
    if value.is_none() || value.is_unbound() { Ok(None) } else { vm.iter(value).map(Some) }
}

fn loads(vm: &Vm, args: &[Value]) -> PyResult {
    let mut options = text_options(vm, "loads", &args[1..])?;
    let data = vm.bytes_of(&args[0])?;
    options.buffers = buffers(vm, &args[4])?;
    unpickler::loads(vm, &data, &options)
}

/// Reads one pickle from a file object, which is left just behind it.
fn load(vm: &Vm, args: &[Value]) -> PyResult {
    let mut options = text_options(vm, "load", &args[1..])?;
    let method = |name: &str| vm.lookup_attr(&args[0], &vm.intern(name));
    let (peek, readinto) = (method("peek")?, method("readinto")?);
    let (Some(read), Some(readline)) = (method("read")?, method("readline")?) else {
        return Err(vm.type_error("file must have 'read' and 'readline' attributes"));
    };
    options.buffers = buffers(vm, &args[4])?;
    let host = unpickler::FileHost { vm, read, readline, readinto, peek };
    let names = names(vm)?;
    let (mut memo, protocol) = (unpickler::Memo::default(), Cell::new(0));
    let source = crate::wire::PullSource::new(host);
    unpickler::Loader::new(vm, source, &options, &names, &mut memo, &protocol).load()
}

/// `Unpickler.find_class`: the object that a pickle names.
///
/// # Errors
/// What the import raises; AttributeError where the module lacks the name.
pub fn find_class(vm: &Vm, module: &Value, name: &Value, protocol: u8, fix_imports: bool) -> PyResult {
    let Some(module_text) = module.as_text() else {
        return Err(vm.type_error("module name must be a string"));
    };
    let Some(text) = name.as_text() else {
        let got = vm.type_name(name);
        return Err(vm.type_error(format!("attribute name must be string, not '{got}'")));
    };
    let (mut module, mut name) = (module_text.clone(), text.clone());
    if protocol < 3 && fix_imports {
        (module, name) = compat::to_python3(vm, &module, &name)?;
    }
    let found = pyvm_vm::import::import_module(vm, &module)?;
    let whole = name.to_string_lossy();
    let parts: Vec<&str> = if protocol < 4 { vec![&*whole] } else { whole.split('.').collect() };
    if protocol >= 4 && parts.contains(&"<locals>") {
        return Err(cannot_find(vm, &found, "local attribute", &name));
    }
    let mut at = found.clone();
    for part in parts {
        let key = if part == &*whole { intern::intern(name.clone()) } else { intern::intern_str(part) };
        at = match vm.lookup_attr(&at, &key)? {
            Some(next) => next,
            None => return Err(cannot_find(vm, &found, "attribute", &name)),
        };
    }
    Ok(at)
}

fn cannot_find(vm: &Vm, module: &Value, what: &str, name: &Str) -> PyError {
    match (vm.repr(&Value::Str(name.clone())), vm.repr(module)) {
        (Ok(name), Ok(shown)) => vm.attribute_error(format!("Can't get {what} {name} on {shown}")),
        (Err(e), _) | (_, Err(e)) => e,
    }
}
