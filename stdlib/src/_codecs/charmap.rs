//! Codecs by a map of characters: `charmap_encode`, `charmap_decode` and `charmap_build`, which most of `encodings` are
//! made of.

use std::collections::{BTreeSet, HashMap};

use pyvm_vm::heap::{Str, Visitor};
use pyvm_vm::objects::Native;
use pyvm_vm::objects::str::codec as raising;
use pyvm_vm::text::codec::Codec;
use pyvm_vm::types::{Layout, NativeDef, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};
use rustpython_wtf8::{CodePoint, Wtf8Buf};

use super::direct::{errors_of, pair, text_of};

pub(super) static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function("charmap_decode", "($module, data, errors=None, mapping=None, /)", decode, ""),
    NativeDef::function("charmap_encode", "($module, str, errors=None, mapping=None, /)", encode, ""),
    NativeDef::function("charmap_build", "($module, map, /)", build, ""),
];

/// What stands for no character in a table.
const UNDEFINED: u32 = 0xFFFE;

static MAP: TypeSpec = TypeSpec {
    flags: TypeFlags::NO_NEW,
    layout: Some(Layout::Native("EncodingMap")),
    methods: &[NativeDef::method("size", "($self, /)", size, "Return the size (in bytes) of this object.")
        .hidden_signature()],
    ..TypeSpec::named("EncodingMap", "builtins")
};

/// From characters of the basic plane to bytes.
struct EncodingMap(HashMap<u32, u8>);

impl Native for EncodingMap {
    fn traverse(&self, _: &mut Visitor<'_>) {}
}

/// What CPython's table of three levels takes: a piece of 16 bytes for 2048 characters, one of 128 for 128 of them.
fn size(vm: &Vm, args: &[Value]) -> PyResult {
    let map: &EncodingMap = vm.payload(&args[0], "EncodingMap")?;
    let pieces = |shift: u32| map.0.keys().map(|c| c >> shift).collect::<BTreeSet<u32>>().len();
    Ok(Value::from(63 + 16 * pieces(11) + 128 * pieces(7)))
}

fn build(vm: &Vm, args: &[Value]) -> PyResult {
    let Some(text) = args[0].as_text() else {
        let got = vm.type_name(&args[0]);
        return Err(vm.type_error(format!("charmap_build() argument must be str, not {got}")));
    };
    let table: Vec<u32> = text.as_wtf8().code_points().map(CodePoint::to_u32).take(256).collect();
    let Some((first, rest)) = table.split_first() else {
        return Err(vm.type_error("bad argument type for built-in operation"));
    };
    let bytes = || table.iter().zip(0..=255u8);
    if *first != 0 || rest.iter().any(|c| *c == 0 || *c > 0xFFFF) {
        let dict = vm.new_dict();
        for (code, byte) in bytes() {
            vm.setitem(&dict, &Value::from(*code), Value::from(i32::from(byte)))?;
        }
        return Ok(dict);
    }
    let map = bytes().filter(|(code, _)| **code != UNDEFINED).map(|(code, byte)| (*code, byte)).collect();
    Ok(vm.new_native(&vm.native_type(&MAP), EncodingMap(map)))
}

/// What a mapping has for a number; nothing where it has none.
fn item(vm: &Vm, mapping: &Value, key: u32) -> PyResult<Option<Value>> {
    match vm.getitem(mapping, &Value::from(key)) {
        Ok(Value::None) => Ok(None),
        Ok(found) => Ok(Some(found)),
        Err(error) if error.matches(vm, &vm.exc.lookup_error) => Ok(None),
        Err(error) => Err(error),
    }
}

fn decode(vm: &Vm, args: &[Value]) -> PyResult {
    let data = vm.bytes_of(&args[0])?;
    let errors = errors_of(vm, &args[1], "charmap_decode")?;
    let mapping = &args[2];
    if mapping.is_none() {
        let (text, consumed) = raising::decode_chunk(vm, Codec::Latin1, &data, &errors, true)?;
        return pair(vm, Value::Str(text), consumed);
    }
    let table: Option<Vec<CodePoint>> = match mapping {
        Value::Str(text) => Some(text.as_wtf8().code_points().collect()),
        _ => None,
    };
    let mut map = |byte: u8| match &table {
        Some(table) => {
            let found = table.get(usize::from(byte)).filter(|c| c.to_u32() != UNDEFINED);
            Ok(found.map(|c| Wtf8Buf::from_iter([*c])))
        }
        None => decoded(vm, item(vm, mapping, u32::from(byte))?),
    };
    let text = raising::decode_mapped(vm, &data, &errors, &mut map)?;
    pair(vm, Value::Str(text), data.len())
}

fn decoded(vm: &Vm, found: Option<Value>) -> PyResult<Option<Wtf8Buf>> {
    let text = match found.as_ref().map(Value::unwrapped) {
        None => return Ok(None),
        Some(Value::Str(text)) => text.as_wtf8().to_owned(),
        Some(Value::Int(_) | Value::Bool(_) | Value::Big(_)) => {
            let code = found.as_ref().and_then(|n| vm.index_i64(n).ok()).and_then(|n| u32::try_from(n).ok());
            let Some(code) = code.and_then(CodePoint::from_u32) else {
                return Err(vm.type_error("character mapping must be in range(0x110000)"));
            };
            Wtf8Buf::from_iter([code])
        }
        Some(_) => return Err(vm.type_error("character mapping must return integer, None or str")),
    };
    let is_undefined = text.code_points().map(CodePoint::to_u32).eq([UNDEFINED]);
    Ok(Some(text).filter(|_| !is_undefined))
}

fn encode(vm: &Vm, args: &[Value]) -> PyResult {
    let text: &Str = text_of(vm, &args[0], "charmap_encode")?;
    let errors = errors_of(vm, &args[1], "charmap_encode")?;
    let mapping = &args[2];
    if mapping.is_none() {
        let data = raising::encode_text(vm, text, Codec::Latin1, &errors)?;
        return pair(vm, vm.new_bytes(&data), text.char_len());
    }
    let known = mapping.native::<EncodingMap>();
    let mut map = |code: u32| match known {
        Some(known) => Ok(known.0.get(&code).map(|byte| vec![*byte])),
        None => encoded(vm, item(vm, mapping, code)?),
    };
    let data = raising::encode_mapped(vm, text, &errors, &mut map)?;
    pair(vm, vm.new_bytes(&data), text.char_len())
}

fn encoded(vm: &Vm, found: Option<Value>) -> PyResult<Option<Vec<u8>>> {
    let Some(found) = found else { return Ok(None) };
    match found.unwrapped() {
        Value::Bytes(bytes) => Ok(Some(bytes.to_vec())),
        Value::Int(_) | Value::Bool(_) | Value::Big(_) => {
            match vm.index_i64(&found).ok().and_then(|n| u8::try_from(n).ok()) {
                Some(byte) => Ok(Some(vec![byte])),
                None => Err(vm.type_error("character mapping must be in range(256)")),
            }
        }
        _ => {
            let got = vm.type_name(&found);
            Err(vm.type_error(format!("character mapping must return integer, bytes or None, not {got}")))
        }
    }
}
