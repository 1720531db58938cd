//! The methods of `memoryview`.

use super::cast::cast;
use super::pack::{native_format, unpack};
use super::subscript::unsupported;
use super::{derived, new_memoryview, of, view_of};
use crate::error::PyResult;
use crate::heap::Value;
use crate::objects::bytes::methods::hex_text;
use crate::types::NativeDef;
use crate::vm::Vm;

pub(super) static METHODS: &[NativeDef] = &[
    NativeDef::method(
        "release",
        "($self, /)",
        release,
        "Release the underlying buffer exposed by the memoryview object.",
    ),
    NativeDef::method(
        "tobytes",
        "($self, /, order='C')",
        tobytes,
        "Return the data in the buffer as a byte string.",
    ),
    NativeDef::method(
        "hex",
        "($self, /, sep=<unrepresentable>, bytes_per_sep=1)",
        hex,
        "Return the data in the buffer as a str of hexadecimal numbers.",
    ),
    NativeDef::method("tolist", "($self, /)", tolist, "Return the data in the buffer as a list of elements."),
    NativeDef::method(
        "cast",
        "($self, /, format, shape=<unrepresentable>)",
        cast,
        "Cast a memoryview to a new format or shape.",
    ),
    NativeDef::method("toreadonly", "($self, /)", toreadonly, "Return a readonly version of the memoryview."),
    NativeDef::class(
        "_from_flags",
        "($type, /, object, flags)",
        |vm, a| from_flags(vm, &a[1], &a[2]),
        "Create a new memoryview object which references the given object.",
    ),
    NativeDef::method("__enter__", "($self, /)", enter, "").hidden_signature(),
    NativeDef::method(
        "__exit__",
        "($self, /, *exc_info)",
        exit,
        "Release the underlying buffer exposed by the memoryview object.",
    ),
];

fn release(vm: &Vm, args: &[Value]) -> PyResult {
    let payload = of(vm, &args[0])?;
    let exports = payload.exports.get();
    if exports > 0 {
        let plural = if exports == 1 { "" } else { "s" };
        return Err(vm.buffer_error(format!("memoryview has {exports} exported buffer{plural}")));
    }
    drop(payload.view.replace(None));
    drop(payload.owner.replace(Value::None));
    Ok(Value::None)
}

fn enter(vm: &Vm, args: &[Value]) -> PyResult {
    view_of(vm, &args[0])?;
    Ok(args[0].clone())
}

fn exit(vm: &Vm, args: &[Value]) -> PyResult {
    release(vm, args)
}

fn tobytes(vm: &Vm, args: &[Value]) -> PyResult {
    let view = view_of(vm, &args[0])?;
    let order = match &args[1] {
        Value::None => "C".to_owned(),
        given => {
            let Some(order) = given.as_text() else {
                let got = vm.type_name(given);
                return Err(
                    vm.type_error(format!("tobytes() argument 'order' must be str or None, not {got}"))
                );
            };
            order.to_string_lossy().into_owned()
        }
    };
    let fortran = match order.as_str() {
        "C" => false,
        "F" => true,
        "A" => view.shape.is_f_contiguous() && !view.shape.is_c_contiguous(),
        _ => return Err(vm.value_error("order must be 'C', 'F' or 'A'")),
    };
    if !fortran {
        return Ok(vm.fresh_bytes(&view.bytes()));
    }
    let mut all = Vec::with_capacity(view.shape.nbytes());
    view.source.exporter.read(&mut |memory| {
        view.shape.walk_fortran(&mut |at| {
            all.extend_from_slice(memory.get(at..at.saturating_add(view.shape.itemsize)).unwrap_or(&[]));
        });
    });
    Ok(vm.fresh_bytes(&all))
}

fn hex(vm: &Vm, args: &[Value]) -> PyResult {
    let bytes = view_of(vm, &args[0])?.bytes();
    hex_text(vm, &bytes, &args[1], &args[2])
}

fn tolist(vm: &Vm, args: &[Value]) -> PyResult {
    let view = view_of(vm, &args[0])?;
    let Some(code) = native_format(&view.shape.format) else {
        return Err(unsupported(vm, &view.shape.format));
    };
    let bytes = view.bytes();
    Ok(nested(vm, code, &view.shape.shape, &bytes))
}

/// Lists within lists for packed items, one level per dimension.
fn nested(vm: &Vm, code: char, shape: &[usize], bytes: &[u8]) -> Value {
    let Some((n, inner)) = shape.split_first() else { return unpack(vm, code, bytes) };
    if *n == 0 {
        return vm.new_list(Vec::new());
    }
    let width = bytes.len() / n;
    if width == 0 {
        return vm.new_list((0..*n).map(|_| nested(vm, code, inner, &[])).collect());
    }
    vm.new_list(bytes.chunks_exact(width).map(|part| nested(vm, code, inner, part)).collect())
}

fn toreadonly(vm: &Vm, args: &[Value]) -> PyResult {
    let view = view_of(vm, &args[0])?;
    let mut shape = (*view.shape).clone();
    shape.readonly = true;
    derived(vm, &args[0], view.source.clone(), shape)
}

/// `object.__buffer__(flags)`: a view, writable where the flags ask for it.
///
/// # Errors
/// TypeError and BufferError where the object does not export such a buffer.
pub fn from_flags(vm: &Vm, object: &Value, flags: &Value) -> PyResult {
    const WRITABLE: i64 = 1;
    if vm.index_i64(flags)? & WRITABLE != 0 && vm.is_bytes_like(object) {
        drop(vm.buffer(object, true)?);
    }
    new_memoryview(vm, object)
}

/// `exporter.__release_buffer__(view)`
///
/// # Errors
/// TypeError and ValueError where it is no view of the exporter, BufferError where it is in use.
pub fn release_buffer(vm: &Vm, exporter: &Value, view: &Value) -> PyResult {
    let Some(payload) = view.native::<super::MemoryView>() else {
        return Err(vm.type_error("expected a memoryview object"));
    };
    if payload.view.borrow().is_none() {
        return Ok(Value::None);
    }
    if !payload.owner.borrow().is(exporter) {
        return Err(vm.value_error("memoryview's buffer is not this object"));
    }
    release(vm, std::slice::from_ref(view))
}
