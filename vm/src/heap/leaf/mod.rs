//! The leaves that cannot form cycles: text, bytes and big integers.
//!
//! Each is a thin, reference-counted pointer outside the collector. Text and bytes keep their payload
//! inline, in the allocation of their header:
//!
//! ```text
//! Str ──► ┌────────┬───────┬──────┬─────┬───────┬────────┬───────────────┐
//!         │ rc u32 │ flags │ hash │ len │ stamp │ table  │ WTF-8, inline │
//!         └────────┴───────┴──────┴─────┴───────┴────────┴───────────────┘
//! ```
//!
//! `table` is null for ASCII text; else it is a lazily built table of character offsets that makes
//! indexing O(1). `stamp` is the pickler's memo (see [`super::Stamp`]).

use std::alloc::{Layout, alloc, dealloc, handle_alloc_error};
use std::cell::Cell;
use std::ptr::NonNull;

use super::memory;

mod big;
mod bytes;
mod text;

pub use big::Big;
pub use bytes::Bytes;
pub use text::Str;

/// Adds one handle; a count that would wrap ends the process, as `Rc` does.
#[inline(always)]
pub(super) fn increment(rc: &Cell<u32>) {
    let n = rc.get().wrapping_add(1);
    if n == 0 {
        std::process::abort();
    }
    rc.set(n);
}

/// Allocates a header of type `H` followed by `len` bytes; the caller writes both.
fn allocate<H>(len: usize) -> NonNull<H> {
    let layout = inline_layout::<H>(len);
    memory::charge(layout.size());
    // SAFETY: the layout is never empty, since every header has a size.
    let raw = unsafe { alloc(layout) };
    NonNull::new(raw.cast::<H>()).unwrap_or_else(|| handle_alloc_error(layout))
}

fn inline_layout<H>(len: usize) -> Layout {
    match Layout::from_size_align(size_of::<H>().saturating_add(len), align_of::<H>()) {
        Ok(layout) => layout,
        Err(_) => handle_alloc_error(Layout::new::<H>()),
    }
}

/// # Safety
/// `header` came from [`allocate`] with the same `H` and `len`, and is not used again.
unsafe fn deallocate<H>(header: NonNull<H>, len: usize) {
    let layout = inline_layout::<H>(len);
    memory::credit(layout.size());
    // SAFETY: by the caller's promise the block was allocated with this layout.
    unsafe { dealloc(header.as_ptr().cast(), layout) }
}
