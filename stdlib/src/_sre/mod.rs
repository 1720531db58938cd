//! `_sre`: regular expressions. Mirrors `Modules/_sre/sre.c`, and natively what `Lib/re/_parser.py` and
//! `Lib/re/_compiler.py` do; `engine` does the matching.

use pyvm_vm::types::NativeDef;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

mod ast;
mod case;
mod chars;
mod charset;
mod compile;
mod engine;
mod escape;
mod flags;
mod group;
mod match_;
mod opcode;
mod parse;
mod pattern;
mod program;
mod scanner;
mod set;
mod source;
mod subject;
mod template;

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function(
        "compile",
        "($module, /, pattern, flags, code, groups, groupindex,\n        indexgroup)",
        compile_code,
        "",
    ),
    NativeDef::function("_compile", "($module, pattern, flags, /)", compile_pattern, ""),
    NativeDef::function("_scanner", "($module, phrases, flags, /)", compile_phrases, ""),
    NativeDef::function("getcodesize", "($module, /)", |_, _| Ok(Value::Int(4)), ""),
    NativeDef::function(
        "ascii_iscased",
        "($module, character, /)",
        |vm, a| point(vm, &a[0]).map(|c| Value::Bool(u8::try_from(c).is_ok_and(|b| b.is_ascii_alphabetic()))),
        "",
    ),
    NativeDef::function(
        "unicode_iscased",
        "($module, character, /)",
        |vm, a| point(vm, &a[0]).map(|c| Value::Bool(case::is_cased(c))),
        "",
    ),
    NativeDef::function(
        "ascii_tolower",
        "($module, character, /)",
        |vm, a| point(vm, &a[0]).map(|c| Value::from(case::lower_ascii(c))),
        "",
    ),
    NativeDef::function(
        "unicode_tolower",
        "($module, character, /)",
        |vm, a| point(vm, &a[0]).map(|c| Value::from(case::lower_unicode(c))),
        "",
    ),
];

/// Makes the module.
///
/// # Errors
/// What setting its members raises.
pub(crate) fn make(vm: &Vm) -> PyResult {
    let module = pyvm_vm::modules::make(vm, "_sre", "", FUNCTIONS);
    for (name, number) in [
        ("MAGIC", opcode::MAGIC),
        ("CODESIZE", opcode::CODESIZE),
        ("MAXREPEAT", opcode::MAXREPEAT as usize),
        ("MAXGROUPS", opcode::MAXGROUPS),
    ] {
        pyvm_vm::modules::set(vm, &module, name, crate::support::size(number))?;
    }
    for (name, spec) in [("_Pattern", &pattern::SPEC), ("_Match", &match_::SPEC)] {
        pyvm_vm::modules::set(vm, &module, name, vm.native_type(spec).to_value())?;
    }
    Ok(module)
}

fn point(vm: &Vm, value: &Value) -> PyResult<u32> {
    let n = vm.index_i64(value)?;
    u32::try_from(n).map_err(|_| vm.overflow_error("Python int too large to convert to C int"))
}

fn flags_of(vm: &Vm, value: &Value) -> PyResult<u32> {
    let n = vm.index_i64(value)?;
    u32::try_from(n).map_err(|_| vm.overflow_error("Python int too large to convert to C int"))
}

/// A pattern from its text: parsed and compiled here.
fn compile_pattern(vm: &Vm, args: &[Value]) -> PyResult {
    let given = flags_of(vm, &args[1])?;
    if given & flags::DEBUG != 0 {
        return Err(vm.unfinished("re.DEBUG"));
    }
    let parsed = parse::parse(vm, &args[0], given)?;
    let is_bytes = args[0].as_text().is_none();
    finish(vm, &parsed, args[0].clone(), Some(is_bytes))
}

/// The pattern of a `re.Scanner`: one group per phrase.
fn compile_phrases(vm: &Vm, args: &[Value]) -> PyResult {
    let given = flags_of(vm, &args[1])?;
    let mut branches = Vec::new();
    let mut flags = given;
    let phrases = vm.list_from_iterable(&args[0])?;
    let mut widths = vec![None];
    for (i, phrase) in phrases.iter().enumerate() {
        let parsed = parse::parse(vm, phrase, given)?;
        flags = parsed.flags;
        widths.push(parsed.widths.first().copied().flatten());
        let group = ast::Node::Group { number: Some(i + 1), on: 0, off: 0, body: parsed.seq };
        branches.push(ast::Seq::of(group));
    }
    let seq = ast::Seq::of(ast::Node::Branch(branches));
    finish(vm, &parse::Parsed { seq, flags, names: Vec::new(), widths }, Value::None, None)
}

fn finish(vm: &Vm, parsed: &parse::Parsed, source: Value, is_bytes: Option<bool>) -> PyResult {
    let code = compile::compile(vm, parsed)?;
    let group_index = vm.new_dict();
    let mut names = vec![Value::None; parsed.widths.len()];
    for (name, group) in &parsed.names {
        vm.setitem(&group_index, &Value::Str(name.clone()), crate::support::size(*group))?;
        if let Some(slot) = names.get_mut(*group) {
            *slot = Value::Str(name.clone());
        }
    }
    let groups = parsed.widths.len() - 1;
    let made = pattern::Pattern {
        source,
        flags: parsed.flags,
        program: resolve(vm, &code, groups)?,
        code: code.into(),
        groups,
        group_index,
        index_group: vm.new_tuple(names),
        is_bytes,
    };
    Ok(pattern::wrap(vm, made))
}

fn resolve(vm: &Vm, code: &[u32], groups: usize) -> PyResult<program::Program> {
    program::Program::decode(code, groups).ok_or_else(|| vm.runtime_error("invalid SRE code"))
}

/// `_sre.compile`: a pattern from opcodes that a compiler written in Python made.
fn compile_code(vm: &Vm, args: &[Value]) -> PyResult {
    let flags = flags_of(vm, &args[1])?;
    let Some(words) = args[2].as_list() else {
        let got = vm.type_name(&args[2]);
        return Err(vm.type_error(format!("compile() argument 'code' must be list, not {got}")));
    };
    let groups = usize::try_from(vm.index_i64(&args[3])?).unwrap_or(usize::MAX);
    if args[4].as_dict().is_none() {
        let got = vm.type_name(&args[4]);
        return Err(vm.type_error(format!("compile() argument 'groupindex' must be dict, not {got}")));
    }
    if args[5].as_tuple().is_none() {
        let got = vm.type_name(&args[5]);
        return Err(vm.type_error(format!("compile() argument 'indexgroup' must be tuple, not {got}")));
    }
    let mut code = Vec::with_capacity(words.len());
    for word in words.to_vec() {
        let n = vm.index_i64(&word)?;
        code.push(
            u32::try_from(n).map_err(|_| vm.overflow_error("regular expression code size limit exceeded"))?,
        );
    }
    let is_bytes = match &args[0] {
        Value::None => None,
        text => Some(text.as_text().is_none()),
    };
    let made = pattern::Pattern {
        source: args[0].clone(),
        flags,
        program: resolve(vm, &code, groups)?,
        code: code.into(),
        groups,
        group_index: args[4].clone(),
        index_group: args[5].clone(),
        is_bytes,
    };
    Ok(pattern::wrap(vm, made))
}
