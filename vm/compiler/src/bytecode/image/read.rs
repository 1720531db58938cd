//! Reads images.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;
use std::rc::Rc;

use num_bigint::BigInt;
use rustpython_wtf8::Wtf8Buf;

use super::DEPTH;
use crate::bytecode::code::{Code, ExceptionEntry, ScopedLocal};
use crate::bytecode::constant::Const;
use crate::bytecode::instruction::Instr;
use crate::bytecode::line_table::LineTable;
use crate::bytecode::opcode::Op;
use crate::bytecode::verify::verify;

/// An image that is being used: code objects of it may be unread still.
#[derive(Debug)]
pub struct Image {
    bytes: Cow<'static, [u8]>,
    filename: Rc<str>,
    is_trusted: bool,
    texts: Vec<Text>,
}

/// A text of an image, made on first use.
#[derive(Debug)]
struct Text {
    at: Range<usize>,
    made: OnceCell<Rc<str>>,
}

/// What making a function takes to know of its code. The fields are those of [`Code`].
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields of Code")]
pub struct Head {
    pub argcount: u32,
    pub posonlyargcount: u32,
    pub kwonlyargcount: u32,
    pub nregs: u32,
    pub first_temp: u16,
    pub flags: u32,
    pub firstlineno: u32,
    pub name: Rc<str>,
    pub qualname: Rc<str>,
    pub freevars: Vec<Rc<str>>,
}

/// A code object of which no more than the head was read.
#[derive(Debug)]
pub struct Unread {
    image: Rc<Image>,
    /// The head.
    pub head: Head,
    body: Range<usize>,
}

impl Image {
    /// The code object of an image, with `filename` as its file; `None` where the bytes are none. What is not `is_trusted` to come
    /// from this program's own compiler is verified when it is read.
    pub fn open(bytes: impl Into<Cow<'static, [u8]>>, filename: &str, is_trusted: bool) -> Option<Unread> {
        let bytes = bytes.into();
        let end = bytes.len();
        let mut image = Rc::new(Image { bytes, filename: filename.into(), is_trusted, texts: Vec::new() });
        let mut reader = Reader { image: &image, bytes: &image.bytes, at: 0 };
        let texts = reader.many(|reader| {
            let size = reader.count()?;
            let at = reader.at..reader.at + size;
            reader.at = at.end;
            Some(Text { at, made: OnceCell::new() })
        })?;
        let at = reader.at;
        Rc::get_mut(&mut image)?.texts = texts;
        let mut reader = Reader { image: &image, bytes: &image.bytes, at };
        let code = reader.code()?;
        (reader.at == end).then_some(code)
    }

    fn text(&self, index: usize) -> Option<Rc<str>> {
        let text = self.texts.get(index)?;
        if let Some(made) = text.made.get() {
            return Some(Rc::clone(made));
        }
        let made = std::str::from_utf8(self.bytes.get(text.at.clone())?).ok()?;
        Some(Rc::clone(text.made.get_or_init(|| made.into())))
    }
}

impl Unread {
    /// The whole code object; `None` where the bytes are none, or not of a sound one.
    pub fn read(&self) -> Option<Code> {
        let bytes = self.image.bytes.get(..self.body.end)?;
        let mut reader = Reader { image: &self.image, bytes, at: self.body.start };
        let code = reader.body(&self.head)?;
        (reader.at == bytes.len() && (self.image.is_trusted || verify(&code).is_ok())).then_some(code)
    }

    /// `co_filename`
    pub fn filename(&self) -> &Rc<str> {
        &self.image.filename
    }
}

fn unzigzag(value: u64) -> i64 {
    (value >> 1) as i64 ^ -((value & 1) as i64)
}

struct Reader<'a> {
    image: &'a Rc<Image>,
    /// The bytes of the image up to the end of what is read.
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn take(&mut self, size: usize) -> Option<&'a [u8]> {
        let end = self.at.checked_add(size)?;
        let taken = self.bytes.get(self.at..end)?;
        self.at = end;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        let byte = *self.bytes.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    fn long(&mut self) -> Option<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }

    fn number<T: TryFrom<u64>>(&mut self) -> Option<T> {
        T::try_from(self.long()?).ok()
    }

    /// A number of things that take a byte each at least, so that there cannot be more than bytes left.
    fn count(&mut self) -> Option<usize> {
        self.number().filter(|count| *count <= self.bytes.len() - self.at)
    }

    fn many<T>(&mut self, mut one: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let count = self.count()?;
        (0..count).map(|_| one(self)).collect()
    }

    fn text(&mut self) -> Option<Rc<str>> {
        let index = self.number()?;
        self.image.text(index)
    }

    fn bytes(&mut self) -> Option<&'a [u8]> {
        let size = self.count()?;
        self.take(size)
    }

    fn float(&mut self) -> Option<f64> {
        let bits = self.take(8)?.try_into().ok()?;
        Some(f64::from_bits(u64::from_le_bytes(bits)))
    }

    fn code(&mut self) -> Option<Unread> {
        let head = Head {
            argcount: self.number()?,
            posonlyargcount: self.number()?,
            kwonlyargcount: self.number()?,
            nregs: self.number()?,
            first_temp: self.number()?,
            flags: self.number()?,
            firstlineno: self.number()?,
            name: self.text()?,
            qualname: self.text()?,
            freevars: self.many(Self::text)?,
        };
        let size = self.count()?;
        let body = self.at..self.at + size;
        self.at = body.end;
        Some(Unread { image: Rc::clone(self.image), head, body })
    }

    fn body(&mut self, head: &Head) -> Option<Code> {
        Some(Code {
            argcount: head.argcount,
            posonlyargcount: head.posonlyargcount,
            kwonlyargcount: head.kwonlyargcount,
            nregs: head.nregs,
            first_temp: head.first_temp,
            flags: head.flags,
            firstlineno: head.firstlineno,
            name: Rc::clone(&head.name),
            qualname: Rc::clone(&head.qualname),
            filename: Rc::clone(&self.image.filename),
            freevars: head.freevars.clone(),
            names: self.many(Self::text)?,
            varnames: self.many(Self::text)?,
            cellvars: self.many(Self::text)?,
            instrs: self.instructions()?,
            exceptions: self.many(Self::exception)?,
            lines: self.lines()?,
            scoped: self.many(Self::scoped)?,
            consts: self.many(|reader| reader.constant(DEPTH))?,
        })
    }

    fn instructions(&mut self) -> Option<Vec<Instr>> {
        let count = self.count()?;
        let mut instrs = Vec::with_capacity(count);
        while instrs.len() < count {
            let op = Op::from_u8(self.byte()?)?;
            let shape = self.byte()?;
            let (a, b, c) = (self.part(shape)?, self.part(shape >> 2)?, self.part(shape >> 4)?);
            let x = self.part(shape >> 6)?.try_into().ok()?;
            instrs.push(Instr { op, x, a, b, c });
            if super::has_cache(op) {
                instrs.push(Instr::new(Op::Cache, 0, 0, 0));
            }
        }
        (instrs.len() == count).then_some(instrs)
    }

    /// A part of an instruction, of as many bytes as the low two bits of `shape` say.
    fn part(&mut self, shape: u8) -> Option<u16> {
        Some(match shape & 3 {
            0 => 0,
            1 => self.byte()?.into(),
            2 => u16::from_le_bytes([self.byte()?, self.byte()?]),
            _ => return None,
        })
    }

    fn exception(&mut self) -> Option<ExceptionEntry> {
        Some(ExceptionEntry {
            start: self.number()?,
            end: self.number()?,
            handler: self.number()?,
            depth: self.number()?,
            exc: self.number()?,
        })
    }

    fn lines(&mut self) -> Option<LineTable> {
        let first_line = self.number()?;
        let bytes = self.bytes()?.to_vec();
        let vias = self.many(|reader| Some((reader.number()?, unzigzag(reader.long()?))))?;
        Some(LineTable::from_parts(first_line, bytes, vias))
    }

    fn scoped(&mut self) -> Option<ScopedLocal> {
        Some(ScopedLocal {
            name: self.text()?,
            reg: self.number()?,
            cell: self.number::<u8>()? == 1,
            start: self.number()?,
            end: self.number()?,
        })
    }

    fn constant(&mut self, depth: usize) -> Option<Const> {
        Some(match self.byte()? {
            b'N' => Const::None,
            b'.' => Const::Ellipsis,
            b'F' => Const::Bool(false),
            b'T' => Const::Bool(true),
            b'i' => Const::Int(unzigzag(self.long()?)),
            b'l' => Const::int(BigInt::from_signed_bytes_le(self.bytes()?)),
            b'g' => Const::Float(self.float()?),
            b'y' => Const::Complex(self.float()?, self.float()?),
            b'u' => Const::Str(Rc::new(Wtf8Buf::from_bytes(self.bytes()?.to_vec()).ok()?)),
            b's' => Const::Bytes(self.bytes()?.into()),
            b'(' => Const::Tuple(self.items(depth)?),
            b'>' => Const::FrozenSet(self.items(depth)?),
            b'c' => Const::Unread(Rc::new(self.code()?)),
            _ => return None,
        })
    }

    fn items(&mut self, depth: usize) -> Option<Rc<[Const]>> {
        let depth = depth.checked_sub(1)?;
        self.many(|reader| reader.constant(depth)).map(Rc::from)
    }
}
