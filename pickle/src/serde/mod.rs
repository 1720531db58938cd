//! serde over pickles, without a VM: nothing is imported and nothing is called.
//!
//! ```
//! use serde::{Deserialize, Serialize};
//!
//! #[derive(Debug, PartialEq, Serialize, Deserialize)]
//! struct Order { id: u32, items: Vec<(String, f64)>, note: Option<String> }
//!
//! let order = Order { id: 7, items: vec![("tea".into(), 2.5)], note: None };
//! let data = pyvm_pickle::to_vec(&order)?; // a dict, to Python
//! assert_eq!(pyvm_pickle::from_slice::<Order>(&data)?, order);
//!
//! // An instance of a Python class reads as its attributes, whatever the class.
//! let data = b"\x80\x02cshop.models\nOrder\n)\x81}(X\x02\0\0\0idK\x07X\x05\0\0\0items]X\x04\0\0\0noteNub.";
//! assert_eq!(pyvm_pickle::from_slice::<Order>(data)?.id, 7);
//!
//! // Errors tell the path.
//! let error = pyvm_pickle::from_slice::<Vec<(String, u8)>>(b"](X\x01\0\0\0aM\x10\x27\x86e.").unwrap_err();
//! assert_eq!(error.to_string(), "[0][1]: invalid value: integer `10000`, expected u8");
//! # Ok::<(), pyvm_pickle::Error>(())
//! ```
//!
//! | Python | serde |
//! |---|---|
//! | `None` | unit, and the absence of an option |
//! | `list`, `tuple`, `set`, `frozenset`, `deque` | a sequence |
//! | `dict`, `OrderedDict`, `defaultdict`, `Counter` | a map |
//! | an instance with attributes | a map of them |
//! | an instance without | its one argument, or the sequence of several |
//! | a class or function | the text `module.name` |
//!
//! An enum is written and read as serde's externally tagged form: the variant's name, or a dict of one item.

mod de;
mod error;
mod ser;
mod value;

use crate::graph::{Graph, Limits};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::io::{Read, Write};

pub use de::Deserializer;
pub use error::Error;
pub use ser::Serializer;
pub use value::Value;

/// Reads a value from the first pickle in `data`, within [`Limits::strict`].
///
/// # Errors
/// A malformed stream, a passed limit, a value of another shape.
pub fn from_slice<T: DeserializeOwned>(data: &[u8]) -> Result<T, Error> {
    from_slice_within(data, Limits::strict())
}

/// Reads a value from the first pickle in `data`, within limits.
///
/// # Errors
/// As [`from_slice`].
pub fn from_slice_within<T: DeserializeOwned>(data: &[u8], limits: Limits) -> Result<T, Error> {
    let (graph, _) = Graph::with_limits(data, limits)?;
    graph.to(graph.root())
}

/// Reads a value from a pickle that a reader gives to its end, at most as many bytes as [`Limits::strict`] allows.
///
/// # Errors
/// As [`from_slice`], and what the reader says.
pub fn from_reader<T: DeserializeOwned>(reader: impl Read) -> Result<T, Error> {
    let limits = Limits::strict();
    let mut data = Vec::new();
    let most = u64::try_from(limits.bytes).unwrap_or(u64::MAX);
    reader.take(most.saturating_add(1)).read_to_end(&mut data)?;
    if data.len() > limits.bytes {
        return Err(Error::new(format!("more than {} bytes of input", limits.bytes)));
    }
    from_slice_within(&data, limits)
}

/// Pickles a value at protocol 4, as CPython would pickle the same lists, dicts and scalars.
///
/// # Errors
/// What a value's `Serialize` says.
pub fn to_vec<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, Error> {
    to_vec_protocol(value, 4)
}

/// Pickles a value at a protocol from 0 to 5.
///
/// # Errors
/// As [`to_vec`].
pub fn to_vec_protocol<T: Serialize + ?Sized>(value: &T, protocol: u8) -> Result<Vec<u8>, Error> {
    Ok(to_graph(value)?.to_vec(protocol)?)
}

/// Pickles a value at protocol 4 to a writer.
///
/// # Errors
/// As [`to_vec`], and what the writer says.
pub fn to_writer<T: Serialize + ?Sized>(mut writer: impl Write, value: &T) -> Result<(), Error> {
    Ok(writer.write_all(&to_vec(value)?)?)
}

/// A value as a graph.
///
/// # Errors
/// As [`to_vec`].
pub fn to_graph<T: Serialize + ?Sized>(value: &T) -> Result<Graph, Error> {
    let mut serializer = Serializer::default();
    let root = value.serialize(&mut serializer)?;
    Ok(serializer.finish(root))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;
    use std::collections::BTreeMap;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    enum Shape {
        Point,
        Circle(f64),
        Line(i32, i32),
        Box { w: u8, h: u8 },
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct All {
        shapes: Vec<Shape>,
        names: BTreeMap<String, Option<bool>>,
        pair: (char, i128),
        unit: (),
        big: u128,
        value: Value,
    }

    fn all() -> All {
        All {
            shapes: vec![Shape::Point, Shape::Circle(1.5), Shape::Line(1, -2), Shape::Box { w: 1, h: 255 }],
            names: BTreeMap::from([("a".to_owned(), None), ("b".to_owned(), Some(true))]),
            pair: ('\u{e9}', -(1 << 100)),
            unit: (),
            big: u128::MAX,
            value: Value::Dict(vec![(
                Value::Int(1),
                Value::List(vec![Value::Bytes(vec![1]), Value::Big((1i128 << 70).into())]),
            )]),
        }
    }

    #[test]
    fn values_come_back() -> Result<(), Error> {
        for protocol in 0..=5 {
            let data = to_vec_protocol(&all(), protocol)?;
            if protocol >= 3 {
                assert_eq!(from_slice::<All>(&data)?, all(), "{protocol}");
            }
            assert_eq!(from_reader::<BTreeMap<String, Value>>(&data[..])?.len(), 6);
        }
        Ok(())
    }

    #[test]
    fn names_of_fields_are_one_object() -> Result<(), Error> {
        #[derive(Serialize)]
        struct P {
            x: u8,
        }
        let wanted = b"\x80\x04\x95\x15\0\0\0\0\0\0\0]\x94(}\x94\x8c\x01x\x94K\x01s}\x94h\x02K\x02se.";
        assert_eq!(to_vec(&[P { x: 1 }, P { x: 2 }][..])?, wanted);
        Ok(())
    }

    #[test]
    fn errors_tell_the_path() {
        #[derive(Debug, Deserialize)]
        struct Inner {
            #[expect(dead_code, reason = "it is only read")]
            n: u8,
        }
        let data = to_vec(&BTreeMap::from([("k", vec![BTreeMap::from([("n", 300)])])])).unwrap_or_default();
        let error = from_slice::<BTreeMap<String, Vec<Inner>>>(&data).err();
        let told = error.map(|e| e.to_string()).unwrap_or_default();
        assert_eq!(told, "['k'][0]['n']: invalid value: integer `300`, expected u8");
    }

    #[test]
    fn cycles_and_limits_end() {
        let cycle = b"\x80\x02]q\x00h\x00a.";
        assert!(from_slice::<Value>(cycle).is_err());
        let deep = [&b"\x80\x02"[..], &[b']'; 5000], &[b'a'; 4999], b"."].concat();
        assert!(from_slice::<Value>(&deep).is_err());
        assert!(from_slice_within::<Value>(b"K\x01.", Limits { bytes: 1, ..Limits::default() }).is_err());
    }
}
