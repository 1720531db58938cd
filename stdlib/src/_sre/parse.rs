//! Parses regular expressions. Mirrors `Lib/re/_parser.py`: what it accepts, its messages and their positions.

use pyvm_vm::heap::{Str, Value};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult};

use super::ast::{At, Node, Repeat, Seq, SetItem};
use super::escape;
use super::flags::{ASCII, LOCALE, UNICODE, VERBOSE};
use super::opcode::{MAXGROUPS, MAXREPEAT};
use super::source::{Source, Token, character};

/// A parsed pattern.
pub(super) struct Parsed {
    pub(super) seq: Seq,
    /// Those given and those that the pattern turns on.
    pub(super) flags: u32,
    /// Names and numbers of groups, in order.
    pub(super) names: Vec<(Str, usize)>,
    /// Widths of groups, the whole pattern as number 0.
    pub(super) widths: Vec<Option<(u64, u64)>>,
}

/// The parser's state.
pub(super) struct Parser<'a> {
    pub(super) vm: &'a Vm,
    pub(super) source: Source<'a>,
    pub(super) flags: u32,
    names: Vec<(Str, usize)>,
    /// `None` where the group is still open.
    pub(super) widths: Vec<Option<(u64, u64)>>,
    /// Number of groups when the outermost lookbehind began.
    pub(super) lookbehind: Option<usize>,
    /// Conditions on groups by number, with their places: checked at the end.
    pub(super) conditions: Vec<(usize, usize)>,
}

/// Parses a pattern.
///
/// # Errors
/// PatternError; ValueError for flags that do not go with the kind of pattern.
pub(super) fn parse(vm: &Vm, pattern: &Value, given: u32) -> PyResult<Parsed> {
    let source = Source::new(vm, pattern)?;
    let mut parser = Parser {
        vm,
        source,
        flags: given,
        names: Vec::new(),
        widths: vec![None],
        lookbehind: None,
        conditions: Vec::new(),
    };
    let seq = parser.alternatives(given & VERBOSE != 0, 0)?;
    let flags = fix_flags(vm, parser.source.is_text, parser.flags)?;
    if parser.source.peek().is_some() {
        return Err(parser.source.error("unbalanced parenthesis", 0));
    }
    for (group, at) in &parser.conditions {
        if *group >= parser.widths.len() {
            return Err(parser.source.error_at(&format!("invalid group reference {group}"), Some(*at)));
        }
    }
    Ok(Parsed { seq, flags, names: parser.names, widths: parser.widths })
}

fn fix_flags(vm: &Vm, is_text: bool, flags: u32) -> PyResult<u32> {
    let refuse = |text: &str| Err(vm.value_error(text));
    if is_text {
        if flags & LOCALE != 0 {
            return refuse("cannot use LOCALE flag with a str pattern");
        }
        if flags & ASCII != 0 && flags & UNICODE != 0 {
            return refuse("ASCII and UNICODE flags are incompatible");
        }
        return Ok(if flags & ASCII == 0 { flags | UNICODE } else { flags });
    }
    if flags & UNICODE != 0 {
        return refuse("cannot use UNICODE flag with a bytes pattern");
    }
    if flags & LOCALE != 0 && flags & ASCII != 0 {
        return refuse("ASCII and LOCALE flags are incompatible");
    }
    Ok(flags)
}

impl Parser<'_> {
    /// Whether a group with this number is closed.
    pub(super) fn is_closed(&self, group: usize) -> bool {
        self.widths.get(group).is_some_and(Option::is_some)
    }

    /// Number of groups so far, the whole pattern among them.
    pub(super) fn groups(&self) -> usize {
        self.widths.len()
    }

    /// Refuses references within a lookbehind to groups that it defines itself.
    pub(super) fn check_lookbehind(&self, group: usize) -> PyResult<()> {
        let Some(before) = self.lookbehind else { return Ok(()) };
        if !self.is_closed(group) {
            return Err(self.source.error("cannot refer to an open group", 0));
        }
        if group >= before {
            let text = "cannot refer to group defined in the same lookbehind subpattern";
            return Err(self.source.error(text, 0));
        }
        Ok(())
    }

    pub(super) fn group_named(&self, name: &Str) -> Option<usize> {
        self.names.iter().find(|(n, _)| n == name).map(|(_, group)| *group)
    }

    pub(super) fn open_group(&mut self, name: Option<&Str>) -> PyResult<usize> {
        let group = self.widths.len();
        self.widths.push(None);
        if self.widths.len() > MAXGROUPS {
            return Err(self.source.error_at("too many groups", None));
        }
        if let Some(name) = name {
            if let Some(old) = self.group_named(name) {
                let shown = self.vm.repr(&Value::Str(name.clone()))?;
                let text = format!("redefinition of group name {shown} as group {group}; was group {old}");
                return Err(self.source.error(&text, name.char_len() + 1));
            }
            self.names.push((name.clone(), group));
        }
        Ok(group)
    }

    /// `a|b|c`
    pub(super) fn alternatives(&mut self, mut verbose: bool, nested: usize) -> PyResult<Seq> {
        let vm = self.vm;
        vm.with_depth("", || {
            let mut items = Vec::new();
            loop {
                let first = nested == 0 && items.is_empty();
                items.push(self.sequence(verbose, nested + 1, first)?);
                if !self.source.accept('|')? {
                    break;
                }
                if nested == 0 {
                    verbose = self.flags & VERBOSE != 0;
                }
            }
            Ok(simplify(items))
        })
    }

    pub(super) fn sequence(&mut self, mut verbose: bool, nested: usize, first: bool) -> PyResult<Seq> {
        let mut seq = Seq::default();
        while let Some(token) = self.source.peek() {
            let c = match token {
                Token::Escape(c) => {
                    self.source.get()?;
                    seq.nodes.push(escape::outside(self, c)?);
                    continue;
                }
                Token::Char(c) => c,
            };
            if matches!(character(c), '|' | ')') {
                break;
            }
            self.source.get()?;
            if verbose && matches!(character(c), ' ' | '\t' | '\n' | '\r' | '\x0b' | '\x0c') {
                continue;
            }
            match character(c) {
                '#' if verbose => {
                    while let Some(token) = self.source.get()? {
                        if token == Token::Char(u32::from('\n')) {
                            break;
                        }
                    }
                }
                '[' => seq.nodes.push(self.set()?),
                '*' | '+' | '?' | '{' => self.repeat(character(c), &mut seq)?,
                '.' => seq.nodes.push(Node::Any),
                '(' => {
                    let start = self.source.tell() - 1;
                    let at_start = first && seq.nodes.is_empty();
                    match self.group(start, verbose, nested, at_start)? {
                        Some(node) => seq.nodes.push(node),
                        None => verbose |= at_start && self.flags & VERBOSE != 0,
                    }
                }
                '^' => seq.nodes.push(Node::At(At::Beginning)),
                '$' => seq.nodes.push(Node::At(At::End)),
                _ => seq.nodes.push(Node::Literal(c)),
            }
        }
        Ok(unpack(seq))
    }

    /// What follows `[`.
    fn set(&mut self) -> PyResult<Node> {
        let here = self.source.tell() - 1;
        let mut items: Vec<SetItem> = Vec::new();
        if self.source.peek_char() == Some('[') {
            self.warn("nested set", self.source.tell())?;
        }
        let negate = self.source.accept('^')?;
        loop {
            let Some(this) = self.source.get()? else { return Err(self.unterminated_set(here)) };
            if this == Token::Char(u32::from(']')) && !items.is_empty() {
                break;
            }
            let code = match this {
                Token::Escape(c) => escape::inside(self, c)?,
                Token::Char(c) => {
                    if !items.is_empty() && self.source.peek() == Some(this) {
                        let kind = match character(c) {
                            '-' => "set difference",
                            '&' => "set intersection",
                            '~' => "set symmetric difference",
                            '|' => "set union",
                            _ => "",
                        };
                        if !kind.is_empty() {
                            self.warn(kind, self.source.tell() - 1)?;
                        }
                    }
                    SetItem::Literal(c)
                }
            };
            if !self.source.accept('-')? {
                items.push(code);
                continue;
            }
            let Some(that) = self.source.get()? else { return Err(self.unterminated_set(here)) };
            if that == Token::Char(u32::from(']')) {
                items.extend([code, SetItem::Literal(u32::from('-'))]);
                break;
            }
            items.push(self.range(this, code, that)?);
        }
        Ok(set_node(items, negate))
    }

    fn unterminated_set(&self, here: usize) -> PyError {
        self.source.error("unterminated character set", self.source.tell() - here)
    }

    fn range(&mut self, this: Token, low: SetItem, that: Token) -> PyResult<SetItem> {
        let high = match that {
            Token::Escape(c) => escape::inside(self, c)?,
            Token::Char(c) => {
                if c == u32::from('-') {
                    self.warn("set difference", self.source.tell() - 2)?;
                }
                SetItem::Literal(c)
            }
        };
        if let (SetItem::Literal(low), SetItem::Literal(high)) = (low, high)
            && low <= high
        {
            return Ok(SetItem::Range(low, high));
        }
        let shown = |t: Token| match t {
            Token::Char(c) => character(c).to_string(),
            Token::Escape(c) => format!("\\{}", character(c)),
        };
        let (this, that) = (shown(this), shown(that));
        let back = this.chars().count() + 1 + that.chars().count();
        Err(self.source.error(&format!("bad character range {this}-{that}"), back))
    }

    fn warn(&self, what: &str, at: usize) -> PyResult<()> {
        // The frames between the caller and here are `compile` and `_compile` of `re`.
        self.vm.warn(&self.vm.exc.future_warning, &format!("Possible {what} at position {at}"), 3)
    }

    /// What a `*`, `+`, `?` or `{` makes of the element before it.
    fn repeat(&mut self, sign: char, seq: &mut Seq) -> PyResult<()> {
        let here = self.source.tell();
        let (min, max) = match sign {
            '?' => (0, 1),
            '*' => (0, MAXREPEAT),
            '+' => (1, MAXREPEAT),
            _ => match self.bounds(here)? {
                Some(bounds) => bounds,
                None => {
                    seq.nodes.push(Node::Literal(u32::from('{')));
                    return Ok(());
                }
            },
        };
        let back = self.source.tell() - here + 1;
        let body = match seq.nodes.pop() {
            None | Some(Node::At(_)) => return Err(self.source.error("nothing to repeat", back)),
            Some(Node::Repeat { .. }) => return Err(self.source.error("multiple repeat", back)),
            Some(Node::Group { number: None, on: 0, off: 0, body }) => body,
            Some(node) => Seq::of(node),
        };
        let kind = if self.source.accept('?')? {
            Repeat::Lazy
        } else if self.source.accept('+')? {
            Repeat::Possessive
        } else {
            Repeat::Greedy
        };
        seq.nodes.push(Node::Repeat { kind, min, max, body });
        Ok(())
    }

    /// The bounds in braces; none where the brace is an ordinary character.
    fn bounds(&mut self, here: usize) -> PyResult<Option<(u32, u32)>> {
        if self.source.peek_char() == Some('}') {
            return Ok(None);
        }
        let low = self.source.take_while(usize::MAX, |c| c.is_ascii_digit())?;
        let high = if self.source.accept(',')? {
            self.source.take_while(usize::MAX, |c| c.is_ascii_digit())?
        } else {
            low.clone()
        };
        if !self.source.accept('}')? {
            self.source.seek(here)?;
            return Ok(None);
        }
        let number = |text: &str, default: u32| match text {
            "" => Ok(default),
            digits => match digits.parse::<u32>() {
                Ok(n) if n < MAXREPEAT => Ok(n),
                _ => Err(self.vm.overflow_error("the repetition number is too large")),
            },
        };
        let (min, max) = (number(&low, 0)?, number(&high, MAXREPEAT)?);
        if max < min {
            let back = self.source.tell() - here;
            return Err(self.source.error("min repeat greater than max repeat", back));
        }
        Ok(Some((min, max)))
    }

    fn unterminated(&self, start: usize) -> PyError {
        self.source.error("missing ), unterminated subpattern", self.source.tell() - start)
    }

    pub(super) fn close(&mut self, start: usize) -> PyResult<()> {
        if self.source.accept(')')? { Ok(()) } else { Err(self.unterminated(start)) }
    }
}

pub(super) fn token_char(token: Token) -> char {
    match token {
        Token::Char(c) => character(c),
        // No escape is a flag or a sign.
        Token::Escape(_) => '\\',
    }
}

pub(super) fn token_len(token: Token) -> usize {
    if matches!(token, Token::Char(_)) { 1 } else { 2 }
}

fn set_node(items: Vec<SetItem>, negate: bool) -> Node {
    let mut unique: Vec<SetItem> = Vec::with_capacity(items.len());
    let mut seen = std::collections::HashSet::new();
    for item in items {
        let key = match item {
            SetItem::Negate => (0, 0, 0),
            SetItem::Literal(c) => (1, c, 0),
            SetItem::Range(a, b) => (2, a, b),
            SetItem::Category(c) => (3, c as u32, 0),
        };
        if seen.insert(key) {
            unique.push(item);
        }
    }
    if let [SetItem::Literal(c)] = unique[..] {
        return if negate { Node::NotLiteral(c) } else { Node::Literal(c) };
    }
    if negate {
        unique.insert(0, SetItem::Negate);
    }
    Node::In(unique)
}

/// Takes groups apart that neither capture nor change flags.
fn unpack(seq: Seq) -> Seq {
    let mut made = Seq::default();
    for node in seq.nodes {
        match node {
            Node::Group { number: None, on: 0, off: 0, body } => made.nodes.extend(body.nodes),
            node => made.nodes.push(node),
        }
    }
    made
}

/// Alternatives as one sequence: a common prefix comes first, single characters become a set.
fn simplify(mut items: Vec<Seq>) -> Seq {
    let mut made = Seq::default();
    if items.len() == 1 {
        return items.pop().unwrap_or_default();
    }
    while let Some(first) = items.first().and_then(|i| i.nodes.first()).cloned() {
        if !items.iter().all(|i| i.nodes.first().is_some_and(|n| n.same(&first))) {
            break;
        }
        for item in &mut items {
            item.nodes.remove(0);
        }
        made.nodes.push(first);
    }
    let mut set = Vec::new();
    for item in &items {
        match &item.nodes[..] {
            [Node::Literal(c)] => set.push(SetItem::Literal(*c)),
            [Node::In(inner)] if inner.first() != Some(&SetItem::Negate) => set.extend(inner.iter().copied()),
            _ => {
                made.nodes.push(Node::Branch(items));
                return made;
            }
        }
    }
    // A set of one character stays a set, as in CPython.
    made.nodes.push(match set_node(set, false) {
        Node::Literal(c) => Node::In(vec![SetItem::Literal(c)]),
        node => node,
    });
    made
}
