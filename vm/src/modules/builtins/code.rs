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
        breakpoint,
        "Call sys.breakpointhook(*args, **kws).",
    ),
];

/// Flags of future features (`PyCF_MASK`).
const FUTURES: u32 = 0x1FE_0000;
/// `PyCF_MASK_OBSOLETE`
const OBSOLETE: u32 = 0x10;
/// `PyCF_ONLY_AST`
const ONLY_AST: u32 = ast::ONLY_AST as u32;
/// `PyCF_OPTIMIZED_AST`
const OPTIMIZED_AST: u32 = ast::OPTIMIZED_AST as u32;
/// `PyCF_TYPE_COMMENTS`
const TYPE_COMMENTS: u32 = ast::TYPE_COMMENTS as u32;
/// `PyCF_ALLOW_TOP_LEVEL_AWAIT`
const TOP_LEVEL_AWAIT: u32 = 0x2000;
/// `PyCF_ALLOW_INCOMPLETE_INPUT`
const INCOMPLETE_INPUT: u32 = 0x4000;
/// `PyCF_COMPILE_MASK`; further to the above the one for dedents at the end.
const COMPILE_FLAGS: u32 = OPTIMIZED_AST | TYPE_COMMENTS | TOP_LEVEL_AWAIT | INCOMPLETE_INPUT | 0x200;

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
    Err(vm.type_error(format!("{what} object")))
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
    let flags = c_int(vm, &args[3])?;
    if flags & !(FUTURES | OBSOLETE | COMPILE_FLAGS) as i64 != 0 {
        return Err(vm.value_error("compile(): unrecognised flags"));
    }
    let optimize = c_int(vm, &args[5])?;
    if !(-1..=2).contains(&optimize) {
        return Err(vm.value_error("compile(): invalid optimize value"));
    }
    let flags = flags as u32;
    let mode = mode(vm, &args[2], flags)?;
    if flags & TOP_LEVEL_AWAIT != 0 {
        return Err(vm.unfinished("compile() to code with await at the top level"));
    }
    let mut options = match vm.is_true(&args[4])? {
        true => Options { mode, ..Options::new(&file) },
        false => inherited(vm, &file, mode),
    };
    options.future |= flags & FUTURES;
    options.incomplete = flags & INCOMPLETE_INPUT != 0;
    options.optimize = u8::try_from(optimize).unwrap_or(vm.flags.optimize);
    if ast::is_node(vm, &args[0]) {
        return if flags & ONLY_AST == 0 {
            ast::compile(vm, &args[0], &options)
        } else {
            Ok(args[0].clone())
        };
    }
    let source = source_text(vm, &args[0], "compile() arg 1 must be a string, bytes or AST", &file)?;
    if flags & ONLY_AST != 0 {
        return tree(vm, &source, &options, flags);
    }
    crate::import::source::compile_with(vm, &source, &options)
}

/// `compile()` with `PyCF_ONLY_AST`.
fn tree(vm: &Vm, source: &str, options: &Options, flags: u32) -> PyResult {
    if flags & OPTIMIZED_AST == OPTIMIZED_AST {
        return Err(vm.unfinished("compile() to an optimized AST"));
    }
    if flags & TYPE_COMMENTS != 0 {
        return Err(vm.unfinished("compile() with type comments"));
    }
    ast::from_parsed(vm, &crate::import::source::parse(vm, source, options)?)
}

/// A number that fits C's `int`.
fn c_int(vm: &Vm, value: &Value) -> PyResult<i64> {
    let number = vm.index_i64(value)?;
    match i32::try_from(number) {
        Ok(_) => Ok(number),
        Err(_) => Err(vm.new_error(&vm.exc.overflow_error, "Python int too large to convert to C int")),
    }
}

fn mode(vm: &Vm, value: &Value, flags: u32) -> PyResult<Mode> {
    let Some(text) = value.as_text() else {
        let got = vm.type_name(value);
        return Err(vm.type_error(format!("compile() argument 'mode' must be str, not {got}")));
    };
    let ast = flags & ONLY_AST != 0;
    match &*text.to_string_lossy() {
        "exec" => Ok(Mode::Exec),
        "eval" => Ok(Mode::Eval),
        "single" => Ok(Mode::Single),
        "func_type" if ast => Err(vm.unfinished("compile() to an AST")),
        "func_type" => Err(vm.value_error("compile() mode 'func_type' requires flag PyCF_ONLY_AST")),
        _ if ast => Err(vm.value_error("compile() mode must be 'exec', 'eval', 'single' or 'func_type'")),
        _ => Err(vm.value_error("compile() mode must be 'exec', 'eval' or 'single'")),
    }
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

fn eval(vm: &Vm, args: &[Value]) -> PyResult {
    let (globals, locals) = namespaces(vm, &args[1], &args[2], "eval")?;
    if let Some(code) = args[0].as_obj().and_then(CodeObject::of) {
        if !code.head.freevars.is_empty() {
            return Err(vm.type_error("code object passed to eval() may not contain free variables"));
        }
        return crate::import::exec_code(vm, &args[0], &globals, locals);
    }
    let source = source_text(vm, &args[0], "eval() arg 1 must be a string, bytes or code", "<string>")?;
    let options = inherited(vm, "<string>", Mode::Eval);
    let code = crate::import::source::compile_with(vm, source.trim_start_matches([' ', '\t']), &options)?;
    crate::import::exec_code(vm, &code, &globals, locals)
}

fn exec(vm: &Vm, args: &[Value]) -> PyResult {
    let (globals, locals) = namespaces(vm, &args[1], &args[2], "exec")?;
    if let Some(code) = args[0].as_obj().and_then(CodeObject::of) {
        let closure = closure(vm, code.head.freevars.len(), &args[3])?;
        crate::import::exec_with_closure(vm, &args[0], &globals, locals, closure)?;
        return Ok(Value::None);
    }
    if !args[3].is_none() {
        return Err(vm.type_error("closure can only be used when source is a code object"));
    }
    let source = source_text(vm, &args[0], "exec() arg 1 must be a string, bytes or code", "<string>")?;
    let code = crate::import::source::compile_with(vm, &source, &inherited(vm, "<string>", Mode::Exec))?;
    crate::import::exec_code(vm, &code, &globals, locals).map(|_| Value::None)
}

/// The cells of the free variables of a code object: a tuple, or unbound where there are none.
fn closure(vm: &Vm, free: usize, given: &Value) -> PyResult {
    if free == 0 {
        let text = "cannot use a closure with this code object";
        return if given.is_none() { Ok(Value::Unbound) } else { Err(vm.type_error(text)) };
    }
    let cells = given.as_tuple().filter(|cells| vm.is_exact(given, &vm.types.tuple) && cells.len() == free);
    if cells.is_some_and(|cells| cells.iter().all(|cell| vm.is_exact(cell, &vm.types.cell))) {
        return Ok(given.clone());
    }
    Err(vm.type_error(format!("code object requires a closure of exactly length {free}")))
}

/// Options with the future features of the code that calls.
fn inherited(vm: &Vm, file: &str, mode: Mode) -> Options {
    let frames = vm.eval.frames.borrow();
    let flags = frames.last().map_or(0, |f| f.code().head.flags);
    Options { mode, future: flags & FUTURES, optimize: vm.flags.optimize, ..Options::new(file) }
}

fn breakpoint(vm: &Vm, args: &[Value]) -> PyResult {
    let sys = vm.import("sys")?;
    let Some(hook) = vm.lookup_attr(&sys, &vm.intern("breakpointhook"))? else {
        return Err(vm.runtime_error("lost sys.breakpointhook"));
    };
    let keywords = args[1].as_dict().map(crate::objects::Dict::entries).unwrap_or_default();
    let (values, names) = crate::call::join(args[0].as_tuple().unwrap_or(&[]), &keywords);
    vm.call(&hook, crate::call::Args::with_keywords(&values, &names))
}
