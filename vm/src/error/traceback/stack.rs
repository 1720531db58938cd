//! The entries of a traceback, with their source lines. Mirrors `StackSummary` of `Lib/traceback.py`.

use hashbrown::HashMap;

use super::carets;
use crate::bytecode::line_table::Position;
use crate::heap::Value;
use crate::objects::CodeObject;
use crate::objects::traceback::Traceback;
use crate::vm::Vm;

/// The same line shown this often in a row is folded.
const REPEATS: usize = 3;

/// Source lines of files, read once for a report.
#[derive(Default)]
pub(super) struct Sources {
    pub(super) files: HashMap<String, Vec<String>>,
    /// As C prints: lines of files only, without carets.
    pub(super) is_plain: bool,
}

impl Sources {
    /// A line of a file or of text the VM was given; empty where there is none.
    pub(super) fn line(&mut self, vm: &Vm, file: &str, line: u32) -> String {
        if !self.files.contains_key(file) {
            self.files.insert(file.to_owned(), read(vm, file, self.is_plain));
        }
        let index = usize::try_from(line).ok().and_then(|n| n.checked_sub(1));
        let lines = self.files.get(file);
        lines.zip(index).and_then(|(lines, index)| lines.get(index)).cloned().unwrap_or_default()
    }
}

fn read(vm: &Vm, file: &str, is_plain: bool) -> Vec<String> {
    let text = match vm.sources.borrow().get(file).filter(|_| !is_plain || !file.starts_with('<')) {
        Some(text) => Some(text.clone()),
        None if !vm.may_import(std::path::Path::new(file)) => None,
        None => std::fs::read(file).ok().and_then(|data| crate::import::source::decode(vm, &data, file).ok()),
    };
    let text = text.unwrap_or_default().replace("\r\n", "\n").replace('\r', "\n");
    text.split('\n').map(|line| line.trim_end().to_owned()).collect()
}

/// The entries of a traceback, repeated ones folded.
pub(super) fn format(vm: &Vm, traceback: &Value, sources: &mut Sources) -> String {
    let mut out = String::new();
    let mut at = traceback.clone();
    let (mut last, mut count): (Option<(String, u32, String)>, usize) = (None, 0);
    while let Some(entry) = at.native::<Traceback>() {
        if let Some(code) = entry.code.as_obj().and_then(CodeObject::of) {
            let key = (code.filename.to_string(), entry.line().unwrap_or(0), code.name.to_string());
            if last.as_ref() == Some(&key) {
                count += 1;
            } else {
                fold(&mut out, count);
                last = Some(key);
                count = 1;
            }
            if count <= REPEATS {
                frame(vm, code, entry, sources, &mut out);
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

fn frame(vm: &Vm, code: &CodeObject, entry: &Traceback, sources: &mut Sources, out: &mut String) {
    let line = entry.line().unwrap_or(0);
    out.push_str(&format!("  File \"{}\", line {line}, in {}\n", code.filename, code.name));
    let position = u32::try_from(entry.ip).ok().and_then(|ip| code.code().lines.lookup(ip));
    let shown = excerpt(vm, &code.filename.to_string_lossy(), line, position, sources);
    for line in shown.lines() {
        out.push_str(&format!("    {line}\n"));
    }
}

fn excerpt(vm: &Vm, file: &str, line: u32, place: Option<Position>, sources: &mut Sources) -> String {
    let has_place = !sources.is_plain && !vm.flags.no_debug_ranges;
    let Some(place) = place.filter(|p| p.line == line && has_place) else {
        return sources.line(vm, file, line).trim().to_owned();
    };
    let lines: Vec<String> = (place.line..=place.end_line).map(|n| sources.line(vm, file, n)).collect();
    if lines.iter().all(|line| line.trim().is_empty()) {
        return String::new();
    }
    carets::annotate(&lines, place)
}
