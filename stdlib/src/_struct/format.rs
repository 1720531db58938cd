//! Format strings: which item lies where.

/// A run of items of one code.
pub(super) struct Field {
    pub(super) code: u8,
    pub(super) offset: usize,
    /// Bytes of one item.
    pub(super) size: usize,
    /// Items; one for `s` and `p`, whose count is their size.
    pub(super) count: usize,
}

/// A parsed format.
pub(super) struct Format {
    pub(super) fields: Vec<Field>,
    /// Bytes in all.
    pub(super) size: usize,
    /// Values in all.
    pub(super) items: usize,
    pub(super) is_big_endian: bool,
    /// Sizes and alignment of the platform.
    pub(super) is_native: bool,
}

/// Bytes of an item of a code.
fn size_of(code: u8, is_native: bool) -> Option<usize> {
    Some(match code {
        b'x' | b'c' | b'b' | b'B' | b'?' | b's' | b'p' => 1,
        b'h' | b'H' | b'e' => 2,
        b'i' | b'I' | b'f' => 4,
        b'l' | b'L' if !is_native => 4,
        b'l' | b'L' | b'q' | b'Q' | b'd' => 8,
        b'n' | b'N' | b'P' if is_native => 8,
        _ => return None,
    })
}

const TOO_LONG: &str = "total struct size too long";

/// Parses a format.
///
/// # Errors
/// The message of `struct.error`.
pub(super) fn parse(text: &[u8]) -> Result<Format, &'static str> {
    if text.contains(&0) {
        return Err("embedded null character");
    }
    let (order, mut rest) = match text.split_first() {
        Some((order @ (b'@' | b'=' | b'<' | b'>' | b'!'), rest)) => (*order, rest),
        _ => (b'@', text),
    };
    let mut format = Format {
        fields: Vec::new(),
        size: 0,
        items: 0,
        is_big_endian: matches!(order, b'>' | b'!'),
        is_native: order == b'@',
    };
    while let Some((first, after)) = rest.split_first() {
        if first.is_ascii_whitespace() || *first == 0x0B {
            rest = after;
            continue;
        }
        let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
        let (number, after) = rest.split_at(digits);
        let count = if digits == 0 { 1 } else { parse_count(number)? };
        let Some((code, after)) = after.split_first() else {
            return Err("repeat count given without format specifier");
        };
        format.add(*code, count)?;
        rest = after;
    }
    Ok(format)
}

fn parse_count(digits: &[u8]) -> Result<usize, &'static str> {
    let text = std::str::from_utf8(digits).unwrap_or_default();
    text.parse::<i64>().ok().and_then(|n| usize::try_from(n).ok()).ok_or(TOO_LONG)
}

impl Format {
    fn add(&mut self, code: u8, count: usize) -> Result<(), &'static str> {
        let size = size_of(code, self.is_native).ok_or("bad char in struct format")?;
        let offset = if self.is_native { self.size.next_multiple_of(size) } else { self.size };
        let end = size.checked_mul(count).and_then(|n| n.checked_add(offset));
        self.size = end.filter(|n| i64::try_from(*n).is_ok()).ok_or(TOO_LONG)?;
        let field = match code {
            b'x' => return Ok(()),
            b's' | b'p' => Field { code, offset, size: count, count: 1 },
            _ => Field { code, offset, size, count },
        };
        self.items += field.count;
        if field.count > 0 {
            self.fields.push(field);
        }
        Ok(())
    }
}
