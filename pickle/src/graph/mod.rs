//! An inert object graph: everything a pickle says, with identity, sharing and cycles, and nothing run.
//!
//! Nodes live in one arena and refer to each other by number, so cycles cost nothing, dropping is flat, and a
//! graph can go to another thread. A stream made by C `_pickle` is written back byte for byte by
//! [`Graph::to_vec`] with the same protocol.

mod array;
mod builder;
mod containers;
mod dump;
mod load;
mod node;

pub use array::Array;
pub use builder::Builder;
pub use node::{How, Instance, Node, NodeId, Text};

use crate::wire::WireError;

/// What may be spent on a graph.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of payload and of references together.
    pub bytes: usize,
    /// Nodes.
    pub nodes: usize,
    /// How deep containers may nest, and how many marks may be open.
    pub depth: usize,
}

impl Default for Limits {
    /// No limit but what a `u32` can number.
    fn default() -> Self {
        Limits { bytes: usize::MAX, nodes: u32::MAX as usize, depth: usize::MAX }
    }
}

impl Limits {
    /// For input from strangers: 256 MiB, ten million nodes, a thousand levels.
    #[must_use]
    pub fn strict() -> Self {
        Limits { bytes: 256 << 20, nodes: 10_000_000, depth: 1000 }
    }
}

/// Why a graph cannot be read or written.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum GraphError {
    /// The stream is malformed.
    #[error(transparent)]
    Wire(#[from] WireError),
    /// A limit was hit.
    #[error("more than {limit} {what} at offset {offset}")]
    Limit {
        /// `bytes`, `nodes`, `levels` or `marks`.
        what: &'static str,
        /// The limit.
        limit: usize,
        /// Where in the stream.
        offset: u64,
    },
    /// An operation on a value that has no such operation, as `APPEND` to a tuple.
    #[error("{operation} on {kind} at offset {offset}")]
    Kind {
        /// The opcode.
        operation: &'static str,
        /// What it was applied to.
        kind: &'static str,
        /// Where in the stream.
        offset: u64,
    },
    /// Something the chosen protocol cannot say.
    #[error("protocol {protocol} cannot hold {what}")]
    Protocol {
        /// The protocol.
        protocol: u8,
        /// What it lacks.
        what: &'static str,
    },
}

impl GraphError {
    /// Where in the stream; 0 for what is written.
    #[must_use]
    pub fn offset(&self) -> u64 {
        match self {
            GraphError::Wire(error) => error.offset(),
            GraphError::Limit { offset, .. } | GraphError::Kind { offset, .. } => *offset,
            GraphError::Protocol { .. } => 0,
        }
    }
}

/// A value with all it refers to.
#[derive(Clone, Debug)]
pub struct Graph {
    nodes: Vec<Node>,
    /// For each node whether its stream put it in the memo. C `_pickle` leaves some temporaries out.
    stored: Vec<bool>,
    /// Where in its stream each node was made.
    offsets: Vec<u64>,
    root: NodeId,
}

impl Graph {
    /// Reads one pickle; what follows it is ignored.
    ///
    /// # Errors
    /// [`GraphError`] for a malformed stream.
    pub fn from_slice(data: &[u8]) -> Result<Graph, GraphError> {
        Graph::with_limits(data, Limits::default()).map(|(graph, _)| graph)
    }

    /// Reads one pickle within limits and says how long it was.
    ///
    /// # Errors
    /// [`GraphError`] for a malformed stream or a limit.
    pub fn with_limits(data: &[u8], limits: Limits) -> Result<(Graph, usize), GraphError> {
        load::load(data, limits)
    }

    /// Writes the graph. The bytes are those C `_pickle` would write for these objects.
    ///
    /// # Errors
    /// `Protocol` where the protocol cannot say it.
    pub fn to_vec(&self, protocol: u8) -> Result<Vec<u8>, GraphError> {
        dump::dump(self, protocol)
    }

    /// The value itself.
    #[must_use]
    pub fn root(&self) -> NodeId {
        self.root
    }

    /// Where in its stream a node was made: the offset of its opcode.
    #[must_use]
    pub fn offset(&self, id: NodeId) -> u64 {
        self.offsets.get(id.index()).copied().unwrap_or(0)
    }

    /// Reads a node, and what hangs below it, as a value.
    ///
    /// # Errors
    /// Where the node has another shape.
    pub fn to<'g, T: serde::Deserialize<'g>>(&'g self, id: NodeId) -> Result<T, crate::Error> {
        T::deserialize(crate::serde::Deserializer::new(self, id))
    }

    /// How many nodes there are, those that the stream built and dropped included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Never true: there is always a root.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// A node. Ids of another graph give some node of this one, or `None`'s.
    #[must_use]
    pub fn node(&self, id: NodeId) -> &Node {
        self.nodes.get(id.index()).unwrap_or(&Node::None)
    }

    /// All nodes in the order they were made.
    pub fn nodes(&self) -> impl Iterator<Item = (NodeId, &Node)> {
        (0..).map(NodeId).zip(&self.nodes)
    }

    /// The text of a node, if it is text without surrogates.
    #[must_use]
    pub fn text(&self, id: NodeId) -> Option<&str> {
        match self.node(id) {
            Node::Str(text) => text.as_str(),
            _ => None,
        }
    }

    /// Module and name of a global.
    #[must_use]
    pub fn global(&self, id: NodeId) -> Option<(&str, &str)> {
        match *self.node(id) {
            Node::Global { module, name } => Some((self.text(module)?, self.text(name)?)),
            _ => None,
        }
    }

    /// The elements of a tuple; empty for anything else.
    #[must_use]
    pub fn tuple(&self, id: NodeId) -> &[NodeId] {
        match self.node(id) {
            Node::Tuple(items) => items,
            _ => &[],
        }
    }

    /// The class of an instance as the graph can tell: what was called, or what `copyreg` was told to rebuild.
    #[must_use]
    pub fn class_of(&self, id: NodeId) -> Option<(&str, &str)> {
        let Node::Instance(instance) = self.node(id) else { return None };
        let called = self.global(instance.class)?;
        match called {
            ("copyreg" | "copy_reg", "_reconstructor" | "__newobj__" | "__newobj_ex__") => {
                self.tuple(instance.args).first().and_then(|&class| self.global(class))
            }
            _ => Some(called),
        }
    }

    /// The instances of a class, named as `module.QualName`.
    ///
    /// ```
    /// let data = b"\x80\x02cshop.models\nOrder\n)\x81}X\x02\0\0\0idK\x07sb.";
    /// let graph = pyvm_pickle::Graph::from_slice(data)?;
    /// #[derive(serde::Deserialize)]
    /// struct Order { id: u32 }
    /// for order in graph.instances_of("shop.models.Order") {
    ///     assert_eq!(order.to::<Order>()?.id, 7);
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn instances_of<'g>(&'g self, class: &'g str) -> impl Iterator<Item = NodeRef<'g>> + 'g {
        (0..).map(NodeId).zip(&self.nodes).filter_map(move |(id, node)| {
            let (module, name) = matches!(node, Node::Instance(_)).then(|| self.class_of(id))??;
            let found = class.strip_prefix(module)?.strip_prefix('.')?;
            (found == name).then_some(NodeRef { graph: self, id })
        })
    }
}

/// A node together with its graph.
#[derive(Clone, Copy, Debug)]
pub struct NodeRef<'g> {
    graph: &'g Graph,
    id: NodeId,
}

impl<'g> NodeRef<'g> {
    /// Its id.
    #[must_use]
    pub fn id(self) -> NodeId {
        self.id
    }

    /// The node itself.
    #[must_use]
    pub fn node(self) -> &'g Node {
        self.graph.node(self.id)
    }

    /// Reads it as a value.
    ///
    /// # Errors
    /// As [`Graph::to`].
    pub fn to<T: serde::Deserialize<'g>>(self) -> Result<T, crate::Error> {
        self.graph.to(self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_graph_is_send() {
        fn check<T: Send + Sync>() {}
        check::<Graph>();
    }

    #[test]
    fn a_million_levels_are_read_written_and_dropped() {
        let mut data = vec![b'\x80', 2];
        data.extend(std::iter::repeat_n(b']', 1_000_000));
        data.extend(std::iter::repeat_n(b'a', 999_999));
        data.push(b'.');
        let graph = Graph::from_slice(&data).unwrap();
        let again = graph.to_vec(2).unwrap();
        assert_eq!(Graph::from_slice(&again).unwrap().len(), 1_000_000);
    }

    #[test]
    fn limits_hold() {
        let deep = Limits { depth: 10, ..Limits::default() };
        assert!(matches!(
            Graph::with_limits(b"NN\x85\x85\x85\x85\x85\x85\x85\x85\x85\x85\x85.", deep),
            Err(GraphError::Limit { what: "levels", .. })
        ));
        let few = Limits { nodes: 2, ..Limits::default() };
        assert!(matches!(
            Graph::with_limits(b"K\x01K\x02K\x03.", few),
            Err(GraphError::Limit { what: "nodes", .. })
        ));
    }

    #[test]
    fn instances_are_found_by_name() {
        let data = b"\x80\x04\x95\x1f\0\0\0\0\0\0\0\x8c\x08__main__\x94\x8c\x01K\x94\x93\x94)\x81\x94}\x94\x8c\x01x\x94K\x01sb.";
        let graph = Graph::from_slice(data).unwrap();
        assert_eq!(graph.instances_of("__main__.K").map(NodeRef::id).collect::<Vec<_>>(), [graph.root()]);
        assert_eq!(graph.instances_of("__main__.L").count(), 0);
    }
}
