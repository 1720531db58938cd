//! Running what the command line names: code, a script, a folder, a module, standard input, the REPL. Mirrors
//! `pymain_run_python` and `Lib/runpy.py`.

use std::io::IsTerminal;
use std::path::Path;

use pyvm_vm::compile::Mode;
use pyvm_vm::import::{self, locate, source};
use pyvm_vm::objects::module;
use pyvm_vm::parser;
use pyvm_vm::{PyResult, Value};

use super::USAGE;
use super::options::{Options, Program};
use super::prepare::from_root;
use crate::{Vm, repl};

/// Runs the program and gives its exit code.
///
/// # Errors
/// What it raises.
pub(super) fn run(vm: &Vm, options: &Options) -> PyResult<i32> {
    match &options.program {
        Program::Code(code) => {
            vm.core().sources.borrow_mut().insert("<string>".to_owned(), code.clone());
            run_source(vm, code, "<string>").map(|()| 0)
        }
        Program::File(file) => script(vm, file, options.skip_first_line),
        Program::Module(name) => run_module(vm, name),
        Program::Interactive if options.flags.interactive > 0 || std::io::stdin().is_terminal() => {
            Ok(interact(vm, options))
        }
        Program::Repl => Ok(interact(vm, options)),
        _ => {
            let bytes = pyvm_stdlib::read_stdin(vm.core())?;
            let text = decode(vm.core(), &bytes, "<stdin>")?;
            run_source(vm, &text, "<stdin>").map(|()| 0)
        }
    }
}

fn interact(vm: &Vm, options: &Options) -> i32 {
    let startup = std::env::var("PYTHONSTARTUP").ok().filter(|_| !options.flags.ignore_environment);
    repl::interact(vm, &repl::Settings { banner: options.flags.quiet == 0, startup })
}

fn run_source(vm: &Vm, text: &str, file: &str) -> PyResult<()> {
    let core = vm.core();
    let code = source::compile(core, text, file, Mode::Exec)?;
    let Some(globals) = module::dict(core, &vm.main()?) else {
        return Err(core.system_error("__main__ has no namespace"));
    };
    import::exec_code(core, &code, &globals, Value::Obj(globals.clone()))?;
    core.attend()
}

fn script(vm: &Vm, file: &str, skip_first_line: bool) -> PyResult<i32> {
    let path = Path::new(file);
    if path.is_dir() {
        return folder(vm, file);
    }
    let core = vm.core();
    let mut bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => {
            let shown =
                std::path::absolute(path).map_or_else(|_| file.to_owned(), |p| p.display().to_string());
            let number = error.raw_os_error().unwrap_or(0);
            let text = error.to_string();
            let text = text.split(" (os error").next().unwrap_or(&text);
            eprintln!("pyvm: can't open file '{shown}': [Errno {number}] {text}");
            return Ok(USAGE);
        }
    };
    if skip_first_line {
        // Its end stays, so that the other lines keep their numbers.
        let end = bytes.iter().position(|b| *b == b'\n').unwrap_or(bytes.len());
        bytes.drain(..end);
    }
    let file = from_root(path);
    core.setattr(&vm.main()?, &core.names.file, Value::str(&file))?;
    let text = decode(core, &bytes, &file)?;
    core.sources.borrow_mut().insert(file.clone(), text.clone());
    run_source(vm, &text, &file).map(|()| 0)
}

/// Decodes a program as it is read from a file: what is wrong with it is said otherwise than of sources in memory.
fn decode(core: &pyvm_vm::vm::Vm, bytes: &[u8], file: &str) -> PyResult<String> {
    let refuse = |message: &str| {
        let error = core.new_error(&core.exc.syntax_error, message);
        error.payload().set_field("msg", Value::str(message));
        error
    };
    for (number, line) in bytes.split(|b| *b == b'\n').enumerate() {
        if let Some(end) = line.iter().position(|b| *b == 0) {
            let error = refuse("source code cannot contain null bytes");
            let text = String::from_utf8_lossy(line.get(..end).unwrap_or(line)).into_owned();
            error.payload().set_field("filename", Value::str(file));
            error.payload().set_field("lineno", Value::from(number + 1));
            error.payload().set_field("text", Value::str(&text));
            return Err(error);
        }
    }
    if let Some(text) = source::decode_other(core, bytes)? {
        return Ok(text);
    }
    parser::decode_source(bytes).map_err(|refused| match parser::refused_bytes(bytes, file) {
        Some(message) => refuse(&message),
        None => source::syntax_error(core, &refused, file),
    })
}

/// A folder is run by the `__main__.py` in it.
fn folder(vm: &Vm, file: &str) -> PyResult<i32> {
    if !Path::new(file).join("__main__.py").is_file() {
        eprintln!("pyvm: can't find '__main__' module in '{file}'");
        return Ok(1);
    }
    let core = vm.core();
    match locate::locate(core, "__main__")? {
        Some(found) => run_located(vm, "__main__", found).map(|()| 0),
        None => Err(core.no_module(
            &core.exc.module_not_found_error,
            &core.names.main,
            "No module named '__main__'",
        )),
    }
}

/// Runs a module as `__main__`: what `runpy` does.
fn run_module(vm: &Vm, name: &str) -> PyResult<i32> {
    let core = vm.core();
    let missing = |text: String| {
        eprintln!("pyvm: {text}");
        Ok(1)
    };
    let found = match locate::locate(core, name) {
        Ok(found) => found,
        Err(error) if error.matches(core, &core.exc.module_not_found_error) => {
            let text = core.str(&error.to_value())?;
            return missing(format!(
                "Error while finding module specification for '{name}' (ModuleNotFoundError: {text})"
            ));
        }
        Err(error) if error.matches(core, &core.exc.attribute_error) => {
            let parent = name.rsplit_once('.').map_or("", |(parent, _)| parent);
            return missing(format!(
                "Error while finding module specification for '{name}' (ModuleNotFoundError: __path__ attribute not found on '{parent}' while trying to find '{name}')"
            ));
        }
        Err(error) => return Err(error),
    };
    let Some(found) = found else { return missing(format!("No module named {name}")) };
    if found.is_package {
        let inner = format!("{name}.__main__");
        if locate::locate(core, &inner)?.is_none() {
            return missing(format!(
                "No module named {inner}; '{name}' is a package and cannot be directly executed"
            ));
        }
        return run_module(vm, &inner);
    }
    let argv = core.getattr_str(&core.import("sys")?, "argv")?;
    core.setitem(&argv, &Value::Int(0), Value::str(&found.file))?;
    run_located(vm, name, found).map(|()| 0)
}

fn run_located(vm: &Vm, name: &str, found: locate::Located) -> PyResult<()> {
    let core = vm.core();
    let set = |attribute: &str, value: Value| core.setattr(&vm.main()?, &core.intern(attribute), value);
    set("__loader__", core.getattr_str(&found.spec, "loader")?)?;
    set("__spec__", found.spec)?;
    set("__package__", Value::str(name.rsplit_once('.').map_or("", |(package, _)| package)))?;
    set("__file__", Value::str(&found.file))?;
    core.sources.borrow_mut().entry(found.file.clone()).or_insert_with(|| found.source.clone());
    run_source(vm, &found.source, &found.file)
}
