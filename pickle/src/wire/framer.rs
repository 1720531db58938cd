//! The output buffer with protocol 4's frames and the writes C `_pickle` makes to a file.
//!
//! A frame closes at the first object that starts after 64 KiB; its header is reserved in front and patched in
//! place, and taken out again when the body is shorter than four bytes. A payload of 64 KiB or more closes the
//! frame and bypasses the buffer. A file sees one write per closed frame (what came before it included), one
//! write per large payload, and below protocol 4 everything else in one write.

use super::reader::HIGHEST_PROTOCOL;
use crate::opcode::Opcode;
use std::convert::Infallible;

/// A frame closes when it holds this many bytes.
pub const FRAME_TARGET: usize = 64 * 1024;
/// A frame shorter than this has no header.
pub const FRAME_MIN: usize = 4;
const HEADER: usize = 9;

/// Where pickled bytes go.
pub trait Sink {
    /// What writing fails with.
    type Error;
    /// False when everything stays in the buffer until the end.
    const STREAMS: bool;
    /// One write.
    ///
    /// # Errors
    /// Whatever the host raises.
    fn write(&mut self, bytes: &[u8]) -> Result<(), Self::Error>;
}

/// Keeps everything in the buffer, for `dumps`.
#[derive(Clone, Copy, Debug, Default)]
pub struct InMemory;

impl Sink for InMemory {
    type Error = Infallible;
    const STREAMS: bool = false;

    fn write(&mut self, _: &[u8]) -> Result<(), Infallible> {
        Ok(())
    }
}

/// Calls a function for every write.
#[derive(Debug)]
pub struct Callback<F>(pub F);

impl<E, F: FnMut(&[u8]) -> Result<(), E>> Sink for Callback<F> {
    type Error = E;
    const STREAMS: bool = true;

    fn write(&mut self, bytes: &[u8]) -> Result<(), E> {
        (self.0)(bytes)
    }
}

/// The buffer. [`super::Writer`] puts the opcodes on top.
#[derive(Debug)]
pub struct Framer<S> {
    pub(super) out: Vec<u8>,
    /// Where the body of the open frame starts.
    frame: Option<usize>,
    framing: bool,
    sink: S,
}

impl<S: Sink> Framer<S> {
    /// An empty buffer that writes `PROTO` from protocol 2 and opens a frame from protocol 4.
    pub fn new(protocol: u8, sink: S) -> Self {
        let protocol = protocol.min(HIGHEST_PROTOCOL);
        let mut framer = Framer { out: Vec::with_capacity(256), frame: None, framing: protocol >= 4, sink };
        if protocol >= 2 {
            framer.out.extend_from_slice(&[Opcode::Proto.byte(), protocol]);
        }
        framer.open();
        framer
    }

    fn open(&mut self) {
        if self.framing {
            self.out.extend_from_slice(&[Opcode::Frame.byte(), 0, 0, 0, 0, 0, 0, 0, 0]);
            self.frame = Some(self.out.len());
        }
    }

    fn close(&mut self) {
        let Some(body) = self.frame.take() else { return };
        let length = self.out.len() - body;
        let header = body - HEADER;
        if length < FRAME_MIN {
            self.out.drain(header..body);
        } else if let Some(slot) = self.out.get_mut(header + 1..body) {
            slot.copy_from_slice(&(length as u64).to_le_bytes());
        }
    }

    /// To be called where an object starts: closes a frame that is full.
    ///
    /// # Errors
    /// What the sink raises.
    #[inline]
    pub fn boundary(&mut self) -> Result<(), S::Error> {
        match self.frame {
            Some(body) if self.out.len() - body >= FRAME_TARGET => self.turn(),
            _ => Ok(()),
        }
    }

    #[cold]
    fn turn(&mut self) -> Result<(), S::Error> {
        self.close();
        self.flush()?;
        self.open();
        Ok(())
    }

    fn flush(&mut self) -> Result<(), S::Error> {
        if S::STREAMS && !self.out.is_empty() {
            self.sink.write(&self.out)?;
            self.out.clear();
        }
        Ok(())
    }

    /// A payload of [`FRAME_TARGET`] bytes or more with the opcode and length in front of it.
    ///
    /// # Errors
    /// What the sink raises.
    #[cold]
    pub fn large(&mut self, header: &[u8], payload: &[u8]) -> Result<(), S::Error> {
        if S::STREAMS {
            return self.large_through(header, |sink| sink.write(payload));
        }
        self.close();
        self.out.extend_from_slice(header);
        self.out.extend_from_slice(payload);
        self.open();
        Ok(())
    }

    /// As [`Framer::large`] with a payload that the function hands to the sink, which streams.
    ///
    /// # Errors
    /// What the sink raises.
    pub fn large_through(
        &mut self,
        header: &[u8],
        write: impl FnOnce(&mut S) -> Result<(), S::Error>,
    ) -> Result<(), S::Error> {
        self.close();
        self.out.extend_from_slice(header);
        self.flush()?;
        write(&mut self.sink)?;
        self.open();
        Ok(())
    }

    /// As [`Framer::large`] with a payload that is not copied: returns the offset in the buffer where it belongs. Of
    /// use where the sink does not stream.
    pub fn large_apart(&mut self, header: &[u8]) -> usize {
        self.close();
        self.out.extend_from_slice(header);
        let at = self.out.len();
        self.open();
        at
    }

    /// Closes the last frame and hands everything to the sink, or back to the caller.
    ///
    /// # Errors
    /// What the sink raises.
    pub fn finish(mut self) -> Result<(Vec<u8>, S), S::Error> {
        self.close();
        self.flush()?;
        Ok((self.out, self.sink))
    }
}
