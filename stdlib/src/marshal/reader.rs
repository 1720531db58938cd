//! From bytes to values.

use num_bigint::{BigInt, BigUint, Sign};
use pyvm_vm::heap::{Bytes, Str, intern};
use pyvm_vm::objects::complex;
use pyvm_vm::text::float;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult, Value};

use super::{FLAG_REF, MAX_DEPTH};

/// Where bytes come from: a file gives no more than what is asked for.
pub(super) enum Source {
    Bytes(Bytes, usize),
    File(Value),
}

pub(super) struct Reader<'a> {
    vm: &'a Vm,
    source: Source,
    allow_code: bool,
    depth: usize,
    /// What may be referred to; none while it is being read.
    references: Vec<Option<Value>>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(vm: &'a Vm, source: Source, allow_code: bool) -> Self {
        Reader { vm, source, allow_code, depth: 0, references: Vec::new() }
    }

    /// One whole value.
    pub(super) fn value(&mut self) -> PyResult {
        self.present("object")
    }

    fn present(&mut self, within: &str) -> PyResult {
        let found = self.object()?;
        found.ok_or_else(|| self.vm.type_error(format!("NULL object in marshal data for {within}")))
    }

    fn bad(&self, what: &str) -> PyError {
        self.vm.value_error(format!("bad marshal data ({what})"))
    }

    fn short(&self) -> PyError {
        self.vm.new_error(&self.vm.exc.eof_error, "marshal data too short")
    }

    /// So many bytes; none where the source ends before.
    fn try_bytes(&mut self, count: usize) -> PyResult<Option<Bytes>> {
        match &mut self.source {
            Source::Bytes(data, at) => {
                let end = at.checked_add(count);
                let Some(found) = end.and_then(|end| data.as_slice().get(*at..end)) else { return Ok(None) };
                *at += count;
                Ok(Some(Bytes::new(found)))
            }
            Source::File(file) => {
                if count == 0 {
                    return Ok(Some(Bytes::new(&[])));
                }
                let (vm, file) = (self.vm, file.clone());
                let room = vm.call1(&vm.types.bytearray.to_value(), crate::support::size(count))?;
                let view = vm.call1(&vm.types.memoryview.to_value(), room.clone())?;
                let got = vm.index_i64(&crate::support::method(vm, &file, "readinto", &[view])?)?;
                match usize::try_from(got) {
                    Ok(got) if got > count => Err(vm.value_error(format!(
                        "read() returned too much data: {count} bytes requested, {got} returned"
                    ))),
                    Ok(got) if got == count => vm.bytes_of(&room).map(Some),
                    _ => Ok(None),
                }
            }
        }
    }

    fn bytes(&mut self, count: usize) -> PyResult<Bytes> {
        self.try_bytes(count)?.ok_or_else(|| self.short())
    }

    fn array<const N: usize>(&mut self) -> PyResult<[u8; N]> {
        <[u8; N]>::try_from(self.bytes(N)?.as_slice()).map_err(|_| self.short())
    }

    fn byte(&mut self) -> PyResult<u8> {
        self.array::<1>().map(|[byte]| byte)
    }

    fn size(&mut self, what: &str) -> PyResult<usize> {
        let size = i32::from_le_bytes(self.array()?);
        usize::try_from(size).map_err(|_| self.bad(&format!("{what} size out of range")))
    }

    /// An object; none for the mark that ends a dict.
    fn object(&mut self) -> PyResult<Option<Value>> {
        self.vm.look_up()?;
        let Some(code) = self.try_bytes(1)? else {
            return Err(self.vm.new_error(&self.vm.exc.eof_error, "EOF read where object expected"));
        };
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.vm.value_error("recursion limit exceeded"));
        }
        let code = code.as_slice().first().copied().unwrap_or(0);
        let found = self.vm.with_depth("", || self.content(code & !FLAG_REF, code & FLAG_REF != 0))?;
        self.depth -= 1;
        Ok(found)
    }

    fn content(&mut self, code: u8, flag: bool) -> PyResult<Option<Value>> {
        let value = match code {
            b'0' => return Ok(None),
            b'N' => return Ok(Some(Value::None)),
            b'T' => return Ok(Some(Value::Bool(true))),
            b'F' => return Ok(Some(Value::Bool(false))),
            b'.' => return Ok(Some(Value::Ellipsis)),
            b'S' => return Ok(Some(self.vm.exc.stop_iteration.to_value())),
            b'r' => return self.reference().map(Some),
            b'(' | b')' | b'[' | b'{' | b'<' | b'>' => return self.container(code, flag).map(Some),
            b'i' => Value::from(i32::from_le_bytes(self.array()?)),
            b'I' => Value::Int(i64::from_le_bytes(self.array()?)),
            b'l' => self.big()?,
            b'f' => Value::Float(self.float_text()?),
            b'g' => Value::Float(f64::from_le_bytes(self.array()?)),
            b'x' => {
                let re = self.float_text()?;
                complex::new_value(self.vm, re, self.float_text()?)
            }
            b'y' => {
                let re = f64::from_le_bytes(self.array()?);
                complex::new_value(self.vm, re, f64::from_le_bytes(self.array()?))
            }
            b's' => {
                let size = self.size("bytes object")?;
                self.vm.new_bytes(self.bytes(size)?.as_slice())
            }
            b'a' | b'A' | b'z' | b'Z' | b't' | b'u' => self.text(code)?,
            b'c' if self.allow_code => return Err(self.vm.unfinished("unmarshalling code objects")),
            b'c' => return Err(self.vm.value_error("unmarshalling code objects is disallowed")),
            _ => return Err(self.bad("unknown type code")),
        };
        if flag {
            self.references.push(Some(value.clone()));
        }
        Ok(Some(value))
    }

    fn reference(&mut self) -> PyResult {
        let index = i32::from_le_bytes(self.array()?);
        let found = usize::try_from(index).ok().and_then(|i| self.references.get(i)).cloned().flatten();
        found.ok_or_else(|| self.bad("invalid reference"))
    }

    fn big(&mut self) -> PyResult {
        let count = i32::from_le_bytes(self.array()?);
        if count == i32::MIN {
            return Err(self.bad("long size out of range"));
        }
        let (mut words, mut rest, mut bits, mut last) = (Vec::new(), 0u64, 0, 1);
        for _ in 0..count.unsigned_abs() {
            let digit = u16::from_le_bytes(self.array()?);
            if digit > 0x7FFF {
                return Err(self.bad("digit out of range in long"));
            }
            last = digit;
            rest |= u64::from(digit) << bits;
            bits += 15;
            if bits >= 32 {
                words.push(rest as u32);
                rest >>= 32;
                bits -= 32;
            }
        }
        if last == 0 {
            return Err(self.bad("unnormalized long data"));
        }
        words.push(rest as u32);
        let sign = if count < 0 { Sign::Minus } else { Sign::Plus };
        Ok(Value::from(BigInt::from_biguint(sign, BigUint::new(words))))
    }

    fn float_text(&mut self) -> PyResult<f64> {
        let length = self.byte()?;
        let bytes = self.bytes(usize::from(length))?;
        let text = String::from_utf8_lossy(bytes.as_slice());
        float::parse_ascii(&text)
            .ok_or_else(|| self.vm.value_error(format!("could not convert string to float: '{text}'")))
    }

    fn text(&mut self, code: u8) -> PyResult {
        let size = match code {
            b'z' | b'Z' => usize::from(self.byte()?),
            _ => self.size("string")?,
        };
        let bytes = self.bytes(size)?;
        let text = match code {
            b'u' | b't' => self.vm.decode(bytes.as_slice(), "utf-8", "surrogatepass")?,
            _ => Str::new(&bytes.as_slice().iter().map(|b| char::from(*b)).collect::<String>()),
        };
        Ok(Value::Str(match code {
            b'A' | b'Z' | b't' => intern::intern(text),
            _ => self.vm.canonical(text),
        }))
    }

    fn container(&mut self, code: u8, flag: bool) -> PyResult {
        let vm = self.vm;
        let size = match code {
            b')' => usize::from(self.byte()?),
            b'(' => self.size("tuple")?,
            b'[' => self.size("list")?,
            b'{' => 0,
            _ => self.size("set")?,
        };
        // What can be changed may hold itself; the others have a place from the start and fill it at the end.
        let made = match code {
            b'[' => Some(vm.new_list(Vec::new())),
            b'{' => Some(vm.new_dict()),
            b'<' => Some(vm.call1(&vm.types.set.to_value(), vm.new_tuple(Vec::new()))?),
            _ => None,
        };
        let place = self.references.len();
        if flag {
            self.references.push(made.clone());
        }
        let value = match (code, made) {
            (b'[', Some(list)) => {
                for _ in 0..size {
                    let item = self.present("list")?;
                    if let Some(items) = list.as_list() {
                        items.push(item);
                    }
                }
                return Ok(list);
            }
            (b'{', Some(dict)) => return self.entries(dict),
            (b'<', Some(set)) => {
                for _ in 0..size {
                    let member = self.present("set")?;
                    crate::support::method(vm, &set, "add", &[member])?;
                }
                return Ok(set);
            }
            (b'>', _) => {
                let members = self.items(size, "set")?;
                vm.call1(&vm.types.frozenset.to_value(), vm.new_list(members))?
            }
            _ => {
                let items = self.items(size, "tuple")?;
                vm.new_tuple(items)
            }
        };
        if flag && let Some(reserved) = self.references.get_mut(place) {
            *reserved = Some(value.clone());
        }
        Ok(value)
    }

    fn items(&mut self, size: usize, within: &str) -> PyResult<Vec<Value>> {
        (0..size).map(|_| self.present(within)).collect()
    }

    fn entries(&mut self, dict: Value) -> PyResult {
        while let Some(key) = self.object()? {
            let Some(value) = self.object()? else { break };
            self.vm.setitem(&dict, &key, value)?;
        }
        Ok(dict)
    }
}
