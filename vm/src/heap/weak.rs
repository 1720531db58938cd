//! Weak references: a side table from target to its references.

use std::cell::{Cell, RefCell};
use std::ptr::NonNull;
use std::rc::Rc;

use hashbrown::HashMap;

use super::drop_queue::{Pending, push_pending};
use super::object::{HAS_WEAK, Object, Ref};
use super::value::Value;

struct WeakCell {
    target: Cell<Option<NonNull<Object>>>,
    /// The Python object that owns this cell, for its callback; none for internal references.
    owner: Cell<Option<NonNull<Object>>>,
    callback: RefCell<Value>,
}

/// A weak handle of an object. A `weakref.ref` holds one; so do internal lists such as a class's subclasses.
pub struct Weak(Rc<WeakCell>);

thread_local! {
    static TABLE: RefCell<HashMap<usize, Vec<Rc<WeakCell>>>> = RefCell::new(HashMap::new());
}

fn key(object: NonNull<Object>) -> usize {
    object.as_ptr() as usize
}

impl Weak {
    /// A weak handle of `target`; `callback` (or `None`) is called with the owner after the target has died.
    pub fn new(target: &Ref, callback: Value) -> Weak {
        let cell = Rc::new(WeakCell {
            target: Cell::new(Some(target.0)),
            owner: Cell::new(None),
            callback: RefCell::new(callback),
        });
        target.flags.set(target.flags.get() | HAS_WEAK);
        TABLE.with_borrow_mut(|t| t.entry(key(target.0)).or_default().push(cell.clone()));
        Weak(cell)
    }

    /// Names the Python object that owns this handle, which is what callbacks receive.
    pub fn set_owner(&self, owner: &Ref) {
        self.0.owner.set(Some(owner.0));
    }

    /// The target, while it lives.
    pub fn upgrade(&self) -> Option<Ref> {
        revive(self.0.target.get()?)
    }

    /// The callback; `None` where there is none or it was used up.
    pub fn callback(&self) -> Value {
        self.0.callback.borrow().clone()
    }

    /// Forgets the target and the callback.
    pub fn clear(&self) {
        self.detach();
        drop(self.0.callback.replace(Value::None));
    }

    fn detach(&self) {
        let Some(target) = self.0.target.take() else { return };
        let _ = TABLE.try_with(|t| {
            let mut table = t.borrow_mut();
            if let Some(cells) = table.get_mut(&key(target)) {
                cells.retain(|c| !Rc::ptr_eq(c, &self.0));
                if cells.is_empty() {
                    table.remove(&key(target));
                    // SAFETY: a cell that still names its target has a live one.
                    let flags = unsafe { &target.as_ref().flags };
                    flags.set(flags.get() & !HAS_WEAK);
                }
            }
        });
    }
}

impl Drop for Weak {
    fn drop(&mut self) {
        self.0.owner.set(None);
        self.detach();
    }
}

impl super::collect::Traverse for Weak {
    fn traverse(&self, visit: &mut super::Visitor<'_>) {
        if let Ok(callback) = self.0.callback.try_borrow() {
            visit.value(&callback);
        }
    }
}

/// A handle of an object that is not about to be freed.
fn revive(object: NonNull<Object>) -> Option<Ref> {
    // SAFETY: cells are cleared before their target (or owner) is freed.
    let rc = unsafe { &object.as_ref().rc };
    if rc.get() == 0 {
        return None;
    }
    super::leaf::increment(rc);
    Some(Ref(object))
}

/// The Python-level weak references of `target`, oldest first.
pub fn references(target: &Ref) -> Vec<Ref> {
    TABLE.with_borrow(|t| {
        let cells = t.get(&key(target.0)).map_or(&[][..], Vec::as_slice);
        cells.iter().filter_map(|c| revive(c.owner.get()?)).collect()
    })
}

/// Clears the references to an object that dies and queues their callbacks, newest first as CPython does.
pub(super) fn target_died(target: NonNull<Object>) {
    let cells = TABLE.try_with(|t| t.borrow_mut().remove(&key(target))).ok().flatten().unwrap_or_default();
    for cell in &cells {
        cell.target.set(None);
    }
    for cell in cells.iter().rev() {
        let callback = cell.callback.replace(Value::None);
        if callback.is_none() {
            continue;
        }
        if let Some(reference) = cell.owner.get().and_then(revive) {
            push_pending(Pending::Callback { reference, callback });
        }
    }
    // SAFETY: the object is being retired and still in place.
    let flags = unsafe { &target.as_ref().flags };
    flags.set(flags.get() & !HAS_WEAK);
}

/// Clears the references to garbage without queueing the callbacks of references that are garbage too.
pub(super) fn clear_garbage(target: NonNull<Object>, is_garbage: impl Fn(NonNull<Object>) -> bool) {
    TABLE.with_borrow(|t| {
        for cell in t.get(&key(target)).into_iter().flatten() {
            if cell.owner.get().is_some_and(&is_garbage) {
                drop(cell.callback.replace(Value::None));
            }
        }
    });
    target_died(target);
}
