//! What `gc` shows of objects: which are tracked, what they refer to and how many CPython's collector would count.

use crate::heap::{Ref, Value, collect};
use crate::objects::Kind;
use crate::types::TypeFlags;
use crate::vm::Vm;

impl Vm {
    /// Whether CPython's collector would know the object: it can hold others.
    pub fn is_gc_object(&self, value: &Value) -> bool {
        let Some(object) = value.as_obj() else { return false };
        match object.kind() {
            Kind::Type(ty) => ty.spec.is_none_or(|spec| spec.has_own_module()),
            Kind::Tuple(_) => true,
            _ => collect::generation(object) <= 2,
        }
    }

    /// `gc.is_tracked(value)`: tuples and dicts are not where all they hold is not, frames not while they run.
    pub fn is_tracked(&self, value: &Value) -> bool {
        if !self.is_gc_object(value) {
            return false;
        }
        let Some(object) = value.as_obj() else { return false };
        let class = object.class();
        match object.kind() {
            Kind::Dict(dict) if class.is(&self.types.dict) => dict.entries().iter().any(|(k, v)| {
                // A dict is looked at when a key is set, so a tuple that stopped to be tracked counts no more.
                self.may_be_tracked(k) || self.may_be_tracked(v)
            }),
            // The collector makes an atom of a tuple when it meets it, if all that it holds are atoms then.
            Kind::Tuple(items) if class.is(&self.types.tuple) => {
                !items.is_empty() && collect::generation(object) <= 2
            }
            Kind::Tuple(_) => class.has(TypeFlags::HEAP),
            _ => !crate::objects::frame::is_running(self, value),
        }
    }

    fn may_be_tracked(&self, value: &Value) -> bool {
        let is_tuple = self.is_exact(value, &self.types.tuple);
        if is_tuple { self.is_tracked(value) } else { self.is_gc_object(value) }
    }

    /// How many objects of CPython's the garbage object stands for: it may hold in itself what they hold in others.
    pub(super) fn weight(&self, object: &Ref) -> usize {
        let t = &self.types;
        let class = object.class();
        let is_young = collect::generation(object) == 0;
        match object.kind() {
            Kind::Type(ty) => {
                let [mro, bases] = &ty.shown;
                let untracked = !is_young && ty.bases.borrow().iter().all(|b| !b.has(TypeFlags::HEAP));
                1 + usize::from(mro.borrow().is_unbound())
                    + usize::from(bases.borrow().is_unbound() && !untracked)
            }
            Kind::Native(_) if class.is(&t.map) || class.is(&t.memoryview) => 2,
            Kind::Native(_) if class.is(&t.zip) => 2 + usize::from(is_young),
            Kind::Native(_) if class.is(&t.enumerate) => 1 + usize::from(is_young),
            _ => 1,
        }
    }
}
