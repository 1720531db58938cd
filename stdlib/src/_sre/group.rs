//! What begins with `(`: groups, assertions, conditions, comments and inline flags (CPython: `re/_parser.py`).

use pyvm_vm::heap::{Str, Value};
use pyvm_vm::{PyError, PyResult};

use super::ast::Node;
use super::flags::{self, DEBUG, TYPE_FLAGS, VERBOSE};
use super::opcode::MAXGROUPS;
use super::parse::{Parser, token_char, token_len};
use super::source::{Token, character};

/// What `(?P` names.
enum Named {
    Group(Str),
    Reference(usize),
}

impl Parser<'_> {
    /// What follows `(`; none where it stands for nothing (comments, global flags).
    pub(super) fn group(
        &mut self,
        start: usize,
        verbose: bool,
        nested: usize,
        first: bool,
    ) -> PyResult<Option<Node>> {
        let (mut name, mut captures, mut atomic, mut on, mut off) = (None, true, false, 0, 0);
        if self.source.accept('?')? {
            let Some(token) = self.source.get()? else {
                return Err(self.source.error("unexpected end of pattern", 0));
            };
            match token_char(token) {
                'P' => match self.named()? {
                    Named::Group(n) => name = Some(n),
                    Named::Reference(group) => return Ok(Some(Node::GroupRef(group))),
                },
                ':' => captures = false,
                '#' => return self.comment(start).map(|()| None),
                c @ ('=' | '!' | '<') => return self.assertion(c, start, verbose, nested).map(Some),
                '(' => return self.condition(start, verbose, nested).map(Some),
                '>' => (captures, atomic) = (false, true),
                c if c == '-' || flags::of_letter(c).is_some() => {
                    let Some(changed) = self.inline_flags(c)? else {
                        if !first {
                            let back = self.source.tell() - start;
                            let text = "global flags not at the start of the expression";
                            return Err(self.source.error(text, back));
                        }
                        return Ok(None);
                    };
                    (captures, on, off) = (false, changed.0, changed.1);
                }
                _ => return Err(self.unknown("?", token)),
            }
        }
        let number = if captures { Some(self.open_group(name.as_ref())?) } else { None };
        let inner_verbose = (verbose || on & VERBOSE != 0) && off & VERBOSE == 0;
        let body = self.alternatives(inner_verbose, nested + 1)?;
        self.close(start)?;
        if let Some(number) = number {
            let width = body.width(&self.widths);
            if let Some(slot) = self.widths.get_mut(number) {
                *slot = Some(width);
            }
        }
        Ok(Some(if atomic { Node::Atomic(body) } else { Node::Group { number, on, off, body } }))
    }

    fn unknown(&self, before: &str, token: Token) -> PyError {
        let text = match token {
            Token::Char(c) => character(c).to_string(),
            Token::Escape(c) => format!("\\{}", character(c)),
        };
        let back = before.len() + text.chars().count();
        self.source.error(&format!("unknown extension {before}{text}"), back)
    }

    /// What follows `(?P`.
    fn named(&mut self) -> PyResult<Named> {
        if self.source.accept('<')? {
            let name = self.source.until('>', "group name")?;
            self.source.check_group_name(&name, 1)?;
            return Ok(Named::Group(name));
        }
        if self.source.accept('=')? {
            let name = self.source.until(')', "group name")?;
            self.source.check_group_name(&name, 1)?;
            let back = name.char_len() + 1;
            let Some(group) = self.group_named(&name) else { return Err(self.unknown_name(&name, back)?) };
            if !self.is_closed(group) {
                return Err(self.source.error("cannot refer to an open group", back));
            }
            self.check_lookbehind(group)?;
            return Ok(Named::Reference(group));
        }
        match self.source.get()? {
            None => Err(self.source.error("unexpected end of pattern", 0)),
            Some(token) => Err(self.unknown("?P", token)),
        }
    }

    fn unknown_name(&self, name: &Str, back: usize) -> PyResult<PyError> {
        let shown = self.vm.repr(&Value::Str(name.clone()))?;
        Ok(self.source.error(&format!("unknown group name {shown}"), back))
    }

    fn comment(&mut self, start: usize) -> PyResult<()> {
        loop {
            match self.source.get()? {
                None => {
                    let back = self.source.tell() - start;
                    return Err(self.source.error("missing ), unterminated comment", back));
                }
                Some(Token::Char(c)) if c == u32::from(')') => return Ok(()),
                Some(_) => {}
            }
        }
    }

    /// `(?=`, `(?!`, `(?<=`, `(?<!`
    fn assertion(&mut self, sign: char, start: usize, verbose: bool, nested: usize) -> PyResult<Node> {
        let behind = sign == '<';
        let mut kind = sign;
        if behind {
            let Some(token) = self.source.get()? else {
                return Err(self.source.error("unexpected end of pattern", 0));
            };
            kind = token_char(token);
            if !matches!(kind, '=' | '!') {
                return Err(self.unknown("?<", token));
            }
        }
        let outermost = behind && self.lookbehind.is_none();
        if outermost {
            self.lookbehind = Some(self.widths.len());
        }
        let body = self.alternatives(verbose, nested + 1)?;
        if outermost {
            self.lookbehind = None;
        }
        self.close(start)?;
        if kind == '!' && body.nodes.is_empty() {
            return Ok(Node::Failure);
        }
        Ok(Node::Assert { behind, negate: kind == '!', body })
    }

    /// `(?(group)yes|no)`
    fn condition(&mut self, start: usize, verbose: bool, nested: usize) -> PyResult<Node> {
        let name = self.source.until(')', "group name")?;
        let back = name.char_len() + 1;
        let digits = name.as_str().filter(|n| n.bytes().all(|b| b.is_ascii_digit()));
        let group = if let Some(digits) = digits {
            let group = digits.parse::<usize>().unwrap_or(usize::MAX);
            if group == 0 {
                return Err(self.source.error("bad group number", back));
            }
            if group >= MAXGROUPS {
                return Err(self.source.error(&format!("invalid group reference {digits}"), back));
            }
            if !self.conditions.iter().any(|(g, _)| *g == group) {
                self.conditions.push((group, self.source.tell() - back));
            }
            group
        } else {
            self.source.check_group_name(&name, 1)?;
            match self.group_named(&name) {
                Some(group) => group,
                None => return Err(self.unknown_name(&name, back)?),
            }
        };
        self.check_lookbehind(group)?;
        let vm = self.vm;
        vm.with_depth("", || {
            let yes = self.sequence(verbose, nested + 1, false)?;
            let mut no = None;
            if self.source.accept('|')? {
                no = Some(self.sequence(verbose, nested + 1, false)?);
                if self.source.peek_char() == Some('|') {
                    let text = "conditional backref with more than two branches";
                    return Err(self.source.error(text, 0));
                }
            }
            self.close(start)?;
            Ok(Node::GroupRefExists { group, yes, no })
        })
    }

    /// Flags of `(?aiLmsux-imsx:`; none where they are global.
    fn inline_flags(&mut self, first: char) -> PyResult<Option<(u32, u32)>> {
        let (mut on, mut off) = (0, 0);
        let mut c = first;
        if c != '-' {
            loop {
                on |= self.flag_on(c, on)?;
                let Some(token) = self.source.get()? else {
                    return Err(self.source.error("missing -, : or )", 0));
                };
                c = token_char(token);
                if matches!(c, ')' | '-' | ':') {
                    break;
                }
                if flags::of_letter(c).is_none() {
                    let text = if c.is_alphabetic() { "unknown flag" } else { "missing -, : or )" };
                    return Err(self.source.error(text, token_len(token)));
                }
            }
        }
        if c == ')' {
            self.flags |= on;
            return Ok(None);
        }
        if on & DEBUG != 0 {
            return Err(self.source.error("bad inline flags: cannot turn on global flag", 1));
        }
        if c == '-' {
            off = self.flags_off()?;
        }
        if on & off != 0 {
            return Err(self.source.error("bad inline flags: flag turned on and off", 1));
        }
        Ok(Some((on, off)))
    }

    fn flag_on(&self, letter: char, on: u32) -> PyResult<u32> {
        let refuse = |text: &str| Err(self.source.error(text, 0));
        if self.source.is_text && letter == 'L' {
            return refuse("bad inline flags: cannot use 'L' flag with a str pattern");
        }
        if !self.source.is_text && letter == 'u' {
            return refuse("bad inline flags: cannot use 'u' flag with a bytes pattern");
        }
        let flag = flags::of_letter(letter).unwrap_or(0);
        if flag & TYPE_FLAGS != 0 && (on | flag) & TYPE_FLAGS != flag {
            return refuse("bad inline flags: flags 'a', 'u' and 'L' are incompatible");
        }
        Ok(flag)
    }

    fn flags_off(&mut self) -> PyResult<u32> {
        let mut off = 0;
        let mut missing = "missing flag";
        loop {
            let Some(token) = self.source.get()? else { return Err(self.source.error(missing, 0)) };
            let c = token_char(token);
            if c == ':' && off != 0 {
                return Ok(off);
            }
            let Some(flag) = flags::of_letter(c) else {
                let text = if c.is_alphabetic() { "unknown flag" } else { missing };
                return Err(self.source.error(text, token_len(token)));
            };
            if flag & TYPE_FLAGS != 0 {
                let text = "bad inline flags: cannot turn off flags 'a', 'u' and 'L'";
                return Err(self.source.error(text, 0));
            }
            off |= flag;
            missing = "missing :";
        }
    }
}
