//! Containers and instances of a graph, made from the loader's stack.

use super::load::Loader;
use super::load::Result;
use super::node::{How, Instance, Node, NodeId};
use crate::wire::Fault;

impl Loader {
    pub(super) fn small_tuple(&mut self, n: usize) -> Result<()> {
        match self.stack.len().checked_sub(n) {
            Some(from) if from >= self.fence() => {
                let items = self.stack.split_off(from);
                self.made(items, |items| Node::Tuple(items.into()))
            }
            _ => Err(self.underflow()),
        }
    }

    pub(super) fn collect(&mut self, make: fn(Vec<NodeId>) -> Node) -> Result<()> {
        let items = self.slice()?;
        self.made(items, make)
    }

    fn made(&mut self, items: Vec<NodeId>, make: fn(Vec<NodeId>) -> Node) -> Result<()> {
        self.charge(items.len().saturating_mul(size_of::<NodeId>()))?;
        let level = self.above(&items);
        let id = self.new_node(make(items), level)?;
        self.stack.push(id);
        Ok(())
    }

    pub(super) fn pairs(&self, items: &[NodeId], name: &'static str) -> Result<Vec<(NodeId, NodeId)>> {
        let (pairs, rest) = items.as_chunks::<2>();
        if !rest.is_empty() {
            return Err(self.fault(Fault::OddItems(name)));
        }
        Ok(pairs.iter().map(|&[key, value]| (key, value)).collect())
    }

    fn raise_all(&mut self, target: NodeId, items: &[NodeId]) -> Result<()> {
        self.charge(size_of_val(items))?;
        items.iter().try_for_each(|&item| self.raise(target, item))
    }

    pub(super) fn extend(&mut self, operation: &'static str, items: Vec<NodeId>) -> Result<()> {
        let target = self.top()?;
        if items.is_empty() {
            return Ok(());
        }
        self.raise_all(target, &items)?;
        match self.nodes.get_mut(target.index()) {
            Some(Node::List(list)) => list.extend(items),
            Some(Node::Instance(instance)) => instance.list_items.extend(items),
            _ => return Err(self.kind(operation, target)),
        }
        Ok(())
    }

    pub(super) fn add_items(&mut self, items: Vec<NodeId>) -> Result<()> {
        let target = self.top()?;
        if items.is_empty() {
            return Ok(());
        }
        self.raise_all(target, &items)?;
        match self.nodes.get_mut(target.index()) {
            Some(Node::Set(set)) => set.extend(items),
            _ => return Err(self.kind("ADDITEMS", target)),
        }
        Ok(())
    }

    pub(super) fn store(&mut self, operation: &'static str, items: &[NodeId]) -> Result<()> {
        let target = self.top()?;
        if items.is_empty() {
            return Ok(());
        }
        let pairs = self.pairs(items, "SETITEMS")?;
        self.raise_all(target, items)?;
        match self.nodes.get_mut(target.index()) {
            Some(Node::Dict(dict)) => dict.extend(pairs),
            Some(Node::Instance(instance)) => instance.dict_items.extend(pairs),
            _ => return Err(self.kind(operation, target)),
        }
        Ok(())
    }

    fn push_instance(&mut self, class: NodeId, args: NodeId, kwargs: Option<NodeId>, how: How) -> Result<()> {
        let level = self.above(&[class, args, kwargs.unwrap_or(args)]);
        let node = Node::Instance(Box::new(Instance {
            class,
            args,
            kwargs,
            state: None,
            setter: None,
            list_items: Vec::new(),
            dict_items: Vec::new(),
            how,
        }));
        self.charge(size_of::<Instance>())?;
        let id = self.new_node(node, level)?;
        self.stack.push(id);
        Ok(())
    }

    pub(super) fn instance(&mut self, how: How) -> Result<()> {
        let kwargs = if how == How::NewObjEx { Some(self.pop()?) } else { None };
        let args = self.pop()?;
        let class = self.pop()?;
        if !matches!(self.nodes.get(args.index()), Some(Node::Tuple(_))) {
            let operation = if how == How::Reduce { "REDUCE" } else { "NEWOBJ" };
            return Err(self.kind(operation, args));
        }
        self.push_instance(class, args, kwargs, how)
    }

    pub(super) fn obj(&mut self) -> Result<()> {
        let mut items = self.slice()?;
        if items.is_empty() {
            return Err(self.underflow());
        }
        let class = items.remove(0);
        self.old_instance(class, items, How::Obj)
    }

    pub(super) fn old_instance(&mut self, class: NodeId, items: Vec<NodeId>, how: How) -> Result<()> {
        let level = self.above(&items);
        let args = self.new_node(Node::Tuple(items.into()), level)?;
        self.push_instance(class, args, None, how)
    }

    pub(super) fn build(&mut self) -> Result<()> {
        let state = self.pop()?;
        let target = self.top()?;
        self.raise(target, state)?;
        match self.nodes.get_mut(target.index()) {
            Some(Node::Instance(instance)) if instance.state.is_none() => {
                instance.state = Some(state);
                Ok(())
            }
            _ => Err(self.kind("BUILD", target)),
        }
    }

    pub(super) fn drop_top(&mut self) -> Result<()> {
        if self.marks.last() == Some(&self.stack.len()) {
            self.marks.pop();
            return Ok(());
        }
        let dropped = self.pop()?;
        let Some(Node::Instance(call)) = self.nodes.get(dropped.index()) else { return Ok(()) };
        let (function, how, args) = (call.class, call.how, call.args);
        let Some(Node::Tuple(args)) = self.nodes.get(args.index()) else { return Ok(()) };
        if let (How::Reduce, &[target, state]) = (how, &args[..])
            && self.stack.last() == Some(&target)
            && let Some(Node::Instance(instance)) = self.nodes.get_mut(target.index())
        {
            instance.setter = Some((function, state));
        }
        Ok(())
    }
}
