//! `re.Pattern`.

use pyvm_vm::heap::Visitor;
use pyvm_vm::objects::Native;
use pyvm_vm::types::slots::CmpOp;
use pyvm_vm::types::{GetSetDef, Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::flags::{ASCII, LOCALE, UNICODE};
use super::program::Program;
use super::subject::{Mode, Run, Subject};
use super::{match_, scanner, template};
use crate::support::size;

/// A compiled pattern.
pub(super) struct Pattern {
    /// The text or bytes; `None` where it was made from a tree.
    pub(super) source: Value,
    pub(super) flags: u32,
    pub(super) code: Box<[u32]>,
    pub(super) program: Program,
    pub(super) groups: usize,
    /// Numbers by name.
    pub(super) group_index: Value,
    /// Names by number.
    pub(super) index_group: Value,
    pub(super) is_bytes: Option<bool>,
}

/// The type.
pub(super) static SPEC: TypeSpec = TypeSpec {
    doc: Some("Compiled regular expression object."),
    flags: TypeFlags::NO_NEW.with(TypeFlags::HAS_WEAKREF),
    layout: Some(Layout::Native("Pattern")),
    slots,
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::named("Pattern", "re")
};

static METHODS: &[NativeDef] = &[
    NativeDef::method(
        "match",
        "($self, /, string, pos=0, endpos=sys.maxsize)",
        |vm, a| once(vm, a, Mode::Match),
        "Matches zero or more characters at the beginning of the string.",
    ),
    NativeDef::method(
        "fullmatch",
        "($self, /, string, pos=0, endpos=sys.maxsize)",
        |vm, a| once(vm, a, Mode::Full),
        "Matches against all of the string.",
    ),
    NativeDef::method(
        "search",
        "($self, /, string, pos=0, endpos=sys.maxsize)",
        |vm, a| once(vm, a, Mode::Search),
        "Scan through string looking for a match, and return a corresponding match object instance.\n\nReturn None if no position in the string matches.",
    ),
    NativeDef::method(
        "sub",
        "($self, /, repl, string, count=0)",
        |vm, a| Ok(replace(vm, a)?.0),
        "Return the string obtained by replacing the leftmost non-overlapping occurrences of pattern in string by the replacement repl.",
    ),
    NativeDef::method(
        "subn",
        "($self, /, repl, string, count=0)",
        |vm, a| replace(vm, a).map(|(text, count)| vm.new_tuple(vec![text, Value::Int(count)])),
        "Return the tuple (new_string, number_of_subs_made) found by replacing the leftmost non-overlapping occurrences of pattern with the replacement repl.",
    ),
    NativeDef::method(
        "findall",
        "($self, /, string, pos=0, endpos=sys.maxsize)",
        findall,
        "Return a list of all non-overlapping matches of pattern in string.",
    ),
    NativeDef::method(
        "split",
        "($self, /, string, maxsplit=0)",
        split,
        "Split string by the occurrences of pattern.",
    ),
    NativeDef::method(
        "finditer",
        "($self, /, string, pos=0, endpos=sys.maxsize)",
        finditer,
        "Return an iterator over all non-overlapping matches for the RE pattern in string.\n\nFor each match, the iterator returns a match object.",
    ),
    NativeDef::method("scanner", "($self, /, string, pos=0, endpos=sys.maxsize)", scanner::new, ""),
    NativeDef::method("__copy__", "($self, /)", |_, a| Ok(a[0].clone()), ""),
    NativeDef::method("__deepcopy__", "($self, memo, /)", |_, a| Ok(a[0].clone()), ""),
    NativeDef::class(
        "__class_getitem__",
        "($type, object, /)",
        pyvm_vm::objects::generic_alias::class_getitem,
        "See PEP 585",
    ),
];

static GETSET: &[GetSetDef] = &[
    GetSetDef::member(
        "pattern",
        |vm, v| Ok(of(vm, v)?.source.clone()),
        "The pattern string from which the RE object was compiled.",
    ),
    GetSetDef::member("flags", |vm, v| Ok(Value::from(of(vm, v)?.flags)), "The regex matching flags."),
    GetSetDef::member(
        "groups",
        |vm, v| Ok(size(of(vm, v)?.groups)),
        "The number of capturing groups in the pattern.",
    ),
    GetSetDef::get("groupindex", group_index, "A dictionary mapping group names to group numbers."),
];

fn slots(s: &Slots) {
    s.repr.set(Some(repr));
    s.hash.set(Some(hash));
    s.richcompare.set(Some(richcompare));
}

/// The payload of a pattern.
pub(super) fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Pattern> {
    vm.payload(value, "re.Pattern")
}

fn group_index(vm: &Vm, value: &Value) -> PyResult {
    vm.call1(&vm.types.mappingproxy.to_value(), of(vm, value)?.group_index.clone())
}

/// The pattern, the subject and a run over the part of it that the arguments choose.
fn begin<'a>(vm: &Vm, args: &'a [Value]) -> PyResult<(&'a Pattern, Subject, Run)> {
    let pattern = of(vm, &args[0])?;
    let (start, end) = (vm.index_i64(&args[2])?, vm.index_i64(&args[3])?);
    let subject = Subject::new(vm, &args[1], pattern.is_bytes)?;
    let run = Run::new(&subject, start, end);
    Ok((pattern, subject, run))
}

/// The same over all of a string.
fn begin_all<'a>(vm: &Vm, pattern: &'a Value, string: &Value) -> PyResult<(&'a Pattern, Subject, Run)> {
    let pattern = of(vm, pattern)?;
    let subject = Subject::new(vm, string, pattern.is_bytes)?;
    let run = Run::new(&subject, 0, i64::MAX);
    Ok((pattern, subject, run))
}

fn once(vm: &Vm, args: &[Value], mode: Mode) -> PyResult {
    let (pattern, subject, mut run) = begin(vm, args)?;
    let (start, end) = (run.start, run.end());
    Ok(match run.step(vm, &subject, &pattern.program, mode)? {
        Some(found) => match_::new(vm, &args[0], subject, found, start, end),
        None => Value::None,
    })
}

fn findall(vm: &Vm, args: &[Value]) -> PyResult {
    let (pattern, subject, mut run) = begin(vm, args)?;
    let mut all = Vec::new();
    while let Some(found) = run.step(vm, &subject, &pattern.program, Mode::Search)? {
        let text = |span: &Option<(usize, usize)>| {
            let (start, end) = span.unwrap_or((0, 0));
            subject.slice(vm, start, end)
        };
        all.push(match &found.spans[..] {
            [whole] => text(whole),
            [_, group] => text(group),
            spans => vm.new_tuple(spans.iter().skip(1).map(text).collect()),
        });
        run.advance(&found);
    }
    Ok(vm.new_list(all))
}

fn split(vm: &Vm, args: &[Value]) -> PyResult {
    let limit = vm.index_i64(&args[2])?;
    let (pattern, subject, mut run) = begin_all(vm, &args[0], &args[1])?;
    let mut pieces = Vec::new();
    let (mut last, mut count) = (0, 0);
    while limit == 0 || count < limit {
        let Some(found) = run.step(vm, &subject, &pattern.program, Mode::Search)? else { break };
        let (start, end) = found.spans.first().copied().flatten().unwrap_or((last, last));
        pieces.push(subject.slice(vm, last, start));
        let groups = found.spans.iter().skip(1);
        pieces.extend(groups.map(|span| span.map_or(Value::None, |(s, e)| subject.slice(vm, s, e))));
        last = end;
        count += 1;
        run.advance(&found);
    }
    pieces.push(subject.slice(vm, last, subject.len()));
    Ok(vm.new_list(pieces))
}

fn finditer(vm: &Vm, args: &[Value]) -> PyResult {
    let scanner = scanner::new(vm, args)?;
    let search = vm.getattr_str(&scanner, "search")?;
    vm.call2(&vm.builtin("iter")?, search, Value::None)
}

/// The new text and the number of replacements.
fn replace(vm: &Vm, args: &[Value]) -> PyResult<(Value, i64)> {
    let limit = vm.index_i64(&args[3])?;
    let replacement = template::Replacement::new(vm, &args[0], &args[1])?;
    let (pattern, subject, mut run) = begin_all(vm, &args[0], &args[2])?;
    let mut pieces = Vec::new();
    let (mut last, mut count) = (0, 0);
    while limit == 0 || count < limit {
        let found = match &replacement {
            template::Replacement::Literal(_) => run.next(vm, &subject, &pattern.program, Mode::Search)?,
            _ => run.step(vm, &subject, &pattern.program, Mode::Search)?,
        };
        let Some(found) = found else { break };
        let (start, end) = found.spans.first().copied().flatten().unwrap_or((last, last));
        if last < start {
            pieces.push(subject.slice(vm, last, start));
        }
        last = end;
        run.advance(&found);
        count += 1;
        match &replacement {
            template::Replacement::Literal(text) => pieces.push(text.clone()),
            template::Replacement::Template(parts) => parts.expand(vm, &subject, &found, &mut pieces),
            template::Replacement::Function(function) => {
                let made = match_::new(vm, &args[0], subject.clone(), found, 0, run.end());
                let text = vm.call1(function, made)?;
                if !text.is_none() {
                    pieces.push(text);
                }
            }
        }
    }
    if last < subject.len() {
        pieces.push(subject.slice(vm, last, subject.len()));
    }
    Ok((subject.join(vm, pieces)?, count))
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    const NAMES: [(u32, &str); 8] = [
        (2, "re.IGNORECASE"),
        (4, "re.LOCALE"),
        (8, "re.MULTILINE"),
        (16, "re.DOTALL"),
        (32, "re.UNICODE"),
        (64, "re.VERBOSE"),
        (128, "re.DEBUG"),
        (256, "re.ASCII"),
    ];
    let pattern = of(vm, value)?;
    let mut flags = pattern.flags;
    if pattern.is_bytes == Some(false) && flags & (LOCALE | UNICODE | ASCII) == UNICODE {
        flags &= !UNICODE;
    }
    let mut names: Vec<String> = Vec::new();
    for (flag, name) in NAMES {
        if flags & flag != 0 {
            names.push(name.to_owned());
            flags &= !flag;
        }
    }
    if flags != 0 {
        names.push(format!("0x{flags:x}"));
    }
    let source = vm.repr(&pattern.source)?;
    let source = source.slice_chars(0, source.char_len().min(200));
    let names = if names.is_empty() { String::new() } else { format!(", {}", names.join("|")) };
    Ok(Value::str(&format!("re.compile({source}{names})")))
}

fn hash(vm: &Vm, value: &Value) -> PyResult<i64> {
    let pattern = of(vm, value)?;
    let code =
        pattern.code.iter().fold(0i64, |sum, word| sum.wrapping_mul(31).wrapping_add(i64::from(*word)));
    let parts = [Value::Int(i64::from(pattern.flags)), Value::Int(code), pattern.source.clone()];
    vm.hash(&vm.new_tuple(parts.to_vec()))
}

fn richcompare(vm: &Vm, a: &Value, b: &Value, op: CmpOp) -> PyResult {
    let (Some(x), Some(y)) = (a.native::<Pattern>(), b.native::<Pattern>()) else {
        return Ok(Value::NotImplemented);
    };
    if !matches!(op, CmpOp::Eq | CmpOp::Ne) {
        return Ok(Value::NotImplemented);
    }
    let same = a.is(b)
        || (x.flags == y.flags
            && x.is_bytes == y.is_bytes
            && x.code == y.code
            && vm.eq(&x.source, &y.source)?);
    Ok(Value::Bool(same == (op == CmpOp::Eq)))
}

/// A pattern object.
pub(super) fn wrap(vm: &Vm, pattern: Pattern) -> Value {
    vm.new_native(&vm.native_type(&SPEC), pattern)
}

impl Native for Pattern {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.source);
        visit.value(&self.group_index);
        visit.value(&self.index_group);
    }
}
