//! What is matched, as characters: bytes, each a character (ASCII text is such too), or text in WTF-8.
//! Positions are offsets in bytes and lie on the boundaries of characters.

/// Characters to step through.
pub(super) trait Chars: Copy {
    /// The bytes up to the end of what is looked at.
    fn bytes(&self) -> &[u8];
    /// All bytes: a match may begin behind the end.
    fn all(&self) -> &[u8];
    /// The character at a position and the position behind it.
    fn at(&self, at: usize) -> Option<(u32, usize)>;
    /// The character before a position and the position of it.
    fn before(&self, at: usize) -> Option<(u32, usize)>;
    /// The position so many characters before one, if there are as many.
    fn back(&self, at: usize, count: u32) -> Option<usize>;
    /// A text of characters as the bytes that it is here; none where it cannot occur.
    fn encode(text: &[u32]) -> Option<Vec<u8>>;
}

/// Every byte is a character.
#[derive(Clone, Copy)]
pub(super) struct Bytewise<'a> {
    head: &'a [u8],
    all: &'a [u8],
}

impl<'a> Bytewise<'a> {
    /// The bytes up to `end`.
    pub(super) fn new(all: &'a [u8], end: usize) -> Bytewise<'a> {
        Bytewise { head: all.get(..end).unwrap_or(all), all }
    }
}

impl Chars for Bytewise<'_> {
    fn bytes(&self) -> &[u8] {
        self.head
    }

    fn all(&self) -> &[u8] {
        self.all
    }

    #[inline]
    fn at(&self, at: usize) -> Option<(u32, usize)> {
        self.head.get(at).map(|b| (u32::from(*b), at + 1))
    }

    #[inline]
    fn before(&self, at: usize) -> Option<(u32, usize)> {
        let at = at.checked_sub(1)?;
        self.all.get(at).map(|b| (u32::from(*b), at))
    }

    fn back(&self, at: usize, count: u32) -> Option<usize> {
        at.checked_sub(usize::try_from(count).ok()?)
    }

    fn encode(text: &[u32]) -> Option<Vec<u8>> {
        text.iter().map(|c| u8::try_from(*c).ok()).collect()
    }
}

/// Well-formed WTF-8, or whole characters of it.
#[derive(Clone, Copy)]
pub(super) struct Wide<'a> {
    head: &'a [u8],
    all: &'a [u8],
}

impl<'a> Wide<'a> {
    /// The text up to `end`.
    pub(super) fn new(all: &'a [u8], end: usize) -> Wide<'a> {
        Wide { head: all.get(..end).unwrap_or(all), all }
    }

    /// The low bits of a continuation byte.
    #[inline]
    fn more(&self, at: usize) -> u32 {
        self.all.get(at).map_or(0, |b| u32::from(*b & 0x3F))
    }

    #[inline]
    fn decode(&self, lead: u8, at: usize) -> (u32, usize) {
        let lead = u32::from(lead);
        match lead {
            0..0x80 => (lead, at + 1),
            0x80..0xE0 => ((lead & 0x1F) << 6 | self.more(at + 1), at + 2),
            0xE0..0xF0 => ((lead & 0x0F) << 12 | self.more(at + 1) << 6 | self.more(at + 2), at + 3),
            _ => {
                let high = (lead & 0x07) << 18 | self.more(at + 1) << 12;
                (high | self.more(at + 2) << 6 | self.more(at + 3), at + 4)
            }
        }
    }
}

impl Chars for Wide<'_> {
    fn bytes(&self) -> &[u8] {
        self.head
    }

    fn all(&self) -> &[u8] {
        self.all
    }

    #[inline]
    fn at(&self, at: usize) -> Option<(u32, usize)> {
        self.head.get(at).map(|lead| self.decode(*lead, at))
    }

    #[inline]
    fn before(&self, at: usize) -> Option<(u32, usize)> {
        let mut start = at.checked_sub(1)?;
        let mut lead = *self.all.get(start)?;
        while lead & 0xC0 == 0x80 {
            start = start.checked_sub(1)?;
            lead = *self.all.get(start)?;
        }
        Some((self.decode(lead, start).0, start))
    }

    fn back(&self, at: usize, count: u32) -> Option<usize> {
        let count = usize::try_from(count).ok()?;
        // A character has a byte at least: no need to walk where there cannot be enough of them.
        at.checked_sub(count)?;
        (0..count).try_fold(at, |at, _| self.before(at).map(|(_, before)| before))
    }

    fn encode(text: &[u32]) -> Option<Vec<u8>> {
        let points = text.iter().map(|c| rustpython_wtf8::CodePoint::from_u32(*c));
        let mut made = Vec::new();
        for point in points {
            let one: rustpython_wtf8::Wtf8Buf = std::iter::once(point?).collect();
            made.extend_from_slice(one.as_bytes());
        }
        Some(made)
    }
}
