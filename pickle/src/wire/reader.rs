//! The decoder: opcodes and their arguments, one after the other, without copying payloads.
//!
//! It knows the layout of the stream and nothing of objects. Text arguments come as raw lines, because C
//! `_pickle` and `pickletools` read numbers out of them by different rules (see [`super::text`]). A claimed
//! length is compared with the bytes that are left before anything is done with it.
//!
//! Hosts that care for speed call [`Decoder::fetch`] and then the reader of the argument, in one `match`;
//! [`Decoder::next`] does both and hands out an [`Op`].

use super::error::{Fault, Part, WireError};
use super::source::{Short, SliceSource, Source};
use crate::opcode::{Arg, Opcode};
use std::borrow::Cow;

/// The highest protocol there is.
pub const HIGHEST_PROTOCOL: u8 = 5;

/// More bytes than a process can address; no allocation of so many succeeds.
const ADDRESSES: u64 = 1 << 47;

/// What CPython's bytes object has beside its bytes.
const BYTES_HEADER: u64 = 33;

/// An argument as it lies in the stream.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Payload<'a> {
    /// No argument.
    Nothing,
    /// An unsigned number.
    Unsigned(u64),
    /// A signed number of four bytes.
    Signed(i32),
    /// A binary float.
    Float(f64),
    /// A line without its newline.
    Line(&'a [u8]),
    /// Two lines without their newlines.
    Lines(&'a [u8], &'a [u8]),
    /// Counted bytes: text, bytes, Python 2 strings and long ints.
    Bytes(&'a [u8]),
}

/// One opcode with its argument.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Op<'a> {
    /// The opcode.
    pub code: Opcode,
    /// Its argument.
    pub arg: Payload<'a>,
    /// Where the opcode byte lies.
    pub offset: u64,
}

/// Reads opcodes from a [`Source`].
#[derive(Clone, Debug)]
pub struct Decoder<S> {
    source: S,
    start: u64,
    opcode: Opcode,
}

impl<'a> Decoder<SliceSource<'a>> {
    /// A decoder over a slice.
    #[must_use]
    pub fn new(data: &'a [u8]) -> Self {
        Decoder::over(SliceSource::new(data))
    }

    /// What has not been consumed.
    #[must_use]
    pub fn rest(&self) -> &'a [u8] {
        self.source.rest()
    }
}

macro_rules! fixed {
    ($(#[$doc:meta])* $name:ident -> $type:ty, $n:literal, $from:ident) => {
        $(#[$doc])*
        ///
        /// # Errors
        /// `Truncated` when the data ends first.
        #[inline]
        pub fn $name(&mut self) -> Result<$type, S::Error> {
            let (start, opcode) = (self.start, self.opcode);
            match self.source.take($n) {
                Ok(bytes) => Ok(<$type>::$from(bytes.try_into().unwrap_or([0; $n]))),
                Err(short) => Err(short.error(Part::Fixed, $n, start, opcode)),
            }
        }
    };
}

impl<S: Source> Decoder<S> {
    /// A decoder over any source.
    pub fn over(source: S) -> Self {
        let start = source.position();
        Decoder { source, start, opcode: Opcode::Stop }
    }

    /// The source.
    pub fn source(&mut self) -> &mut S {
        &mut self.source
    }

    /// The source, taken out.
    pub fn into_source(self) -> S {
        self.source
    }

    /// Bytes consumed so far.
    #[inline]
    pub fn position(&self) -> u64 {
        self.source.position()
    }

    /// Where the opcode read last starts.
    #[inline]
    pub fn offset(&self) -> u64 {
        self.start
    }

    /// The error for a fault of the opcode read last.
    #[cold]
    pub fn fail(&self, fault: Fault) -> S::Error {
        fault.at(self.start, Some(self.opcode)).into()
    }

    /// The next opcode, its argument still unread; `None` where the data ends.
    ///
    /// # Errors
    /// `InvalidLoadKey`, and what the source raises.
    #[inline]
    pub fn fetch(&mut self) -> Result<Option<Opcode>, S::Error> {
        self.start = self.source.position();
        let Some(byte) = self.source.byte()? else { return Ok(None) };
        match Opcode::from_byte(byte) {
            Some(opcode) => {
                self.opcode = opcode;
                Ok(Some(opcode))
            }
            None => Err(Fault::InvalidLoadKey(byte).at(self.start, None).into()),
        }
    }

    /// As [`Decoder::fetch`], where the data may not end: C `_pickle`'s "Ran out of input".
    ///
    /// # Errors
    /// `OutOfInput`, `InvalidLoadKey`, and what the source raises.
    #[inline]
    pub fn fetch_due(&mut self) -> Result<Opcode, S::Error> {
        match self.fetch()? {
            Some(opcode) => Ok(opcode),
            None => Err(Fault::OutOfInput.at(self.start, None).into()),
        }
    }

    fixed!(/// An unsigned byte.
        u1 -> u8, 1, from_le_bytes);
    fixed!(/// Two bytes, unsigned.
        u2 -> u16, 2, from_le_bytes);
    fixed!(/// Four bytes, signed.
        i4 -> i32, 4, from_le_bytes);
    fixed!(/// Four bytes, unsigned.
        u4 -> u32, 4, from_le_bytes);
    fixed!(/// Eight bytes, unsigned.
        u8 -> u64, 8, from_le_bytes);
    fixed!(/// A float, big endian.
        f8 -> f64, 8, from_be_bytes);

    /// The payload of a known length.
    ///
    /// # Errors
    /// `Truncated` when fewer bytes are left, `TooLong` when no object could be so long.
    #[inline]
    pub fn payload(&mut self, length: u64) -> Result<&[u8], S::Error> {
        let (start, opcode) = (self.start, self.opcode);
        if length > i64::MAX as u64 {
            return Err(self.fail(Fault::TooLong(length)));
        }
        // On a 32-bit host the saturated length is longer than any slice, hence "truncated".
        let n = usize::try_from(length).unwrap_or(usize::MAX);
        self.source.take(n).map_err(|short| short.error(Part::Payload, length, start, opcode))
    }

    /// A payload whose length is one byte.
    ///
    /// # Errors
    /// `Truncated` when the data ends first.
    #[inline]
    pub fn counted1(&mut self) -> Result<&[u8], S::Error> {
        let n = self.u1()?;
        self.payload(u64::from(n))
    }

    /// A payload whose length is four bytes, read as unsigned as C `_pickle` does.
    ///
    /// # Errors
    /// `Truncated` when the data ends first.
    #[inline]
    pub fn counted4(&mut self) -> Result<&[u8], S::Error> {
        let n = self.u4()?;
        self.payload(u64::from(n))
    }

    /// A payload whose length is eight bytes.
    ///
    /// # Errors
    /// `Truncated` when the data ends first, `TooLong` above 2**63 - 1.
    #[inline]
    pub fn counted8(&mut self) -> Result<&[u8], S::Error> {
        let n = self.u8()?;
        self.payload(n)
    }

    fn copied(&mut self, length: u64) -> Result<Cow<'_, [u8]>, S::Error> {
        let (start, opcode) = (self.start, self.opcode);
        if length > i64::MAX as u64 {
            return Err(self.fail(Fault::TooLong(length)));
        }
        if length > ADDRESSES {
            let is_bytes = self.opcode == Opcode::BinBytes8;
            let too_large = is_bytes && length > i64::MAX as u64 - BYTES_HEADER;
            return Err(self.fail(if too_large { Fault::BytesTooLarge } else { Fault::NoMemory }));
        }
        let n = usize::try_from(length).unwrap_or(usize::MAX);
        self.source.take_into(n).map_err(|short| short.error(Part::Payload, length, start, opcode))
    }

    /// As [`Decoder::counted1`], for bytes: C `_pickle` has files read them into their place.
    ///
    /// # Errors
    /// `Truncated` when the data ends first.
    #[inline]
    pub fn copied1(&mut self) -> Result<Cow<'_, [u8]>, S::Error> {
        let n = self.u1()?;
        self.copied(u64::from(n))
    }

    /// As [`Decoder::counted4`], for bytes.
    ///
    /// # Errors
    /// `Truncated` when the data ends first.
    #[inline]
    pub fn copied4(&mut self) -> Result<Cow<'_, [u8]>, S::Error> {
        let n = self.u4()?;
        self.copied(u64::from(n))
    }

    /// As [`Decoder::counted8`], for bytes.
    ///
    /// # Errors
    /// `Truncated` when the data ends first, `TooLong` above 2**63 - 1.
    #[inline]
    pub fn copied8(&mut self) -> Result<Cow<'_, [u8]>, S::Error> {
        let n = self.u8()?;
        self.copied(n)
    }

    /// The bytes of `LONG4`.
    ///
    /// # Errors
    /// `NegativeLong`, `Truncated`.
    #[inline]
    pub fn long4(&mut self) -> Result<&[u8], S::Error> {
        let n = self.i4()?;
        match u64::try_from(n) {
            Ok(n) => self.payload(n),
            Err(_) => Err(self.fail(Fault::NegativeLong(n))),
        }
    }

    /// A line, which may be empty.
    ///
    /// # Errors
    /// `Truncated` when there is no newline.
    #[inline]
    pub fn line(&mut self) -> Result<&[u8], S::Error> {
        let (start, opcode) = (self.start, self.opcode);
        self.source.line().map_err(|short| short.error(Part::Line, 1, start, opcode))
    }

    /// A line that C `_pickle` calls truncated when it is empty.
    ///
    /// # Errors
    /// `Truncated` when there is no newline or nothing before it.
    #[inline]
    pub fn filled_line(&mut self) -> Result<&[u8], S::Error> {
        let (start, opcode) = (self.start, self.opcode);
        let line = self.source.line().map_err(|short| short.error(Part::Line, 1, start, opcode))?;
        if line.is_empty() { Err(empty_line(start, opcode)) } else { Ok(line) }
    }

    /// Two lines, which may be empty.
    ///
    /// # Errors
    /// `Truncated` when a newline is missing.
    #[inline]
    pub fn two_lines(&mut self) -> Result<(&[u8], &[u8]), S::Error> {
        let (start, opcode) = (self.start, self.opcode);
        self.source.two_lines().map_err(|short| short.error(Part::Line, 1, start, opcode))
    }

    /// Reads the length of a frame and, as C `_pickle` does, asks for all of it at once. Nothing else hangs on
    /// frames: opcodes may cross their ends.
    ///
    /// # Errors
    /// `FrameTooLong`, `Truncated`.
    pub fn enter_frame(&mut self) -> Result<(), S::Error> {
        let length = self.u8()?;
        if length > i64::MAX as u64 {
            return Err(self.fail(Fault::FrameTooLong));
        }
        let n = usize::try_from(length).unwrap_or(usize::MAX);
        let (start, opcode) = (self.start, self.opcode);
        self.source.ensure(n).map_err(|short| short.error(Part::Frame, length, start, opcode))
    }

    /// Reads the argument of `PROTO`.
    ///
    /// # Errors
    /// `UnsupportedProtocol` above [`HIGHEST_PROTOCOL`].
    #[inline]
    pub fn protocol(&mut self) -> Result<u8, S::Error> {
        let n = self.u1()?;
        if n > HIGHEST_PROTOCOL { Err(self.fail(Fault::UnsupportedProtocol(n))) } else { Ok(n) }
    }

    /// Reads the argument of `opcode`, which [`Decoder::fetch`] returned.
    ///
    /// # Errors
    /// As the readers of the single arguments.
    #[inline]
    pub fn argument(&mut self, opcode: Opcode) -> Result<Payload<'_>, S::Error> {
        Ok(match opcode.info().arg {
            Arg::Nothing => Payload::Nothing,
            Arg::U1 => Payload::Unsigned(u64::from(self.u1()?)),
            Arg::U2 => Payload::Unsigned(u64::from(self.u2()?)),
            Arg::U4 => Payload::Unsigned(u64::from(self.u4()?)),
            Arg::U8 => Payload::Unsigned(self.u8()?),
            Arg::I4 => Payload::Signed(self.i4()?),
            Arg::F8 => Payload::Float(self.f8()?),
            Arg::ShortDecimalLine
            | Arg::LongDecimalLine
            | Arg::FloatLine
            | Arg::QuotedLine
            | Arg::PlainLine
            | Arg::UnicodeLine => Payload::Line(self.line()?),
            Arg::TwoLines => {
                let (first, second) = self.two_lines()?;
                Payload::Lines(first, second)
            }
            Arg::Long1 | Arg::String1 | Arg::Bytes1 | Arg::Text1 => Payload::Bytes(self.counted1()?),
            Arg::String4 | Arg::Bytes4 | Arg::Text4 => Payload::Bytes(self.counted4()?),
            Arg::Long4 => Payload::Bytes(self.long4()?),
            Arg::Bytes8 | Arg::ByteArray8 | Arg::Text8 => Payload::Bytes(self.counted8()?),
        })
    }

    /// The next opcode with its argument; `None` where the data ends.
    ///
    /// # Errors
    /// As [`Decoder::fetch`] and [`Decoder::argument`].
    #[expect(
        clippy::should_implement_trait,
        reason = "an Op borrows from the decoder; Iterator cannot say that"
    )]
    #[inline]
    pub fn next(&mut self) -> Result<Option<Op<'_>>, S::Error> {
        let Some(code) = self.fetch()? else { return Ok(None) };
        let offset = self.start;
        let arg = self.argument(code)?;
        Ok(Some(Op { code, arg, offset }))
    }
}

#[cold]
fn empty_line<E: From<WireError>>(start: u64, opcode: Opcode) -> E {
    Short::<E>::Left(1).error(Part::EmptyLine, 2, start, opcode)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(data: &[u8]) -> String {
        let mut d = Decoder::new(data);
        loop {
            match d.next() {
                Ok(Some(_)) => {}
                Ok(None) => return String::new(),
                Err(e) => return e.message(),
            }
        }
    }

    #[test]
    fn payloads_are_borrowed_and_numbers_decoded() {
        let mut d = Decoder::new(b"K\x05\x8c\x02abJ\xff\xff\xff\xffcos\nx\n.");
        assert_eq!(d.next().unwrap().unwrap().arg, Payload::Unsigned(5));
        assert_eq!(d.next().unwrap().unwrap().arg, Payload::Bytes(b"ab"));
        assert_eq!(d.next().unwrap().unwrap().arg, Payload::Signed(-1));
        assert_eq!(d.next().unwrap().unwrap().arg, Payload::Lines(b"os", b"x"));
        assert_eq!(d.next().unwrap().unwrap().code, Opcode::Stop);
        assert_eq!(d.next().unwrap(), None);
    }

    #[test]
    fn errors_speak_as_c_pickle_does() {
        assert_eq!(message(b"X\xff\xff\xff\xffab."), "pickle data was truncated");
        assert_eq!(message(b"\x01"), "invalid load key, '\\x01'.");
        assert_eq!(message(b"'"), "invalid load key, '\\x27'.");
        assert_eq!(message(b"Y"), "invalid load key, 'Y'.");
        assert_eq!(
            message(b"\x8d\x02\0\0\0\0\0\0\xffab."),
            "BINUNICODE exceeds system's maximum size of 9223372036854775807 bytes"
        );
        assert_eq!(message(b"\x8b\xff\xff\xff\xff."), "LONG pickle has negative byte count");
    }
}
