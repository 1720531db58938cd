//! The opcodes of a pickle with decoded arguments, as `pickletools.genops` yields them.
//!
//! It is a host of the same decoder as the loaders, but reads text by the rules of `int()` and `float()` and
//! words its errors as `pickletools` does.

use super::error::{Class, DecodeFault, Fault, Part, WireError};
use super::reader::{Decoder, Payload};
use super::source::SliceSource;
use super::text::{self, Number, PyFault};
use super::{repr, utf8};
use crate::opcode::{Arg, Opcode};
use std::fmt;

/// An error in the words of `pickletools`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToolError {
    /// The Python class, `ValueError`.
    pub class: &'static str,
    /// The message.
    pub message: String,
    /// Where the opcode starts.
    pub offset: u64,
    /// The particulars of a `UnicodeDecodeError`.
    pub decode: Option<Box<DecodeFault>>,
}

impl ToolError {
    pub(super) fn value(message: impl Into<String>, offset: u64) -> Self {
        ToolError { class: Class::Value.name(), message: message.into(), offset, decode: None }
    }

    pub(super) fn from_py(fault: PyFault, offset: u64) -> Self {
        let class = if fault.decode.is_some() { Class::UnicodeDecode } else { Class::Value };
        ToolError { class: class.name(), message: fault.message, offset, decode: fault.decode }
    }
}

impl fmt::Display for ToolError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.class, self.message)
    }
}

impl std::error::Error for ToolError {}

/// A decoded argument.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// No argument.
    Nothing,
    /// An int or a bool.
    Number(Number),
    /// A float.
    Float(f64),
    /// Borrowed text, UTF-8 with surrogates.
    Str(&'a [u8]),
    /// Decoded text.
    String(Vec<u8>),
    /// Bytes.
    Bytes(&'a [u8]),
    /// A bytearray.
    ByteArray(&'a [u8]),
}

impl Value<'_> {
    /// Python's `repr`; empty when there is no argument.
    ///
    /// # Errors
    /// The refusal to print an int of more than 4300 digits.
    pub fn repr(&self) -> Result<String, PyFault> {
        Ok(match self {
            Value::Nothing => String::new(),
            Value::Number(n) => number_repr(n)?,
            Value::Float(x) => repr::float(*x),
            Value::Str(s) => repr::text(s),
            Value::String(s) => repr::text(s),
            Value::Bytes(b) => repr::bytes(b),
            Value::ByteArray(b) => repr::bytearray(b),
        })
    }
}

pub(super) fn number_repr(n: &Number) -> Result<String, PyFault> {
    Ok(match n {
        Number::Bool(true) => "True".to_owned(),
        Number::Bool(false) => "False".to_owned(),
        Number::Small(n) => n.to_string(),
        Number::Big(n) => text::decimal(n)?,
    })
}

/// One opcode with its argument.
#[derive(Clone, Debug, PartialEq)]
pub struct Step<'a> {
    /// The opcode.
    pub code: Opcode,
    /// Its argument.
    pub arg: Value<'a>,
    /// Where it starts.
    pub offset: u64,
    /// Where it ends.
    pub end: u64,
}

/// Iterates over the opcodes of one pickle, `STOP` included.
#[must_use]
pub fn genops(data: &[u8]) -> GenOps<'_> {
    GenOps { decoder: Decoder::new(data), data, done: false }
}

/// Escapes that mean nothing, without their backslashes, in lines of the opcodes up to an offset: CPython warns of the first
/// in each line.
#[must_use]
pub fn invalid_escapes(data: &[u8], last: u64) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    if memchr::memchr(b'\\', data).is_none() {
        return found;
    }
    let mut steps = genops(data);
    while let Some(step) = steps.next() {
        let offset = steps.decoder.offset();
        if offset > last {
            break;
        }
        let from = usize::try_from(offset).unwrap_or(usize::MAX).saturating_add(1);
        let arg = data
            .get(from - 1)
            .and_then(|byte| Opcode::from_byte(*byte))
            .map_or(Arg::Nothing, |op| op.info().arg);
        let lines = match arg {
            Arg::QuotedLine | Arg::PlainLine => 1,
            Arg::TwoLines => 2,
            _ => 0,
        };
        let mut rest = data.get(from..).unwrap_or(&[]);
        for _ in 0..lines {
            let Some(end) = memchr::memchr(b'\n', rest) else { break };
            let (line, tail) = rest.split_at(end);
            rest = tail.get(1..).unwrap_or(&[]);
            match text::escapes(line, arg == Arg::QuotedLine) {
                Some(escaped) => {
                    found.extend(escaped.invalid);
                    if !escaped.bytes.is_ascii() {
                        break;
                    }
                }
                None => break,
            }
        }
        if step.is_err() {
            break;
        }
    }
    found
}

/// See [`genops`].
#[derive(Clone, Debug)]
pub struct GenOps<'a> {
    decoder: Decoder<SliceSource<'a>>,
    data: &'a [u8],
    done: bool,
}

impl<'a> Iterator for GenOps<'a> {
    type Item = Result<Step<'a>, ToolError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let step = self.step();
        self.done = !matches!(&step, Ok(step) if step.code != Opcode::Stop);
        Some(step)
    }
}

impl<'a> GenOps<'a> {
    /// What follows the pickle, once `STOP` was yielded.
    #[must_use]
    pub fn rest(&self) -> &'a [u8] {
        self.decoder.rest()
    }

    fn step(&mut self) -> Result<Step<'a>, ToolError> {
        let code = match self.decoder.fetch() {
            Ok(Some(code)) => code,
            Ok(None) => {
                let at = self.decoder.offset();
                return Err(ToolError::value("pickle exhausted before seeing STOP", at));
            }
            Err(e) => return Err(self.worded(&e)),
        };
        let offset = self.decoder.offset();
        let arg = match self.decoder.argument(code) {
            Ok(payload) => {
                decode(code, payload, self.data, offset).map_err(|e| ToolError::from_py(e, offset))?
            }
            Err(e) => return Err(self.worded(&e)),
        };
        Ok(Step { code, arg, offset, end: self.decoder.position() })
    }

    fn worded(&self, e: &WireError) -> ToolError {
        let at = e.offset();
        let arg = e.opcode().map_or(Arg::Nothing, |op| op.info().arg);
        let message = match *e.fault() {
            Fault::InvalidLoadKey(byte) => {
                format!("at position {at}, opcode {} unknown", repr::bytes(&[byte]))
            }
            Fault::TooLong(n) => format!("{} byte count > sys.maxsize: {n}", arg.name()),
            Fault::NegativeLong(n) => format!("long4 byte count < 0: {n}"),
            Fault::ReadOverflow => {
                let (need, have) = self.long_count(at);
                truncated(arg, Part::Payload, need, have)
            }
            Fault::Truncated { part, need, have } => {
                if let Some(bad) = self.bad_first_line(arg) {
                    return ToolError::from_py(bad, at);
                }
                truncated(arg, part, need, have)
            }
            _ => e.message(),
        };
        ToolError::value(message, at)
    }

    /// A length of eight bytes, and how many bytes follow it.
    fn long_count(&self, offset: u64) -> (u64, u64) {
        let from = usize::try_from(offset).unwrap_or(usize::MAX).saturating_add(1);
        let count = self.data.get(from..).and_then(<[u8]>::split_first_chunk::<8>);
        count.map_or((0, 0), |(count, rest)| (u64::from_le_bytes(*count), rest.len() as u64))
    }

    /// `pickletools` decodes the first of two lines before it looks for the second.
    fn bad_first_line(&self, arg: Arg) -> Option<PyFault> {
        let rest = self.decoder.rest();
        let n = memchr::memchr(b'\n', rest).filter(|_| arg == Arg::TwoLines)?;
        plain(rest.get(..n)?).err()
    }
}

fn truncated(arg: Arg, part: Part, need: u64, have: u64) -> String {
    let name = arg.name();
    if part == Part::Line {
        let name = if arg == Arg::UnicodeLine { name } else { "stringnl" };
        return format!("no newline found when trying to read {name}");
    }
    if part == Part::Fixed {
        let name = match arg {
            Arg::Text1 | Arg::Bytes1 | Arg::String1 | Arg::Long1 => "uint1",
            Arg::String4 | Arg::Long4 => "int4",
            Arg::Bytes4 | Arg::Text4 => "uint4",
            Arg::Bytes8 | Arg::ByteArray8 | Arg::Text8 => "uint8",
            _ => name,
        };
        return format!("not enough data in stream to read {name}");
    }
    if matches!(arg, Arg::Long1 | Arg::Long4) {
        return format!("not enough data in stream to read {name}");
    }
    match (arg, u32::try_from(need)) {
        (Arg::String4, Ok(n)) if n.cast_signed() < 0 => {
            format!("string4 byte count < 0: {}", n.cast_signed())
        }
        _ => format!("expected {need} bytes in a {name}, but only {have} remain"),
    }
}

/// A plain line: its escapes are decoded all the same, names notwithstanding.
fn plain(bytes: &[u8]) -> Result<Vec<u8>, PyFault> {
    text::py_plain(bytes)
}

/// The payload again, with the lifetime of the data rather than of the decoder's borrow.
fn reborrow<'a>(data: &'a [u8], offset: u64, payload: &[u8]) -> &'a [u8] {
    // Counted payloads follow the opcode byte and a length of 1, 4 or 8 bytes; lines follow at once.
    let from = usize::try_from(offset).unwrap_or(usize::MAX);
    let head = data.get(from..).unwrap_or(&[]);
    let skip = |arg: Arg| match arg {
        Arg::Text1 | Arg::Bytes1 | Arg::String1 | Arg::Long1 => 2,
        Arg::Text8 | Arg::Bytes8 | Arg::ByteArray8 => 9,
        Arg::Text4 | Arg::Bytes4 | Arg::String4 | Arg::Long4 => 5,
        _ => 1,
    };
    let arg = head.first().and_then(|&b| Opcode::from_byte(b)).map_or(Arg::Nothing, |op| op.info().arg);
    head.get(skip(arg)..).and_then(|tail| tail.get(..payload.len())).unwrap_or(&[])
}

fn decode<'a>(code: Opcode, payload: Payload<'_>, data: &'a [u8], offset: u64) -> Result<Value<'a>, PyFault> {
    let arg = code.info().arg;
    Ok(match payload {
        Payload::Nothing => Value::Nothing,
        Payload::Unsigned(n) => Value::Number(match i64::try_from(n) {
            Ok(n) => Number::Small(n),
            Err(_) => Number::Big(n.into()),
        }),
        Payload::Signed(n) => Value::Number(Number::Small(i64::from(n))),
        Payload::Float(x) => Value::Float(x),
        Payload::Line(line) => decode_line(arg, line)?,
        Payload::Lines(first, second) => {
            let (first, second) = (plain(first)?, plain(second)?);
            Value::String([&first[..], b" ", &second].concat())
        }
        Payload::Bytes(bytes) => match arg {
            Arg::Long1 | Arg::Long4 => Value::Number(text::long(bytes)),
            Arg::String1 | Arg::String4 => Value::String(utf8::from_latin1(bytes)),
            Arg::ByteArray8 => Value::ByteArray(reborrow(data, offset, bytes)),
            Arg::Text1 | Arg::Text4 | Arg::Text8 => {
                utf8::validate(bytes)?;
                Value::Str(reborrow(data, offset, bytes))
            }
            _ => Value::Bytes(reborrow(data, offset, bytes)),
        },
    })
}

fn decode_line<'a>(arg: Arg, line: &[u8]) -> Result<Value<'a>, PyFault> {
    Ok(match arg {
        Arg::ShortDecimalLine => Value::Number(text::py_short(line)?),
        Arg::LongDecimalLine => Value::Number(text::py_long(line)?),
        Arg::FloatLine => Value::Float(text::py_float(line)?),
        Arg::QuotedLine => Value::String(text::py_string(line)?),
        Arg::UnicodeLine => Value::String(text::raw_unicode_escape(line)?),
        _ => Value::String(plain(line)?),
    })
}
