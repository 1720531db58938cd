//! What native modules and other crates keep with a VM.

use std::any::TypeId;
use std::rc::Rc;

use crate::heap::Value;
use crate::vm::Vm;

impl Vm {
    /// What another crate keeps with this VM, made on first use.
    pub fn extension<T: 'static>(&self, make: impl FnOnce() -> T) -> Rc<T> {
        self.known_extension().unwrap_or_else(|| self.set_extension(make()))
    }

    /// What another crate keeps with this VM, where it was made already.
    pub fn known_extension<T: 'static>(&self) -> Option<Rc<T>> {
        let known = self.extensions.borrow().get(&TypeId::of::<T>()).cloned();
        known.and_then(|known| known.downcast().ok())
    }

    /// Keeps something with this VM, one of each type.
    pub fn set_extension<T: 'static>(&self, kept: T) -> Rc<T> {
        let kept = Rc::new(kept);
        self.extensions.borrow_mut().insert(TypeId::of::<T>(), kept.clone());
        kept
    }

    /// Forgets what was kept.
    pub fn drop_extension<T: 'static>(&self) {
        drop(self.extensions.borrow_mut().remove(&TypeId::of::<T>()));
    }

    /// The state of a native module, where it was made already.
    pub fn known_state(&self, module: &'static str) -> Option<Value> {
        self.module_states.borrow().get(module).cloned()
    }

    /// The object in which a native module keeps its state, made on first use.
    pub fn module_state(&self, module: &'static str, make: impl FnOnce(&Vm) -> Value) -> Value {
        if let Some(found) = self.module_states.borrow().get(module) {
            return found.clone();
        }
        let made = make(self);
        self.module_states.borrow_mut().insert(module, made.clone());
        made
    }
}
