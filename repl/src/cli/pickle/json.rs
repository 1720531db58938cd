//! A graph as JSON and back.
//!
//! What JSON has stands for itself: `null`, bools, numbers, strings, arrays for lists, objects for dicts whose keys are
//! strings. All else is an object with keys in `$`: `$tuple $set $frozenset $dict $bytes $bytearray $int $float $str`,
//! `$global` for a class or function, `$class` with `$args $kwargs $state $setter $items $pairs $how` for an instance.
//! What is referred to again has an `$id`, and later `$ref`s to it. Equal strings are one object when they are read.

use std::collections::{HashMap, HashSet};

use num_bigint::BigInt;
use pyvm_pickle::graph::{Builder, How, Instance};
use pyvm_pickle::{Graph, Node, NodeId};
use serde_json::{Map, Value, json};

use super::show::shared;

/// Levels of JSON that are written.
const LEVELS: usize = 400;

/// Text as a JSON string.
pub(super) fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

pub(super) fn write(graph: &Graph) -> Result<String, String> {
    let mut writer = Writer { graph, shared: shared(graph), seen: HashMap::new() };
    let value = writer.value(graph.root(), 0)?;
    serde_json::to_string_pretty(&value).map_err(|e| e.to_string())
}

struct Writer<'g> {
    graph: &'g Graph,
    shared: HashSet<NodeId>,
    seen: HashMap<NodeId, usize>,
}

impl Writer<'_> {
    fn all(&mut self, ids: &[NodeId], level: usize) -> Result<Value, String> {
        ids.iter().map(|id| self.value(*id, level + 1)).collect::<Result<Vec<_>, _>>().map(Value::Array)
    }

    fn pairs(&mut self, pairs: &[(NodeId, NodeId)], level: usize) -> Result<Value, String> {
        pairs.iter().map(|(key, value)| self.all(&[*key, *value], level + 1)).collect()
    }

    fn value(&mut self, id: NodeId, level: usize) -> Result<Value, String> {
        if level > LEVELS {
            return Err(format!("nested deeper than {LEVELS} levels"));
        }
        if let Some(number) = self.seen.get(&id) {
            return Ok(json!({ "$ref": number }));
        }
        if !self.shared.contains(&id) {
            return self.plain(id, level);
        }
        let number = self.seen.len() + 1;
        self.seen.insert(id, number);
        let mut members = Map::new();
        members.insert("$id".to_owned(), number.into());
        match (self.graph.node(id), self.plain(id, level)?) {
            (Node::Dict(pairs), _) => {
                members.insert("$dict".to_owned(), self.pairs(pairs, level)?);
            }
            (_, Value::Object(own)) => members.extend(own),
            (_, list) => {
                members.insert("$list".to_owned(), list);
            }
        }
        Ok(Value::Object(members))
    }

    /// The value without regard to whether it is shared.
    fn plain(&mut self, id: NodeId, level: usize) -> Result<Value, String> {
        Ok(match self.graph.node(id) {
            Node::None => Value::Null,
            Node::Bool(value) => Value::Bool(*value),
            Node::Int(n) => (*n).into(),
            Node::BigInt(n) => json!({ "$int": format!("{:x}", **n) }),
            Node::Float(x) if x.is_finite() => (*x).into(),
            Node::Float(x) => json!({ "$float": x.to_bits() }),
            Node::Str(text) => match text.as_str() {
                Some(text) => text.into(),
                None => json!({ "$str": hex(text.as_bytes()) }),
            },
            Node::Bytes(data) => json!({ "$bytes": hex(data) }),
            Node::ByteArray(data) => json!({ "$bytearray": hex(data) }),
            Node::List(items) => self.all(items, level)?,
            Node::Tuple(items) => json!({ "$tuple": self.all(items, level)? }),
            Node::Set(items) => json!({ "$set": self.all(items, level)? }),
            Node::FrozenSet(items) => json!({ "$frozenset": self.all(items, level)? }),
            Node::Dict(pairs) => self.dict(id, pairs, level)?,
            Node::Global { .. } => {
                let (module, name) = self.graph.global(id).ok_or("a name that is no text")?;
                json!({ "$global": [module, name] })
            }
            Node::Instance(instance) => self.instance(instance, level)?,
            Node::Persistent(pid) => json!({ "$persistent": self.value(*pid, level + 1)? }),
            Node::Ext(code) => json!({ "$ext": code }),
            Node::Buffer { index, readonly } => json!({ "$buffer": index, "$readonly": readonly }),
        })
    }

    /// An object where every key is a plain string of its own.
    fn dict(&mut self, id: NodeId, pairs: &[(NodeId, NodeId)], level: usize) -> Result<Value, String> {
        if self.shared.contains(&id) {
            return Ok(Value::Null);
        }
        let mut names = HashSet::new();
        let is_name = |key: NodeId| self.graph.text(key).filter(|n| !n.starts_with('$'));
        if !pairs.iter().all(|(key, _)| is_name(*key).is_some_and(|name| names.insert(name))) {
            return Ok(json!({ "$dict": self.pairs(pairs, level)? }));
        }
        let mut members = Map::new();
        for (key, value) in pairs {
            let name = self.graph.text(*key).unwrap_or_default();
            let value = self.value(*value, level + 1)?;
            members.insert(name.to_owned(), value);
        }
        Ok(Value::Object(members))
    }

    fn instance(&mut self, instance: &Instance, level: usize) -> Result<Value, String> {
        let mut members = Map::new();
        let mut put = |name: &str, value: Value| members.insert(name.to_owned(), value);
        put("$class", self.value(instance.class, level + 1)?);
        put("$how", how_name(instance.how).into());
        put("$args", self.value(instance.args, level + 1)?);
        if let Some(kwargs) = instance.kwargs {
            put("$kwargs", self.value(kwargs, level + 1)?);
        }
        if let Some(state) = instance.state {
            put("$state", self.value(state, level + 1)?);
        }
        if let Some((setter, state)) = instance.setter {
            put("$setter", self.all(&[setter, state], level)?);
        }
        if !instance.list_items.is_empty() {
            put("$items", self.all(&instance.list_items, level)?);
        }
        if !instance.dict_items.is_empty() {
            put("$pairs", self.pairs(&instance.dict_items, level)?);
        }
        Ok(Value::Object(members))
    }
}

const HOW: [(&str, How); 5] = [
    ("reduce", How::Reduce),
    ("newobj", How::NewObj),
    ("newobj_ex", How::NewObjEx),
    ("inst", How::Inst),
    ("obj", How::Obj),
];

fn how_name(how: How) -> &'static str {
    HOW.iter().find(|(_, h)| *h == how).map_or("reduce", |(name, _)| name)
}

fn hex(data: &[u8]) -> String {
    data.iter().map(|b| format!("{b:02x}")).collect()
}

fn unhex(value: &Value) -> Result<Box<[u8]>, String> {
    let text =
        value.as_str().filter(|t| t.is_ascii() && t.len() % 2 == 0).ok_or("bytes are hexadecimal text")?;
    let digits =
        |at: usize| u8::from_str_radix(text.get(at..at + 2).unwrap_or(""), 16).map_err(|e| e.to_string());
    (0..text.len()).step_by(2).map(digits).collect()
}

pub(super) fn read(data: &[u8]) -> Result<Graph, String> {
    let value: Value = serde_json::from_slice(data).map_err(|e| e.to_string())?;
    let mut reader = Reader::default();
    let root = reader.value(&value)?;
    Ok(reader.builder.finish(root))
}

#[derive(Default)]
struct Reader {
    builder: Builder,
    ids: HashMap<u64, NodeId>,
    strings: HashMap<String, NodeId>,
}

impl Reader {
    fn add(&mut self, node: Node) -> Result<NodeId, String> {
        self.builder.add(node).ok_or_else(|| "too many nodes".to_owned())
    }

    fn all(&mut self, value: &Value) -> Result<Vec<NodeId>, String> {
        value.as_array().ok_or("expected an array")?.iter().map(|item| self.value(item)).collect()
    }

    fn pairs(&mut self, value: &Value) -> Result<Vec<(NodeId, NodeId)>, String> {
        let pairs = value.as_array().ok_or("expected an array of pairs")?;
        let pair = |pair: &Value| match self.all(pair)?.as_slice() {
            [key, value] => Ok((*key, *value)),
            _ => Err("expected a pair".to_owned()),
        };
        pairs.iter().map(pair).collect()
    }

    fn string(&mut self, text: &str) -> Result<NodeId, String> {
        if let Some(known) = self.strings.get(text) {
            return Ok(*known);
        }
        let made = self.add(Node::Str(text.into()))?;
        self.strings.insert(text.to_owned(), made);
        Ok(made)
    }

    fn value(&mut self, value: &Value) -> Result<NodeId, String> {
        match value {
            Value::String(text) => self.string(text),
            Value::Object(members) => self.object(members),
            _ => {
                let node = self.scalar(value)?;
                self.add(node)
            }
        }
    }

    fn scalar(&mut self, value: &Value) -> Result<Node, String> {
        Ok(match value {
            Value::Null => Node::None,
            Value::Bool(value) => Node::Bool(*value),
            Value::Number(n) => match (n.as_i64(), n.as_u64(), n.as_f64()) {
                (Some(n), ..) => Node::Int(n),
                (_, Some(n), _) => Node::BigInt(Box::new(BigInt::from(n))),
                (.., Some(x)) => Node::Float(x),
                _ => return Err("a number that is none".to_owned()),
            },
            _ => Node::List(self.all(value)?),
        })
    }

    fn object(&mut self, members: &Map<String, Value>) -> Result<NodeId, String> {
        if let Some(number) = members.get("$ref") {
            let known = number.as_u64().and_then(|n| self.ids.get(&n));
            return known.copied().ok_or_else(|| format!("$ref {number} refers to nothing before it"));
        }
        // Its place first: what is below may refer to it.
        let place = self.add(Node::None)?;
        if let Some(number) = members.get("$id") {
            self.ids.insert(number.as_u64().ok_or("an $id is a number")?, place);
        }
        let node = match members.iter().find(|(name, _)| name.starts_with('$') && *name != "$id") {
            Some((name, value)) => self.special(name, value, members)?,
            None => {
                let mut pairs = Vec::new();
                for (name, value) in members.iter().filter(|(name, _)| *name != "$id") {
                    pairs.push((self.string(name)?, self.value(value)?));
                }
                Node::Dict(pairs)
            }
        };
        self.builder.set(place, node);
        Ok(place)
    }

    fn special(&mut self, name: &str, value: &Value, members: &Map<String, Value>) -> Result<Node, String> {
        Ok(match name {
            "$list" => Node::List(self.all(value)?),
            "$tuple" => Node::Tuple(self.all(value)?.into()),
            "$set" => Node::Set(self.all(value)?),
            "$frozenset" => Node::FrozenSet(self.all(value)?.into()),
            "$dict" => Node::Dict(self.pairs(value)?),
            "$bytes" => Node::Bytes(unhex(value)?),
            "$bytearray" => Node::ByteArray(unhex(value)?),
            "$int" => {
                let digits = value.as_str().ok_or("an $int is hexadecimal text")?;
                let number =
                    BigInt::parse_bytes(digits.as_bytes(), 16).ok_or("an $int is hexadecimal text")?;
                i64::try_from(&number).map_or_else(|_| Node::BigInt(Box::new(number)), Node::Int)
            }
            "$float" => {
                Node::Float(f64::from_bits(value.as_u64().ok_or("a $float is the number of its bits")?))
            }
            "$str" => {
                let text = pyvm_pickle::graph::Text::from_wtf8(unhex(value)?).ok_or("a $str is no text")?;
                Node::Str(text)
            }
            "$global" => match value.as_array().map(Vec::as_slice) {
                Some([Value::String(module), Value::String(name)]) => {
                    Node::Global { module: self.string(module)?, name: self.string(name)? }
                }
                _ => return Err("a $global is a module and a name".to_owned()),
            },
            "$persistent" => Node::Persistent(self.value(value)?),
            "$ext" => {
                Node::Ext(value.as_i64().and_then(|n| i32::try_from(n).ok()).ok_or("an $ext is a code")?)
            }
            "$buffer" => Node::Buffer {
                index: value.as_u64().and_then(|n| u32::try_from(n).ok()).ok_or("a $buffer is a number")?,
                readonly: members.get("$readonly") == Some(&Value::Bool(true)),
            },
            "$class" => self.instance(value, members)?,
            _ => return Err(format!("{name} means nothing")),
        })
    }

    fn instance(&mut self, class: &Value, members: &Map<String, Value>) -> Result<Node, String> {
        let class = self.value(class)?;
        let how = members.get("$how").and_then(Value::as_str).unwrap_or("newobj");
        let how =
            HOW.iter().find(|(name, _)| *name == how).ok_or_else(|| format!("$how {how} means nothing"))?.1;
        let args = match members.get("$args") {
            Some(args) => self.value(args)?,
            None => self.add(Node::Tuple(Box::default()))?,
        };
        if !matches!(self.builder.node(args), Some(Node::Tuple(_))) {
            return Err("$args is a $tuple".to_owned());
        }
        let mut member = |name: &str| members.get(name).map(|value| self.value(value)).transpose();
        let (kwargs, state) = (member("$kwargs")?, member("$state")?);
        let setter = match members.get("$setter") {
            Some(both) => match self.all(both)?.as_slice() {
                [setter, state] => Some((*setter, *state)),
                _ => return Err("a $setter is a function and a state".to_owned()),
            },
            None => None,
        };
        let list_items = members.get("$items").map(|items| self.all(items)).transpose()?.unwrap_or_default();
        let dict_items =
            members.get("$pairs").map(|pairs| self.pairs(pairs)).transpose()?.unwrap_or_default();
        Ok(Node::Instance(Box::new(Instance {
            class,
            args,
            kwargs,
            state,
            setter,
            list_items,
            dict_items,
            how,
        })))
    }
}
