//! The last lines of a report: class and message, the place of a SyntaxError, notes.

use crate::heap::{Str, Value};
use crate::objects::Exception;
use crate::objects::exception::base;
use crate::objects::type_::display_name;
use crate::vm::Vm;

/// `Class: message`, with what belongs to it.
pub(super) fn format(vm: &Vm, exception: &Value) -> String {
    let mut out = String::new();
    let class = vm.class_of(exception);
    let name = display_name(vm, class);
    match base::of(vm, exception) {
        Ok(e) if class.is_subtype(&vm.exc.syntax_error) => syntax_error(vm, e, &name, &mut out),
        _ => {
            let text = safe(vm.str(exception), "exception", "str");
            let text = text + &super::super::hints::hint(vm, exception);
            match text.is_empty() {
                true => out.push_str(&format!("{name}\n")),
                false => out.push_str(&format!("{name}: {text}\n")),
            }
        }
    }
    notes(vm, exception, &mut out);
    out
}

fn safe(text: crate::error::PyResult<Str>, what: &str, how: &str) -> String {
    text.map_or_else(|_| format!("<{what} {how}() failed>"), |text| shown(&text))
}

/// Lone surrogates show as escapes, as `sys.stderr` writes them.
fn shown(text: &Str) -> String {
    match text.as_str() {
        Some(text) => text.to_owned(),
        None => text.as_wtf8().code_points().fold(String::new(), |mut out, point| {
            match point.to_char() {
                Some(c) => out.push(c),
                None => out.push_str(&format!("\\u{:04x}", point.to_u32())),
            }
            out
        }),
    }
}

fn notes(vm: &Vm, exception: &Value, out: &mut String) {
    let lines = |text: String, out: &mut String| {
        for line in text.split('\n') {
            out.push_str(&format!("{line}\n"));
        }
    };
    let notes = match vm.lookup_attr(exception, &vm.intern("__notes__")) {
        Ok(Some(notes)) if !notes.is_none() => notes,
        Ok(_) => return,
        Err(error) => {
            let error = safe(vm.repr(&error.to_value()), "__notes__", "repr");
            return lines(format!("Ignored error getting __notes__: {error}"), out);
        }
    };
    let is_list = vm.is_instance(&notes, &vm.types.list) || vm.is_instance(&notes, &vm.types.tuple);
    if !is_list {
        out.push_str(&format!("{}\n", safe(vm.repr(&notes), "__notes__", "repr")));
        return;
    }
    for note in vm.list_from_iterable(&notes).unwrap_or_default() {
        lines(safe(vm.str(&note), "note", "str"), out);
    }
}

fn syntax_error(vm: &Vm, e: &Exception, name: &str, out: &mut String) {
    let file = e.field("filename");
    let file = (!file.is_none() && !file.is_unbound()).then(|| safe(vm.str(&file), "filename", "str"));
    let mut suffix = String::new();
    match (e.field("lineno"), &file) {
        (Value::None | Value::Unbound, None) => {}
        (Value::None | Value::Unbound, Some(file)) => suffix = format!(" ({file})"),
        (line, _) => {
            let line = safe(vm.str(&line), "lineno", "str");
            let file = file.as_deref().unwrap_or("<string>");
            out.push_str(&format!("  File \"{file}\", line {line}\n"));
        }
    }
    if let Some(text) = e.field("text").as_text() {
        place(e, &shown(text), out);
    }
    let message = match e.field("msg") {
        Value::Unbound | Value::None => "<no detail available>".to_owned(),
        msg => safe(vm.str(&msg), "msg", "str"),
    };
    out.push_str(&format!("{name}: {message}{suffix}\n"));
}

/// The line of the error and the marks under it.
fn place(e: &Exception, text: &str, out: &mut String) {
    let number = |field: &str| match e.field(field) {
        Value::Int(n) => Some(n),
        _ => None,
    };
    let count = |text: &str| i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
    let line = text.trim_end_matches('\n');
    let body = line.trim_start_matches([' ', '\n', '\x0c']);
    let cut = count(line) - count(body);
    out.push_str(&format!("    {body}\n"));
    let (Some(start), Some(lineno)) = (number("offset"), number("lineno")) else { return };
    let mut end = match number("end_lineno") {
        Some(last) if last != lineno => count(line) + 1,
        None => count(line) + 1,
        _ => number("end_offset").filter(|n| *n != 0).unwrap_or(start),
    };
    let start = start.min(count(line) + 1);
    end = end.min(count(line) + 1);
    if end <= start {
        end = start + 1;
    }
    let column = start - 1 - cut;
    if column >= 0 {
        let blank = |c: char| if c.is_whitespace() { c } else { ' ' };
        let pad: String = body.chars().take(usize::try_from(column).unwrap_or(0)).map(blank).collect();
        let marks = "^".repeat(usize::try_from(end - start).unwrap_or(0));
        out.push_str(&format!("    {pad}{marks}\n"));
    }
}
