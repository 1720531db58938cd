//! Looks through a graph for what a policy does not allow.

use super::{Policy, Resolved, tensors};
use crate::graph::{Graph, How, Instance, Node, NodeId};
use std::collections::BTreeSet;

/// All that is not allowed, each said once, and where the first of it stands.
pub(super) fn offences(policy: &Policy, graph: &Graph) -> Option<(Vec<String>, u64)> {
    let review = Review { policy, graph };
    let (mut names, mut seen, mut first) = (Vec::new(), BTreeSet::new(), None);
    for (id, node) in graph.nodes() {
        let Some(what) = review.objection(id, node) else { continue };
        first.get_or_insert(graph.offset(id));
        if seen.insert(what.clone()) {
            names.push(what);
        }
    }
    first.map(|offset| (names, offset))
}

struct Review<'a> {
    policy: &'a Policy,
    graph: &'a Graph,
}

impl Review<'_> {
    fn objection(&self, id: NodeId, node: &Node) -> Option<String> {
        match node {
            Node::Global { .. } => {
                let Some((module, name)) = self.graph.global(id) else {
                    return Some("a name that is no text".to_owned());
                };
                let refused = self.policy.resolve(module, name) == Resolved::Refused;
                refused.then(|| shown(module, name))
            }
            Node::Instance(instance) => self.call(instance),
            Node::Ext(code) => Some(format!("extension {code}")),
            Node::Persistent(_) if !self.policy.persistent => Some("persistent object".to_owned()),
            _ => None,
        }
    }

    fn resolve(&self, id: NodeId) -> Resolved {
        self.graph.global(id).map_or(Resolved::Refused, |(module, name)| self.policy.resolve(module, name))
    }

    fn call(&self, instance: &Instance) -> Option<String> {
        if instance.setter.is_some() {
            return Some("call of a state setter".to_owned());
        }
        let Some((module, name)) = self.graph.global(instance.class) else {
            return Some("call of what a call gave".to_owned());
        };
        match self.policy.resolve(module, name) {
            Resolved::Refused => Some(format!("call of {}", shown(module, name))),
            Resolved::StandIn => tensors::objection(self.graph, instance),
            Resolved::Object { module, name, .. } => self.made(&module, &name, instance),
        }
    }

    /// The call of a name that may stand, and what the result is given.
    fn made(&self, module: &str, name: &str, instance: &Instance) -> Option<String> {
        let args = self.graph.tuple(instance.args);
        let entry = self.policy.entry(module, name).copied().unwrap_or_default();
        let is_rebuilt = instance.how == How::Reduce && (module, name) == ("copyreg", "_reconstructor");
        let fits = match instance.how {
            How::NewObj | How::NewObjEx => entry.class,
            How::Reduce if is_rebuilt => self.may_reconstruct(args),
            // Python 2's instances without arguments are made as by `NEWOBJ`.
            How::Inst | How::Obj if entry.class && args.is_empty() => true,
            How::Reduce | How::Inst | How::Obj => match entry.call {
                None => false,
                Some(shape) if shape.fits(self.graph, args) => true,
                Some(_) => return Some(format!("call of {module}.{name} with these arguments")),
            },
        };
        if !fits {
            return Some(format!("call of {module}.{name}"));
        }
        let is_filled =
            instance.state.is_some() || !instance.list_items.is_empty() || !instance.dict_items.is_empty();
        if is_filled && !entry.class && !is_rebuilt {
            return Some(format!("state of {module}.{name}"));
        }
        let attribute = self.forbidden_attribute(instance.state?)?;
        Some(format!("attribute {attribute} of {module}.{name}"))
    }

    /// `copyreg._reconstructor(cls, object, None)`, or with the built-in class that it inherits from and a value of that.
    fn may_reconstruct(&self, args: &[NodeId]) -> bool {
        let [class, base, state] = args else { return false };
        let base = match self.resolve(*base) {
            Resolved::Object { module, name, .. } if module == "builtins" => name,
            _ => return false,
        };
        let fits = matches!(
            (base.as_str(), self.graph.node(*state)),
            ("object", Node::None)
                | ("list", Node::List(_))
                | ("dict", Node::Dict(_))
                | ("tuple", Node::Tuple(_))
                | ("str", Node::Str(_))
                | ("int", Node::Int(_) | Node::BigInt(_))
                | ("float", Node::Float(_))
        );
        match self.resolve(*class) {
            Resolved::Object { class, .. } => class && fits,
            Resolved::StandIn => true,
            Resolved::Refused => false,
        }
    }

    /// An attribute that would change what the object is: slots are set by `setattr`, and so is the state of exceptions.
    fn forbidden_attribute(&self, state: NodeId) -> Option<&str> {
        let (attributes, slots) = match self.graph.tuple(state) {
            [attributes, slots] => (*attributes, Some(*slots)),
            _ => (state, None),
        };
        let names = |id: NodeId| match self.graph.node(id) {
            Node::Dict(pairs) => pairs.as_slice(),
            _ => &[],
        };
        let text = |pair: &(NodeId, NodeId)| self.graph.text(pair.0);
        let is_own = |name: &&str| matches!(*name, "__class__" | "__dict__");
        let is_special = |name: &&str| name.starts_with("__") && name.ends_with("__");
        let found = names(attributes).iter().filter_map(text).find(is_own);
        found.or_else(|| slots.and_then(|slots| names(slots).iter().filter_map(text).find(is_special)))
    }
}

fn shown(module: &str, name: &str) -> String {
    let (module, name) = crate::compat::to_python3(module, name);
    format!("{module}.{name}")
}
