//! `size`: the bytes of a pickle by its parts. A part that is shared counts where it comes first.

use std::collections::HashSet;

use pyvm_pickle::{Graph, Node, NodeId};

use super::input::Input;
use super::show::{children, scalar};
use super::{Options, graph, json, print};

/// Levels that are told apart.
const LEVELS: usize = 4;
/// Parts of one level that are told apart, the largest first.
const PARTS: usize = 20;

/// A part with all below it.
struct Part {
    label: String,
    bytes: u64,
    parts: Vec<Part>,
}

pub(super) fn run(input: &Input, options: &Options) -> Result<i32, String> {
    let graph = graph(input)?;
    let own = own_sizes(&graph, input.data.len() as u64);
    let mut seen = HashSet::new();
    let root = part(&graph, &own, graph.root(), String::new(), LEVELS, &mut seen);
    if options.json {
        print(&format!("{}\n", as_json(&root)));
    } else {
        let mut out = String::new();
        as_text(&root, 0, &mut out);
        print(&out);
    }
    Ok(0)
}

/// Bytes from the opcode of each node to that of the next one.
fn own_sizes(graph: &Graph, length: u64) -> Vec<u64> {
    let offsets: Vec<u64> = graph.nodes().map(|(id, _)| graph.offset(id)).collect();
    let next = offsets.iter().skip(1).copied().chain([length]);
    offsets.iter().zip(next).map(|(at, next)| next.saturating_sub(*at)).collect()
}

fn part(
    graph: &Graph,
    own: &[u64],
    id: NodeId,
    label: String,
    levels: usize,
    seen: &mut HashSet<NodeId>,
) -> Part {
    let mut made = Part {
        label: format!("{label}{}{}", if label.is_empty() { "" } else { " " }, kind(graph, id)),
        bytes: 0,
        parts: Vec::new(),
    };
    if !seen.insert(id) {
        return made;
    }
    made.bytes = own.get(id.position()).copied().unwrap_or(0);
    if levels == 0 {
        let mut todo = children(graph, id);
        while let Some(id) = todo.pop() {
            if seen.insert(id) {
                made.bytes += own.get(id.position()).copied().unwrap_or(0);
                todo.extend(children(graph, id));
            }
        }
        return made;
    }
    for (label, child) in labelled(graph, id) {
        let below = part(graph, own, child, label, levels - 1, seen);
        made.bytes += below.bytes;
        if below.bytes > 0 {
            made.parts.push(below);
        }
    }
    made.parts.sort_by_key(|part| std::cmp::Reverse(part.bytes));
    made
}

/// Parts with what they are called in the whole.
pub(super) fn labelled(graph: &Graph, id: NodeId) -> Vec<(String, NodeId)> {
    match graph.node(id) {
        Node::Dict(pairs) => {
            let both = |(key, value): &(NodeId, NodeId)| {
                [(".key".to_owned(), *key), (format!("[{}]", short(graph, *key)), *value)]
            };
            pairs.iter().flat_map(both).collect()
        }
        _ => children(graph, id).into_iter().enumerate().map(|(i, id)| (format!("[{i}]"), id)).collect(),
    }
}

fn short(graph: &Graph, id: NodeId) -> String {
    let text = scalar(graph, id);
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("{}...", text.get(..end).unwrap_or(&text)),
        None => text,
    }
}

fn kind(graph: &Graph, id: NodeId) -> String {
    match graph.node(id) {
        Node::List(items) => format!("list of {}", items.len()),
        Node::Tuple(items) => format!("tuple of {}", items.len()),
        Node::Dict(pairs) => format!("dict of {}", pairs.len()),
        Node::Set(items) => format!("set of {}", items.len()),
        Node::FrozenSet(items) => format!("frozenset of {}", items.len()),
        Node::Instance(_) => match graph.class_of(id) {
            Some((module, name)) => format!("{module}.{name}"),
            None => "object".to_owned(),
        },
        _ => short(graph, id),
    }
}

fn as_text(part: &Part, level: usize, out: &mut String) {
    out.push_str(&format!("{:>12}  {}{}\n", part.bytes, "  ".repeat(level), part.label));
    part.parts.iter().take(PARTS).for_each(|below| as_text(below, level + 1, out));
    if let Some(more) = part.parts.len().checked_sub(PARTS).filter(|n| *n > 0) {
        let bytes: u64 = part.parts.iter().skip(PARTS).map(|p| p.bytes).sum();
        out.push_str(&format!("{bytes:>12}  {}{more} more\n", "  ".repeat(level + 1)));
    }
}

fn as_json(part: &Part) -> String {
    let parts: Vec<String> = part.parts.iter().map(as_json).collect();
    let label = json::quoted(&part.label);
    format!("{{\"what\": {label}, \"bytes\": {}, \"parts\": [{}]}}", part.bytes, parts.join(", "))
}
