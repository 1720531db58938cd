//! Code objects as bytes, for cache files and for the library that is compiled into the program. Serves as `marshal` does for CPython.
//!
//! An image is a table of texts and the tree of code objects that name them by index; numbers are of variable length. It holds no
//! file name: who reads it says which file it is of. Reading believes nothing: every index and length is checked, and whether the
//! instructions are sound is for [`super::verify`] to say.

use std::rc::Rc;

use hashbrown::HashMap;
use num_bigint::BigInt;
use rustpython_wtf8::Wtf8Buf;

use super::code::{Code, ExceptionEntry, ScopedLocal};
use super::constant::Const;
use super::instruction::Instr;
use super::line_table::{LineTable, put};
use super::opcode::Op;

/// How deep constants and code objects may be nested.
const DEPTH: usize = 400;

/// The bytes of a code object; `None` where it is nested too deeply for one.
pub fn write(code: &Code) -> Option<Vec<u8>> {
    let mut writer = Writer::default();
    writer.code(code, DEPTH)?;
    let mut out = Vec::new();
    put(&mut out, writer.texts.len() as u64);
    for text in &writer.texts {
        put(&mut out, text.len() as u64);
        out.extend_from_slice(text.as_bytes());
    }
    out.append(&mut writer.out);
    Some(out)
}

/// The code object of an image, with `filename` as its file; `None` where the bytes are none.
pub fn read(bytes: &[u8], filename: &str) -> Option<Code> {
    let mut reader = Reader { rest: bytes, texts: Vec::new(), filename: filename.into() };
    for _ in 0..reader.count()? {
        let size = reader.count()?;
        let text = std::str::from_utf8(reader.take(size)?).ok()?;
        reader.texts.push(text.into());
    }
    let code = reader.code(DEPTH)?;
    reader.rest.is_empty().then_some(code)
}

fn put_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    put(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)) as u64
}

fn unzigzag(value: u64) -> i64 {
    (value >> 1) as i64 ^ -((value & 1) as i64)
}

#[derive(Default)]
struct Writer {
    out: Vec<u8>,
    texts: Vec<Rc<str>>,
    known: HashMap<Rc<str>, usize>,
}

impl Writer {
    fn number(&mut self, value: u32) {
        put(&mut self.out, u64::from(value));
    }

    fn count(&mut self, count: usize) {
        put(&mut self.out, count as u64);
    }

    fn text(&mut self, text: &Rc<str>) {
        let next = self.texts.len();
        let index = *self.known.entry(Rc::clone(text)).or_insert(next);
        if index == next {
            self.texts.push(Rc::clone(text));
        }
        self.count(index);
    }

    fn texts(&mut self, texts: &[Rc<str>]) {
        self.count(texts.len());
        for text in texts {
            self.text(text);
        }
    }

    fn code(&mut self, code: &Code, depth: usize) -> Option<()> {
        for number in [
            code.argcount,
            code.posonlyargcount,
            code.kwonlyargcount,
            code.nregs,
            u32::from(code.first_temp),
            code.flags,
            code.firstlineno,
        ] {
            self.number(number);
        }
        self.text(&code.name);
        self.text(&code.qualname);
        for names in [&code.names, &code.varnames, &code.cellvars, &code.freevars] {
            self.texts(names);
        }
        self.count(code.instrs.len());
        for i in &code.instrs {
            self.out.extend([i.op as u8, i.x]);
            self.out.extend([i.a, i.b, i.c].into_iter().flat_map(u16::to_le_bytes));
        }
        self.count(code.exceptions.len());
        for e in &code.exceptions {
            for number in [e.start, e.end, e.handler, u32::from(e.depth), u32::from(e.exc)] {
                self.number(number);
            }
        }
        self.lines(&code.lines);
        self.count(code.scoped.len());
        for scoped in &code.scoped {
            self.text(&scoped.name);
            for number in [u32::from(scoped.reg), u32::from(scoped.cell), scoped.start, scoped.end] {
                self.number(number);
            }
        }
        self.constants(&code.consts, depth.checked_sub(1)?)
    }

    fn lines(&mut self, lines: &LineTable) {
        let (first_line, bytes, vias) = lines.as_parts();
        self.number(first_line);
        put_bytes(&mut self.out, bytes);
        self.count(vias.len());
        for (word, delta) in vias {
            self.number(*word);
            put(&mut self.out, zigzag(*delta));
        }
    }

    fn constants(&mut self, constants: &[Const], depth: usize) -> Option<()> {
        self.count(constants.len());
        constants.iter().try_for_each(|constant| self.constant(constant, depth))
    }

    fn constant(&mut self, constant: &Const, depth: usize) -> Option<()> {
        let tag = match constant {
            Const::None => b'N',
            Const::Ellipsis => b'.',
            Const::Bool(false) => b'F',
            Const::Bool(true) => b'T',
            Const::Int(_) => b'i',
            Const::BigInt(_) => b'l',
            Const::Float(_) => b'g',
            Const::Complex(..) => b'y',
            Const::Str(_) => b'u',
            Const::Bytes(_) => b's',
            Const::Tuple(_) => b'(',
            Const::FrozenSet(_) => b'>',
            Const::Code(_) => b'c',
        };
        self.out.push(tag);
        match constant {
            Const::None | Const::Ellipsis | Const::Bool(_) => {}
            Const::Int(n) => put(&mut self.out, zigzag(*n)),
            Const::BigInt(n) => put_bytes(&mut self.out, &n.to_signed_bytes_le()),
            Const::Float(x) => self.out.extend(x.to_bits().to_le_bytes()),
            Const::Complex(re, im) => {
                self.out.extend([re, im].into_iter().flat_map(|x| x.to_bits().to_le_bytes()));
            }
            Const::Str(text) => put_bytes(&mut self.out, text.as_bytes()),
            Const::Bytes(bytes) => put_bytes(&mut self.out, bytes),
            Const::Tuple(items) | Const::FrozenSet(items) => {
                return self.constants(items, depth.checked_sub(1)?);
            }
            Const::Code(code) => return self.code(code, depth),
        }
        Some(())
    }
}

struct Reader<'a> {
    rest: &'a [u8],
    texts: Vec<Rc<str>>,
    filename: Rc<str>,
}

impl<'a> Reader<'a> {
    fn take(&mut self, size: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(size)?;
        self.rest = rest;
        Some(taken)
    }

    fn long(&mut self) -> Option<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let (byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            value |= u64::from(byte & 0x7f) << shift;
            if *byte < 0x80 {
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
        self.number().filter(|count| *count <= self.rest.len())
    }

    fn many<T>(&mut self, mut one: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let count = self.count()?;
        (0..count).map(|_| one(self)).collect()
    }

    fn text(&mut self) -> Option<Rc<str>> {
        let index: usize = self.number()?;
        self.texts.get(index).cloned()
    }

    fn bytes(&mut self) -> Option<&'a [u8]> {
        let size = self.count()?;
        self.take(size)
    }

    fn float(&mut self) -> Option<f64> {
        let bits = self.take(8)?.try_into().ok()?;
        Some(f64::from_bits(u64::from_le_bytes(bits)))
    }

    fn code(&mut self, depth: usize) -> Option<Code> {
        let depth = depth.checked_sub(1)?;
        Some(Code {
            argcount: self.number()?,
            posonlyargcount: self.number()?,
            kwonlyargcount: self.number()?,
            nregs: self.number()?,
            first_temp: self.number()?,
            flags: self.number()?,
            firstlineno: self.number()?,
            name: self.text()?,
            qualname: self.text()?,
            filename: Rc::clone(&self.filename),
            names: self.many(Self::text)?,
            varnames: self.many(Self::text)?,
            cellvars: self.many(Self::text)?,
            freevars: self.many(Self::text)?,
            instrs: self.instructions()?,
            exceptions: self.many(Self::exception)?,
            lines: self.lines()?,
            scoped: self.many(Self::scoped)?,
            consts: self.many(|reader| reader.constant(depth))?,
        })
    }

    fn instructions(&mut self) -> Option<Vec<Instr>> {
        let count = self.count()?;
        let words = self.take(count.checked_mul(8)?)?;
        let word = |w: &[u8; 8]| {
            let half = |at: usize| u16::from_le_bytes([w[at], w[at + 1]]);
            Some(Instr { op: Op::from_u8(w[0])?, x: w[1], a: half(2), b: half(4), c: half(6) })
        };
        words.as_chunks().0.iter().map(word).collect()
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
        let (tag, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(match tag {
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
            b'c' => Const::Code(Rc::new(self.code(depth)?)),
            _ => return None,
        })
    }

    fn items(&mut self, depth: usize) -> Option<Rc<[Const]>> {
        let depth = depth.checked_sub(1)?;
        self.many(|reader| reader.constant(depth)).map(Rc::from)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{read, write};
    use crate::bytecode::verify;

    /// The images of all sources of the library.
    fn images() -> Vec<Vec<u8>> {
        let library = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../stdlib/lib");
        let sources = std::fs::read_dir(library).expect("the library").flatten();
        let sources = sources.filter_map(|entry| std::fs::read_to_string(entry.path()).ok());
        sources.map(|source| crate::image_of(&source).expect("an image")).collect()
    }

    #[test]
    fn what_is_read_is_what_was_written() {
        for image in images() {
            let code = read(&image, "f").expect("a code object");
            assert_eq!(write(&code).as_ref(), Some(&image));
            assert!(read(&image[..image.len() - 1], "f").is_none());
        }
    }

    #[test]
    fn damaged_images_are_refused_or_read() {
        let mut state = 1u64;
        let mut random = move |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % below
        };
        let images = images();
        for _ in 0..3000 {
            let mut image = images[random(images.len())].clone();
            for _ in 0..=random(3) {
                let at = random(image.len());
                image[at] = random(256) as u8;
            }
            if let Some(code) = read(&image, "f")
                && verify(&code).is_ok()
            {
                code.lines.iter().chain(code.lines.iter()).for_each(drop);
                code.lines.marks().for_each(drop);
                code.lines.vias().for_each(drop);
            }
        }
    }
}
