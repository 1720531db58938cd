//! Where a decoder gets its bytes: a slice, or something that is pulled.
//!
//! A slice is the fast case; everything inlines to bounds checks. A pulled source follows the calls C `_pickle`
//! makes on a file: `read(1)`, `read(n)`, `readline()`, a whole frame in one `read`, and `peek(131072)`
//! followed by one `read` of what was used where the file has `peek`.

use super::error::{Fault, Part, WireError};
use crate::opcode::Opcode;
use std::borrow::Cow;
use std::fmt;

/// How many bytes C `_pickle` asks `peek` for.
pub const PREFETCH: usize = 128 * 1024;

/// A stream of bytes for a [`super::Decoder`].
pub trait Source {
    /// What reading may fail with.
    type Error: From<WireError>;

    /// Bytes consumed so far.
    fn position(&self) -> u64;

    /// The next byte, or `None` at the end.
    ///
    /// # Errors
    /// What the host's reader raises.
    fn byte(&mut self) -> Result<Option<u8>, Self::Error>;

    /// The next `n` bytes.
    ///
    /// # Errors
    /// `Short` when fewer are left.
    fn take(&mut self, n: usize) -> Result<&[u8], Short<Self::Error>>;

    /// As [`Source::take`], for payloads that a file reads into their place.
    ///
    /// # Errors
    /// `Short` when fewer are left.
    fn take_into(&mut self, n: usize) -> Result<Cow<'_, [u8]>, Short<Self::Error>> {
        self.take(n).map(Cow::Borrowed)
    }

    /// The next line without its newline.
    ///
    /// # Errors
    /// `Short` when there is no newline.
    fn line(&mut self) -> Result<&[u8], Short<Self::Error>>;

    /// The next two lines without their newlines.
    ///
    /// # Errors
    /// `Short` when a newline is missing.
    #[expect(clippy::type_complexity, reason = "a pair of borrowed lines, named nowhere else")]
    fn two_lines(&mut self) -> Result<(&[u8], &[u8]), Short<Self::Error>>;

    /// Makes sure that the next `n` bytes are there, without consuming them.
    ///
    /// # Errors
    /// `Short` when fewer are left.
    fn ensure(&mut self, n: usize) -> Result<(), Short<Self::Error>>;

    /// Consumes what was used of a look ahead, so that what is read stands just after the pickle.
    ///
    /// # Errors
    /// What the host's reader raises.
    fn finish(&mut self) -> Result<(), Self::Error> {
        Ok(())
    }
}

/// Too few bytes, or an error of the host.
#[derive(Debug)]
pub enum Short<E> {
    /// This many bytes were left.
    Left(u64),
    /// No position could be so large.
    Overflow,
    /// The host's reader failed.
    Host(E),
}

impl<E: From<WireError>> Short<E> {
    /// The error for an opcode at `offset`.
    #[cold]
    pub(crate) fn error(self, part: Part, need: u64, offset: u64, opcode: Opcode) -> E {
        match self {
            Short::Left(have) => Fault::Truncated { part, need, have }.at(offset, Some(opcode)).into(),
            Short::Overflow => Fault::ReadOverflow.at(offset, Some(opcode)).into(),
            Short::Host(e) => e,
        }
    }
}

/// A slice.
#[derive(Clone, Debug)]
pub struct SliceSource<'a> {
    data: &'a [u8],
    at: usize,
}

impl<'a> SliceSource<'a> {
    /// Starts at the beginning of `data`.
    #[must_use]
    pub fn new(data: &'a [u8]) -> Self {
        SliceSource { data, at: 0 }
    }

    /// What has not been consumed.
    #[must_use]
    pub fn rest(&self) -> &'a [u8] {
        self.data.get(self.at..).unwrap_or(&[])
    }

    #[inline]
    fn split(&mut self, n: usize) -> Option<&'a [u8]> {
        let end = self.at.checked_add(n)?;
        let out = self.data.get(self.at..end)?;
        self.at = end;
        Some(out)
    }

    #[cold]
    fn short<E>(&self, n: usize) -> Short<E> {
        match isize::try_from(self.at.saturating_add(n)) {
            Ok(_) => Short::Left(self.rest().len() as u64),
            Err(_) => Short::Overflow,
        }
    }
}

impl Source for SliceSource<'_> {
    type Error = WireError;

    #[inline]
    fn position(&self) -> u64 {
        self.at as u64
    }

    #[inline]
    fn byte(&mut self) -> Result<Option<u8>, WireError> {
        let byte = self.data.get(self.at).copied();
        self.at += usize::from(byte.is_some());
        Ok(byte)
    }

    #[inline]
    fn take(&mut self, n: usize) -> Result<&[u8], Short<WireError>> {
        match self.split(n) {
            Some(out) => Ok(out),
            None => Err(self.short(n)),
        }
    }

    /// C `_pickle` has nothing to read into where the data ends, be it nothing that is asked for.
    #[inline]
    fn take_into(&mut self, n: usize) -> Result<Cow<'_, [u8]>, Short<WireError>> {
        if self.rest().is_empty() { Err(self.short(n)) } else { self.take(n).map(Cow::Borrowed) }
    }

    #[inline]
    fn line(&mut self) -> Result<&[u8], Short<WireError>> {
        let Some(n) = memchr::memchr(b'\n', self.rest()) else { return Err(self.short(1)) };
        let out = self.split(n).unwrap_or(&[]);
        self.at += 1;
        Ok(out)
    }

    fn two_lines(&mut self) -> Result<(&[u8], &[u8]), Short<WireError>> {
        let rest = self.rest();
        let first = memchr::memchr(b'\n', rest);
        let Some((head, tail)) = first.and_then(|n| rest.split_at_checked(n)) else {
            return Err(self.short(1));
        };
        let tail = tail.get(1..).unwrap_or(&[]);
        let Some(second) = memchr::memchr(b'\n', tail).and_then(|n| tail.get(..n)) else {
            return Err(self.short(1));
        };
        self.at += head.len() + second.len() + 2;
        Ok((head, second))
    }

    #[inline]
    fn ensure(&mut self, n: usize) -> Result<(), Short<WireError>> {
        if n <= self.rest().len() { Ok(()) } else { Err(self.short(n)) }
    }
}

/// What a look ahead gives.
#[derive(Debug)]
pub enum Peek<E> {
    /// These bytes, still unread.
    Bytes(Vec<u8>),
    /// The host cannot look ahead, now and later.
    Unsupported,
    /// Something else than bytes; C `_pickle` notes the error and goes on to read.
    Odd(E),
}

/// A reader in the manner of a Python file object.
pub trait Pull {
    /// What its calls may fail with.
    type Error;

    /// At most `n` bytes; fewer only at the end.
    ///
    /// # Errors
    /// Whatever the host raises.
    fn read(&mut self, n: usize) -> Result<Vec<u8>, Self::Error>;

    /// Everything up to and with the next newline.
    ///
    /// # Errors
    /// Whatever the host raises.
    fn readline(&mut self) -> Result<Vec<u8>, Self::Error>;

    /// Reads `n` bytes that were seen by a look ahead.
    ///
    /// # Errors
    /// Whatever the host raises.
    fn skip(&mut self, n: usize) -> Result<(), Self::Error> {
        self.read(n).map(drop)
    }

    /// At most `n` bytes for a payload, by `readinto` where the host can do that; fewer only at the end.
    ///
    /// # Errors
    /// Whatever the host raises.
    fn read_payload(&mut self, n: usize) -> Result<Vec<u8>, Self::Error> {
        self.read(n)
    }

    /// Bytes that may be looked at before they are read.
    ///
    /// # Errors
    /// Whatever the host raises.
    fn peek(&mut self, n: usize) -> Result<Peek<Self::Error>, Self::Error> {
        let _ = n;
        Ok(Peek::Unsupported)
    }

    /// Reads while an error of `peek` is set, and gives the error that comes of it.
    fn read_after(&mut self, n: usize, error: Self::Error) -> Self::Error {
        match self.read(n) {
            Ok(_) => error,
            Err(e) => e,
        }
    }
}

/// What a pulled stream fails with.
#[derive(Debug)]
pub enum PullError<E> {
    /// The stream is malformed.
    Wire(WireError),
    /// The host raised.
    Host(E),
}

impl<E> From<WireError> for PullError<E> {
    fn from(e: WireError) -> Self {
        PullError::Wire(e)
    }
}

impl<E: fmt::Display> fmt::Display for PullError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PullError::Wire(e) => e.fmt(f),
            PullError::Host(e) => e.fmt(f),
        }
    }
}

/// What C `_pickle` keeps of a file between two pickles: the bytes it got last, with a place in them.
#[derive(Clone, Debug, Default)]
pub struct Ahead {
    buffer: Vec<u8>,
    /// How much of `buffer` is consumed.
    at: usize,
    /// How much of `buffer` the host has really read; the rest it has only shown.
    read: usize,
    /// `peek` said that it cannot.
    no_peek: bool,
    /// Where `buffer` starts in the stream.
    before: u64,
}

/// A [`Pull`] with the buffer C `_pickle` keeps in front of it: what one call gave, and nothing of earlier ones.
#[derive(Debug)]
pub struct PullSource<P> {
    host: P,
    ahead: Ahead,
    /// The first of two lines.
    line: Vec<u8>,
}

impl<P: Pull> PullSource<P> {
    /// Reads from `host`.
    pub fn new(host: P) -> Self {
        PullSource::resume(host, Ahead::default())
    }

    /// Reads what an earlier source left over, then from `host`.
    pub fn resume(host: P, ahead: Ahead) -> Self {
        PullSource { host, ahead, line: Vec::new() }
    }

    /// What was got from the host, for another source.
    pub fn into_ahead(self) -> Ahead {
        self.ahead
    }

    /// Consumes from the host what was used of a look ahead.
    fn consume(&mut self) -> Result<(), P::Error> {
        let used = self.ahead.at.saturating_sub(self.ahead.read);
        if used > 0 {
            self.host.skip(used)?;
            self.ahead.read = self.ahead.at;
        }
        Ok(())
    }

    fn left(&self) -> usize {
        self.ahead.buffer.len().saturating_sub(self.ahead.at)
    }

    /// Takes over what a call gave; what was left of the bytes before it is forgotten.
    fn replace(&mut self, data: Vec<u8>, is_read: bool) {
        let ahead = &mut self.ahead;
        ahead.before += ahead.read.max(ahead.at) as u64;
        ahead.read = if is_read { data.len() } else { 0 };
        (ahead.buffer, ahead.at) = (data, 0);
    }

    /// Asks the host for `n` bytes; the length of what it gave.
    fn pull(&mut self, n: usize) -> Result<usize, P::Error> {
        self.consume()?;
        if !self.ahead.no_peek && n < PREFETCH {
            match self.host.peek(PREFETCH)? {
                Peek::Bytes(data) => {
                    let is_enough = data.len() >= n;
                    self.replace(data, false);
                    if is_enough {
                        return Ok(n);
                    }
                }
                Peek::Unsupported => self.ahead.no_peek = true,
                Peek::Odd(error) => return Err(self.host.read_after(n, error)),
            }
        }
        let data = self.host.read(n)?;
        let got = data.len();
        self.replace(data, true);
        Ok(got)
    }

    fn next_bytes(&mut self, n: usize) -> &[u8] {
        let start = self.ahead.at;
        self.ahead.at = start.saturating_add(n).min(self.ahead.buffer.len());
        self.ahead.buffer.get(start..self.ahead.at).unwrap_or(&[])
    }

    /// The length of the next line with its newline, all of it buffered; `None` when it has none.
    fn fill_line(&mut self) -> Result<Option<usize>, P::Error> {
        let seen = self.ahead.buffer.get(self.ahead.at..).unwrap_or(&[]);
        if let Some(n) = memchr::memchr(b'\n', seen) {
            return Ok(Some(n + 1));
        }
        self.consume()?;
        let line = self.host.readline()?;
        let whole = line.ends_with(b"\n").then_some(line.len());
        self.replace(line, true);
        Ok(whole)
    }
}

fn chomp(line: &[u8]) -> &[u8] {
    line.strip_suffix(b"\n").unwrap_or(line)
}

fn host<E>(error: E) -> Short<PullError<E>> {
    Short::Host(PullError::Host(error))
}

impl<P: Pull> Source for PullSource<P> {
    type Error = PullError<P::Error>;

    fn finish(&mut self) -> Result<(), Self::Error> {
        self.consume().map_err(PullError::Host)
    }

    fn position(&self) -> u64 {
        self.ahead.before + self.ahead.at as u64
    }

    fn byte(&mut self) -> Result<Option<u8>, Self::Error> {
        if self.left() == 0 && self.pull(1).map_err(PullError::Host)? == 0 {
            return Ok(None);
        }
        Ok(self.next_bytes(1).first().copied())
    }

    fn take(&mut self, n: usize) -> Result<&[u8], Short<Self::Error>> {
        self.ensure(n)?;
        Ok(self.next_bytes(n))
    }

    fn take_into(&mut self, n: usize) -> Result<Cow<'_, [u8]>, Short<Self::Error>> {
        let (had, has_none) = (self.left().min(n), self.left() == 0);
        let mut data = self.next_bytes(had).to_vec();
        if had == n && !has_none {
            return Ok(Cow::Owned(data));
        }
        self.consume().map_err(host)?;
        let more = self.host.read_payload(n - had).map_err(host)?;
        self.ahead.before += more.len() as u64;
        if had == 0 {
            data = more;
        } else {
            data.extend_from_slice(&more);
        }
        match data.len() {
            got if got < n => Err(Short::Left(got as u64)),
            _ => {
                data.truncate(n);
                Ok(Cow::Owned(data))
            }
        }
    }

    fn line(&mut self) -> Result<&[u8], Short<Self::Error>> {
        match self.fill_line().map_err(host)? {
            Some(n) => Ok(chomp(self.next_bytes(n))),
            None => Err(Short::Left(self.left() as u64)),
        }
    }

    fn two_lines(&mut self) -> Result<(&[u8], &[u8]), Short<Self::Error>> {
        self.line = self.line()?.to_vec();
        let Some(n) = self.fill_line().map_err(host)? else { return Err(Short::Left(self.left() as u64)) };
        let start = self.ahead.at;
        self.ahead.at = start + n;
        Ok((&self.line, chomp(self.ahead.buffer.get(start..start + n).unwrap_or(&[]))))
    }

    fn ensure(&mut self, n: usize) -> Result<(), Short<Self::Error>> {
        if self.left() >= n {
            return Ok(());
        }
        if isize::try_from(self.ahead.at.saturating_add(n)).is_err() {
            return Err(Short::Overflow);
        }
        match self.pull(n).map_err(host)? {
            got if got < n => Err(Short::Left(got as u64)),
            _ => Ok(()),
        }
    }
}
