//! Reads values from a graph.

use super::Error;
use crate::graph::{Graph, Instance, Node, NodeId};
use num_traits::ToPrimitive;
use serde::de::{self, DeserializeSeed, IntoDeserializer, Unexpected, Visitor};
use serde::forward_to_deserialize_any;

type Result<T> = std::result::Result<T, Error>;

/// Values may nest this deep: a graph with a cycle has no end.
const DEPTH: usize = 200;

/// A node of a graph that is read as a value.
#[derive(Clone, Copy, Debug)]
pub struct Deserializer<'g> {
    graph: &'g Graph,
    id: NodeId,
    depth: usize,
}

/// What a node is to serde.
enum Shape<'g> {
    Itself,
    Seq(&'g [NodeId]),
    Map(Vec<(NodeId, NodeId)>),
    Other(NodeId),
    Bytes(Vec<u8>),
}

impl<'g> Deserializer<'g> {
    /// Reads the node `id`.
    #[must_use]
    pub fn new(graph: &'g Graph, id: NodeId) -> Self {
        Deserializer { graph, id, depth: 0 }
    }

    fn at(self, id: NodeId) -> Result<Deserializer<'g>> {
        if self.depth >= DEPTH {
            return Err(Error::new(format!("nested deeper than {DEPTH} levels, or in a cycle")));
        }
        Ok(Deserializer { id, depth: self.depth + 1, ..self })
    }

    fn node(self) -> &'g Node {
        self.graph.node(self.id)
    }

    fn shape(self) -> Shape<'g> {
        match self.node() {
            Node::List(items) | Node::Set(items) => Shape::Seq(items),
            Node::Tuple(items) | Node::FrozenSet(items) => Shape::Seq(items),
            Node::Dict(pairs) => Shape::Map(pairs.clone()),
            Node::Instance(instance) => self.instance(instance),
            _ => Shape::Itself,
        }
    }

    fn instance(self, instance: &'g Instance) -> Shape<'g> {
        let args = self.graph.tuple(instance.args);
        match self.graph.class_of(self.id) {
            // Bytes at protocols below 3.
            Some(("_codecs", "encode")) => {
                let text = args.first().and_then(|&text| self.graph.text(text));
                if let Some(bytes) = text.and_then(latin1) {
                    return Shape::Bytes(bytes);
                }
            }
            Some(("__builtin__", "bytes")) if args.is_empty() => return Shape::Bytes(Vec::new()),
            _ => {}
        }
        if let Some(attributes) = instance.state.and_then(|state| self.attributes(state)) {
            return Shape::Map(attributes);
        }
        if !instance.dict_items.is_empty() {
            return Shape::Map(instance.dict_items.clone());
        }
        if !instance.list_items.is_empty() {
            return Shape::Seq(&instance.list_items);
        }
        match (self.graph.class_of(self.id), args) {
            (Some(("collections", "OrderedDict" | "defaultdict" | "Counter")), _) => Shape::Map(Vec::new()),
            (Some(("collections", "deque")), _) => Shape::Seq(&[]),
            (_, [only]) => Shape::Other(*only),
            _ => Shape::Seq(args),
        }
    }

    /// The attributes in a state: a dict, or a pair of the dict and the slots.
    fn attributes(self, state: NodeId) -> Option<Vec<(NodeId, NodeId)>> {
        match self.graph.node(state) {
            Node::Dict(pairs) => Some(pairs.clone()),
            Node::Tuple(both) if both.len() == 2 => {
                let mut all = Vec::new();
                for part in both {
                    match self.graph.node(*part) {
                        Node::Dict(pairs) => all.extend(pairs.iter().copied()),
                        Node::None => {}
                        _ => return None,
                    }
                }
                Some(all)
            }
            _ => None,
        }
    }

    fn seq<V: Visitor<'g>>(self, items: &'g [NodeId], visitor: V) -> Result<V::Value> {
        let mut access = Seq { from: self, items: items.iter(), index: 0 };
        let value = visitor.visit_seq(&mut access)?;
        match access.items.len() {
            0 => Ok(value),
            left => Err(de::Error::invalid_length(access.index + left, &"fewer elements")),
        }
    }

    /// A key that was stored twice counts once, with its last value.
    fn map<V: Visitor<'g>>(self, pairs: Vec<(NodeId, NodeId)>, visitor: V) -> Result<V::Value> {
        let mut last: std::collections::HashMap<&str, usize> = std::collections::HashMap::new();
        for (at, (key, _)) in pairs.iter().enumerate() {
            if let Some(text) = self.graph.text(*key) {
                last.insert(text, at);
            }
        }
        let is_last =
            |at: usize, key: NodeId| self.graph.text(key).is_none_or(|text| last.get(text) == Some(&at));
        let kept: Vec<_> =
            pairs.iter().enumerate().filter(|(at, (key, _))| is_last(*at, *key)).map(|(_, p)| *p).collect();
        visitor.visit_map(Map { from: self, pairs: kept.into_iter(), value: None })
    }

    fn scalar<V: Visitor<'g>>(self, visitor: V) -> Result<V::Value> {
        match self.node() {
            Node::None => visitor.visit_unit(),
            Node::Bool(value) => visitor.visit_bool(*value),
            Node::Int(value) => match u64::try_from(*value) {
                Ok(value) => visitor.visit_u64(value),
                Err(_) => visitor.visit_i64(*value),
            },
            Node::BigInt(value) => match (value.to_u64(), value.to_i128(), value.to_u128()) {
                (Some(value), ..) => visitor.visit_u64(value),
                (_, Some(value), _) => visitor.visit_i128(value),
                (_, _, Some(value)) => visitor.visit_u128(value),
                _ => Err(Error::new(format!("an int of {} bits", value.bits()))),
            },
            Node::Float(value) => visitor.visit_f64(*value),
            Node::Str(text) => match text.as_str() {
                Some(text) => visitor.visit_borrowed_str(text),
                None => Err(Error::new("text with lone surrogates")),
            },
            Node::Bytes(data) | Node::ByteArray(data) => visitor.visit_borrowed_bytes(data),
            Node::Global { .. } => match self.graph.global(self.id) {
                Some((module, name)) => visitor.visit_string(format!("{module}.{name}")),
                None => Err(Error::new("a name with lone surrogates")),
            },
            Node::Persistent(_) => Err(Error::new("a persistent object")),
            Node::Ext(code) => Err(Error::new(format!("an object of extension {code}"))),
            Node::Buffer { .. } => Err(Error::new("an out-of-band buffer")),
            _ => Err(Error::new("an object of no known shape")),
        }
    }
}

fn latin1(text: &str) -> Option<Vec<u8>> {
    text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect()
}

impl<'g> de::Deserializer<'g> for Deserializer<'g> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'g>>(self, visitor: V) -> Result<V::Value> {
        match self.shape() {
            Shape::Itself => self.scalar(visitor),
            Shape::Seq(items) => self.seq(items, visitor),
            Shape::Map(pairs) => self.map(pairs, visitor),
            Shape::Bytes(data) => visitor.visit_byte_buf(data),
            Shape::Other(id) => self.at(id)?.deserialize_any(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'g>>(self, visitor: V) -> Result<V::Value> {
        match self.node() {
            Node::None => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'g>>(self, _name: &'static str, visitor: V) -> Result<V::Value> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'g>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        match self.shape() {
            Shape::Itself => match self.graph.text(self.id) {
                Some(variant) => visitor.visit_enum(variant.into_deserializer()),
                None => Err(de::Error::invalid_type(Unexpected::Other("no text"), &"a variant's name")),
            },
            Shape::Map(pairs) => match pairs.as_slice() {
                [(key, value)] => visitor.visit_enum(Variant { from: self, name: *key, value: *value }),
                _ => Err(Error::new("expected a dict of one item, a variant and its value")),
            },
            Shape::Other(id) => self.at(id)?.deserialize_enum(name, variants, visitor),
            Shape::Seq(_) | Shape::Bytes(_) => Err(Error::new("expected a variant")),
        }
    }

    forward_to_deserialize_any! {
        <W: Visitor<'g>>
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct identifier ignored_any
    }
}

struct Seq<'g> {
    from: Deserializer<'g>,
    items: std::slice::Iter<'g, NodeId>,
    index: usize,
}

impl<'g> de::SeqAccess<'g> for Seq<'g> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'g>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        let Some(&id) = self.items.next() else { return Ok(None) };
        let index = self.index;
        self.index += 1;
        let read = self.from.at(id).and_then(|item| seed.deserialize(item));
        read.map(Some).map_err(|e| e.within(|| format!("[{index}]")))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len())
    }
}

struct Map<'g> {
    from: Deserializer<'g>,
    pairs: std::vec::IntoIter<(NodeId, NodeId)>,
    value: Option<(NodeId, NodeId)>,
}

impl Map<'_> {
    fn step(&self, key: NodeId) -> String {
        match self.from.node() {
            Node::Instance(_) => format!(".{}", self.from.graph.text(key).unwrap_or("?")),
            _ => match self.from.graph.node(key) {
                Node::Str(text) => format!("[{text:?}]"),
                Node::Int(n) => format!("[{n}]"),
                _ => "[?]".to_owned(),
            },
        }
    }
}

impl<'g> de::MapAccess<'g> for Map<'g> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'g>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        let Some((key, value)) = self.pairs.next() else { return Ok(None) };
        self.value = Some((key, value));
        self.from.at(key).and_then(|key| seed.deserialize(key)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'g>>(&mut self, seed: V) -> Result<V::Value> {
        let Some((key, value)) = self.value.take() else {
            return Err(Error::new("a value was asked for before its key"));
        };
        let read = self.from.at(value).and_then(|value| seed.deserialize(value));
        read.map_err(|e| e.within(|| self.step(key)))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.pairs.len())
    }
}

struct Variant<'g> {
    from: Deserializer<'g>,
    name: NodeId,
    value: NodeId,
}

impl<'g> de::EnumAccess<'g> for Variant<'g> {
    type Error = Error;
    type Variant = Deserializer<'g>;

    fn variant_seed<V: DeserializeSeed<'g>>(self, seed: V) -> Result<(V::Value, Deserializer<'g>)> {
        Ok((seed.deserialize(self.from.at(self.name)?)?, self.from.at(self.value)?))
    }
}

impl<'g> de::VariantAccess<'g> for Deserializer<'g> {
    type Error = Error;

    fn unit_variant(self) -> Result<()> {
        serde::Deserialize::deserialize(self)
    }

    fn newtype_variant_seed<T: DeserializeSeed<'g>>(self, seed: T) -> Result<T::Value> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'g>>(self, _len: usize, visitor: V) -> Result<V::Value> {
        de::Deserializer::deserialize_any(self, visitor)
    }

    fn struct_variant<V: Visitor<'g>>(
        self,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        de::Deserializer::deserialize_any(self, visitor)
    }
}
