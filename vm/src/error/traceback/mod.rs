//! The text of an uncaught exception, as CPython 3.13 prints it. Mirrors `Lib/traceback.py`.
//!
//! The surprise: a chain may be as long as memory allows, so nothing here recurses but exception groups, of which
//! ten levels are shown.

mod carets;
mod last_line;
mod stack;

use std::collections::{HashMap, HashSet};

use super::PyError;
use crate::heap::Value;
use crate::objects::exception::base;
use crate::vm::Vm;
use stack::Sources;

pub use carets::annotate;

const CAUSE: &str = "\nThe above exception was the direct cause of the following exception:\n\n";
const CONTEXT: &str = "\nDuring handling of the above exception, another exception occurred:\n\n";
/// Members shown of one group.
const MAX_WIDTH: usize = 15;
/// Levels shown of nested groups.
const MAX_DEPTH: usize = 10;

/// The report of an exception with its chain, ending in a newline.
pub fn render(vm: &Vm, error: &PyError) -> String {
    report(vm, &error.to_value())
}

/// The report of an exception that cannot be raised, as C writes it: the exception alone, without carets, chain,
/// notes and suggestions.
pub fn render_alone(vm: &Vm, error: &PyError) -> String {
    let value = error.to_value();
    let traceback = base::of(vm, &value).map_or(Value::None, |e| e.traceback.get());
    let mut sources = Sources { is_plain: true, ..Sources::default() };
    let entries = stack::format(vm, &traceback, &mut sources);
    let head = if traceback.is_none() { "" } else { "Traceback (most recent call last):\n" };
    let text = vm.str(&value).map_or_else(|_| "<exception str() failed>".to_owned(), |s| s.to_string());
    let name = crate::objects::type_::display_name(vm, error.class());
    format!("{head}{entries}{name}: {text}\n")
}

fn report(vm: &Vm, exception: &Value) -> String {
    let mut report =
        Report { vm, links: links(vm, exception), sources: Sources::default(), out: String::new() };
    let mut margin = Margin::default();
    report.chain(exception, &mut margin);
    report.out
}

/// What is shown before and below an exception. An exception that was seen elsewhere is not shown again.
#[derive(Default)]
struct Links {
    cause: Option<Value>,
    context: Option<Value>,
    members: Option<Vec<Value>>,
}

fn links(vm: &Vm, exception: &Value) -> HashMap<usize, Links> {
    let mut known = HashMap::new();
    let mut seen = HashSet::from([vm.id(exception)]);
    let mut todo = vec![exception.clone()];
    while let Some(exception) = todo.pop() {
        let Ok(payload) = base::of(vm, &exception) else { continue };
        let mut fresh = |v: Value| (!v.is_none() && !v.is_unbound() && seen.insert(vm.id(&v))).then_some(v);
        let cause = fresh(payload.cause.get());
        let suppressed = cause.is_some() || payload.suppress_context.get();
        let context = if suppressed { None } else { fresh(payload.context.get()) };
        let members = payload.field("exceptions").as_tuple().map(<[Value]>::to_vec);
        seen.extend(members.iter().flatten().map(|m| vm.id(m)));
        todo.extend(cause.iter().chain(&context).chain(members.iter().flatten()).cloned());
        known.insert(vm.id(&exception), Links { cause, context, members });
    }
    known
}

/// How deep in groups the text stands.
#[derive(Default)]
struct Margin {
    depth: usize,
    need_close: bool,
}

impl Margin {
    fn indent(&self) -> String {
        " ".repeat(2 * self.depth)
    }
}

struct Report<'a> {
    vm: &'a Vm,
    links: HashMap<usize, Links>,
    sources: Sources,
    out: String,
}

impl Report<'_> {
    fn emit(&mut self, text: &str, margin: &Margin, mark: char) {
        if margin.depth == 0 {
            self.out.push_str(text);
            return;
        }
        let start = format!("{}{mark} ", margin.indent());
        for line in text.split_inclusive('\n') {
            self.out.push_str(&start);
            self.out.push_str(line);
        }
    }

    fn chain(&mut self, exception: &Value, margin: &mut Margin) {
        let mut chain = Vec::new();
        let mut at = Some(exception.clone());
        while let Some(exception) = at {
            let links = self.links.get(&self.vm.id(&exception));
            let cause = links.and_then(|l| l.cause.clone());
            let context = links.and_then(|l| l.context.clone());
            let text = if cause.is_some() { CAUSE } else { CONTEXT };
            at = cause.or(context);
            chain.push((exception, at.is_some().then_some(text)));
        }
        for (exception, text) in chain.iter().rev() {
            if let Some(text) = text {
                self.emit(text, margin, '|');
            }
            let members = self.links.get_mut(&self.vm.id(exception)).and_then(|l| l.members.take());
            match members {
                None => self.one(exception, margin),
                Some(_) if margin.depth > MAX_DEPTH => {
                    self.emit(&format!("... (max_group_depth is {MAX_DEPTH})\n"), margin, '|');
                }
                Some(members) => self.group(exception, &members, margin),
            }
        }
    }

    fn one(&mut self, exception: &Value, margin: &Margin) {
        self.stack(exception, "Traceback", margin, '|');
        let last = last_line::format(self.vm, exception);
        self.emit(&last, margin, '|');
    }

    fn stack(&mut self, exception: &Value, title: &str, margin: &Margin, mark: char) {
        let traceback = match base::of(self.vm, exception) {
            Ok(payload) => payload.traceback.get(),
            Err(_) => Value::None,
        };
        if traceback.is_none() {
            return;
        }
        self.emit(&format!("{title} (most recent call last):\n"), margin, mark);
        let text = stack::format(self.vm, &traceback, &mut self.sources);
        self.emit(&text, margin, '|');
    }

    fn group(&mut self, exception: &Value, members: &[Value], margin: &mut Margin) {
        let outermost = margin.depth == 0;
        margin.depth += usize::from(outermost);
        let mark = if outermost { '+' } else { '|' };
        self.stack(exception, "Exception Group Traceback", margin, mark);
        let last = last_line::format(self.vm, exception);
        self.emit(&last, margin, '|');
        margin.need_close = false;
        let shown = members.len().min(MAX_WIDTH + 1);
        for (i, member) in members.iter().enumerate().take(shown) {
            let is_last = i + 1 == shown;
            // The line that closes the group may come from a group inside it.
            margin.need_close |= is_last;
            let cut = i >= MAX_WIDTH;
            let title = if cut { "...".to_owned() } else { (i + 1).to_string() };
            let edge = if i == 0 { "+-" } else { "  " };
            self.out
                .push_str(&format!("{}{edge}+---------------- {title} ----------------\n", margin.indent()));
            margin.depth += 1;
            if cut {
                let more = members.len() - MAX_WIDTH;
                let plural = if more == 1 { "" } else { "s" };
                self.emit(&format!("and {more} more exception{plural}\n"), margin, '|');
            } else {
                self.chain(member, margin);
            }
            if is_last && margin.need_close {
                self.out.push_str(&format!("{}+------------------------------------\n", margin.indent()));
                margin.need_close = false;
            }
            margin.depth -= 1;
        }
        if outermost {
            margin.depth = 0;
        }
    }
}

/// Writes to `sys.stderr`, or to the process's own standard error where there is none to speak of.
pub fn write(vm: &Vm, text: &str) {
    let stream = vm.import("sys").and_then(|sys| vm.getattr_str(&sys, "stderr"));
    match stream {
        Ok(stream) if stream.is_none() => {}
        Ok(stream) => drop(vm.call_method(&stream, &vm.names.write, &[Value::str(text)])),
        Err(_) => eprint!("{text}"),
    }
}
