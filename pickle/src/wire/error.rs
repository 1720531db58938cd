//! Errors of the wire format, with the class and the words of CPython's C `_pickle`.

use crate::opcode::Opcode;
use std::fmt;

/// The Python exception class an error maps to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// `EOFError`
    Eof,
    /// `pickle.UnpicklingError`
    Unpickling,
    /// `ValueError`
    Value,
    /// `OverflowError`
    Overflow,
    /// `UnicodeDecodeError`
    UnicodeDecode,
    /// `MemoryError`
    Memory,
}

impl Class {
    /// The name of the Python class.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Class::Eof => "EOFError",
            Class::Unpickling => "UnpicklingError",
            Class::Value => "ValueError",
            Class::Overflow => "OverflowError",
            Class::UnicodeDecode => "UnicodeDecodeError",
            Class::Memory => "MemoryError",
        }
    }
}

/// Which part of an argument the data ran out in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A number of fixed size, the length prefix included.
    Fixed,
    /// The payload after a length prefix.
    Payload,
    /// A line without its newline.
    Line,
    /// A line that may not be empty, and is.
    EmptyLine,
    /// A frame longer than the data.
    Frame,
}

/// What is wrong with a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The data ended where an opcode was due.
    OutOfInput,
    /// The data ended inside an argument.
    Truncated {
        /// The part that is short.
        part: Part,
        /// Bytes asked for.
        need: u64,
        /// Bytes that were left.
        have: u64,
    },
    /// The end of an argument has no address.
    ReadOverflow,
    /// Bytes of a length that leaves no room for their object's header.
    BytesTooLarge,
    /// A payload larger than any memory.
    NoMemory,
    /// A byte that is no opcode.
    InvalidLoadKey(u8),
    /// A length above the largest an object can have.
    TooLong(u64),
    /// `LONG4` with a negative length.
    NegativeLong(i32),
    /// `FRAME` above the largest length.
    FrameTooLong,
    /// `PROTO` with a protocol above 5.
    UnsupportedProtocol(u8),
    /// The stack is empty.
    StackUnderflow,
    /// A mark lies where an object is due.
    UnexpectedMark,
    /// There is no mark.
    NoMark,
    /// A key without a value, in the named opcode.
    OddItems(&'static str),
    /// A memo key that was never stored.
    MemoMissing(i64),
    /// A negative `PUT`.
    NegativePut,
    /// A memo key beyond 64 bits.
    HugeMemoKey,
    /// `INT` with text that is no int.
    NotAnInt,
    /// Text that is no int, with the base CPython names and the text.
    BadInt(u8, Vec<u8>),
    /// More decimal digits than the interpreter converts; the number of digits when it is told.
    TooManyDigits(Option<usize>),
    /// `FLOAT` with trailing characters.
    NotAFloat,
    /// `FLOAT` with text that does not start as a float.
    BadFloat(Vec<u8>),
    /// `FLOAT` beyond the range of doubles.
    FloatRange(Vec<u8>),
    /// `STRING` without quotes.
    Unquoted,
    /// A malformed `\x` escape at the given place.
    BadHexEscape(usize),
    /// A backslash at the end of a `STRING`.
    TrailingBackslash,
    /// Bytes that are no text: codec, start, end, the byte when it is only one, reason.
    Decode(Box<DecodeFault>),
    /// `PERSID` that is not ASCII.
    BadPersId,
    /// A persistent id without anyone to ask.
    NoPersistentLoad,
    /// An extension code of zero or below.
    BadExtension,
    /// `STACK_GLOBAL` over something other than two strings.
    StackGlobal,
    /// `NEXT_BUFFER` without buffers.
    NoBuffers,
}

/// The particulars of a `UnicodeDecodeError`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeFault {
    /// `utf-8`, `ascii` or `rawunicodeescape`.
    pub codec: &'static str,
    /// The bytes.
    pub object: Box<[u8]>,
    /// Where the bad bytes start.
    pub start: usize,
    /// Where they end.
    pub end: usize,
    /// The first bad byte.
    pub byte: u8,
    /// CPython's reason.
    pub reason: &'static str,
}

impl fmt::Display for DecodeFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { codec, start, end, byte, reason, .. } = self;
        if end - start == 1 {
            write!(f, "'{codec}' codec can't decode byte 0x{byte:02x} in position {start}: {reason}")
        } else {
            write!(f, "'{codec}' codec can't decode bytes in position {start}-{}: {reason}", end - 1)
        }
    }
}

impl Fault {
    /// The exception class CPython raises.
    #[must_use]
    pub fn class(&self) -> Class {
        match self {
            Fault::OutOfInput => Class::Eof,
            Fault::TooLong(_)
            | Fault::BytesTooLarge
            | Fault::FrameTooLong
            | Fault::HugeMemoKey
            | Fault::FloatRange(_) => Class::Overflow,
            Fault::NoMemory => Class::Memory,
            Fault::UnsupportedProtocol(_)
            | Fault::NegativePut
            | Fault::NotAnInt
            | Fault::BadInt(..)
            | Fault::TooManyDigits(_)
            | Fault::NotAFloat
            | Fault::BadFloat(_)
            | Fault::BadHexEscape(_)
            | Fault::TrailingBackslash => Class::Value,
            Fault::Decode(_) => Class::UnicodeDecode,
            _ => Class::Unpickling,
        }
    }

    /// The same fault at a place in the stream.
    #[cold]
    #[must_use]
    pub fn at(self, offset: u64, opcode: Option<Opcode>) -> WireError {
        WireError(Box::new(Detail { fault: self, offset, opcode }))
    }
}

/// A fault and where it is. One word, so that results stay small.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WireError(Box<Detail>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Detail {
    fault: Fault,
    offset: u64,
    opcode: Option<Opcode>,
}

impl WireError {
    /// What is wrong.
    #[must_use]
    pub fn fault(&self) -> &Fault {
        &self.0.fault
    }

    /// Where the opcode starts.
    #[must_use]
    pub fn offset(&self) -> u64 {
        self.0.offset
    }

    /// The opcode, if one was read.
    #[must_use]
    pub fn opcode(&self) -> Option<Opcode> {
        self.0.opcode
    }

    /// The exception class CPython raises.
    #[must_use]
    pub fn class(&self) -> Class {
        self.0.fault.class()
    }

    /// CPython's message as bytes: it may quote bytes of the stream that are no text.
    #[must_use]
    pub fn message(&self) -> String {
        message(&self.0.fault, self.0.opcode)
    }
}

fn message(fault: &Fault, opcode: Option<Opcode>) -> String {
    let text: &str = match fault {
        Fault::OutOfInput => "Ran out of input",
        Fault::Truncated { .. } => "pickle data was truncated",
        Fault::ReadOverflow => "read would overflow (invalid bytecode)",
        Fault::BytesTooLarge => "byte string is too large",
        Fault::NoMemory => "",
        Fault::InvalidLoadKey(byte) => return invalid_load_key(*byte),
        Fault::TooLong(_) => {
            let what = match opcode {
                Some(Opcode::BinUnicode8) => "BINUNICODE",
                Some(Opcode::ByteArray8) => "BYTEARRAY8",
                _ => "BINBYTES",
            };
            return format!("{what} exceeds system's maximum size of {} bytes", i64::MAX);
        }
        Fault::NegativeLong(_) => "LONG pickle has negative byte count",
        Fault::FrameTooLong => {
            return format!("FRAME length exceeds system's maximum of {} bytes", i64::MAX);
        }
        Fault::UnsupportedProtocol(n) => return format!("unsupported pickle protocol: {n}"),
        Fault::StackUnderflow => "unpickling stack underflow",
        Fault::UnexpectedMark => "unexpected MARK found",
        Fault::NoMark => "could not find MARK",
        Fault::OddItems(name) => return format!("odd number of items for {name}"),
        Fault::MemoMissing(key) => return format!("Memo value not found at index {key}"),
        Fault::NegativePut => "negative PUT argument",
        Fault::HugeMemoKey => "Python int too large to convert to C ssize_t",
        Fault::NotAnInt => "could not convert string to int",
        Fault::BadInt(base, text) => {
            let text: String = super::repr::text(text).chars().take(200).collect();
            return format!("invalid literal for int() with base {base}: {text}");
        }
        Fault::TooManyDigits(None) => super::text::DIGIT_LIMIT,
        Fault::TooManyDigits(Some(n)) => return super::text::digit_limit_of(*n),
        Fault::NotAFloat => "could not convert string to float",
        Fault::BadFloat(text) => {
            return format!("could not convert string to float: '{}'", String::from_utf8_lossy(text));
        }
        Fault::FloatRange(text) => {
            return format!("value too large to convert to float: '{}'", String::from_utf8_lossy(text));
        }
        Fault::Unquoted => "the STRING opcode argument must be quoted",
        Fault::BadHexEscape(at) => return format!("invalid \\x escape at position {at}"),
        Fault::TrailingBackslash => "Trailing \\ in string",
        Fault::Decode(detail) => return detail.to_string(),
        Fault::BadPersId => "persistent IDs in protocol 0 must be ASCII strings",
        Fault::NoPersistentLoad => {
            "A load persistent id instruction was encountered, but no persistent_load function was specified."
        }
        Fault::BadExtension => "EXT specifies code <= 0",
        Fault::StackGlobal => "STACK_GLOBAL requires str",
        Fault::NoBuffers => "pickle stream refers to out-of-band data but no *buffers* argument was given",
    };
    text.to_owned()
}

fn invalid_load_key(byte: u8) -> String {
    if (0x20..0x7f).contains(&byte) && byte != b'\'' && byte != b'\\' {
        format!("invalid load key, '{}'.", char::from(byte))
    } else {
        format!("invalid load key, '\\x{byte:02x}'.")
    }
}

impl fmt::Display for WireError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} (at offset {}", self.class().name(), self.message(), self.0.offset)?;
        match self.0.opcode {
            Some(op) => write!(f, ", {})", op.name()),
            None => f.write_str(")"),
        }
    }
}

impl std::error::Error for WireError {}
