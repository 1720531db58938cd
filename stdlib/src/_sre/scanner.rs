//! The scanner of a pattern: one match after the other.

use std::cell::RefCell;

use pyvm_vm::heap::Visitor;
use pyvm_vm::objects::Native;
use pyvm_vm::types::{GetSetDef, Layout, NativeDef, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::subject::{Mode, Run, Subject};
use super::{match_, pattern};

struct Scanner {
    pattern: Value,
    subject: Subject,
    /// Where it began to look.
    pos: usize,
    state: RefCell<State>,
}

/// How far a scanner has come.
enum State {
    Ready(Box<Run>),
    /// It looks for a match right now.
    Running,
    Done,
}

/// The type.
pub(super) static SPEC: TypeSpec = TypeSpec {
    flags: TypeFlags::NO_NEW,
    layout: Some(Layout::Native("SRE_Scanner")),
    methods: &[
        NativeDef::method("match", "($self, /)", |vm, a| step(vm, &a[0], Mode::Match), ""),
        NativeDef::method("search", "($self, /)", |vm, a| step(vm, &a[0], Mode::Search), ""),
    ],
    getset: &[GetSetDef::member("pattern", |vm, v| Ok(of(vm, v)?.pattern.clone()), "")],
    ..TypeSpec::named("SRE_Scanner", "_sre")
};

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Scanner> {
    vm.payload(value, "_sre.SRE_Scanner")
}

/// `pattern.scanner(string, pos, endpos)`
pub(super) fn new(vm: &Vm, args: &[Value]) -> PyResult {
    let is_bytes = pattern::of(vm, &args[0])?.is_bytes;
    let (start, end) = (vm.index_i64(&args[2])?, vm.index_i64(&args[3])?);
    let subject = Subject::new(vm, &args[1], is_bytes)?;
    let run = Run::new(&subject, start, end);
    let pos = run.start;
    let made =
        Scanner { pattern: args[0].clone(), subject, pos, state: RefCell::new(State::Ready(Box::new(run))) };
    Ok(vm.new_native(&vm.native_type(&SPEC), made))
}

fn step(vm: &Vm, value: &Value, mode: Mode) -> PyResult {
    let scanner = of(vm, value)?;
    let pattern = pattern::of(vm, &scanner.pattern)?;
    let state = scanner.state.replace(State::Running);
    let mut run = match state {
        State::Ready(run) => run,
        State::Running => return Err(vm.value_error("regular expression scanner already executing")),
        State::Done => {
            scanner.state.replace(State::Done);
            return Ok(Value::None);
        }
    };
    let end = run.end();
    let found = run.step(vm, &scanner.subject, &pattern.program, mode);
    if let Ok(Some(found)) = &found {
        run.advance(found);
    }
    let is_over = matches!(found, Ok(None));
    scanner.state.replace(if is_over { State::Done } else { State::Ready(run) });
    Ok(match found? {
        Some(found) => match_::new(vm, &scanner.pattern, scanner.subject.clone(), found, scanner.pos, end),
        None => Value::None,
    })
}

impl Native for Scanner {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.pattern);
        visit.value(&self.subject.value);
    }
}
