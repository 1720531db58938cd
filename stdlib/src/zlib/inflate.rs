//! A stream being decompressed, whatever its container.

use flate2::{Decompress, FlushDecompress, Status};
use pyvm_vm::PyResult;
use pyvm_vm::heap::Bytes;
use pyvm_vm::vm::Vm;

use super::error;

/// Bytes of output made at a time.
const CHUNK: usize = 16 * 1024;
/// About how many steps a byte of output takes.
const STEPS_A_BYTE: u64 = 4;
const DOING: &str = "while decompressing data";

/// The stream.
pub(super) struct Inflate {
    /// None as long as the container is to be found out.
    stream: Option<Decompress>,
    dictionary: Option<Bytes>,
    /// Whether the end was reached.
    pub(super) at_end: bool,
}

impl Inflate {
    /// A stream of a window and container; none where zlib has no such thing.
    pub(super) fn new(wbits: i64, dictionary: Option<Bytes>) -> Option<Inflate> {
        let window = |bits: i64| u8::try_from(if bits == 0 { 15 } else { bits.max(9) }).ok();
        let stream = match wbits {
            0 | 8..=15 => Some(Decompress::new_with_window_bits(true, window(wbits)?)),
            -15..=-8 => Some(Decompress::new_with_window_bits(false, window(-wbits)?)),
            16 | 24..=31 => Some(Decompress::new_gzip(window(wbits - 16)?)),
            32 | 40..=47 => None,
            _ => return None,
        };
        let mut made = Inflate { stream, dictionary, at_end: false };
        if wbits < 0
            && let (Some(stream), Some(dictionary)) = (&mut made.stream, made.dictionary.take())
        {
            stream.set_dictionary(&dictionary).ok()?;
        }
        Some(made)
    }

    /// The stream, once the first byte tells its container: gzip's is no header of zlib.
    fn stream(&mut self, input: &[u8]) -> &mut Decompress {
        self.stream.get_or_insert_with(|| match input.first() {
            Some(0x1f) => Decompress::new_gzip(15),
            _ => Decompress::new_with_window_bits(true, 15),
        })
    }

    /// Decompresses up to `most` bytes: what came out, and how much was taken of the input.
    pub(super) fn run(&mut self, vm: &Vm, input: &[u8], most: usize) -> PyResult<(Vec<u8>, usize)> {
        let (mut output, mut taken) = (Vec::new(), 0);
        if self.at_end || input.is_empty() && self.stream.is_none() {
            return Ok((output, 0));
        }
        let dictionary = self.dictionary.clone();
        loop {
            let room = CHUNK.max(output.len()).min(most - output.len());
            if room == 0 {
                break;
            }
            if !vm.check_size(room) {
                return Err(vm.out_of_memory());
            }
            vm.charge_work(room as u64 * STEPS_A_BYTE)?;
            let start = output.len();
            output.resize(start + room, 0);
            let rest = input.get(taken..).unwrap_or(&[]);
            let stream = self.stream(input);
            let (before_in, before_out) = (stream.total_in(), stream.total_out());
            let space = output.get_mut(start..).unwrap_or(&mut []);
            let status = stream.decompress(rest, space, FlushDecompress::Sync);
            taken += usize::try_from(stream.total_in() - before_in).unwrap_or(0);
            let made = usize::try_from(stream.total_out() - before_out).unwrap_or(0);
            output.truncate(start + made);
            match status {
                Err(e) if e.needs_dictionary().is_some() => {
                    let Some(dictionary) = &dictionary else { return Err(error(vm, 2, DOING, None)) };
                    if self.stream(input).set_dictionary(dictionary).is_err() {
                        return Err(error(vm, -3, "while setting zdict", Some("invalid input data")));
                    }
                }
                Err(e) => {
                    return Err(error(vm, -3, DOING, Some(e.message().unwrap_or("invalid input data"))));
                }
                Ok(Status::StreamEnd) => {
                    self.at_end = true;
                    break;
                }
                // Nothing more comes where room was left.
                Ok(_) if made < room => break,
                Ok(_) => {}
            }
        }
        Ok((output, taken))
    }
}
