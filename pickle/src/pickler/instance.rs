//! The short way for instances of plain classes: what `object.__reduce_ex__(2)` would say, without asking it.
//!
//! It is taken only where nothing that Python code could have defined or registered has a say. The `__dict__` of such
//! an instance often does not exist yet; its memo index is reserved, and a stamp bit lets the dict inherit it
//! should it come to be while the pickle is written.

use hashbrown::HashMap;
use pyvm_vm::heap::{Items, Ref, Str, TypeRef, Value};
use pyvm_vm::objects::Dict;
use pyvm_vm::types::{Layout, TypeFlags, attribute, lookup};
use pyvm_vm::{PyError, PyResult};

use super::{Saver, Task};
use crate::opcode::Opcode;
use crate::wire::Sink;

/// What is known of classes met in this pickle, by address; the root shape's id tells whether it still holds.
#[derive(Default)]
pub(super) struct Classes {
    last: Option<(usize, u32)>,
    known: HashMap<usize, (u32, bool)>,
    /// The keys version of `copyreg.dispatch_table` that all of it was found under.
    table: u32,
    /// A shape id whose keys were looked through.
    shape: u32,
}

impl<S: Sink<Error = PyError>> Saver<'_, S> {
    /// Writes a plain instance; says no where it must be asked to reduce itself.
    pub(super) fn save_instance(&mut self, object: &Ref) -> PyResult<bool> {
        let options = self.options;
        if options.protocol < 2 || options.fast || options.dispatch_table.is_some() || !self.unhooked {
            return Ok(false);
        }
        if !self.is_plain(object.class()) || !self.has_plain_attributes(object) {
            return Ok(false);
        }
        let class = object.class().to_value();
        self.open_reduces += 1;
        match self.memoized(&class) {
            Some(index) => {
                self.out.boundary()?;
                self.out.get(index);
                self.instance_made(object.clone())?;
            }
            None => {
                self.tasks.push(Task::Instance(object.clone()));
                self.save(class)?;
            }
        }
        Ok(true)
    }

    /// Whether instances of a class reduce as `object` does and keep all they have in `__dict__`.
    fn is_plain(&mut self, class: &TypeRef) -> bool {
        let version = class.ty().shapes.root().id();
        let address = std::ptr::from_ref(class.object()) as usize;
        let table = Dict::of_value(&self.names.dispatch_table).map_or(0, Dict::keys_version);
        if self.classes.table != table {
            self.classes.last = None;
            self.classes.known.clear();
            self.classes.table = table;
        }
        if self.classes.last == Some((address, version)) {
            return true;
        }
        let plain = match self.classes.known.get(&address) {
            Some((v, plain)) if *v == version => *plain,
            _ => {
                let plain = self.reduces_as_object(class);
                self.classes.known.insert(address, (version, plain));
                plain
            }
        };
        if plain {
            self.classes.last = Some((address, version));
        }
        plain
    }

    fn reduces_as_object(&self, class: &TypeRef) -> bool {
        let vm = self.vm;
        let ty = class.ty();
        let shape = ty.shapes.root();
        if ty.layout != Layout::Plain
            || !class.has(TypeFlags::HEAP)
            || !class.has(TypeFlags::HAS_DICT)
            || !class.has(TypeFlags::GENERIC_GETATTR)
            || shape.slot_count() > 0
            || shape.id() == u32::MAX
        {
            return false;
        }
        let names = &vm.names;
        let same = |class: &TypeRef, base: &TypeRef, name: &Str| match (
            lookup::lookup(class, name),
            lookup::lookup(base, name),
        ) {
            (Some(own), Some(default)) => own.is(&default),
            _ => false,
        };
        let inherited = [&names.reduce_ex, &names.reduce, &names.getstate, &names.class];
        let meta = class.object().class();
        inherited.into_iter().all(|name| same(class, &vm.types.object, name))
            && same(meta, &vm.types.type_, &names.getattribute)
            && lookup::lookup(meta, &names.getattr).is_none()
            && [&names.getnewargs_ex, &names.getnewargs].into_iter().all(|n| lookup::lookup(class, n).is_none())
            // The first instance of a class is asked, so that `copyreg._slotnames` leaves what it finds in the class.
            && lookup::own(class, &names.slotnames).is_some_and(|n| n.as_list().is_some_and(Items::is_empty))
            && matches!(self.dispatched(class), Ok(None))
    }

    /// Whether the instance itself hides none of the methods.
    fn has_plain_attributes(&mut self, object: &Ref) -> bool {
        let shape = object.shape();
        let names = &self.vm.names;
        let hooks = [&names.reduce_ex, &names.getstate, &names.class, &names.reduce];
        if shape.is_dict() {
            return hooks.into_iter().all(|n| attribute::own_attribute(object, n).is_none());
        }
        if shape.id() == self.classes.shape {
            return true;
        }
        let plain = hooks.into_iter().all(|n| shape.index_of(n).is_none());
        if plain {
            self.classes.shape = shape.id();
        }
        plain
    }

    /// The class is written: no arguments, the object, its attributes.
    pub(super) fn instance_made(&mut self, object: Ref) -> PyResult<()> {
        self.out.boundary()?;
        self.out.op(Opcode::EmptyTuple);
        self.out.op(Opcode::NewObj);
        let value = Value::Obj(object);
        if !self.reduce_end(&value) {
            return Ok(());
        }
        let Value::Obj(object) = value else { return Ok(()) };
        let total = object.shape().keys().len();
        let shaped = !object.shape().is_dict() && total > 0;
        if !shaped || !self.memo.mark_attributes(&Value::Obj(object.clone())) {
            return self.save_dict_state(&object);
        }
        self.out.boundary()?;
        self.out.op(Opcode::EmptyDict);
        let index = self.memo.step();
        self.out.put(index);
        if total > 1 {
            self.out.op(Opcode::Mark);
        }
        self.attributes_step(object, 0, total)
    }

    /// The state of an instance whose `__dict__` exists, or has to.
    fn save_dict_state(&mut self, object: &Ref) -> PyResult<()> {
        let Some(state) = attribute::existing_dict(self.vm, &Value::Obj(object.clone())) else {
            return Ok(());
        };
        self.tasks.push(Task::Op(Opcode::Build));
        self.save(state)
    }

    pub(super) fn attributes_step(&mut self, object: Ref, mut next: usize, total: usize) -> PyResult<()> {
        // Twice the index: even for a name, odd for its value.
        while next < 2 * total {
            let shape = object.shape();
            if shape.is_dict() || shape.keys().len() != total {
                return self.attributes_moved(&object, next, total);
            }
            let at = next / 2;
            let item = if next.is_multiple_of(2) {
                shape.keys().get(at).map_or(Value::Unbound, |k| Value::Str(k.clone()))
            } else {
                object.attrs().get(shape.slot_count() + at)
            };
            next += 1;
            if !self.save_atom(&item)? {
                self.tasks.push(Task::Attributes { object, next, total });
                self.queue(item);
                return Ok(());
            }
            item.release();
        }
        self.out.op(if total > 1 { Opcode::SetItems } else { Opcode::SetItem });
        let left = if object.shape().is_dict() {
            Dict::of(&attribute::instance_dict(self.vm, &object)).map_or(0, Dict::len)
        } else {
            object.shape().keys().len()
        };
        if total > 1 && left != total {
            return Err(self.vm.runtime_error("dictionary changed size during iteration"));
        }
        self.out.op(Opcode::Build);
        Ok(())
    }

    /// Attributes were added or moved to a `__dict__` while they were written: go on in it, as a dict would.
    fn attributes_moved(&mut self, object: &Ref, next: usize, total: usize) -> PyResult<()> {
        let dict = attribute::instance_dict(self.vm, object);
        self.tasks.push(Task::Op(Opcode::Build));
        let position = next.div_ceil(2);
        let rest = Task::Dict { dict: Value::Obj(dict.clone()), position, in_batch: position, len: total };
        self.tasks.push(if total > 1 { rest } else { Task::Op(Opcode::SetItem) });
        if next % 2 == 1
            && let Some((_, _, value)) = Dict::of(&dict).and_then(|d| d.next_entry(next / 2))
        {
            self.tasks.push(Task::Save(value));
        }
        Ok(())
    }
}
