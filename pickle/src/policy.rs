//! [`Policy`]: which classes and calls a pickle may name. Everything else is refused before anything happens.
//!
//! A pickle is read as a [`Graph`] first, by the decoder of the loaders; only one in which every name and every call is
//! allowed is loaded at all. There is no way from here to a trusting mode.

use crate::graph::{Graph, GraphError, How, Instance, Limits, Node, NodeId};
use std::collections::{BTreeSet, HashSet};

/// What a pickle may name. See [`Policy::data_only`].
#[derive(Clone, Debug, Default)]
pub struct Policy {
    classes: HashSet<(String, String)>,
    calls: HashSet<(String, String)>,
}

/// Why a pickle was refused.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Refused {
    /// The stream is malformed or passes a limit.
    #[error(transparent)]
    Graph(#[from] GraphError),
    /// It names what is not allowed.
    #[error("{} not allowed (at offset {offset})", names.join(", "))]
    Names {
        /// All of it, in order: `os.system`, `call of os.system`.
        names: Vec<String>,
        /// Where the first stands.
        offset: u64,
    },
}

/// Constructors of built-in data that need no permission, with plain arguments.
const DATA_CALLS: &[(&str, &[&str])] =
    &[("builtins", &["bytearray", "bytes", "complex", "frozenset", "set"]), ("_codecs", &["encode"])];

/// What `datetime`, `decimal` and their kin are made with.
const STDLIB_CALLS: &[(&str, &[&str])] = &[
    ("collections", &["Counter", "OrderedDict", "defaultdict", "deque"]),
    ("datetime", &["date", "datetime", "time", "timedelta", "timezone"]),
    ("decimal", &["Decimal"]),
    ("pathlib", &["PurePosixPath", "PureWindowsPath"]),
    ("uuid", &["UUID"]),
];

fn renamed(module: &str) -> &str {
    match module {
        "__builtin__" => "builtins",
        "copy_reg" => "copyreg",
        other => other,
    }
}

fn is_listed(list: &[(&str, &[&str])], module: &str, name: &str) -> bool {
    list.iter().any(|(m, names)| *m == module && names.contains(&name))
}

fn split(name: &str) -> (String, String) {
    let (module, name) = name.rsplit_once('.').unwrap_or(("builtins", name));
    (renamed(module).to_owned(), name.to_owned())
}

impl Policy {
    /// Built-in containers and scalars alone.
    ///
    /// ```
    /// use pyvm_pickle::Limits;
    /// use pyvm_pickle::policy::Policy;
    ///
    /// let policy = Policy::data_only();
    /// assert!(policy.review(b"]K\x01a.", Limits::strict()).is_ok());
    /// let refused = policy.review(b"cos\nsystem\n(S'ls'\ntR.", Limits::strict()).unwrap_err();
    /// assert_eq!(refused.to_string(), "os.system, call of os.system not allowed (at offset 0)");
    /// let policy = policy.allow_class("shop.Order");
    /// assert!(policy.review(b"\x80\x02cshop\nOrder\n)\x81}b.", Limits::strict()).is_ok());
    /// ```
    #[must_use]
    pub fn data_only() -> Policy {
        Policy::default()
    }

    /// Built-in data, and values of `datetime`, `decimal`, `uuid`, `collections` and pure paths.
    #[must_use]
    pub fn stdlib() -> Policy {
        let mut policy = Policy::default();
        for (module, names) in STDLIB_CALLS {
            for name in *names {
                policy.classes.insert(((*module).to_owned(), (*name).to_owned()));
                policy.calls.insert(((*module).to_owned(), (*name).to_owned()));
            }
        }
        policy
    }

    /// Lets instances of `module.Class` be made without calling it, and have their state set.
    #[must_use]
    pub fn allow_class(mut self, name: &str) -> Policy {
        self.classes.insert(split(name));
        self
    }

    /// Lets `module.name` be called with whatever arguments the pickle gives.
    #[must_use]
    pub fn allow_call(mut self, name: &str) -> Policy {
        self.calls.insert(split(name));
        self
    }

    /// Reads the first pickle in `data` and looks for what is not allowed.
    ///
    /// # Errors
    /// [`Refused`]
    pub fn review(&self, data: &[u8], limits: Limits) -> Result<Graph, Refused> {
        let (graph, _) = Graph::with_limits(data, limits)?;
        let (mut names, mut seen, mut first) = (Vec::new(), BTreeSet::new(), None);
        for (id, node) in graph.nodes() {
            let Some(what) = self.objection(&graph, id, node) else { continue };
            first.get_or_insert(graph.offset(id));
            if seen.insert(what.clone()) {
                names.push(what);
            }
        }
        match first {
            None => Ok(graph),
            Some(offset) => Err(Refused::Names { names, offset }),
        }
    }

    fn objection(&self, graph: &Graph, id: NodeId, node: &Node) -> Option<String> {
        match node {
            Node::Global { .. } => {
                let Some((module, name)) = graph.global(id) else {
                    return Some("a name that is no text".to_owned());
                };
                (!self.may_name(renamed(module), name)).then(|| format!("{}.{name}", renamed(module)))
            }
            Node::Instance(instance) => self.call(graph, instance),
            Node::Ext(code) => Some(format!("extension {code}")),
            Node::Persistent(_) => Some("persistent object".to_owned()),
            _ => None,
        }
    }

    fn may_name(&self, module: &str, name: &str) -> bool {
        let key = (module.to_owned(), name.to_owned());
        self.classes.contains(&key)
            || self.calls.contains(&key)
            || is_listed(DATA_CALLS, module, name)
            || module == "copyreg" && name == "_reconstructor"
            || module == "builtins" && name == "object"
    }

    fn call(&self, graph: &Graph, instance: &Instance) -> Option<String> {
        if instance.setter.is_some() {
            return Some("call of a state setter".to_owned());
        }
        let Some((module, name)) = graph.global(instance.class) else {
            return Some("call of what a call gave".to_owned());
        };
        let module = renamed(module);
        let key = (module.to_owned(), name.to_owned());
        let allowed = match instance.how {
            How::NewObj | How::NewObjEx => self.classes.contains(&key),
            _ if self.calls.contains(&key) => true,
            // Python 2's instances without arguments are made as by `NEWOBJ`.
            How::Inst | How::Obj => self.classes.contains(&key) && graph.tuple(instance.args).is_empty(),
            How::Reduce if (module, name) == ("copyreg", "_reconstructor") => {
                self.may_reconstruct(graph, instance.args)
            }
            How::Reduce => is_listed(DATA_CALLS, module, name) && is_plain(graph, name, instance.args),
        };
        (!allowed).then(|| format!("call of {module}.{name}"))
    }

    /// `copyreg._reconstructor(cls, object, None)`
    fn may_reconstruct(&self, graph: &Graph, args: NodeId) -> bool {
        let [class, base, state] = graph.tuple(args) else { return false };
        let is_object = graph.global(*base).is_some_and(|(m, n)| (renamed(m), n) == ("builtins", "object"));
        let allowed = graph.global(*class).is_some_and(|(module, name)| {
            self.classes.contains(&(renamed(module).to_owned(), name.to_owned()))
        });
        is_object && allowed && matches!(graph.node(*state), Node::None)
    }
}

/// Arguments that make no more than the stream holds: no sizes, no objects, and no codec but the one that pickles use,
/// since others are looked for among modules.
fn is_plain(graph: &Graph, name: &str, args: NodeId) -> bool {
    let args = graph.tuple(args);
    let is_encoding = |id: &NodeId| matches!(graph.text(*id), Some("latin1" | "latin-1"));
    let has_codec = match args {
        [_, encoding] => is_encoding(encoding),
        [] | [_] => name != "encode",
        _ => false,
    };
    if matches!(name, "encode" | "bytes" | "bytearray") && !has_codec {
        return false;
    }
    args.iter().all(|id| match graph.node(*id) {
        Node::Int(_) | Node::BigInt(_) | Node::Float(_) => name == "complex",
        Node::Instance(_) | Node::Global { .. } | Node::Bool(_) => false,
        _ => true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(policy: &Policy, data: &[u8]) -> Vec<String> {
        match policy.review(data, Limits::strict()) {
            Err(Refused::Names { names, .. }) => names,
            Err(Refused::Graph(error)) => vec![error.to_string()],
            Ok(_) => Vec::new(),
        }
    }

    #[test]
    fn classes_and_calls_are_apart() {
        let class = Policy::data_only().allow_class("m.K");
        let call = Policy::data_only().allow_call("m.K");
        let (made, called) = (b"\x80\x02cm\nK\n)\x81.", b"\x80\x02cm\nK\n)R.");
        assert!(refused(&class, made).is_empty() && refused(&call, called).is_empty());
        assert_eq!(refused(&class, called), ["call of m.K"]);
        assert_eq!(refused(&call, made), ["call of m.K"]);
        assert!(refused(&class, b"ccopy_reg\n_reconstructor\n(cm\nK\nc__builtin__\nobject\nNtR.").is_empty());
        assert_eq!(
            refused(&class, b"ccopy_reg\n_reconstructor\n(cm\nL\nc__builtin__\nobject\nNtR."),
            ["m.L", "call of copyreg._reconstructor"]
        );
    }

    #[test]
    fn dotted_names_extensions_and_sizes_are_refused() {
        let policy = Policy::data_only().allow_class("m.K");
        assert_eq!(refused(&policy, b"\x80\x04\x8c\x01m\x8c\x03K.f\x93."), ["m.K.f"]);
        assert_eq!(refused(&policy, b"\x82\x01."), ["extension 1"]);
        assert_eq!(
            refused(&policy, b"c__builtin__\nbytearray\n(I8589934592\ntR."),
            ["call of builtins.bytearray"]
        );
        let calls = |text: &str| refused(&policy, format!("c_codecs\nencode\n(Va\n{text}tR.").as_bytes());
        assert!(calls("Vlatin1\n").is_empty());
        assert_eq!(calls("Vany_module\n"), ["call of _codecs.encode"]);
        assert_eq!(calls(""), ["call of _codecs.encode"]);
        // State is set on what this load made, never on a class.
        assert!(!refused(&policy, b"cm\nK\n}b.").is_empty());
    }
}
