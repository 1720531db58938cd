//! [`Builder`]: a graph made by hand.

use super::Graph;
use super::node::{Node, NodeId};

/// Makes a graph node by node. Nodes may refer to nodes that come later, so cycles can be made.
///
/// ```
/// use pyvm_pickle::graph::{Builder, Node};
///
/// let mut builder = Builder::default();
/// let one = builder.add(Node::Int(1)).expect("there is room");
/// let pair = builder.add(Node::List(vec![one, one])).expect("there is room");
/// assert_eq!(builder.finish(pair).to_vec(2)?, b"\x80\x02]q\x00(K\x01K\x01e.");
/// # Ok::<(), pyvm_pickle::GraphError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Builder {
    nodes: Vec<Node>,
}

impl Builder {
    /// Adds a node; none where no id is left for it.
    pub fn add(&mut self, node: Node) -> Option<NodeId> {
        let id = u32::try_from(self.nodes.len()).ok()?;
        self.nodes.push(node);
        Some(NodeId(id))
    }

    /// Replaces a node, one that was added to be filled in later.
    pub fn set(&mut self, id: NodeId, node: Node) {
        if let Some(slot) = self.nodes.get_mut(id.index()) {
            *slot = node;
        }
    }

    /// A node that was added.
    #[must_use]
    pub fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id.index())
    }

    /// The graph of what hangs below `root`.
    #[must_use]
    pub fn finish(self, root: NodeId) -> Graph {
        let count = self.nodes.len();
        Graph { nodes: self.nodes, stored: vec![true; count], offsets: vec![0; count], root }
    }
}
