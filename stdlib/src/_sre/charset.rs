//! Character sets as opcodes: bitmaps and sorted ranges.

use super::ast::{Category, SetItem};
use super::case::Folding;
use super::flags::{LOCALE, UNICODE};
use super::opcode::Op;

/// Sets with more ranges than this become bitmaps where they can.
const FEW: usize = 3;

/// A set ready to be written.
#[derive(Default)]
pub(super) struct Charset {
    negate: bool,
    /// Sorted, apart from each other.
    ranges: Vec<(u32, u32)>,
    /// Ranges beyond the BMP whose upper cases count as well.
    cased_ranges: Vec<(u32, u32)>,
    categories: Vec<Category>,
    /// Whether case matters to what is in it.
    pub(super) has_cased: bool,
}

impl Charset {
    pub(super) fn new(items: &[SetItem], folding: Folding) -> Charset {
        let mut made = Charset::default();
        for item in items {
            match *item {
                SetItem::Negate => made.negate = true,
                SetItem::Category(c) => made.categories.push(c),
                SetItem::Literal(c) => made.add_folded(c, folding),
                SetItem::Range(low, high) if matches!(folding, Folding::None | Folding::Locale) => {
                    made.ranges.push((low, high));
                }
                SetItem::Range(low, high) => {
                    for c in low..=high.min(0xFFFF) {
                        made.add_folded(c, folding);
                    }
                    if high > 0xFFFF {
                        made.has_cased = true;
                        made.cased_ranges.push((low.max(0x1_0000), high));
                    }
                }
            }
        }
        made.merge();
        made
    }

    fn add_folded(&mut self, c: u32, folding: Folding) {
        let lower = folding.lower(c);
        self.ranges.push((lower, lower));
        for variant in folding.variants(lower) {
            self.ranges.push((*variant, *variant));
        }
        self.has_cased |= folding.is_cased(c);
    }

    fn merge(&mut self) {
        self.ranges.sort_unstable();
        let mut merged: Vec<(u32, u32)> = Vec::new();
        for (low, high) in self.ranges.drain(..) {
            match merged.last_mut() {
                Some(last) if low <= last.1.saturating_add(1) => last.1 = last.1.max(high),
                _ => merged.push((low, high)),
            }
        }
        self.ranges = merged;
    }

    /// Whether nothing is in it.
    pub(super) fn matches_nothing(&self) -> bool {
        !self.negate && self.is_empty()
    }

    /// Whether everything is in it.
    pub(super) fn matches_all(&self) -> bool {
        self.negate && self.is_empty()
    }

    fn is_empty(&self) -> bool {
        self.ranges.is_empty() && self.cased_ranges.is_empty() && self.categories.is_empty()
    }

    /// Writes the set, its end included.
    pub(super) fn write(&self, flags: u32, code: &mut Vec<u32>) {
        if self.negate {
            code.push(Op::NEGATE as u32);
        }
        let small = self.ranges.iter().all(|(_, high)| *high < 256);
        if self.ranges.len() > FEW && small {
            code.push(Op::CHARSET as u32);
            code.extend(self.bitmap(0));
        } else if self.ranges.len() > FEW && self.ranges.iter().all(|(_, high)| *high <= 0xFFFF) {
            self.write_big(code);
        } else {
            for (low, high) in &self.ranges {
                if low == high {
                    code.extend([Op::LITERAL as u32, *low]);
                } else {
                    code.extend([Op::RANGE as u32, *low, *high]);
                }
            }
        }
        for (low, high) in &self.cased_ranges {
            code.extend([Op::RANGE_UNI_IGNORE as u32, *low, *high]);
        }
        for category in &self.categories {
            code.extend([Op::CATEGORY as u32, category_code(*category, flags)]);
        }
        code.push(Op::FAILURE as u32);
    }

    /// The 256 bits of the block that begins at `start`.
    fn bitmap(&self, start: u32) -> [u32; 8] {
        let mut words = [0u32; 8];
        for (low, high) in &self.ranges {
            for c in (*low).max(start)..=(*high).min(start + 255) {
                if let Some(word) = words.get_mut(((c - start) / 32) as usize) {
                    *word |= 1 << (c & 31);
                }
            }
        }
        words
    }

    /// Blocks of 256 characters, equal ones shared.
    fn write_big(&self, code: &mut Vec<u32>) {
        let mut blocks: Vec<[u32; 8]> = Vec::new();
        let mut index = [0u32; 64];
        for block in 0..256u32 {
            let words = self.bitmap(block * 256);
            let known = blocks.iter().position(|b| *b == words);
            let number = known.unwrap_or_else(|| {
                blocks.push(words);
                blocks.len() - 1
            });
            // One byte per block, the first in the lowest bits.
            if let Some(word) = index.get_mut((block / 4) as usize) {
                *word |= u32::try_from(number).unwrap_or(0) << (8 * (block % 4));
            }
        }
        code.push(Op::BIGCHARSET as u32);
        code.push(u32::try_from(blocks.len()).unwrap_or(0));
        // The engine reads the index as bytes in memory order.
        code.extend(index.map(|word| u32::from_ne_bytes(word.to_le_bytes())));
        blocks.iter().for_each(|words| code.extend(words));
    }
}

/// The opcode argument of a category under these flags.
fn category_code(category: Category, flags: u32) -> u32 {
    const LOC_WORD: u32 = 8;
    const UNI_DIGIT: u32 = 10;
    let plain = category as u32;
    if flags & LOCALE != 0 {
        return match category {
            Category::Word => LOC_WORD,
            Category::NotWord => LOC_WORD + 1,
            _ => plain,
        };
    }
    if flags & UNICODE != 0 { plain + UNI_DIGIT } else { plain }
}
