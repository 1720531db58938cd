//! How the instances of a class reduce, as far as that can be told without asking them.
//!
//! A plan holds where nothing that Python code could have defined or registered has a say, and as long as the class
//! and `copyreg.dispatch_table` stay as they are.

use std::rc::Rc;

use hashbrown::HashMap;
use pyvm_vm::heap::{Ref, Str, TypeRef, Value, intern};
use pyvm_vm::objects::{Dict, Kind, getset};
use pyvm_vm::types::{Layout, TypeFlags, attribute, lookup};

use super::{ObjectSink, Saver};
use crate::wire::writer::BATCH;

/// The way in which instances are written.
#[derive(Clone)]
pub(super) enum Plan {
    /// They are asked.
    Ask,
    /// As `object` has it, with all state in `__dict__`.
    Attributes,
    /// As `object` has it, with all state in slots: the keys of the state, and where their values are.
    Slots(Rc<[(Str, usize)]>),
    /// Their `__reduce__` is this Python function, which `object.__reduce_ex__` would call.
    Reduce(Value),
    /// Their `__reduce_ex__` is this Python function.
    ReduceEx(Value),
}

/// The plans of the classes met in this pickle, by address; the root shape's id tells whether one still holds.
#[derive(Default)]
pub(super) struct Plans {
    last: Option<(usize, u32, Plan)>,
    known: HashMap<usize, (u32, Plan)>,
    /// The keys version of `copyreg.dispatch_table` that all were made under.
    table: u32,
    /// A shape id whose keys were looked through.
    shape: u32,
}

impl<S: ObjectSink> Saver<'_, S> {
    /// The plan for instances of a class.
    pub(super) fn plan(&mut self, class: &TypeRef) -> Plan {
        let version = class.ty().shapes.root().id();
        let address = std::ptr::from_ref(class.object()) as usize;
        let table = Dict::of_value(&self.names.dispatch_table).map_or(0, Dict::keys_version);
        if self.plans.table != table {
            self.plans = Plans { table, ..Plans::default() };
        }
        if let Some((a, v, plan)) = &self.plans.last
            && (*a, *v) == (address, version)
        {
            return plan.clone();
        }
        let plan = match self.plans.known.get(&address) {
            Some((v, plan)) if *v == version => plan.clone(),
            _ => {
                let plan = self.made_plan(class);
                self.plans.known.insert(address, (version, plan.clone()));
                plan
            }
        };
        self.plans.last = Some((address, version, plan.clone()));
        plan
    }

    fn made_plan(&self, class: &TypeRef) -> Plan {
        let names = &self.vm.names;
        let object = &self.vm.types.object;
        if !self.is_looked_up_plainly(class) || !inherits(class, object, &names.class) {
            return Plan::Ask;
        }
        if !inherits(class, object, &names.reduce_ex) {
            return python_function(class, &names.reduce_ex).map_or(Plan::Ask, Plan::ReduceEx);
        }
        if !inherits(class, object, &names.reduce) {
            return python_function(class, &names.reduce).map_or(Plan::Ask, Plan::Reduce);
        }
        let has_arguments =
            [&names.getnewargs_ex, &names.getnewargs].iter().any(|n| lookup::lookup(class, n).is_some());
        if has_arguments || !inherits(class, object, &names.getstate) {
            return Plan::Ask;
        }
        state_plan(self, class).unwrap_or(Plan::Ask)
    }

    /// Whether attributes of the class and of its instances are found without calling anything, and no reducer is
    /// registered for it.
    fn is_looked_up_plainly(&self, class: &TypeRef) -> bool {
        let vm = self.vm;
        let ty = class.ty();
        let meta = class.object().class();
        ty.layout == Layout::Plain
            && class.has(TypeFlags::HEAP)
            && class.has(TypeFlags::GENERIC_GETATTR)
            && ty.shapes.root().id() != u32::MAX
            && inherits(meta, &vm.types.type_, &vm.names.getattribute)
            && lookup::lookup(meta, &vm.names.getattr).is_none()
            && matches!(self.dispatched(class), Ok(None))
    }

    /// Whether the instance itself hides none of the methods.
    pub(super) fn has_plain_attributes(&mut self, object: &Ref) -> bool {
        let shape = object.shape();
        let names = &self.vm.names;
        let hooks = [&names.reduce_ex, &names.getstate, &names.class, &names.reduce];
        if shape.is_dict() {
            return hooks.into_iter().all(|n| attribute::own_attribute(object, n).is_none());
        }
        if shape.id() == self.plans.shape {
            return true;
        }
        let plain = hooks.into_iter().all(|n| shape.index_of(n).is_none());
        if plain {
            self.plans.shape = shape.id();
        }
        plain
    }
}

/// Where the state of instances is: in `__dict__` alone or in slots alone.
fn state_plan<S: ObjectSink>(saver: &Saver<'_, S>, class: &TypeRef) -> Option<Plan> {
    // The first instance of a class is asked, so that `copyreg._slotnames` leaves what it finds in the class.
    let slot_names = lookup::own(class, &saver.vm.names.slotnames)?;
    let slot_names = slot_names.as_list()?.to_vec();
    let slot_count = class.ty().shapes.root().slot_count();
    if class.has(TypeFlags::HAS_DICT) {
        return (slot_count == 0 && slot_names.is_empty()).then_some(Plan::Attributes);
    }
    if slot_names.len() > BATCH || slot_names.is_empty() && slot_count > 0 {
        return None;
    }
    let place = |name: &Value| {
        let name = name.as_text()?;
        Some((name.clone(), getset::own_slot(class, &intern::intern(name.clone()))?))
    };
    let places: Option<Vec<(Str, usize)>> = slot_names.iter().map(place).collect();
    places.map(|places| Plan::Slots(places.into()))
}

/// Whether a class finds under a name what a base of it defines.
fn inherits(class: &TypeRef, base: &TypeRef, name: &Str) -> bool {
    match (lookup::lookup(class, name), lookup::lookup(base, name)) {
        (Some(own), Some(default)) => own.is(&default),
        _ => false,
    }
}

fn python_function(class: &TypeRef, name: &Str) -> Option<Value> {
    lookup::lookup(class, name).filter(|f| matches!(f.as_obj().map(|r| r.kind()), Some(Kind::Function(_))))
}
