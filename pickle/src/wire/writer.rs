//! Writes opcodes and atoms in the encoding C `_pickle` picks for each protocol.

use super::framer::{FRAME_TARGET, Framer, InMemory, Sink};
use super::{repr, utf8};
use crate::opcode::Opcode;
use num_bigint::BigInt;

/// Items per `APPENDS`, `SETITEMS` and `ADDITEMS`.
pub const BATCH: usize = 1000;

/// What a payload that does not pass the buffer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Payload {
    /// `str`
    Text,
    /// `bytes`
    Bytes,
    /// `bytearray`
    ByteArray,
}

impl Payload {
    fn with_head<R>(self, len: usize, write: impl FnOnce(&[u8]) -> R) -> R {
        let (four, eight) = match self {
            Payload::Text => (Opcode::BinUnicode, Opcode::BinUnicode8),
            Payload::Bytes => (Opcode::BinBytes, Opcode::BinBytes8),
            Payload::ByteArray => return write(&eight_bytes(Opcode::ByteArray8, len)),
        };
        match u32::try_from(len) {
            Ok(n) => write(&four_bytes(four, n)),
            Err(_) => write(&eight_bytes(eight, len)),
        }
    }
}

/// A pickle being written. Small atoms cannot fail; anything that may reach the sink can.
#[derive(Debug)]
pub struct Writer<S> {
    framer: Framer<S>,
    protocol: u8,
    /// Whether opcodes with binary arguments are used: from protocol 1, unless a `Pickler` was told otherwise.
    binary: bool,
}

impl Writer<InMemory> {
    /// A writer into memory; [`Writer::into_vec`] takes the bytes out.
    #[must_use]
    pub fn in_memory(protocol: u8) -> Self {
        Writer::new(protocol, InMemory)
    }

    /// The finished pickle.
    #[must_use]
    pub fn into_vec(self) -> Vec<u8> {
        match self.framer.finish() {
            Ok((out, _)) => out,
            Err(never) => match never {},
        }
    }
}

impl<S: Sink> Writer<S> {
    /// Starts a pickle: `PROTO` from protocol 2.
    pub fn new(protocol: u8, sink: S) -> Self {
        Writer { framer: Framer::new(protocol, sink), protocol, binary: protocol > 0 }
    }

    /// The same with opcodes of another protocol where C `_pickle` asks `bin` for them.
    #[must_use]
    pub fn with_binary(self, binary: Option<bool>) -> Self {
        Writer { binary: binary.unwrap_or(self.binary), ..self }
    }

    /// Whether opcodes with binary arguments are used.
    #[inline]
    pub fn is_binary(&self) -> bool {
        self.binary
    }

    /// The protocol.
    #[inline]
    pub fn protocol(&self) -> u8 {
        self.protocol
    }

    /// To be called at the start of every object: closes a full frame.
    ///
    /// # Errors
    /// What the sink raises.
    #[inline]
    pub fn boundary(&mut self) -> Result<(), S::Error> {
        self.framer.boundary()
    }

    /// Ends the pickle and gives the sink back.
    ///
    /// # Errors
    /// What the sink raises.
    pub fn finish(self) -> Result<(Vec<u8>, S), S::Error> {
        self.framer.finish()
    }

    /// An opcode without argument.
    #[inline]
    pub fn op(&mut self, opcode: Opcode) {
        self.framer.out.push(opcode.byte());
    }

    /// Bytes as they are.
    #[inline]
    pub fn raw(&mut self, bytes: &[u8]) {
        self.framer.out.extend_from_slice(bytes);
    }

    /// An opcode with up to eight bytes of argument: the low bytes of a little-endian number. Written as nine bytes of
    /// which the rest is cut off: one check for room, no copy of variable length.
    #[inline(always)]
    fn with(&mut self, opcode: Opcode, arg: u64, bytes: usize) {
        let out = &mut self.framer.out;
        let end = out.len() + 1 + bytes;
        let [a, b, c, d, e, f, g, h] = arg.to_le_bytes();
        out.extend_from_slice(&[opcode.byte(), a, b, c, d, e, f, g, h]);
        out.truncate(end);
    }

    fn line(&mut self, opcode: Opcode, text: &str, end: &[u8]) {
        self.op(opcode);
        self.raw(text.as_bytes());
        self.raw(end);
    }

    /// None.
    #[inline]
    pub fn none(&mut self) {
        self.op(Opcode::None);
    }

    /// A bool.
    #[inline]
    pub fn bool(&mut self, value: bool) {
        if self.protocol >= 2 {
            self.op(if value { Opcode::NewTrue } else { Opcode::NewFalse });
        } else {
            self.raw(if value { b"I01\n" } else { b"I00\n" });
        }
    }

    /// An int.
    #[inline]
    pub fn int(&mut self, value: i64) {
        match i32::try_from(value) {
            Err(_) => self.wide_int(value),
            Ok(_) if !self.binary => self.line(Opcode::Int, &value.to_string(), b"\n"),
            Ok(_) => match value {
                0..=0xff => self.with(Opcode::BinInt1, value as u64, 1),
                0x100..=0xffff => self.with(Opcode::BinInt2, value as u64, 2),
                _ => self.with(Opcode::BinInt, value as u64, 4),
            },
        }
    }

    fn wide_int(&mut self, value: i64) {
        if self.protocol < 2 {
            return self.line(Opcode::Long, &value.to_string(), b"L\n");
        }
        let bytes = value.to_le_bytes();
        let sign = if value < 0 { 0xff } else { 0 };
        let mut n = bytes.len();
        while let Some([.., below, top]) = bytes.get(..n)
            && *top == sign
            && (below ^ sign) & 0x80 == 0
        {
            n -= 1;
        }
        self.with(Opcode::Long1, n as u64, 1);
        self.raw(bytes.get(..n).unwrap_or(&bytes));
    }

    /// An int of any size.
    ///
    /// # Errors
    /// What the sink raises.
    pub fn big_int(&mut self, value: &BigInt) -> Result<(), S::Error> {
        if let Ok(small) = i64::try_from(value) {
            self.int(small);
        } else if self.protocol < 2 {
            self.line(Opcode::Long, &value.to_string(), b"L\n");
        } else {
            let bytes = value.to_signed_bytes_le();
            match u8::try_from(bytes.len()) {
                Ok(n) => self.with(Opcode::Long1, u64::from(n), 1),
                Err(_) => {
                    let n = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
                    self.with(Opcode::Long4, u64::from(n), 4);
                }
            }
            self.raw(&bytes);
        }
        Ok(())
    }

    /// A float.
    #[inline]
    pub fn float(&mut self, value: f64) {
        if self.binary {
            self.with(Opcode::BinFloat, value.to_bits().swap_bytes(), 8);
        } else {
            self.line(Opcode::Float, &repr::float(value), b"\n");
        }
    }

    #[inline]
    fn counted(&mut self, header: &[u8], payload: &[u8]) -> Result<(), S::Error> {
        if payload.len() >= FRAME_TARGET {
            return self.framer.large(header, payload);
        }
        self.raw(header);
        self.raw(payload);
        Ok(())
    }

    /// Chooses among a one-byte, four-byte and eight-byte length.
    #[inline]
    fn sized(
        &mut self,
        one: Option<Opcode>,
        four: Opcode,
        eight: Opcode,
        payload: &[u8],
    ) -> Result<(), S::Error> {
        if let (Some(op), Ok(n)) = (one, u8::try_from(payload.len())) {
            self.with(op, u64::from(n), 1);
            self.raw(payload);
            return Ok(());
        }
        match u32::try_from(payload.len()) {
            Ok(n) => self.counted(&four_bytes(four, n), payload),
            Err(_) => self.counted(&eight_bytes(eight, payload.len()), payload),
        }
    }

    /// The head of a payload of [`FRAME_TARGET`] bytes or more that stays where it is: returns the offset in the buffer
    /// where it belongs. For sinks that do not stream.
    pub fn payload_apart(&mut self, kind: Payload, len: usize) -> usize {
        kind.with_head(len, |head| self.framer.large_apart(head))
    }

    /// The head of a payload of [`FRAME_TARGET`] bytes or more that the function hands to the sink.
    ///
    /// # Errors
    /// What the sink raises.
    pub fn payload_through(
        &mut self,
        kind: Payload,
        len: usize,
        write: impl FnOnce(&mut S) -> Result<(), S::Error>,
    ) -> Result<(), S::Error> {
        kind.with_head(len, |head| self.framer.large_through(head, write))
    }

    /// Text, given as UTF-8 with surrogates.
    ///
    /// # Errors
    /// What the sink raises.
    #[inline]
    pub fn str(&mut self, text: &[u8]) -> Result<(), S::Error> {
        match self.protocol {
            _ if !self.binary => {
                self.op(Opcode::Unicode);
                self.raw_unicode_escape(text);
                self.raw(b"\n");
                Ok(())
            }
            0..=3 => self.sized(None, Opcode::BinUnicode, Opcode::BinUnicode8, text),
            _ => self.sized(Some(Opcode::ShortBinUnicode), Opcode::BinUnicode, Opcode::BinUnicode8, text),
        }
    }

    fn raw_unicode_escape(&mut self, text: &[u8]) {
        for point in utf8::code_points(text) {
            match point {
                0 | 0x0a | 0x0d | 0x1a | 0x5c | 0x100..=0xffff => {
                    self.raw(format!("\\u{point:04x}").as_bytes());
                }
                0x1_0000.. => self.raw(format!("\\U{point:08x}").as_bytes()),
                _ => self.raw(&point.to_le_bytes()[..1]),
            }
        }
    }

    /// Bytes, from protocol 3; below it bytes are a call of `_codecs.encode` and not an atom.
    ///
    /// # Errors
    /// What the sink raises.
    #[inline]
    pub fn bytes(&mut self, bytes: &[u8]) -> Result<(), S::Error> {
        self.sized(Some(Opcode::ShortBinBytes), Opcode::BinBytes, Opcode::BinBytes8, bytes)
    }

    /// A bytearray, from protocol 5.
    ///
    /// # Errors
    /// What the sink raises.
    pub fn bytearray(&mut self, bytes: &[u8]) -> Result<(), S::Error> {
        self.counted(&eight_bytes(Opcode::ByteArray8, bytes.len()), bytes)
    }

    /// Stores the top of the stack in the memo under the next key.
    #[inline]
    pub fn put(&mut self, key: u32) {
        if self.protocol >= 4 {
            self.op(Opcode::Memoize);
        } else if !self.binary {
            self.line(Opcode::Put, &key.to_string(), b"\n");
        } else if let Ok(short) = u8::try_from(key) {
            self.with(Opcode::BinPut, u64::from(short), 1);
        } else {
            self.with(Opcode::LongBinPut, u64::from(key), 4);
        }
    }

    /// Pushes a memo entry.
    #[inline]
    pub fn get(&mut self, key: u32) {
        if !self.binary {
            self.line(Opcode::Get, &key.to_string(), b"\n");
        } else if let Ok(short) = u8::try_from(key) {
            self.with(Opcode::BinGet, u64::from(short), 1);
        } else {
            self.with(Opcode::LongBinGet, u64::from(key), 4);
        }
    }

    /// `GLOBAL` with its two lines, below protocol 4.
    pub fn global(&mut self, module: &[u8], name: &[u8]) {
        self.op(Opcode::Global);
        self.raw(module);
        self.raw(b"\n");
        self.raw(name);
        self.raw(b"\n");
    }

    /// An entry of the extension registry; codes are positive.
    pub fn extension(&mut self, code: i32) {
        let arg = u64::from(code.cast_unsigned());
        match arg {
            0..=0xff => self.with(Opcode::Ext1, arg, 1),
            0x100..=0xffff => self.with(Opcode::Ext2, arg, 2),
            _ => self.with(Opcode::Ext4, arg, 4),
        }
    }

    /// A persistent id as a line, in protocol 0.
    pub fn persistent_line(&mut self, id: &str) {
        self.line(Opcode::PersId, id, b"\n");
    }
}

fn four_bytes(opcode: Opcode, len: u32) -> [u8; 5] {
    let [a, b, c, d] = len.to_le_bytes();
    [opcode.byte(), a, b, c, d]
}

fn eight_bytes(opcode: Opcode, len: usize) -> [u8; 9] {
    let [a, b, c, d, e, f, g, h] = (len as u64).to_le_bytes();
    [opcode.byte(), a, b, c, d, e, f, g, h]
}
