//! `re.Match`.

use pyvm_vm::heap::Visitor;
use pyvm_vm::objects::Native;
use pyvm_vm::types::{GetSetDef, Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::subject::{Found, Subject};
use super::{pattern, template};
use crate::support::{elements, size};

/// A match.
pub(super) struct Match {
    pattern: Value,
    pub(super) subject: Subject,
    pub(super) found: Found,
    pos: usize,
    endpos: usize,
}

/// The type.
pub(super) static SPEC: TypeSpec = TypeSpec {
    doc: Some(
        "The result of re.match() and re.search().\nMatch objects always have a boolean value of True.",
    ),
    flags: TypeFlags::NO_NEW,
    layout: Some(Layout::Native("Match")),
    slots: |s: &Slots| {
        s.repr.set(Some(repr));
        s.getitem.set(Some(|vm, v, key| {
            let m = of(vm, v)?;
            Ok(m.text(vm, m.group(vm, key)?, &Value::None))
        }));
    },
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::named("Match", "re")
};

static METHODS: &[NativeDef] = &[
    NativeDef::method(
        "group",
        "($self, /, *args)",
        group,
        "group([group1, ...]) -> str or tuple.\n    Return subgroup(s) of the match by indices or names.\n    For 0 returns the entire match.",
    )
    .hidden_signature(),
    NativeDef::method(
        "start",
        "($self, group=0, /)",
        |vm, a| Ok(edge(span(vm, a)?.map(|s| s.0))),
        "Return index of the start of the substring matched by group.",
    ),
    NativeDef::method(
        "end",
        "($self, group=0, /)",
        |vm, a| Ok(edge(span(vm, a)?.map(|s| s.1))),
        "Return index of the end of the substring matched by group.",
    ),
    NativeDef::method(
        "span",
        "($self, group=0, /)",
        |vm, a| Ok(pair(vm, span(vm, a)?)),
        "For match object m, return the 2-tuple (m.start(group), m.end(group)).",
    ),
    NativeDef::method(
        "groups",
        "($self, /, default=None)",
        |vm, a| {
            let m = of(vm, &a[0])?;
            let all = 1..m.found.spans.len();
            Ok(vm.new_tuple(all.map(|i| m.text(vm, i, &a[1])).collect()))
        },
        "Return a tuple containing all the subgroups of the match, from 1.\n\n  default\n    Is used for groups that did not participate in the match.",
    ),
    NativeDef::method(
        "groupdict",
        "($self, /, default=None)",
        groupdict,
        "Return a dictionary containing all the named subgroups of the match, keyed by the subgroup name.\n\n  default\n    Is used for groups that did not participate in the match.",
    ),
    NativeDef::method(
        "expand",
        "($self, /, template)",
        |vm, a| {
            let m = of(vm, &a[0])?;
            template::expand(vm, &m.pattern, &a[1], &m.subject, &m.found)
        },
        "Return the string obtained by doing backslash substitution on the string template, as done by the sub() method.",
    ),
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
        "string",
        |vm, v| Ok(of(vm, v)?.subject.value.clone()),
        "The string passed to match() or search().",
    ),
    GetSetDef::member("re", |vm, v| Ok(of(vm, v)?.pattern.clone()), "The regular expression object."),
    GetSetDef::member(
        "pos",
        |vm, v| Ok(size(of(vm, v)?.pos)),
        "The index into the string at which the RE engine started looking for a match.",
    ),
    GetSetDef::member(
        "endpos",
        |vm, v| Ok(size(of(vm, v)?.endpos)),
        "The index into the string beyond which the RE engine will not go.",
    ),
    GetSetDef::get(
        "lastindex",
        |vm, v| Ok(of(vm, v)?.found.last_index.map_or(Value::None, size)),
        "The integer index of the last matched capturing group.",
    ),
    GetSetDef::get("lastgroup", last_group, "The name of the last matched capturing group."),
    GetSetDef::get(
        "regs",
        |vm, v| Ok(vm.new_tuple(of(vm, v)?.found.spans.iter().map(|s| pair(vm, *s)).collect())),
        "",
    ),
];

/// A match object.
pub(super) fn new(
    vm: &Vm,
    pattern: &Value,
    subject: Subject,
    found: Found,
    pos: usize,
    endpos: usize,
) -> Value {
    let made = Match { pattern: pattern.clone(), subject, found, pos, endpos };
    vm.new_native(&vm.native_type(&SPEC), made)
}

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Match> {
    vm.payload(value, "re.Match")
}

impl Match {
    /// The number of the group that an index or a name means.
    fn group(&self, vm: &Vm, key: &Value) -> PyResult<usize> {
        let mut number = None;
        if vm.has_index(key) {
            number = Some(vm.index_clamped(key)?);
        } else if let Some(names) = pattern::of(vm, &self.pattern)?.group_index.as_dict()
            && let Some(Value::Int(n)) = names.get(vm, key)?
        {
            number = Some(n);
        }
        let number = number.and_then(|n| usize::try_from(n).ok()).filter(|n| *n < self.found.spans.len());
        number.ok_or_else(|| vm.index_error("no such group"))
    }

    /// The text of a group.
    fn text(&self, vm: &Vm, group: usize, default: &Value) -> Value {
        match self.found.spans.get(group).copied().flatten() {
            Some((start, end)) => self.subject.slice(vm, start, end),
            None => default.clone(),
        }
    }
}

fn edge(position: Option<usize>) -> Value {
    position.map_or(Value::Int(-1), size)
}

fn pair(vm: &Vm, span: Option<(usize, usize)>) -> Value {
    vm.new_tuple(vec![edge(span.map(|s| s.0)), edge(span.map(|s| s.1))])
}

fn span(vm: &Vm, args: &[Value]) -> PyResult<Option<(usize, usize)>> {
    let m = of(vm, &args[0])?;
    let group = m.group(vm, &args[1])?;
    Ok(m.found.spans.get(group).copied().flatten())
}

fn group(vm: &Vm, args: &[Value]) -> PyResult {
    let m = of(vm, &args[0])?;
    match elements(&args[1]) {
        [] => Ok(m.text(vm, 0, &Value::None)),
        [key] => Ok(m.text(vm, m.group(vm, key)?, &Value::None)),
        keys => {
            let texts = keys.iter().map(|key| Ok(m.text(vm, m.group(vm, key)?, &Value::None)));
            Ok(vm.new_tuple(texts.collect::<PyResult<_>>()?))
        }
    }
}

fn groupdict(vm: &Vm, args: &[Value]) -> PyResult {
    let m = of(vm, &args[0])?;
    let made = vm.new_dict();
    let names = pattern::of(vm, &m.pattern)?.group_index.clone();
    for (name, number) in names.as_dict().map(pyvm_vm::objects::Dict::entries).unwrap_or_default() {
        let group = m.group(vm, &number)?;
        vm.setitem(&made, &name, m.text(vm, group, &args[1]))?;
    }
    Ok(made)
}

fn last_group(vm: &Vm, value: &Value) -> PyResult {
    let m = of(vm, value)?;
    let names = pattern::of(vm, &m.pattern)?.index_group.clone();
    let name = m.found.last_index.and_then(|i| elements(&names).get(i).cloned());
    Ok(name.unwrap_or(Value::None))
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let m = of(vm, value)?;
    let (start, end) = m.found.spans.first().copied().flatten().unwrap_or((0, 0));
    let text = vm.repr(&m.text(vm, 0, &Value::None))?;
    let text = text.slice_chars(0, text.char_len().min(50));
    Ok(Value::str(&format!("<re.Match object; span=({start}, {end}), match={text}>")))
}

impl Native for Match {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.subject.value);
        visit.value(&self.pattern);
    }
}
