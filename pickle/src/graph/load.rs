//! Reads a pickle into a graph: a host of the decoder that builds nodes and calls nothing.
//!
//! Errors of the stack and the memo are worded as C `_pickle` words them. The surprise is `POP`: a state setter
//! (the sixth item of `__reduce__`) is written as a call whose result is dropped, and a graph that forgot
//! dropped calls would lose the state, so the call is kept with the instance it was for.

use super::node::{How, Node, NodeId, Text};
use super::{Graph, GraphError, Limits};
use crate::opcode::Opcode;
use crate::wire::reader::Decoder;
use crate::wire::source::SliceSource;
use crate::wire::text::{self, Number};
use crate::wire::{Fault, utf8};
use std::collections::HashMap;

pub(super) type Result<T, E = GraphError> = std::result::Result<T, E>;

pub(super) fn load(data: &[u8], limits: Limits) -> Result<(Graph, usize)> {
    let mut decoder = Decoder::new(data);
    let mut loader = Loader { limits, ..Loader::default() };
    loop {
        let opcode = decoder.fetch_due()?;
        if opcode == Opcode::Stop {
            break;
        }
        loader.offset = decoder.offset();
        loader.opcode = Some(opcode);
        loader.step(opcode, &mut decoder)?;
    }
    loader.offset = decoder.offset();
    loader.opcode = Some(Opcode::Stop);
    let root = loader.pop()?;
    let read = data.len() - decoder.rest().len();
    Ok((Graph { nodes: loader.nodes, stored: loader.stored, offsets: loader.offsets, root }, read))
}

/// Dense below twice its size, sparse above, so that a key of 2**31 costs nothing.
#[derive(Default)]
struct Memo {
    dense: Vec<Option<NodeId>>,
    sparse: HashMap<i64, NodeId>,
    stored: usize,
}

impl Memo {
    fn put(&mut self, key: i64, id: NodeId) {
        let slot = usize::try_from(key).ok().filter(|&k| k <= 2 * self.stored + 1024);
        let before = match slot {
            Some(k) => {
                if k >= self.dense.len() {
                    self.dense.resize(k + 1, None);
                }
                let moved = self.sparse.remove(&key);
                self.dense.get_mut(k).and_then(|slot| slot.replace(id)).or(moved)
            }
            None => self.sparse.insert(key, id),
        };
        self.stored += usize::from(before.is_none());
    }

    fn get(&self, key: i64) -> Option<NodeId> {
        let dense = usize::try_from(key).ok().and_then(|k| self.dense.get(k).copied().flatten());
        dense.or_else(|| self.sparse.get(&key).copied())
    }
}

#[derive(Default)]
pub(super) struct Loader {
    pub(super) nodes: Vec<Node>,
    levels: Vec<u32>,
    /// Which nodes the stream may refer to again.
    stored: Vec<bool>,
    offsets: Vec<u64>,
    pub(super) stack: Vec<NodeId>,
    pub(super) marks: Vec<usize>,
    memo: Memo,
    limits: Limits,
    bytes: usize,
    buffers: u32,
    offset: u64,
    opcode: Option<Opcode>,
}

impl Loader {
    #[cold]
    pub(super) fn fault(&self, fault: Fault) -> GraphError {
        GraphError::Wire(fault.at(self.offset, self.opcode))
    }

    #[cold]
    fn limit(&self, what: &'static str, limit: usize) -> GraphError {
        GraphError::Limit { what, limit, offset: self.offset }
    }

    pub(super) fn charge(&mut self, bytes: usize) -> Result<()> {
        self.bytes = self.bytes.saturating_add(bytes);
        if self.bytes > self.limits.bytes { Err(self.limit("bytes", self.limits.bytes)) } else { Ok(()) }
    }

    pub(super) fn new_node(&mut self, node: Node, level: u32) -> Result<NodeId> {
        let id = u32::try_from(self.nodes.len()).ok().filter(|_| self.nodes.len() < self.limits.nodes);
        let Some(id) = id else { return Err(self.limit("nodes", self.limits.nodes)) };
        self.charge(size_of::<Node>())?;
        if level as usize > self.limits.depth {
            return Err(self.limit("levels", self.limits.depth));
        }
        self.nodes.push(node);
        self.levels.push(level);
        self.stored.push(false);
        self.offsets.push(self.offset);
        Ok(NodeId(id))
    }

    fn push(&mut self, node: Node) -> Result<()> {
        let id = self.new_node(node, 0)?;
        self.stack.push(id);
        Ok(())
    }

    fn level(&self, id: NodeId) -> u32 {
        self.levels.get(id.index()).copied().unwrap_or(0)
    }

    pub(super) fn above(&self, ids: &[NodeId]) -> u32 {
        ids.iter().map(|&id| self.level(id)).max().unwrap_or(0).saturating_add(1)
    }

    /// Notes that `child` lies in `parent`. A cycle raises a level once per link, not for ever.
    pub(super) fn raise(&mut self, parent: NodeId, child: NodeId) -> Result<()> {
        let level = self.level(child).saturating_add(1);
        if let Some(slot) = self.levels.get_mut(parent.index())
            && *slot < level
            && parent != child
        {
            *slot = level;
            if level as usize > self.limits.depth {
                return Err(self.limit("levels", self.limits.depth));
            }
        }
        Ok(())
    }

    /// Below this the stack belongs to what an open mark protects.
    pub(super) fn fence(&self) -> usize {
        self.marks.last().copied().unwrap_or(0)
    }

    #[cold]
    pub(super) fn underflow(&self) -> GraphError {
        let marked = !self.marks.is_empty();
        self.fault(if marked { Fault::UnexpectedMark } else { Fault::StackUnderflow })
    }

    pub(super) fn pop(&mut self) -> Result<NodeId> {
        if self.stack.len() <= self.fence() {
            return Err(self.underflow());
        }
        self.stack.pop().ok_or_else(|| self.underflow())
    }

    pub(super) fn top(&self) -> Result<NodeId> {
        match self.stack.last() {
            Some(&id) if self.stack.len() > self.fence() => Ok(id),
            _ => Err(self.underflow()),
        }
    }

    /// Everything above the topmost mark.
    pub(super) fn slice(&mut self) -> Result<Vec<NodeId>> {
        let Some(mark) = self.marks.pop() else { return Err(self.fault(Fault::NoMark)) };
        Ok(self.stack.split_off(mark.min(self.stack.len())))
    }

    pub(super) fn kind(&self, operation: &'static str, id: NodeId) -> GraphError {
        let kind = self.nodes.get(id.index()).map_or("nothing", kind_name);
        GraphError::Kind { operation, kind, offset: self.offset }
    }

    fn step(&mut self, opcode: Opcode, d: &mut Decoder<SliceSource<'_>>) -> Result<()> {
        match opcode {
            Opcode::None => self.push(Node::None),
            Opcode::NewTrue => self.push(Node::Bool(true)),
            Opcode::NewFalse => self.push(Node::Bool(false)),
            Opcode::BinInt => self.push(Node::Int(i64::from(d.i4()?))),
            Opcode::BinInt1 => self.push(Node::Int(i64::from(d.u1()?))),
            Opcode::BinInt2 => self.push(Node::Int(i64::from(d.u2()?))),
            Opcode::BinFloat => self.push(Node::Float(d.f8()?)),
            Opcode::Long1 => self.long(d.counted1()?),
            Opcode::Long4 => self.long(d.long4()?),
            Opcode::Int => self.number(text::c_int(d.filled_line()?)),
            Opcode::Long => self.number(text::c_long(d.filled_line()?)),
            Opcode::Float => match text::c_float(d.filled_line()?) {
                Ok(value) => self.push(Node::Float(value)),
                Err(fault) => Err(self.fault(fault)),
            },
            Opcode::String => match text::c_string(d.line()?) {
                Ok(escaped) => self.old_string(&escaped.bytes),
                Err(fault) => Err(self.fault(fault)),
            },
            Opcode::Unicode => match text::raw_unicode_escape(d.line()?) {
                Ok(text) => self.text(&text),
                Err(fault) => Err(self.fault(fault)),
            },
            Opcode::BinString => self.old_string(d.counted4()?),
            Opcode::ShortBinString => self.old_string(d.counted1()?),
            Opcode::ShortBinUnicode => self.text(d.counted1()?),
            Opcode::BinUnicode => self.text(d.counted4()?),
            Opcode::BinUnicode8 => self.text(d.counted8()?),
            Opcode::ShortBinBytes => self.blob(d.counted1()?, Node::Bytes),
            Opcode::BinBytes => self.blob(d.counted4()?, Node::Bytes),
            Opcode::BinBytes8 => self.blob(d.counted8()?, Node::Bytes),
            Opcode::ByteArray8 => self.blob(d.counted8()?, Node::ByteArray),
            Opcode::Proto => d.protocol().map(drop).map_err(Into::into),
            Opcode::Frame => d.enter_frame().map_err(Into::into),
            Opcode::Global => {
                let id = self.global(d)?;
                self.stack.push(id);
                Ok(())
            }
            Opcode::Inst => {
                let items = self.slice()?;
                let class = self.global(d)?;
                self.old_instance(class, items, How::Inst)
            }
            Opcode::PersId => {
                let line = d.line()?;
                if !line.is_ascii() {
                    return Err(self.fault(Fault::BadPersId));
                }
                let pid = self.new_text(line)?;
                self.push(Node::Persistent(pid))
            }
            Opcode::Ext1 => self.extension(i32::from(d.u1()?)),
            Opcode::Ext2 => self.extension(i32::from(d.u2()?)),
            Opcode::Ext4 => self.extension(d.i4()?),
            Opcode::BinPut => self.put(i64::from(d.u1()?)),
            Opcode::LongBinPut => self.put(i64::from(d.u4()?)),
            Opcode::BinGet => self.get(i64::from(d.u1()?)),
            Opcode::LongBinGet => self.get(i64::from(d.u4()?)),
            Opcode::Put => {
                let line = d.filled_line()?;
                self.top()?;
                match text::c_memo_key(line) {
                    Ok(key) if key < 0 => Err(self.fault(Fault::NegativePut)),
                    Ok(key) => self.put(key),
                    Err(fault) => Err(self.fault(fault)),
                }
            }
            Opcode::Get => match text::c_memo_key(d.filled_line()?) {
                Ok(key) => self.get(key),
                Err(fault) => Err(self.fault(fault)),
            },
            _ => self.plain_step(opcode),
        }
    }

    /// The opcodes without arguments that work on the stack.
    fn plain_step(&mut self, opcode: Opcode) -> Result<()> {
        match opcode {
            Opcode::Memoize => {
                let key = i64::try_from(self.memo.stored).unwrap_or(i64::MAX);
                self.put(key)
            }
            Opcode::Mark => {
                if self.marks.len() >= self.limits.depth {
                    return Err(self.limit("marks", self.limits.depth));
                }
                self.marks.push(self.stack.len());
                Ok(())
            }
            Opcode::Pop => self.drop_top(),
            Opcode::PopMark => self.slice().map(drop),
            Opcode::Dup => {
                let top = self.top()?;
                self.keep(top);
                self.push_again(top)
            }
            Opcode::EmptyList => self.push_container(Node::List(Vec::new())),
            Opcode::EmptyDict => self.push_container(Node::Dict(Vec::new())),
            Opcode::EmptySet => self.push_container(Node::Set(Vec::new())),
            Opcode::EmptyTuple => self.push(Node::Tuple(Box::default())),
            Opcode::Tuple1 => self.small_tuple(1),
            Opcode::Tuple2 => self.small_tuple(2),
            Opcode::Tuple3 => self.small_tuple(3),
            Opcode::Tuple => self.collect(|items| Node::Tuple(items.into())),
            Opcode::List => self.collect(Node::List),
            Opcode::FrozenSet => self.collect(|items| Node::FrozenSet(items.into())),
            Opcode::Dict => {
                let items = self.slice()?;
                let level = self.above(&items);
                let pairs = self.pairs(&items, "DICT")?;
                let id = self.new_node(Node::Dict(pairs), level)?;
                self.stack.push(id);
                Ok(())
            }
            Opcode::Append => {
                let item = self.pop()?;
                self.extend("APPEND", vec![item])
            }
            Opcode::Appends => {
                let items = self.slice()?;
                self.extend("APPENDS", items)
            }
            Opcode::AddItems => {
                let items = self.slice()?;
                self.add_items(items)
            }
            Opcode::SetItem => {
                let value = self.pop()?;
                let key = self.pop()?;
                self.store("SETITEM", &[key, value])
            }
            Opcode::SetItems => {
                let items = self.slice()?;
                self.store("SETITEMS", &items)
            }
            Opcode::StackGlobal => {
                let name = self.pop()?;
                let module = self.pop()?;
                let is_text = |id: NodeId| matches!(self.nodes.get(id.index()), Some(Node::Str(_)));
                if !is_text(name) || !is_text(module) {
                    return Err(self.fault(Fault::StackGlobal));
                }
                self.push(Node::Global { module, name })
            }
            Opcode::Reduce => self.instance(How::Reduce),
            Opcode::NewObj => self.instance(How::NewObj),
            Opcode::NewObjEx => self.instance(How::NewObjEx),
            Opcode::Obj => self.obj(),
            Opcode::Build => self.build(),
            Opcode::BinPersId => {
                let pid = self.pop()?;
                let level = self.above(&[pid]);
                let id = self.new_node(Node::Persistent(pid), level)?;
                self.stack.push(id);
                Ok(())
            }
            Opcode::NextBuffer => {
                let index = self.buffers;
                self.buffers = self.buffers.saturating_add(1);
                self.push(Node::Buffer { index, readonly: false })
            }
            Opcode::ReadonlyBuffer => {
                let top = self.top()?;
                match self.nodes.get_mut(top.index()) {
                    Some(Node::Buffer { readonly, .. }) => {
                        *readonly = true;
                        Ok(())
                    }
                    _ => Err(self.kind("READONLY_BUFFER", top)),
                }
            }
            // Every opcode with an argument is handled by `step`.
            _ => Ok(()),
        }
    }

    fn push_container(&mut self, node: Node) -> Result<()> {
        let id = self.new_node(node, 1)?;
        self.stack.push(id);
        Ok(())
    }

    fn long(&mut self, bytes: &[u8]) -> Result<()> {
        self.charge(bytes.len())?;
        self.number(Ok(text::long(bytes)))
    }

    fn number(&mut self, number: std::result::Result<Number, Fault>) -> Result<()> {
        let node = match number {
            Ok(Number::Bool(value)) => Node::Bool(value),
            Ok(Number::Small(value)) => Node::Int(value),
            Ok(Number::Big(value)) => Node::BigInt(Box::new(value)),
            Err(fault) => return Err(self.fault(fault)),
        };
        self.push(node)
    }

    fn new_text(&mut self, bytes: &[u8]) -> Result<NodeId> {
        if let Err(detail) = utf8::validate(bytes) {
            return Err(self.fault(Fault::Decode(Box::new(detail))));
        }
        self.charge(bytes.len())?;
        self.new_node(Node::Str(Text::from_checked(bytes)), 0)
    }

    fn text(&mut self, bytes: &[u8]) -> Result<()> {
        let id = self.new_text(bytes)?;
        self.stack.push(id);
        Ok(())
    }

    fn old_string(&mut self, bytes: &[u8]) -> Result<()> {
        if bytes.is_ascii() { self.text(bytes) } else { self.blob(bytes, Node::Bytes) }
    }

    fn blob(&mut self, bytes: &[u8], make: fn(Box<[u8]>) -> Node) -> Result<()> {
        self.charge(bytes.len())?;
        self.push(make(bytes.into()))
    }

    /// One line after the other: C `_pickle` decodes the first before it looks for the second.
    fn global(&mut self, d: &mut Decoder<SliceSource<'_>>) -> Result<NodeId> {
        let module = self.new_text(d.filled_line()?)?;
        let name = self.new_text(d.filled_line()?)?;
        self.new_node(Node::Global { module, name }, 0)
    }

    fn extension(&mut self, code: i32) -> Result<()> {
        if code <= 0 { Err(self.fault(Fault::BadExtension)) } else { self.push(Node::Ext(code)) }
    }

    fn put(&mut self, key: i64) -> Result<()> {
        let id = self.top()?;
        self.charge(size_of::<NodeId>())?;
        self.memo.put(key, id);
        self.keep(id);
        Ok(())
    }

    fn keep(&mut self, id: NodeId) {
        if let Some(flag) = self.stored.get_mut(id.index()) {
            *flag = true;
        }
    }

    fn get(&mut self, key: i64) -> Result<()> {
        match self.memo.get(key) {
            Some(id) => self.push_again(id),
            None => Err(self.fault(Fault::MemoMissing(key))),
        }
    }

    /// What is on the stack once more takes its place there.
    fn push_again(&mut self, id: NodeId) -> Result<()> {
        self.charge(size_of::<NodeId>())?;
        self.stack.push(id);
        Ok(())
    }
}

pub(super) fn kind_name(node: &Node) -> &'static str {
    match node {
        Node::None => "None",
        Node::Bool(_) => "bool",
        Node::Int(_) | Node::BigInt(_) => "int",
        Node::Float(_) => "float",
        Node::Str(_) => "str",
        Node::Bytes(_) => "bytes",
        Node::ByteArray(_) => "bytearray",
        Node::List(_) => "list",
        Node::Tuple(_) => "tuple",
        Node::Dict(_) => "dict",
        Node::Set(_) => "set",
        Node::FrozenSet(_) => "frozenset",
        Node::Global { .. } => "global",
        Node::Instance(_) => "instance",
        Node::Persistent(_) => "persistent object",
        Node::Ext(_) => "extension object",
        Node::Buffer { .. } => "buffer",
    }
}
