//! "Did you mean": the closest name by edit distance. Mirrors `Python/suggestions.c`.

const MOVE_COST: usize = 2;
const CASE_COST: usize = 1;
const MAX_SIZE: usize = 40;
const MAX_CANDIDATES: usize = 750;

fn substitution(a: u8, b: u8) -> usize {
    if a == b {
        0
    } else if a.eq_ignore_ascii_case(&b) {
        CASE_COST
    } else {
        MOVE_COST
    }
}

/// Edit distance, or none where it exceeds `max`.
fn distance(a: &[u8], b: &[u8], max: usize) -> Option<usize> {
    let prefix = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[prefix..], &b[prefix..]);
    let suffix = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[..a.len() - suffix], &b[..b.len() - suffix]);
    if a.is_empty() || b.is_empty() {
        let cost = (a.len() + b.len()) * MOVE_COST;
        return (cost <= max).then_some(cost);
    }
    if a.len() > MAX_SIZE || b.len() > MAX_SIZE {
        return None;
    }
    let (a, b) = if b.len() < a.len() { (b, a) } else { (a, b) };
    if (b.len() - a.len()) * MOVE_COST > max {
        return None;
    }
    let mut row: Vec<usize> = (1..=a.len()).map(|i| i * MOVE_COST).collect();
    let mut result = 0;
    for (j, y) in b.iter().enumerate() {
        let mut diagonal = j * MOVE_COST;
        result = diagonal;
        let mut best = usize::MAX;
        for (i, x) in a.iter().enumerate() {
            let replaced = diagonal + substitution(*y, *x);
            diagonal = row[i];
            let moved = result.min(diagonal) + MOVE_COST;
            result = replaced.min(moved);
            row[i] = result;
            best = best.min(result);
        }
        if best > max {
            return None;
        }
    }
    (result <= max).then_some(result)
}

/// The candidate closest to `name`, if one is close enough.
pub fn closest(name: &str, candidates: &[String]) -> Option<String> {
    if candidates.len() > MAX_CANDIDATES {
        return None;
    }
    let mut best: Option<(usize, &String)> = None;
    for candidate in candidates.iter().filter(|c| c.as_str() != name) {
        let limit = (name.len() + candidate.len() + 3) * MOVE_COST / 6;
        let limit = best.map_or(limit, |(d, _)| limit.min(d.saturating_sub(1)));
        if let Some(d) = distance(name.as_bytes(), candidate.as_bytes(), limit) {
            best = Some((d, candidate));
        }
    }
    best.map(|(_, c)| c.clone())
}
