//! What a loader knows of the classes that it met, so that plain instances are made and filled without asking them.
//!
//! The keys of states come from the memo and are the same objects again and again: their interned names and places are
//! kept too.

use std::rc::Rc;

use hashbrown::HashMap;
use pyvm_vm::PyResult;
use pyvm_vm::call::Args;
use pyvm_vm::heap::{Ref, Str, TypeRef, Value, intern};
use pyvm_vm::objects::{Dict, Kind, getset, object};
use pyvm_vm::types::slot_defs::dispatch::check_init_result;
use pyvm_vm::types::{Layout, TypeFlags, attribute, lookup};
use pyvm_vm::vm::Vm;

use super::build::has_plain_dict;

/// What holds of a class while its version does.
#[derive(Default)]
struct Facts {
    /// `__new__` is that of `object`.
    is_bare: bool,
    /// There is no `__setstate__`, and attributes are looked up as `object` does it.
    is_filled: bool,
    /// Attributes are set as `object` does it.
    is_assigned: bool,
    /// The Python function that is `__init__`, where a call makes a bare instance and then calls that.
    init: Option<Value>,
}

/// Keys of a state, and what they stand for.
struct Keys<T> {
    /// The address of the class and its version.
    class: (usize, u32),
    keys: Vec<Str>,
    meaning: Vec<T>,
}

/// The classes met in one pickle.
#[derive(Default)]
pub(super) struct Classes {
    last: Option<((usize, u32), Rc<Facts>)>,
    known: HashMap<(usize, u32), Rc<Facts>>,
    names: Keys<Str>,
    slots: Keys<usize>,
    /// An empty vector to use again.
    spare: Vec<Value>,
}

fn key_of(class: &TypeRef) -> (usize, u32) {
    (std::ptr::from_ref(class.object()) as usize, class.ty().shapes.root().id())
}

fn inherits(vm: &Vm, class: &TypeRef, name: &Str) -> bool {
    match (lookup::lookup(class, name), lookup::lookup(&vm.types.object, name)) {
        (Some(own), Some(default)) => own.is(&default),
        _ => false,
    }
}

impl Classes {
    fn facts(&mut self, vm: &Vm, class: &TypeRef) -> Rc<Facts> {
        let key = key_of(class);
        if let Some((k, facts)) = &self.last
            && *k == key
        {
            return facts.clone();
        }
        let facts = self.known.entry(key).or_insert_with(|| Rc::new(found(vm, class))).clone();
        self.last = Some((key, facts.clone()));
        facts
    }

    /// `class(*args)`, without `type.__call__` where that would do no more.
    pub(super) fn construct(&mut self, vm: &Vm, class: &TypeRef, args: &[Value]) -> PyResult {
        let facts = self.facts(vm, class);
        let Some(init) = &facts.init else { return vm.call(&class.to_value(), Args::positional(args)) };
        let made = object::new_instance(vm, class)?;
        let mut all = std::mem::take(&mut self.spare);
        all.push(made.clone());
        all.extend_from_slice(args);
        let result = vm.call(init, Args::positional(&all));
        all.clear();
        self.spare = all;
        check_init_result(vm, &result?)?;
        Ok(made)
    }

    /// What `NEWOBJ` makes of a class without arguments, where that is a bare instance.
    pub(super) fn bare_instance(&mut self, vm: &Vm, class: &TypeRef) -> Option<PyResult> {
        self.facts(vm, class).is_bare.then(|| object::new_instance(vm, class))
    }

    /// `BUILD` of a new instance by its attributes or by its slots; says no where the long way has to be taken.
    pub(super) fn fill(&mut self, vm: &Vm, object: &Ref, state: &Value) -> bool {
        let class = object.class();
        let facts = self.facts(vm, class);
        if !facts.is_filled || !matches!(object.kind(), Kind::Plain) {
            return false;
        }
        let is_new = !object.shape().is_dict() && object.shape().keys().is_empty();
        match (state.as_dict(), state.as_tuple()) {
            (Some(state), _) => {
                is_new && class.has(TypeFlags::HAS_DICT) && self.fill_attributes(object, state)
            }
            (None, Some([Value::None, slots])) if is_new && facts.is_assigned => {
                slots.as_dict().is_some_and(|slots| self.fill_slots(object, slots))
            }
            _ => false,
        }
    }

    fn fill_attributes(&mut self, object: &Ref, state: &Dict) -> bool {
        // Names mean the same in every class.
        let (known, class) = (&mut self.names, (0, 0));
        if !known.are(class, state) && !known.set(class, state, |k| Some(intern::intern(k.clone()))) {
            return false;
        }
        attribute::set_all_own(object, &self.names.meaning, state)
    }

    fn fill_slots(&mut self, object: &Ref, slots: &Dict) -> bool {
        let class = object.class();
        let (known, key) = (&mut self.slots, key_of(class));
        let place = |k: &Str| getset::own_slot(class, &intern::intern(k.clone()));
        if !known.are(key, slots) && !known.set(key, slots, place) {
            return false;
        }
        let mut places = known.meaning.iter();
        slots.for_each(|_, value| {
            if let Some(place) = places.next() {
                drop(object.attrs().set(*place, value.clone()));
            }
        });
        true
    }
}

fn found(vm: &Vm, class: &TypeRef) -> Facts {
    let plain = class.ty().layout == Layout::Plain
        && class.has(TypeFlags::HEAP)
        && class.ty().shapes.root().id() != u32::MAX;
    if !plain {
        return Facts::default();
    }
    let names = &vm.names;
    let is_bare = inherits(vm, class, &names.new);
    let init = lookup::lookup(class, &names.init)
        .filter(|f| matches!(f.as_obj().map(|r| r.kind()), Some(Kind::Function(_))));
    Facts {
        is_bare,
        init: init.filter(|_| is_bare && class.object().class().is(&vm.types.type_)),
        is_filled: class.has(TypeFlags::GENERIC_GETATTR)
            && lookup::lookup(class, &names.setstate).is_none()
            && has_plain_dict(vm, class),
        is_assigned: inherits(vm, class, &names.setattr),
    }
}

impl<T> Default for Keys<T> {
    fn default() -> Self {
        Keys { class: (0, 0), keys: Vec::new(), meaning: Vec::new() }
    }
}

impl<T> Keys<T> {
    /// Whether these are the very keys of a dict, for a class.
    fn are(&self, class: (usize, u32), dict: &Dict) -> bool {
        let mut same = self.class == class && self.keys.len() == dict.len();
        if same {
            let mut keys = self.keys.iter();
            dict.for_each(|key, _| {
                same &= matches!((key, keys.next()), (Value::Str(key), Some(known)) if key.is(known));
            });
        }
        same
    }

    /// Takes over the keys of a dict; says no where one of them is no exact string or means nothing.
    fn set(&mut self, class: (usize, u32), dict: &Dict, meaning: impl Fn(&Str) -> Option<T>) -> bool {
        self.class = class;
        self.keys.clear();
        self.meaning.clear();
        let mut all = true;
        dict.for_each(|key, _| match key {
            Value::Str(key) if all => match meaning(key) {
                Some(found) => {
                    self.keys.push(key.clone());
                    self.meaning.push(found);
                }
                None => all = false,
            },
            _ => all = false,
        });
        if !all {
            self.keys.clear();
            self.meaning.clear();
        }
        all
    }
}
