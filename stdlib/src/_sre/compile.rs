//! From the tree to the opcodes of the engine. Mirrors `Lib/re/_compiler.py`.

use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::ast::{At, Node, Repeat, Seq, SetItem};
use super::case::Folding;
use super::charset::Charset;
use super::flags::{DOTALL, IGNORECASE, LOCALE, MULTILINE, TYPE_FLAGS, UNICODE};
use super::opcode::{INFO_CHARSET, INFO_LITERAL, INFO_PREFIX, Op};
use super::parse::Parsed;
use super::source::pattern_error;

const MAXCODE: u32 = u32::MAX;

/// The opcodes of a pattern.
///
/// # Errors
/// PatternError for a lookbehind of varying width, RecursionError for nesting that is too deep.
pub(super) fn compile(vm: &Vm, parsed: &Parsed) -> PyResult<Vec<u32>> {
    let mut writer = Writer { vm, parsed, code: Vec::new() };
    writer.info()?;
    writer.sequence(&parsed.seq, parsed.flags)?;
    writer.emit(Op::SUCCESS);
    Ok(writer.code)
}

struct Writer<'a> {
    vm: &'a Vm,
    parsed: &'a Parsed,
    code: Vec<u32>,
}

/// A literal that a pattern begins with.
#[derive(Default)]
struct Prefix {
    text: Vec<u32>,
    /// Characters before the first group.
    skip: Option<usize>,
    /// Whether it is the whole pattern.
    is_all: bool,
}

fn combine(flags: u32, on: u32, off: u32) -> u32 {
    let flags = if on & TYPE_FLAGS != 0 { flags & !TYPE_FLAGS } else { flags };
    (flags | on) & !off
}

fn word(n: u64) -> u32 {
    u32::try_from(n).unwrap_or(MAXCODE)
}

impl Writer<'_> {
    fn emit(&mut self, op: Op) {
        self.code.push(op as u32);
    }

    /// Leaves room for a distance.
    fn hole(&mut self) -> usize {
        self.code.push(0);
        self.code.len() - 1
    }

    /// Fills in the distance from the hole to here.
    fn fill(&mut self, hole: usize) {
        self.fill_plus(hole, 0);
    }

    fn fill_plus(&mut self, hole: usize, more: usize) {
        let distance = word((self.code.len() - hole + more) as u64);
        if let Some(slot) = self.code.get_mut(hole) {
            *slot = distance;
        }
    }

    fn sequence(&mut self, seq: &Seq, flags: u32) -> PyResult<()> {
        let vm = self.vm;
        vm.with_depth("", || seq.nodes.iter().try_for_each(|node| self.node(node, flags)))
    }

    fn node(&mut self, node: &Node, flags: u32) -> PyResult<()> {
        match node {
            Node::Literal(c) => self.literal(*c, false, flags),
            Node::NotLiteral(c) => self.literal(*c, true, flags),
            Node::Any => self.emit(if flags & DOTALL != 0 { Op::ANY_ALL } else { Op::ANY }),
            Node::In(items) => self.set(items, flags),
            Node::At(at) => self.at(*at, flags),
            Node::Failure => self.emit(Op::FAILURE),
            Node::GroupRef(group) => self.group_ref(*group, flags),
            Node::Repeat { kind, min, max, body } => self.repeat(*kind, (*min, *max), body, flags)?,
            Node::Branch(items) => self.branch(items, flags)?,
            Node::Group { number, on, off, body } => {
                let flags = combine(flags, *on, *off);
                let mark = number.map(|n| word(n as u64 * 2 - 2));
                if let Some(mark) = mark {
                    self.code.extend([Op::MARK as u32, mark]);
                }
                self.sequence(body, flags)?;
                if let Some(mark) = mark {
                    self.code.extend([Op::MARK as u32, mark + 1]);
                }
            }
            Node::Atomic(body) => {
                self.emit(Op::ATOMIC_GROUP);
                let skip = self.hole();
                self.sequence(body, flags)?;
                self.emit(Op::SUCCESS);
                self.fill(skip);
            }
            Node::Assert { behind, negate, body } => self.assertion(*behind, *negate, body, flags)?,
            Node::GroupRefExists { group, yes, no } => self.condition(*group, yes, no.as_ref(), flags)?,
        }
        Ok(())
    }

    fn literal(&mut self, c: u32, negate: bool, flags: u32) {
        let pick = |plain: Op, negated: Op| if negate { negated } else { plain };
        let folding = Folding::of(flags);
        let (op, c) = match folding {
            Folding::Locale => (pick(Op::LITERAL_LOC_IGNORE, Op::NOT_LITERAL_LOC_IGNORE), c),
            _ if !folding.is_cased(c) => (pick(Op::LITERAL, Op::NOT_LITERAL), c),
            Folding::Unicode => {
                let lower = folding.lower(c);
                if !folding.variants(lower).is_empty() {
                    let mut items = vec![SetItem::Literal(c)];
                    if negate {
                        items.insert(0, SetItem::Negate);
                    }
                    return self.set(&items, flags);
                }
                (pick(Op::LITERAL_UNI_IGNORE, Op::NOT_LITERAL_UNI_IGNORE), lower)
            }
            _ => (pick(Op::LITERAL_IGNORE, Op::NOT_LITERAL_IGNORE), folding.lower(c)),
        };
        self.code.extend([op as u32, c]);
    }

    fn set(&mut self, items: &[SetItem], flags: u32) {
        let folding = Folding::of(flags);
        let set = Charset::new(items, folding);
        if set.matches_nothing() {
            return self.emit(Op::FAILURE);
        }
        if set.matches_all() {
            return self.emit(Op::ANY_ALL);
        }
        self.emit(match folding {
            Folding::Locale => Op::IN_LOC_IGNORE,
            Folding::Unicode if set.has_cased => Op::IN_UNI_IGNORE,
            Folding::Ascii if set.has_cased => Op::IN_IGNORE,
            _ => Op::IN,
        });
        let skip = self.hole();
        set.write(flags, &mut self.code);
        self.fill(skip);
    }

    fn at(&mut self, at: At, flags: u32) {
        const LINE: u32 = 1;
        const LOCALE_BOUNDARY: u32 = 5;
        const UNICODE_BOUNDARY: u32 = 7;
        let plain = at as u32;
        let code = match at {
            At::Beginning | At::End if flags & MULTILINE != 0 => plain + LINE,
            At::Boundary | At::NonBoundary if flags & LOCALE != 0 => plain + LOCALE_BOUNDARY,
            At::Boundary | At::NonBoundary if flags & UNICODE != 0 => plain + UNICODE_BOUNDARY,
            _ => plain,
        };
        self.code.extend([Op::AT as u32, code]);
    }

    fn group_ref(&mut self, group: usize, flags: u32) {
        self.emit(match Folding::of(flags) {
            Folding::None => Op::GROUPREF,
            Folding::Locale => Op::GROUPREF_LOC_IGNORE,
            Folding::Ascii => Op::GROUPREF_IGNORE,
            Folding::Unicode => Op::GROUPREF_UNI_IGNORE,
        });
        self.code.push(word(group as u64 - 1));
    }

    fn repeat(&mut self, kind: Repeat, bounds: (u32, u32), body: &Seq, flags: u32) -> PyResult<()> {
        let simple = body.is_simple();
        self.emit(match (kind, simple) {
            (Repeat::Greedy, true) => Op::REPEAT_ONE,
            (Repeat::Lazy, true) => Op::MIN_REPEAT_ONE,
            (Repeat::Possessive, true) => Op::POSSESSIVE_REPEAT_ONE,
            (Repeat::Possessive, false) => Op::POSSESSIVE_REPEAT,
            (_, false) => Op::REPEAT,
        });
        let skip = self.hole();
        self.code.extend([bounds.0, bounds.1]);
        self.sequence(body, flags)?;
        if simple {
            self.emit(Op::SUCCESS);
            self.fill(skip);
        } else {
            self.fill(skip);
            self.emit(match kind {
                Repeat::Lazy => Op::MIN_UNTIL,
                Repeat::Greedy => Op::MAX_UNTIL,
                Repeat::Possessive => Op::SUCCESS,
            });
        }
        Ok(())
    }

    fn branch(&mut self, items: &[Seq], flags: u32) -> PyResult<()> {
        self.emit(Op::BRANCH);
        let mut ends = Vec::new();
        for item in items {
            let skip = self.hole();
            self.sequence(item, flags)?;
            self.emit(Op::JUMP);
            ends.push(self.hole());
            self.fill(skip);
        }
        self.emit(Op::FAILURE);
        ends.into_iter().for_each(|end| self.fill(end));
        Ok(())
    }

    fn assertion(&mut self, behind: bool, negate: bool, body: &Seq, flags: u32) -> PyResult<()> {
        self.emit(if negate { Op::ASSERT_NOT } else { Op::ASSERT });
        let skip = self.hole();
        let mut back = 0;
        if behind {
            let (low, high) = body.width(&self.parsed.widths);
            if low > u64::from(MAXCODE) {
                return Err(pattern_error(self.vm, "looks too much behind", &Value::None, None));
            }
            if low != high {
                let text = "look-behind requires fixed-width pattern";
                return Err(pattern_error(self.vm, text, &Value::None, None));
            }
            back = word(low);
        }
        self.code.push(back);
        self.sequence(body, flags)?;
        self.emit(Op::SUCCESS);
        self.fill(skip);
        Ok(())
    }

    fn condition(&mut self, group: usize, yes: &Seq, no: Option<&Seq>, flags: u32) -> PyResult<()> {
        self.emit(Op::GROUPREF_EXISTS);
        self.code.push(word(group as u64 - 1));
        let skip = self.hole();
        self.sequence(yes, flags)?;
        let Some(no) = no else {
            self.fill_plus(skip, 1);
            return Ok(());
        };
        self.emit(Op::JUMP);
        let end = self.hole();
        self.fill_plus(skip, 1);
        self.sequence(no, flags)?;
        self.fill(end);
        Ok(())
    }

    /// The hints for searching: widths, a literal prefix or the set of first characters.
    fn info(&mut self) -> PyResult<()> {
        let (low, high) = self.parsed.seq.width(&self.parsed.widths);
        let (low, high) = (word(low), word(high));
        if low == 0 {
            self.code.extend([Op::INFO as u32, 4, 0, low, high]);
            return Ok(());
        }
        let flags = self.parsed.flags;
        let (mut prefix, mut first) = (Prefix::default(), None);
        if !(flags & IGNORECASE != 0 && flags & LOCALE != 0) {
            prefix = self.prefix(&self.parsed.seq, flags)?;
            if prefix.text.is_empty() {
                first = self.first_set(&self.parsed.seq, flags)?;
            }
        }
        self.emit(Op::INFO);
        let skip = self.hole();
        let mut mask = 0;
        if !prefix.text.is_empty() {
            mask |= INFO_PREFIX;
            if prefix.skip.is_none() && prefix.is_all {
                mask |= INFO_LITERAL;
            }
        } else if first.is_some() {
            mask |= INFO_CHARSET;
        }
        self.code.extend([mask, low, high]);
        if !prefix.text.is_empty() {
            let len = prefix.text.len();
            self.code.push(word(len as u64));
            self.code.push(word(prefix.skip.unwrap_or(len) as u64));
            self.code.extend(&prefix.text);
            self.code.extend(overlaps(&prefix.text));
        } else if let Some(set) = first {
            // With the flags of the whole pattern, whatever those of the group are that the set is from.
            set.write(flags, &mut self.code);
        }
        self.fill(skip);
        Ok(())
    }

    fn prefix(&self, seq: &Seq, flags: u32) -> PyResult<Prefix> {
        self.vm.with_depth("", || {
            let mut made = Prefix::default();
            for node in &seq.nodes {
                match node {
                    Node::Literal(c) if !Folding::of(flags).is_cased(*c) => made.text.push(*c),
                    Node::Group { number, on, off, body } => {
                        let flags = combine(flags, *on, *off);
                        if flags & IGNORECASE != 0 && flags & LOCALE != 0 {
                            return Ok(made);
                        }
                        let inner = self.prefix(body, flags)?;
                        if made.skip.is_none() {
                            made.skip = if number.is_some() {
                                Some(made.text.len())
                            } else {
                                inner.skip.map(|skip| made.text.len() + skip)
                            };
                        }
                        made.text.extend(inner.text);
                        if !inner.is_all {
                            return Ok(made);
                        }
                    }
                    _ => return Ok(made),
                }
            }
            made.is_all = true;
            Ok(made)
        })
    }

    /// The set that the first character is in, where it is easy to say.
    fn first_set(&self, seq: &Seq, flags: u32) -> PyResult<Option<Charset>> {
        self.vm.with_depth("", || {
            let Some(node) = seq.nodes.first() else { return Ok(None) };
            let folding = Folding::of(flags);
            let items = match node {
                Node::Group { on, off, body, .. } => {
                    let flags = combine(flags, *on, *off);
                    if flags & IGNORECASE != 0 && flags & LOCALE != 0 {
                        return Ok(None);
                    }
                    return self.first_set(body, flags);
                }
                Node::Literal(c) => vec![SetItem::Literal(*c)],
                Node::In(items) => items.clone(),
                Node::Branch(branches) => {
                    let firsts = branches.iter().map(|b| match b.nodes.first() {
                        Some(Node::Literal(c)) => Some(SetItem::Literal(*c)),
                        _ => None,
                    });
                    match firsts.collect::<Option<Vec<_>>>() {
                        Some(items) => items,
                        None => return Ok(None),
                    }
                }
                _ => return Ok(None),
            };
            let set = Charset::new(&items, folding);
            let usable = !set.has_cased && !set.matches_nothing() && !set.matches_all();
            Ok(usable.then_some(set))
        })
    }
}

/// For each place in the prefix, how much of its beginning also ends there.
fn overlaps(prefix: &[u32]) -> Vec<u32> {
    let mut table = vec![0usize; prefix.len()];
    for i in 1..prefix.len() {
        let mut len = table[i - 1];
        while len > 0 && prefix[i] != prefix[len] {
            len = table[len - 1];
        }
        table[i] = len + usize::from(prefix[i] == prefix[len]);
    }
    table.into_iter().map(|n| word(n as u64)).collect()
}
