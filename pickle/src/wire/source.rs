//! Where a decoder gets its bytes: a slice, or something that is pulled.
//!
//! A slice is the fast case; everything inlines to bounds checks. A pulled source follows the calls C `_pickle`
//! makes on a file: `read(1)`, `read(n)`, `readline()`, a whole frame in one `read`, and `peek(131072)`
//! followed by one `read` of what was used where the file has `peek`.

use super::error::{Fault, Part, WireError};
use crate::opcode::Opcode;
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
    fn take_into(&mut self, n: usize) -> Result<&[u8], Short<Self::Error>> {
        self.take(n)
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

    /// Exactly `n` bytes through `readinto`, fewer only at the end; `None` when the host cannot do that.
    ///
    /// # Errors
    /// Whatever the host raises.
    fn readinto(&mut self, n: usize) -> Result<Option<Vec<u8>>, Self::Error> {
        let _ = n;
        Ok(None)
    }

    /// Bytes that may be looked at before they are read; `None` when the host cannot do that.
    ///
    /// # Errors
    /// Whatever the host raises.
    fn peek(&mut self, n: usize) -> Result<Option<Vec<u8>>, Self::Error> {
        let _ = n;
        Ok(None)
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

/// A [`Pull`] with the buffer C `_pickle` keeps in front of it.
#[derive(Debug)]
pub struct PullSource<P> {
    host: P,
    buffer: Vec<u8>,
    at: usize,
    /// Bytes of `buffer` that the host has only shown, counted from its end.
    peeked: bool,
    can_peek: bool,
    before: u64,
}

impl<P: Pull> PullSource<P> {
    /// Reads from `host`.
    pub fn new(host: P) -> Self {
        PullSource::resume(host, Vec::new())
    }

    /// Reads bytes that an earlier source left over, then from `host`.
    pub fn resume(host: P, buffer: Vec<u8>) -> Self {
        PullSource { host, buffer, at: 0, peeked: false, can_peek: true, before: 0 }
    }

    /// What was read from the host and not consumed.
    pub fn leftover(self) -> Vec<u8> {
        self.buffer
    }

    /// Consumes from the host what was used of a peek, so that it stands just after the pickle.
    ///
    /// # Errors
    /// What the host raises.
    pub fn finish(&mut self) -> Result<(), P::Error> {
        if self.peeked && self.at > 0 {
            self.host.read(self.at)?;
        }
        self.before += self.at as u64;
        self.buffer.drain(..self.at);
        if self.peeked {
            self.buffer.clear();
            self.peeked = false;
        }
        self.at = 0;
        Ok(())
    }

    fn left(&self) -> usize {
        self.buffer.len().saturating_sub(self.at)
    }

    /// Has at least `n` bytes buffered after `at`, or everything there is.
    fn fill(&mut self, n: usize) -> Result<(), P::Error> {
        if self.left() >= n {
            return Ok(());
        }
        self.finish()?;
        if self.can_peek && n < PREFETCH {
            match self.host.peek(PREFETCH)? {
                Some(data) if data.len() >= n => {
                    self.buffer = data;
                    self.peeked = true;
                    return Ok(());
                }
                Some(_) => {}
                None => self.can_peek = false,
            }
        }
        let more = self.host.read(n - self.buffer.len())?;
        self.buffer.extend_from_slice(&more);
        Ok(())
    }

    /// The length of the next line with its newline, all of it buffered; `None` when it has none.
    fn fill_line(&mut self, from: usize) -> Result<Option<usize>, P::Error> {
        let seen = self.buffer.get(self.at + from..).unwrap_or(&[]);
        if let Some(n) = memchr::memchr(b'\n', seen) {
            return Ok(Some(n + 1));
        }
        if self.peeked {
            self.finish_keeping(from)?;
        }
        let tail = self.host.readline()?;
        let had = self.left().saturating_sub(from);
        self.buffer.extend_from_slice(&tail);
        Ok(tail.ends_with(b"\n").then_some(had + tail.len()))
    }

    /// Turns the first `keep` peeked bytes into read ones and forgets the others.
    fn finish_keeping(&mut self, keep: usize) -> Result<(), P::Error> {
        let used = self.at + keep;
        if used > 0 {
            self.host.read(used)?;
        }
        self.buffer.truncate(used);
        self.peeked = false;
        Ok(())
    }

    fn advance(&mut self, n: usize) -> &[u8] {
        let start = self.at;
        self.at = (start + n).min(self.buffer.len());
        self.buffer.get(start..self.at).unwrap_or(&[])
    }
}

fn chomp(line: &[u8]) -> &[u8] {
    line.strip_suffix(b"\n").unwrap_or(line)
}

impl<P: Pull> Source for PullSource<P> {
    type Error = PullError<P::Error>;

    fn position(&self) -> u64 {
        self.before + self.at as u64
    }

    fn byte(&mut self) -> Result<Option<u8>, Self::Error> {
        self.fill(1).map_err(PullError::Host)?;
        Ok(self.advance(1).first().copied())
    }

    fn take(&mut self, n: usize) -> Result<&[u8], Short<Self::Error>> {
        self.ensure(n)?;
        Ok(self.advance(n))
    }

    fn take_into(&mut self, n: usize) -> Result<&[u8], Short<Self::Error>> {
        let host = |e| Short::Host(PullError::Host(e));
        let missing = n.saturating_sub(self.left());
        if missing > 0 {
            if self.peeked {
                self.finish_keeping(self.left()).map_err(host)?;
            }
            let more = match self.host.readinto(missing).map_err(host)? {
                Some(more) => more,
                None => self.host.read(missing).map_err(host)?,
            };
            self.buffer.extend_from_slice(&more);
            let left = self.left();
            if left < n {
                return Err(Short::Left(left as u64));
            }
        }
        Ok(self.advance(n))
    }

    fn line(&mut self) -> Result<&[u8], Short<Self::Error>> {
        match self.fill_line(0).map_err(|e| Short::Host(PullError::Host(e)))? {
            Some(n) => Ok(chomp(self.advance(n))),
            None => Err(Short::Left(self.left() as u64)),
        }
    }

    fn two_lines(&mut self) -> Result<(&[u8], &[u8]), Short<Self::Error>> {
        let host = |e| Short::Host(PullError::Host(e));
        let Some(first) = self.fill_line(0).map_err(host)? else {
            return Err(Short::Left(self.left() as u64));
        };
        let Some(second) = self.fill_line(first).map_err(host)? else {
            return Err(Short::Left(self.left() as u64));
        };
        let (head, tail) = self.advance(first + second).split_at(first);
        Ok((chomp(head), chomp(tail)))
    }

    fn ensure(&mut self, n: usize) -> Result<(), Short<Self::Error>> {
        self.fill(n).map_err(|e| Short::Host(PullError::Host(e)))?;
        let left = self.left();
        if left >= n { Ok(()) } else { Err(Short::Left(left as u64)) }
    }
}
