//! `diff`: how two pickles differ, in structure first, then in sharing, then in bytes.

use std::collections::{HashMap, HashSet};

use pyvm_pickle::{Graph, Node, NodeId};

use super::show::{is_scalar, scalar};
use super::size::labelled;
use super::{Options, UNREADABLE, graph, input, json, print};

/// Differences that are told.
const MOST: usize = 100;

pub(super) fn run(a: &str, b: &str, options: &Options) -> i32 {
    let read = |file: &str| {
        let all = input::read(file, options.index)?;
        let one = all.into_iter().next().ok_or("nothing to read")?;
        let graph = graph(&one)?;
        Ok::<_, String>((one.data, graph))
    };
    let (left, right) = match (read(a), read(b)) {
        (Ok(left), Ok(right)) => (left, right),
        (left, right) => {
            left.err().into_iter().for_each(|message| eprintln!("pyvm: {a}: {message}"));
            right.err().into_iter().for_each(|message| eprintln!("pyvm: {b}: {message}"));
            return UNREADABLE;
        }
    };
    let mut diff =
        Diff { a: &left.1, b: &right.1, pairs: HashMap::new(), seen: HashSet::new(), found: Vec::new() };
    diff.walk();
    if diff.found.is_empty() && left.0 != right.0 {
        let first = left.0.iter().zip(&right.0).position(|(x, y)| x != y);
        let at = first.unwrap_or(left.0.len().min(right.0.len()));
        diff.found.push(format!(
            "the same objects in other bytes: {} and {}, different from byte {at} on",
            left.0.len(),
            right.0.len()
        ));
    }
    if options.json {
        let found: Vec<String> = diff.found.iter().map(|text| json::quoted(text)).collect();
        print(&format!("{{\"same\": {}, \"differences\": [{}]}}\n", found.is_empty(), found.join(", ")));
    } else {
        diff.found.iter().for_each(|text| print(&format!("{text}\n")));
    }
    i32::from(!diff.found.is_empty())
}

struct Diff<'g> {
    a: &'g Graph,
    b: &'g Graph,
    /// Which node of `b` stands for one of `a`.
    pairs: HashMap<NodeId, NodeId>,
    seen: HashSet<(NodeId, NodeId)>,
    found: Vec<String>,
}

impl Diff<'_> {
    fn walk(&mut self) {
        let mut todo = vec![("root".to_owned(), self.a.root(), self.b.root())];
        while let Some((path, x, y)) = todo.pop() {
            if self.found.len() >= MOST || !self.seen.insert((x, y)) {
                continue;
            }
            let (left, right) = (self.a.node(x), self.b.node(y));
            if is_scalar(left) || is_scalar(right) {
                let (p, q) = (scalar(self.a, x), scalar(self.b, y));
                if p != q || is_scalar(left) != is_scalar(right) {
                    let (p, q) = (told(self.a, x, p), told(self.b, y, q));
                    self.found.push(format!("{path}: {p} != {q}"));
                }
                continue;
            }
            if let Some(before) = self.pairs.insert(x, y).filter(|before| *before != y) {
                self.pairs.insert(x, before);
                self.found.push(format!("{path}: one object on the left, two on the right"));
                continue;
            }
            let (p, q) = (told(self.a, x, String::new()), told(self.b, y, String::new()));
            let (below, other) = (labelled(self.a, x), labelled(self.b, y));
            if p != q || below.len() != other.len() {
                self.found.push(format!("{path}: {p} of {} != {q} of {}", below.len(), other.len()));
                continue;
            }
            let parts = below.into_iter().zip(other).rev();
            todo.extend(parts.map(|((label, x), (_, y))| (format!("{path}{label}"), x, y)));
        }
    }
}

/// What a node is, in a word.
fn told(graph: &Graph, id: NodeId, text: String) -> String {
    match graph.node(id) {
        Node::List(_) => "list".to_owned(),
        Node::Tuple(items) if !items.is_empty() => "tuple".to_owned(),
        Node::Dict(_) => "dict".to_owned(),
        Node::Set(_) => "set".to_owned(),
        Node::FrozenSet(_) => "frozenset".to_owned(),
        Node::Persistent(_) => "persistent object".to_owned(),
        Node::ByteArray(_) => scalar(graph, id),
        Node::Instance(_) => match graph.class_of(id) {
            Some((module, name)) => format!("{module}.{name}"),
            None => "object".to_owned(),
        },
        _ => text,
    }
}
