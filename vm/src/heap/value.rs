//! The value every register, element and attribute holds: 16 bytes, scalars inline.

use std::cell::Cell;
use std::ptr::NonNull;

use num_bigint::BigInt;
use num_traits::ToPrimitive;

use super::leaf::{Big, Bytes, Str, increment};
use super::object::Ref;

/// A Python value. Integers that fit an `i64` and floats never touch the heap.
///
/// `Unbound` is no Python value: it marks an unassigned register, cell or slot and an argument that was not
/// given. It is the all-zero pattern, so zeroed memory is valid.
#[derive(Default)]
#[repr(u64)]
pub enum Value {
    /// Nothing: an unassigned register or an absent argument.
    #[default]
    Unbound = 0,
    /// `None`
    None,
    /// `...`
    Ellipsis,
    /// `NotImplemented`
    NotImplemented,
    /// `bool`
    Bool(bool),
    /// `int` within 64 bits. A `Big` never holds such a value.
    Int(i64),
    /// `float`
    Float(f64),
    /// `str`
    Str(Str),
    /// `bytes`
    Bytes(Bytes),
    /// `int` beyond 64 bits
    Big(Big),
    /// Everything else.
    Obj(Ref),
}

impl Clone for Value {
    #[inline(always)]
    fn clone(&self) -> Self {
        if let Some(count) = self.count() {
            increment(count);
        }
        // SAFETY: scalars are plain bits, and the handle that the copy duplicates was counted above.
        unsafe { read_words(self) }
    }
}

impl Value {
    /// The handle count of what the value points to; none for scalars.
    #[inline(always)]
    fn count(&self) -> Option<&Cell<u32>> {
        match self {
            Value::Str(_) | Value::Bytes(_) | Value::Big(_) | Value::Obj(_) => {
                // SAFETY: with `repr(u64)` the payload lies behind the 8-byte tag; each of the four is a transparent
                // pointer to a live `repr(C)` header that begins with its count, which the value keeps alive.
                Some(unsafe { (*std::ptr::from_ref(self).cast::<NonNull<Cell<u32>>>().add(1)).as_ref() })
            }
            _ => None,
        }
    }

    /// Drops the value, the usual cases inline: a scalar, or a handle that is not the last.
    #[inline(always)]
    pub fn release(self) {
        if let Some(count) = self.count() {
            let n = count.get();
            if n == 1 {
                return drop_last(self);
            }
            count.set(n - 1);
        }
        std::mem::forget(self);
    }

    /// Whether the value is inline, so that dropping it does nothing.
    #[inline(always)]
    pub fn is_scalar(&self) -> bool {
        self.count().is_none()
    }

    /// Whether this is the absent marker.
    #[inline(always)]
    pub fn is_unbound(&self) -> bool {
        matches!(self, Value::Unbound)
    }

    /// Whether this is `None`.
    #[inline(always)]
    pub fn is_none(&self) -> bool {
        matches!(self, Value::None)
    }

    /// The value, or `None` where it is [`Value::Unbound`].
    #[inline]
    pub fn bound(self) -> Option<Value> {
        if self.is_unbound() { None } else { Some(self) }
    }

    /// Python's `is`. Integers and floats have no identity of their own: equal bits are the same object.
    #[inline]
    pub fn is(&self, other: &Value) -> bool {
        match (self, other) {
            (Value::Obj(a), Value::Obj(b)) => a.is(b),
            (Value::Str(a), Value::Str(b)) => a.is(b),
            (Value::Bytes(a), Value::Bytes(b)) => a.is(b),
            (Value::Big(a), Value::Big(b)) => a.is(b),
            (Value::Int(a), Value::Int(b)) => a == b,
            (Value::Bool(a), Value::Bool(b)) => a == b,
            (Value::Float(a), Value::Float(b)) => a.to_bits() == b.to_bits(),
            (Value::None, Value::None)
            | (Value::Ellipsis, Value::Ellipsis)
            | (Value::NotImplemented, Value::NotImplemented)
            | (Value::Unbound, Value::Unbound) => true,
            _ => false,
        }
    }

    /// The heap object, if it is one.
    #[inline(always)]
    pub fn as_obj(&self) -> Option<&Ref> {
        if let Value::Obj(r) = self { Some(r) } else { None }
    }

    /// A string object of this text.
    pub fn str(text: &str) -> Value {
        Value::Str(Str::new(text))
    }

    /// A bytes object of this data.
    pub fn bytes(data: &[u8]) -> Value {
        Value::Bytes(Bytes::new(data))
    }
}

/// The two words of a value. Registers are written a word at a time (tag, payload); reading both at once soon after would
/// stall the processor.
type Words = [std::mem::MaybeUninit<u64>; 2];

/// `ptr::read`, a word at a time.
///
/// # Safety
/// As of `ptr::read`.
#[inline(always)]
pub(super) unsafe fn read_words(place: *const Value) -> Value {
    let words = place.cast::<Words>();
    // SAFETY: a value is two words, of which any may be padding; together they are the value again.
    unsafe { std::mem::transmute::<Words, Value>([(*words)[0], (*words)[1]]) }
}

/// [`read_words`] for loops over values, in which the compiler would make one load of the two again.
///
/// # Safety
/// As of `ptr::read`.
#[inline(always)]
pub(super) unsafe fn read_each_word(place: *const Value) -> Value {
    let words = place.cast::<std::mem::MaybeUninit<u64>>();
    // SAFETY: as in `read_words`; volatile loads are not merged.
    unsafe { std::mem::transmute::<Words, Value>([words.read_volatile(), words.add(1).read_volatile()]) }
}

/// `ptr::write`, a word at a time.
///
/// # Safety
/// As of `ptr::write`.
#[inline(always)]
pub(super) unsafe fn write_words(place: *mut Value, value: Value) {
    let words = place.cast::<Words>();
    // SAFETY: as in `read_words`.
    unsafe {
        let [tag, payload] = std::mem::transmute::<Value, Words>(value);
        (*words)[0] = tag;
        (*words)[1] = payload;
    }
}

#[cold]
#[inline(never)]
fn drop_last(value: Value) {
    drop(value);
}

impl From<BigInt> for Value {
    fn from(n: BigInt) -> Self {
        match n.to_i64() {
            Some(small) => Value::Int(small),
            None => Value::Big(Big::new(n)),
        }
    }
}

impl From<i128> for Value {
    fn from(n: i128) -> Self {
        match i64::try_from(n) {
            Ok(small) => Value::Int(small),
            Err(_) => Value::Big(Big::new(BigInt::from(n))),
        }
    }
}

impl From<u64> for Value {
    fn from(n: u64) -> Self {
        Value::from(i128::from(n))
    }
}

impl From<usize> for Value {
    fn from(n: usize) -> Self {
        Value::from(n as u64)
    }
}

impl From<i64> for Value {
    fn from(n: i64) -> Self {
        Value::Int(n)
    }
}

impl From<i32> for Value {
    fn from(n: i32) -> Self {
        Value::Int(i64::from(n))
    }
}

impl From<u32> for Value {
    fn from(n: u32) -> Self {
        Value::Int(i64::from(n))
    }
}

impl From<bool> for Value {
    fn from(b: bool) -> Self {
        Value::Bool(b)
    }
}

impl From<f64> for Value {
    fn from(f: f64) -> Self {
        Value::Float(f)
    }
}

impl From<Str> for Value {
    fn from(s: Str) -> Self {
        Value::Str(s)
    }
}

impl From<&str> for Value {
    fn from(s: &str) -> Self {
        Value::Str(Str::new(s))
    }
}

impl From<String> for Value {
    fn from(s: String) -> Self {
        Value::Str(Str::new(&s))
    }
}

impl From<Bytes> for Value {
    fn from(b: Bytes) -> Self {
        Value::Bytes(b)
    }
}

impl From<Ref> for Value {
    fn from(r: Ref) -> Self {
        Value::Obj(r)
    }
}

impl From<&Ref> for Value {
    fn from(r: &Ref) -> Self {
        Value::Obj(r.clone())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(v: Option<T>) -> Self {
        v.map_or(Value::None, Into::into)
    }
}

impl std::fmt::Debug for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Value::Unbound => f.write_str("<unbound>"),
            Value::None => f.write_str("None"),
            Value::Ellipsis => f.write_str("Ellipsis"),
            Value::NotImplemented => f.write_str("NotImplemented"),
            Value::Bool(b) => write!(f, "{b}"),
            Value::Int(n) => write!(f, "{n}"),
            Value::Float(x) => write!(f, "{x}"),
            Value::Str(s) => write!(f, "{s:?}"),
            Value::Bytes(b) => write!(f, "{b:?}"),
            Value::Big(n) => write!(f, "{n:?}"),
            Value::Obj(r) => write!(f, "{r:?}"),
        }
    }
}
