//! Type codes: how items lie in memory, and the machine formats of pickles.

use num_traits::ToPrimitive;
use pyvm_vm::heap::{Big, Str};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult, Value};
use rustpython_wtf8::{CodePoint, Wtf8Buf};

/// What an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Item {
    /// A signed integer.
    Signed,
    /// An unsigned integer.
    Unsigned,
    /// A float.
    Float,
    /// A character.
    Text,
}

/// A type code.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Code {
    pub(super) name: &'static str,
    pub(super) size: usize,
    pub(super) item: Item,
    /// The format of the buffer.
    pub(super) format: &'static str,
    /// The machine format in pickles, on a little-endian machine.
    pub(super) machine: i64,
}

const fn code(name: &'static str, size: usize, item: Item, machine: i64) -> Code {
    Code { name, size, item, format: name, machine }
}

/// All of them.
pub(super) static CODES: [Code; 14] = [
    code("b", 1, Item::Signed, 1),
    code("B", 1, Item::Unsigned, 0),
    Code { format: "w", ..code("u", 4, Item::Text, 20) },
    code("w", 4, Item::Text, 20),
    code("h", 2, Item::Signed, 4),
    code("H", 2, Item::Unsigned, 2),
    code("i", 4, Item::Signed, 8),
    code("I", 4, Item::Unsigned, 6),
    code("l", 8, Item::Signed, 12),
    code("L", 8, Item::Unsigned, 10),
    code("q", 8, Item::Signed, 12),
    code("Q", 8, Item::Unsigned, 10),
    code("f", 4, Item::Float, 14),
    code("d", 8, Item::Float, 16),
];

/// The code of a name.
pub(super) fn find(name: &str) -> Option<&'static Code> {
    CODES.iter().find(|code| code.name == name)
}

/// How the items of a pickle lie in memory: size, kind, byte order.
pub(super) fn machine_format(format: i64) -> Option<(usize, Item, bool)> {
    let big = format % 2 == 1;
    Some(match format {
        0 => (1, Item::Unsigned, false),
        1 => (1, Item::Signed, false),
        2 | 3 => (2, Item::Unsigned, big),
        4 | 5 => (2, Item::Signed, big),
        6 | 7 => (4, Item::Unsigned, big),
        8 | 9 => (4, Item::Signed, big),
        10 | 11 => (8, Item::Unsigned, big),
        12 | 13 => (8, Item::Signed, big),
        14 | 15 => (4, Item::Float, big),
        16 | 17 => (8, Item::Float, big),
        18 | 19 => (2, Item::Text, big),
        20 | 21 => (4, Item::Text, big),
        _ => return None,
    })
}

/// Up to eight bytes as an unsigned integer.
fn unsigned(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |n, byte| n << 8 | u64::from(*byte))
}

impl Code {
    /// The item that lies in these bytes.
    pub(super) fn read(&self, vm: &Vm, bytes: &[u8]) -> PyResult {
        let raw = unsigned(bytes);
        Ok(match (self.item, self.size) {
            (Item::Unsigned, _) => {
                i64::try_from(raw).map_or_else(|_| Value::Big(Big::new(raw.into())), Value::Int)
            }
            (Item::Signed, size) => {
                let unused = 64 - 8 * size as u32;
                Value::Int((raw << unused).cast_signed() >> unused)
            }
            (Item::Float, 4) => Value::Float(f64::from(f32::from_bits(raw as u32))),
            (Item::Float, _) => Value::Float(f64::from_bits(raw)),
            (Item::Text, _) => vm.new_str(self.text(vm, bytes)?),
        })
    }

    /// Characters as text.
    pub(super) fn text(&self, vm: &Vm, bytes: &[u8]) -> PyResult<Str> {
        let mut text = Wtf8Buf::new();
        for item in bytes.chunks_exact(self.size) {
            let point = unsigned(item) as u32;
            let Some(point) = CodePoint::from_u32(point) else {
                let message = format!("character U+{point:x} is not in range [U+0000; U+10ffff]");
                return Err(vm.value_error(message));
            };
            text.push(point);
        }
        Ok(Str::from_wtf8(&text))
    }

    /// The bytes of an item, of which the first `size` count.
    pub(super) fn write(&self, vm: &Vm, value: &Value) -> PyResult<[u8; 8]> {
        Ok(match self.item {
            Item::Signed | Item::Unsigned => self.integer(vm, value)?.to_le_bytes(),
            Item::Float => {
                let x = vm.to_f64(value)?;
                let bits = if self.size == 4 { u64::from((x as f32).to_bits()) } else { x.to_bits() };
                bits.to_le_bytes()
            }
            Item::Text => {
                let character = value.as_text().filter(|text| text.char_len() == 1);
                let Some(point) = character.and_then(|text| text.char_at(0)) else {
                    return Err(vm.type_error("array item must be unicode character"));
                };
                u64::from(point.to_u32()).to_le_bytes()
            }
        })
    }

    /// An integer item as its bits; the messages are those of CPython's parsers, which differ by type.
    fn integer(&self, vm: &Vm, value: &Value) -> PyResult<u64> {
        let n = vm.index_big(value)?;
        let is_negative = n.sign() == num_bigint::Sign::Minus;
        let bits = 8 * self.size as u32;
        if self.item == Item::Signed {
            let limit = i64::MAX >> (64 - bits);
            if let Some(small) = n.to_i64().filter(|n| (-limit - 1..=limit).contains(n)) {
                return Ok(small.cast_unsigned());
            }
            return Err(self.too_large(vm, is_negative, n.to_i64().is_none()));
        }
        let limit = u64::MAX >> (64 - bits);
        match n.to_u64().filter(|n| *n <= limit) {
            Some(small) => Ok(small),
            None => Err(self.too_large(vm, is_negative, n.to_i64().is_none())),
        }
    }

    fn too_large(&self, vm: &Vm, is_negative: bool, is_huge: bool) -> PyError {
        let bound = if is_negative { "less than minimum" } else { "greater than maximum" };
        let what = match (self.name, is_negative) {
            ("q", _) => return vm.overflow_error("int too big to convert"),
            ("Q", true) => return vm.overflow_error("can't convert negative int to unsigned"),
            ("Q", false) => return vm.overflow_error("int too big to convert"),
            ("I" | "L", true) => return vm.overflow_error("can't convert negative value to unsigned int"),
            ("L", false) => return vm.overflow_error("Python int too large to convert to C unsigned long"),
            ("I", false) if is_huge => {
                return vm.overflow_error("Python int too large to convert to C unsigned long");
            }
            ("I", false) => "unsigned int",
            ("l", _) => return vm.overflow_error("Python int too large to convert to C long"),
            _ if is_huge => return vm.overflow_error("Python int too large to convert to C long"),
            ("b", _) => "signed char",
            ("B", _) => "unsigned byte integer",
            ("h", _) => "signed short integer",
            ("H", _) => "unsigned short",
            _ => "signed integer",
        };
        vm.overflow_error(format!("{what} is {bound}"))
    }
}
