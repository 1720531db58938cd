//! The text of a pattern or template as tokens: a character, or a backslash with the one after it.

use pyvm_vm::heap::{Str, Value};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult};
use rustpython_wtf8::{CodePoint, Wtf8Buf};

/// A token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    Char(u32),
    Escape(u32),
}

/// A reader of tokens that knows where it is.
pub(super) struct Source<'a> {
    vm: &'a Vm,
    /// The pattern, for errors.
    pattern: Value,
    pub(super) is_text: bool,
    text: Vec<u32>,
    /// Behind the next token.
    index: usize,
    next: Option<Token>,
}

/// The code points of text.
pub(super) fn points(text: &Str) -> Vec<u32> {
    text.as_wtf8().code_points().map(CodePoint::to_u32).collect()
}

/// Code points as text.
pub(super) fn text_of(points: &[u32]) -> Str {
    let text: Wtf8Buf = points.iter().filter_map(|p| CodePoint::from_u32(*p)).collect();
    Str::from_wtf8(&text)
}

/// A code point that is a character.
pub(super) fn character(point: u32) -> char {
    char::from_u32(point).unwrap_or('\u{fffd}')
}

impl<'a> Source<'a> {
    pub(super) fn new(vm: &'a Vm, pattern: &Value) -> PyResult<Source<'a>> {
        let (text, is_text) = match pattern.as_text() {
            Some(text) => (points(text), true),
            None => (vm.bytes_of(pattern)?.iter().map(|b| u32::from(*b)).collect(), false),
        };
        let mut source = Source { vm, pattern: pattern.clone(), is_text, text, index: 0, next: None };
        source.advance()?;
        Ok(source)
    }

    fn advance(&mut self) -> PyResult<()> {
        let Some(first) = self.text.get(self.index).copied() else {
            self.next = None;
            return Ok(());
        };
        self.index += 1;
        self.next = Some(Token::Char(first));
        if first == u32::from('\\') {
            let Some(second) = self.text.get(self.index).copied() else {
                let at = self.text.len() - 1;
                return Err(self.error_at("bad escape (end of pattern)", Some(at)));
            };
            self.index += 1;
            self.next = Some(Token::Escape(second));
        }
        Ok(())
    }

    /// The next token, left in place.
    pub(super) fn peek(&self) -> Option<Token> {
        self.next
    }

    /// The next token if it is a plain ASCII character.
    pub(super) fn peek_char(&self) -> Option<char> {
        match self.next {
            Some(Token::Char(c)) => char::from_u32(c),
            _ => None,
        }
    }

    /// Takes the next token.
    pub(super) fn get(&mut self) -> PyResult<Option<Token>> {
        let token = self.next;
        if token.is_some() {
            self.advance()?;
        }
        Ok(token)
    }

    /// Takes the next token if it is this character.
    pub(super) fn accept(&mut self, c: char) -> PyResult<bool> {
        let found = self.next == Some(Token::Char(u32::from(c)));
        if found {
            self.advance()?;
        }
        Ok(found)
    }

    /// Takes up to `limit` characters that pass.
    pub(super) fn take_while(&mut self, limit: usize, test: fn(char) -> bool) -> PyResult<String> {
        let mut taken = String::new();
        while taken.len() < limit
            && let Some(c) = self.peek_char().filter(|c| test(*c))
        {
            taken.push(c);
            self.advance()?;
        }
        Ok(taken)
    }

    /// Takes text up to a terminator, which goes too.
    pub(super) fn until(&mut self, terminator: char, what: &str) -> PyResult<Str> {
        let mut taken: Vec<u32> = Vec::new();
        loop {
            let Some(token) = self.get()? else {
                return Err(if taken.is_empty() {
                    self.error(&format!("missing {what}"), 0)
                } else {
                    self.error(&format!("missing {terminator}, unterminated name"), taken.len())
                });
            };
            match token {
                Token::Char(c) if c == u32::from(terminator) => {
                    if taken.is_empty() {
                        return Err(self.error(&format!("missing {what}"), 1));
                    }
                    return Ok(text_of(&taken));
                }
                Token::Char(c) => taken.push(c),
                Token::Escape(c) => taken.extend([u32::from('\\'), c]),
            }
        }
    }

    /// Where the next token begins.
    pub(super) fn tell(&self) -> usize {
        self.index
            - match self.next {
                None => 0,
                Some(Token::Char(_)) => 1,
                Some(Token::Escape(_)) => 2,
            }
    }

    /// Goes to an earlier place.
    pub(super) fn seek(&mut self, index: usize) -> PyResult<()> {
        self.index = index;
        self.advance()
    }

    /// A PatternError `back` characters before the next token.
    pub(super) fn error(&self, message: &str, back: usize) -> PyError {
        self.error_at(message, Some(self.tell().saturating_sub(back)))
    }

    /// A PatternError at a place.
    pub(super) fn error_at(&self, message: &str, at: Option<usize>) -> PyError {
        pattern_error(self.vm, message, &self.pattern, at)
    }

    /// Refuses what cannot name a group.
    pub(super) fn check_group_name(&self, name: &Str, back: usize) -> PyResult<()> {
        if !self.is_text && !name.is_ascii() {
            let shown = self.vm.ascii(&Value::Str(name.clone()))?;
            return Err(self.error(&format!("bad character in group name {shown}"), name.char_len() + back));
        }
        if !pyvm_vm::text::unicode::str_is_identifier(name.as_wtf8()) {
            let shown = self.vm.repr(&Value::Str(name.clone()))?;
            return Err(self.error(&format!("bad character in group name {shown}"), name.char_len() + back));
        }
        Ok(())
    }
}

/// `re.PatternError(message, pattern, at)`; without a place the message alone.
pub(super) fn pattern_error(vm: &Vm, message: &str, pattern: &Value, at: Option<usize>) -> PyError {
    let made = vm.import("re._constants").and_then(|module| {
        let class = vm.getattr_str(&module, "PatternError")?;
        let mut args = vec![Value::str(message)];
        if let Some(at) = at {
            args.extend([pattern.clone(), crate::support::size(at)]);
        }
        vm.call(&class, pyvm_vm::call::Args::positional(&args))
    });
    match made {
        Ok(made) => PyError::new(made).unwrap_or_else(|_| vm.type_error("PatternError is no exception")),
        Err(error) => error,
    }
}
