//! Arrays of NumPy as what they are: bytes with a shape and a type. Both spellings of its modules (`numpy.core` and
//! `numpy._core`) and both ways of pickling are known: `_reconstruct` with a state, and `_frombuffer` of protocol 5.

use std::borrow::Cow;

use super::{Graph, Instance, Node, NodeId};

/// An array of numbers or of texts of one length.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Array<'g> {
    /// The type of the elements as NumPy writes it: `<f8`, `|b1`, `<U5`.
    pub dtype: String,
    /// Bytes of an element.
    pub item_size: usize,
    /// The lengths of the dimensions.
    pub shape: Vec<usize>,
    /// Whether the first index runs fastest.
    pub fortran: bool,
    /// The elements; as many bytes as the shape asks for.
    pub data: Cow<'g, [u8]>,
}

impl Graph {
    /// An array of NumPy. None for other things, for elements that are objects or have fields, where shape and bytes
    /// disagree, and where the bytes are out of band.
    ///
    /// ```
    /// let file = include_bytes!("../../../tests/pickle_samples/numpy2-f8-p5.pickle");
    /// let graph = pyvm_pickle::Graph::from_slice(file)?;
    /// let array = graph.array(graph.root()).expect("an array");
    /// assert_eq!((array.dtype.as_str(), array.shape.as_slice()), ("<f8", &[2, 3][..]));
    /// assert_eq!(array.data[8..16], 1.0_f64.to_le_bytes());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn array(&self, id: NodeId) -> Option<Array<'_>> {
        let Node::Instance(instance) = self.node(id) else { return None };
        let (data, dtype, shape, fortran) = match self.global(instance.class)? {
            ("numpy.core.multiarray" | "numpy._core.multiarray", "_reconstruct") => {
                let [_, shape, dtype, fortran, data] = self.tuple(instance.state?) else { return None };
                (*data, *dtype, *shape, matches!(self.node(*fortran), Node::Bool(true)))
            }
            ("numpy.core.numeric" | "numpy._core.numeric", "_frombuffer") => {
                let [data, dtype, shape, order] = self.tuple(instance.args) else { return None };
                (*data, *dtype, *shape, self.text(*order) == Some("F"))
            }
            _ => return None,
        };
        let (dtype, item_size) = self.element_type(dtype)?;
        let lengths = self.tuple(shape).iter().map(|n| match self.node(*n) {
            Node::Int(n) => usize::try_from(*n).ok(),
            _ => None,
        });
        let shape = lengths.collect::<Option<Vec<usize>>>()?;
        let data = self.raw_bytes(data)?;
        let size = shape.iter().try_fold(item_size, |size, n| size.checked_mul(*n))?;
        (size == data.len()).then_some(Array { dtype, item_size, shape, fortran, data })
    }

    /// Bytes of an element of a pickled `numpy.dtype`; of fields, all of them together. None for objects.
    pub(crate) fn item_size(&self, dtype: NodeId) -> Option<usize> {
        let code = self.type_code(dtype)?;
        match code.strip_prefix('V') {
            Some(size) => size.parse().ok(),
            None => self.element_type(dtype).map(|(_, size)| size),
        }
    }

    /// Whether the elements of a pickled `numpy.dtype` are objects.
    pub(crate) fn holds_objects(&self, dtype: NodeId) -> bool {
        self.type_code(dtype).is_some_and(|code| code.starts_with('O'))
    }

    /// What a `numpy.dtype` is made with: `f8`.
    fn type_code(&self, id: NodeId) -> Option<&str> {
        let Node::Instance(instance) = self.node(id) else { return None };
        match self.global(instance.class)? {
            ("numpy", "dtype") => self.text(*self.tuple(instance.args).first()?),
            _ => None,
        }
    }

    /// What a pickled `numpy.dtype` is called, and its size.
    fn element_type(&self, id: NodeId) -> Option<(String, usize)> {
        let code = self.type_code(id)?;
        let Node::Instance(instance) = self.node(id) else { return None };
        let (kind, count) = code.split_at_checked(1)?;
        let count: usize = count.parse().ok()?;
        let size = match kind {
            "b" | "i" | "u" | "f" | "c" | "S" | "M" | "m" => count,
            "U" => count.checked_mul(4)?,
            _ => return None,
        };
        let order = self.text(*self.tuple(instance.state?).get(1)?)?;
        matches!(order, "<" | ">" | "|" | "=").then(|| (format!("{order}{code}"), size))
    }

    /// Bytes, also as protocols below 3 write them.
    pub(crate) fn raw_bytes(&self, id: NodeId) -> Option<Cow<'_, [u8]>> {
        match self.node(id) {
            Node::Bytes(data) | Node::ByteArray(data) => Some(Cow::Borrowed(data)),
            // A string of Python 2.
            Node::Str(text) if text.as_bytes().is_ascii() => Some(Cow::Borrowed(text.as_bytes())),
            Node::Instance(instance) => self.encoded(instance).map(Cow::Owned),
            _ => None,
        }
    }

    /// `_codecs.encode(text, 'latin1')`
    fn encoded(&self, instance: &Instance) -> Option<Vec<u8>> {
        let ("_codecs", "encode") = self.global(instance.class)? else { return None };
        let [text, codec] = self.tuple(instance.args) else { return None };
        if self.text(*codec)? != "latin1" {
            return None;
        }
        self.text(*text)?.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::NodeRef;

    fn graph(name: &str) -> Graph {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/pickle_samples");
        let data = std::fs::read(format!("{folder}/{name}.pickle")).unwrap();
        let graph = Graph::from_slice(&data).unwrap();
        // What was read is written back to the byte.
        let protocol = name.rsplit_once("-p").unwrap().1.parse().unwrap();
        assert!(graph.to_vec(protocol).unwrap() == data, "{name} is written otherwise");
        graph
    }

    fn arrays(graph: &Graph) -> Vec<Array<'_>> {
        graph.nodes().filter_map(|(id, _)| graph.array(id)).collect()
    }

    #[test]
    fn arrays_of_both_numpys_in_all_protocols() {
        for version in [1, 2] {
            for protocol in [0, 2, 4, 5] {
                let graph = graph(&format!("numpy{version}-f8-p{protocol}"));
                let array = graph.array(graph.root()).unwrap();
                let bytes: Vec<u8> = (0..6).flat_map(|n| f64::from(n).to_le_bytes()).collect();
                assert_eq!((array.dtype.as_str(), array.item_size, array.fortran), ("<f8", 8, false));
                assert_eq!((array.shape.as_slice(), &*array.data), (&[2, 3][..], bytes.as_slice()));
            }
            for protocol in [2, 5] {
                let graph = graph(&format!("numpy{version}-fortran-p{protocol}"));
                let array = graph.array(graph.root()).unwrap();
                assert_eq!((array.dtype.as_str(), array.fortran), (">i2", true));
                assert_eq!(&*array.data, [0, 0, 0, 2, 0, 1, 0, 3]);
            }
        }
    }

    #[test]
    fn shared_arrays_texts_and_objects() {
        for version in [1, 2] {
            let shared = graph(&format!("numpy{version}-shared-p4"));
            let Node::List(items) = shared.node(shared.root()) else { panic!("no list") };
            assert_eq!(items[0], items[1]);
            let types: Vec<_> = arrays(&shared).into_iter().map(|a| (a.dtype, a.item_size)).collect();
            let want = [("|b1", 1), ("<U2", 8), ("|S2", 2)].map(|(name, size)| (name.to_owned(), size));
            assert_eq!(types, want);
            let objects = graph(&format!("numpy{version}-objects-p4"));
            assert!(arrays(&objects).is_empty());
        }
    }

    #[test]
    fn lengths_are_not_believed() {
        let data = std::fs::read(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../tests/pickle_samples/numpy2-f8-p4.pickle"
        ));
        let mut data = data.unwrap();
        let at = data.windows(4).position(|w| w == b"K\x02K\x03").unwrap();
        data[at + 1] = 200;
        let graph = Graph::from_slice(&data).unwrap();
        assert!(graph.array(graph.root()).is_none());
    }

    #[test]
    fn values_of_the_library_and_tensors() {
        for protocol in 0..6 {
            let graph = graph(&format!("stdlib-p{protocol}"));
            for class in
                ["decimal.Decimal", "fractions.Fraction", "datetime.datetime", "shop.Order", "shop.Point"]
            {
                assert_eq!(graph.instances_of(class).count(), 1, "{class} in protocol {protocol}");
            }
            assert_eq!(graph.instances_of("uuid.UUID").count(), 1);
            let order = graph.instances_of("shop.Order").next().map(NodeRef::to::<Order>);
            assert_eq!(order.unwrap().unwrap(), Order { id: 7, lines: vec!["tea".to_owned()] });
        }
        let tensors = graph("torch-p2");
        let storages: Vec<_> = tensors.nodes().filter(|(_, n)| matches!(n, Node::Persistent(_))).collect();
        assert_eq!(storages.len(), 2);
        let Node::Persistent(id) = storages[0].1 else { panic!("no id") };
        let [kind, class, key, place, size] = tensors.tuple(*id) else { panic!("no tuple") };
        assert_eq!(
            (tensors.text(*kind), tensors.global(*class)),
            (Some("storage"), Some(("torch", "FloatStorage")))
        );
        assert_eq!(
            (tensors.text(*key), tensors.text(*place), tensors.node(*size)),
            (Some("0"), Some("cpu"), &Node::Int(4))
        );
        assert_eq!(tensors.instances_of("torch._utils._rebuild_tensor_v2").count(), 2);
    }

    #[derive(serde::Deserialize, Debug, PartialEq)]
    struct Order {
        id: u32,
        lines: Vec<String>,
    }
}
