//! The tree of a regular expression, and the widths that lookbehind and the search hints need.

use std::cell::Cell;

use super::opcode::MAXREPEAT;

/// Widths above this are all alike.
const MAXWIDTH: u64 = u64::MAX;

/// A class of characters, before flags say which alphabet is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub(super) enum Category {
    Digit = 0,
    NotDigit = 1,
    Space = 2,
    NotSpace = 3,
    Word = 4,
    NotWord = 5,
}

/// A position to be at, before flags say which alphabet and which lines are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub(super) enum At {
    Beginning = 0,
    BeginningString = 2,
    Boundary = 3,
    NonBoundary = 4,
    End = 5,
    EndString = 7,
}

/// An element of a character set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SetItem {
    Negate,
    Literal(u32),
    Range(u32, u32),
    Category(Category),
}

/// How a repeat behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Repeat {
    Greedy,
    Lazy,
    Possessive,
}

/// One element of a sequence.
#[derive(Debug, Clone)]
pub(super) enum Node {
    Literal(u32),
    NotLiteral(u32),
    Any,
    In(Vec<SetItem>),
    At(At),
    GroupRef(usize),
    /// Never matches.
    Failure,
    Branch(Vec<Seq>),
    Repeat {
        kind: Repeat,
        min: u32,
        max: u32,
        body: Seq,
    },
    /// A group: its number where it captures, flags turned on and off in it.
    Group {
        number: Option<usize>,
        on: u32,
        off: u32,
        body: Seq,
    },
    Atomic(Seq),
    Assert {
        behind: bool,
        negate: bool,
        body: Seq,
    },
    GroupRefExists {
        group: usize,
        yes: Seq,
        no: Option<Seq>,
    },
}

/// Elements one after the other.
#[derive(Debug, Clone, Default)]
pub(super) struct Seq {
    pub(super) nodes: Vec<Node>,
    width: Cell<Option<(u64, u64)>>,
}

impl Seq {
    /// A sequence of one element.
    pub(super) fn of(node: Node) -> Seq {
        Seq { nodes: vec![node], width: Cell::new(None) }
    }

    /// The least and greatest width of what it matches; `groups` holds those of closed groups.
    pub(super) fn width(&self, groups: &[Option<(u64, u64)>]) -> (u64, u64) {
        if let Some(known) = self.width.get() {
            return known;
        }
        let (mut low, mut high) = (0u64, 0u64);
        for node in &self.nodes {
            let (l, h) = node.width(groups);
            low = low.saturating_add(l);
            high = high.saturating_add(h);
        }
        self.width.set(Some((low, high)));
        (low, high)
    }

    /// Whether it is one character, so that a repeat needs no bookkeeping.
    pub(super) fn is_simple(&self) -> bool {
        match &self.nodes[..] {
            [Node::Group { number: None, body, .. }] => body.is_simple(),
            [Node::Literal(_) | Node::NotLiteral(_) | Node::Any | Node::In(_)] => true,
            _ => false,
        }
    }
}

impl Node {
    fn width(&self, groups: &[Option<(u64, u64)>]) -> (u64, u64) {
        match self {
            Node::Literal(_) | Node::NotLiteral(_) | Node::Any | Node::In(_) => (1, 1),
            Node::At(_) | Node::Failure | Node::Assert { .. } => (0, 0),
            Node::GroupRef(n) => groups.get(*n).copied().flatten().unwrap_or((0, 0)),
            Node::Branch(items) => {
                let widths = items.iter().map(|i| i.width(groups));
                widths.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1))).unwrap_or((0, 0))
            }
            Node::Repeat { min, max, body, .. } => {
                let (low, high) = body.width(groups);
                let high = if *max == MAXREPEAT && high > 0 {
                    MAXWIDTH
                } else {
                    high.saturating_mul(u64::from(*max))
                };
                (low.saturating_mul(u64::from(*min)), high)
            }
            Node::Group { body, .. } | Node::Atomic(body) => body.width(groups),
            Node::GroupRefExists { yes, no, .. } => {
                let (low, high) = yes.width(groups);
                match no {
                    Some(no) => {
                        let (l, h) = no.width(groups);
                        (low.min(l), high.max(h))
                    }
                    None => (0, high),
                }
            }
        }
    }

    /// Whether two elements are the same character, set, position or reference. Groups never are.
    pub(super) fn same(&self, other: &Node) -> bool {
        match (self, other) {
            (Node::Literal(a), Node::Literal(b)) | (Node::NotLiteral(a), Node::NotLiteral(b)) => a == b,
            (Node::Any, Node::Any) | (Node::Failure, Node::Failure) => true,
            (Node::In(a), Node::In(b)) => a == b,
            (Node::At(a), Node::At(b)) => a == b,
            (Node::GroupRef(a), Node::GroupRef(b)) => a == b,
            _ => false,
        }
    }
}
