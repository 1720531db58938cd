//! `_traceback`: what `traceback` shares with the native report of uncaught exceptions: positions, the marks under
//! source lines and the hints after messages.

use pyvm_vm::bytecode::line_table::Position;
use pyvm_vm::error::{hints, traceback};
use pyvm_vm::objects::CodeObject;
use pyvm_vm::types::NativeDef;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function(
        "_position",
        "($module, code, lasti, /)",
        position,
        "Line, end line, column and end column of an instruction.",
    ),
    NativeDef::function(
        "_annotate",
        "($module, lines, line, end_line, column, end_column, /)",
        annotate,
        "The lines with marks under the part that the position tells; columns count bytes.",
    ),
    NativeDef::function(
        "_hint",
        "($module, exception, traceback, /)",
        |vm, a| Ok(Value::str(&hints::hint(vm, &a[0]))),
        "What is appended to the message of an exception: \"Did you mean\" and its kin.",
    ),
    NativeDef::function(
        "_source",
        "($module, filename, /)",
        |vm, a| {
            let name = vm.expect_str(&a[0], "filename")?.to_string_lossy().into_owned();
            let text = vm.sources.borrow().get(&name).cloned();
            Ok(text.map_or(Value::None, |text| Value::str(&text)))
        },
        "The source that the program was given under a name, which need not be a file's.",
    ),
];

/// Makes the module.
///
/// # Errors
/// None.
pub(crate) fn make(vm: &Vm) -> PyResult {
    Ok(pyvm_vm::modules::make(vm, "_traceback", "", FUNCTIONS))
}

fn position(vm: &Vm, args: &[Value]) -> PyResult {
    let code = args[0].as_obj().and_then(CodeObject::of);
    code.map(|code| code.read(vm)).transpose()?;
    let unit = usize::try_from(vm.index_i64(&args[1])? / 2).ok();
    let found = code.zip(unit).and_then(|(code, unit)| code.units().all().get(unit)?.1);
    Ok(vm.new_tuple(match found {
        Some(p) => [p.line, p.end_line, p.col, p.end_col].map(Value::from).to_vec(),
        None => vec![Value::None; 4],
    }))
}

fn annotate(vm: &Vm, args: &[Value]) -> PyResult {
    let mut lines = Vec::new();
    for line in vm.list_from_iterable(&args[0])? {
        lines.push(vm.expect_str(&line, "line")?.to_string_lossy().into_owned());
    }
    let number = |i: usize| -> PyResult<u32> {
        let n = args.get(i).map_or(Ok(0), |v| vm.index_i64(v))?;
        u32::try_from(n).map_err(|_| vm.value_error("positions must not be negative"))
    };
    let position = Position { line: number(1)?, end_line: number(2)?, col: number(3)?, end_col: number(4)? };
    Ok(Value::str(&traceback::annotate(&lines, position)))
}
