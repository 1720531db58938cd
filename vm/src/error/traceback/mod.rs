//! The text of an uncaught exception, as CPython 3.13 prints it. Mirrors `Lib/traceback.py`.
//!
//! The surprise: a chain may be as long as memory allows, so nothing here recurses but exception groups, of which
//! ten levels are shown.

mod carets;
mod last_line;
mod stack;

use std::collections::HashSet;

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
/// Places of exceptions in one report whose groups are shown as such: members that many groups share are shown in each.
const MOST_NODES: usize = 1 << 16;

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
        Report { vm, nodes: nodes(vm, exception), sources: Sources::default(), out: String::new() };
    report.chain(0, &mut Margin::default());
    report.out
}

/// An exception in one of the places where it is shown, with the places of what is shown before and below it.
struct Node {
    exception: Value,
    cause: Option<usize>,
    context: Option<usize>,
    members: Option<Vec<usize>>,
}

/// The places where exceptions are shown, that of `exception` first. Causes and contexts that were seen elsewhere are not
/// shown again. Which place comes to show them follows from the order in which CPython asks: the one found last is the
/// next.
fn nodes(vm: &Vm, exception: &Value) -> Vec<Node> {
    let place = |exception| Node { exception, cause: None, context: None, members: None };
    let mut seen = HashSet::from([vm.id(exception)]);
    let mut nodes = vec![place(exception.clone())];
    let mut todo = vec![0];
    while let Some(at) = todo.pop() {
        let Some(exception) = nodes.get(at).map(|node| node.exception.clone()) else { continue };
        let Ok(payload) = base::of(vm, &exception) else { continue };
        let mut add = |exception: Value| {
            nodes.push(place(exception));
            todo.push(nodes.len() - 1);
            nodes.len() - 1
        };
        let mut fresh = |v: &Value| !v.is_none() && !v.is_unbound() && seen.insert(vm.id(v));
        let cause = Some(payload.cause.get()).filter(&mut fresh).map(&mut add);
        let suppressed = cause.is_some() || payload.suppress_context.get();
        let context = Some(payload.context.get()).filter(|v| !suppressed && fresh(v)).map(&mut add);
        let group = payload.field("exceptions");
        let group = group.as_tuple().filter(|_| at < MOST_NODES);
        let members = group.map(|members| {
            seen.extend(members.iter().map(|m| vm.id(m)));
            members.iter().cloned().map(&mut add).collect()
        });
        if let Some(node) = nodes.get_mut(at) {
            *node = Node { exception, cause, context, members };
        }
    }
    nodes
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
    nodes: Vec<Node>,
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

    fn chain(&mut self, first: usize, margin: &mut Margin) {
        let mut chain = Vec::new();
        let mut at = Some(first);
        while let Some(node) = at.and_then(|at| self.nodes.get(at)) {
            let text = if node.cause.is_some() { CAUSE } else { CONTEXT };
            let next = node.cause.or(node.context);
            chain.extend(at.map(|at| (at, next.map(|_| text))));
            at = next;
        }
        for (at, text) in chain.iter().rev() {
            if let Some(text) = text {
                self.emit(text, margin, '|');
            }
            let Some(node) = self.nodes.get_mut(*at) else { continue };
            let exception = node.exception.clone();
            match node.members.take() {
                None => self.one(&exception, margin),
                Some(_) if margin.depth > MAX_DEPTH => {
                    self.emit(&format!("... (max_group_depth is {MAX_DEPTH})\n"), margin, '|');
                }
                Some(members) => self.group(&exception, &members, margin),
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

    fn group(&mut self, exception: &Value, members: &[usize], margin: &mut Margin) {
        let outermost = margin.depth == 0;
        margin.depth += usize::from(outermost);
        let mark = if outermost { '+' } else { '|' };
        self.stack(exception, "Exception Group Traceback", margin, mark);
        let last = last_line::format(self.vm, exception);
        self.emit(&last, margin, '|');
        margin.need_close = false;
        let shown = members.len().min(MAX_WIDTH + 1);
        for (i, &member) in members.iter().enumerate().take(shown) {
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
