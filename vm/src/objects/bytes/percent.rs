//! `%` on `bytes` and `bytearray`.

use super::data::{check_room, make, snapshot, view};
use crate::error::PyResult;
use crate::heap::{Bytes, Value};
use crate::objects::bytearray::ByteArray;
use crate::objects::str::format::{Arguments, integer, star};
use crate::text::int::IntRef;
use crate::text::percent::{self, Directive, Resolved, Template, Unsupported};
use crate::vm::Vm;

/// `format % args`
///
/// # Errors
/// ValueError and TypeError in CPython's words, and what conversions raise.
pub(crate) fn percent(vm: &Vm, format: &Value, args: &Value) -> PyResult {
    let text = snapshot(vm, format)?;
    let is_atom = args.as_tuple().is_some()
        || args.as_text().is_some()
        || matches!(args.unwrapped(), Value::Bytes(_))
        || args.native::<ByteArray>().is_some();
    let is_mapping = !is_atom && vm.class_of(args).ty().slots.getitem.get().is_some();
    let mut given = Arguments::new(vm, args, is_mapping);
    let template = Template::of_bytes(&text);
    let mut out = Vec::with_capacity(text.len());
    for piece in Template::of_bytes(&text) {
        out.extend_from_slice(text.get(piece.literal).unwrap_or(&[]));
        let Some(directive) = piece.directive else { continue };
        if directive.mapping {
            let Some(mapping) = given.mapping() else {
                return Err(vm.type_error("format requires a mapping"));
            };
            if let Some(key) = directive.key.clone().and_then(|range| text.get(range)) {
                given.replace(vm.getitem(mapping, &vm.new_bytes(key))?);
            }
        }
        let mut layout = Resolved { flags: directive.flags, width: 0, precision: None };
        star(vm, &mut given, &directive.width, true, &mut layout)?;
        star(vm, &mut given, &directive.precision, false, &mut layout)?;
        if let Some(error) = directive.error {
            return Err(vm.value_error(error));
        }
        let value = given.take()?;
        check_room(vm, layout.width.checked_add(layout.precision.unwrap_or(0)))?;
        converted(vm, &template, &directive, &value, &layout, &mut out)?;
    }
    if !given.is_spent() {
        return Err(vm.type_error("not all arguments converted during bytes formatting"));
    }
    Ok(make(vm, format, out))
}

/// Appends one converted argument.
fn converted(
    vm: &Vm,
    template: &Template<'_>,
    directive: &Directive,
    value: &Value,
    layout: &Resolved,
    out: &mut Vec<u8>,
) -> PyResult<()> {
    let conversion = char::from_u32(directive.conversion).unwrap_or('\0');
    match conversion {
        's' | 'b' => {
            let data = byte_argument(vm, value)?;
            padded(cut(&data, layout), layout, out);
        }
        'r' | 'a' => {
            let text = vm.ascii(value)?;
            padded(cut(text.as_bytes(), layout), layout, out);
        }
        'c' => padded(&[character(vm, value)?], layout, out),
        'd' | 'i' | 'u' | 'o' | 'x' | 'X' => {
            // Unlike `str`, bytes tell of `%i` as `%d`.
            let named = if conversion == 'i' { 'd' } else { conversion };
            let shown = match integer(vm, named, value)? {
                Value::Int(n) => percent::format_int(IntRef::Small(n), conversion, layout),
                Value::Big(n) => percent::format_int(IntRef::Big(&n), conversion, layout),
                _ => String::new(),
            };
            out.extend_from_slice(shown.as_bytes());
        }
        'e' | 'E' | 'f' | 'F' | 'g' | 'G' => {
            let x = vm.to_f64(value).map_err(|e| {
                if !e.matches(vm, &vm.exc.type_error) {
                    return e;
                }
                vm.type_error(format!("float argument required, not {}", vm.type_name(value)))
            })?;
            out.extend_from_slice(percent::format_float(x, conversion, layout).as_bytes());
        }
        _ => {
            return Err(match percent::unsupported(template, directive) {
                Unsupported::Value(text) => vm.value_error(text),
                Unsupported::Overflow(text) => vm.overflow_error(text),
            });
        }
    }
    Ok(())
}

fn cut<'a>(data: &'a [u8], layout: &Resolved) -> &'a [u8] {
    layout.precision.and_then(|n| data.get(..n)).unwrap_or(data)
}

fn padded(data: &[u8], layout: &Resolved, out: &mut Vec<u8>) {
    let (left, right) = layout.padding(data.len());
    out.resize(out.len() + left, b' ');
    out.extend_from_slice(data);
    out.resize(out.len() + right, b' ');
}

/// The argument of `%c`.
fn character(vm: &Vm, value: &Value) -> PyResult<u8> {
    let is_bytes = matches!(value.unwrapped(), Value::Bytes(_)) || value.native::<ByteArray>().is_some();
    if is_bytes && let [byte] = &*view(vm, value)? {
        return Ok(*byte);
    }
    if is_bytes || !vm.has_index(value) {
        return Err(vm.type_error("%c requires an integer in range(256) or a single byte"));
    }
    u8::try_from(vm.index_clamped(value)?).map_err(|_| vm.overflow_error("%c arg not in range(256)"))
}

/// The argument of `%b`.
fn byte_argument(vm: &Vm, value: &Value) -> PyResult<Bytes> {
    if let Value::Bytes(data) = value {
        return Ok(data.clone());
    }
    if value.native::<ByteArray>().is_some() {
        return vm.bytes_of(value);
    }
    if let Some(made) = vm.call_special(value, &vm.names.bytes, &[])? {
        return match made.unwrapped() {
            Value::Bytes(data) => Ok(data.clone()),
            _ => {
                let got = vm.type_name(&made);
                Err(vm.type_error(format!("__bytes__ returned non-bytes (type {got})")))
            }
        };
    }
    if vm.is_bytes_like(value) {
        return vm.bytes_of(value);
    }
    let got = vm.type_name(value);
    Err(vm.type_error(format!(
        "%b requires a bytes-like object, or an object that implements __bytes__, not '{got}'"
    )))
}
