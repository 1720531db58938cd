//! Attributes and methods, with their inline caches.
//!
//! A cache word keeps a shape id and, by kind, the index of a value the object holds, or the index of a function in the
//! method cache of the object's class.

use super::{Flow, Machine};
use crate::bytecode::instruction::{Instr, flag};
use crate::error::PyResult;
use crate::heap::shape::UNCACHEABLE;
use crate::heap::{Ref, Str, TypeRef, Value};
use crate::objects::{Kind, getset, super_};
use crate::types::{TypeFlags, attribute, lookup};

/// The object holds the value.
pub(super) const OWN: u8 = 1;
/// The method cache of the class holds a function.
pub(super) const METHOD: u8 = 2;
/// At a call: the method cache of the class holds the `__init__` to run.
const INIT: u8 = 3;
/// Setting adds the attribute: the index is that of the next shape among the children of the object's.
pub(super) const ADD: u8 = 4;

fn cache_word(old: Instr, kind: u8, version: u32, index: usize) -> Option<Instr> {
    let (Ok(index), true) = (u16::try_from(index), version != UNCACHEABLE) else { return None };
    let mut word = old;
    word.x = kind;
    word.a = version as u16;
    word.b = (version >> 16) as u16;
    word.c = index;
    Some(word)
}

/// The cache word of a call that constructs.
pub(super) fn init_word(old: Instr, version: u32, index: usize) -> Option<Instr> {
    cache_word(old, INIT, version, index)
}

/// Whether a cache word is that of a call that constructs.
pub(super) fn is_init_word(word: Instr) -> bool {
    word.x == INIT
}

/// The function that a cache word names.
#[inline(always)]
pub(super) fn cached_method(class: &TypeRef, word: Instr) -> Option<Value> {
    class.ty().method_cache.borrow().get(usize::from(word.c)).cloned()
}

/// Puts a function in the method cache of a class and gives its index there.
pub(super) fn cache_method(class: &TypeRef, function: &Value) -> usize {
    let mut cache = class.ty().method_cache.borrow_mut();
    let known = cache.iter().position(|f| f.is(function));
    known.unwrap_or_else(|| {
        cache.push(function.clone());
        cache.len() - 1
    })
}

impl Machine<'_> {
    fn fill_attr(&self, kind: u8, version: u32, index: usize) {
        if let Some(word) = cache_word(self.cur.trailer(), kind, version, index) {
            self.cur.set_trailer(word);
        }
    }

    #[inline(never)]
    pub(super) fn load_attr(&mut self, i: Instr) -> PyResult<Flow> {
        let object = self.cur.reg(i.b).clone();
        let name = self.cur.name(i.c).clone();
        self.save_ip();
        let value = self.vm.getattr(&object, &name)?;
        self.cache_own(&object, &name);
        drop(object);
        self.finish_b(i, value)
    }

    /// Caches a value that the object itself holds: an attribute that no data descriptor hides, or a slot.
    fn cache_own(&self, object: &Value, name: &Str) {
        let Value::Obj(r) = object else { return };
        if !r.class().has(TypeFlags::GENERIC_GETATTR) {
            return;
        }
        let shape = r.shape();
        let in_class = lookup::lookup(r.class(), name);
        let index = match &in_class {
            Some(descr) => match getset::slot_index(descr) {
                Some(index) => Some(index),
                None if self.vm.class_of(descr).ty().slots.descr_set.get().is_some() => None,
                None => shape.index_of(name),
            },
            None => shape.index_of(name),
        };
        if let Some(index) = index {
            self.fill_attr(OWN, shape.id(), index);
        }
    }

    fn drop_store_temps(&mut self, i: Instr) {
        if i.x & flag::TEMP_C != 0 {
            self.cur.set(i.c, Value::Unbound);
        }
        self.drop_a(i);
    }

    #[inline(never)]
    pub(super) fn store_attr(&mut self, i: Instr) -> PyResult<Flow> {
        let object = self.cur.reg(i.a).clone();
        let value = self.cur.reg(i.c).clone();
        let name = self.cur.name(i.b).clone();
        self.save_ip();
        let before = object.as_obj().map(|r| (r.shape().id(), r.attrs().len()));
        self.vm.setattr(&object, &name, value)?;
        if let Value::Obj(r) = &object {
            let is_default = attribute::sets_by_default(self.vm, r.class());
            if is_default && r.class().has(TypeFlags::HEAP) && !self.cache_added(r, &name, before) {
                self.cache_own(&object, &name);
            }
        }
        drop(object);
        self.drop_store_temps(i);
        self.next()
    }

    /// Caches the step from one shape to the next, where the instruction just took it: it was not the work of a data
    /// descriptor.
    fn cache_added(&self, object: &Ref, name: &Str, before: Option<(u32, usize)>) -> bool {
        let Some((version, len)) = before else { return false };
        let shape = object.shape();
        if object.attrs().len() != len + 1 || shape.is_dict() || self.has_data_descriptor(object, name) {
            return false;
        }
        match shape.keys().split_last() {
            Some((added, parent)) if added.is(name) && shape.slot_count() + parent.len() == len => {
                let root = object.class().ty().shapes.root();
                let Some((id, index)) = root.step_to(shape) else { return false };
                if id == version {
                    self.fill_attr(ADD, version, index);
                }
                id == version
            }
            _ => false,
        }
    }

    /// Whether the class of an object has a descriptor of this name that sees to assignments.
    fn has_data_descriptor(&self, object: &Ref, name: &Str) -> bool {
        let in_class = lookup::lookup(object.class(), name);
        in_class.is_some_and(|found| self.vm.class_of(&found).ty().slots.descr_set.get().is_some())
    }

    pub(super) fn delete_attr(&mut self, i: Instr) -> PyResult<Flow> {
        let object = self.operand_a(i);
        let name = self.cur.name(i.b).clone();
        self.save_ip();
        self.vm.delattr(&object, &name)?;
        drop(object);
        self.next()
    }

    #[inline(never)]
    pub(super) fn load_method(&mut self, i: Instr) -> PyResult<Flow> {
        let object = self.operand_b(i);
        let name = self.cur.name(i.c).clone();
        self.save_ip();
        if let Some((function, place)) = self.find_method(&object, &name) {
            if let Some((version, index)) = place {
                self.fill_attr(METHOD, version, index);
            }
            self.cur.set(i.a + 1, object);
            return self.store(i.a, function);
        }
        let value = self.vm.getattr(&object, &name)?;
        drop(object);
        self.cur.set(i.a + 1, Value::Unbound);
        self.store(i.a, value)
    }

    /// A function of the class that needs no binding, with its place for the cache.
    fn find_method(&self, object: &Value, name: &Str) -> Option<(Value, Option<(u32, usize)>)> {
        let class = self.vm.class_of(object);
        if !class.has(TypeFlags::GENERIC_GETATTR) {
            return None;
        }
        let found = lookup::lookup(class, name)?;
        if !self.vm.class_of(&found).has(TypeFlags::METHOD_DESCRIPTOR) {
            return None;
        }
        if let Kind::NativeFunction(f) = found.as_obj()?.kind()
            && f.owner.as_ref().is_some_and(|o| !class.is_subtype(o))
        {
            return None;
        }
        let version = match object {
            Value::Obj(r) => {
                if crate::types::attribute::own_attribute(r, name).is_some() {
                    return None;
                }
                r.shape().id()
            }
            _ => class.ty().shapes.root().id(),
        };
        let index = cache_method(class, &found);
        Some((found, Some((version, index))))
    }

    pub(super) fn load_super_attr(&mut self, i: Instr) -> PyResult<Flow> {
        let (value, _) = self.super_lookup(i, false)?;
        self.store(i.a, value)
    }

    pub(super) fn load_super_method(&mut self, i: Instr) -> PyResult<Flow> {
        let (function, receiver) = self.super_lookup(i, true)?;
        self.cur.set(i.a + 1, receiver);
        self.store(i.a, function)
    }

    /// `super(class, self).name`, without the super object where `super` is the built-in one.
    fn super_lookup(&mut self, i: Instr, method: bool) -> PyResult<(Value, Value)> {
        let name = self.cur.name(i.c).clone();
        self.save_ip();
        let window = self.cur.take_window(i.b, 3);
        let [callee, class, object] = &window[..] else { return Err(self.vm.system_error("super window")) };
        let vm = self.vm;
        if let Some(class) = TypeRef::from_value(class)
            && callee.is(&vm.types.super_.to_value())
        {
            let object_class = super_::object_class(vm, class, object)?;
            if let Some(found) = super_::find(class, &object_class, &name)
                && !name.is(&vm.names.class)
            {
                let is_function = vm.class_of(&found).has(TypeFlags::METHOD_DESCRIPTOR);
                let is_instance = TypeRef::from_value(object).is_none_or(|t| !t.is(&object_class));
                if method && is_function && is_instance {
                    return Ok((found, object.clone()));
                }
                return Ok((super_::bind(vm, found, object, &object_class)?, Value::Unbound));
            }
        }
        let proxy = if i.x & flag::METHOD != 0 {
            vm.call0(callee)?
        } else {
            vm.call2(callee, class.clone(), object.clone())?
        };
        Ok((vm.getattr(&proxy, &name)?, Value::Unbound))
    }
}
