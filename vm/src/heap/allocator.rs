//! mimalloc as the global allocator of a program: `#[global_allocator] static A: Mimalloc = Mimalloc;`.
//!
//! Nearly every allocation asks for 8 or 16 bytes of alignment, which mimalloc gives to any block of that size; only the
//! others take its slower aligned entry. The library is built without transparent huge pages: a program that touches a
//! few kilobytes would hold two megabytes for each of its regions.

use std::alloc::{GlobalAlloc, Layout};

use libmimalloc_sys as mi;

/// The allocator.
pub struct Mimalloc;

/// mimalloc aligns a block of `n` bytes to `n`, up to this.
const NATURAL: usize = 16;

#[inline(always)]
fn is_natural(align: usize, size: usize) -> bool {
    align <= NATURAL && align <= size
}

// SAFETY: blocks come from mimalloc and go back to it, with at least the alignment that was asked for.
unsafe impl GlobalAlloc for Mimalloc {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let (size, align) = (layout.size(), layout.align());
        // SAFETY: any size will do; the alignment is a power of two.
        unsafe {
            if is_natural(align, size) {
                mi::mi_malloc(size).cast()
            } else {
                mi::mi_malloc_aligned(size, align).cast()
            }
        }
    }

    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        let (size, align) = (layout.size(), layout.align());
        // SAFETY: as in `alloc`.
        unsafe {
            if is_natural(align, size) {
                mi::mi_zalloc(size).cast()
            } else {
                mi::mi_zalloc_aligned(size, align).cast()
            }
        }
    }

    #[inline]
    unsafe fn dealloc(&self, block: *mut u8, _layout: Layout) {
        // SAFETY: the caller's block came from this allocator.
        unsafe { mi::mi_free(block.cast()) }
    }

    #[inline]
    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let align = layout.align();
        // SAFETY: as in `dealloc` and `alloc`.
        unsafe {
            if is_natural(align, size) {
                mi::mi_realloc(block.cast(), size).cast()
            } else {
                mi::mi_realloc_aligned(block.cast(), size, align).cast()
            }
        }
    }
}
