//! Replacement templates of `sub` and `expand`. Mirrors `parse_template` of `Lib/re/_parser.py`.

use pyvm_vm::heap::Str;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::escape::control;
use super::pattern::{self, Pattern};
use super::source::{Source, Token, character, text_of};
use super::subject::{Found, Subject};

/// What stands for a match.
pub(super) enum Replacement {
    Literal(Value),
    Template(Template),
    Function(Value),
}

/// Literal text and groups.
pub(super) struct Template(Vec<Part>);

enum Part {
    Text(Value),
    Group(usize),
}

impl Replacement {
    /// The replacement that an argument of `sub` means.
    pub(super) fn new(vm: &Vm, pattern: &Value, given: &Value) -> PyResult<Replacement> {
        if vm.is_callable(given) {
            return Ok(Replacement::Function(given.clone()));
        }
        let is_literal = match given.as_text() {
            Some(text) => !text.as_bytes().contains(&b'\\'),
            None if vm.is_bytes_like(given) => !vm.bytes_of(given)?.contains(&b'\\'),
            None => false,
        };
        if is_literal {
            return Ok(Replacement::Literal(given.clone()));
        }
        Ok(Replacement::Template(Template::parse(vm, pattern::of(vm, pattern)?, given)?))
    }
}

/// `match.expand(template)`
pub(super) fn expand(vm: &Vm, pattern: &Value, given: &Value, subject: &Subject, found: &Found) -> PyResult {
    let template = Template::parse(vm, pattern::of(vm, pattern)?, given)?;
    // A template without groups is its text, whatever the kind of the subject.
    if let [Part::Text(text)] = &template.0[..] {
        return Ok(text.clone());
    }
    let mut pieces = Vec::new();
    template.expand(vm, subject, found, &mut pieces);
    subject.join(vm, pieces)
}

impl Template {
    fn parse(vm: &Vm, pattern: &Pattern, given: &Value) -> PyResult<Template> {
        if given.as_text().is_none() && !vm.is_bytes_like(given) {
            let got = vm.type_name(given);
            return Err(vm.type_error(format!("decoding to str: need a bytes-like object, {got} found")));
        }
        let source = Source::new(vm, given)?;
        let mut parser = Parser { vm, pattern, source, parts: Vec::new(), text: Vec::new() };
        parser.run()?;
        Ok(Template(parser.parts))
    }

    /// Adds the text for one match.
    pub(super) fn expand(&self, vm: &Vm, subject: &Subject, found: &Found, pieces: &mut Vec<Value>) {
        for part in &self.0 {
            match part {
                Part::Text(text) => pieces.push(text.clone()),
                Part::Group(group) => {
                    if let Some(Some((start, end))) = found.spans.get(*group) {
                        pieces.push(subject.slice(vm, *start, *end));
                    }
                }
            }
        }
    }
}

struct Parser<'a> {
    vm: &'a Vm,
    pattern: &'a Pattern,
    source: Source<'a>,
    parts: Vec<Part>,
    text: Vec<u32>,
}

impl Parser<'_> {
    fn run(&mut self) -> PyResult<()> {
        while let Some(token) = self.source.get()? {
            match token {
                Token::Char(c) => self.text.push(c),
                Token::Escape(c) => self.escape(c)?,
            }
        }
        self.flush();
        Ok(())
    }

    fn flush(&mut self) {
        if self.text.is_empty() {
            return;
        }
        let text = std::mem::take(&mut self.text);
        self.parts.push(Part::Text(if self.source.is_text {
            Value::Str(text_of(&text))
        } else {
            let bytes: Vec<u8> = text.iter().map(|c| c.to_le_bytes()[0]).collect();
            self.vm.new_bytes(&bytes)
        }));
    }

    fn group(&mut self, group: usize, digits: &str, back: usize) -> PyResult<()> {
        if group > self.pattern.groups {
            return Err(self.source.error(&format!("invalid group reference {digits}"), back));
        }
        self.flush();
        self.parts.push(Part::Group(group));
        Ok(())
    }

    fn escape(&mut self, point: u32) -> PyResult<()> {
        let is_octal = |c: char| matches!(c, '0'..='7');
        match character(point) {
            'g' => self.named(),
            '0' => {
                let digits = self.source.take_while(2, is_octal)?;
                self.text.push(u32::from_str_radix(&format!("0{digits}"), 8).unwrap_or(0) & 0xFF);
                Ok(())
            }
            c if c.is_ascii_digit() => {
                let mut digits = c.to_string();
                digits.push_str(&self.source.take_while(1, |c| c.is_ascii_digit())?);
                if digits.len() == 2 && digits.chars().all(is_octal) {
                    let third = self.source.take_while(1, is_octal)?;
                    if !third.is_empty() {
                        digits.push_str(&third);
                        return self.octal(&digits);
                    }
                }
                let number = digits.parse().unwrap_or(usize::MAX);
                self.group(number, &digits, digits.len())
            }
            c => match control(c) {
                Some(code) => {
                    self.text.push(code);
                    Ok(())
                }
                None if c.is_ascii_alphabetic() => Err(self.source.error(&format!("bad escape \\{c}"), 2)),
                None => {
                    self.text.extend([u32::from('\\'), point]);
                    Ok(())
                }
            },
        }
    }

    fn octal(&mut self, digits: &str) -> PyResult<()> {
        match u32::from_str_radix(digits, 8) {
            Ok(n) if n <= 0o377 => {
                self.text.push(n);
                Ok(())
            }
            _ => {
                let text = format!("octal escape value \\{digits} outside of range 0-0o377");
                Err(self.source.error(&text, digits.len() + 1))
            }
        }
    }

    /// `\g<name>` or `\g<number>`
    fn named(&mut self) -> PyResult<()> {
        if !self.source.accept('<')? {
            return Err(self.source.error("missing <", 0));
        }
        let name: Str = self.source.until('>', "group name")?;
        let back = name.char_len() + 1;
        if let Some(digits) = name.as_str().filter(|n| n.bytes().all(|b| b.is_ascii_digit())) {
            let number = digits.parse().unwrap_or(usize::MAX);
            let shown = digits.trim_start_matches('0');
            let shown = if shown.is_empty() { "0" } else { shown };
            return self.group(number, shown, back);
        }
        self.source.check_group_name(&name, 1)?;
        let names = self.pattern.group_index.clone();
        match names.as_dict().and_then(|d| d.get_str(&name)) {
            Some(Value::Int(n)) => self.group(usize::try_from(n).unwrap_or(usize::MAX), &n.to_string(), back),
            _ => {
                let shown = self.vm.repr(&Value::Str(name))?;
                Err(self.vm.index_error(format!("unknown group name {shown}")))
            }
        }
    }
}
