//! `str`

use std::alloc::handle_alloc_error;
use std::cell::Cell;
use std::ptr::{NonNull, null_mut};

use rustpython_wtf8::{CodePoint, Wtf8, Wtf8Buf};

use super::{allocate, deallocate, increment, inline_layout};
use crate::heap::memory;

const ASCII: u32 = 1;
const INTERNED: u32 = 2;
/// Characters between two entries of an offset table.
const STRIDE: usize = 64;

#[repr(C)]
struct StrHeader {
    rc: Cell<u32>,
    flags: Cell<u32>,
    hash: Cell<i64>,
    len: usize,
    stamp: Cell<u64>,
    table: Cell<*mut CharTable>,
}

/// Character count of a non-ASCII text and the byte offset of every `STRIDE`-th character.
struct CharTable {
    chars: usize,
    offsets: Box<[usize]>,
}

/// An immutable Python `str`: WTF-8, so lone surrogates are kept.
#[repr(transparent)]
pub struct Str(NonNull<StrHeader>);

impl Str {
    /// Copies `text` into a new string object.
    pub fn new(text: &str) -> Self {
        // SAFETY: UTF-8 is WTF-8.
        unsafe { Self::from_wtf8_bytes(text.as_bytes(), text.is_ascii()) }
    }

    /// Copies WTF-8 text into a new string object.
    pub fn from_wtf8(text: &Wtf8) -> Self {
        let bytes = text.as_bytes();
        // SAFETY: the bytes are those of a `Wtf8`.
        unsafe { Self::from_wtf8_bytes(bytes, bytes.is_ascii()) }
    }

    /// A string of the bytes if they are UTF-8 (the common case when loading pickles: one validation, one copy).
    pub fn from_utf8(bytes: &[u8]) -> Option<Self> {
        if bytes.is_ascii() {
            // SAFETY: ASCII is WTF-8.
            return Some(unsafe { Self::from_wtf8_bytes(bytes, true) });
        }
        std::str::from_utf8(bytes).ok().map(Self::new)
    }

    /// The concatenation of two strings in one allocation.
    pub fn concat(a: &Str, b: &Str) -> Self {
        if b.is_empty() {
            return a.clone();
        }
        if a.is_ascii() || b.is_ascii() {
            let ascii = a.is_ascii() && b.is_ascii();
            // SAFETY: WTF-8 joined with ASCII cannot bring a surrogate pair together.
            return unsafe { Self::from_two(a.as_bytes(), b.as_bytes(), ascii) };
        }
        let mut text = Wtf8Buf::with_capacity(a.len() + b.len());
        text.push_wtf8(a.as_wtf8());
        text.push_wtf8(b.as_wtf8());
        Self::from_wtf8(&text)
    }

    /// A text put together, say a message with names in it: other than by `format!`, lone surrogates stay.
    pub fn joined(pieces: &[&Str]) -> Self {
        pieces.iter().fold(Self::new(""), |text, piece| Self::concat(&text, piece))
    }

    /// Appends `tail`, in place where this is the only handle of ASCII text: `s += t` in a loop stays linear.
    pub fn append(self, tail: &Str) -> Str {
        let h = self.header();
        let in_place = h.rc.get() == 1 && h.flags.get() == ASCII && tail.is_ascii();
        if !in_place || self.is(tail) || self.is_empty() {
            return Str::concat(&self, tail);
        }
        let (old, new) = (inline_layout::<StrHeader>(h.len), inline_layout::<StrHeader>(h.len + tail.len()));
        memory::charge(tail.len());
        let this = std::mem::ManuallyDrop::new(self);
        // SAFETY: the block was allocated with the old layout and has no other handle; the tail's bytes go
        // behind the text, which makes longer ASCII text. The hash of the old text is forgotten.
        unsafe {
            let raw = std::alloc::realloc(this.0.as_ptr().cast(), old, new.size());
            let Some(mut header) = NonNull::new(raw.cast::<StrHeader>()) else { handle_alloc_error(new) };
            let end = raw.add(old.size());
            end.copy_from_nonoverlapping(tail.as_bytes().as_ptr(), tail.len());
            header.as_mut().len += tail.len();
            header.as_mut().hash.set(0);
            header.as_mut().stamp.set(0);
            Str(header)
        }
    }

    /// # Safety
    /// `bytes` is well-formed WTF-8, and `ascii` says whether all of it is ASCII.
    unsafe fn from_wtf8_bytes(bytes: &[u8], ascii: bool) -> Self {
        // SAFETY: handed on.
        unsafe { Self::from_two(bytes, &[], ascii) }
    }

    /// # Safety
    /// `a` followed by `b` is well-formed WTF-8, and `ascii` says whether all of it is ASCII.
    unsafe fn from_two(a: &[u8], b: &[u8], ascii: bool) -> Self {
        let len = a.len() + b.len();
        let header = allocate::<StrHeader>(len);
        // SAFETY: `allocate` made room for the header and `len` bytes behind it.
        unsafe {
            header.write(StrHeader {
                rc: Cell::new(1),
                flags: Cell::new(if ascii { ASCII } else { 0 }),
                hash: Cell::new(0),
                len,
                stamp: Cell::new(0),
                table: Cell::new(null_mut()),
            });
            let data = header.as_ptr().add(1).cast::<u8>();
            data.copy_from_nonoverlapping(a.as_ptr(), a.len());
            data.add(a.len()).copy_from_nonoverlapping(b.as_ptr(), b.len());
        }
        Str(header)
    }

    #[inline(always)]
    fn header(&self) -> &StrHeader {
        // SAFETY: a live handle keeps its header alive.
        unsafe { self.0.as_ref() }
    }

    /// The WTF-8 bytes.
    #[inline]
    pub fn as_bytes(&self) -> &[u8] {
        // SAFETY: `len` bytes were written behind the header when the string was made.
        unsafe { std::slice::from_raw_parts(self.0.as_ptr().add(1).cast::<u8>(), self.header().len) }
    }

    /// The text.
    #[inline]
    pub fn as_wtf8(&self) -> &Wtf8 {
        // SAFETY: constructors take WTF-8 only.
        unsafe { Wtf8::from_bytes_unchecked(self.as_bytes()) }
    }

    /// The text as UTF-8, unless it holds a lone surrogate.
    #[inline]
    pub fn as_str(&self) -> Option<&str> {
        if self.is_ascii() {
            // SAFETY: ASCII is UTF-8.
            return Some(unsafe { std::str::from_utf8_unchecked(self.as_bytes()) });
        }
        std::str::from_utf8(self.as_bytes()).ok()
    }

    /// The text with lone surrogates replaced, for messages.
    pub fn to_string_lossy(&self) -> std::borrow::Cow<'_, str> {
        self.as_wtf8().to_string_lossy()
    }

    /// Length in bytes.
    #[inline]
    pub fn len(&self) -> usize {
        self.header().len
    }

    /// Whether the text is empty.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.header().len == 0
    }

    /// Whether every character is ASCII.
    #[inline]
    pub fn is_ascii(&self) -> bool {
        self.header().flags.get() & ASCII != 0
    }

    /// Whether this is the interned object of its text.
    #[inline]
    pub fn is_interned(&self) -> bool {
        self.header().flags.get() & INTERNED != 0
    }

    pub(in crate::heap) fn set_interned(&self, yes: bool) {
        let flags = self.header().flags.get();
        self.header().flags.set(if yes { flags | INTERNED } else { flags & !INTERNED });
    }

    /// Length in characters (code points).
    #[inline]
    pub fn char_len(&self) -> usize {
        if self.is_ascii() { self.len() } else { self.table().chars }
    }

    /// The code point at character index `index`.
    pub fn char_at(&self, index: usize) -> Option<CodePoint> {
        if self.is_ascii() {
            return self.as_bytes().get(index).map(|b| CodePoint::from(*b as char));
        }
        if index >= self.char_len() {
            return None;
        }
        self.as_wtf8().get(self.byte_offset(index)..)?.code_points().next()
    }

    /// The byte offset of character `index`; the length in bytes where `index` is at or past the end.
    pub fn byte_offset(&self, index: usize) -> usize {
        if self.is_ascii() {
            return index.min(self.len());
        }
        let table = self.table();
        if index >= table.chars {
            return self.len();
        }
        let start = table.offsets.get(index / STRIDE).copied().unwrap_or(0);
        nth_char(self.as_bytes(), start, index % STRIDE)
    }

    /// The character index of byte offset `offset`, which lies on a character boundary.
    pub fn char_index(&self, offset: usize) -> usize {
        if self.is_ascii() {
            return offset;
        }
        let table = self.table();
        let block = table.offsets.partition_point(|o| *o <= offset).saturating_sub(1);
        let start = table.offsets.get(block).copied().unwrap_or(0);
        let rest = self.as_bytes().get(start..offset).unwrap_or(&[]);
        block * STRIDE + rest.iter().filter(|b| is_char_start(**b)).count()
    }

    /// The characters `start..end` as a string; the same object when that is all of it.
    pub fn slice_chars(&self, start: usize, end: usize) -> Str {
        if start == 0 && end >= self.char_len() {
            return self.clone();
        }
        let (from, to) = (self.byte_offset(start), self.byte_offset(end));
        let bytes = self.as_bytes().get(from..to.max(from)).unwrap_or(&[]);
        // SAFETY: both ends lie on character boundaries of well-formed WTF-8.
        unsafe { Str::from_wtf8_bytes(bytes, self.is_ascii() || bytes.is_ascii()) }
    }

    fn table(&self) -> &CharTable {
        let slot = &self.header().table;
        if slot.get().is_null() {
            slot.set(Box::into_raw(Box::new(CharTable::new(self.as_bytes()))));
        }
        // SAFETY: set just above or before, freed only with the string.
        unsafe { &*slot.get() }
    }

    /// The cached hash; 0 means none yet (or the empty string, whose hash is 0).
    #[inline]
    pub fn cached_hash(&self) -> i64 {
        self.header().hash.get()
    }

    /// Stores the hash for [`Str::cached_hash`].
    #[inline]
    pub fn set_cached_hash(&self, hash: i64) {
        self.header().hash.set(hash);
    }

    /// The pickler's memo of this object.
    #[inline]
    pub fn stamp(&self) -> &Cell<u64> {
        &self.header().stamp
    }

    /// Whether both are the same object.
    #[inline]
    pub fn is(&self, other: &Str) -> bool {
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

    /// A second handle that is not counted, for the intern table.
    pub(in crate::heap) fn uncounted(&self) -> std::mem::ManuallyDrop<Str> {
        std::mem::ManuallyDrop::new(Str(self.0))
    }
}

#[inline]
fn is_char_start(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

/// The offset of the `n`-th character after the one that starts at `start`.
fn nth_char(bytes: &[u8], start: usize, n: usize) -> usize {
    let mut left = n;
    for (i, b) in bytes.iter().enumerate().skip(start) {
        if is_char_start(*b) {
            if left == 0 {
                return i;
            }
            left -= 1;
        }
    }
    bytes.len()
}

impl CharTable {
    fn new(bytes: &[u8]) -> Self {
        let mut chars = 0;
        let mut offsets = Vec::new();
        for (i, b) in bytes.iter().enumerate() {
            if is_char_start(*b) {
                if chars % STRIDE == 0 {
                    offsets.push(i);
                }
                chars += 1;
            }
        }
        CharTable { chars, offsets: offsets.into_boxed_slice() }
    }
}

impl Clone for Str {
    #[inline(always)]
    fn clone(&self) -> Self {
        increment(&self.header().rc);
        Str(self.0)
    }
}

impl Drop for Str {
    #[inline(always)]
    fn drop(&mut self) {
        let n = self.header().rc.get() - 1;
        self.header().rc.set(n);
        if n == 0 {
            drop_str(self.0);
        }
    }
}

#[cold]
#[inline(never)]
fn drop_str(header: NonNull<StrHeader>) {
    // SAFETY: the count reached zero, so this is the last use; the table, if any, came from `Box::into_raw`.
    unsafe {
        let h = header.as_ref();
        if h.flags.get() & INTERNED != 0 {
            // The count is kept at one while the table looks the text up.
            h.rc.set(1);
            let text = std::mem::ManuallyDrop::new(Str(header));
            crate::heap::intern::forget(&text);
        }
        if !h.table.get().is_null() {
            drop(Box::from_raw(h.table.get()));
        }
        deallocate(header, h.len);
    }
}

impl PartialEq for Str {
    #[inline]
    fn eq(&self, other: &Str) -> bool {
        self.is(other) || self.as_bytes() == other.as_bytes()
    }
}

impl Eq for Str {}

impl PartialEq<str> for Str {
    fn eq(&self, other: &str) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl PartialEq<&str> for Str {
    fn eq(&self, other: &&str) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl std::hash::Hash for Str {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.as_bytes().hash(state);
    }
}

impl std::fmt::Debug for Str {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.to_string_lossy())
    }
}

impl std::fmt::Display for Str {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.to_string_lossy())
    }
}

impl From<&str> for Str {
    fn from(text: &str) -> Self {
        Str::new(text)
    }
}

impl From<String> for Str {
    fn from(text: String) -> Self {
        Str::new(&text)
    }
}

impl From<Wtf8Buf> for Str {
    fn from(text: Wtf8Buf) -> Self {
        Str::from_wtf8(&text)
    }
}
