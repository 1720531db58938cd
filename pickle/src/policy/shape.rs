//! What arguments a call may be given: no more than the pickle itself holds may come of it.

use crate::graph::{Graph, Node, NodeId};

/// Bits of a number in a fraction, whose common divisor takes time that grows with their square.
const RATIO_BITS: u64 = 1 << 16;

/// The arguments that an allowed call may have. Later ones allow more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shape {
    /// None at all.
    Nothing,
    /// Text and the codec that pickles of bytes use; others are looked for among modules.
    Encode,
    /// Nothing, bytes, or text with that codec; no size, which would make more than the pickle holds.
    Bytes,
    /// Numbers.
    Numbers,
    /// Text, or two numbers that are not large: `1e50000000` is a fraction too.
    Ratio,
    /// Numbers and `None`.
    Bounds,
    /// Containers that the pickle holds; no iterables that a call gave.
    Container,
    /// The same and a number, which is the most that a deque may hold.
    Deque,
    /// Nothing, or a name or `None` and a container.
    Factory,
    /// Scalars, and what other allowed calls gave.
    Values,
    /// Whatever there is.
    Any,
}

impl Shape {
    /// Whether a call may have these arguments.
    pub(super) fn fits(self, graph: &Graph, args: &[NodeId]) -> bool {
        let all = |fits: fn(&Node) -> bool| args.iter().all(|id| fits(graph.node(*id)));
        match self {
            Shape::Nothing => args.is_empty(),
            Shape::Encode => is_encoded(graph, args),
            Shape::Bytes => match args {
                [] => true,
                [one] => is_bytes(graph, *one),
                _ => is_encoded(graph, args),
            },
            Shape::Numbers => all(is_number),
            Shape::Ratio => is_ratio(graph, args),
            Shape::Bounds => all(|n| is_number(n) || matches!(n, Node::None)),
            Shape::Container => args.len() <= 1 && all(is_container),
            Shape::Deque => match args {
                [] | [_] => all(is_container),
                [items, most] => {
                    let most = graph.node(*most);
                    is_container(graph.node(*items)) && matches!(most, Node::None | Node::Int(_))
                }
                _ => false,
            },
            Shape::Factory => match args {
                [] => true,
                [factory, rest @ ..] => {
                    let is_name = matches!(graph.node(*factory), Node::None | Node::Global { .. });
                    is_name && rest.len() <= 1 && rest.iter().all(|id| is_container(graph.node(*id)))
                }
            },
            Shape::Values => all(|n| is_number(n) || is_value(n)),
            Shape::Any => true,
        }
    }
}

fn is_number(node: &Node) -> bool {
    matches!(node, Node::Int(_) | Node::BigInt(_) | Node::Float(_) | Node::Bool(_))
}

fn is_container(node: &Node) -> bool {
    matches!(
        node,
        Node::Str(_)
            | Node::Bytes(_)
            | Node::ByteArray(_)
            | Node::List(_)
            | Node::Tuple(_)
            | Node::Dict(_)
            | Node::Set(_)
            | Node::FrozenSet(_)
    )
}

fn is_value(node: &Node) -> bool {
    matches!(node, Node::None | Node::Str(_) | Node::Bytes(_) | Node::Instance(_))
}

fn is_encoded(graph: &Graph, args: &[NodeId]) -> bool {
    let [text, codec] = args else { return false };
    graph.text(*text).is_some() && matches!(graph.text(*codec), Some("latin1" | "latin-1"))
}

/// Bytes as they stand, or as protocols below 3 write them.
fn is_bytes(graph: &Graph, id: NodeId) -> bool {
    match graph.node(id) {
        Node::Bytes(_) | Node::ByteArray(_) | Node::List(_) => true,
        Node::Instance(instance) => {
            graph.global(instance.class) == Some(("_codecs", "encode"))
                || graph.tuple(instance.args).is_empty()
                    && matches!(graph.global(instance.class), Some(("builtins" | "__builtin__", "bytes")))
        }
        _ => false,
    }
}

fn is_ratio(graph: &Graph, args: &[NodeId]) -> bool {
    let is_small = |id: &NodeId| match graph.node(*id) {
        Node::Int(_) => true,
        Node::BigInt(n) => n.bits() <= RATIO_BITS,
        _ => false,
    };
    match args {
        [one] => match graph.text(*one) {
            Some(text) => {
                text.len() <= 4300 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'-' | b'+' | b'/'))
            }
            None => is_small(one),
        },
        [_, _] => args.iter().all(is_small),
        _ => false,
    }
}
