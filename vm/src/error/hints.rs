//! "Did you mean" for names, attributes and imports: where the candidates come from. Mirrors
//! `_compute_suggestion_error` of `Lib/traceback.py`.

use super::PyResult;
use super::suggest::closest;
use crate::heap::{Str, Value};
use crate::objects::exception::base;
use crate::objects::traceback::Traceback;
use crate::vm::Vm;

/// What is appended to the message; empty where nothing is close.
pub fn hint(vm: &Vm, exception: &Value) -> String {
    let class = vm.class_of(exception);
    let is_name = class.is_subtype(&vm.exc.name_error);
    let is_attribute = class.is_subtype(&vm.exc.attribute_error);
    let is_import = class.is_subtype(&vm.exc.import_error);
    let field = if is_import { "name_from" } else { "name" };
    if !(is_name || is_attribute || is_import) {
        return String::new();
    }
    let Ok(e) = base::of(vm, exception) else { return String::new() };
    let Some(wrong) = e.field(field).as_text().cloned() else { return String::new() };
    let traceback = e.traceback.get();
    let found = if is_attribute {
        attribute(vm, &e.field("obj"), &wrong, &traceback).ok().flatten()
    } else if is_import {
        import(vm, &e.field("name"), &wrong).ok().flatten()
    } else {
        name(vm, &wrong, &traceback).ok().flatten()
    };
    let mut out = found.as_ref().map_or_else(String::new, |hint| format!(". Did you mean: '{hint}'?"));
    if is_name && is_library(vm, &wrong) {
        let start = if found.is_some() { " Or did" } else { ". Did" };
        out.push_str(&format!("{start} you forget to import '{wrong}'?"));
    }
    out
}

fn is_library(vm: &Vm, name: &Str) -> bool {
    let known = vm.import("sys").and_then(|sys| vm.getattr_str(&sys, "stdlib_module_names"));
    known.is_ok_and(|names| vm.contains(&names, &Value::Str(name.clone())).unwrap_or(false))
}

fn attribute(vm: &Vm, object: &Value, wrong: &Str, traceback: &Value) -> PyResult<Option<String>> {
    if object.is_unbound() {
        return Ok(None);
    }
    let mut names = directory(vm, object)?;
    let mut hidden = !starts_with_underscore(wrong);
    if hidden && let Some(frame) = last_frame(traceback) {
        let own = local(vm, &frame, "self")?;
        hidden = !own.is_some_and(|own| own.is(object));
    }
    if hidden {
        names.retain(|name| !name.starts_with('_'));
    }
    Ok(closest(&wrong.to_string_lossy(), &names))
}

fn import(vm: &Vm, module: &Value, wrong: &Str) -> PyResult<Option<String>> {
    let Some(module) = module.as_text() else { return Ok(None) };
    let module = vm.import(&module.to_string_lossy())?;
    let mut names = directory(vm, &module)?;
    if !starts_with_underscore(wrong) {
        names.retain(|name| !name.starts_with('_'));
    }
    Ok(closest(&wrong.to_string_lossy(), &names))
}

fn name(vm: &Vm, wrong: &Str, traceback: &Value) -> PyResult<Option<String>> {
    let Some(frame) = last_frame(traceback) else { return Ok(None) };
    if let Some(own) = local(vm, &frame, "self")?
        && let Ok(Some(_)) = vm.lookup_attr(&own, &vm.intern(&wrong.to_string_lossy()))
    {
        return Ok(Some(format!("self.{wrong}")));
    }
    let mut names = Vec::new();
    for namespace in ["f_locals", "f_globals", "f_builtins"] {
        names.extend(texts(vm, &vm.getattr_str(&frame, namespace)?)?);
    }
    Ok(closest(&wrong.to_string_lossy(), &names))
}

fn starts_with_underscore(name: &Str) -> bool {
    name.as_bytes().first() == Some(&b'_')
}

/// `dir(object)`, sorted.
fn directory(vm: &Vm, object: &Value) -> PyResult<Vec<String>> {
    let dir = vm.builtin("dir")?;
    let mut names = texts(vm, &vm.call1(&dir, object.clone())?)?;
    names.sort();
    Ok(names)
}

fn texts(vm: &Vm, names: &Value) -> PyResult<Vec<String>> {
    let list = vm.list_from_iterable(names)?;
    Ok(list.iter().filter_map(Value::as_text).map(ToString::to_string).collect())
}

/// The frame that raised.
fn last_frame(traceback: &Value) -> Option<Value> {
    let mut at = traceback.clone();
    loop {
        let entry = at.native::<Traceback>()?;
        let next = entry.next.borrow().clone();
        if next.is_none() {
            return Some(entry.frame.clone());
        }
        at = next;
    }
}

fn local(vm: &Vm, frame: &Value, name: &str) -> PyResult<Option<Value>> {
    let locals = vm.getattr_str(frame, "f_locals")?;
    let name = Value::Str(vm.intern(name));
    if vm.contains(&locals, &name)? { vm.getitem(&locals, &name).map(Some) } else { Ok(None) }
}
