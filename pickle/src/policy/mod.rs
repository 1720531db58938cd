//! [`Policy`]: which classes and calls a pickle may name. Everything else is refused before anything happens.
//!
//! A pickle is read as a [`Graph`] first, by the decoder of the loaders; only one in which every name and every call is
//! allowed is loaded at all. There is no way from here to a trusting mode. Names of Python 2 are looked up under those of
//! Python 3 in every protocol; the loader is given what [`Policy::resolve`] says, so that both read a name alike.

mod profiles;
mod review;
mod shape;
mod tensors;

use crate::compat;
use crate::graph::{Graph, GraphError, Limits};
use shape::Shape;
use std::collections::HashMap;

/// What a pickle may name. See [`Policy::data_only`].
#[derive(Clone, Debug, Default)]
pub struct Policy {
    entries: HashMap<(String, String), Entry>,
    stand_ins: Vec<Pattern>,
    modules: Vec<(String, String)>,
    persistent: bool,
}

/// What may be done with a name beyond naming it.
#[derive(Clone, Copy, Debug, Default)]
struct Entry {
    /// Make instances without calling it, and give them state and items.
    class: bool,
    /// Call it, with such arguments.
    call: Option<Shape>,
}

/// `module.Name` or `module.*`, which is the module with all in it.
#[derive(Clone, Debug, PartialEq)]
enum Pattern {
    Name(String, String),
    Module(String),
}

impl Pattern {
    fn covers(&self, module: &str, name: &str) -> bool {
        match self {
            Pattern::Name(m, n) => (m.as_str(), n.as_str()) == (module, name),
            Pattern::Module(m) => {
                module.strip_prefix(m.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            }
        }
    }
}

/// What a policy makes of a name in a pickle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolved {
    /// This object is to be looked for.
    Object {
        /// Its module.
        module: String,
        /// Its name there, without dots.
        name: String,
        /// Whether it has to be a class.
        class: bool,
    },
    /// An inert stand-in takes its place; nothing is imported.
    StandIn,
    /// It is not allowed.
    Refused,
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

impl Refused {
    /// What is not allowed; nothing for a malformed stream.
    #[must_use]
    pub fn names(&self) -> &[String] {
        match self {
            Refused::Graph(_) => &[],
            Refused::Names { names, .. } => names,
        }
    }

    /// Where in the stream the first offence stands.
    #[must_use]
    pub fn offset(&self) -> u64 {
        match self {
            Refused::Graph(error) => error.offset(),
            Refused::Names { offset, .. } => *offset,
        }
    }
}

fn split(name: &str) -> (String, String) {
    let (module, name) = name.rsplit_once('.').unwrap_or(("builtins", name));
    (module.to_owned(), name.to_owned())
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
        Policy::default().with(profiles::DATA)
    }

    /// Built-in data, and values of `datetime`, `decimal`, `fractions`, `uuid`, `collections`, `ipaddress`, paths,
    /// `types.SimpleNamespace` and the built-in exceptions.
    ///
    /// Arguments have to be of the shape that pickles of these types have, so that nothing is made that is larger than the
    /// pickle.
    ///
    /// ```
    /// use pyvm_pickle::Limits;
    /// use pyvm_pickle::policy::Policy;
    ///
    /// let policy = Policy::stdlib();
    /// assert!(policy.review(b"cfractions\nFraction\n(I1\nI3\ntR.", Limits::strict()).is_ok());
    /// let refused = policy.review(b"cfractions\nFraction\n(V1e50000000\ntR.", Limits::strict()).unwrap_err();
    /// assert_eq!(refused.names(), ["call of fractions.Fraction with these arguments"]);
    /// ```
    #[must_use]
    pub fn stdlib() -> Policy {
        Policy::data_only().with(profiles::STDLIB)
    }

    /// Built-in data, and stand-ins for whatever NumPy defines; an array has to have as many bytes as its shape and type ask
    /// for. [`Graph::array`] reads arrays out of what [`Policy::review`] gives.
    #[must_use]
    pub fn numpy() -> Policy {
        Policy::data_only().stand_in("numpy.*")
    }

    /// What [`Policy::stdlib`] and [`Policy::numpy`] allow, stand-ins for whatever PyTorch defines, and persistent ids, which
    /// are its storages; a tensor has to lie within its storage.
    #[must_use]
    pub fn torch() -> Policy {
        Policy::stdlib().stand_in("numpy.*").stand_in("torch.*").allow_persistent()
    }

    /// What [`Policy::stdlib`] and [`Policy::numpy`] allow, and stand-ins for whatever scikit-learn, SciPy and joblib define.
    #[must_use]
    pub fn sklearn() -> Policy {
        Policy::stdlib().stand_in("numpy.*").stand_in("scipy.*").stand_in("sklearn.*").stand_in("joblib.*")
    }

    fn with(mut self, profile: profiles::Profile) -> Policy {
        for (module, rows) in profile {
            for (names, class, call) in *rows {
                for name in *names {
                    let entry = Entry { class: *class, call: *call };
                    self.entries.insert(((*module).to_owned(), (*name).to_owned()), entry);
                }
            }
        }
        self
    }

    /// Allows what the other policy allows, too.
    #[must_use]
    pub fn and(mut self, other: Policy) -> Policy {
        for (key, entry) in other.entries {
            let own = self.entries.entry(key).or_default();
            own.class |= entry.class;
            own.call = own.call.max(entry.call);
        }
        self.stand_ins.extend(other.stand_ins);
        self.modules.extend(other.modules);
        self.persistent |= other.persistent;
        self
    }

    /// Lets instances of `module.Class` be made without calling it, and have their state set.
    #[must_use]
    pub fn allow_class(mut self, name: &str) -> Policy {
        self.entries.entry(split(name)).or_default().class = true;
        self
    }

    /// Lets `module.name` be called with whatever arguments the pickle gives. What the call gives takes no state and no
    /// items, unless [`Policy::allow_class`] allows that for the same name.
    #[must_use]
    pub fn allow_call(mut self, name: &str) -> Policy {
        self.entries.entry(split(name)).or_default().call = Some(Shape::Any);
        self
    }

    /// Puts inert stand-ins in the place of `module.Name`, or of all that a module and the modules below it define, as in
    /// `numpy.*`. They are not imported. They keep how they were made, state and items, and pickle to the same bytes.
    ///
    /// ```
    /// use pyvm_pickle::Limits;
    /// use pyvm_pickle::policy::Policy;
    ///
    /// let policy = Policy::data_only().stand_in("shop.*");
    /// let order = b"\x80\x04\x8c\x0bshop.models\x8c\x05Order\x93)\x81}b.";
    /// let graph = policy.review(order, Limits::strict())?;
    /// assert_eq!(graph.instances_of("shop.models.Order").count(), 1);
    /// assert!(policy.review(b"cshopping\nbuy\n.", Limits::strict()).is_err());
    /// # Ok::<(), pyvm_pickle::policy::Refused>(())
    /// ```
    #[must_use]
    pub fn stand_in(mut self, pattern: &str) -> Policy {
        let pattern = match pattern.strip_suffix(".*") {
            Some(module) => Pattern::Module(module.to_owned()),
            None => {
                let (module, name) = split(pattern);
                Pattern::Name(module, name)
            }
        };
        self.stand_ins.push(pattern);
        self
    }

    /// Lets persistent ids stand; a loader without a `persistent_load` of its own keeps them.
    #[must_use]
    pub fn allow_persistent(mut self) -> Policy {
        self.persistent = true;
        self
    }

    /// Looks for the names of one module in another: pickles of a script call its module `__main__`.
    ///
    /// ```
    /// use pyvm_pickle::Limits;
    /// use pyvm_pickle::policy::Policy;
    ///
    /// let policy = Policy::data_only().allow_class("shop.Order").module_is("__main__", "shop");
    /// assert!(policy.review(b"\x80\x02c__main__\nOrder\n)\x81.", Limits::strict()).is_ok());
    /// ```
    #[must_use]
    pub fn module_is(mut self, pickled: &str, module: &str) -> Policy {
        self.modules.push((pickled.to_owned(), module.to_owned()));
        self
    }

    /// Whether persistent ids may stand.
    #[must_use]
    pub fn has_persistent(&self) -> bool {
        self.persistent
    }

    /// Whether some names have stand-ins.
    #[must_use]
    pub fn has_stand_ins(&self) -> bool {
        !self.stand_ins.is_empty()
    }

    /// What becomes of a name: as it stands if that is listed, else under its name in Python 3. Names with dots are never
    /// walked; stand-ins may have them.
    #[must_use]
    pub fn resolve(&self, module: &str, name: &str) -> Resolved {
        let moved = self.modules.iter().find(|(pickled, _)| pickled == module);
        let module = moved.map_or(module, |(_, actual)| actual.as_str());
        for (module, name) in [(module, name), compat::to_python3(module, name)] {
            if let Some(entry) = self.entry(module, name) {
                let (module, name) = (module.to_owned(), name.to_owned());
                return Resolved::Object { module, name, class: entry.class };
            }
            if self.stand_ins.iter().any(|pattern| pattern.covers(module, name)) {
                return Resolved::StandIn;
            }
        }
        Resolved::Refused
    }

    fn entry(&self, module: &str, name: &str) -> Option<&Entry> {
        if name.contains('.') {
            return None;
        }
        self.entries.get(&(module.to_owned(), name.to_owned()))
    }

    /// Reads the first pickle in `data` and looks for what is not allowed.
    ///
    /// # Errors
    /// [`Refused`]
    pub fn review(&self, data: &[u8], limits: Limits) -> Result<Graph, Refused> {
        let (graph, _) = Graph::with_limits(data, limits)?;
        match review::offences(self, &graph) {
            None => Ok(graph),
            Some((names, offset)) => Err(Refused::Names { names, offset }),
        }
    }
}

#[cfg(test)]
mod tests;
