//! Quoted-printable text (RFC 1521), and its variant in headers (RFC 1522).

use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::ascii_data;

/// Bytes of a line at most.
const LINE: usize = 76;

pub(super) fn decode(vm: &Vm, args: &[Value]) -> PyResult {
    let data = ascii_data(vm, &args[0])?;
    let header = vm.is_true(&args[1])?;
    let digit = |at: usize| data.get(at).and_then(|b| char::from(*b).to_digit(16));
    let (mut bytes, mut at) = (Vec::with_capacity(data.len()), 0);
    while let Some(&byte) = data.get(at) {
        at += 1;
        if byte == b'_' && header {
            bytes.push(b' ');
        } else if byte != b'=' {
            bytes.push(byte);
        } else {
            match data.get(at) {
                None => break,
                Some(b'\n' | b'\r') => {
                    // A soft break: the line goes on behind it.
                    let rest = data.get(at..).unwrap_or(&[]);
                    at += memchr::memchr(b'\n', rest).map_or(rest.len(), |newline| newline + 1);
                }
                Some(b'=') => {
                    bytes.push(b'=');
                    at += 1;
                }
                Some(_) => match (digit(at), digit(at + 1)) {
                    (Some(high), Some(low)) => {
                        bytes.push((high << 4 | low) as u8);
                        at += 2;
                    }
                    _ => bytes.push(b'='),
                },
            }
        }
    }
    Ok(vm.new_bytes(&bytes))
}

/// Text under way.
struct Writer {
    text: Vec<u8>,
    /// Bytes in the line so far.
    column: usize,
    line_end: &'static [u8],
}

impl Writer {
    fn soft_break(&mut self) {
        self.text.push(b'=');
        self.text.extend(self.line_end);
        self.column = 0;
    }

    fn hex(&mut self, byte: u8) {
        let digits = b"0123456789ABCDEF";
        self.text.extend([b'=', digits[usize::from(byte >> 4)], digits[usize::from(byte & 15)]]);
    }

    fn end_line(&mut self) {
        self.column = 0;
        if let Some(space) = self.text.pop_if(|last| matches!(last, b' ' | b'\t')) {
            self.hex(space);
        }
        self.text.extend(self.line_end);
    }
}

pub(super) fn encode(vm: &Vm, args: &[Value]) -> PyResult {
    let data = vm.bytes_of(&args[0])?;
    let (tabs, is_text, header) = (vm.is_true(&args[1])?, vm.is_true(&args[2])?, vm.is_true(&args[3])?);
    let crlf = memchr::memchr(b'\n', &data).is_some_and(|at| at > 0 && data[at - 1] == b'\r');
    let line_end: &[u8] = if crlf { b"\r\n" } else { b"\n" };
    let mut writer = Writer { text: Vec::with_capacity(data.len()), column: 0, line_end };
    let mut at = 0;
    while let Some(&byte) = data.get(at) {
        at += 1;
        let next = data.get(at);
        let quoted = match byte {
            127.. | b'=' => true,
            b'_' => header,
            b'.' => writer.column == 0 && matches!(next, None | Some(b'\n' | b'\r' | 0)),
            b'\r' | b'\n' => !is_text,
            b' ' | b'\t' => tabs || next.is_none(),
            byte => byte < b' ',
        };
        if quoted {
            if writer.column + 3 >= LINE {
                writer.soft_break();
            }
            writer.hex(byte);
            writer.column += 3;
        } else if is_text && (byte == b'\n' || byte == b'\r' && next == Some(&b'\n')) {
            writer.end_line();
            at += usize::from(byte == b'\r');
        } else {
            if next.is_some_and(|next| *next != b'\n') && writer.column + 1 >= LINE {
                writer.soft_break();
            }
            writer.column += 1;
            writer.text.push(if header && byte == b' ' { b'_' } else { byte });
        }
    }
    Ok(vm.new_bytes(&writer.text))
}
