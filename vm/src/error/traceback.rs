//! The text of an uncaught exception, as CPython 3.13 prints it. Mirrors `Lib/traceback.py` and `Python/traceback.c`.

use super::PyError;
use crate::bytecode::line_table::Position;
use crate::heap::{Str, Value};
use crate::objects::CodeObject;
use crate::objects::exception::base;
use crate::objects::traceback::Traceback;
use crate::vm::Vm;

const CAUSE: &str = "\nThe above exception was the direct cause of the following exception:\n\n";
const CONTEXT: &str = "\nDuring handling of the above exception, another exception occurred:\n\n";
/// The same line shown this often in a row is folded.
const REPEATS: usize = 3;

/// The report of an exception with its chain, ending in a newline.
pub fn render(vm: &Vm, error: &PyError) -> String {
    let mut out = String::new();
    let mut seen = Vec::new();
    chain(vm, &error.to_value(), &mut out, &mut seen);
    out
}

fn chain(vm: &Vm, exception: &Value, out: &mut String, seen: &mut Vec<usize>) {
    let Ok(payload) = base::of(vm, exception) else { return };
    seen.push(vm.id(exception));
    let (cause, context) = (payload.cause.borrow().clone(), payload.context.borrow().clone());
    let fresh = |v: &Value, seen: &[usize]| !v.is_none() && !seen.contains(&vm.id(v));
    if fresh(&cause, seen) {
        chain(vm, &cause, out, seen);
        out.push_str(CAUSE);
    } else if cause.is_none() && !payload.suppress_context.get() && fresh(&context, seen) {
        chain(vm, &context, out, seen);
        out.push_str(CONTEXT);
    }
    let traceback = payload.traceback.borrow().clone();
    if !traceback.is_none() {
        out.push_str("Traceback (most recent call last):\n");
        out.push_str(&stack(vm, &traceback));
    }
    out.push_str(&last_lines(vm, exception));
}

/// The entries of a traceback, repeated ones folded.
pub fn stack(vm: &Vm, traceback: &Value) -> String {
    let mut out = String::new();
    let mut at = traceback.clone();
    let (mut last, mut count): (Option<(String, u32, String)>, usize) = (None, 0);
    while let Some(entry) = at.native::<Traceback>() {
        if let Some(code) = entry.code.as_obj().and_then(CodeObject::of) {
            let key = (code.filename.to_string(), entry.line.unwrap_or(0), code.name.to_string());
            if last.as_ref() == Some(&key) {
                count += 1;
            } else {
                fold(&mut out, count);
                last = Some(key);
                count = 1;
            }
            if count <= REPEATS {
                frame(vm, code, entry, &mut out);
            }
        }
        let next = entry.next.borrow().clone();
        at = next;
    }
    fold(&mut out, count);
    out
}

fn fold(out: &mut String, count: usize) {
    if count > REPEATS {
        let more = count - REPEATS;
        let plural = if more == 1 { "" } else { "s" };
        out.push_str(&format!("  [Previous line repeated {more} more time{plural}]\n"));
    }
}

fn frame(vm: &Vm, code: &CodeObject, entry: &Traceback, out: &mut String) {
    let line = entry.line.unwrap_or(0);
    out.push_str(&format!("  File \"{}\", line {line}, in {}\n", code.filename, code.name));
    let Some(source) = source_line(vm, &code.filename, line) else { return };
    let shown = source.trim();
    if shown.is_empty() {
        return;
    }
    out.push_str(&format!("    {shown}\n"));
    let position = u32::try_from(entry.ip).ok().and_then(|ip| code.code.lines.lookup(ip));
    if let Some(carets) = position.and_then(|p| carets(&source, p)) {
        out.push_str(&format!("    {carets}\n"));
    }
}

/// A line of a source file or of text the VM was given.
fn source_line(vm: &Vm, file: &Str, line: u32) -> Option<String> {
    let index = usize::try_from(line).ok()?.checked_sub(1)?;
    let name = file.to_string_lossy();
    if let Some(text) = vm.sources.borrow().get(name.as_ref()) {
        return text.lines().nth(index).map(str::to_owned);
    }
    let text = std::fs::read_to_string(name.as_ref()).ok()?;
    text.lines().nth(index).map(str::to_owned)
}

/// The marks under the part of a line that raised; none where that is the whole line.
fn carets(source: &str, position: Position) -> Option<String> {
    let indent = source.len() - source.trim_start().len();
    let body = source.trim_end();
    let start = (position.col as usize).min(body.len());
    let end = if position.end_line == position.line {
        (position.end_col as usize).min(body.len())
    } else {
        body.len()
    };
    if end <= start || start < indent {
        return None;
    }
    if start == indent && end == body.len() {
        return None;
    }
    let width = |text: &str| text.chars().count();
    let (pad, len) = (width(source.get(indent..start)?), width(source.get(start..end)?));
    let segment = source.get(start..end)?;
    let marks = match anchors(segment) {
        Some((left, right)) => {
            let (left, right) = (width(segment.get(..left)?), width(segment.get(..right)?));
            format!("{}{}{}", "~".repeat(left), "^".repeat(right - left), "~".repeat(len - right))
        }
        None => "^".repeat(len),
    };
    Some(format!("{}{marks}", " ".repeat(pad)))
}

/// The operator, call or subscript that the marks point at, as byte offsets in the segment.
fn anchors(segment: &str) -> Option<(usize, usize)> {
    use rustpython_parser::ast::{Expr, Mod, Ranged, Stmt};
    // In parentheses, so that a segment may span what looks like several statements.
    let text = format!("({segment}\n)");
    let parsed = crate::parser::parse(&text, crate::parser::Mode::Exec).ok()?;
    let Mod::Module(module) = parsed.ast else { return None };
    let [Stmt::Expr(statement)] = &module.body[..] else { return None };
    let offset = |n: rustpython_parser::text_size::TextSize| (u32::from(n) as usize).saturating_sub(1);
    match &*statement.value {
        Expr::BinOp(e) => {
            let mut at = offset(e.left.range().end());
            let bytes = segment.as_bytes();
            while bytes.get(at).is_some_and(|b| matches!(b, b' ' | b')' | b'\t' | b'\\' | b'\n')) {
                at += 1;
            }
            let second = bytes.get(at + 1).is_some_and(|b| b"+-*/%@&|^<>=".contains(b));
            Some((at, (at + 1 + usize::from(second)).min(segment.len())))
        }
        Expr::Subscript(e) => {
            let start =
                segment.get(offset(e.value.range().end())..)?.find('[')? + offset(e.value.range().end());
            Some((start, segment.len()))
        }
        Expr::Call(e) => {
            let start =
                segment.get(offset(e.func.range().end())..)?.find('(')? + offset(e.func.range().end());
            Some((start, segment.len()))
        }
        _ => None,
    }
}

/// `Class: message` with the place of a SyntaxError and notes.
fn last_lines(vm: &Vm, exception: &Value) -> String {
    let mut out = String::new();
    let class = vm.class_of(exception);
    let name = crate::objects::type_::display_name(vm, class);
    if class.is_subtype(&vm.exc.syntax_error) {
        syntax_lines(vm, exception, &name, &mut out);
    } else {
        let text =
            vm.str(exception).map_or_else(|_| "<exception str() failed>".to_owned(), |s| s.to_string());
        let hint = suggestion(vm, exception).unwrap_or_default();
        match (text.is_empty(), hint.is_empty()) {
            (true, true) => out.push_str(&format!("{name}\n")),
            _ => out.push_str(&format!("{name}: {text}{hint}\n")),
        }
    }
    if let Ok(Some(notes)) = vm.lookup_attr(exception, &vm.intern("__notes__")) {
        for note in vm.list_from_iterable(&notes).unwrap_or_default() {
            let text = vm.str(&note).map_or_else(|_| "<note str() failed>".to_owned(), |s| s.to_string());
            out.push_str(&format!("{text}\n"));
        }
    }
    out
}

fn syntax_lines(vm: &Vm, exception: &Value, name: &str, out: &mut String) {
    let Ok(e) = base::of(vm, exception) else { return };
    let file = e.field("filename").as_text().map_or_else(|| "<string>".to_owned(), ToString::to_string);
    if let Value::Int(line) = e.field("lineno") {
        out.push_str(&format!("  File \"{file}\", line {line}\n"));
    }
    let number = |field: &str| if let Value::Int(n) = e.field(field) { n } else { 0 };
    let text = e.field("text").as_text().map(ToString::to_string);
    let text =
        text.or_else(|| source_line(vm, &Str::new(&file), u32::try_from(number("lineno")).unwrap_or(0)));
    if let Some(text) = text {
        let line = text.trim_end_matches('\n');
        let shown = line.trim_start_matches([' ', '\n', '\x0c']);
        let cut = i64::try_from(line.chars().count() - shown.chars().count()).unwrap_or(0);
        out.push_str(&format!("    {shown}\n"));
        let (start, mut end) = (number("offset"), number("end_offset"));
        if number("end_lineno") != number("lineno") && number("end_lineno") > 0 {
            end = i64::try_from(line.chars().count()).unwrap_or(0) + 1;
        }
        if start >= 1 {
            let end = if end <= 0 || end == start { start + 1 } else { end };
            let (column, width) = (start - 1 - cut, (end - start).max(1));
            if column >= 0 {
                let pad: String = shown
                    .chars()
                    .take(usize::try_from(column).unwrap_or(0))
                    .map(|c| if c.is_whitespace() { c } else { ' ' })
                    .collect();
                out.push_str(&format!("    {pad}{}\n", "^".repeat(usize::try_from(width).unwrap_or(1))));
            }
        }
    }
    let message = match e.field("msg") {
        Value::Unbound | Value::None => "<no detail available>".to_owned(),
        msg => vm.str(&msg).map_or_else(|_| String::new(), |s| s.to_string()),
    };
    out.push_str(&format!("{name}: {message}\n"));
}

/// ". Did you mean: 'x'?" for names and attributes.
fn suggestion(vm: &Vm, exception: &Value) -> Option<String> {
    let e = base::of(vm, exception).ok()?;
    let class = vm.class_of(exception);
    let wrong = e.field("name").as_text()?.to_string();
    let candidates = if class.is_subtype(&vm.exc.attribute_error) {
        let object = e.field("obj").bound()?;
        let names = vm.call_method(&object, &vm.names.dir, &[]).ok()?;
        texts(vm, &names)
    } else if class.is_subtype(&vm.exc.name_error) {
        let mut names = frame_names(vm, &e.traceback.borrow().clone());
        names.extend(
            crate::objects::Dict::of(&vm.builtins)?
                .keys()
                .iter()
                .filter_map(Value::as_text)
                .map(ToString::to_string),
        );
        names
    } else {
        return None;
    };
    let visible: Vec<String> =
        candidates.into_iter().filter(|c| wrong.starts_with('_') || !c.starts_with('_')).collect();
    let hint = super::suggest::closest(&wrong, &visible)?;
    Some(format!(". Did you mean: '{hint}'?"))
}

fn texts(vm: &Vm, names: &Value) -> Vec<String> {
    let list = vm.list_from_iterable(names).unwrap_or_default();
    list.iter().filter_map(Value::as_text).map(ToString::to_string).collect()
}

/// Variables of the frame that raised, and its globals.
fn frame_names(vm: &Vm, traceback: &Value) -> Vec<String> {
    let mut at = traceback.clone();
    loop {
        let next = match at.native::<Traceback>() {
            Some(entry) => entry.next.borrow().clone(),
            None => return Vec::new(),
        };
        if next.is_none() {
            break;
        }
        at = next;
    }
    let Some(entry) = at.native::<Traceback>() else { return Vec::new() };
    let mut names = Vec::new();
    for attribute in ["f_locals", "f_globals"] {
        if let Ok(namespace) = vm.getattr_str(&entry.frame, attribute) {
            names.extend(texts(vm, &namespace));
        }
    }
    names
}
