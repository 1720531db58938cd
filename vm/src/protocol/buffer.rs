//! The buffer protocol (PEP 3118): bytes of an object seen from outside.

use crate::error::PyResult;
use crate::heap::collect::Traverse;
use crate::heap::{Bytes, Value, Visitor};
use crate::vm::Vm;

/// Memory that an exporter lends. The exporter is told when the last view of it is gone.
pub trait Exporter {
    /// Calls `f` with the bytes.
    fn read(&self, f: &mut dyn FnMut(&[u8]));

    /// Calls `f` with the bytes for writing; says no where they are read-only.
    fn write(&self, f: &mut dyn FnMut(&mut [u8])) -> bool;

    /// The view is gone.
    fn release(&self) {}

    /// Shows the collector what is held.
    fn traverse(&self, _visit: &mut Visitor<'_>) {}
}

/// A view of an object's bytes.
pub struct Buffer {
    /// The object that exports them.
    pub owner: Value,
    /// Its memory.
    pub exporter: Box<dyn Exporter>,
    /// Bytes in all.
    pub len: usize,
    /// Whether writing is refused.
    pub readonly: bool,
    /// `struct` format of one item.
    pub format: String,
    /// Bytes of one item.
    pub itemsize: usize,
    /// Items along each dimension.
    pub shape: Vec<usize>,
    /// Bytes between items along each dimension.
    pub strides: Vec<isize>,
    /// Offset of the first item in the exporter's memory.
    pub offset: usize,
}

impl Buffer {
    /// A contiguous view of bytes.
    pub fn simple(owner: Value, exporter: Box<dyn Exporter>, len: usize, readonly: bool) -> Buffer {
        let format = "B".to_owned();
        Buffer {
            owner,
            exporter,
            len,
            readonly,
            format,
            itemsize: 1,
            shape: vec![len],
            strides: vec![1],
            offset: 0,
        }
    }

    /// Whether the bytes lie one after the other in memory, C order.
    pub fn is_c_contiguous(&self) -> bool {
        let mut expected = self.itemsize as isize;
        for (n, stride) in self.shape.iter().zip(&self.strides).rev() {
            if *n > 1 && *stride != expected {
                return false;
            }
            expected = expected.saturating_mul(isize::try_from(*n).unwrap_or(isize::MAX));
        }
        true
    }

    /// Calls `f` with the bytes of a contiguous view; says none where it is not contiguous.
    pub fn with_bytes<R>(&self, f: impl FnOnce(&[u8]) -> R) -> Option<R> {
        if !self.is_c_contiguous() {
            return None;
        }
        let (mut f, mut result) = (Some(f), None);
        self.exporter.read(&mut |all| {
            if let (Some(f), Some(part)) = (f.take(), all.get(self.offset..self.offset + self.len)) {
                result = Some(f(part));
            }
        });
        result
    }
}

impl Traverse for Buffer {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.owner);
        self.exporter.traverse(visit);
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        self.exporter.release();
    }
}

/// An exporter over an immutable `bytes`.
pub struct BytesExporter(pub Bytes);

impl Exporter for BytesExporter {
    fn read(&self, f: &mut dyn FnMut(&[u8])) {
        f(&self.0);
    }

    fn write(&self, _f: &mut dyn FnMut(&mut [u8])) -> bool {
        false
    }
}

impl Vm {
    /// The buffer of a value.
    ///
    /// # Errors
    /// TypeError "a bytes-like object is required, not 'X'"; BufferError where a writable one is refused.
    pub fn buffer(&self, value: &Value, writable: bool) -> PyResult<Buffer> {
        match self.class_of(value).ty().slots.buffer.get() {
            Some(buffer) => buffer(self, value, writable),
            None => {
                let name = self.type_name(value);
                Err(self.type_error(format!("a bytes-like object is required, not '{name}'")))
            }
        }
    }

    /// A copy of the bytes of a bytes-like value; exact `bytes` are not copied.
    ///
    /// # Errors
    /// As [`Vm::buffer`].
    pub fn bytes_of(&self, value: &Value) -> PyResult<Bytes> {
        if let Value::Bytes(b) = value.unwrapped() {
            return Ok(b.clone());
        }
        let buffer = self.buffer(value, false)?;
        buffer
            .with_bytes(Bytes::new)
            .ok_or_else(|| self.buffer_error("memoryview: underlying buffer is not C-contiguous"))
    }
}
