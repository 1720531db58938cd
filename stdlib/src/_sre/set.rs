//! Character sets of compiled patterns, ready to be asked.

use std::cell::OnceCell;

use pyvm_vm::text::unicode;

use super::case::{self, Folding};
use super::opcode::{CategoryCode, Op};

/// A set and how case counts in it.
#[derive(Debug)]
pub(super) struct Set {
    parts: Vec<Part>,
    negate: bool,
    folding: Folding,
    /// The answers for the first 256 characters.
    low: OnceCell<[u64; 4]>,
}

#[derive(Debug)]
enum Part {
    Literal(u32),
    Range(u32, u32),
    RangeIgnore(u32, u32),
    Bits(Box<[u32]>),
    Blocks { index: Box<[u8]>, bits: Box<[u32]> },
    Category(CategoryCode),
}

fn bit(words: &[u32], n: usize) -> bool {
    words.get(n / 32).is_some_and(|word| word >> (n % 32) & 1 != 0)
}

/// The first `n` words and the rest.
fn take(code: &[u32], n: usize) -> Option<(&[u32], &[u32])> {
    code.split_at_checked(n)
}

impl Set {
    /// The set that words describe, its end left out; none where they are no set.
    pub(super) fn decode(mut code: &[u32], folding: Folding) -> Option<Set> {
        let mut set = Set { parts: Vec::new(), negate: false, folding, low: OnceCell::new() };
        if let Some((first, rest)) = code.split_first()
            && *first == Op::NEGATE as u32
        {
            set.negate = true;
            code = rest;
        }
        while let Some((op, rest)) = code.split_first() {
            let (part, rest) = Part::decode(Op::from_word(*op)?, rest)?;
            set.parts.push(part);
            code = rest;
        }
        Some(set)
    }

    /// Whether a character is in it.
    #[inline]
    pub(super) fn has(&self, c: u32) -> bool {
        match self.low().get((c / 64) as usize) {
            Some(word) => word >> (c % 64) & 1 != 0,
            None => self.folded(c),
        }
    }

    /// The answers for the first 256 characters.
    #[inline]
    pub(super) fn low(&self) -> &[u64; 4] {
        self.low.get_or_init(|| {
            let mut words = [0; 4];
            for c in (0..256u32).filter(|c| self.folded(*c)) {
                if let Some(word) = words.get_mut((c / 64) as usize) {
                    *word |= 1 << (c % 64);
                }
            }
            words
        })
    }

    fn folded(&self, c: u32) -> bool {
        match self.folding {
            Folding::None => self.plain(c),
            Folding::Ascii | Folding::Unicode => self.plain(self.folding.lower(c)),
            Folding::Locale => {
                let (lower, upper) = (case::lower_locale(c), case::upper_locale(c));
                self.plain(lower) || (upper != lower && self.plain(upper))
            }
        }
    }

    fn plain(&self, c: u32) -> bool {
        self.parts.iter().any(|part| part.has(c)) != self.negate
    }
}

impl Part {
    fn decode(op: Op, code: &[u32]) -> Option<(Part, &[u32])> {
        Some(match op {
            Op::LITERAL => {
                let (c, rest) = code.split_first()?;
                (Part::Literal(*c), rest)
            }
            Op::RANGE | Op::RANGE_UNI_IGNORE => {
                let (ends, rest) = take(code, 2)?;
                let [low, high] = ends else { return None };
                let part = if op == Op::RANGE { Part::Range } else { Part::RangeIgnore };
                (part(*low, *high), rest)
            }
            Op::CHARSET => {
                let (bits, rest) = take(code, 8)?;
                (Part::Bits(bits.into()), rest)
            }
            Op::BIGCHARSET => {
                let (count, rest) = code.split_first()?;
                let (index, rest) = take(rest, 64)?;
                let (bits, rest) = take(rest, (*count as usize).checked_mul(8)?)?;
                // The words of the index are bytes in memory order.
                let index: Box<[u8]> = index.iter().flat_map(|word| word.to_ne_bytes()).collect();
                if index.iter().any(|b| u32::from(*b) >= *count) {
                    return None;
                }
                (Part::Blocks { index, bits: bits.into() }, rest)
            }
            Op::CATEGORY => {
                let (category, rest) = code.split_first()?;
                (Part::Category(CategoryCode::from_word(*category)?), rest)
            }
            _ => return None,
        })
    }

    fn has(&self, c: u32) -> bool {
        match self {
            Part::Literal(own) => *own == c,
            Part::Range(low, high) => (*low..=*high).contains(&c),
            Part::RangeIgnore(low, high) => {
                let range = *low..=*high;
                range.contains(&c) || range.contains(&unicode::upper_char(c))
            }
            Part::Bits(bits) => c < 256 && bit(bits, c as usize),
            Part::Blocks { index, bits } => {
                let block = index.get((c >> 8) as usize);
                block.is_some_and(|block| bit(bits, usize::from(*block) * 256 + (c & 255) as usize))
            }
            Part::Category(category) => in_category(*category, c),
        }
    }
}

/// Whether a character is of a class.
pub(super) fn in_category(category: CategoryCode, c: u32) -> bool {
    use CategoryCode as C;
    let ascii = u8::try_from(c).unwrap_or(0xFF);
    match category {
        C::CATEGORY_DIGIT => ascii.is_ascii_digit(),
        C::CATEGORY_NOT_DIGIT => !ascii.is_ascii_digit(),
        C::CATEGORY_SPACE => is_ascii_space(c),
        C::CATEGORY_NOT_SPACE => !is_ascii_space(c),
        C::CATEGORY_WORD | C::CATEGORY_LOC_WORD => is_ascii_word(c),
        C::CATEGORY_NOT_WORD | C::CATEGORY_LOC_NOT_WORD => !is_ascii_word(c),
        C::CATEGORY_LINEBREAK => c == 10,
        C::CATEGORY_NOT_LINEBREAK => c != 10,
        C::CATEGORY_UNI_DIGIT => unicode::is_decimal(c),
        C::CATEGORY_UNI_NOT_DIGIT => !unicode::is_decimal(c),
        C::CATEGORY_UNI_SPACE => unicode::is_space(c),
        C::CATEGORY_UNI_NOT_SPACE => !unicode::is_space(c),
        C::CATEGORY_UNI_WORD => is_unicode_word(c),
        C::CATEGORY_UNI_NOT_WORD => !is_unicode_word(c),
        C::CATEGORY_UNI_LINEBREAK => unicode::is_line_break(c),
        C::CATEGORY_UNI_NOT_LINEBREAK => !unicode::is_line_break(c),
    }
}

fn is_ascii_space(c: u32) -> bool {
    matches!(c, 9..=13 | 32)
}

/// Whether `\w` means the character among ASCII alone.
pub(super) fn is_ascii_word(c: u32) -> bool {
    u8::try_from(c).is_ok_and(|b| b.is_ascii_alphanumeric() || b == b'_')
}

/// Whether `\w` means the character.
pub(super) fn is_unicode_word(c: u32) -> bool {
    if c < 0x80 { is_ascii_word(c) } else { unicode::is_alnum(c) }
}
