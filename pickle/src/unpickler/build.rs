//! Globals, state, persistent ids and out-of-band buffers.

use pyvm_vm::PyResult;
use pyvm_vm::heap::{Str, TypeRef, Value, intern};
use pyvm_vm::objects::{Dict, Kind};
use pyvm_vm::types::{TypeFlags, lookup};
use pyvm_vm::vm::Vm;

use super::{Loader, Raise, set_plain};
use crate::wire::{Fault, Source};

impl<S: Source> Loader<'_, S>
where
    S::Error: Raise,
{
    /// `find_class(module, name)`: an override, or the import.
    pub(super) fn find_class(&self, module: &Value, name: &Value) -> PyResult {
        if let Some(hook) = &self.options.find_class {
            return self.vm.call2(hook, module.clone(), name.clone());
        }
        crate::module::find_class(self.vm, module, name, self.protocol.get(), self.options.fix_imports)
    }

    pub(super) fn extension(&mut self, code: i64) -> PyResult<()> {
        let vm = self.vm;
        if code <= 0 {
            return self.fault(Fault::BadExtension);
        }
        let key = Value::Int(code);
        let cached =
            Dict::of_value(&self.names.extension_cache).map(|d| d.get(vm, &key)).transpose()?.flatten();
        if let Some(found) = cached {
            self.push(found);
            return Ok(());
        }
        let pair =
            Dict::of_value(&self.names.inverted_registry).map(|d| d.get(vm, &key)).transpose()?.flatten();
        let Some(pair) = pair else {
            return Err(vm.value_error(format!("unregistered extension code {code}")));
        };
        let Some([module @ Value::Str(_), name @ Value::Str(_)]) = pair.as_tuple() else {
            return Err(vm.value_error(format!("_inverted_registry[{code}] isn't a 2-tuple of strings")));
        };
        let found = self.find_class(module, name)?;
        if let Some(cache) = Dict::of_value(&self.names.extension_cache) {
            drop(cache.insert(vm, key, found.clone())?);
        }
        self.push(found);
        Ok(())
    }

    pub(super) fn persistent(&mut self, id: Value) -> PyResult<()> {
        let Some(hook) = &self.options.persistent_load else { return self.fault(Fault::NoPersistentLoad) };
        let found = self.vm.call1(hook, id)?;
        self.push(found);
        Ok(())
    }

    pub(super) fn next_buffer(&mut self) -> PyResult<()> {
        let Some(buffers) = &self.options.buffers else { return self.fault(Fault::NoBuffers) };
        match self.vm.next(buffers)? {
            Some(buffer) => {
                self.push(buffer);
                Ok(())
            }
            None => self.unpickling("not enough out-of-band buffers"),
        }
    }

    pub(super) fn readonly_buffer(&mut self) -> PyResult<()> {
        let vm = self.vm;
        let top = self.pop()?;
        let view = vm.call1(&vm.builtin("memoryview")?, top.clone())?;
        let readonly = vm.getattr_str(&view, "readonly")?;
        let kept =
            if vm.is_true(&readonly)? { top } else { vm.call_method(&view, &vm.intern("toreadonly"), &[])? };
        self.push(kept);
        Ok(())
    }

    /// `BUILD`: `__setstate__`, or the attributes of `__dict__` and slots.
    pub(super) fn build(&mut self, object: &Value, state: Value) -> PyResult<()> {
        let vm = self.vm;
        if let Value::Obj(object) = object
            && self.classes.fill(vm, object, &state)
        {
            return Ok(());
        }
        if let Some(method) = vm.lookup_attr(object, &vm.names.setstate)? {
            return vm.call1(&method, state).map(drop);
        }
        let (state, slots) = match state.as_tuple() {
            Some([state, slots]) => (state.clone(), Some(slots.clone())),
            _ => (state, None),
        };
        if !state.is_none() {
            let Some(entries) = state.as_dict().map(Dict::entries) else {
                return self.unpickling("state is not a dictionary");
            };
            self.set_attributes(object, entries)?;
        }
        let Some(slots) = slots else { return Ok(()) };
        let Some(entries) = slots.as_dict().map(Dict::entries) else {
            return self.unpickling("slot state is not a dictionary");
        };
        for (key, value) in entries {
            match key.as_text() {
                Some(name) => vm.setattr(object, &intern::intern(name.clone()), value)?,
                None => {
                    let got = vm.type_name(&key);
                    return Err(vm.type_error(format!("attribute name must be string, not '{got}'")));
                }
            }
        }
        Ok(())
    }

    /// Puts a state into `__dict__`, keys interned.
    fn set_attributes(&self, object: &Value, entries: Vec<(Value, Value)>) -> PyResult<()> {
        let vm = self.vm;
        let plain = object.as_obj().is_some_and(|r| {
            matches!(
                r.kind(),
                Kind::Plain | Kind::List(_) | Kind::Dict(_) | Kind::Tuple(_) | Kind::Wrapped(_)
            ) && r.class().has(TypeFlags::HEAP)
                && r.class().has(TypeFlags::HAS_DICT)
                && r.class().has(TypeFlags::GENERIC_GETATTR)
                && has_plain_dict(vm, r.class())
        });
        if plain && entries.iter().all(|(k, _)| matches!(k, Value::Str(_))) {
            for (key, value) in entries {
                if let Value::Str(name) = &key {
                    set_plain(vm, object, name, value);
                }
            }
            return Ok(());
        }
        let dict = vm.getattr(object, &vm.names.dict)?;
        for (key, value) in entries {
            let key = match key {
                Value::Str(name) => Value::Str(intern::intern(Str::clone(&name))),
                other => other,
            };
            vm.setitem(&dict, &key, value)?;
        }
        Ok(())
    }
}

/// Whether `__dict__` of instances is the dictionary that holds their attributes.
pub(super) fn has_plain_dict(vm: &Vm, class: &TypeRef) -> bool {
    lookup::lookup(class, &vm.names.dict).is_none_or(|d| vm.is_exact(&d, &vm.types.getset_descriptor))
}
