//! `show`: what is in a pickle, as a tree. Shared and cyclic references are numbered.

use std::collections::{HashMap, HashSet};

use pyvm_pickle::wire::repr;
use pyvm_pickle::{Graph, Node, NodeId};

use super::input::Input;
use super::{Options, graph, json, print};

/// Levels that are shown; what lies deeper is told as `...`.
const LEVELS: usize = 500;

pub(super) fn run(input: &Input, options: &Options) -> Result<i32, String> {
    let graph = graph(input)?;
    if options.json {
        print(&format!("{}\n", json::write(&graph)?));
        return Ok(0);
    }
    let mut shown = Shown { graph: &graph, shared: shared(&graph), seen: HashMap::new(), out: String::new() };
    shown.tree("", graph.root(), 0);
    print(&shown.out);
    Ok(0)
}

/// The nodes that a node refers to, in order.
pub(super) fn children(graph: &Graph, id: NodeId) -> Vec<NodeId> {
    match graph.node(id) {
        Node::List(items) | Node::Set(items) => items.clone(),
        Node::Tuple(items) | Node::FrozenSet(items) => items.to_vec(),
        Node::Dict(pairs) => pairs.iter().flat_map(|(k, v)| [*k, *v]).collect(),
        Node::Persistent(pid) => vec![*pid],
        Node::Instance(i) => {
            let mut all = vec![i.class, i.args];
            all.extend(i.kwargs);
            all.extend(i.state);
            all.extend(i.setter.iter().flat_map(|(f, s)| [*f, *s]));
            all.extend(&i.list_items);
            all.extend(i.dict_items.iter().flat_map(|(k, v)| [*k, *v]));
            all
        }
        _ => Vec::new(),
    }
}

/// Containers and instances that are referred to more than once.
pub(super) fn shared(graph: &Graph) -> HashSet<NodeId> {
    let (mut seen, mut twice) = (HashSet::new(), HashSet::new());
    let mut todo = vec![graph.root()];
    while let Some(id) = todo.pop() {
        if is_scalar(graph.node(id)) {
            continue;
        }
        if seen.insert(id) {
            todo.extend(children(graph, id));
        } else {
            twice.insert(id);
        }
    }
    twice
}

pub(super) fn is_scalar(node: &Node) -> bool {
    match node {
        Node::Tuple(items) => items.is_empty(),
        Node::List(_) | Node::Dict(_) | Node::Set(_) | Node::FrozenSet(_) => false,
        Node::Instance(_) | Node::Persistent(_) | Node::ByteArray(_) => false,
        _ => true,
    }
}

/// A scalar as Python writes it; the kind of anything else.
pub(super) fn scalar(graph: &Graph, id: NodeId) -> String {
    match graph.node(id) {
        Node::None => "None".to_owned(),
        Node::Bool(true) => "True".to_owned(),
        Node::Bool(false) => "False".to_owned(),
        Node::Int(n) => n.to_string(),
        // The text of a long int takes time that grows with its square.
        Node::BigInt(n) if n.bits() > 10_000 => format!("<int of {} bits>", n.bits()),
        Node::BigInt(n) => n.to_string(),
        Node::Float(x) => repr::float(*x),
        Node::Str(text) => repr::text(text.as_bytes()),
        Node::Bytes(data) => repr::bytes(data),
        Node::ByteArray(data) => repr::bytearray(data),
        Node::Tuple(_) => "()".to_owned(),
        Node::Global { .. } => match graph.global(id) {
            Some((module, name)) => format!("{module}.{name}"),
            None => "<a name that is no text>".to_owned(),
        },
        Node::Ext(code) => format!("<extension {code}>"),
        Node::Buffer { index, .. } => format!("<buffer {index}>"),
        _ => "<object>".to_owned(),
    }
}

struct Shown<'g> {
    graph: &'g Graph,
    shared: HashSet<NodeId>,
    seen: HashMap<NodeId, usize>,
    out: String,
}

impl Shown<'_> {
    fn line(&mut self, label: &str, text: &str, level: usize) {
        let colon = if label.is_empty() { "" } else { ": " };
        self.out.push_str(&format!("{}{label}{colon}{text}\n", "  ".repeat(level)));
    }

    fn tree(&mut self, label: &str, id: NodeId, level: usize) {
        let node = self.graph.node(id);
        if is_scalar(node) {
            return self.line(label, &scalar(self.graph, id), level);
        }
        if let Some(number) = self.seen.get(&id) {
            return self.line(label, &format!("-> #{number}"), level);
        }
        let mut mark = String::new();
        if self.shared.contains(&id) {
            let number = self.seen.len() + 1;
            self.seen.insert(id, number);
            mark = format!(" #{number}");
        }
        if level >= LEVELS {
            return self.line(label, "...", level);
        }
        let next = level + 1;
        match node {
            Node::List(items) | Node::Set(items) => self.sequence(label, node, items, &mark, level),
            Node::Tuple(items) | Node::FrozenSet(items) => self.sequence(label, node, items, &mark, level),
            Node::Dict(pairs) => {
                self.line(label, &format!("dict of {}{mark}", pairs.len()), level);
                self.pairs(pairs, level);
            }
            Node::ByteArray(_) => self.line(label, &format!("{}{mark}", scalar(self.graph, id)), level),
            Node::Persistent(pid) => {
                self.line(label, &format!("persistent object{mark}"), level);
                self.tree("id", *pid, next);
            }
            Node::Instance(instance) => {
                let class = match self.graph.class_of(id) {
                    Some((module, name)) => format!("{module}.{name}"),
                    None => "object of an unnamed class".to_owned(),
                };
                self.line(label, &format!("{class}{mark}"), level);
                if self.graph.global(instance.class).is_none() {
                    self.tree("called", instance.class, next);
                }
                if !self.graph.tuple(instance.args).is_empty() {
                    self.tree("args", instance.args, next);
                }
                let (kwargs, state, setter) = (instance.kwargs, instance.state, instance.setter);
                kwargs.into_iter().for_each(|kwargs| self.tree("kwargs", kwargs, next));
                state.into_iter().for_each(|state| self.tree("state", state, next));
                if let Some((setter, state)) = setter {
                    self.tree("setter", setter, next);
                    self.tree("state", state, next);
                }
                self.items(&instance.list_items, level);
                self.pairs(&instance.dict_items, level);
            }
            _ => self.line(label, "<object>", level),
        }
    }

    fn sequence(&mut self, label: &str, node: &Node, items: &[NodeId], mark: &str, level: usize) {
        let kind = match node {
            Node::List(_) => "list",
            Node::Tuple(_) => "tuple",
            Node::Set(_) => "set",
            _ => "frozenset",
        };
        self.line(label, &format!("{kind} of {}{mark}", items.len()), level);
        self.items(items, level);
    }

    fn items(&mut self, items: &[NodeId], level: usize) {
        for (index, item) in items.iter().enumerate() {
            self.tree(&format!("[{index}]"), *item, level + 1);
        }
    }

    fn pairs(&mut self, pairs: &[(NodeId, NodeId)], level: usize) {
        for (key, value) in pairs {
            if is_scalar(self.graph.node(*key)) {
                let label = scalar(self.graph, *key);
                self.tree(&label, *value, level + 1);
            } else {
                self.tree("key", *key, level + 1);
                self.tree("value", *value, level + 1);
            }
        }
    }
}
