//! General properties and decompositions, as `unicodedata` gives them.

use std::sync::OnceLock;

use super::properties_data::{PROPERTIES, PROPERTY_RUNS, Properties};

/// Bits of a run that number its properties.
const NUMBER: u32 = 0x1ff;

fn properties(code: u32) -> Properties {
    let run = PROPERTY_RUNS.partition_point(|run| run >> 9 <= code);
    let number = run.checked_sub(1).and_then(|i| PROPERTY_RUNS.get(i)).map_or(0, |run| run & NUMBER);
    PROPERTIES.get(number as usize).copied().unwrap_or(("Cn", "", 0, "N", false))
}

/// `unicodedata.category`
pub fn category(code: u32) -> &'static str {
    properties(code).0
}

/// `unicodedata.bidirectional`
pub fn bidirectional(code: u32) -> &'static str {
    properties(code).1
}

/// `unicodedata.combining`
pub fn combining(code: u32) -> u8 {
    properties(code).2
}

/// `unicodedata.east_asian_width`
pub fn east_asian_width(code: u32) -> &'static str {
    properties(code).3
}

/// `unicodedata.mirrored`
pub fn is_mirrored(code: u32) -> bool {
    properties(code).4
}

/// `unicodedata.decomposition`
pub fn decomposition(code: u32) -> &'static str {
    static TABLE: OnceLock<Vec<(u32, &str)>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let row = |line: &'static str| {
            let (code, text) = line.split_once(';')?;
            Some((u32::from_str_radix(code, 16).ok()?, text))
        };
        include_str!("decomposition.txt").lines().filter_map(row).collect()
    });
    let found = table.binary_search_by_key(&code, |row| row.0).ok().and_then(|i| table.get(i));
    found.map_or("", |row| row.1)
}
