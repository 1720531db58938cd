//! From values to bytes.

use std::collections::HashMap;

use num_bigint::{BigInt, Sign};
use pyvm_vm::heap::{Str, TypeRef};
use pyvm_vm::objects::Kind;
use pyvm_vm::text::float;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::{FLAG_REF, MAX_DEPTH};

pub(super) struct Writer<'a> {
    vm: &'a Vm,
    version: i64,
    allow_code: bool,
    depth: usize,
    /// The objects that may be referred to, by identity; from version 3 on.
    seen: HashMap<usize, u32>,
    count: u32,
    /// What was written, held so that no identity is used anew.
    held: Vec<Value>,
    pub(super) out: Vec<u8>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(vm: &'a Vm, version: i64, allow_code: bool) -> Self {
        Writer {
            vm,
            version,
            allow_code,
            depth: 0,
            seen: HashMap::new(),
            count: 0,
            held: Vec::new(),
            out: Vec::new(),
        }
    }

    pub(super) fn object(&mut self, value: &Value) -> PyResult<()> {
        self.vm.look_up()?;
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.vm.value_error("object too deeply nested to marshal"));
        }
        match self.singleton(value) {
            Some(code) => self.out.push(code),
            None => match self.reference(value) {
                Some(index) => {
                    self.out.push(b'r');
                    self.out.extend(index.to_le_bytes());
                }
                None => self.vm.with_depth("", || self.content(value))?,
            },
        }
        self.depth -= 1;
        Ok(())
    }

    fn singleton(&self, value: &Value) -> Option<u8> {
        match value {
            Value::None => Some(b'N'),
            Value::Bool(true) => Some(b'T'),
            Value::Bool(false) => Some(b'F'),
            Value::Ellipsis => Some(b'.'),
            _ => TypeRef::from_value(value).filter(|t| t.is(&self.vm.exc.stop_iteration)).map(|_| b'S'),
        }
    }

    /// Where the object was written before.
    fn reference(&self, value: &Value) -> Option<u32> {
        if value.is_scalar() { None } else { self.seen.get(&self.vm.id(value)).copied() }
    }

    /// Writes a type code, with the flag where the object may be met again.
    fn code(&mut self, code: u8, value: &Value) {
        let references = match value {
            Value::Str(text) if text.is_interned() => u32::MAX,
            Value::Str(text) => text.refcount(),
            Value::Bytes(bytes) => bytes.refcount(),
            Value::Big(big) => big.refcount(),
            Value::Obj(object) => object.refcount(),
            _ => u32::MAX,
        };
        if self.version < 3 || references == 1 {
            return self.out.push(code);
        }
        self.out.push(code | FLAG_REF);
        if !value.is_scalar() {
            self.seen.insert(self.vm.id(value), self.count);
            self.held.push(value.clone());
        }
        self.count += 1;
    }

    fn content(&mut self, value: &Value) -> PyResult<()> {
        match value {
            Value::Int(n) => self.integer(*n, value),
            Value::Big(n) => self.big(n, value),
            Value::Float(x) if self.version > 1 => {
                self.code(b'g', value);
                self.out.extend(x.to_le_bytes());
            }
            Value::Float(x) => {
                self.code(b'f', value);
                self.float_text(*x);
            }
            Value::Str(text) => self.text(text, value)?,
            Value::Bytes(bytes) => {
                self.code(b's', value);
                self.sized(bytes.as_slice())?;
            }
            Value::Obj(_) => return self.heap_object(value),
            _ => return Err(self.refused()),
        }
        Ok(())
    }

    fn refused(&self) -> pyvm_vm::PyError {
        self.vm.value_error("unmarshallable object")
    }

    fn length(&mut self, length: usize) -> PyResult<()> {
        let length = i32::try_from(length).map_err(|_| self.refused())?;
        self.out.extend(length.to_le_bytes());
        Ok(())
    }

    fn sized(&mut self, bytes: &[u8]) -> PyResult<()> {
        self.length(bytes.len())?;
        self.out.extend_from_slice(bytes);
        Ok(())
    }

    fn integer(&mut self, n: i64, value: &Value) {
        match i32::try_from(n) {
            Ok(n) => {
                self.code(b'i', value);
                self.out.extend(n.to_le_bytes());
            }
            Err(_) => self.big(&BigInt::from(n), value),
        }
    }

    /// Digits of 15 bits; their count has the sign.
    fn big(&mut self, n: &BigInt, value: &Value) {
        self.code(b'l', value);
        let (mut digits, mut rest, mut bits) = (Vec::new(), 0u64, 0);
        for word in n.magnitude().iter_u32_digits() {
            rest |= u64::from(word) << bits;
            bits += 32;
            while bits >= 15 {
                digits.push((rest & 0x7FFF) as u16);
                rest >>= 15;
                bits -= 15;
            }
        }
        digits.push(rest as u16);
        while digits.last() == Some(&0) {
            digits.pop();
        }
        let count = i32::try_from(digits.len()).unwrap_or(i32::MAX);
        let signed = if n.sign() == Sign::Minus { -count } else { count };
        self.out.extend(signed.to_le_bytes());
        self.out.extend(digits.iter().flat_map(|d| d.to_le_bytes()));
    }

    fn float_text(&mut self, x: f64) {
        let text = float::format(x, float::Layout::new(float::Style::General(17)));
        self.out.push(u8::try_from(text.len()).unwrap_or(u8::MAX));
        self.out.extend(text.bytes());
    }

    fn text(&mut self, text: &Str, value: &Value) -> PyResult<()> {
        let interned = text.is_interned();
        if self.version >= 4 && text.is_ascii() {
            if let Ok(length) = u8::try_from(text.len()) {
                self.code(if interned { b'Z' } else { b'z' }, value);
                self.out.push(length);
                self.out.extend_from_slice(text.as_bytes());
                return Ok(());
            }
            self.code(if interned { b'A' } else { b'a' }, value);
        } else {
            self.code(if interned && self.version >= 3 { b't' } else { b'u' }, value);
        }
        self.sized(text.as_bytes())
    }

    fn heap_object(&mut self, value: &Value) -> PyResult<()> {
        let (vm, types) = (self.vm, &self.vm.types);
        let exact = |class: &TypeRef| vm.is_exact(value, class);
        if exact(&types.complex) {
            return self.complex(value);
        }
        if exact(&types.tuple) {
            let items = crate::support::elements(value).to_vec();
            match u8::try_from(items.len()) {
                Ok(length) if self.version >= 4 => {
                    self.code(b')', value);
                    self.out.push(length);
                }
                _ => {
                    self.code(b'(', value);
                    self.length(items.len())?;
                }
            }
            return self.objects(&items);
        }
        if exact(&types.list) {
            let items = vm.list_from_iterable(value)?;
            self.code(b'[', value);
            self.length(items.len())?;
            return self.objects(&items);
        }
        if exact(&types.dict) {
            let entries = value.as_dict().map(|d| d.entries()).unwrap_or_default();
            self.code(b'{', value);
            for (key, value) in entries {
                self.object(&key)?;
                self.object(&value)?;
            }
            self.out.push(b'0');
            return Ok(());
        }
        if exact(&types.set) || exact(&types.frozenset) {
            return self.set(if exact(&types.set) { b'<' } else { b'>' }, value);
        }
        self.other(value)
    }

    fn complex(&mut self, value: &Value) -> PyResult<()> {
        let (re, im) = pyvm_vm::objects::complex::to_pair(self.vm, value)?;
        if self.version > 1 {
            self.code(b'y', value);
            self.out.extend(re.to_le_bytes());
            self.out.extend(im.to_le_bytes());
        } else {
            self.code(b'x', value);
            self.float_text(re);
            self.float_text(im);
        }
        Ok(())
    }

    fn objects(&mut self, items: &[Value]) -> PyResult<()> {
        items.iter().try_for_each(|item| self.object(item))
    }

    /// The members in the order of their own bytes, so that equal sets are written alike.
    fn set(&mut self, code: u8, value: &Value) -> PyResult<()> {
        let members = self.vm.list_from_iterable(value)?;
        self.code(code, value);
        self.length(members.len())?;
        let mut sorted = Vec::with_capacity(members.len());
        for member in members {
            let mut writer = Writer::new(self.vm, self.version, self.allow_code);
            writer.depth = self.depth;
            writer.object(&member)?;
            sorted.push((writer.out, member));
        }
        sorted.sort_by(|a, b| a.0.cmp(&b.0));
        sorted.iter().try_for_each(|(_, member)| self.object(member))
    }

    fn other(&mut self, value: &Value) -> PyResult<()> {
        if matches!(value.as_obj().map(|o| o.kind()), Some(Kind::Code(_))) {
            return Err(match self.allow_code {
                true => self.vm.unfinished("marshalling code objects"),
                false => self.vm.value_error("marshalling code objects is disallowed"),
            });
        }
        if !self.vm.is_bytes_like(value) {
            return Err(self.refused());
        }
        let bytes = self.vm.bytes_of(value)?;
        self.code(b's', value);
        self.sized(bytes.as_slice())
    }
}
