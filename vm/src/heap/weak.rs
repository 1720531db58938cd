//! Weak references: a side table from target to its references.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::ptr::NonNull;
use std::rc::Rc;

use hashbrown::HashMap;

use super::drop_queue::{Pending, push_pending};
use super::object::{HAS_WEAK, Object, Ref};
use super::value::Value;

/// What a handle stands for, which is its place in the list of its target's references: the shared reference
/// first, the shared proxy second, then the others, newest first, as CPython has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// The one plain `weakref.ref` without a callback.
    Reference,
    /// The one `weakref.proxy` without a callback.
    Proxy,
    /// Any other.
    Other,
}

/// The order among a target's references: the rank, then newest first.
type Place = (Rank, std::cmp::Reverse<u64>);

struct WeakCell {
    target: Cell<Option<NonNull<Object>>>,
    /// The Python object that owns this cell, for its callback; none for internal references.
    owner: Cell<Option<NonNull<Object>>>,
    callback: RefCell<Value>,
    place: Place,
}

/// A weak handle of an object. A `weakref.ref` holds one; so do internal lists such as a class's subclasses.
pub struct Weak(Rc<WeakCell>);

thread_local! {
    static TABLE: RefCell<HashMap<usize, BTreeMap<Place, Rc<WeakCell>>>> = RefCell::new(HashMap::new());
    /// Handles made so far.
    static MADE: Cell<u64> = const { Cell::new(0) };
}

fn key(object: NonNull<Object>) -> usize {
    object.as_ptr() as usize
}

impl Weak {
    /// A weak handle of `target`; `callback` (or `None`) is called with the owner after the target has died.
    pub fn new(target: &Ref, callback: Value) -> Weak {
        Weak::ranked(target, callback, Rank::Other)
    }

    /// The same in a known place; at most one handle of a target is its [`Rank::Reference`] or [`Rank::Proxy`].
    pub fn ranked(target: &Ref, callback: Value, rank: Rank) -> Weak {
        let number = MADE.get();
        MADE.set(number + 1);
        let place = (rank, std::cmp::Reverse(number));
        let cell = Rc::new(WeakCell {
            target: Cell::new(Some(target.0)),
            owner: Cell::new(None),
            callback: RefCell::new(callback),
            place,
        });
        target.flags.set(target.flags.get() | HAS_WEAK);
        TABLE.with_borrow_mut(|t| t.entry(key(target.0)).or_default().insert(place, cell.clone()));
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

    fn detach(&self) {
        let Some(target) = self.0.target.take() else { return };
        let _ = TABLE.try_with(|t| {
            let mut table = t.borrow_mut();
            if let Some(cells) = table.get_mut(&key(target)) {
                cells.remove(&self.0.place);
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
        if let Ok(callback) = self.0.callback.try_borrow()
            && !callback.is_none()
        {
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

/// The Python-level weak references of `target`, in the order of their [`Rank`].
pub fn references(target: &Ref) -> Vec<Ref> {
    TABLE.with_borrow(|t| {
        let cells = t.get(&key(target.0)).into_iter().flat_map(BTreeMap::values);
        cells.filter_map(|c| revive(c.owner.get()?)).collect()
    })
}

/// The owner of the target's handle of this rank: [`Rank::Reference`] or [`Rank::Proxy`].
pub fn shared(target: &Ref, rank: Rank) -> Option<Ref> {
    TABLE.with_borrow(|t| {
        let cells = t.get(&key(target.0))?;
        let found = cells.values().take(2).find(|c| c.place.0 == rank)?;
        revive(found.owner.get()?)
    })
}

/// Clears the references to an object that dies and queues their callbacks, newest first as CPython does.
pub(super) fn target_died(target: NonNull<Object>) {
    let cells = TABLE.try_with(|t| t.borrow_mut().remove(&key(target))).ok().flatten().unwrap_or_default();
    for cell in cells.values() {
        cell.target.set(None);
    }
    for cell in cells.values() {
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
    TABLE.with_borrow_mut(|t| {
        let Some(cells) = t.get_mut(&key(target)) else { return };
        cells.retain(|_, cell| {
            let is_silent = cell.owner.get().is_some_and(&is_garbage);
            if is_silent {
                cell.target.set(None);
            }
            !is_silent
        });
    });
    target_died(target);
}
