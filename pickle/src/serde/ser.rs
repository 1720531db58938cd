//! Makes a graph of values.

use super::Error;
use crate::graph::{Builder, Graph, Node, NodeId};
use num_bigint::BigInt;
use serde::ser::{self, Serialize};
use std::collections::HashMap;

type Result<T = NodeId> = std::result::Result<T, Error>;

/// Collects the nodes of values; equal field and variant names are one object, as they are in Python.
#[derive(Default)]
pub struct Serializer {
    builder: Builder,
    names: HashMap<&'static str, NodeId>,
}

impl Serializer {
    /// The graph of a value that was serialized.
    #[must_use]
    pub fn finish(self, root: NodeId) -> Graph {
        self.builder.finish(root)
    }

    fn node(&mut self, node: Node) -> Result {
        self.builder.add(node).ok_or_else(|| Error::new("more nodes than a graph holds"))
    }

    fn name(&mut self, name: &'static str) -> Result {
        if let Some(&known) = self.names.get(name) {
            return Ok(known);
        }
        let made = self.node(Node::Str(name.into()))?;
        self.names.insert(name, made);
        Ok(made)
    }

    fn int(&mut self, value: impl Into<BigInt> + TryInto<i64> + Copy) -> Result {
        self.node(match value.try_into() {
            Ok(value) => Node::Int(value),
            Err(_) => Node::BigInt(Box::new(value.into())),
        })
    }

    /// `{variant: value}`
    fn tagged(&mut self, variant: &'static str, value: NodeId) -> Result {
        let key = self.name(variant)?;
        self.node(Node::Dict(vec![(key, value)]))
    }
}

/// The parts of a sequence so far.
pub struct Seq<'a> {
    to: &'a mut Serializer,
    items: Vec<NodeId>,
    is_tuple: bool,
    variant: Option<&'static str>,
}

/// The pairs of a map so far.
pub struct Map<'a> {
    to: &'a mut Serializer,
    pairs: Vec<(NodeId, NodeId)>,
    key: Option<NodeId>,
    variant: Option<&'static str>,
}

impl<'a> Seq<'a> {
    fn new(to: &'a mut Serializer, is_tuple: bool, variant: Option<&'static str>) -> Result<Self> {
        Ok(Seq { to, items: Vec::new(), is_tuple, variant })
    }

    fn push<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        let index = self.items.len();
        let item = value.serialize(&mut *self.to).map_err(|e| e.within(|| format!("[{index}]")))?;
        self.items.push(item);
        Ok(())
    }

    fn finish(self) -> Result {
        let node = if self.is_tuple { Node::Tuple(self.items.into()) } else { Node::List(self.items) };
        let made = self.to.node(node)?;
        self.variant.map_or(Ok(made), |variant| self.to.tagged(variant, made))
    }
}

impl<'a> Map<'a> {
    fn new(to: &'a mut Serializer, variant: Option<&'static str>) -> Result<Self> {
        Ok(Map { to, pairs: Vec::new(), key: None, variant })
    }

    fn field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<()> {
        let key = self.to.name(name)?;
        let value = value.serialize(&mut *self.to).map_err(|e| e.within(|| format!(".{name}")))?;
        self.pairs.push((key, value));
        Ok(())
    }

    fn finish(self) -> Result {
        let made = self.to.node(Node::Dict(self.pairs))?;
        self.variant.map_or(Ok(made), |variant| self.to.tagged(variant, made))
    }
}

impl<'a> ser::Serializer for &'a mut Serializer {
    type Ok = NodeId;
    type Error = Error;
    type SerializeSeq = Seq<'a>;
    type SerializeTuple = Seq<'a>;
    type SerializeTupleStruct = Seq<'a>;
    type SerializeTupleVariant = Seq<'a>;
    type SerializeMap = Map<'a>;
    type SerializeStruct = Map<'a>;
    type SerializeStructVariant = Map<'a>;

    fn serialize_bool(self, value: bool) -> Result {
        self.node(Node::Bool(value))
    }

    fn serialize_i8(self, value: i8) -> Result {
        self.int(value)
    }

    fn serialize_i16(self, value: i16) -> Result {
        self.int(value)
    }

    fn serialize_i32(self, value: i32) -> Result {
        self.int(value)
    }

    fn serialize_i64(self, value: i64) -> Result {
        self.int(value)
    }

    fn serialize_i128(self, value: i128) -> Result {
        self.int(value)
    }

    fn serialize_u8(self, value: u8) -> Result {
        self.int(value)
    }

    fn serialize_u16(self, value: u16) -> Result {
        self.int(value)
    }

    fn serialize_u32(self, value: u32) -> Result {
        self.int(value)
    }

    fn serialize_u64(self, value: u64) -> Result {
        self.int(value)
    }

    fn serialize_u128(self, value: u128) -> Result {
        self.int(value)
    }

    fn serialize_f32(self, value: f32) -> Result {
        self.node(Node::Float(f64::from(value)))
    }

    fn serialize_f64(self, value: f64) -> Result {
        self.node(Node::Float(value))
    }

    fn serialize_char(self, value: char) -> Result {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result {
        self.node(Node::Str(value.into()))
    }

    fn serialize_bytes(self, value: &[u8]) -> Result {
        self.node(Node::Bytes(value.into()))
    }

    fn serialize_none(self) -> Result {
        self.node(Node::None)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result {
        self.node(Node::None)
    }

    fn serialize_unit_struct(self, _name: &'static str) -> Result {
        self.node(Node::None)
    }

    fn serialize_unit_variant(self, _name: &'static str, _index: u32, variant: &'static str) -> Result {
        self.name(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _name: &'static str, value: &T) -> Result {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result {
        let value = value.serialize(&mut *self)?;
        self.tagged(variant, value)
    }

    fn serialize_seq(self, _len: Option<usize>) -> Result<Seq<'a>> {
        Seq::new(self, false, None)
    }

    fn serialize_tuple(self, _len: usize) -> Result<Seq<'a>> {
        Seq::new(self, true, None)
    }

    fn serialize_tuple_struct(self, _name: &'static str, _len: usize) -> Result<Seq<'a>> {
        Seq::new(self, true, None)
    }

    fn serialize_tuple_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        _len: usize,
    ) -> Result<Seq<'a>> {
        Seq::new(self, true, Some(variant))
    }

    fn serialize_map(self, _len: Option<usize>) -> Result<Map<'a>> {
        Map::new(self, None)
    }

    fn serialize_struct(self, _name: &'static str, _len: usize) -> Result<Map<'a>> {
        Map::new(self, None)
    }

    fn serialize_struct_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        _len: usize,
    ) -> Result<Map<'a>> {
        Map::new(self, Some(variant))
    }
}

/// The traits of sequences differ in the name of their method alone.
macro_rules! sequences {
    ($($name:ident $method:ident;)*) => {
        $(impl ser::$name for Seq<'_> {
            type Ok = NodeId;
            type Error = Error;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
                self.push(value)
            }

            fn end(self) -> Result {
                self.finish()
            }
        })*
    };
}

sequences! {
    SerializeSeq serialize_element;
    SerializeTuple serialize_element;
    SerializeTupleStruct serialize_field;
    SerializeTupleVariant serialize_field;
}

macro_rules! structs {
    ($($name:ident;)*) => {
        $(impl ser::$name for Map<'_> {
            type Ok = NodeId;
            type Error = Error;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<()> {
                self.field(name, value)
            }

            fn end(self) -> Result {
                self.finish()
            }
        })*
    };
}

structs! {
    SerializeStruct;
    SerializeStructVariant;
}

impl ser::SerializeMap for Map<'_> {
    type Ok = NodeId;
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<()> {
        self.key = Some(key.serialize(&mut *self.to)?);
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        let Some(key) = self.key.take() else { return Err(Error::new("a value was given before its key")) };
        let value = value.serialize(&mut *self.to)?;
        self.pairs.push((key, value));
        Ok(())
    }

    fn end(self) -> Result {
        self.finish()
    }
}
