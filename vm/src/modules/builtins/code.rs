//! `compile`, `exec`, `eval` and `breakpoint`.

use super::super::ast;
use super::Table;
use crate::compile::{Mode, Options};
use crate::error::PyResult;
use crate::heap::{Ref, Value};
use crate::objects::CodeObject;
use crate::types::NativeDef;
use crate::vm::Vm;

pub(super) static FUNCTIONS: Table = &[
    NativeDef::function(
        "compile",
        "($module, /, source, filename, mode, flags=0,\n        dont_inherit=False, optimize=-1, *, _feature_version=-1)",
        compile,
        "Compile source into a code object that can be executed by exec() or eval().",
    ),
    NativeDef::function(
        "eval",
        "($module, source, /, globals=None, locals=None)",
        eval,
        "Evaluate the given source in the context of globals and locals.",
    ),
    NativeDef::function(
        "exec",
        "($module, source, /, globals=None, locals=None, *, closure=None)",
        exec,
        "Execute the given source in the context of globals and locals.",
    ),
    NativeDef::function(
        "breakpoint",
        "($module, /, *args, **kws)",
        |vm, _| Err(vm.unfinished("breakpoint()")),
        "Call sys.breakpointhook(*args, **kws).",
    ),
];

/// The text of a source argument.
fn source_text(vm: &Vm, source: &Value, what: &str, file: &str) -> PyResult<String> {
    if let Some(text) = source.as_text() {
        return match text.as_str() {
            Some(text) => Ok(text.to_owned()),
            None => {
                crate::objects::str::codec::encode(vm, text, "utf-8", "strict")?;
                Ok(String::new())
            }
        };
    }
    if vm.is_bytes_like(source) {
        let bytes = vm.bytes_of(source)?;
        return crate::import::source::decode(vm, &bytes, file);
    }
    Err(vm.type_error(format!("{what} must be a string, bytes or code object")))
}

fn compile(vm: &Vm, args: &[Value]) -> PyResult {
    let file = match args[1].as_text() {
        Some(name) => name.to_string(),
        None if vm.is_bytes_like(&args[1]) => String::from_utf8_lossy(&vm.bytes_of(&args[1])?).into_owned(),
        None => {
            let got = vm.type_name(&args[1]);
            return Err(vm.type_error(format!("expected str, bytes or os.PathLike object, not {got}")));
        }
    };
    let mode = match args[2].as_text() {
        Some(m) if *m == *"exec" => Mode::Exec,
        Some(m) if *m == *"eval" => Mode::Eval,
        Some(m) if *m == *"single" => Mode::Single,
        Some(_) => return Err(vm.value_error("compile() mode must be 'exec', 'eval' or 'single'")),
        None => {
            let got = vm.type_name(&args[2]);
            return Err(vm.type_error(format!("compile() argument 'mode' must be str, not {got}")));
        }
    };
    let flags = vm.index_i64(&args[3])?;
    if flags & !0x1FF_FFFF != 0 {
        return Err(vm.value_error("compile(): unrecognised flags"));
    }
    let optimize = match vm.index_i64(&args[5])? {
        -1 => vm.flags.optimize,
        level @ 0..=2 => level as u8,
        _ => return Err(vm.value_error("compile(): invalid optimize value")),
    };
    let options = Options { mode, optimize, ..Options::new(&file) };
    if ast::is_node(vm, &args[0]) {
        return if flags & ast::ONLY_AST == 0 {
            ast::compile(vm, &args[0], &options)
        } else {
            Ok(args[0].clone())
        };
    }
    if args[0].as_obj().is_some_and(|r| CodeObject::of(r).is_some()) {
        return Ok(args[0].clone());
    }
    let source = source_text(vm, &args[0], "compile() arg 1", &file)?;
    if flags & ast::ONLY_AST != 0 {
        return tree(vm, &source, &options, flags);
    }
    crate::import::source::compile_with(vm, &source, &options)
}

/// `compile()` with `PyCF_ONLY_AST`.
fn tree(vm: &Vm, source: &str, options: &Options, flags: i64) -> PyResult {
    if flags & ast::OPTIMIZED_AST == ast::OPTIMIZED_AST {
        return Err(vm.unfinished("compile() to an optimized AST"));
    }
    if flags & ast::TYPE_COMMENTS != 0 {
        return Err(vm.unfinished("compile() with type comments"));
    }
    ast::from_parsed(vm, &crate::import::source::parse(vm, source, options)?)
}

/// Globals and locals of `exec` and `eval`.
fn namespaces(vm: &Vm, globals: &Value, locals: &Value, function: &str) -> PyResult<(Ref, Value)> {
    let (globals, default) = if globals.is_none() {
        let Some(current) = vm.caller_globals() else { return Err(vm.system_error("no caller")) };
        (current, crate::objects::frame::current_locals(vm)?)
    } else {
        match globals.as_obj().filter(|_| globals.as_dict().is_some()) {
            Some(r) => (r.clone(), globals.clone()),
            None if function == "exec" => {
                let got = vm.type_name(globals);
                return Err(vm.type_error(format!("exec() globals must be a dict, not {got}")));
            }
            None => return Err(vm.type_error("globals must be a dict")),
        }
    };
    if locals.is_none() {
        return Ok((globals, default));
    }
    let slots = &vm.class_of(locals).ty().slots;
    if slots.getitem.get().is_none() || locals.as_text().is_some() {
        let got = vm.type_name(locals);
        return Err(vm.type_error(if function == "exec" {
            format!("locals must be a mapping or None, not {got}")
        } else {
            "locals must be a mapping".to_owned()
        }));
    }
    Ok((globals, locals.clone()))
}

fn run(vm: &Vm, code: &Value, globals: &Ref, locals: Value, function: &str) -> PyResult {
    let free = code.as_obj().and_then(CodeObject::of).map_or(0, |c| c.code.freevars.len());
    if free > 0 {
        return Err(
            vm.type_error(format!("code object passed to {function}() may not contain free variables"))
        );
    }
    crate::import::exec_code(vm, code, globals, locals)
}

fn eval(vm: &Vm, args: &[Value]) -> PyResult {
    let (globals, locals) = namespaces(vm, &args[1], &args[2], "eval")?;
    if args[0].as_obj().is_some_and(|r| CodeObject::of(r).is_some()) {
        return run(vm, &args[0], &globals, locals, "eval");
    }
    let source = source_text(vm, &args[0], "eval() arg 1", "<string>")?;
    let code =
        crate::import::source::compile(vm, source.trim_start_matches([' ', '\t']), "<string>", Mode::Eval)?;
    run(vm, &code, &globals, locals, "eval")
}

fn exec(vm: &Vm, args: &[Value]) -> PyResult {
    let (globals, locals) = namespaces(vm, &args[1], &args[2], "exec")?;
    if !args[3].is_none() {
        return Err(vm.unfinished("exec() with a closure"));
    }
    if args[0].as_obj().is_some_and(|r| CodeObject::of(r).is_some()) {
        return run(vm, &args[0], &globals, locals, "exec").map(|_| Value::None);
    }
    let source = source_text(vm, &args[0], "exec() arg 1", "<string>")?;
    let code = crate::import::source::compile(vm, &source, "<string>", Mode::Exec)?;
    run(vm, &code, &globals, locals, "exec").map(|_| Value::None)
}
