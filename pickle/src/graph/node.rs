//! The nodes of an inert object graph.

use num_bigint::BigInt;
use std::borrow::Cow;
use std::fmt;

/// The place of a node in its [`super::Graph`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub(crate) u32);

impl NodeId {
    /// Its number: nodes are numbered in the order they were made.
    #[must_use]
    pub fn position(self) -> usize {
        self.index()
    }

    #[inline]
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// Text as Python has it: UTF-8 in which lone surrogates may stand.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Text(Box<[u8]>);

impl Text {
    /// From bytes that [`crate::wire::utf8::validate`] accepts.
    pub(crate) fn from_checked(bytes: impl Into<Box<[u8]>>) -> Self {
        Text(bytes.into())
    }

    /// From UTF-8 in which lone surrogates may stand; none for other bytes.
    #[must_use]
    pub fn from_wtf8(bytes: Box<[u8]>) -> Option<Text> {
        crate::wire::utf8::validate(&bytes).ok().map(|()| Text(bytes))
    }

    /// The text, unless it holds a surrogate.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        std::str::from_utf8(&self.0).ok()
    }

    /// The text with surrogates replaced.
    #[must_use]
    pub fn to_string_lossy(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.0)
    }

    /// Its bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl From<&str> for Text {
    fn from(s: &str) -> Self {
        Text(s.as_bytes().into())
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&crate::wire::repr::text(&self.0))
    }
}

/// How an instance was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// A call of `class` with `args`.
    Reduce,
    /// `class.__new__(class, *args)`.
    NewObj,
    /// `class.__new__(class, *args, **kwargs)`.
    NewObjEx,
    /// Python 2's `INST`.
    Inst,
    /// Python 2's `OBJ`.
    Obj,
}

/// An object that a loader would build by calling something. Nothing is called here.
#[derive(Clone, Debug, PartialEq)]
pub struct Instance {
    /// What would be called, or the class.
    pub class: NodeId,
    /// The tuple of arguments.
    pub args: NodeId,
    /// The keywords of `NEWOBJ_EX`.
    pub kwargs: Option<NodeId>,
    /// What `BUILD` gave it.
    pub state: Option<NodeId>,
    /// The function that would set the state in place of `BUILD`, and its argument.
    pub setter: Option<(NodeId, NodeId)>,
    /// Items appended to it.
    pub list_items: Vec<NodeId>,
    /// Items stored in it.
    pub dict_items: Vec<(NodeId, NodeId)>,
    /// How it was made.
    pub how: How,
}

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// `None`
    None,
    /// A bool.
    Bool(bool),
    /// An int of 64 bits.
    Int(i64),
    /// A longer int.
    BigInt(Box<BigInt>),
    /// A float.
    Float(f64),
    /// Text.
    Str(Text),
    /// Bytes. Python 2 strings that are not ASCII are read as bytes too.
    Bytes(Box<[u8]>),
    /// A bytearray.
    ByteArray(Box<[u8]>),
    /// A list.
    List(Vec<NodeId>),
    /// A tuple.
    Tuple(Box<[NodeId]>),
    /// A dict; keys in order, as stored. A key stored twice stands here twice.
    Dict(Vec<(NodeId, NodeId)>),
    /// A set.
    Set(Vec<NodeId>),
    /// A frozenset.
    FrozenSet(Box<[NodeId]>),
    /// A class, function or other object known by name; both parts are text nodes.
    Global {
        /// The module.
        module: NodeId,
        /// The qualified name.
        name: NodeId,
    },
    /// Anything built by a call.
    Instance(Box<Instance>),
    /// An object known by a persistent id.
    Persistent(NodeId),
    /// An object of the extension registry.
    Ext(i32),
    /// An out-of-band buffer by its number.
    Buffer {
        /// Its place among the buffers.
        index: u32,
        /// Whether the stream asked for a read-only view.
        readonly: bool,
    },
}
