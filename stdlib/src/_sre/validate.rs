//! Checks opcodes that come from outside, so that the engine never reads beyond them. Mirrors `_validate` of
//! `Modules/_sre/sre.c`.

use rustpython_sre_engine::{SreAtCode, SreCatCode, SreInfo, SreOpcode as Op};

/// Nesting deeper than this is refused.
const MAX_DEPTH: usize = 1000;

/// Whether code for a pattern with this many groups is well formed.
pub(super) fn is_valid(code: &[u32], groups: usize) -> bool {
    match code.split_last() {
        Some((last, body)) => {
            groups <= rustpython_sre_engine::MAXGROUPS
                && *last == Op::SUCCESS as u32
                && Checker { groups }.sequence(body, 0).is_some()
        }
        None => false,
    }
}

struct Checker {
    groups: usize,
}

/// The first `n` words and the rest.
fn take(code: &[u32], n: usize) -> Option<(&[u32], &[u32])> {
    code.split_at_checked(n)
}

/// What a distance at the front spans, itself left out, and what follows.
fn skip(code: &[u32]) -> Option<(&[u32], &[u32])> {
    let (distance, rest) = code.split_first()?;
    take(rest, (*distance as usize).checked_sub(1)?)
}

fn ends_with(code: &[u32], op: Op) -> Option<&[u32]> {
    let (last, body) = code.split_last()?;
    (*last == op as u32).then_some(body)
}

impl Checker {
    /// Checks opcodes up to the end of `code`.
    fn sequence(&self, mut code: &[u32], depth: usize) -> Option<()> {
        if depth > MAX_DEPTH {
            return None;
        }
        while let Some((op, rest)) = code.split_first() {
            code = self.operation(Op::try_from(*op).ok()?, rest, depth)?;
        }
        Some(())
    }

    /// Checks the operands of one opcode; gives what follows.
    fn operation<'a>(&self, op: Op, code: &'a [u32], depth: usize) -> Option<&'a [u32]> {
        match op {
            Op::MARK => {
                let (mark, rest) = code.split_first()?;
                (*mark as usize <= 2 * self.groups).then_some(rest)
            }
            Op::LITERAL
            | Op::NOT_LITERAL
            | Op::LITERAL_IGNORE
            | Op::NOT_LITERAL_IGNORE
            | Op::LITERAL_UNI_IGNORE
            | Op::NOT_LITERAL_UNI_IGNORE
            | Op::LITERAL_LOC_IGNORE
            | Op::NOT_LITERAL_LOC_IGNORE => take(code, 1).map(|(_, rest)| rest),
            Op::SUCCESS | Op::FAILURE | Op::ANY | Op::ANY_ALL => Some(code),
            Op::AT => {
                let (at, rest) = code.split_first()?;
                SreAtCode::try_from(*at).ok().map(|_| rest)
            }
            Op::IN | Op::IN_IGNORE | Op::IN_UNI_IGNORE | Op::IN_LOC_IGNORE => {
                let (set, rest) = skip(code)?;
                charset(ends_with(set, Op::FAILURE)?)?;
                Some(rest)
            }
            Op::INFO => {
                let (info, rest) = skip(code)?;
                self.info(info)?;
                Some(rest)
            }
            Op::BRANCH => self.branch(code, depth),
            Op::REPEAT_ONE | Op::MIN_REPEAT_ONE | Op::POSSESSIVE_REPEAT_ONE => {
                let (body, rest) = skip(code)?;
                self.bounded(ends_with(body, Op::SUCCESS)?, depth)?;
                // The engine looks at the two words behind.
                Some(rest)
            }
            Op::REPEAT | Op::POSSESSIVE_REPEAT => {
                let (body, rest) = skip(code)?;
                self.bounded(body, depth)?;
                let (end, rest) = rest.split_first()?;
                let fits = match op {
                    Op::REPEAT => *end == Op::MAX_UNTIL as u32 || *end == Op::MIN_UNTIL as u32,
                    _ => *end == Op::SUCCESS as u32,
                };
                fits.then_some(rest)
            }
            Op::ATOMIC_GROUP => {
                let (body, rest) = skip(code)?;
                self.sequence(ends_with(body, Op::SUCCESS)?, depth + 1)?;
                Some(rest)
            }
            Op::GROUPREF | Op::GROUPREF_IGNORE | Op::GROUPREF_UNI_IGNORE | Op::GROUPREF_LOC_IGNORE => {
                let (group, rest) = code.split_first()?;
                ((*group as usize) < self.groups).then_some(rest)
            }
            Op::GROUPREF_EXISTS => self.condition(code, depth),
            Op::ASSERT | Op::ASSERT_NOT => {
                let (body, rest) = skip(code)?;
                let (_, body) = body.split_first()?;
                self.sequence(ends_with(body, Op::SUCCESS)?, depth + 1)?;
                Some(rest)
            }
            _ => None,
        }
    }

    fn bounded(&self, body: &[u32], depth: usize) -> Option<()> {
        let (bounds, body) = take(body, 2)?;
        match bounds {
            [min, max] if min <= max => self.sequence(body, depth + 1),
            _ => None,
        }
    }

    fn branch<'a>(&self, mut code: &'a [u32], depth: usize) -> Option<&'a [u32]> {
        let mut target = None;
        loop {
            if let Some((0, rest)) = code.split_first() {
                return (target.is_none() || target == Some(rest.len())).then_some(rest);
            }
            let (body, rest) = skip(code)?;
            // The branch ends with a jump to behind all of them.
            let (distance, body) = body.split_last()?;
            self.sequence(ends_with(body, Op::JUMP)?, depth + 1)?;
            let to = (rest.len() + 1).checked_sub(*distance as usize)?;
            if target.is_some_and(|t| t != to) {
                return None;
            }
            target = Some(to);
            code = rest;
        }
    }

    fn condition<'a>(&self, code: &'a [u32], depth: usize) -> Option<&'a [u32]> {
        let (group, code) = code.split_first()?;
        if *group as usize >= self.groups {
            return None;
        }
        let (distance, rest) = code.split_first()?;
        let len = (*distance as usize).checked_sub(2)?;
        let (yes, after) = take(rest, len)?;
        // With a second branch, the first ends with a jump over it.
        if let Some((jump, body)) = yes.split_last()
            && let Some(body) = ends_with(body, Op::JUMP)
            && let Some(len) = (*jump as usize).checked_sub(1)
            && let Some((no, behind)) = take(after, len)
            && self.sequence(body, depth + 1).is_some()
        {
            self.sequence(no, depth + 1)?;
            return Some(behind);
        }
        self.sequence(yes, depth + 1)?;
        Some(after)
    }

    fn info(&self, info: &[u32]) -> Option<()> {
        let (head, rest) = take(info, 3)?;
        let flags = SreInfo::from_bits(*head.first()?)?;
        if flags.contains(SreInfo::PREFIX) {
            if flags.contains(SreInfo::CHARSET) {
                return None;
            }
            let (sizes, rest) = take(rest, 2)?;
            let [len, skip] = sizes else { return None };
            let (len, skip) = (*len as usize, *skip as usize);
            let (_, overlap) = take(rest, len)?;
            let fits = len > 0 && skip <= len && overlap.len() == len;
            return (fits && overlap.iter().all(|n| (*n as usize) < len)).then_some(());
        }
        if flags.contains(SreInfo::LITERAL) {
            return None;
        }
        if flags.contains(SreInfo::CHARSET) {
            return charset(ends_with(rest, Op::FAILURE)?);
        }
        rest.is_empty().then_some(())
    }
}

/// Checks the elements of a set, its end left out.
fn charset(mut set: &[u32]) -> Option<()> {
    while let Some((op, rest)) = set.split_first() {
        set = match Op::try_from(*op).ok()? {
            Op::NEGATE => rest,
            Op::LITERAL => take(rest, 1)?.1,
            Op::RANGE | Op::RANGE_UNI_IGNORE => take(rest, 2)?.1,
            Op::CHARSET => take(rest, 8)?.1,
            Op::BIGCHARSET => {
                let (count, rest) = rest.split_first()?;
                let (index, rest) = take(rest, 64)?;
                let (_, rest) = take(rest, (*count as usize).checked_mul(8)?)?;
                let blocks = index.iter().flat_map(|word| word.to_ne_bytes());
                blocks.into_iter().all(|b| u32::from(b) < *count).then_some(rest)?
            }
            Op::CATEGORY => {
                let (category, rest) = rest.split_first()?;
                SreCatCode::try_from(*category).ok().map(|_| rest)?
            }
            _ => return None,
        };
    }
    Some(())
}
