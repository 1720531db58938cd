//! Where the items of a view lie in memory.

use crate::protocol::buffer::Buffer;

/// The layout of a view. Every offset of an item lies within the exporter's memory.
#[derive(Clone)]
pub(super) struct Shape {
    pub(super) format: String,
    pub(super) itemsize: usize,
    pub(super) shape: Vec<usize>,
    pub(super) strides: Vec<isize>,
    /// Where the first item begins.
    pub(super) offset: usize,
    pub(super) readonly: bool,
}

/// The bytes of a buffer in C order, contiguous or not.
pub(crate) fn gather(buffer: &Buffer) -> Vec<u8> {
    let shape = Shape::of_buffer(buffer);
    let mut all = Vec::new();
    buffer.exporter.read(&mut |memory| all = shape.gather(memory));
    all
}

/// Strides of items that lie one after the other.
pub(super) fn packed_strides(shape: &[usize], itemsize: usize) -> Vec<isize> {
    let mut strides = vec![0; shape.len()];
    let mut step = isize::try_from(itemsize).unwrap_or(isize::MAX);
    for (stride, n) in strides.iter_mut().zip(shape).rev() {
        *stride = step;
        step = step.saturating_mul(isize::try_from(*n).unwrap_or(isize::MAX));
    }
    strides
}

impl Shape {
    pub(super) fn of_buffer(buffer: &Buffer) -> Shape {
        Shape {
            format: buffer.format.clone(),
            itemsize: buffer.itemsize.max(1),
            shape: buffer.shape.clone(),
            strides: buffer.strides.clone(),
            offset: buffer.offset,
            readonly: buffer.readonly,
        }
    }

    pub(super) fn items(&self) -> usize {
        self.shape.iter().fold(1, |all, n| all.saturating_mul(*n))
    }

    pub(super) fn nbytes(&self) -> usize {
        self.items().saturating_mul(self.itemsize)
    }

    pub(super) fn is_c_contiguous(&self) -> bool {
        self.is_packed(self.shape.iter().zip(&self.strides).rev())
    }

    pub(super) fn is_f_contiguous(&self) -> bool {
        self.is_packed(self.shape.iter().zip(&self.strides))
    }

    fn is_packed<'a>(&self, dimensions: impl Iterator<Item = (&'a usize, &'a isize)>) -> bool {
        if self.items() == 0 {
            return true;
        }
        let mut expected = isize::try_from(self.itemsize).unwrap_or(isize::MAX);
        for (n, stride) in dimensions {
            if *n > 1 && *stride != expected {
                return false;
            }
            expected = expected.saturating_mul(isize::try_from(*n).unwrap_or(isize::MAX));
        }
        true
    }

    /// Calls `each` with the offset of every item, the last dimension running fastest.
    pub(super) fn walk(&self, each: &mut dyn FnMut(usize)) {
        let dimensions: Vec<(usize, isize)> =
            self.shape.iter().copied().zip(self.strides.iter().copied()).collect();
        walk(&dimensions, self.offset, each);
    }

    /// The same with the first dimension running fastest, as Fortran has it.
    pub(super) fn walk_fortran(&self, each: &mut dyn FnMut(usize)) {
        let mut dimensions: Vec<(usize, isize)> =
            self.shape.iter().copied().zip(self.strides.iter().copied()).collect();
        dimensions.reverse();
        walk(&dimensions, self.offset, each);
    }

    /// The items in C order.
    pub(super) fn gather(&self, memory: &[u8]) -> Vec<u8> {
        if self.is_c_contiguous() {
            let end = self.offset.saturating_add(self.nbytes());
            return memory.get(self.offset..end).unwrap_or(&[]).to_vec();
        }
        let mut all = Vec::with_capacity(self.nbytes());
        self.walk(&mut |at| all.extend_from_slice(memory.get(at..at + self.itemsize).unwrap_or(&[])));
        all
    }
}

fn walk(dimensions: &[(usize, isize)], at: usize, each: &mut dyn FnMut(usize)) {
    let Some(((n, stride), inner)) = dimensions.split_first() else { return each(at) };
    let mut at = at;
    for _ in 0..*n {
        walk(inner, at, each);
        // The step behind the last item may leave memory; it is not used.
        at = at.wrapping_add_signed(*stride);
    }
}
