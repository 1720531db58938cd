//! `memoryview.cast`.

use super::pack::{native_format, size_of_format};
use super::shape::{Shape, packed_strides};
use super::{derived, view_of};
use crate::error::PyResult;
use crate::heap::Value;
use crate::objects::str::args::text_argument;
use crate::vm::Vm;

/// Dimensions a view may have.
const MAX_NDIM: usize = 64;

pub(super) fn cast(vm: &Vm, args: &[Value]) -> PyResult {
    let format = text_argument(vm, &args[1], "cast() argument 'format'")?.to_string_lossy().into_owned();
    let view = view_of(vm, &args[0])?;
    if !view.shape.is_c_contiguous() {
        return Err(vm.type_error("memoryview: casts are restricted to C-contiguous views"));
    }
    let wanted = if args[2].is_unbound() || args[2].is_none() { None } else { Some(&args[2]) };
    let has_zero = view.shape.shape.contains(&0);
    if (wanted.is_some() || view.shape.shape.len() != 1) && has_zero {
        return Err(vm.type_error("memoryview: cannot cast view with zeros in shape or strides"));
    }
    let dimensions = match wanted {
        None => None,
        Some(shape) => {
            let given = shape.as_list().map(crate::heap::Items::to_vec);
            let given = given.or_else(|| shape.as_tuple().map(<[Value]>::to_vec));
            Some(given.ok_or_else(|| vm.type_error("shape must be a list or a tuple"))?)
        }
    };
    if let Some(dimensions) = &dimensions {
        if dimensions.len() > MAX_NDIM {
            return Err(vm.value_error("memoryview: number of dimensions must not exceed 64"));
        }
        if view.shape.shape.len() != 1 && dimensions.len() != 1 {
            return Err(vm.type_error("memoryview: cast must be 1D -> ND or ND -> 1D"));
        }
    }
    let mut shape = flat(vm, &view.shape, format)?;
    if let Some(dimensions) = dimensions {
        reshape(vm, &mut shape, &dimensions)?;
    }
    derived(vm, &args[0], view.source.clone(), shape)
}

/// The same memory as one dimension of another format.
fn flat(vm: &Vm, shape: &Shape, format: String) -> PyResult<Shape> {
    let Some(from) = native_format(&shape.format) else {
        return Err(vm.value_error(
            "memoryview: source format must be a native single character format prefixed with an optional '@'",
        ));
    };
    let Some((to, itemsize)) = native_format(&format).and_then(|f| Some((f, size_of_format(f)?))) else {
        return Err(vm.value_error(
            "memoryview: destination format must be a native single character format prefixed with an optional '@'",
        ));
    };
    let is_byte = |format: char| matches!(format, 'b' | 'B' | 'c');
    if !is_byte(from) && !is_byte(to) {
        return Err(vm.type_error("memoryview: cannot cast between two non-byte formats"));
    }
    let nbytes = shape.nbytes();
    if !nbytes.is_multiple_of(itemsize) {
        return Err(vm.type_error("memoryview: length is not a multiple of itemsize"));
    }
    let items = vec![nbytes / itemsize];
    let strides = packed_strides(&items, itemsize);
    Ok(Shape { format, itemsize, shape: items, strides, offset: shape.offset, readonly: shape.readonly })
}

fn reshape(vm: &Vm, shape: &mut Shape, dimensions: &[Value]) -> PyResult<()> {
    let nbytes = shape.nbytes();
    let mut sizes = Vec::with_capacity(dimensions.len());
    let mut product = 1usize;
    for dimension in dimensions {
        let (Value::Int(_) | Value::Bool(_) | Value::Big(_)) = dimension.unwrapped() else {
            return Err(vm.type_error("memoryview.cast(): elements of shape must be integers"));
        };
        let n = usize::try_from(vm.index_i64(dimension)?).unwrap_or(0);
        if n == 0 {
            return Err(vm.value_error("memoryview.cast(): elements of shape must be integers > 0"));
        }
        product = product
            .checked_mul(n)
            .ok_or_else(|| vm.value_error("memoryview.cast(): product(shape) > SSIZE_MAX"))?;
        sizes.push(n);
    }
    if product.checked_mul(shape.itemsize) != Some(nbytes) {
        return Err(vm.type_error("memoryview: product(shape) * itemsize != buffer size"));
    }
    shape.strides = packed_strides(&sizes, shape.itemsize);
    shape.shape = sizes;
    Ok(())
}
