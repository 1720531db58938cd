//! Changed copies of code objects, and their lines and positions.

use std::rc::Rc;

use super::{Body, CodeObject, payload};
use crate::bytecode::Position;
use crate::bytecode::code::Code;
use crate::error::PyResult;
use crate::heap::{Str, Value, intern};
use crate::objects::Kind;
use crate::types::NativeDef;
use crate::vm::Vm;

/// Bytes that CPython counts for one of our instruction words, as in `f_lasti`.
const WORD: u32 = 2;

pub(super) static NEW: NativeDef = NativeDef::static_(
    "__new__",
    "($type, argcount, posonlyargcount, kwonlyargcount, nlocals, stacksize, flags, codestring, constants, names, varnames, filename, name, qualname, firstlineno, linetable, exceptiontable, freevars=(), cellvars=(), /)",
    |vm, _| Err(vm.unfinished("code() of bytecode")),
    "",
)
.hidden_signature();

pub(super) static METHODS: &[NativeDef] = &[
    NativeDef::method(
        "replace",
        "($self, /, **changes)",
        replace,
        "Return a copy of the code object with new values for the specified fields.",
    ),
    NativeDef::method("__replace__", "($self, /, **changes)", replace, "The same as replace()."),
    NativeDef::method(
        "_varname_from_oparg",
        "($self, /, oparg)",
        varname,
        "(internal-only) Return the local variable name for the given oparg.\n\nWARNING: this method is for internal use only and may change or go away.",
    ),
    NativeDef::method("co_lines", "($self, /)", co_lines, ""),
    NativeDef::method("co_positions", "($self, /)", co_positions, ""),
];

/// Fields that another code object may get here.
const REPLACEABLE: &[&str] = &["co_name", "co_qualname", "co_filename", "co_flags", "co_firstlineno"];
/// Fields that come with the instructions.
const FIXED: &[&str] = &[
    "co_argcount",
    "co_posonlyargcount",
    "co_kwonlyargcount",
    "co_nlocals",
    "co_stacksize",
    "co_code",
    "co_consts",
    "co_names",
    "co_varnames",
    "co_freevars",
    "co_cellvars",
    "co_linetable",
    "co_exceptiontable",
];

fn replace(vm: &Vm, args: &[Value]) -> PyResult {
    let old = payload(vm, &args[0])?;
    let mut code = Code::clone(old.code());
    for (name, value) in args[1].as_dict().map(crate::objects::Dict::entries).unwrap_or_default() {
        let name = vm.expect_str(&name, "keyword")?.to_string();
        if REPLACEABLE.contains(&name.as_str()) {
            change(vm, &mut code, &name, &value)?;
        } else if !FIXED.contains(&name.as_str()) {
            let text = format!("replace() got an unexpected keyword argument '{name}'");
            return Err(vm.type_error(text));
        } else if !vm.eq(&vm.getattr_str(&args[0], &name)?, &value)? {
            return Err(vm.unfinished(&format!("code.replace({name}=...)")));
        }
    }
    let consts = old.body().consts.clone();
    let object = CodeObject::with_body(Body::with_constants(Rc::new(code), consts));
    Ok(vm.new_object(&vm.types.code, Kind::Code(Box::new(object))))
}

fn change(vm: &Vm, code: &mut Code, field: &str, value: &Value) -> PyResult<()> {
    let text = || -> PyResult<Rc<str>> {
        let text: Option<&Str> = value.as_text();
        let wrong = || {
            let got = vm.type_name(value);
            vm.type_error(format!("replace() argument '{field}' must be str, not {got}"))
        };
        text.map(|t| t.to_string_lossy().as_ref().into()).ok_or_else(wrong)
    };
    let number = || -> PyResult<u32> {
        let number = vm.index_i64(value)?;
        u32::try_from(number).map_err(|_| vm.value_error(format!("{field} must be a positive integer")))
    };
    match field {
        "co_name" => code.name = text()?,
        "co_qualname" => code.qualname = text()?,
        "co_filename" => code.filename = text()?,
        "co_flags" => code.flags = number()?,
        _ => {
            // Lines are counted from the first one.
            code.firstlineno = number()?;
            code.lines = code.lines.moved_to(code.firstlineno);
        }
    }
    Ok(())
}

/// The name of a variable by its place among locals, cells and free variables.
fn varname(vm: &Vm, args: &[Value]) -> PyResult {
    let code = payload(vm, &args[0])?;
    let shared: Vec<&Str> = code.body().varnames.iter().collect();
    let cells = code.code().cellvars.iter().filter(|c| !shared.iter().any(|name| **name == ***c));
    let others = cells.chain(&code.head.freevars).map(|name| intern::intern_str(name));
    let index = usize::try_from(vm.index_i64(&args[1])?).ok();
    let found = index.and_then(|index| code.body().varnames.iter().cloned().chain(others).nth(index));
    found.map(Value::Str).ok_or_else(|| vm.index_error("tuple index out of range"))
}

fn co_lines(vm: &Vm, args: &[Value]) -> PyResult {
    let mut rows: Vec<(u32, u32, Option<u32>)> = Vec::new();
    for (start, end, position) in payload(vm, &args[0])?.units().runs() {
        let line = position.map(|p| p.line);
        match rows.last_mut() {
            Some(last) if last.2 == line => last.1 = end,
            _ => rows.push((start, end, line)),
        }
    }
    let row = |(start, end, line): (u32, u32, Option<u32>)| {
        let line = line.map_or(Value::None, Value::from);
        vm.new_tuple(vec![Value::from(start * WORD), Value::from(end * WORD), line])
    };
    let rows = vm.new_list(rows.into_iter().map(row).collect());
    vm.iter(&rows)
}

fn co_positions(vm: &Vm, args: &[Value]) -> PyResult {
    let row = |position: Option<Position>| match position {
        Some(p) if vm.flags.no_debug_ranges => {
            vm.new_tuple(vec![Value::from(p.line), Value::from(p.end_line), Value::None, Value::None])
        }
        Some(p) => vm.new_tuple([p.line, p.end_line, p.col, p.end_col].map(Value::from).to_vec()),
        None => vm.new_tuple(vec![Value::None; 4]),
    };
    let rows = payload(vm, &args[0])?.units().all().iter().map(|(_, position)| row(*position));
    let rows = vm.new_list(rows.collect());
    vm.iter(&rows)
}
