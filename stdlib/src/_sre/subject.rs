//! What is searched, and the engine running on it.

use pyvm_vm::heap::{Bytes, Str};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::chars::{Bytewise, Chars, Wide};
use super::engine::{Matcher, Memory, Wish};
use super::program::Program;

/// A string or bytes-like object with its characters held still.
#[derive(Clone)]
pub(super) struct Subject {
    /// As it was given.
    pub(super) value: Value,
    data: Data,
}

#[derive(Clone)]
enum Data {
    Text(Str),
    Bytes(Bytes),
}

impl Subject {
    /// The subject for a pattern of text, of bytes or (`None`) of either.
    pub(super) fn new(vm: &Vm, value: &Value, wants_bytes: Option<bool>) -> PyResult<Subject> {
        let data = match value.as_text() {
            Some(text) => Data::Text(text.clone()),
            None if vm.is_bytes_like(value) => Data::Bytes(vm.bytes_of(value)?),
            None => {
                let got = vm.type_name(value);
                return Err(vm.type_error(format!("expected string or bytes-like object, got '{got}'")));
            }
        };
        match (wants_bytes, &data) {
            (Some(false), Data::Bytes(_)) => {
                Err(vm.type_error("cannot use a string pattern on a bytes-like object"))
            }
            (Some(true), Data::Text(_)) => {
                Err(vm.type_error("cannot use a bytes pattern on a string-like object"))
            }
            _ => Ok(Subject { value: value.clone(), data }),
        }
    }

    /// Its length in characters.
    pub(super) fn len(&self) -> usize {
        match &self.data {
            Data::Text(text) => text.char_len(),
            Data::Bytes(bytes) => bytes.len(),
        }
    }

    /// Part of it; the object itself where that is all of it.
    pub(super) fn slice(&self, vm: &Vm, start: usize, end: usize) -> Value {
        match &self.data {
            Data::Text(text) => match &self.value {
                Value::Str(_) if start == 0 && end == text.char_len() => self.value.clone(),
                _ => Value::Str(vm.canonical(text.slice_chars(start, end))),
            },
            Data::Bytes(bytes) => match &self.value {
                Value::Bytes(_) if start == 0 && end == bytes.len() => self.value.clone(),
                _ => vm.new_bytes(bytes.get(start..end).unwrap_or(&[])),
            },
        }
    }

    /// The pieces as one object of the subject's kind.
    pub(super) fn join(&self, vm: &Vm, pieces: Vec<Value>) -> PyResult {
        let empty = match &self.data {
            Data::Text(_) => Value::str(""),
            Data::Bytes(_) => Value::bytes(b""),
        };
        crate::support::method(vm, &empty, "join", &[vm.new_list(pieces)])
    }
}

/// How to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    Search,
    Match,
    Full,
}

/// A search between matches.
pub(super) struct Run {
    /// Where the next match may begin.
    pub(super) start: usize,
    end: usize,
    must_advance: bool,
    memory: Memory,
}

/// Where a match and its groups are.
pub(super) struct Found {
    /// The whole match first.
    pub(super) spans: Vec<Option<(usize, usize)>>,
    pub(super) last_index: Option<usize>,
}

/// Patterns with more groups than this ask before they take memory for them.
const MANY_GROUPS: usize = 1000;

impl Run {
    /// A run over `start..end`, cut to the subject.
    pub(super) fn new(subject: &Subject, start: i64, end: i64) -> Run {
        let len = subject.len();
        let cut = |n: i64| usize::try_from(n).unwrap_or(0).min(len);
        let end = cut(end);
        Run { start: cut(start), end, must_advance: false, memory: Memory::default() }
    }

    /// The end of what is looked at.
    pub(super) fn end(&self) -> usize {
        self.end
    }

    /// The next match with its groups.
    ///
    /// # Errors
    /// SystemError for a group that ends before it begins, as CPython's engine makes them within possessive repeats;
    /// what interrupts the search.
    pub(super) fn step(
        &mut self,
        vm: &Vm,
        subject: &Subject,
        program: &Program,
        mode: Mode,
    ) -> PyResult<Option<Found>> {
        let found = self.next(vm, subject, program, mode)?;
        let is_wrong = |found: &Found| found.spans.iter().flatten().any(|(start, end)| start > end);
        if found.as_ref().is_some_and(is_wrong) {
            let text = "The span of capturing group is wrong, please report a bug for the re module.";
            return Err(vm.new_error(&vm.exc.system_error, text));
        }
        Ok(found)
    }

    /// The next match, whatever its groups are like.
    ///
    /// # Errors
    /// What interrupts the search.
    pub(super) fn next(
        &mut self,
        vm: &Vm,
        subject: &Subject,
        program: &Program,
        mode: Mode,
    ) -> PyResult<Option<Found>> {
        if program.groups > MANY_GROUPS && !vm.check_size(program.groups.saturating_mul(64)) {
            return Err(vm.out_of_memory());
        }
        let Some(whole) = self.find(vm, subject, program, mode)? else { return Ok(None) };
        let mut spans = Vec::with_capacity(program.groups + 1);
        spans.push(Some(whole));
        spans.extend((0..program.groups).map(|group| self.memory.marks.span(group)));
        if let Data::Text(text) = &subject.data
            && !text.is_ascii()
        {
            for span in spans.iter_mut().flatten() {
                *span = (text.char_index(span.0), text.char_index(span.1));
            }
        }
        Ok(Some(Found { spans, last_index: self.memory.marks.last_group() }))
    }

    /// The span of the next match, in bytes.
    fn find(
        &mut self,
        vm: &Vm,
        subject: &Subject,
        program: &Program,
        mode: Mode,
    ) -> PyResult<Option<(usize, usize)>> {
        let (bytes, wide, start, end) = match &subject.data {
            Data::Text(text) if text.is_ascii() => (text.as_bytes(), false, self.start, self.end),
            Data::Text(text) => {
                (text.as_bytes(), true, text.byte_offset(self.start), text.byte_offset(self.end))
            }
            Data::Bytes(bytes) => (bytes.as_slice(), false, self.start, self.end),
        };
        if start > end && mode == Mode::Search {
            return Ok(None);
        }
        let wish = Wish { whole: mode == Mode::Full, advance: self.must_advance };
        let memory = &mut self.memory;
        if wide {
            find(Matcher::new(vm, program, Wide::new(bytes, end), wide, memory), start, wish, mode)
        } else {
            find(Matcher::new(vm, program, Bytewise::new(bytes, end), wide, memory), start, wish, mode)
        }
    }

    /// Goes on behind a match.
    pub(super) fn advance(&mut self, found: &Found) {
        if let Some(Some((start, end))) = found.spans.first() {
            self.must_advance = start == end;
            self.start = *end;
        }
    }
}

fn find<C: Chars>(
    mut matcher: Matcher<'_, C>,
    start: usize,
    wish: Wish,
    mode: Mode,
) -> PyResult<Option<(usize, usize)>> {
    match mode {
        Mode::Search => matcher.search(start, wish),
        Mode::Match | Mode::Full => Ok(matcher.match_at(start, wish)?.map(|end| (start, end))),
    }
}
