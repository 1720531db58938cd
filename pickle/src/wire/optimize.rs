//! `pickletools.optimize`: drops the `PUT`s nobody `GET`s and renumbers the others.
//!
//! The result is framed anew, by the rules of `pickle.py` and not of C `_pickle`: a frame may close before any
//! opcode, and an opcode longer than 64 KiB stands outside. The protocol is the highest that `PROTO` and the
//! `GET`s name; `PUT`s do not count.

use super::dis::Key;
use super::framer::{FRAME_MIN, FRAME_TARGET};
use super::genops::{ToolError, genops};
use super::reader::HIGHEST_PROTOCOL;
use crate::opcode::Opcode;
use std::collections::{HashMap, HashSet};

enum Part<'a> {
    Copy(&'a [u8]),
    Put(Key),
    Get(Key),
}

/// The first pickle in `data` without its unused memo entries.
///
/// # Errors
/// What `pickletools.optimize` raises.
pub fn optimize(data: &[u8]) -> Result<Vec<u8>, ToolError> {
    let mut scan = Scan::default();
    for step in genops(data) {
        let step = step?;
        let bytes = slice(data, step.offset, step.end);
        match step.code {
            Opcode::Put | Opcode::BinPut | Opcode::LongBinPut => {
                if let Some(key) = Key::of(&step.arg) {
                    scan.stored.insert(key.clone());
                    scan.parts.push(Part::Put(key));
                }
            }
            Opcode::Memoize => {
                let key = Key::Small(i64::try_from(scan.stored.len()).unwrap_or(i64::MAX));
                scan.stored.insert(key.clone());
                scan.parts.push(Part::Put(key));
            }
            Opcode::Frame => {}
            Opcode::Get | Opcode::BinGet | Opcode::LongBinGet => {
                scan.protocol = scan.protocol.max(step.code.info().protocol);
                if let Some(key) = Key::of(&step.arg) {
                    scan.wanted.insert(key.clone(), None);
                    scan.parts.push(Part::Get(key));
                }
            }
            Opcode::Proto => {
                let named = bytes.get(1).copied().unwrap_or(0);
                scan.protocol = scan.protocol.max(named);
                if step.offset == 0 {
                    scan.header = bytes;
                } else {
                    scan.parts.push(Part::Copy(bytes));
                }
            }
            _ => scan.parts.push(Part::Copy(bytes)),
        }
    }
    scan.write()
}

fn slice(data: &[u8], start: u64, end: u64) -> &[u8] {
    let at = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    data.get(at(start)..at(end)).unwrap_or(&[])
}

#[derive(Default)]
struct Scan<'a> {
    parts: Vec<Part<'a>>,
    stored: HashSet<Key>,
    wanted: HashMap<Key, Option<u32>>,
    protocol: u8,
    header: &'a [u8],
}

impl Scan<'_> {
    fn write(mut self) -> Result<Vec<u8>, ToolError> {
        if self.protocol > HIGHEST_PROTOCOL {
            return Err(ToolError::value("pickle protocol must be <= 5", 0));
        }
        let mut out = Frames { out: self.header.to_vec(), body: Vec::new(), framing: self.protocol >= 4 };
        let mut next = 0;
        let mut scratch = Vec::new();
        for part in self.parts {
            scratch.clear();
            let bytes = match part {
                Part::Copy(bytes) => bytes,
                Part::Put(key) => {
                    let Some(entry) = self.wanted.get_mut(&key) else { continue };
                    *entry = Some(next);
                    put(&mut scratch, self.protocol, next);
                    next += 1;
                    &scratch
                }
                Part::Get(key) => {
                    get(&mut scratch, self.protocol, self.wanted.get(&key).copied().flatten())?;
                    &scratch
                }
            };
            out.add(bytes);
        }
        out.commit(true);
        Ok(out.out)
    }
}

fn put(out: &mut Vec<u8>, protocol: u8, index: u32) {
    match (protocol, u8::try_from(index)) {
        (4.., _) => out.push(Opcode::Memoize.byte()),
        (0, _) => out.extend_from_slice(format!("p{index}\n").as_bytes()),
        (_, Ok(short)) => out.extend_from_slice(&[Opcode::BinPut.byte(), short]),
        _ => {
            out.push(Opcode::LongBinPut.byte());
            out.extend_from_slice(&index.to_le_bytes());
        }
    }
}

/// Without an index, an entry is fetched before it was stored.
fn get(out: &mut Vec<u8>, protocol: u8, index: Option<u32>) -> Result<(), ToolError> {
    match (protocol, index) {
        (0, Some(index)) => out.extend_from_slice(format!("g{index}\n").as_bytes()),
        (0, None) => out.extend_from_slice(b"gNone\n"),
        (_, Some(index)) => match u8::try_from(index) {
            Ok(short) => out.extend_from_slice(&[Opcode::BinGet.byte(), short]),
            Err(_) => {
                out.push(Opcode::LongBinGet.byte());
                out.extend_from_slice(&index.to_le_bytes());
            }
        },
        (_, None) => {
            let message = "'<' not supported between instances of 'NoneType' and 'int'".to_owned();
            return Err(ToolError { class: "TypeError", message, offset: 0, decode: None });
        }
    }
    Ok(())
}

struct Frames {
    out: Vec<u8>,
    body: Vec<u8>,
    framing: bool,
}

impl Frames {
    fn add(&mut self, bytes: &[u8]) {
        if !self.framing {
            return self.out.extend_from_slice(bytes);
        }
        let alone = bytes.len() > FRAME_TARGET;
        self.commit(alone);
        let target = if alone { &mut self.out } else { &mut self.body };
        target.extend_from_slice(bytes);
    }

    fn commit(&mut self, force: bool) {
        if self.body.len() < FRAME_TARGET && !force {
            return;
        }
        if self.body.len() >= FRAME_MIN {
            self.out.push(Opcode::Frame.byte());
            self.out.extend_from_slice(&(self.body.len() as u64).to_le_bytes());
        }
        self.out.append(&mut self.body);
    }
}
