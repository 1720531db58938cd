//! Writes a graph as C `_pickle` writes the objects it stands for.
//!
//! Batching is the surprise. Lists, dicts and sets by exact type go in runs of 1000, where a dict or set of
//! exactly 1000 is followed by an empty run and a last single item keeps its mark; the items of instances come
//! from iterators, and there a last single item has no mark.

use super::node::{How, Instance, Node, NodeId, Text};
use super::{Graph, GraphError};
use crate::opcode::Opcode;
use crate::wire::framer::InMemory;
use crate::wire::reader::HIGHEST_PROTOCOL;
use crate::wire::writer::{BATCH, Writer};
use std::collections::HashMap;
use std::rc::Rc;

type Result<T> = std::result::Result<T, GraphError>;

pub(super) fn dump(graph: &Graph, protocol: u8) -> Result<Vec<u8>> {
    let protocol = protocol.min(HIGHEST_PROTOCOL);
    let mut dumper = Dumper {
        graph,
        protocol,
        out: Writer::in_memory(protocol),
        memo: HashMap::new(),
        extra: Vec::new(),
        named: HashMap::new(),
        tasks: vec![Task::Save(graph.root)],
    };
    while let Some(task) = dumper.tasks.pop() {
        dumper.run(task)?;
    }
    dumper.out.op(Opcode::Stop);
    Ok(dumper.out.into_vec())
}

/// What is still to be written, the next on top.
enum Task {
    Save(NodeId),
    Op(Opcode),
    List(NodeId, usize),
    Dict(NodeId, usize),
    Set(NodeId, usize),
    ListItems(NodeId, usize),
    DictItems(NodeId, usize),
    TupleEnd(NodeId),
    FrozenSetEnd(NodeId),
    GlobalEnd(NodeId),
    /// The instance, under which id it goes into the memo, and the opcode that makes it.
    InstanceEnd(NodeId, NodeId, Opcode),
}

struct Dumper<'g> {
    graph: &'g Graph,
    protocol: u8,
    out: Writer<InMemory>,
    memo: HashMap<NodeId, u32>,
    /// Nodes made up for values that older protocols spell as calls; their ids follow those of the graph.
    extra: Vec<Rc<Node>>,
    named: HashMap<(&'static str, &'static str), NodeId>,
    tasks: Vec<Task>,
}

fn never<T>(result: std::result::Result<T, std::convert::Infallible>) -> T {
    match result {
        Ok(value) => value,
        Err(never) => match never {},
    }
}

/// A node of the graph, or one made up.
enum Held<'g> {
    Graph(&'g Node),
    Extra(Rc<Node>),
}

impl std::ops::Deref for Held<'_> {
    type Target = Node;

    fn deref(&self) -> &Node {
        match self {
            Held::Graph(node) => node,
            Held::Extra(node) => node,
        }
    }
}

impl<'g> Dumper<'g> {
    fn node(&self, id: NodeId) -> Held<'g> {
        let made_up = id.index().checked_sub(self.graph.nodes.len()).and_then(|i| self.extra.get(i));
        match made_up {
            Some(node) => Held::Extra(Rc::clone(node)),
            None => Held::Graph(self.graph.node(id)),
        }
    }

    fn make(&mut self, node: Node) -> NodeId {
        let id = self.graph.nodes.len() + self.extra.len();
        self.extra.push(Rc::new(node));
        NodeId(u32::try_from(id).unwrap_or(u32::MAX))
    }

    fn named(&mut self, module: &'static str, name: &'static str) -> NodeId {
        if let Some(&id) = self.named.get(&(module, name)) {
            return id;
        }
        let module_id = self.make(Node::Str(Text::from(module)));
        let name_id = self.make(Node::Str(Text::from(name)));
        let id = self.make(Node::Global { module: module_id, name: name_id });
        self.named.insert((module, name), id);
        id
    }

    fn run(&mut self, task: Task) -> Result<()> {
        match task {
            Task::Save(id) => self.save(id)?,
            Task::Op(opcode) => self.out.op(opcode),
            Task::List(id, from) => self.list(id, from),
            Task::Dict(id, from) => self.dict(id, from),
            Task::Set(id, from) => self.set(id, from),
            Task::ListItems(id, from) => self.list_items(id, from),
            Task::DictItems(id, from) => self.dict_items(id, from),
            Task::TupleEnd(id) => self.tuple_end(id),
            Task::FrozenSetEnd(id) => {
                if !self.was_recursive(id, &[Opcode::PopMark]) {
                    self.out.op(Opcode::FrozenSet);
                    self.put(id);
                }
            }
            Task::GlobalEnd(id) => {
                self.out.op(Opcode::StackGlobal);
                self.put(id);
            }
            Task::InstanceEnd(id, memo_id, opcode) => self.instance_end(id, memo_id, opcode),
        }
        Ok(())
    }

    fn put(&mut self, id: NodeId) {
        if self.graph.stored.get(id.index()) == Some(&false) {
            return;
        }
        let key = u32::try_from(self.memo.len()).unwrap_or(u32::MAX);
        self.memo.insert(id, key);
        self.out.put(key);
    }

    /// An object that its own parts already saved: drop the parts and fetch it.
    fn was_recursive(&mut self, id: NodeId, drops: &[Opcode]) -> bool {
        let Some(&key) = self.memo.get(&id) else { return false };
        drops.iter().for_each(|&op| self.out.op(op));
        self.out.get(key);
        true
    }

    /// Tasks are given in the order they are to run.
    fn then(&mut self, tasks: impl IntoIterator<Item = Task, IntoIter: DoubleEndedIterator>) {
        self.tasks.extend(tasks.into_iter().rev());
    }

    fn save(&mut self, id: NodeId) -> Result<()> {
        never(self.out.boundary());
        let node = self.node(id);
        match &*node {
            Node::None => self.out.none(),
            Node::Bool(value) => self.out.bool(*value),
            Node::Int(value) => self.out.int(*value),
            Node::BigInt(value) => never(self.out.big_int(value)),
            Node::Float(value) => self.out.float(*value),
            _ => match self.memo.get(&id) {
                Some(&key) => self.out.get(key),
                None => return self.save_new(id, &node),
            },
        }
        Ok(())
    }

    fn save_new(&mut self, id: NodeId, node: &Node) -> Result<()> {
        match node {
            Node::Str(text) => {
                never(self.out.str(text.as_bytes()));
                self.put(id);
            }
            Node::Bytes(bytes) if self.protocol >= 3 => {
                never(self.out.bytes(bytes));
                self.put(id);
            }
            Node::Bytes(bytes) => self.old_bytes(id, bytes)?,
            Node::ByteArray(bytes) if self.protocol >= 5 => {
                never(self.out.bytearray(bytes));
                self.put(id);
            }
            Node::ByteArray(bytes) => {
                let args =
                    if bytes.is_empty() { Vec::new() } else { vec![self.make(Node::Bytes(bytes.clone()))] };
                self.save_call(id, self.builtins(), "bytearray", args)?;
            }
            Node::List(items) => {
                self.open(Opcode::EmptyList, Opcode::List);
                self.put(id);
                match items[..] {
                    [] => {}
                    [only] if self.protocol > 0 => self.then([Task::Save(only), Task::Op(Opcode::Append)]),
                    _ => self.then([Task::List(id, 0)]),
                }
            }
            Node::Dict(items) => {
                self.open(Opcode::EmptyDict, Opcode::Dict);
                self.put(id);
                match items[..] {
                    [] => {}
                    [(key, value)] if self.protocol > 0 => {
                        self.then([Task::Save(key), Task::Save(value), Task::Op(Opcode::SetItem)]);
                    }
                    _ => self.then([Task::Dict(id, 0)]),
                }
            }
            Node::Set(items) if self.protocol >= 4 => {
                self.out.op(Opcode::EmptySet);
                self.put(id);
                if !items.is_empty() {
                    self.then([Task::Set(id, 0)]);
                }
            }
            Node::Set(items) => {
                let list = self.make(Node::List(items.clone()));
                self.save_call(id, self.builtins(), "set", vec![list])?;
            }
            Node::FrozenSet(items) if self.protocol >= 4 => {
                self.out.op(Opcode::Mark);
                self.tasks.push(Task::FrozenSetEnd(id));
                self.then(items.iter().map(|&item| Task::Save(item)));
            }
            Node::FrozenSet(items) => {
                let list = self.make(Node::List(items.to_vec()));
                self.save_call(id, self.builtins(), "frozenset", vec![list])?;
            }
            Node::Tuple(items) => self.tuple(id, items),
            Node::Global { module, name } => self.global(id, *module, *name)?,
            Node::Instance(instance) => self.instance(id, id, instance)?,
            Node::Persistent(pid) => self.persistent(*pid)?,
            Node::Ext(code) if self.protocol >= 2 => self.out.extension(*code),
            Node::Ext(_) => return Err(self.lacks("extension codes")),
            Node::Buffer { readonly, .. } if self.protocol >= 5 => {
                self.out.op(Opcode::NextBuffer);
                if *readonly {
                    self.out.op(Opcode::ReadonlyBuffer);
                }
            }
            Node::Buffer { .. } => return Err(self.lacks("out-of-band buffers")),
            Node::None | Node::Bool(_) | Node::Int(_) | Node::BigInt(_) | Node::Float(_) => {}
        }
        Ok(())
    }

    fn lacks(&self, what: &'static str) -> GraphError {
        GraphError::Protocol { protocol: self.protocol, what }
    }

    fn builtins(&self) -> &'static str {
        if self.protocol < 3 { "__builtin__" } else { "builtins" }
    }

    fn open(&mut self, empty: Opcode, marked: Opcode) {
        if self.protocol > 0 {
            return self.out.op(empty);
        }
        self.out.op(Opcode::Mark);
        self.out.op(marked);
    }

    fn old_bytes(&mut self, id: NodeId, bytes: &[u8]) -> Result<()> {
        if bytes.is_empty() {
            return self.save_call(id, self.builtins(), "bytes", Vec::new());
        }
        let text = self.make(Node::Str(Text::from_checked(crate::wire::utf8::from_latin1(bytes))));
        let latin1 = match self.named.get(&("", "latin1")) {
            Some(&id) => id,
            None => {
                let id = self.make(Node::Str(Text::from("latin1")));
                self.named.insert(("", "latin1"), id);
                id
            }
        };
        self.save_call(id, "_codecs", "encode", vec![text, latin1])
    }

    fn save_call(
        &mut self,
        id: NodeId,
        module: &'static str,
        name: &'static str,
        args: Vec<NodeId>,
    ) -> Result<()> {
        let class = self.named(module, name);
        let args = self.make(Node::Tuple(args.into()));
        let call = Instance {
            class,
            args,
            kwargs: None,
            state: None,
            setter: None,
            list_items: Vec::new(),
            dict_items: Vec::new(),
            how: How::Reduce,
        };
        let made = self.make(Node::Instance(Box::new(call.clone())));
        self.instance(made, id, &call)
    }

    fn tuple(&mut self, id: NodeId, items: &[NodeId]) {
        if items.is_empty() {
            if self.protocol > 0 {
                return self.out.op(Opcode::EmptyTuple);
            }
            self.out.op(Opcode::Mark);
            return self.out.op(Opcode::Tuple);
        }
        if !self.short_tuple(items.len()) {
            self.out.op(Opcode::Mark);
        }
        self.tasks.push(Task::TupleEnd(id));
        self.then(items.iter().map(|&item| Task::Save(item)));
    }

    fn short_tuple(&self, n: usize) -> bool {
        n <= 3 && self.protocol >= 2
    }

    fn tuple_end(&mut self, id: NodeId) {
        let node = self.node(id);
        let Node::Tuple(items) = &*node else { return };
        let n = items.len();
        let short = self.short_tuple(n);
        let drops = match (short, self.protocol) {
            (false, 1..) => vec![Opcode::PopMark],
            _ => vec![Opcode::Pop; n + usize::from(!short)],
        };
        if self.was_recursive(id, &drops) {
            return;
        }
        self.out.op(match (short, n) {
            (true, 1) => Opcode::Tuple1,
            (true, 2) => Opcode::Tuple2,
            (true, _) => Opcode::Tuple3,
            _ => Opcode::Tuple,
        });
        self.put(id);
    }

    fn list(&mut self, id: NodeId, from: usize) {
        let node = self.node(id);
        let Node::List(items) = &*node else { return };
        let rest = items.get(from..).unwrap_or(&[]);
        if self.protocol == 0 {
            if let [item, rest @ ..] = rest {
                let more = (!rest.is_empty()).then_some(Task::List(id, from + 1));
                self.then(
                    [Task::Save(*item), Task::Op(Opcode::Append)].into_iter().chain(more).collect::<Vec<_>>(),
                );
            }
            return;
        }
        let run = rest.len().min(BATCH);
        self.out.op(Opcode::Mark);
        if rest.len() > run {
            self.tasks.push(Task::List(id, from + run));
        }
        self.tasks.push(Task::Op(Opcode::Appends));
        self.then(rest.iter().take(run).map(|&item| Task::Save(item)));
    }

    fn dict(&mut self, id: NodeId, from: usize) {
        let node = self.node(id);
        let Node::Dict(items) = &*node else { return };
        let rest = items.get(from..).unwrap_or(&[]);
        if self.protocol == 0 {
            return self.single_pair(rest, Task::Dict(id, from + 1));
        }
        let run = rest.len().min(BATCH);
        self.out.op(Opcode::Mark);
        if run == BATCH {
            self.tasks.push(Task::Dict(id, from + run));
        }
        self.tasks.push(Task::Op(Opcode::SetItems));
        self.save_pairs(rest.get(..run).unwrap_or(&[]));
    }

    fn save_pairs(&mut self, pairs: &[(NodeId, NodeId)]) {
        for &(key, value) in pairs.iter().rev() {
            self.tasks.push(Task::Save(value));
            self.tasks.push(Task::Save(key));
        }
    }

    fn single_pair(&mut self, rest: &[(NodeId, NodeId)], next: Task) {
        if let [(key, value), rest @ ..] = rest {
            if !rest.is_empty() {
                self.tasks.push(next);
            }
            self.then([Task::Save(*key), Task::Save(*value), Task::Op(Opcode::SetItem)]);
        }
    }

    fn set(&mut self, id: NodeId, from: usize) {
        let node = self.node(id);
        let Node::Set(items) = &*node else { return };
        let rest = items.get(from..).unwrap_or(&[]);
        let run = rest.len().min(BATCH);
        self.out.op(Opcode::Mark);
        if run == BATCH {
            self.tasks.push(Task::Set(id, from + run));
        }
        self.tasks.push(Task::Op(Opcode::AddItems));
        self.then(rest.iter().take(run).map(|&item| Task::Save(item)));
    }

    fn run_length(&self, left: usize) -> usize {
        if self.protocol == 0 { left.min(1) } else { left.min(BATCH) }
    }

    fn list_items(&mut self, id: NodeId, from: usize) {
        let node = self.node(id);
        let Node::Instance(instance) = &*node else { return };
        let rest = instance.list_items.get(from..).unwrap_or(&[]);
        let run = self.run_length(rest.len());
        if run == 0 {
            return;
        }
        self.tasks.push(Task::ListItems(id, from + run));
        self.tasks.push(Task::Op(if run == 1 { Opcode::Append } else { Opcode::Appends }));
        if run > 1 {
            self.out.op(Opcode::Mark);
        }
        self.then(rest.iter().take(run).map(|&item| Task::Save(item)));
    }

    fn dict_items(&mut self, id: NodeId, from: usize) {
        let node = self.node(id);
        let Node::Instance(instance) = &*node else { return };
        let rest = instance.dict_items.get(from..).unwrap_or(&[]);
        let run = self.run_length(rest.len());
        if run == 0 {
            return;
        }
        self.tasks.push(Task::DictItems(id, from + run));
        self.tasks.push(Task::Op(if run == 1 { Opcode::SetItem } else { Opcode::SetItems }));
        if run > 1 {
            self.out.op(Opcode::Mark);
        }
        self.save_pairs(rest.get(..run).unwrap_or(&[]));
    }

    fn text_of(&self, id: NodeId) -> Vec<u8> {
        match &*self.node(id) {
            Node::Str(text) => text.as_bytes().to_vec(),
            _ => Vec::new(),
        }
    }

    fn global(&mut self, id: NodeId, module: NodeId, name: NodeId) -> Result<()> {
        if self.protocol >= 4 {
            self.then([Task::Save(module), Task::Save(name), Task::GlobalEnd(id)]);
            return Ok(());
        }
        let (module, name) = (self.text_of(module), self.text_of(name));
        if self.protocol < 3 && !(module.is_ascii() && name.is_ascii()) {
            return Err(self.lacks("a global whose name is not ASCII"));
        }
        if module.contains(&b'\n') || name.contains(&b'\n') {
            return Err(self.lacks("a global with a newline in its name"));
        }
        self.out.global(&module, &name);
        self.put(id);
        Ok(())
    }

    fn persistent(&mut self, pid: NodeId) -> Result<()> {
        if self.protocol > 0 {
            self.then([Task::Save(pid), Task::Op(Opcode::BinPersId)]);
            return Ok(());
        }
        let id = match &*self.node(pid) {
            Node::Str(text) => text.as_str().filter(|s| s.is_ascii() && !s.contains('\n')).map(str::to_owned),
            Node::Int(n) => Some(n.to_string()),
            _ => None,
        };
        let Some(id) = id else { return Err(self.lacks("a persistent id that is not an ASCII line")) };
        self.out.persistent_line(&id);
        Ok(())
    }

    fn instance(&mut self, id: NodeId, memo_id: NodeId, instance: &Instance) -> Result<()> {
        let (class, args) = (instance.class, instance.args);
        let end = |opcode| Task::InstanceEnd(id, memo_id, opcode);
        match (instance.how, instance.kwargs) {
            (How::NewObj, _) if self.protocol < 2 => {
                let newobj = self.named(if self.protocol < 3 { "copy_reg" } else { "copyreg" }, "__newobj__");
                let node = self.node(args);
                let given = if let Node::Tuple(items) = &*node { &items[..] } else { &[] };
                let all = self.make(Node::Tuple([&[class], given].concat().into()));
                self.then([Task::Save(newobj), Task::Save(all), end(Opcode::Reduce)]);
            }
            (How::Reduce, _) => self.then([Task::Save(class), Task::Save(args), end(Opcode::Reduce)]),
            (How::NewObj, _) => self.then([Task::Save(class), Task::Save(args), end(Opcode::NewObj)]),
            (How::NewObjEx, Some(kwargs)) if self.protocol >= 4 => {
                self.then([Task::Save(class), Task::Save(args), Task::Save(kwargs), end(Opcode::NewObjEx)]);
            }
            (How::NewObjEx, _) => return Err(self.lacks("keywords of __new__")),
            (How::Inst | How::Obj, _) => self.old_instance(class, args, instance.how, end),
        }
        Ok(())
    }

    fn old_instance(&mut self, class: NodeId, args: NodeId, how: How, end: impl Fn(Opcode) -> Task) {
        let line = how == How::Inst || self.protocol == 0;
        let node = self.node(args);
        self.out.op(Opcode::Mark);
        self.tasks.push(end(if line { Opcode::Inst } else { Opcode::Obj }));
        if let Node::Tuple(items) = &*node {
            self.then(items.iter().map(|&item| Task::Save(item)));
        }
        if !line {
            self.tasks.push(Task::Save(class));
        }
    }

    fn instance_end(&mut self, id: NodeId, memo_id: NodeId, opcode: Opcode) {
        let node = self.node(id);
        let Node::Instance(instance) = &*node else { return };
        self.out.op(opcode);
        if opcode == Opcode::Inst
            && let Node::Global { module, name } = *self.node(instance.class)
        {
            let lines = [self.text_of(module), self.text_of(name)];
            lines.iter().for_each(|line| {
                self.out.raw(line);
                self.out.raw(b"\n");
            });
        }
        if !self.was_recursive(memo_id, &[Opcode::Pop]) {
            self.put(memo_id);
        }
        if let Some((function, state)) = instance.setter {
            self.then([
                Task::Save(function),
                Task::Save(memo_id),
                Task::Save(state),
                Task::Op(Opcode::Tuple2),
                Task::Op(Opcode::Reduce),
                Task::Op(Opcode::Pop),
            ]);
        } else if let Some(state) = instance.state {
            self.then([Task::Save(state), Task::Op(Opcode::Build)]);
        }
        self.then([Task::ListItems(id, 0), Task::DictItems(id, 0)]);
    }
}
