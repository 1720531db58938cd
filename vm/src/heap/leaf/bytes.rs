//! `bytes`

use std::cell::Cell;
use std::ptr::NonNull;

use super::{allocate, deallocate, increment};

#[repr(C)]
struct BytesHeader {
    rc: Cell<u32>,
    flags: Cell<u32>,
    hash: Cell<i64>,
    len: usize,
    stamp: Cell<u64>,
}

/// An immutable Python `bytes`.
#[repr(transparent)]
pub struct Bytes(NonNull<BytesHeader>);

impl Bytes {
    /// Copies `data` into a new bytes object.
    #[inline]
    pub fn new(data: &[u8]) -> Self {
        Self::concat(&[data])
    }

    /// Copies the pieces one behind the other into a new bytes object.
    pub fn concat(pieces: &[&[u8]]) -> Self {
        let len = pieces.iter().fold(0usize, |sum, piece| sum.saturating_add(piece.len()));
        let header = allocate::<BytesHeader>(len);
        // SAFETY: `allocate` made room for the header and the bytes of all pieces behind it.
        unsafe {
            header.write(BytesHeader {
                rc: Cell::new(1),
                flags: Cell::new(0),
                hash: Cell::new(0),
                len,
                stamp: Cell::new(0),
            });
            let mut end = header.as_ptr().add(1).cast::<u8>();
            for piece in pieces {
                end.copy_from_nonoverlapping(piece.as_ptr(), piece.len());
                end = end.add(piece.len());
            }
        }
        Bytes(header)
    }

    #[inline(always)]
    fn header(&self) -> &BytesHeader {
        // SAFETY: a live handle keeps its header alive.
        unsafe { self.0.as_ref() }
    }

    /// The bytes.
    #[inline]
    pub fn as_slice(&self) -> &[u8] {
        // SAFETY: `len` bytes were written behind the header when the object was made.
        unsafe { std::slice::from_raw_parts(self.0.as_ptr().add(1).cast::<u8>(), self.header().len) }
    }

    /// The cached hash; 0 means none yet.
    #[inline]
    pub fn cached_hash(&self) -> i64 {
        self.header().hash.get()
    }

    /// Stores the hash for [`Bytes::cached_hash`].
    pub fn set_cached_hash(&self, hash: i64) {
        self.header().hash.set(hash);
    }

    /// The pickler's memo of this object.
    #[inline]
    pub fn stamp(&self) -> &Cell<u64> {
        &self.header().stamp
    }

    /// Whether both are the same object.
    pub fn is(&self, other: &Bytes) -> bool {
        self.0 == other.0
    }

    /// The object's address, for `id()`.
    pub fn address(&self) -> usize {
        self.0.as_ptr() as usize
    }

    /// How many handles there are.
    pub fn refcount(&self) -> u32 {
        self.header().rc.get()
    }
}

impl std::ops::Deref for Bytes {
    type Target = [u8];
    fn deref(&self) -> &[u8] {
        self.as_slice()
    }
}

impl Clone for Bytes {
    #[inline(always)]
    fn clone(&self) -> Self {
        increment(&self.header().rc);
        Bytes(self.0)
    }
}

impl Drop for Bytes {
    #[inline(always)]
    fn drop(&mut self) {
        let n = self.header().rc.get() - 1;
        self.header().rc.set(n);
        if n == 0 {
            // SAFETY: the count reached zero, so this is the last use.
            unsafe { deallocate(self.0, self.header().len) }
        }
    }
}

impl PartialEq for Bytes {
    fn eq(&self, other: &Bytes) -> bool {
        self.is(other) || self.as_slice() == other.as_slice()
    }
}

impl Eq for Bytes {}

impl std::fmt::Debug for Bytes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.as_slice())
    }
}
