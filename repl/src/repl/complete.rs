//! Completion: names, attributes without running properties, dict keys, imports. No Python code of the user's runs.

use std::collections::BTreeSet;

use pyvm_vm::objects::{Dict, module};
use pyvm_vm::types::attribute;
use pyvm_vm::{TypeRef, Value};

use crate::Vm;

const KEYWORDS: &[&str] = &[
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def",
    "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is",
    "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

/// What could stand at the end of a line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Completions {
    /// Where the completed word begins, as a byte offset.
    pub start: usize,
    /// The words, sorted.
    pub names: Vec<String>,
}

/// Completes the word at the end of `line`.
pub fn complete(vm: &Vm, line: &str) -> Completions {
    let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
    let start =
        line.rfind(|c| !is_word(c)).map_or(0, |at| at + line[at..].chars().next().map_or(1, char::len_utf8));
    let word = line.get(start..).unwrap_or("");
    let before = line.get(..start).unwrap_or("").trim_end();
    if let Some(found) = dict_keys(vm, line) {
        return found;
    }
    let command = before.split_whitespace().next().unwrap_or("");
    if matches!(command, "import" | "from") && !before.contains(" import") {
        return of(start, word, modules(vm));
    }
    match word.rsplit_once('.') {
        Some((path, prefix)) => {
            let Some(object) = resolve(vm, path) else { return Completions::default() };
            let found = attributes(vm, &object);
            let hidden = prefix.starts_with('_');
            let visible = found.into_iter().filter(|n| hidden || !n.starts_with('_')).collect();
            of(start + path.len() + 1, prefix, visible)
        }
        None if word.is_empty() => Completions::default(),
        None => {
            let mut names: BTreeSet<String> = KEYWORDS.iter().map(|k| (*k).to_owned()).collect();
            names.extend(keys(&Value::Obj(vm.core().builtins.clone())));
            if let Ok(main) = vm.main()
                && let Some(globals) = module::dict(vm.core(), &main)
            {
                names.extend(keys(&Value::Obj(globals)));
            }
            of(start, word, names)
        }
    }
}

fn of(start: usize, prefix: &str, names: BTreeSet<String>) -> Completions {
    Completions { start, names: names.into_iter().filter(|n| n.starts_with(prefix)).collect() }
}

fn keys(dict: &Value) -> Vec<String> {
    let keys = dict.as_dict().map(Dict::keys).unwrap_or_default();
    keys.iter().filter_map(Value::as_text).map(ToString::to_string).collect()
}

/// The object that a dotted name reaches through namespaces alone.
fn resolve(vm: &Vm, path: &str) -> Option<Value> {
    let core = vm.core();
    let mut parts = path.split('.');
    let first = core.intern(parts.next()?);
    let globals = module::dict(core, &vm.main().ok()?)?;
    let mut at = Dict::of(&globals)
        .and_then(|d| d.get_str(&first))
        .or_else(|| Dict::of(&core.builtins).and_then(|d| d.get_str(&first)))?;
    for part in parts {
        let name = core.intern(part);
        let class = core.class_of(&at).clone();
        let own =
            attribute::existing_dict(core, &at).and_then(|d| d.as_dict().and_then(|d| d.get_str(&name)));
        let own =
            own.or_else(|| TypeRef::from_value(&at).and_then(|t| pyvm_vm::types::lookup::lookup(t, &name)));
        let found = own.or_else(|| stored(&at, part))?;
        // A descriptor of the class would run code.
        let shadowed = pyvm_vm::types::lookup::lookup(&class, &name);
        if shadowed.is_some_and(|d| core.class_of(&d).ty().slots.descr_set.get().is_some()) {
            return None;
        }
        at = found;
    }
    Some(at)
}

/// An attribute that an instance keeps in its layout.
fn stored(value: &Value, name: &str) -> Option<Value> {
    let own = attribute::own_attributes(value.as_obj()?);
    own.into_iter().find(|(key, _)| key.as_text().is_some_and(|k| *k == *name)).map(|(_, v)| v)
}

/// What `dir()` lists by default: no `__dir__` of the user's is called.
fn attributes(vm: &Vm, value: &Value) -> BTreeSet<String> {
    let core = vm.core();
    let mut names = BTreeSet::new();
    if let Some(own) = attribute::existing_dict(core, value) {
        names.extend(keys(&own));
    }
    if let Some(object) = value.as_obj() {
        names.extend(
            attribute::own_attributes(object)
                .iter()
                .filter_map(|(name, _)| name.as_text().map(ToString::to_string)),
        );
    }
    let class = core.class_of(value).clone();
    for class in std::iter::once(&class).chain(TypeRef::from_value(value)) {
        let is_metatype = class.is(&core.types.type_);
        for base in class.ty().mro.borrow().iter().filter(|_| !is_metatype) {
            names.extend(keys(&Value::Obj(base.ty().dict.clone())));
        }
    }
    names
}

fn modules(vm: &Vm) -> BTreeSet<String> {
    let core = vm.core();
    let mut names: BTreeSet<String> = core.native_modules.borrow().keys().cloned().collect();
    names.extend(core.frozen_sources.borrow().keys().cloned());
    names.extend(keys(&Value::Obj(core.modules.clone())));
    names
}

/// `name["pre` and `name['pre`: the string keys of a dict.
fn dict_keys(vm: &Vm, line: &str) -> Option<Completions> {
    let at = line.rfind(['\'', '"'])?;
    let (head, tail) = line.split_at(at);
    let quote = tail.chars().next()?;
    let path = head.strip_suffix('[')?;
    let begin = path.rfind(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.')).map_or(0, |i| i + 1);
    let object = resolve(vm, path.get(begin..)?)?;
    object.as_dict()?;
    let names = keys(&object).into_iter().filter(|k| !k.contains([quote, '\\', '\n']));
    let names = names.map(|k| format!("{k}{quote}]")).collect();
    Some(of(at + 1, tail.get(1..)?, names))
}
