//! What is searched, and the engine running on it.

use pyvm_vm::heap::{Bytes, Str};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};
use rustpython_sre_engine::{Request, State, StrDrive};

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

/// The engine between matches.
pub(super) struct Run {
    /// Where the next match may begin.
    pub(super) start: usize,
    end: usize,
    must_advance: bool,
    state: State,
}

/// Where a match and its groups are.
pub(super) struct Found {
    /// The whole match first.
    pub(super) spans: Vec<Option<(usize, usize)>>,
    pub(super) last_index: Option<usize>,
}

impl Run {
    /// A run over `start..end`, cut to the subject.
    pub(super) fn new(subject: &Subject, start: i64, end: i64) -> Run {
        let len = subject.len();
        let cut = |n: i64| usize::try_from(n).unwrap_or(0).min(len);
        let end = cut(end);
        Run { start: cut(start).min(end), end, must_advance: false, state: State::default() }
    }

    /// The end of what is looked at.
    pub(super) fn end(&self) -> usize {
        self.end
    }

    /// The next match with its groups.
    pub(super) fn step(
        &mut self,
        subject: &Subject,
        codes: &[u32],
        groups: usize,
        mode: Mode,
    ) -> Option<Found> {
        let found = match &subject.data {
            Data::Text(text) if text.is_ascii() => self.run(text.as_bytes(), codes, mode),
            Data::Text(text) => self.run(text.as_wtf8(), codes, mode),
            Data::Bytes(bytes) => self.run(bytes.as_slice(), codes, mode),
        };
        if !found {
            return None;
        }
        let mut spans = vec![Some((self.state.start, self.state.cursor.position))];
        for group in 0..groups {
            let (start, end) = self.state.marks.get(group);
            let span = start.into_option().zip(end.into_option());
            spans.push(span.filter(|(start, end)| start <= end));
        }
        let last_index = usize::try_from(self.state.marks.last_index()).ok();
        Some(Found { spans, last_index })
    }

    fn run<S: StrDrive>(&mut self, string: S, codes: &[u32], mode: Mode) -> bool {
        let request = Request {
            string,
            start: self.start,
            end: self.end,
            pattern_codes: codes,
            match_all: mode == Mode::Full,
            must_advance: self.must_advance,
        };
        self.state.reset(&request, self.start);
        match mode {
            Mode::Search => self.state.search(request),
            Mode::Match | Mode::Full => self.state.py_match(&request),
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
