//! Calling: arguments as they travel, signatures of natives, and how the two are bound.

use crate::heap::{Str, Value};

pub mod bind;
pub mod signature;
pub mod wording;

pub use signature::Signature;

/// The arguments of one call: positional values, then the values of the keywords in `kwnames`
/// (CPython's vectorcall layout).
#[derive(Clone, Copy)]
pub struct Args<'a> {
    values: &'a [Value],
    kwnames: &'a [Str],
}

impl<'a> Args<'a> {
    /// Positional arguments only.
    #[inline]
    pub fn positional(values: &'a [Value]) -> Self {
        Args { values, kwnames: &[] }
    }

    /// Positional and keyword arguments: the values of `kwnames` are the last of `values`.
    #[inline]
    pub fn with_keywords(values: &'a [Value], kwnames: &'a [Str]) -> Self {
        debug_assert!(kwnames.len() <= values.len());
        Args { values, kwnames }
    }

    /// No arguments.
    pub fn none() -> Self {
        Args { values: &[], kwnames: &[] }
    }

    /// The positional values.
    #[inline]
    pub fn pos(&self) -> &'a [Value] {
        &self.values[..self.values.len() - self.kwnames.len()]
    }

    /// Positional values, then keyword values.
    pub fn all(&self) -> &'a [Value] {
        self.values
    }

    /// The keyword names.
    #[inline]
    pub fn kwnames(&self) -> &'a [Str] {
        self.kwnames
    }

    /// The keywords with their values.
    pub fn keywords(&self) -> impl Iterator<Item = (&'a Str, &'a Value)> {
        self.kwnames.iter().zip(&self.values[self.values.len() - self.kwnames.len()..])
    }

    /// The value of a keyword.
    pub fn keyword(&self, name: &str) -> Option<&'a Value> {
        self.keywords().find(|(k, _)| **k == *name).map(|(_, v)| v)
    }

    /// Whether there are no arguments at all.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The same arguments with `first` before them, as an owned list for [`Args::with_keywords`].
    pub fn prepend(&self, first: Value) -> Vec<Value> {
        let mut all = Vec::with_capacity(self.values.len() + 1);
        all.push(first);
        all.extend_from_slice(self.values);
        all
    }
}

/// Positional values and keyword pairs as the two lists of [`Args::with_keywords`]. Keys that are no strings are
/// left out.
pub fn join(positional: &[Value], keywords: &[(Value, Value)]) -> (Vec<Value>, Vec<Str>) {
    let mut values = positional.to_vec();
    let mut names = Vec::with_capacity(keywords.len());
    for (key, value) in keywords {
        if let Some(name) = key.as_text() {
            names.push(name.clone());
            values.push(value.clone());
        }
    }
    (values, names)
}
